package parley.desktop.api.control;

import org.eclipse.swt.SWT;
import org.eclipse.swt.accessibility.ACC;
import org.eclipse.swt.accessibility.AccessibleAdapter;
import org.eclipse.swt.accessibility.AccessibleControlAdapter;
import org.eclipse.swt.accessibility.AccessibleControlEvent;
import org.eclipse.swt.accessibility.AccessibleEvent;
import org.eclipse.swt.graphics.GC;
import org.eclipse.swt.widgets.Canvas;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Event;

import parley.desktop.api.Theme;
import parley.desktop.api.Token;

/** A button that paints itself: pointer, Space and Enter press it; it has a name, a role and a ring when focused. */
public abstract class Push extends Canvas {

    protected final Theme theme;
    protected final Token ground;
    private Runnable pressed;
    private String name;
    private boolean hovered;
    private boolean down;

    protected Push(Composite parent, Theme theme, Token ground, String id, String name, Runnable pressed) {
        super(parent, SWT.DOUBLE_BUFFERED);
        this.theme = theme;
        this.ground = ground;
        this.name = name;
        this.pressed = pressed;
        setData("test.id", id);
        setCursor(getDisplay().getSystemCursor(SWT.CURSOR_HAND));
        addListener(
                SWT.Paint,
                event -> {
                    event.gc.setBackground(theme.color(ground));
                    event.gc.fillRectangle(getClientArea());
                    paint(event.gc);
                });
        addListener(SWT.MouseEnter, _ -> hover(true));
        addListener(SWT.MouseExit, _ -> hover(false));
        addListener(SWT.MouseDown, event -> down = event.button == 1);
        addListener(
                SWT.MouseUp,
                event -> {
                    boolean inside = getClientArea().contains(event.x, event.y);
                    if (down && inside) press();
                    down = false;
                });
        addListener(SWT.FocusIn, _ -> redraw());
        addListener(SWT.FocusOut, _ -> redraw());
        addListener(
                SWT.KeyDown,
                event -> {
                    if (event.character == ' ' || event.character == '\r') press();
                });
        addListener(SWT.Traverse, Push::leave);
        speak();
    }

    /** Paints the button on its ground. */
    protected abstract void paint(GC gc);

    protected final boolean hovered() {
        return hovered && isEnabled();
    }

    /** The name a screen reader says, and the tip under the pointer. */
    public final void name(String changed) {
        name = changed;
        renamed(changed);
        redraw();
    }

    /** Changes what pressing it does. */
    public final void pressed(Runnable changed) {
        pressed = changed;
    }

    /** What a screen reader says of the button. */
    protected String spoken() {
        return name;
    }

    /** What kind of control a screen reader takes it for: one of the roles of {@link ACC}. */
    protected int role() {
        return ACC.ROLE_PUSHBUTTON;
    }

    /** What a screen reader is told besides: states of {@link ACC}. */
    protected int state() {
        return ACC.STATE_NORMAL;
    }

    /** The button has got another name. */
    protected void renamed(String changed) {}

    protected final String name() {
        return name;
    }

    @Override
    public final void setEnabled(boolean enabled) {
        super.setEnabled(enabled);
        Sensitivity.tell(this, enabled);
        redraw();
    }

    private void press() {
        if (isEnabled()) pressed.run();
    }

    private void hover(boolean changed) {
        hovered = changed;
        redraw();
    }

    /** Lets Tab and the like move on, and keeps Enter, which presses. */
    private static void leave(Event event) {
        event.doit = event.detail != SWT.TRAVERSE_RETURN;
    }

    private void speak() {
        getAccessible()
                .addAccessibleListener(
                        new AccessibleAdapter() {
                            @Override
                            public void getName(AccessibleEvent event) {
                                event.result = spoken();
                            }
                        });
        getAccessible()
                .addAccessibleControlListener(
                        new AccessibleControlAdapter() {
                            @Override
                            public void getRole(AccessibleControlEvent event) {
                                event.detail = role();
                            }

                            @Override
                            public void getState(AccessibleControlEvent event) {
                                event.detail = state() | (isEnabled() ? ACC.STATE_FOCUSABLE : ACC.STATE_DISABLED);
                                if (isFocusControl()) event.detail |= ACC.STATE_FOCUSED;
                            }
                        });
    }
}
