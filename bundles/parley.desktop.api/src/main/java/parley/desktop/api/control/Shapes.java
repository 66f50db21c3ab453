package parley.desktop.api.control;

import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.Color;
import org.eclipse.swt.graphics.GC;
import org.eclipse.swt.graphics.LineAttributes;
import org.eclipse.swt.graphics.Path;

/** Fills and strokes shapes with soft edges. */
public final class Shapes {

    private Shapes() {}

    /** Fills a rectangle whose corners are round by {@code radius}. */
    public static void fill(GC gc, Color color, int x, int y, int width, int height, int radius) {
        fill(gc, color, x, y, width, height, radius, radius, radius, radius);
    }

    /** Fills a rectangle whose corners are round by the given radii, from the top left one clockwise. */
    public static void fill(GC gc, Color color, int x, int y, int width, int height, int nw, int ne, int se, int sw) {
        if (width <= 0 || height <= 0) return;
        gc.setAntialias(SWT.ON);
        gc.setBackground(color);
        var path = outline(gc, x, y, width, height, nw, ne, se, sw);
        gc.fillPath(path);
        path.dispose();
    }

    /** Strokes the edge of a rectangle whose corners are round by {@code radius}, inside its bounds. */
    public static void stroke(GC gc, Color color, float thick, int x, int y, int width, int height, int radius) {
        gc.setAntialias(SWT.ON);
        gc.setForeground(color);
        gc.setLineAttributes(new LineAttributes(thick));
        float shifted = (int) thick % 2 == 1 ? 0.5f : 0; // SWT does so itself, to have thin lines on whole points
        float half = thick / 2 - shifted;
        var path = outline(gc, x + half, y + half, width - thick, height - thick, radius, radius, radius, radius);
        gc.drawPath(path);
        path.dispose();
    }

    /** Fills a circle. */
    public static void circle(GC gc, Color color, int x, int y, int size) {
        gc.setAntialias(SWT.ON);
        gc.setBackground(color);
        gc.fillOval(x, y, size, size);
    }

    /**
     * Draws a line through {@code points}, x and y in turn, of a shape that is {@code wide} from {@code left} on and
     * the same in every language, such as a tick.
     */
    public static void line(GC gc, int left, int wide, int... points) {
        var upright = points.clone();
        for (int at = 0; at < points.length; at += 2) upright[at] = Mirror.upright(gc, points[at], left, wide);
        gc.drawPolyline(upright);
    }

    private static Path outline(GC gc, float x, float y, float width, float height, int nw, int ne, int se, int sw) {
        float most = Math.min(width, height) / 2;
        var path = new Path(gc.getDevice());
        corner(path, x, y, Math.min(nw, most), 180, 0, 0);
        corner(path, x + width, y, Math.min(ne, most), 90, -1, 0);
        corner(path, x + width, y + height, Math.min(se, most), 0, -1, -1);
        corner(path, x, y + height, Math.min(sw, most), 270, 0, -1);
        path.close();
        return path;
    }

    /** Adds a quarter circle, clockwise; {@code left} and {@code up} shift its box by its size. */
    private static void corner(Path path, float x, float y, float radius, int from, int left, int up) {
        float size = 2 * radius;
        path.addArc(x + left * size, y + up * size, size, size, from, -90);
    }
}
