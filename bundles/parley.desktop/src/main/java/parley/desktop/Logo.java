package parley.desktop;

import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.Color;
import org.eclipse.swt.graphics.Device;
import org.eclipse.swt.graphics.Font;
import org.eclipse.swt.graphics.GC;
import org.eclipse.swt.graphics.Image;
import org.eclipse.swt.graphics.ImageGcDrawer;

/** Paints what Parley is known by: two speech bubbles, one answering the other. For the UI thread. */
final class Logo {

    private static final Color GROUND = new Color(Colors.rgb(0x2F5FE8));
    private static final Color ONE = new Color(Colors.rgb(0xFFFFFF));
    private static final Color OTHER = new Color(Colors.rgb(0xB9CDFF));
    private static final Color BADGE = new Color(Colors.rgb(0xD4334A));

    private Logo() {}

    /** An image of {@code size} in points, with {@code badge}, a few letters, on its corner unless that is empty. */
    static Image image(Device device, int size, String badge) {
        return new Image(
                device,
                new ImageGcDrawer() {
                    @Override
                    public void drawOn(GC gc, int width, int height) {
                        draw(gc, width, height);
                        if (!badge.isEmpty()) badge(gc, width, height, badge);
                    }

                    @Override
                    public int getGcStyle() {
                        return SWT.TRANSPARENT;
                    }
                },
                size,
                size);
    }

    private static void draw(GC gc, int width, int height) {
        gc.setAntialias(SWT.ON);
        gc.setBackground(GROUND);
        gc.fillRoundRectangle(0, 0, width, height, width / 2, height / 2);
        int round = Math.max(3, width * 18 / 64), less = Math.max(3, width * 14 / 64);
        gc.setBackground(ONE);
        gc.fillRoundRectangle(width * 12 / 64, height * 16 / 64, width * 32 / 64, height * 18 / 64, round, round);
        gc.setBackground(OTHER);
        gc.fillRoundRectangle(width * 22 / 64, height * 36 / 64, width * 30 / 64, height * 14 / 64, less, less);
    }

    private static void badge(GC gc, int width, int height, String text) {
        int high = height * 36 / 64;
        var font = fitted(gc, text, width, high);
        gc.setFont(font);
        var extent = gc.textExtent(text);
        int wide = Math.min(width, Math.max(high, extent.x + height * 14 / 64));
        gc.setBackground(BADGE);
        gc.fillRoundRectangle(width - wide, height - high, wide, high, high, high);
        gc.setForeground(ONE);
        gc.drawText(
                text,
                width - wide + (wide - extent.x) / 2,
                height - high + (high - extent.y) / 2,
                SWT.DRAW_TRANSPARENT);
        gc.setFont(null);
        font.dispose();
    }

    /** A bold font in which {@code text} fits into a badge. The caller disposes it. */
    private static Font fitted(GC gc, String text, int width, int high) {
        var name = gc.getFont().getFontData()[0].getName();
        for (int size = high; ; size--) {
            var font = new Font(gc.getDevice(), name, size, SWT.BOLD);
            gc.setFont(font);
            var extent = gc.textExtent(text);
            if (size <= 4 || extent.y <= high + 2 && extent.x <= width - 4) return font;
            gc.setFont(null);
            font.dispose();
        }
    }
}
