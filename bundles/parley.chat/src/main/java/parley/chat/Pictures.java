package parley.chat;

import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.client.api.Profiles;
import parley.protocol.wire.Bytes;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Set;

import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageWriteParam;
import javax.imageio.stream.MemoryCacheImageInputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * Makes a profile's picture of an image file: its middle, square, small, encoded anew, so that nothing of the file but
 * what is seen goes out. Sizes are looked at before anything is decoded. Needs no display.
 */
final class Pictures {

    /** The most pixels of an image that is decoded. */
    static final long MAX_PIXELS = 40_000_000;

    private static final Set<String> FORMATS = Set.of("png", "jpeg");
    private static final float[] QUALITIES = {0.9f, 0.8f, 0.65f, 0.5f, 0.3f, 0.1f};

    private Pictures() {}

    /**
     * @return a JPEG of at most {@link Profiles#MAX_PICTURE} bytes and {@link Profiles#PICTURE_SIDE} pixels square
     * @throws CommandException USAGE (no image that is known here), TOO_LARGE
     */
    static Bytes of(byte[] file) throws CommandException {
        if (file.length > Profiles.MAX_FILE) {
            throw new CommandException(
                    Code.TOO_LARGE, "a picture's file has at most 20 MiB; make it smaller and try again");
        }
        try {
            return encode(square(decode(file)));
        } catch (IOException | RuntimeException e) { // decoders throw both for what is malformed
            throw new CommandException(
                    Code.USAGE, "this is no PNG or JPEG image that can be read; choose another file", e);
        }
    }

    private static BufferedImage decode(byte[] file) throws IOException, CommandException {
        try (var in = new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
            var readers = ImageIO.getImageReaders(in);
            while (readers.hasNext()) {
                var reader = readers.next();
                try {
                    if (!FORMATS.contains(reader.getFormatName().toLowerCase(java.util.Locale.ROOT))) continue;
                    reader.setInput(in, true, true);
                    return decode(reader);
                } finally {
                    reader.dispose();
                }
            }
        }
        throw new IOException("no reader for it");
    }

    private static BufferedImage decode(ImageReader reader) throws IOException, CommandException {
        var width = reader.getWidth(0);
        var height = reader.getHeight(0);
        if ((long) width * height > MAX_PIXELS) {
            throw new CommandException(
                    Code.TOO_LARGE,
                    "a picture has at most 40 million pixels, this one "
                            + width
                            + " x "
                            + height
                            + "; make it smaller");
        }
        var side = Math.min(width, height);
        var step = Math.max(1, side / (4 * Profiles.PICTURE_SIDE)); // what is averaged later may be coarse
        var parameters = reader.getDefaultReadParam();
        parameters.setSourceSubsampling(step, step, 0, 0);
        return reader.read(0, parameters);
    }

    /** The middle, each pixel the mean of those that it stands for, on white. */
    private static BufferedImage square(BufferedImage image) {
        var side = Math.min(image.getWidth(), image.getHeight());
        var left = (image.getWidth() - side) / 2;
        var top = (image.getHeight() - side) / 2;
        var size = Math.min(side, Profiles.PICTURE_SIDE);
        var square = new BufferedImage(size, size, BufferedImage.TYPE_INT_RGB);
        for (var y = 0; y < size; y++) {
            var fromY = top + y * side / size;
            var toY = Math.max(fromY + 1, top + (y + 1) * side / size);
            for (var x = 0; x < size; x++) {
                var fromX = left + x * side / size;
                var toX = Math.max(fromX + 1, left + (x + 1) * side / size);
                square.setRGB(x, y, mean(image, fromX, toX, fromY, toY));
            }
        }
        return square;
    }

    private static int mean(BufferedImage image, int fromX, int toX, int fromY, int toY) {
        long red = 0;
        long green = 0;
        long blue = 0;
        for (var y = fromY; y < toY; y++) {
            for (var x = fromX; x < toX; x++) {
                var argb = image.getRGB(x, y);
                var alpha = argb >>> 24;
                red += onWhite(argb >> 16 & 0xFF, alpha);
                green += onWhite(argb >> 8 & 0xFF, alpha);
                blue += onWhite(argb & 0xFF, alpha);
            }
        }
        var count = (long) (toX - fromX) * (toY - fromY);
        return (int) (red / count << 16 | green / count << 8 | blue / count);
    }

    private static int onWhite(int value, int alpha) {
        return (value * alpha + 255 * (255 - alpha)) / 255;
    }

    private static Bytes encode(BufferedImage image) throws IOException {
        for (var quality : QUALITIES) {
            var bytes = encode(image, quality);
            if (bytes.length <= Profiles.MAX_PICTURE) return Bytes.wrap(bytes);
        }
        throw new IllegalStateException("a small picture does not become small");
    }

    private static byte[] encode(BufferedImage image, float quality) throws IOException {
        var writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        var bytes = new ByteArrayOutputStream();
        try (var out = new MemoryCacheImageOutputStream(bytes)) {
            writer.setOutput(out);
            var parameters = writer.getDefaultWriteParam();
            parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            parameters.setCompressionQuality(quality);
            writer.write(null, new IIOImage(image, null, null), parameters);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }
}
