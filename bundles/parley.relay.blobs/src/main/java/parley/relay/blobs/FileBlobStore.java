package parley.relay.blobs;

import static java.lang.System.Logger.Level.WARNING;

import org.jspecify.annotations.Nullable;

import parley.protocol.AccountKey;
import parley.protocol.BlobId;
import parley.protocol.Hash;
import parley.protocol.relay.Problem;
import parley.protocol.wire.Bytes;
import parley.relay.api.BlobStore;
import parley.relay.api.StoreException;
import parley.relay.api.StoreException.Kind;

import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Blobs of one directory; {@link BlobFiles} knows where each lies. */
final class FileBlobStore implements BlobStore {

    private static final System.Logger log = System.getLogger(FileBlobStore.class.getName());

    /** The most blobs of one account: empty ones cost no quota, but a file each. */
    static final int MAX_BLOBS = 10_000;

    /** A blob has at most one separate range for so many of its bytes, and {@link #FEW_RANGES} more. */
    static final int BYTES_PER_RANGE = 64 * 1024;

    static final int FEW_RANGES = 16;

    /** The most separate ranges of an unfinished blob: 64 GiB in segments, every other one missing, stay below. */
    static final int MAX_RANGES = 65_536;

    /** The most separate ranges of all blobs of an account. */
    static final int MAX_RANGES_OF_ACCOUNT = 200_000;

    /** The most parts asked for at once: their bitmap fits a frame. */
    static final int MAX_PARTS = 1 << 24;

    /** Notes are put together when a blob has so many for each range that it may have. */
    private static final int NOTES_PER_RANGE = 4;

    /** The room that is left on a small disk for everything else. */
    static final long HEADROOM = 16 << 20;

    private static final Duration SWEEP = Duration.ofMinutes(10);

    /** What an account has here. */
    private static final class Account {
        long bytes;
        int blobs;
    }

    private final BlobFiles files;
    private final FileChannel lock;
    private final long quota;
    private final int maxBlobs;
    private final int maxRanges;
    private final InstantSource clock;
    private final ConcurrentMap<BlobId, Blob> blobs = new ConcurrentHashMap<>();

    /** Guards the accounts, and reserving and deleting. */
    private final Object books = new Object();

    private final Map<AccountKey, Account> accounts = new HashMap<>();

    /** How many separate ranges the blobs of each account have together. */
    private final ConcurrentMap<AccountKey, AtomicInteger> rangesOf = new ConcurrentHashMap<>();

    /** The bytes that have been promised and not written yet. */
    private final AtomicLong outstanding = new AtomicLong();

    private final CountDownLatch closing = new CountDownLatch(1);

    private FileBlobStore(
            BlobFiles files, FileChannel lock, long quota, int maxBlobs, int maxRanges, InstantSource clock)
            throws IOException {
        this.files = files;
        this.lock = lock;
        this.quota = quota;
        this.maxBlobs = maxBlobs;
        this.maxRanges = maxRanges;
        this.clock = clock;
        for (var blob : files.load()) {
            blobs.put(blob.id(), blob);
            charge(blob, 1);
            rangesOf(blob).addAndGet(blob.ranges().count());
            outstanding.addAndGet(blob.outstanding());
        }
        sweep();
        Thread.ofVirtual().name("blob-sweep").start(this::sweepNowAndThen);
    }

    /**
     * @param maxBlobs the most blobs of one account
     * @param maxRanges the most separate ranges of one account
     */
    static FileBlobStore open(
            Path directory, long quota, int maxBlobs, int maxRanges, InstantSource clock, FileBlobStores.Room room)
            throws StoreException {
        try {
            Files.createDirectories(directory);
            var lock = lock(directory);
            try {
                return new FileBlobStore(new BlobFiles(directory, room), lock, quota, maxBlobs, maxRanges, clock);
            } catch (IOException | RuntimeException e) {
                lock.close();
                throw e;
            }
        } catch (StoreException e) {
            throw e;
        } catch (IOException e) {
            throw new StoreException(
                    Kind.FAILED,
                    "The relay cannot use the directory "
                            + directory
                            + " ("
                            + e.getMessage()
                            + "). Check the disk's room and the rights of the directory.",
                    e);
        }
    }

