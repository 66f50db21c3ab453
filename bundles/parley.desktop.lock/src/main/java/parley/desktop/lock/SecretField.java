package parley.desktop.lock;

import org.eclipse.swt.SWT;
import org.eclipse.swt.accessibility.ACC;
import org.eclipse.swt.accessibility.AccessibleAdapter;
import org.eclipse.swt.accessibility.AccessibleEvent;
import org.eclipse.swt.graphics.Point;
import org.eclipse.swt.widgets.Canvas;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Event;
import org.eclipse.swt.widgets.Layout;
import org.eclipse.swt.widgets.Text;

import parley.desktop.api.TextStyle;
import parley.desktop.api.Theme;
import parley.desktop.api.Token;
import parley.desktop.api.control.Shapes;

import java.util.List;
import java.util.function.BooleanSupplier;

/** A place to type a passphrase: the system's own field for secrets on a painted round ground. */
final class SecretField extends Canvas {

    private static final int INSET_X = 14;
    private static final int INSET_Y = 12;
    private static final int FRAME = 2;
    private static final int RADIUS = 12;
    private static final int WIDTH = 320;

    /** Characters that are taken. */
    private static final int LIMIT = 1000;

    private final Theme theme;
    private final Text text;

    /** What is seen of the text: all but its own frame, since the ground has one. */
    private final Composite hole;

    SecretField(Composite parent, Theme theme, String id, String hint) {
        super(parent, SWT.DOUBLE_BUFFERED);
        this.theme = theme;
        hole = new Composite(this, SWT.NONE);
        text = new Text(hole, SWT.SINGLE | SWT.PASSWORD);
        text.setMessage(hint);
        text.setTextLimit(LIMIT);
        text.setData("test.id", id);
        for (var named : List.of(text, hole)) name(named, hint); // GTK tells nobody the name of its own field
        text.addListener(SWT.FocusIn, _ -> redraw());
        text.addListener(SWT.FocusOut, _ -> redraw());
        addListener(SWT.Paint, this::paint);
        addListener(SWT.MouseDown, _ -> text.setFocus());
        setLayout(new Inside());
        theme.follow(
                text,
                () -> {
                    text.setFont(theme.font(TextStyle.BODY));
                    text.setBackground(theme.color(Token.RAISED));
                    text.setForeground(theme.color(Token.TEXT));
                    hole.setBackground(theme.color(Token.RAISED));
                });
    }

    private static void name(Control control, String name) {
        control.getAccessible()
                .addAccessibleListener(
                        new AccessibleAdapter() {
                            @Override
                            public void getName(AccessibleEvent event) {
                                if (event.childID == ACC.CHILDID_SELF) event.result = name;
                            }
                        });
    }

    /** What is typed, for the caller to wipe. */
    char[] characters() {
        return text.getTextChars();
    }

    boolean isEmpty() {
        return text.getCharCount() == 0;
    }

    void clear() {
        text.setText("");
    }

    /** Tells {@code changed} of each change, and {@code entered} of Enter where that {@code may} be. */
    void listen(Runnable changed, BooleanSupplier may, Runnable entered) {
        text.addListener(SWT.Modify, _ -> changed.run());
        text.addListener(
                SWT.DefaultSelection,
                _ -> {
                    if (may.getAsBoolean()) entered.run();
                });
    }

    @Override
    public boolean setFocus() {
        return !text.isDisposed() && text.setFocus(); // SWT asks also while it disposes
    }

    @Override
    public Point computeSize(int width, int height, boolean changed) {
        int high = text.computeSize(SWT.DEFAULT, SWT.DEFAULT, changed).y + 2 * (INSET_Y - FRAME);
        return new Point(width == SWT.DEFAULT ? WIDTH : width, high);
    }

    private void paint(Event event) {
        var area = getClientArea();
        event.gc.setBackground(theme.color(Token.BACKGROUND));
        event.gc.fillRectangle(area);
        Shapes.fill(event.gc, theme.color(Token.RAISED), 0, 0, area.width, area.height, RADIUS);
        if (text.isFocusControl()) {
            Shapes.stroke(event.gc, theme.color(Token.FOCUS), 2, 0, 0, area.width, area.height, RADIUS);
        }
    }

    /** Keeps the text off the round ends. */
    private final class Inside extends Layout {

        @Override
        protected Point computeSize(Composite composite, int width, int height, boolean flush) {
            return SecretField.this.computeSize(width, height, flush);
        }

        @Override
        protected void layout(Composite composite, boolean flush) {
            var area = getClientArea();
            int wide = Math.max(0, area.width - 2 * INSET_X);
            int high = Math.max(0, area.height - 2 * INSET_Y);
            hole.setBounds(INSET_X, INSET_Y, wide, high);
            text.setBounds(-FRAME, -FRAME, wide + 2 * FRAME, high + 2 * FRAME);
        }
    }
}
