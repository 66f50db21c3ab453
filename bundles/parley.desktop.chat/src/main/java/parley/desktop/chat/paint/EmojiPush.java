package parley.desktop.chat.paint;

import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.GC;
import org.eclipse.swt.graphics.Point;
import org.eclipse.swt.widgets.Composite;

import parley.desktop.api.TextStyle;
import parley.desktop.api.Theme;
import parley.desktop.api.Token;
import parley.desktop.api.control.Push;
import parley.desktop.api.control.Shapes;
import parley.desktop.api.control.Words;
import parley.desktop.api.text.Phrases;

/** A button with an emoji on it, which may be chosen already. */
public final class EmojiPush extends Push {

    private static final Phrases T = Phrases.of(EmojiPush.class);

    /** How wide and high it is, in points. */
    public static final int SIZE = 38;

    private final String emoji;
    private final boolean chosen;

    public EmojiPush(
            Composite parent, Theme theme, String id, String emoji, String name, boolean chosen, Runnable pressed) {
        super(parent, theme, Token.RAISED, id, chosen ? T.heard("push.chosen", "name", name) : name, pressed);
        this.emoji = emoji;
        this.chosen = chosen;
        setToolTipText(name.replace("&", "&&"));
    }

    @Override
    public Point computeSize(int width, int height, boolean changed) {
        return new Point(SIZE, SIZE);
    }

    @Override
    protected void paint(GC gc) {
        if (chosen || hovered()) {
            Shapes.fill(gc, theme.color(chosen ? Token.SELECTED : Token.HOVER), 1, 1, SIZE - 2, SIZE - 2, 10);
        }
        if (isFocusControl()) Shapes.stroke(gc, theme.color(Token.FOCUS), 2, 1, 1, SIZE - 2, SIZE - 2, 10);
        gc.setFont(theme.font(TextStyle.TITLE));
        gc.setForeground(theme.color(Token.TEXT));
        var shown = Words.fitted(gc, Words.plain(emoji), SIZE - 4);
        var extent = gc.textExtent(shown);
        gc.drawText(shown, (SIZE - extent.x) / 2, (SIZE - extent.y) / 2, SWT.DRAW_TRANSPARENT);
    }
}
