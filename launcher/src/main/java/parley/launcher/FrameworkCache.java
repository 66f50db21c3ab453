package parley.launcher;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * The directory where the framework keeps what it has installed, so that a later start need not install again.
 *
 * <p>It is used again while the feature and its jars are what they were when it was filled, and only once it has been
 * filled completely. One process uses it at a time; another one of the same profile and product (which may only want to
 * say that the profile is in use) gets a directory of its own, deleted when it ends.
 */
final class FrameworkCache implements AutoCloseable {

    private static final System.Logger log = System.getLogger(FrameworkCache.class.getName());

    /** Changes when what the launcher puts into the cache does. */
    private static final String FORMAT = "parley launcher 2";

    private static final String SOCKET = "socket";
    private static final String INSTALLED = "+";
    private static final String SEEN = "-";

    private final Path directory;
    private final @Nullable FileLock lock;

    private FrameworkCache(Path directory, @Nullable FileLock lock) {
        this.directory = directory;
        this.lock = lock;
    }

    /**
     * Opens {@code product}'s cache in the profile {@code home}, which is created (for its owner only) if missing.
     *
     * @throws LaunchException if the profile cannot be written to
     */
    static FrameworkCache open(Path home, String product) throws LaunchException {
        if (Files.exists(home) && !Files.isDirectory(home)) {
            throw LaunchException.failed(home + " is no directory: name another one with --home.");
        }
        try {
            createPrivate(home);
            var shared = Files.createDirectories(shared(home, product));
            var channel = FileChannel.open(shared.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            var lock = tryLock(channel);
            if (lock != null) return new FrameworkCache(shared, lock);
            channel.close();
            return new FrameworkCache(Files.createTempDirectory(home.resolve("cache"), product + "-"), null);
        } catch (AccessDeniedException | ReadOnlyFileSystemException e) {
            throw LaunchException.failed(
                    "Parley may not write to "
                            + home
                            + ": make that directory writable for you, or name another with"
                            + " --home.",
                    e);
        } catch (IOException e) {
            throw LaunchException.failed(
                    "Parley cannot use "
                            + home
                            + " ("
                            + reason(e)
                            + "): free some space or name another directory"
                            + " with --home.",
                    e);
        }
    }

    private static Path shared(Path home, String product) {
        return home.resolve("cache").resolve(product);
    }

    /** Where the process that holds the cache of {@code product} in the profile {@code home} can be spoken to. */
    static Path socket(Path home, String product) {
        return shared(home, product).resolve(SOCKET);
    }

    /** Where this process can be spoken to. */
    Path socket() {
        return directory.resolve(SOCKET);
    }

    /** Where the framework itself stores its things. */
    Path storage() {
        return directory.resolve("framework");
    }

    /**
     * Says whether the framework can start from what it installed earlier for this profile by the list {@code feature}.
     */
    boolean isFresh(Path feature, Path home) {
        if (lock == null) return false;
        try {
            var stored = Files.readAllLines(directory.resolve("state"));
            if (stored.size() < 2 || !stored.getFirst().equals(header(home))) return false;
            if (!stored.get(1).equals(state(SEEN, feature))) return false; // of another distribution, or changed
            for (var line : stored.subList(2, stored.size())) {
                if (!line.equals(state(line.substring(0, 1), path(line)))) return false;
            }
            return true;
        } catch (IOException | RuntimeException e) { // not there, or not what we wrote
            return false;
        }
    }

    /** The jars the framework should still have installed. */
    List<Path> installed() throws IOException {
        return Files.readAllLines(directory.resolve("state")).stream()
                .filter(line -> line.startsWith(INSTALLED + " "))
                .map(FrameworkCache::path)
                .toList();
    }

    /** Forgets everything. */
    void wipe() throws IOException {
        for (var file : List.of("state", "tried")) Files.deleteIfExists(directory.resolve(file));
        delete(storage());
    }

    /** A start from it begins: unless {@link #stands} is said, the next start makes it anew. */
    void tried() throws IOException {
        Files.move(directory.resolve("state"), directory.resolve("tried"), StandardCopyOption.REPLACE_EXISTING);
    }

    /** What was started from it runs. */
    void stands() {
        var tried = directory.resolve("tried");
        try {
            if (Files.exists(tried)) Files.move(tried, directory.resolve("state"), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            log.log(System.Logger.Level.DEBUG, "The cache " + directory + " will be made anew", e);
        }
    }

    /** Remembers that the cache now holds {@code feature}, of whose bundles {@code installed} fit this platform. */
    void filledWith(ProductFeature feature, Collection<Path> installed, Path home) throws IOException {
        if (lock == null) return;
        var lines = new ArrayList<String>(List.of(header(home), state(SEEN, feature.file())));
        for (var jar : feature.bundles()) lines.add(state(installed.contains(jar) ? INSTALLED : SEEN, jar));
        Files.write(directory.resolve("state"), lines);
    }

    @Override
    public void close() {
        try {
            if (lock == null) {
                delete(directory);
            } else {
                lock.acquiredBy().close();
            }
        } catch (IOException e) {
            log.log(System.Logger.Level.DEBUG, "The cache " + directory + " was left behind", e);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) { // somebody else in this very process
            return null;
        }
    }

    private static void createPrivate(Path home) throws IOException {
        if (Files.isDirectory(home)) return;
        if (home.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            var parent = home.getParent();
            if (parent != null) Files.createDirectories(parent);
            Files.createDirectories(
                    home, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } else {
            Files.createDirectories(home);
        }
    }

    private static String header(Path home) {
        return FORMAT + " java " + Runtime.version() + " home " + home;
    }

    /** Mark, length, time and name of a file: enough to notice that it was built again. */
    private static String state(String mark, Path file) throws IOException {
        var attributes = Files.readAttributes(file, BasicFileAttributes.class);
        return mark + " " + attributes.size() + " " + attributes.lastModifiedTime().toMillis() + " " + file;
    }

    private static Path path(String state) {
        return Path.of(state.split(" ", 4)[3]);
    }

    private static String reason(IOException e) {
        var reason = e instanceof java.nio.file.FileSystemException file ? file.getReason() : e.getMessage();
        return reason != null ? reason : e.getClass().getSimpleName();
    }

    static void delete(Path tree) throws IOException {
        try {
            Files.walkFileTree(
                    tree,
                    new SimpleFileVisitor<>() {
                        @Override
                        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                            Files.delete(file);
                            return FileVisitResult.CONTINUE;
                        }

                        @Override
                        public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
                                throws IOException {
                            Files.delete(directory);
                            return FileVisitResult.CONTINUE;
                        }
                    });
        } catch (NoSuchFileException e) { // it is gone, as wished
        }
    }
}
