package parley.desktop.chat.paint;

import org.eclipse.swt.graphics.Font;
import org.eclipse.swt.graphics.GC;
import org.eclipse.swt.graphics.Point;
import org.eclipse.swt.graphics.TextLayout;

import parley.desktop.api.TextStyle;
import parley.desktop.api.Theme;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Paints short words that are painted again and again, such as times, names and counts: each is shaped once and not at
 * every paint, which takes longer than the painting itself. Holds memory of the system until {@link #dispose}. For the
 * UI thread.
 */
public final class Letters {

    /** How many words are held: several windows full of rows. */
    static final int MOST = 500;

    private record Key(String text, Font font) {}

    private record Word(TextLayout layout, Point size) {}

    private final Theme theme;
    private final Map<Key, Word> recent = new LinkedHashMap<>(64, 0.75f, true);

    public Letters(Theme theme) {
        this.theme = theme;
    }

    /** How large {@code text}, one line, is. */
    public Point size(TextStyle style, String text) {
        var size = word(style, text).size();
        return new Point(size.x, size.y);
    }

    /** Paints {@code text}, one line, with its top left at (x, y), in the foreground of {@code gc}. */
    public void draw(GC gc, TextStyle style, String text, int x, int y) {
        if (!text.isEmpty()) word(style, text).layout().draw(gc, x, y);
    }

    /** Paints {@code text} in the middle of the box at (x, y). */
    public void centre(GC gc, TextStyle style, String text, int x, int y, int width, int height) {
        var size = word(style, text).size();
        draw(gc, style, text, x + (width - size.x) / 2, y + (height - size.y) / 2);
    }

    private Word word(TextStyle style, String text) {
        var key = new Key(text, theme.font(style)); // another zoom is another font
        var known = recent.get(key);
        if (known != null) return known;
        var layout = new TextLayout(key.font().getDevice());
        layout.setFont(key.font());
        layout.setText(text);
        var bounds = layout.getBounds();
        var made = new Word(layout, new Point(text.isEmpty() ? 0 : bounds.width, bounds.height));
        recent.put(key, made);
        if (recent.size() > MOST) {
            var oldest = recent.entrySet().iterator().next();
            recent.remove(oldest.getKey());
            oldest.getValue().layout().dispose();
        }
        return made;
    }

    /** How many words are held. */
    int held() {
        return recent.size();
    }

    /** Gives back what is held. */
    public void dispose() {
        recent.values().forEach(word -> word.layout().dispose());
        recent.clear();
    }
}
