package parley.desktop.backup;

import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.GC;
import org.eclipse.swt.graphics.Point;
import org.eclipse.swt.widgets.Canvas;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Event;

import parley.client.api.BackupPhrase;
import parley.desktop.api.TextStyle;
import parley.desktop.api.Theme;
import parley.desktop.api.Token;
import parley.desktop.api.control.Shapes;
import parley.desktop.api.control.Spoken;
import parley.desktop.api.control.Words;
import parley.desktop.api.text.Language;
import parley.desktop.api.text.Phrases;
import parley.desktop.backup.Reading.State;
import parley.desktop.backup.Reading.Word;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The words of a phrase, each with its number, in as many columns as there is room for; those to come are empty. */
final class Tiles extends Canvas {

    private static final Phrases T = Phrases.of(Tiles.class);

    private static final int GAP = 8;
    private static final int INSET = 12;
    private static final int PAD = 7;
    private static final int ROUND = 12;

    /** The narrowest that a word is still read in, in points. */
    private static final int NARROWEST = 124;

    private final Theme theme;
    private List<Word> words = List.of();

    Tiles(Composite parent, Theme theme, String id) {
        super(parent, SWT.DOUBLE_BUFFERED | SWT.NO_FOCUS);
        this.theme = theme;
        setData("test.id", id);
        addListener(SWT.Paint, this::paint);
        theme.follow(this, this::redraw);
        Spoken.as(this, this::spoken);
    }

    void show(List<Word> changed) {
        words = changed;
        redraw();
    }

    private String spoken() {
        return IntStream.range(0, words.size())
                .mapToObj(at -> T.heard("words.spoken", "number", at + 1, "word", words.get(at).shown()))
                .collect(Collectors.joining("; "));
    }

    private int high() {
        var gc = new GC(this);
        gc.setFont(theme.font(TextStyle.TITLE));
        int high = gc.getFontMetrics().getHeight() + 2 * PAD;
        gc.dispose();
        return high;
    }

    private static int columns(int width) {
        for (int columns = 4; columns > 1; columns /= 2) {
            if (width >= columns * (NARROWEST + GAP) - GAP) return columns;
        }
        return 1;
    }

    @Override
    public Point computeSize(int width, int height, boolean changed) {
        int wide = width == SWT.DEFAULT ? 4 * (NARROWEST + GAP) - GAP : width;
        int rows = (BackupPhrase.COUNT + columns(wide) - 1) / columns(wide);
        return new Point(wide, rows * (high() + GAP) - GAP);
    }

    private void paint(Event event) {
        var gc = event.gc;
        var area = getClientArea();
        gc.setAdvanced(true);
        gc.setBackground(theme.color(Token.BACKGROUND));
        gc.fillRectangle(area);
        int columns = columns(area.width), high = high();
        int wide = (area.width - (columns - 1) * GAP) / columns;
        for (int at = 0; at < BackupPhrase.COUNT; at++) {
            tile(gc, at, at % columns * (wide + GAP), at / columns * (high + GAP), wide, high);
        }
    }

    private void tile(GC gc, int at, int x, int y, int wide, int high) {
        Shapes.fill(gc, theme.color(Token.RAISED), x, y, wide, high, ROUND);
        gc.setFont(theme.font(TextStyle.SMALL));
        gc.setForeground(theme.color(Token.MUTED));
        var number = Language.number(at + 1);
        var size = gc.textExtent(number);
        gc.drawText(number, x + INSET, y + (high - size.y) / 2, SWT.DRAW_TRANSPARENT);
        if (at >= words.size()) return;
        var word = words.get(at);
        if (word.state() == State.WRONG) Shapes.stroke(gc, theme.color(Token.BAD), 2, x, y, wide, high, ROUND);
        gc.setFont(theme.font(TextStyle.TITLE));
        gc.setForeground(theme.color(ink(word.state())));
        int left = x + INSET + size.x + GAP;
        var shown = Words.fitted(gc, word.shown(), x + wide - PAD - left);
        gc.drawText(shown, left, y + (high - gc.textExtent(shown).y) / 2, SWT.DRAW_TRANSPARENT);
    }

    private static Token ink(State state) {
        return switch (state) {
            case KNOWN -> Token.TEXT;
            case BEGUN -> Token.MUTED;
            case WRONG -> Token.BAD;
        };
    }
}
