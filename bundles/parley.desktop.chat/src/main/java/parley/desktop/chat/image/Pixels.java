package parley.desktop.chat.image;

import org.eclipse.swt.graphics.ImageData;
import org.eclipse.swt.graphics.PaletteData;

import parley.pictures.format.Orientation;

/**
 * Colours of a picture, row by row.
 *
 * @param argb each as alpha, red, green and blue
 */
public record Pixels(int width, int height, int[] argb) {

    /** The largest size of the same shape that fits into {@code wide} and {@code high}; never larger than it is. */
    static int[] fit(int width, int height, int wide, int high) {
        double scale = Math.min(1, Math.min((double) wide / width, (double) high / height));
        return new int[] {Math.max(1, (int) Math.round(width * scale)), Math.max(1, (int) Math.round(height * scale))};
    }

    /** The largest size of the same shape that has at most {@code most} colours; never larger than it is. */
    static int[] within(int width, int height, long most) {
        double scale = Math.min(1, Math.sqrt((double) most / width / height));
        return new int[] {Math.max(1, (int) (width * scale)), Math.max(1, (int) (height * scale))};
    }

    /** The same picture in another size, at most its own: each colour is the mean of those that it stands for. */
    Pixels scaled(int wide, int high) {
        if (wide >= width && high >= height) return this;
        var small = new int[wide * high];
        for (int y = 0; y < high; y++) {
            int top = (int) ((long) y * height / high);
            int bottom = Math.max(top + 1, (int) ((long) (y + 1) * height / high));
            for (int x = 0; x < wide; x++) {
                int left = (int) ((long) x * width / wide);
                int right = Math.max(left + 1, (int) ((long) (x + 1) * width / wide));
                small[y * wide + x] = mean(left, top, right, bottom);
            }
        }
        return new Pixels(wide, high, small);
    }

    /** The mean, in which colours count as much as they cover. */
    private int mean(int left, int top, int right, int bottom) {
        long alpha = 0, red = 0, green = 0, blue = 0;
        for (int y = top; y < bottom; y++) {
            for (int x = left; x < right; x++) {
                int color = argb[y * width + x], covers = color >>> 24;
                alpha += covers;
                red += (long) (color >> 16 & 255) * covers;
                green += (long) (color >> 8 & 255) * covers;
                blue += (long) (color & 255) * covers;
            }
        }
        if (alpha == 0) return 0;
        long count = (long) (right - left) * (bottom - top);
        return (int) (alpha / count) << 24
                | (int) (red / alpha) << 16
                | (int) (green / alpha) << 8
                | (int) (blue / alpha);
    }

    /** The same picture as a camera that was turned means it. */
    Pixels turned(Orientation how) {
        if (how == Orientation.AS_IT_IS) return this;
        int wide = how.swaps() ? height : width, high = how.swaps() ? width : height;
        var turned = new int[argb.length];
        for (int y = 0; y < high; y++) {
            for (int x = 0; x < wide; x++) turned[y * wide + x] = argb[how.place(x, y, width, height)];
        }
        return new Pixels(wide, high, turned);
    }

    /** For SWT, with corners that are round by {@code radius}. */
    public ImageData data(int radius) {
        var data = new ImageData(width, height, 24, new PaletteData(0xFF0000, 0xFF00, 0xFF));
        data.alphaData = new byte[width * height];
        for (int y = 0; y < height; y++) {
            data.setPixels(0, y, width, argb, y * width);
            for (int x = 0; x < width; x++) {
                double covered = (argb[y * width + x] >>> 24) * corner(x, y, radius);
                data.alphaData[y * width + x] = (byte) Math.round(covered);
            }
        }
        return data;
    }

    /** How much of the colour at (x, y) lies within the round corners, from 0 to 1. */
    private double corner(int x, int y, int radius) {
        double right = x + 0.5 - (width - radius), left = radius - (x + 0.5);
        double below = y + 0.5 - (height - radius), above = radius - (y + 0.5);
        double outX = Math.max(right, left), outY = Math.max(below, above);
        if (outX <= 0 || outY <= 0) return 1;
        return Math.clamp(radius - Math.hypot(outX, outY) + 0.5, 0, 1);
    }
}
