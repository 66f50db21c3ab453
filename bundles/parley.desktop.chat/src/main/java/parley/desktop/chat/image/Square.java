package parley.desktop.chat.image;

import org.eclipse.swt.graphics.ImageData;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Pictures of people and groups: a square part of an image. Takes its time: not for the UI thread. */
public final class Square {

    /** How many pixels a picture that is shown has either way. */
    static final int SHOWN = 128;

    /** How many one that is made has. */
    static final int MADE = 256;

    /** The most colours that are unpacked of what others have sent: a file of 32 KiB can say that it has millions. */
    static final long MOST_PIXELS = 2_000_000;

    /** The most colours that are kept of a picture while a part of it is chosen. */
    static final long MOST_KEPT = 2_000_000;

    private static final float[] QUALITIES = {0.9f, 0.75f, 0.6f, 0.4f, 0.2f};

    private Square() {}

    /**
     * What {@code file}, which somebody has sent, shows, cut to a circle.
     *
     * @throws IOException if it is no image that is read here, is damaged, or has too many pixels
     */
    public static ImageData shown(byte[] file) throws IOException {
        var square = middle(ImageFile.read(file, 4 * SHOWN, 4 * SHOWN, MOST_PIXELS), SHOWN);
        return square.data(square.width() / 2);
    }

    /**
     * The picture of {@code file}, for a part of it to be chosen: what is transparent is white, as it will be.
     *
     * @throws IOException if it is no image that is read here, is damaged, or too large
     */
    public static Pixels read(Path file) throws IOException {
        var pixels = ImageFile.read(file, MOST_KEPT);
        var onWhite = Arrays.stream(pixels.argb()).map(Square::onWhite).toArray();
        return new Pixels(pixels.width(), pixels.height(), onWhite);
    }

    /**
     * A JPEG of {@code part}, of at most {@code most} bytes, with nothing else that the file held.
     *
     * @throws IOException if it cannot be made so small
     */
    public static byte[] jpeg(Pixels pixels, Part part, int most) throws IOException {
        var image = image(cut(pixels, part, MADE));
        for (float quality : QUALITIES) {
            var bytes = jpeg(image, quality);
            if (bytes.length <= most) return bytes;
        }
        throw new IOException("a picture that cannot be made small enough");
    }

    /** A PNG of {@code part} with nothing else that the file held, for whoever makes a smaller file of it. */
    public static byte[] png(Pixels pixels, Part part) throws IOException {
        var bytes = new ByteArrayOutputStream();
        ImageIO.write(image(cut(pixels, part, MADE)), "png", bytes);
        return bytes.toByteArray();
    }

    /** The middle of {@code pixels}, at most {@code side} wide and high. */
    static Pixels middle(Pixels pixels, int side) {
        return cut(pixels, Part.middle(pixels.width(), pixels.height()), side);
    }

    /** What {@code part} takes of {@code pixels}, at most {@code side} wide and high. */
    static Pixels cut(Pixels pixels, Part part, int side) {
        int edge = part.edge();
        var cut = new int[edge * edge];
        for (int row = 0; row < edge; row++) {
            int from = (part.top() + row) * pixels.width() + part.left();
            System.arraycopy(pixels.argb(), from, cut, row * edge, edge);
        }
        return new Pixels(edge, edge, cut).scaled(Math.min(side, edge), Math.min(side, edge));
    }

    private static BufferedImage image(Pixels pixels) {
        int wide = pixels.width(), high = pixels.height();
        var image = new BufferedImage(wide, high, BufferedImage.TYPE_INT_RGB);
        image.setRGB(0, 0, wide, high, pixels.argb(), 0, wide);
        return image;
    }

    private static int onWhite(int color) {
        int covers = color >>> 24, white = 255 * (255 - covers);
        int red = ((color >> 16 & 255) * covers + white) / 255;
        int green = ((color >> 8 & 255) * covers + white) / 255;
        int blue = ((color & 255) * covers + white) / 255;
        return 0xFF << 24 | red << 16 | green << 8 | blue;
    }

    private static byte[] jpeg(BufferedImage image, float quality) throws IOException {
        var writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        var bytes = new ByteArrayOutputStream();
        try (var out = new MemoryCacheImageOutputStream(bytes)) {
            writer.setOutput(out);
            var how = writer.getDefaultWriteParam();
            how.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            how.setCompressionQuality(quality);
            writer.write(null, new IIOImage(image, null, null), how);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }
}
