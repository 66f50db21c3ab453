package parley.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * A disk that loses power. Files lie in real directories; what was not synced when the power went is lost, kept, or
 * kept in part, sector by sector, as a real disk does with its cache. A new or deleted name is sure only once its
 * directory is synced.
 *
 * <p>After {@link #cut} (or when {@link #cutAfter} has run out) every channel fails, until {@link #restore} has put the
 * files into the state that survived.
 */
public final class VolatileDisk {

    private static final int SECTOR = 512;

    private final RandomGenerator random;
    private final Map<Path, State> files = new TreeMap<>();

    private boolean off;
    private long left = Long.MAX_VALUE;
    private long room = Long.MAX_VALUE;
    private boolean failSync;
    private long syncs;

    public VolatileDisk(RandomGenerator random) {
        this.random = random;
    }

    /** What is known of a file: what is on the platters, and what the system has been told since. */
    private static final class State {
        byte[] durable = new byte[0];
        final List<Change> unsynced = new ArrayList<>();
        boolean exists = true;
        boolean nameDurable;
    }

    /** A write, or with {@code bytes} empty a truncation to {@code offset}. */
    private record Change(long offset, byte[] bytes, boolean truncation) {}

    // ---- What the power does ----

    /** The power goes now. */
    public synchronized void cut() {
        off = true;
    }

    /** The power goes in the middle of the operation (write, sync, name) after {@code operations} more. */
    public synchronized void cutAfter(long operations) {
        left = operations;
    }

    public synchronized boolean isOff() {
        return off;
    }

    /** How often something was synced. */
    public synchronized long syncs() {
        return syncs;
    }

    /** The power is back: files are as they survived. Close everything that was open before. */
    public synchronized void restore() throws IOException {
        for (var iterator = files.entrySet().iterator(); iterator.hasNext(); ) {
            var entry = iterator.next();
            var state = entry.getValue();
            var survives = state.exists == state.nameDurable ? state.exists : random.nextBoolean();
            if (!survives) {
                Files.deleteIfExists(entry.getKey());
                iterator.remove();
                continue;
            }
            state.durable = survivor(state);
            state.unsynced.clear();
            state.exists = true;
            state.nameDurable = true;
            Files.write(entry.getKey(), state.durable);
        }
        off = false;
        left = Long.MAX_VALUE;
    }

    private byte[] survivor(State state) {
        var content = state.durable;
        for (var change : state.unsynced) {
            var fate = random.nextInt(3);
            if (fate == 0) continue;
            if (change.truncation) content = Arrays.copyOf(content, (int) Math.min(content.length, change.offset));
            else if (fate == 1) content = put(content, change.offset, change.bytes, 0, change.bytes.length);
            else content = torn(content, change);
        }
        return content;
    }

    private byte[] torn(byte[] content, Change change) {
        for (int from = 0; from < change.bytes.length; ) {
            var to =
                    (int)
                            Math.min(
                                    change.bytes.length,
                                    (change.offset + from) / SECTOR * SECTOR + SECTOR - change.offset);
            if (random.nextBoolean()) content = put(content, change.offset, change.bytes, from, to);
            from = to;
        }
        return content;
    }

    private static byte[] put(byte[] content, long offset, byte[] bytes, int from, int to) {
        var end = (int) offset + to;
        var result = end > content.length ? Arrays.copyOf(content, end) : content;
        System.arraycopy(bytes, from, result, (int) offset + from, to - from);
        return result;
    }

    // ---- What else goes wrong ----

    /** From now on only {@code bytes} more can be written: then the disk is full. */
    public synchronized void room(long bytes) {
        room = bytes;
    }

    /** The next sync fails. */
    public synchronized void failNextSync() {
        failSync = true;
    }

    // ---- The operations ----

    public synchronized FileChannel open(Path file, OpenOption... options) throws IOException {
        powered();
        var wanted = Set.of(options);
        var isNew = !Files.exists(file);
        if (isNew && wanted.contains(StandardOpenOption.CREATE)) spend();
        var real = FileChannel.open(file, options);
        var state = files.get(file);
        if (state == null || !state.exists) {
            var old = state;
            state = new State();
            if (!isNew) {
                state.durable = Files.readAllBytes(file);
                state.nameDurable = true;
            } else if (old != null) {
                state.nameDurable = old.nameDurable;
            }
            files.put(file, state);
        } else if (wanted.contains(StandardOpenOption.TRUNCATE_EXISTING)) {
            state.unsynced.add(new Change(0, new byte[0], true));
        }
        return new Channel(real, state);
    }

    public synchronized void delete(Path file) throws IOException {
        spend();
        Files.deleteIfExists(file);
        var state = files.get(file);
        if (state != null) state.exists = false;
    }

    public synchronized void syncDirectory(Path directory) throws IOException {
        spend();
        files.entrySet()
                .removeIf(entry -> {
                    if (!directory.equals(entry.getKey().getParent())) return false;
                    entry.getValue().nameDurable = entry.getValue().exists;
                    return !entry.getValue().exists;
                });
    }

    public List<Path> list(Path directory) throws IOException {
        powered();
        try (var listed = Files.list(directory)) {
            return listed.toList();
        }
    }

    private synchronized void powered() throws IOException {
        if (off) throw new IOException("the power is off");
    }

    private void spend() throws IOException {
        powered();
        if (--left <= 0) {
            off = true;
            throw new IOException("the power has just gone");
        }
    }

    private synchronized int write(State state, FileChannel real, ByteBuffer from, long offset) throws IOException {
        powered();
        var count = (int) Math.min(from.remaining(), room);
        var bytes = new byte[count];
        from.get(bytes);
        room -= count;
        state.unsynced.add(new Change(offset, bytes, false));
        for (var out = ByteBuffer.wrap(bytes); out.hasRemaining(); ) real.write(out, offset + out.position());
        spend();
        if (count == 0) throw new IOException("No space left on device");
        return count;
    }

    private synchronized void truncate(State state, FileChannel real, long size) throws IOException {
        powered();
        state.unsynced.add(new Change(size, new byte[0], true));
        real.truncate(size);
        spend();
    }

    private synchronized void sync(State state) throws IOException {
        spend();
        if (failSync) {
            failSync = false;
            throw new IOException("Input/output error");
        }
        syncs++;
        for (var change : state.unsynced) {
            if (change.truncation) {
                state.durable = Arrays.copyOf(state.durable, (int) Math.min(state.durable.length, change.offset));
            } else {
                state.durable = put(state.durable, change.offset, change.bytes, 0, change.bytes.length);
            }
        }
        state.unsynced.clear();
    }

    /** A channel over a real file that tells the disk what is written. */
    private final class Channel extends FileChannel {

        private final FileChannel real;
        private final State state;

        Channel(FileChannel real, State state) {
            this.real = real;
            this.state = state;
        }

        @Override
        public int read(ByteBuffer into) throws IOException {
            powered();
            return real.read(into);
        }

        @Override
        public int read(ByteBuffer into, long position) throws IOException {
            powered();
            return real.read(into, position);
        }

        @Override
        public int write(ByteBuffer from) throws IOException {
            var count = VolatileDisk.this.write(state, real, from, real.position());
            real.position(real.position() + count);
            return count;
        }

        @Override
        public int write(ByteBuffer from, long position) throws IOException {
            return VolatileDisk.this.write(state, real, from, position);
        }

        @Override
        public long write(ByteBuffer[] from, int offset, int length) throws IOException {
            var all = new ByteArrayOutputStream();
            for (int i = offset; i < offset + length; i++) {
                var bytes = new byte[from[i].remaining()];
                from[i].get(bytes);
                all.writeBytes(bytes);
            }
            var bytes = ByteBuffer.wrap(all.toByteArray());
            while (bytes.hasRemaining()) write(bytes);
            return all.size();
        }

        @Override
        public FileChannel truncate(long size) throws IOException {
            if (size < size()) VolatileDisk.this.truncate(state, real, size);
            return this;
        }

        @Override
        public void force(boolean metaData) throws IOException {
            sync(state);
        }

        @Override
        public long size() throws IOException {
            powered();
            return real.size();
        }

        @Override
        public long position() throws IOException {
            return real.position();
        }

        @Override
        public FileChannel position(long position) throws IOException {
            real.position(position);
            return this;
        }

        @Override
        protected void implCloseChannel() throws IOException {
            real.close();
        }

        @Override
        public long read(ByteBuffer[] into, int offset, int length) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long transferTo(long position, long count, java.nio.channels.WritableByteChannel target) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long transferFrom(java.nio.channels.ReadableByteChannel source, long position, long count) {
            throw new UnsupportedOperationException();
        }

        @Override
        public java.nio.MappedByteBuffer map(MapMode mode, long position, long size) {
            throw new UnsupportedOperationException();
        }

        @Override
        public java.nio.channels.FileLock lock(long position, long size, boolean shared) {
            throw new UnsupportedOperationException();
        }

        @Override
        public java.nio.channels.FileLock tryLock(long position, long size, boolean shared) {
            throw new UnsupportedOperationException();
        }
    }
}
