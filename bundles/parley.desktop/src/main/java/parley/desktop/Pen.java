package parley.desktop;

import org.eclipse.swt.graphics.Device;
import org.eclipse.swt.graphics.Path;

import parley.desktop.api.Icon;

/** Follows SVG path data ({@code d}, SVG 2 §9.3) and makes an SWT path of it. */
final class Pen {

    private final String data;
    private final Path path;
    private final float across;
    private final float down;
    private final float dx;
    private final float dy;
    private int at;
    private float x;
    private float y;

    private Pen(String data, Path path, float across, float down, float dx, float dy) {
        this.data = data;
        this.path = path;
        this.across = across;
        this.down = down;
        this.dx = dx;
        this.dy = dy;
    }

    /**
     * Makes a path of {@code data}, enlarged by {@code scale} and moved to (dx, dy). The caller disposes it.
     *
     * @param turned whether left and right of the square change places
     * @throws IllegalArgumentException if {@code data} has a command other than M L H V C Q A Z, or breaks off
     */
    static Path path(Device device, String data, float scale, float dx, float dy, boolean turned) {
        var path = new Path(device);
        try {
            float left = turned ? dx + Icon.SIDE * scale : dx;
            new Pen(data, path, turned ? -scale : scale, scale, left, dy).run();
            return path;
        } catch (IllegalArgumentException e) {
            path.dispose();
            throw e;
        }
    }

    private void run() {
        char command = ' ';
        skip();
        while (at < data.length()) {
            if (Character.isLetter(data.charAt(at))) command = data.charAt(at++);
            step(command);
            if (command == 'M') command = 'L'; // further pairs are lines
            if (command == 'm') command = 'l';
            skip();
        }
    }

    private void step(char command) {
        boolean relative = Character.isLowerCase(command);
        float baseX = relative ? x : 0;
        float baseY = relative ? y : 0;
        switch (Character.toUpperCase(command)) {
            case 'M' -> {
                go(baseX + number(), baseY + number());
                path.moveTo(px(x), py(y));
            }
            case 'L' -> line(baseX + number(), baseY + number());
            case 'H' -> line(baseX + number(), y);
            case 'V' -> line(x, baseY + number());
            case 'C' -> {
                float x1 = baseX + number(), y1 = baseY + number(), x2 = baseX + number(), y2 = baseY + number();
                cubic(x1, y1, x2, y2, baseX + number(), baseY + number());
            }
            case 'Q' -> {
                float x1 = baseX + number(), y1 = baseY + number();
                go(baseX + number(), baseY + number());
                path.quadTo(px(x1), py(y1), px(x), py(y));
            }
            case 'A' -> {
                float radius = number();
                number(); // the other radius: circles only
                number(); // their rotation
                boolean large = number() != 0, sweep = number() != 0;
                arc(radius, large, sweep, baseX + number(), baseY + number());
            }
            case 'Z' -> path.close();
            default -> throw new IllegalArgumentException("'" + command + "' is no command of a path: " + data);
        }
    }

    private void line(float toX, float toY) {
        go(toX, toY);
        path.lineTo(px(x), py(y));
    }

    private void cubic(float x1, float y1, float x2, float y2, float toX, float toY) {
        go(toX, toY);
        path.cubicTo(px(x1), py(y1), px(x2), py(y2), px(x), py(y));
    }

    /** Draws a circle's arc as cubics of at most a quarter each (SVG 2 §B.2.4 finds the centre). */
    private void arc(float radius, boolean large, boolean sweep, float toX, float toY) {
        double halfX = (x - toX) / 2.0, halfY = (y - toY) / 2.0, half = Math.hypot(halfX, halfY);
        if (half == 0) return;
        double r = Math.max(radius, half);
        double k = Math.sqrt(Math.max(0, r * r - half * half)) / half * (large == sweep ? -1 : 1);
        double centerX = k * halfY + (x + toX) / 2.0, centerY = -k * halfX + (y + toY) / 2.0;
        double from = Math.atan2(y - centerY, x - centerX);
        double turn = Math.atan2(toY - centerY, toX - centerX) - from;
        if (sweep && turn < 0) turn += 2 * Math.PI;
        if (!sweep && turn > 0) turn -= 2 * Math.PI;
        int parts = Math.max(1, (int) Math.ceil(Math.abs(turn) / (Math.PI / 2) - 1e-6));
        double each = turn / parts, reach = 4.0 / 3 * Math.tan(each / 4) * r;
        for (int part = 1; part <= parts; part++) {
            double a = from + (part - 1) * each, b = from + part * each;
            double bx = centerX + r * Math.cos(b), by = centerY + r * Math.sin(b);
            cubic(
                    (float) (centerX + r * Math.cos(a) - reach * Math.sin(a)),
                    (float) (centerY + r * Math.sin(a) + reach * Math.cos(a)),
                    (float) (bx + reach * Math.sin(b)),
                    (float) (by - reach * Math.cos(b)),
                    (float) bx,
                    (float) by);
        }
        go(toX, toY);
    }

    private void go(float toX, float toY) {
        x = toX;
        y = toY;
    }

    private float px(float value) {
        return dx + value * across;
    }

    private float py(float value) {
        return dy + value * down;
    }

    private void skip() {
        while (at < data.length() && (Character.isWhitespace(data.charAt(at)) || data.charAt(at) == ',')) at++;
    }

    private float number() {
        skip();
        int start = at;
        if (at < data.length() && (data.charAt(at) == '-' || data.charAt(at) == '+')) at++;
        boolean dot = false;
        while (at < data.length() && (Character.isDigit(data.charAt(at)) || (data.charAt(at) == '.' && !dot))) {
            dot |= data.charAt(at) == '.';
            at++;
        }
        if (start == at) throw new IllegalArgumentException("a number is missing at " + at + ": " + data);
        return Float.parseFloat(data.substring(start, at));
    }
}
