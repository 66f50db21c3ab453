package parley.relay.blobs;

import static java.lang.System.Logger.Level.DEBUG;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A few files kept open, those used last; a file in use is never closed under its user. */
final class OpenFiles {

    private static final System.Logger log = System.getLogger(OpenFiles.class.getName());

    /** Does something with an open file. */
    @FunctionalInterface
    interface Use<T> {
        T with(FileChannel channel) throws IOException;
    }

    private static final class Handle {
        final FileChannel channel;
        int users;

        Handle(FileChannel channel) {
            this.channel = channel;
        }
    }

    private final int capacity;
    private final Map<Path, Handle> handles = new LinkedHashMap<>(16, 0.75f, true);

    OpenFiles(int capacity) {
        this.capacity = capacity;
    }

    /**
     * Uses {@code file}.
     *
     * @param create whether it is made if there is none
     */
    <T> T use(Path file, boolean create, Use<T> use) throws IOException {
        var handle = take(file, create);
        try {
            return use.with(handle.channel);
        } finally {
            give(file, handle);
        }
    }

    private synchronized Handle take(Path file, boolean create) throws IOException {
        var handle = handles.get(file);
        if (handle == null || !handle.channel.isOpen()) { // an interrupt closes a channel under its user
            handle =
                    new Handle(
                            create
                                    ? FileChannel.open(
                                            file,
                                            StandardOpenOption.CREATE,
                                            StandardOpenOption.READ,
                                            StandardOpenOption.WRITE)
                                    : FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE));
            handles.put(file, handle);
        }
        handle.users++;
        return handle;
    }

    private synchronized void give(Path file, Handle handle) {
        handle.users--;
        if (handle.users == 0 && handles.get(file) != handle) close(handle);
        if (handles.size() <= capacity) return;
        List<Path> idle = new ArrayList<>();
        for (var entry : handles.entrySet()) if (entry.getValue().users == 0) idle.add(entry.getKey());
        for (var path : idle) {
            if (handles.size() <= capacity) return;
            forget(path);
        }
    }

    /** Closes {@code file}, once nobody uses it. */
    synchronized void forget(Path file) {
        var handle = handles.remove(file);
        if (handle != null && handle.users == 0) close(handle);
    }

    synchronized void close() {
        for (var file : List.copyOf(handles.keySet())) forget(file);
    }

    private static void close(Handle handle) {
        try {
            handle.channel.close();
        } catch (IOException e) {
            log.log(DEBUG, "Could not close a blob's file", e);
        }
    }
}
