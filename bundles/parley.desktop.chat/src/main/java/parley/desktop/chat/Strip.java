package parley.desktop.chat;

import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.GC;
import org.eclipse.swt.widgets.Canvas;
import org.eclipse.swt.widgets.Composite;

import parley.desktop.api.TextStyle;
import parley.desktop.api.Theme;
import parley.desktop.api.Token;
import parley.desktop.api.control.IconPush;
import parley.desktop.api.control.Shapes;
import parley.desktop.api.control.Spoken;
import parley.desktop.api.control.Words;
import parley.desktop.api.text.Phrases;
import parley.desktop.chat.paint.Icons;

/** Says above the composer what the words there are for, if they are no message of their own. */
final class Strip {

    private static final Phrases T = Phrases.of(Strip.class);

    private static final int HEIGHT = 48;

    private static final int BAR = 4;
    private static final int ROUND = 10;
    private static final int PUSH = 38;

    private final Canvas canvas;
    private final Theme theme;
    private final IconPush cancel;
    private Draft draft = Draft.EMPTY;

    Strip(Composite parent, Theme theme, Runnable cancelled) {
        this.theme = theme;
        canvas = new Canvas(parent, SWT.DOUBLE_BUFFERED);
        canvas.setData("test.id", "composer.strip");
        canvas.setVisible(false);
        canvas.addListener(SWT.Paint, event -> paint(event.gc));
        Spoken.as(canvas, () -> T.heard("said.of", "who", title(), "text", line()));
        cancel =
                IconPush.quiet(
                        canvas,
                        theme,
                        Token.RAISED,
                        "composer.cancel",
                        T.get("strip.cancel.reply"),
                        Icons.CLOSE,
                        cancelled);
        canvas.addListener(SWT.Resize, _ -> place());
    }

    Canvas control() {
        return canvas;
    }

    /** Shows what {@code changed} is for, or goes. */
    void show(Draft changed) {
        draft = changed;
        canvas.setVisible(high() > 0);
        cancel.name(editing() ? T.get("strip.cancel.edit") : T.get("strip.cancel.reply"));
        canvas.redraw();
    }

    int tall() {
        return theme.scaled(HEIGHT);
    }

    /** How high it wants to be; 0 while it says nothing. */
    int high() {
        return draft.about().isPresent() ? tall() : 0;
    }

    /** In the words of a field's hint, for {@code otherwise} if it says nothing. */
    String hint(String otherwise) {
        return high() > 0 ? title() : otherwise;
    }

    private boolean editing() {
        return draft.purpose() instanceof Draft.Purpose.Edit;
    }

    private String title() {
        if (editing()) return T.get("strip.edit");
        return draft.about()
                .map(to -> to.mine() ? T.get("strip.self") : T.get("strip.reply", "name", to.name()))
                .orElse("");
    }

    private String line() {
        return draft.about().map(it -> it.line()).orElse("");
    }

    private void place() {
        cancel.setBounds(canvas.getClientArea().width - PUSH - 4, (tall() - PUSH) / 2, PUSH, PUSH);
    }

    private void paint(GC gc) {
        var area = canvas.getClientArea();
        gc.setAdvanced(true);
        gc.setBackground(theme.color(Token.BACKGROUND));
        gc.fillRectangle(area);
        Shapes.fill(gc, theme.color(Token.RAISED), 0, 0, area.width, area.height, ROUND);
        Shapes.fill(gc, theme.color(Token.ACCENT), 0, 0, BAR, area.height, ROUND, 0, 0, ROUND);
        int x = BAR + 12;
        theme.draw(gc, editing() ? Icons.EDIT : Icons.REPLY, x, (tall() - 20) / 2, 20, theme.color(Token.ACCENT_TEXT));
        x += 32;
        int room = area.width - x - PUSH - 12;
        gc.setFont(theme.font(TextStyle.SMALL_STRONG));
        gc.setForeground(theme.color(Token.ACCENT_TEXT));
        gc.drawText(Words.fitted(gc, title(), room), x, theme.scaled(7), SWT.DRAW_TRANSPARENT);
        gc.setFont(theme.font(TextStyle.SMALL));
        gc.setForeground(theme.color(Token.TEXT));
        gc.drawText(Words.fitted(gc, line(), room), x, theme.scaled(25), SWT.DRAW_TRANSPARENT);
    }
}
