package parley.desktop.chat.image;

import parley.pictures.format.Orientation;
import parley.pictures.format.Riff;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;

import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.FileImageInputStream;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Reads pictures that others have sent. How large one is stands in its first bytes: what is too large is refused before
 * anything is unpacked. Only the first picture of several is read. The readers are those of the JDK, and one for WebP
 * that gets nothing but a still picture. Takes its time: not for the UI thread.
 */
public final class ImageFile {

    /** The largest file that is read, in bytes. */
    static final long MOST_BYTES = 48L << 20;

    /** The most colours that are unpacked: 50 megapixels, as the largest cameras of telephones make. */
    static final long MOST_PIXELS = 50_000_000;

    /** Of the memory there is, for one picture while it is read. */
    private static final int PART_OF_MEMORY = 3;

    /** For each colour that is read, besides itself, in bytes: it is copied twice on its way to the screen. */
    private static final int COPIES = 8;

    /** What is read for the way in which a camera was held, in bytes. */
    private static final int HEAD = 1 << 16;

    private static final Set<String> NAMES = Set.of("png", "jpg", "jpeg", "gif", "webp");

    /** No BMP: its reader takes as much memory as the file says. */
    private static final Set<String> FORMATS = Set.of("png", "jpeg", "gif");

    /** What pictures of people and groups may be. */
    private static final Set<String> PORTRAITS = Set.of("png", "jpeg");

    /** The most pixels either way: readers take whole rows, however low a picture is. */
    static final int MOST_SIDE = 32_767;

    static {
        // SWT has the screen: these classes must not open it a second time, which would stop the window on macOS.
        if (System.getProperty("java.awt.headless") == null) System.setProperty("java.awt.headless", "true");
    }

    /** How large a picture becomes that is {@code width} and {@code height} in its file, and turned by {@code how}. */
    @FunctionalInterface
    private interface Size {

        int[] of(int width, int height, Orientation how);

        /** So that it fits into {@code wide} and {@code high}. */
        static Size fitting(int wide, int high) {
            return (width, height, how) ->
                    Pixels.fit(width, height, how.swaps() ? high : wide, how.swaps() ? wide : high);
        }
    }

    private ImageFile() {}

    /** Whether a file called {@code name} says that it is a picture which can be read. */
    public static boolean named(String name) {
        return NAMES.contains(name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT));
    }

    /**
     * Reads {@code file} and makes it fit into {@code wide} and {@code high}.
     *
     * @throws IOException if it is none, is damaged, or is larger than we read
     */
    public static Pixels read(Path file, int wide, int high) throws IOException {
        return read(file, Size.fitting(wide, high));
    }

    /** The same, so that it has at most {@code most} colours, whatever its shape. */
    static Pixels read(Path file, long most) throws IOException {
        return read(file, (width, height, _) -> Pixels.within(width, height, most));
    }

    private static Pixels read(Path file, Size size) throws IOException {
        if (!Files.isRegularFile(file)) throw new IOException("no file");
        if (Files.size(file) > MOST_BYTES) throw new IOException("too many bytes");
        var head = head(file);
        if (Riff.isWebp(head)) {
            if (Files.size(file) > Webp.mostBytes(Runtime.getRuntime().maxMemory()))
                throw new IOException("too many bytes");
            return webp(Files.readAllBytes(file), size);
        }
        try (var in = new BufferedInputStream(Files.newInputStream(file), HEAD)) {
            Scans.check(in);
        }
        var how = Orientation.of(head);
        try (var in = new FileImageInputStream(file.toFile())) {
            return read(in, FORMATS, how, size, MOST_PIXELS);
        } catch (RuntimeException | StackOverflowError e) { // what the readers throw for damaged files
            throw new IOException("a damaged picture", e);
        }
    }

    /** The same of a small PNG or JPEG that is here already, with fewer colours at most. */
    static Pixels read(byte[] file, int wide, int high, long mostPixels) throws IOException {
        Scans.check(new ByteArrayInputStream(file));
        var how = Orientation.of(file);
        try (var in = new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
            return read(in, PORTRAITS, how, Size.fitting(wide, high), mostPixels);
        } catch (RuntimeException | StackOverflowError e) {
            throw new IOException("a damaged picture", e);
        }
    }

    private static Pixels read(ImageInputStream in, Set<String> formats, Orientation how, Size wanted, long mostPixels)
            throws IOException {
        var readers = ImageIO.getImageReaders(in);
        if (!readers.hasNext()) throw new IOException("no picture");
        var reader = readers.next();
        try {
            if (!formats.contains(reader.getFormatName().toLowerCase(Locale.ROOT)))
                throw new IOException("a format that is not read");
            reader.setInput(in, true, true);
            return read(reader, how, wanted, mostPixels);
        } finally {
            reader.dispose();
        }
    }

    private static Pixels read(ImageReader reader, Orientation how, Size wanted, long mostPixels) throws IOException {
        int width = reader.getWidth(0), height = reader.getHeight(0);
        if (width < 1 || height < 1 || (long) width * height > mostPixels || Math.max(width, height) > MOST_SIDE)
            throw new IOException("too many pixels");
        var size = wanted.of(width, height, how);
        var parameters = reader.getDefaultReadParam();
        var steps = steps(width, height, size, mostRead(bytes(reader), Runtime.getRuntime().maxMemory()));
        parameters.setSourceSubsampling(steps[0], steps[1], 0, 0);
        return pixels(reader.read(0, parameters)).scaled(size[0], size[1]).turned(how);
    }

    /** How many bytes the reader takes for a colour: up to eight. */
    private static int bytes(ImageReader reader) throws IOException {
        var colors = reader.getImageTypes(0).next().getSampleModel();
        return colors.getNumDataElements() * DataBuffer.getDataTypeSize(colors.getTransferType()) / Byte.SIZE;
    }

    /** The most colours of so many bytes that are read where Parley may have so much memory. */
    static long mostRead(int bytes, long memory) {
        return memory / PART_OF_MEMORY / (bytes + COPIES);
    }

    /**
     * How far apart the colours stand that are read of a picture which is shown in {@code size}: further than it would
     * take, and the picture is smaller then, if there are more than {@code most}.
     */
    static int[] steps(int width, int height, int[] size, long most) {
        int across = Math.max(1, width / size[0]), down = Math.max(1, height / size[1]);
        while ((long) Math.ceilDiv(width, across) * Math.ceilDiv(height, down) > Math.max(1, most)) {
            across++;
            down++;
        }
        return new int[] {across, down};
    }

    private static Pixels pixels(BufferedImage image) {
        int width = image.getWidth(), height = image.getHeight();
        return new Pixels(width, height, image.getRGB(0, 0, width, height, null, 0, width));
    }

    private static byte[] head(Path file) throws IOException {
        try (var in = Files.newInputStream(file)) {
            return in.readNBytes(HEAD);
        }
    }

    /** The reader for these is not the JDK's: it is loaded when there is one. */
    private static Pixels webp(byte[] file, Size wanted) throws IOException {
        var how = Orientation.of(file, Riff.chunks(file));
        var still = Webp.still(file);
        var reader = Webp.reader();
        try (var in = new GuardedInput(still)) {
            reader.setInput(in, true, true);
            return read(reader, how, wanted, Webp.MOST_PIXELS);
        } catch (RuntimeException | StackOverflowError e) {
            throw new IOException("a damaged picture", e);
        } finally {
            reader.dispose();
        }
    }
}