    private static FileChannel lock(Path directory) throws IOException {
        var channel = FileChannel.open(directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        var held = false;
        try {
            held = channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            log.log(System.Logger.Level.DEBUG, "This process has opened {0} already", directory);
        } finally {
            if (!held) channel.close();
        }
        if (held) return channel;
        throw new StoreException(
                Kind.IN_USE,
                "Another relay uses the directory "
                        + directory
                        + ". Stop it, or give this one a directory of its own.");
    }

    @Override
    public Optional<Problem> reserve(BlobId blob, AccountKey owner, long size, Hash write, Hash read)
            throws StoreException {
        if (size < 0) return Optional.of(Problem.MALFORMED);
        synchronized (books) {
            var before = find(blob);
            if (before != null) {
                return before.isSame(owner, size, write, read) ? Optional.empty() : Optional.of(Problem.DENIED);
            }
            dropExpired(blob);
            var account = accounts.getOrDefault(owner, new Account());
            if (size > quota - account.bytes || account.blobs >= maxBlobs) return Optional.of(Problem.TOO_MUCH);
            try {
                if (size > files.room() - files.headroom() - outstanding.get()) return Optional.of(Problem.NO_SPACE);
                var made = new Blob(new Meta(blob, owner, size, write, read, clock.millis(), false, List.of()));
                files.write(made.meta());
                blobs.put(blob, made);
                charge(made, 1);
                outstanding.addAndGet(made.outstanding());
                return Optional.empty();
            } catch (IOException e) {
                return full(e);
            }
        }
    }

    @Override
    public Optional<Problem> write(BlobId blob, Hash token, long offset, Bytes bytes) throws StoreException {
        var found = find(blob);
        if (found == null || !same(token, found.write())) return Optional.of(Problem.NOT_FOUND);
        if (bytes.isEmpty() || bytes.length() > MAX_RANGE) return Optional.of(Problem.MALFORMED);
        if (offset < 0 || offset > found.size() - bytes.length()) return Optional.of(Problem.MALFORMED);
        var end = offset + bytes.length();
        synchronized (found) {
            if (found.gone()) return Optional.of(Problem.NOT_FOUND);
            if (found.finished()) return Optional.of(Problem.DENIED);
            var most = maxRanges(found.size());
            if (found.ranges().wouldExceed(offset, end, most)) return Optional.of(Problem.TOO_MUCH);
            var all = rangesOf(found);
            var count = found.ranges().count();
            var isSeparate = !found.ranges().touches(offset, end);
            if (isSeparate && all.incrementAndGet() > maxRanges) {
                all.decrementAndGet();
                return Optional.of(Problem.TOO_MUCH);
            }
            try {
                var before = found.outstanding();
                files.write(found, offset, bytes);
                found.ranges().add(offset, end);
                outstanding.addAndGet(found.outstanding() - before);
                if (found.notes() >= NOTES_PER_RANGE * most) files.settle(found);
                return Optional.empty();
            } catch (IOException e) {
                return full(e);
            } finally {
                all.addAndGet(found.ranges().count() - count - (isSeparate ? 1 : 0));
            }
        }
    }

    /** The most separate ranges of a blob of {@code size} bytes: segments of 1 MiB need far fewer. */
    static int maxRanges(long size) {
        return (int) Math.min(MAX_RANGES, size / BYTES_PER_RANGE + FEW_RANGES);
    }

    private AtomicInteger rangesOf(Blob blob) {
        return rangesOf.computeIfAbsent(blob.owner(), _ -> new AtomicInteger());
    }

    @Override
    public Optional<Bytes> read(BlobId blob, Hash token, long offset, int length) throws StoreException {
        var found = find(blob);
        if (found == null || !same(token, found.read())) return Optional.empty();
        if (length < 1 || length > MAX_RANGE || offset < 0 || offset > found.size() - length) return Optional.empty();
        synchronized (found) {
            if (found.gone() || !found.ranges().has(offset, offset + length)) return Optional.empty();
        }
        try {
            return Optional.of(files.read(blob, offset, length));
        } catch (EOFException | NoSuchFileException e) {
            if (isGone(found)) return Optional.empty();
            throw new StoreException(
                    Kind.DAMAGED,
                    "The relay's file of a blob is shorter than what was written. Check the disk; its sender can send"
                            + " it again.",
                    e);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private static boolean isGone(Blob blob) {
        synchronized (blob) {
            return blob.gone();
        }
    }

    @Override
    public Optional<Long> size(BlobId blob, Hash token) {
        var found = find(blob);
        if (found == null || !(same(token, found.read()) | same(token, found.write()))) return Optional.empty();
        return Optional.of(found.size());
    }

    @Override
    public Optional<Bytes> parts(BlobId blob, AccountKey owner, int partSize) {
        var found = find(blob);
        if (found == null || !found.owner().equals(owner) || partSize < 1) return Optional.empty();
        var count = found.size() / partSize + (found.size() % partSize == 0 ? 0 : 1);
        if (count > MAX_PARTS) return Optional.empty();
        var bitmap = new byte[(int) ((count + 7) / 8)];
        synchronized (found) {
            for (var range : found.ranges().all().entrySet()) {
                var first = (range.getKey() + partSize - 1) / partSize;
                var end = range.getValue() == found.size() ? count : range.getValue() / partSize;
                for (long i = first; i < end; i++) bitmap[(int) (i >> 3)] |= (byte) (1 << (i & 7));
            }
        }
        return Optional.of(Bytes.wrap(bitmap));
    }

    @Override
    public Optional<Problem> finish(BlobId blob, AccountKey owner) throws StoreException {
        var found = find(blob);
        if (found == null || !found.owner().equals(owner)) return Optional.of(Problem.NOT_FOUND);
        synchronized (found) {
            if (found.gone()) return Optional.of(Problem.NOT_FOUND);
            if (found.finished()) return Optional.empty();
            if (!found.ranges().has(0, found.size())) return Optional.of(Problem.MALFORMED);
            try {
                files.finish(found);
                return Optional.empty();
            } catch (IOException e) {
                return full(e);
            }
        }
    }

    @Override
    public Optional<Problem> drop(BlobId blob, AccountKey owner) throws StoreException {
        var found = find(blob);
        if (found == null || !found.owner().equals(owner)) return Optional.of(Problem.NOT_FOUND);
        try {
            delete(found);
            return Optional.empty();
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /** Deletes what has lived its time. */
    void sweep() {
        var now = clock.millis();
        for (var blob : blobs.values()) {
            if (!expired(blob, now)) continue;
            try {
                delete(blob);
            } catch (IOException e) {
                log.log(WARNING, "Could not delete an expired blob", e);
            }
        }
    }

    private void sweepNowAndThen() {
        try {
            while (!closing.await(SWEEP.toMillis(), TimeUnit.MILLISECONDS)) sweep();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void delete(Blob blob) throws IOException {
        synchronized (books) {
            synchronized (blob) {
                if (blob.gone()) return;
                files.delete(blob.id());
                outstanding.addAndGet(-blob.outstanding());
                blob.go();
                rangesOf(blob).addAndGet(-blob.ranges().count());
            }
            blobs.remove(blob.id());
            charge(blob, -1);
        }
    }

    /** An id may be used again once what had it has lived its time. */
    private void dropExpired(BlobId id) throws StoreException {
        var old = blobs.get(id);
        if (old == null) return;
        try {
            delete(old);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /** The blob if it is there and has not lived its time. */
    private @Nullable Blob find(BlobId id) {
        var blob = blobs.get(id);
        return blob == null || expired(blob, clock.millis()) ? null : blob;
    }

    private static boolean expired(Blob blob, long now) {
        synchronized (blob) {
            return blob.expired(now);
        }
    }

    private static boolean same(Hash token, Hash expected) {
        return MessageDigest.isEqual(token.bytes().shared(), expected.bytes().shared());
    }

    private void charge(Blob blob, int sign) {
        var account = accounts.computeIfAbsent(blob.owner(), _ -> new Account());
        account.bytes += sign * blob.size();
        account.blobs += sign;
        if (account.blobs != 0) return;
        accounts.remove(blob.owner());
        rangesOf.remove(blob.owner());
    }

    /** A full disk is for the sender to hear of; anything else is for the operator. */
    private Optional<Problem> full(IOException cause) throws StoreException {
        try {
            if (files.room() < files.headroom()) return Optional.of(Problem.NO_SPACE);
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
        throw failed(cause);
    }

    private static StoreException failed(IOException cause) {
        return new StoreException(
                Kind.FAILED,
                "The relay's blobs cannot be read or written. Check the disk, then restart the relay.",
                cause);
    }

    @Override
    public void close() {
        closing.countDown();
        for (var blob : blobs.values()) {
            synchronized (blob) {
                try {
                    if (!blob.gone()) files.settle(blob);
                } catch (IOException e) {
                    log.log(
                            WARNING,
                            "Could not note what is here of an unfinished blob: its sender sends that again",
                            e);
                }
                blob.go();
            }
        }
        files.close();
        try {
            lock.close();
        } catch (IOException e) {
            log.log(WARNING, "Could not give back the lock of the relay's blobs", e);
        }
    }
}
