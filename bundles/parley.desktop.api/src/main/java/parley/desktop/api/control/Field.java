package parley.desktop.api.control;

import org.eclipse.swt.SWT;
import org.eclipse.swt.accessibility.AccessibleAdapter;
import org.eclipse.swt.accessibility.AccessibleEvent;
import org.eclipse.swt.custom.ST;
import org.eclipse.swt.custom.StyledText;
import org.eclipse.swt.graphics.Point;
import org.eclipse.swt.graphics.Rectangle;
import org.eclipse.swt.widgets.Canvas;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Event;
import org.eclipse.swt.widgets.Layout;
import org.jspecify.annotations.Nullable;

import parley.desktop.api.Icon;
import parley.desktop.api.TextStyle;
import parley.desktop.api.Theme;
import parley.desktop.api.Token;

/**
 * A place to type: a text without a border of its own on a painted round ground. A {@code StyledText} even for one
 * line, because GTK's own single-line text tells screen readers no name.
 */
public final class Field extends Canvas {

    private static final int INSET_X = 16;
    private static final int INSET_Y = 11;
    private static final int ICON = 18;
    private static final int ICON_GAP = 10;
    private static final int MAX_LINES = 7;

    /** So many letters fill {@link #MAX_LINES} lines of any window: nobody measures all of them at each key. */
    private static final int MANY = 4_000;

    private final StyledText text;
    private final Theme theme;
    private final Token ground;
    private final boolean many;
    private String hint;
    private @Nullable Icon icon;

    /**
     * @param many whether it takes several lines; then it asks for more height as it fills, up to seven lines
     */
    public Field(Composite parent, Theme theme, Token ground, String id, String hint, boolean many, int limit) {
        super(parent, SWT.DOUBLE_BUFFERED);
        this.theme = theme;
        this.ground = ground;
        this.hint = hint;
        this.many = many;
        text = new StyledText(this, many ? SWT.MULTI | SWT.WRAP | SWT.V_SCROLL : SWT.SINGLE);
        text.setAlwaysShowScrollBars(false);
        TurnedCaret.give(text);
        text.setData("test.id", id);
        text.setTextLimit(limit);
        text.setKeyBinding('A' | SWT.MOD1, ST.SELECT_ALL); // what every other field does, and this widget does not
        text.addListener(SWT.Paint, this::paintHint);
        text.addListener(SWT.FocusIn, _ -> redraw());
        text.addListener(SWT.FocusOut, _ -> redraw());
        text.addListener(SWT.Modify, _ -> text.redraw());
        text.addListener(
                SWT.Traverse,
                event -> {
                    boolean tab = event.detail == SWT.TRAVERSE_TAB_NEXT || event.detail == SWT.TRAVERSE_TAB_PREVIOUS;
                    if (tab) event.doit = true; // a tab is a way out, not a character
                });
        text.getAccessible()
                .addAccessibleListener(
                        new AccessibleAdapter() {
                            @Override
                            public void getName(AccessibleEvent event) {
                                event.result = Field.this.hint;
                            }
                        });
        addListener(SWT.Paint, this::paint);
        addListener(SWT.MouseDown, _ -> text.setFocus());
        setLayout(new Inside());
        theme.follow(
                text,
                () -> {
                    text.setFont(theme.font(TextStyle.BODY));
                    text.setBackground(theme.color(fill()));
                    text.setForeground(theme.color(Token.TEXT));
                    text.setSelectionBackground(theme.color(Token.MARK));
                    text.setSelectionForeground(theme.color(Token.TEXT));
                });
    }

    /** The text inside, to listen to. */
    public StyledText text() {
        return text;
    }

    /** Says in the empty field what belongs there. */
    public void hint(String changed) {
        hint = changed;
        text.redraw();
    }

    /** Shows {@code shown} before the text: what the field is for, at a glance. */
    public void icon(Icon shown) {
        icon = shown;
        layout();
        redraw();
    }

    @Override
    public boolean setFocus() {
        return text.setFocus();
    }

    @Override
    public Point computeSize(int width, int height, boolean changed) {
        int line = text.getLineHeight();
        int wide = width == SWT.DEFAULT ? 240 : width;
        if (!many) return new Point(wide, line + 2 * INSET_Y);
        int letters = text.getCharCount(), inner = letters > MANY ? MAX_LINES * line : line;
        // Asking it takes the longer the more often it is laid out, and mostly it is empty.
        if (letters > 0 && letters <= MANY) inner = text.computeSize(wide - 2 * INSET_X, SWT.DEFAULT, changed).y;
        return new Point(wide, Math.min(Math.max(inner, line), MAX_LINES * line) + 2 * INSET_Y);
    }

    private void paint(Event event) {
        var area = getClientArea();
        event.gc.setBackground(theme.color(ground));
        event.gc.fillRectangle(area);
        int radius = many ? 22 : 12;
        Shapes.fill(event.gc, theme.color(fill()), 0, 0, area.width, area.height, radius);
        Shapes.stroke(event.gc, theme.color(Token.LINE), 1, 0, 0, area.width, area.height, radius);
        if (icon != null) {
            theme.draw(event.gc, icon, INSET_X - 2, (area.height - ICON) / 2, ICON, theme.color(Token.MUTED));
        }
        if (text.isFocusControl() && !many) {
            Shapes.stroke(event.gc, theme.color(Token.FOCUS), 2, 0, 0, area.width, area.height, radius);
        }
    }

    /** Told from its ground, whatever that is. */
    private Token fill() {
        return ground == Token.RAISED ? Token.BACKGROUND : Token.RAISED;
    }

    private int left() {
        return icon == null ? INSET_X : INSET_X + ICON + ICON_GAP - 4;
    }

    private void paintHint(Event event) {
        if (text.getCharCount() > 0) return;
        event.gc.setFont(theme.font(TextStyle.BODY));
        event.gc.setForeground(theme.color(Token.MUTED));
        var shown = Words.fitted(event.gc, hint, text.getClientArea().width - 6);
        event.gc.drawText(shown, 3, 0, SWT.DRAW_TRANSPARENT);
    }

    /** Keeps the text off the round ends. */
    private final class Inside extends Layout {

        @Override
        protected Point computeSize(Composite composite, int width, int height, boolean flush) {
            return Field.this.computeSize(width, height, flush);
        }

        @Override
        protected void layout(Composite composite, boolean flush) {
            var area = getClientArea();
            text.setBounds(
                    new Rectangle(
                            left(),
                            INSET_Y,
                            Math.max(0, area.width - left() - INSET_X),
                            Math.max(0, area.height - 2 * INSET_Y)));
        }
    }
}
