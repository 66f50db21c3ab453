package parley.history;

import static java.lang.System.Logger.Level.DEBUG;

import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.util.LibraryLoaderUtil;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;

/**
 * SQLite's native part, unpacked once for a cache. By itself the driver unpacks it at every start, into the folder for
 * temporary files, and compares what it wrote byte by byte: for as long as all else that opening a profile takes.
 */
final class NativeLibrary {

    private static final System.Logger log = System.getLogger(NativeLibrary.class.getName());

    /** Where the driver looks first. */
    static final String PLACE = "org.sqlite.lib.path";

    private NativeLibrary() {}

    /**
     * Sees to it that the driver finds its native part in {@code cache}, unless somebody has said where it is. If that
     * does not work, the driver does as it does by itself.
     */
    static void provide(Path cache) {
        if (System.getProperty(PLACE) != null) return;
        var name = LibraryLoaderUtil.getNativeLibName();
        var folder = cache.resolve("sqlite-" + SQLiteJDBCLoader.getVersion());
        try {
            var wanted = wanted(name);
            // Looked at each time: what lies there may be cut off, or somebody else's.
            if (!isThere(folder.resolve(name), wanted)) unpack(wanted, folder, name);
            System.setProperty(PLACE, folder.toString());
        } catch (IOException e) {
            log.log(DEBUG, "SQLite is unpacked at every start", e);
        }
    }

    /** What the bundle holds for this platform. */
    private static byte[] wanted(String name) throws IOException {
        var source = LibraryLoaderUtil.getNativeLibResourcePath() + "/" + name;
        try (var in = SQLiteJDBCLoader.class.getResourceAsStream(source)) {
            if (in == null) throw new IOException("there is no " + source);
            return in.readAllBytes();
        }
    }

    private static boolean isThere(Path file, byte[] wanted) throws IOException {
        return Files.exists(file)
                && Files.size(file) == wanted.length
                && Arrays.equals(Files.readAllBytes(file), wanted);
    }

    private static void unpack(byte[] wanted, Path folder, String name) throws IOException {
        Files.createDirectories(folder);
        var part = Files.createTempFile(folder, name, ".part");
        try {
            Files.write(part, wanted);
            Files.move(part, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(part);
        }
    }
}
