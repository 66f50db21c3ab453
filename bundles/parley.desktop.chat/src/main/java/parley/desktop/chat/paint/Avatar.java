package parley.desktop.chat.paint;

import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.Color;
import org.eclipse.swt.graphics.GC;
import org.eclipse.swt.graphics.RGB;

import parley.desktop.api.TextStyle;
import parley.desktop.api.Theme;
import parley.desktop.api.Token;
import parley.desktop.api.control.Shapes;
import parley.desktop.api.control.Words;

/** Paints the round picture that stands for somebody: their own, or their initials on a colour of theirs. */
public final class Avatar {

    /** Dark enough for white letters (WCAG AA at this size), light enough for a dark ground. */
    private static final RGB[] GROUNDS = {
        new RGB(0x1F, 0x85, 0x92), new RGB(0xC2, 0x4E, 0x4E), new RGB(0x2F, 0x86, 0x52), new RGB(0x9A, 0x4F, 0xC4),
        new RGB(0xC7, 0x4D, 0x83), new RGB(0xB5, 0x67, 0x1E), new RGB(0x4A, 0x6F, 0xD0), new RGB(0x66, 0x5C, 0xC9),
    };

    private static final RGB WHITE = new RGB(255, 255, 255);

    private Avatar() {}

    /**
     * Paints the picture of {@code name} into the square of {@code size} at (x, y).
     *
     * @param key decides the colour: the same for the same person, whatever they are called
     */
    public static void paint(GC gc, Theme theme, int x, int y, int size, String name, String key) {
        if (Portraits.paint(gc, key, x, y, size)) return;
        Shapes.circle(gc, theme.color(ground(key)), x, y, size);
        gc.setFont(theme.font(style(size)));
        gc.setForeground(theme.color(WHITE));
        var letters = Words.initials(name);
        var extent = gc.textExtent(letters);
        gc.drawText(letters, x + (size - extent.x) / 2, y + (size - extent.y) / 2, SWT.DRAW_TRANSPARENT);
    }

    /** As {@link #paint(GC, Theme, int, int, int, String, String)}, for what is painted many times. */
    public static void paint(GC gc, Theme theme, Letters letters, int x, int y, int size, String name, String key) {
        if (Portraits.paint(gc, key, x, y, size)) return;
        Shapes.circle(gc, theme.color(ground(key)), x, y, size);
        gc.setForeground(theme.color(WHITE));
        letters.centre(gc, style(size), Words.initials(name), x, y, size, size);
    }

    private static TextStyle style(int size) {
        return size >= 56 ? TextStyle.HEADING : size >= 40 ? TextStyle.STRONG : TextStyle.SMALL_STRONG;
    }

    /** Paints the dot that says "online" onto the corner of a picture, cut out of {@code ground}. */
    public static void paintOnline(GC gc, Theme theme, int x, int y, int size, Color ground) {
        int dot = Math.max(9, size * 26 / 100);
        int at = size - dot + 1;
        Shapes.circle(gc, ground, x + at - 2, y + at - 2, dot + 4);
        Shapes.circle(gc, theme.color(Token.GOOD), x + at, y + at, dot);
    }

    /** Paints the ring that says "away", as {@link #paintOnline} does its dot. */
    public static void paintAway(GC gc, Theme theme, int x, int y, int size, Color ground) {
        int dot = Math.max(9, size * 26 / 100);
        int at = size - dot + 1;
        Shapes.circle(gc, ground, x + at - 2, y + at - 2, dot + 4);
        Shapes.circle(gc, theme.color(Token.MUTED), x + at, y + at, dot);
        Shapes.circle(gc, ground, x + at + 2, y + at + 2, dot - 4);
    }

    /** The colour in which the name of whoever is known by {@code key} is written, readable on what lies raised. */
    public static Color ink(Theme theme, String key) {
        var ground = ground(key);
        return theme.color(theme.dark() ? mixed(ground, 255, 0.45) : mixed(ground, 0, 0.2));
    }

    private static RGB mixed(RGB color, int with, double share) {
        return new RGB(mixed(color.red, with, share), mixed(color.green, with, share), mixed(color.blue, with, share));
    }

    private static int mixed(int part, int with, double share) {
        return (int) Math.round(part * (1 - share) + with * share);
    }

    /** The colour behind the letters of whoever is known by {@code key}. */
    static RGB ground(String key) {
        int mixed = key.hashCode() * 0x9E3779B9; // names that differ by a letter differ in colour
        return GROUNDS[mixed >>> 29];
    }
}
