package parley.desktop.chat.timeline;

import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.Color;
import org.eclipse.swt.graphics.Font;
import org.eclipse.swt.graphics.GC;
import org.eclipse.swt.graphics.TextLayout;
import org.eclipse.swt.graphics.TextStyle;

import java.util.ArrayList;
import java.util.List;

/**
 * A text laid out in pieces, one below the other. Laying out one paragraph takes the square of its length where it has
 * no spaces, and painting always takes all of it: a text of 64 KiB would stop the window. Pieces cost what is seen of
 * them.
 */
final class Pieces {

    /** The most letters of a piece, and of one that had to be cut inside a word. */
    private static final int MOST = 1000;

    private static final int MOST_OF_A_WORD = 400;

    /** The letters from {@code start} on, painted from {@code y} down. */
    private record Piece(int start, int end, TextLayout layout, int y, int height) {}

    private final List<Piece> list = new ArrayList<>();
    private final int length;
    private int width;
    private int height;
    private int lastLine;

    /** Lays out {@code text} in lines of at most {@code most}. */
    Pieces(Font font, String text, boolean rightToLeft, List<Links.Link> links, TextStyle linkStyle, int most) {
        length = text.length();
        for (int start = 0; start < length || list.isEmpty(); ) {
            int end = end(text, start);
            boolean newline = end < length && text.charAt(end) == '\n';
            add(font, text, start, end, rightToLeft, links, linkStyle, most);
            start = newline ? end + 1 : Math.max(end, start + 1);
        }
        for (var piece : list) piece.layout().setWidth(Math.max(1, width)); // so that lines of the right begin there
    }

    /** Puts each line into the middle of the width. */
    void centre() {
        for (var piece : list) piece.layout().setAlignment(SWT.CENTER);
    }

    /** Where the piece that begins at {@code start} ends: at a line's end, else between words, else where it must. */
    static int end(String text, int start) {
        if (text.length() - start <= MOST && wordsFit(text, start, text.length())) return text.length();
        int most = Math.min(start + MOST, text.length());
        int line = text.lastIndexOf('\n', most - 1);
        if (line > start && wordsFit(text, start, line)) return line;
        int space = text.lastIndexOf(' ', most - 1);
        if (space > start && wordsFit(text, start, space)) return space + 1;
        int cut = Math.min(start + MOST_OF_A_WORD, text.length());
        return cut < text.length() && Character.isLowSurrogate(text.charAt(cut)) ? cut - 1 : cut;
    }

    private static boolean wordsFit(String text, int start, int end) {
        int word = 0;
        for (int at = start; at < end; at++) {
            word = Character.isWhitespace(text.charAt(at)) ? 0 : word + 1;
            if (word > MOST_OF_A_WORD) return false;
        }
        return true;
    }

    private void add(
            Font font,
            String text,
            int start,
            int end,
            boolean rightToLeft,
            List<Links.Link> links,
            TextStyle linkStyle,
            int most) {
        var layout = new TextLayout(font.getDevice());
        layout.setFont(font);
        layout.setText(text.substring(start, end));
        if (rightToLeft) layout.setOrientation(SWT.RIGHT_TO_LEFT);
        for (var link : links) {
            int from = Math.max(link.start(), start), to = Math.min(link.end(), end);
            if (from < to) layout.setStyle(linkStyle, from - start, to - 1 - start);
        }
        layout.setWidth(Math.max(1, most));
        int lines = layout.getLineCount();
        for (int line = 0; line < lines; line++) {
            lastLine = layout.getLineBounds(line).width;
            width = Math.max(width, Math.min(most, lastLine + 1));
        }
        int high = layout.getBounds().height;
        list.add(new Piece(start, end, layout, height, high));
        height += high;
    }

    void dispose() {
        for (var piece : list) piece.layout().dispose();
    }

    int length() {
        return length;
    }

    /** The width of the widest line. */
    int width() {
        return width;
    }

    int height() {
        return height;
    }

    /** The width of the last line. */
    int lastLine() {
        return lastLine;
    }

    /**
     * Paints what lies between {@code top} and {@code bottom}, with the letters from {@code start} to {@code end}
     * marked.
     */
    void paint(GC gc, int x, int y, int top, int bottom, int start, int end, Color ink, Color mark) {
        for (var piece : list) {
            if (y + piece.y() + piece.height() < top || y + piece.y() > bottom) continue;
            int from = Math.max(start, piece.start()) - piece.start();
            int to = Math.min(end, piece.end()) - piece.start();
            if (from < to) piece.layout().draw(gc, x, y + piece.y(), from, to - 1, ink, mark);
            else piece.layout().draw(gc, x, y + piece.y());
        }
    }

    /** Whether (x, y) lies on the text. */
    boolean contains(int x, int y) {
        return x >= 0 && y >= 0 && x < width && y < height;
    }

    /** The letter boundary nearest to (x, y). */
    int offset(int x, int y) {
        if (y < 0) return 0;
        if (y >= height) return length;
        var piece = at(y);
        var trailing = new int[1];
        return piece.start() + piece.layout().getOffset(x, y - piece.y(), trailing) + trailing[0];
    }

    /** Where the word around {@code offset} begins and ends. */
    int[] word(int offset) {
        var piece = list.getFirst();
        for (var each : list) {
            if (each.start() <= offset) piece = each;
        }
        var layout = piece.layout();
        int at = Math.clamp(offset - piece.start(), 0, piece.end() - piece.start());
        int start = layout.getPreviousOffset(Math.min(at + 1, piece.end() - piece.start()), SWT.MOVEMENT_WORD_START);
        return new int[] {piece.start() + start, piece.start() + layout.getNextOffset(at, SWT.MOVEMENT_WORD_END)};
    }

    private Piece at(int y) {
        for (var piece : list) {
            if (y < piece.y() + piece.height()) return piece;
        }
        return list.getLast();
    }
}
