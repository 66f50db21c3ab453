package parley.desktop.chat;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.Polygon;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Consumer;

import javax.imageio.ImageIO;

/** Pictures that nobody took: a lake, and what people have for a face. Each is the content of a file. */
final class Paintings {

    private static final int FACE = 192;

    private Paintings() {}

    /** A lake between hills, in the evening. */
    static byte[] lake(int width, int height) {
        return paint(
                width,
                height,
                "jpg",
                gc -> {
                    int shore = height * 2 / 3;
                    gc.setPaint(new GradientPaint(0, 0, new Color(0x30487F), 0, shore, new Color(0xF2A45C)));
                    gc.fillRect(0, 0, width, shore);
                    gc.setColor(new Color(0xFFE6B0));
                    gc.fill(new Ellipse2D.Double(width * 0.66, height * 0.30, height * 0.2, height * 0.2));
                    hills(gc, width, shore, height * 0.36, 2.1, new Color(0x35547C));
                    hills(gc, width, shore, height * 0.22, 0.4, new Color(0x23405F));
                    gc.setPaint(new GradientPaint(0, shore, new Color(0x2E6E93), 0, height, new Color(0x16405E)));
                    gc.fillRect(0, shore, width, height - shore);
                    gc.setColor(new Color(255, 226, 170, 70));
                    for (int line = 0; line < 9; line++) {
                        int wide = width / 6 - line * width / 90, y = shore + 10 + line * (height - shore) / 10;
                        gc.fillRoundRect((int) (width * 0.72) - wide / 2, y, wide, 5, 5, 5);
                    }
                });
    }

    private static void hills(Graphics2D gc, int width, int shore, double high, double turn, Color color) {
        var line = new Path2D.Double();
        line.moveTo(0, shore);
        for (int x = 0; x <= width; x += 4) {
            double at = 7.0 * x / width + turn;
            line.lineTo(x, shore - high * (0.55 + 0.3 * Math.sin(at) + 0.15 * Math.sin(2.7 * at)));
        }
        line.lineTo(width, shore);
        gc.setColor(color);
        gc.fill(line);
    }

    static byte[] boat(Color ground) {
        return face(
                ground,
                gc -> {
                    gc.setColor(Color.WHITE);
                    gc.fillPolygon(new Polygon(new int[] {92, 92, 46}, new int[] {40, 116, 116}, 3));
                    gc.fillPolygon(new Polygon(new int[] {102, 102, 140}, new int[] {58, 116, 116}, 3));
                    gc.fillPolygon(new Polygon(new int[] {40, 152, 134, 58}, new int[] {126, 126, 150, 150}, 4));
                });
    }

    static byte[] peak(Color ground) {
        return face(
                ground,
                gc -> {
                    gc.setColor(new Color(255, 255, 255, 90));
                    gc.fillPolygon(new Polygon(new int[] {60, 142, 224}, new int[] {192, 84, 192}, 3));
                    gc.setColor(Color.WHITE);
                    gc.fillPolygon(new Polygon(new int[] {-30, 78, 186}, new int[] {192, 56, 192}, 3));
                });
    }

    static byte[] sun(Color ground) {
        return face(
                ground,
                gc -> {
                    gc.setColor(new Color(0xFFE3A3));
                    gc.fill(new Ellipse2D.Double(56, 46, 80, 80));
                    gc.setColor(new Color(255, 255, 255, 120));
                    gc.fillRect(0, 130, FACE, 8);
                    gc.fillRect(30, 150, FACE - 60, 7);
                });
    }

    static byte[] leaf(Color ground) {
        return face(
                ground,
                gc -> {
                    var leaf = new Path2D.Double();
                    leaf.moveTo(50, 146);
                    leaf.curveTo(40, 70, 90, 44, 148, 44);
                    leaf.curveTo(152, 104, 124, 154, 50, 146);
                    gc.setColor(new Color(0xE9F5D8));
                    gc.fill(leaf);
                    gc.setColor(ground);
                    gc.setStroke(new BasicStroke(6, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
                    gc.drawLine(44, 154, 122, 72);
                });
    }

    private static byte[] face(Color ground, Consumer<Graphics2D> painter) {
        return paint(
                FACE,
                FACE,
                "png",
                gc -> {
                    gc.setPaint(new GradientPaint(0, 0, ground.brighter(), 0, FACE, ground));
                    gc.fillRect(0, 0, FACE, FACE);
                    painter.accept(gc);
                });
    }

    private static byte[] paint(int width, int height, String format, Consumer<Graphics2D> painter) {
        var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        var gc = image.createGraphics();
        gc.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        painter.accept(gc);
        gc.dispose();
        var bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, format, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
