package parley.plugins;

import static java.lang.System.Logger.Level.WARNING;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.zip.ZipFile;

/**
 * Watches a directory for jars. A file counts once it has rested for a moment and has a jar's end; one that never gets
 * that far counts after a while as it is. What was there before is told of too.
 */
final class DropFolder implements AutoCloseable {

    /** How many jars are looked at; a directory of more is no directory of plug-ins. */
    static final int MAX_FILES = 100;

    private static final System.Logger log = System.getLogger(DropFolder.class.getName());

    /** Hears of files by name. Called in order, on this folder's own thread. */
    interface Listener {

        /** A file is there, or is another than before. */
        void dropped(String file);

        /** A file is being written. */
        void growing(String file);

        void gone(String file);
    }

    private record Stamp(long size, FileTime modified) {

        /** Of a file that no look has found yet. */
        static final Stamp NONE = new Stamp(-1, FileTime.fromMillis(0));
    }

    private static final class Seen {
        private final Stamp stamp;
        private final long since = System.nanoTime();
        private boolean told;

        Seen(Stamp stamp) {
            this.stamp = stamp;
        }
    }

    private final Path directory;
    private final Duration rest;
    private final Duration patience;
    private final Listener listener;
    private final Map<String, Seen> seen = new HashMap<>(); // of the folder's thread
    private volatile boolean closed;
    private volatile @Nullable Thread thread;
    private boolean crowded;

    /**
     * @param rest how long a file must not have changed
     * @param patience how long one without a jar's end is waited for
     */
    DropFolder(Path directory, Duration rest, Duration patience, Listener listener) {
        this.directory = directory;
        this.rest = rest;
        this.patience = patience;
        this.listener = listener;
    }

    /**
     * @param expected files that were there before: their absence is told of too
     */
    void open(Collection<String> expected) {
        for (var name : expected) seen.put(name, new Seen(Stamp.NONE));
        thread = Thread.ofVirtual().name("plug-in folder").start(this::run);
    }

    @Override
    public void close() {
        closed = true;
        var running = thread;
        if (running != null) running.interrupt();
    }

    private void run() {
        while (!closed) {
            try {
                Files.createDirectories(directory);
                try (var watcher = directory.getFileSystem().newWatchService()) {
                    watch(watcher);
                }
            } catch (IOException | ClosedWatchServiceException e) {
                log.log(
                        WARNING,
                        "The directory " + directory + " cannot be watched; plug-ins can be installed by" + " command",
                        e);
                return;
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    /** Until the directory itself goes. */
    private void watch(WatchService watcher) throws IOException, InterruptedException {
        directory.register(
                watcher,
                StandardWatchEventKinds.ENTRY_CREATE,
                StandardWatchEventKinds.ENTRY_MODIFY,
                StandardWatchEventKinds.ENTRY_DELETE);
        while (!closed) {
            @Nullable WatchKey key = scan() ? watcher.poll(rest.toMillis(), TimeUnit.MILLISECONDS) : watcher.take();
            if (key == null) continue;
            key.pollEvents(); // says only that it is worth a look
            if (key.reset()) continue;
            scan();
            return;
        }
    }

    /** Looks at the directory; says whether a file has not settled yet. */
    private boolean scan() throws IOException {
        var found = new TreeMap<String, Stamp>();
        if (Files.isDirectory(directory)) {
            try (var files = Files.newDirectoryStream(directory, "*.jar")) {
                for (var file : files) {
                    var name = file.getFileName().toString();
                    if (found.size() == MAX_FILES && !crowded) {
                        crowded = true;
                        log.log(WARNING, "Of the jars in {0} only {1} are looked at", directory, MAX_FILES);
                    }
                    if (found.size() == MAX_FILES || name.chars().anyMatch(Character::isISOControl)) continue;
                    stamp(file, name, found);
                }
            }
        }
        for (var name : seen.keySet().toArray(String[]::new)) {
            if (found.containsKey(name)) continue;
            seen.remove(name);
            listener.gone(name);
        }
        var unsettled = false;
        for (var entry : found.entrySet()) unsettled |= !settled(entry.getKey(), entry.getValue());
        return unsettled;
    }

    private static void stamp(Path file, String name, Map<String, Stamp> found) {
        try {
            var attributes = Files.readAttributes(file, BasicFileAttributes.class);
            if (attributes.isRegularFile())
                found.put(name, new Stamp(attributes.size(), attributes.lastModifiedTime()));
        } catch (IOException e) {
            // gone between the list and the look
        }
    }

    private boolean settled(String name, Stamp stamp) {
        var known = seen.get(name);
        if (known == null || !known.stamp.equals(stamp)) {
            seen.put(name, new Seen(stamp));
            listener.growing(name);
            return false;
        }
        if (known.told) return true;
        var age = System.nanoTime() - known.since;
        if (age < rest.toNanos() || age < patience.toNanos() && !hasEnd(directory.resolve(name))) return false;
        known.told = true;
        listener.dropped(name);
        return true;
    }

    /** A jar's table of contents is written last. */
    private static boolean hasEnd(Path file) {
        try (var zip = new ZipFile(file.toFile())) {
            return zip.size() >= 0;
        } catch (IOException e) {
            return false;
        }
    }
}
