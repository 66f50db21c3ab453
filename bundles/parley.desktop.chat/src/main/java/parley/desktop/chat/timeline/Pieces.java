package parley.desktop.chat.timeline;

import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.Color;
import org.eclipse.swt.graphics.GC;
import org.eclipse.swt.graphics.Rectangle;
import org.eclipse.swt.graphics.TextLayout;

import parley.desktop.api.control.Shapes;
import parley.desktop.api.control.Words;
import parley.desktop.chat.timeline.Rich.Block;
import parley.desktop.chat.timeline.Rich.Kind;

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

    /** How often a text may turn its direction: each time takes a piece. */
    private static final int TURNS = 100;

    private static final int BAR = 3;
    private static final int QUOTED = 12;
    private static final int STEP = 16;
    private static final int CODE_X = 10;
    private static final int CODE_Y = 7;
    private static final int APART = 5;

    /** The letters from {@code start} on, painted from (x, y) on. */
    private record Piece(int start, int end, TextLayout layout, Block block, boolean turned, int y, int height) {

        /** What stands free on the side where lines begin. */
        int before() {
            return switch (block.kind()) {
                case PLAIN -> 0;
                case QUOTE -> QUOTED;
                case ITEM -> block.depth() * STEP;
                case CODE -> CODE_X;
            };
        }

        int free() {
            return before() + (block.kind() == Kind.CODE ? CODE_X : 0);
        }

        int x() {
            return turned ? free() - before() : before();
        }
    }

    /** What lies behind a quote or a code. */
    private record Box(Block block, boolean turned, int y, int height) {}

    private final Rich rich;
    private final Look look;
    private final List<Piece> list = new ArrayList<>();
    private final List<Box> boxes = new ArrayList<>();
    private int width;
    private int height;
    private int lastLine;
    private int turns;

    /** Lays out {@code rich} in lines of at most {@code most}. */
    Pieces(Rich rich, Look look, int most) {
        this.rich = rich;
        this.look = look;
        for (var block : rich.blocks) block(block, most);
        stretch(width);
    }

    private void block(Block block, int most) {
        if (!list.isEmpty()) height += apart(list.getLast().block().kind(), block.kind());
        int top = height, first = list.size();
        if (block.kind() == Kind.CODE) height += CODE_Y;
        paragraphs(block, most);
        if (block.kind() == Kind.CODE) height += CODE_Y;
        if (block.kind() == Kind.CODE || block.kind() == Kind.QUOTE) {
            boxes.add(new Box(block, list.get(first).turned(), top, height - top));
        }
    }

    private static int apart(Kind above, Kind below) {
        return above == Kind.ITEM && below == Kind.ITEM ? 1 : APART;
    }

    /** Lays out the lines of {@code block}; those of one direction together. */
    private void paragraphs(Block block, int most) {
        var text = rich.shown;
        int start = block.start();
        boolean turned = block.kind() != Kind.CODE && Words.rightToLeft(text, start, block.end());
        boolean one = block.kind() == Kind.CODE;
        int line = one ? -1 : text.indexOf('\n', start, block.end());
        while (line >= 0) {
            int next = text.indexOf('\n', line + 1, block.end());
            int end = next < 0 ? block.end() : next;
            boolean now = directed(text, line + 1, end) ? Words.rightToLeft(text, line + 1, end) : turned;
            if (now != turned && turns++ < TURNS) {
                run(block, start, line, turned, most);
                start = line + 1;
                turned = now;
            }
            line = next;
        }
        run(block, start, block.end(), turned, most);
    }

    private static boolean directed(String text, int start, int end) {
        for (int at = start; at < end; at++) if (Character.isLetter(text.codePointAt(at))) return true;
        return false;
    }

    private void run(Block block, int from, int to, boolean turned, int most) {
        int at = from;
        do {
            int stop = end(rich.shown, at, to);
            add(block, at, stop, turned, most);
            boolean newline = stop < to && rich.shown.charAt(stop) == '\n';
            at = newline ? stop + 1 : Math.max(stop, at + 1);
        } while (at < to);
    }

    private void add(Block block, int start, int end, boolean turned, int most) {
        var layout = new TextLayout(look.font().getDevice());
        layout.setFont(block.kind() == Kind.CODE ? look.mono() : look.font());
        layout.setText(rich.shown.substring(start, end));
        if (turned) layout.setOrientation(SWT.RIGHT_TO_LEFT);
        style(layout, start, end);
        hang(layout, block, start);
        var piece = new Piece(start, end, layout, block, turned, height, 0);
        int room = Math.max(1, most - piece.free());
        layout.setWidth(room);
        int lines = layout.getLineCount(), hung = layout.getWrapIndent();
        for (int line = 0; line < lines; line++) {
            lastLine = layout.getLineBounds(line).width + (line == 0 ? layout.getIndent() : hung);
            width = Math.max(width, Math.min(room, lastLine + 1) + piece.free());
        }
        lastLine += piece.x();
        int high = layout.getBounds().height;
        list.add(new Piece(start, end, layout, block, turned, height, high));
        height += high;
    }

    private void style(TextLayout layout, int start, int end) {
        if (rich.spans.isEmpty()) return;
        var styles = new int[end - start];
        for (var span : rich.spans) {
            for (int at = Math.max(span.start(), start); at < Math.min(span.end(), end); at++) {
                styles[at - start] |= span.style().bit();
            }
        }
        for (int from = 0, to; from < styles.length; from = to) {
            to = from + 1;
            while (to < styles.length && styles[to] == styles[from]) to++;
            if (styles[from] != 0) layout.setStyle(look.style(styles[from]), from, to - 1);
        }
    }

    /** Has the further lines of an item begin below its words and not below its mark. */
    private static void hang(TextLayout layout, Block block, int start) {
        if (block.kind() != Kind.ITEM || start != block.start()) return;
        int length = Math.min(block.hang(), layout.getText().length());
        layout.setWrapIndent(layout.getBounds(0, Math.max(0, length - 1)).width);
    }

    /** Makes it {@code wide}: lines that run from right to left begin there. */
    void stretch(int wide) {
        width = wide;
        for (var piece : list) piece.layout().setWidth(Math.max(1, wide - piece.free()));
    }

    /** Puts each line into the middle of the width. */
    void centre() {
        for (var piece : list) piece.layout().setAlignment(SWT.CENTER);
    }

    /**
     * Where the piece that begins at {@code start} ends, at most at {@code limit}: at a line's end, else between words,
     * else where it must.
     */
    static int end(String text, int start, int limit) {
        if (limit - start <= MOST && wordsFit(text, start, limit)) return limit;
        int most = Math.min(start + MOST, limit);
        int line = text.lastIndexOf('\n', most - 1);
        if (line > start && wordsFit(text, start, line)) return line;
        int space = text.lastIndexOf(' ', most - 1);
        if (space > start && wordsFit(text, start, space)) return space + 1;
        int cut = Math.min(start + MOST_OF_A_WORD, limit);
        return cut < limit && Character.isLowSurrogate(text.charAt(cut)) ? cut - 1 : cut;
    }

    private static boolean wordsFit(String text, int start, int end) {
        int word = 0;
        for (int at = start; at < end; at++) {
            word = Character.isWhitespace(text.charAt(at)) ? 0 : word + 1;
            if (word > MOST_OF_A_WORD) return false;
        }
        return true;
    }

    void dispose() {
        for (var piece : list) piece.layout().dispose();
    }

    int length() {
        return rich.shown.length();
    }

    /** The width of the widest line. */
    int width() {
        return width;
    }

    int height() {
        return height;
    }

    /** Where the last line ends, from the left; something else may stand beside it if {@link #endsOpen}. */
    int lastLine() {
        return lastLine;
    }

    /** Whether the last line runs from left to right, and nothing lies around it. */
    boolean endsOpen() {
        return !list.getLast().turned() && list.getLast().block().kind() != Kind.CODE;
    }

    /** The links in it, in any order. */
    List<Rich.Span> links() {
        return rich.spans.stream().filter(span -> span.style() == Rich.Style.LINK).toList();
    }

    /** The words of {@code span}. */
    String words(Rich.Span span) {
        return rich.shown.substring(span.start(), span.end());
    }

    Rich rich() {
        return rich;
    }

    /** Where each code lies, relative to the text. */
    List<Rectangle> codes() {
        return boxes.stream()
                .filter(box -> box.block().kind() == Kind.CODE)
                .map(box -> new Rectangle(0, box.y(), width, box.height()))
                .toList();
    }

    /** What number {@code which} of {@link #codes} says. */
    String code(int which) {
        var block = rich.blocks.stream().filter(it -> it.kind() == Kind.CODE).skip(which).findFirst().orElseThrow();
        return rich.shown.substring(block.start(), block.end());
    }

    /**
     * Paints what lies between {@code top} and {@code bottom}, with the letters from {@code start} to {@code end}
     * marked.
     */
    void paint(GC gc, int x, int y, int top, int bottom, int start, int end, Color ink, Color mark) {
        for (var box : boxes) {
            if (y + box.y() + box.height() < top || y + box.y() > bottom) continue;
            if (box.block().kind() == Kind.CODE) {
                Shapes.fill(gc, look.ground(), x, y + box.y(), width, box.height(), 8);
            } else {
                int left = box.turned() ? x + width - BAR : x;
                Shapes.fill(gc, look.lead(), left, y + box.y(), BAR, box.height(), BAR / 2 + 1);
            }
        }
        gc.setForeground(ink);
        for (var piece : list) {
            if (y + piece.y() + piece.height() < top || y + piece.y() > bottom) continue;
            int from = Math.max(start, piece.start()) - piece.start();
            int to = Math.min(end, piece.end()) - piece.start();
            if (from < to) piece.layout().draw(gc, x + piece.x(), y + piece.y(), from, to - 1, ink, mark);
            else piece.layout().draw(gc, x + piece.x(), y + piece.y());
        }
    }

    /** Whether (x, y) lies on the text. */
    boolean contains(int x, int y) {
        return x >= 0 && y >= 0 && x < width && y < height;
    }

    /** The letter boundary nearest to (x, y). */
    int offset(int x, int y) {
        if (y < 0) return 0;
        if (y >= height) return length();
        var piece = at(y);
        var trailing = new int[1];
        int inside = Math.clamp(y - piece.y(), 0, Math.max(0, piece.height() - 1));
        return piece.start() + piece.layout().getOffset(counted(piece, x), inside, trailing) + trailing[0];
    }

    /**
     * The place {@code x} as the layout of {@code piece} counts it. Where lines begin at the right SWT counts from
     * there on some systems, though it paints and measures from the left.
     */
    private static int counted(Piece piece, int x) {
        var layout = piece.layout();
        boolean fromRight = piece.turned() && layout.getLocation(0, false).x < layout.getBounds(0, 0).x;
        return fromRight ? layout.getWidth() - (x - piece.x()) : x - piece.x();
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
