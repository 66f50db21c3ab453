package parley.relay.log;

import static java.lang.System.Logger.Level.WARNING;

import org.jspecify.annotations.Nullable;

import parley.protocol.wire.Bytes;
import parley.relay.api.StoreException;
import parley.relay.api.StoreException.Kind;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The journal: numbered segment files, of which the last grows by batches. A batch is durable, whole, when {@link
 * #commit} returns; before that a power cut may leave any part of it, and nothing behind it.
 *
 * <p>Written by the writer's thread alone; {@link #read} may be called from any thread.
 */
final class Journal {

    private static final System.Logger log = System.getLogger(Journal.class.getName());
    private static final SecureRandom RANDOM = new SecureRandom();

    private static final int FILL = 512 * 1024;

    private final Disk disk;
    private final Path directory;
    private final long segmentBytes;
    private final NavigableMap<Long, Segment> segments = new ConcurrentSkipListMap<>();
    private final Bytes id;
    private final BatchBuffer batch = new BatchBuffer();

    private volatile Segment current;
    private FileChannel file;

    /** Up to here the current segment is durable. */
    private long end;

    /** Up to here its file has been filled with zeros: a sync that need not lengthen the file costs half. */
    private long filled;

    private final ByteBuffer zeros;

    private volatile long next;
    private long firstOfBatch;
    private final AtomicLong totalBytes = new AtomicLong();
    private volatile boolean open = true;

    /** Goes on behind {@code end} in the last of {@code segments}, as recovery found them. */
    Journal(Disk disk, Path directory, long segmentBytes, NavigableMap<Long, Segment> segments, long end, long next)
            throws IOException {
        this.disk = disk;
        this.directory = directory;
        this.segmentBytes = segmentBytes;
        this.segments.putAll(segments);
        this.current = segments.lastEntry().getValue();
        this.file = disk.open(current.file(), StandardOpenOption.READ, StandardOpenOption.WRITE);
        this.id = current.header().journal();
        this.end = end;
        this.filled = end;
        this.zeros = ByteBuffer.allocateDirect((int) Math.min(FILL, segmentBytes / 8));
        this.next = next;
        for (var segment : segments.values()) totalBytes.addAndGet(segment.size());
    }

    /** Makes the first segment of a new journal, durable. */
    static Segment found(Disk disk, Path directory) throws IOException {
        var id = new byte[SegmentHeader.JOURNAL_ID];
        RANDOM.nextBytes(id);
        var header = new SegmentHeader(1, 1, RANDOM.nextLong(), Bytes.wrap(id));
        create(disk, directory, header).close();
        return new Segment(disk, header, directory.resolve(Segment.fileName(1)));
    }

    Bytes id() {
        return id;
    }

    /** The sequence that the next record gets. */
    long next() {
        return next;
    }

    long totalBytes() {
        return totalBytes.get();
    }

    long currentSegment() {
        return current.number();
    }

    long firstSegment() {
        return segments.firstKey();
    }

    /** The sequence at which the oldest segment begins. */
    long firstSequence() {
        return segments.firstEntry().getValue().header().firstSequence();
    }

    /** Begins a batch, in a new segment if the current one is full. */
    void begin() throws IOException {
        firstOfBatch = next;
        if (end >= segmentBytes) roll();
        else if (end + zeros.capacity() / 2 > filled) fill();
        batch.begin(current.header(), file, end);
    }

    /** Begins a new segment, so that everything so far lies in earlier ones. Only in a batch without records. */
    void cut() throws IOException {
        roll();
        batch.begin(current.header(), file, end);
    }

    /** Zeros ahead of what is durable: recovery takes them for the end. They become durable with the next batch. */
    private void fill() throws IOException {
        var from = Math.max(filled, end);
        for (zeros.clear(); zeros.hasRemaining(); ) file.write(zeros, from + zeros.position());
        filled = from + zeros.capacity();
    }

    /** Cuts off the zeros behind the last batch. */
    private void trim() throws IOException {
        file.truncate(end);
        file.force(true);
        filled = end;
    }

    private void roll() throws IOException {
        var header = new SegmentHeader(current.number() + 1, next, RANDOM.nextLong(), id);
        trim(); // in a segment that is not the last, zeros would be damage
        var created = create(disk, directory, header);
        file.close();
        file = created;
        current = new Segment(disk, header, directory.resolve(Segment.fileName(header.number())));
        segments.put(header.number(), current);
        end = SegmentHeader.SIZE;
        filled = end;
        totalBytes.addAndGet(end);
    }

    /**
     * Adds a record that takes {@code places} sequences.
     *
     * @return the first of them
     */
    long add(RecordType type, int places, byte[] head, int headLength, byte[] body) throws IOException {
        var sequence = next;
        batch.add(type, sequence, head, headLength, body);
        next = sequence + places;
        return sequence;
    }

    long add(RecordType type, byte[] payload) throws IOException {
        return add(type, 1, payload, payload.length, Entries.NONE);
    }

    /** Where the next record will stand. */
    long location() {
        return location(current.number(), batch.end());
    }

    boolean hasRecords() {
        return next != firstOfBatch;
    }

    /** Hands the batch to the operating system; {@link #commit} makes it durable. */
    void write() throws IOException {
        batch.flush();
    }

    /** Ends the journal in order. Only between batches. */
    void finish() throws IOException {
        firstOfBatch = next;
        trim();
        batch.begin(current.header(), file, end);
        add(RecordType.CLOSED, Entries.NONE);
        write();
        commit();
    }

    /** Makes the written batch durable. After a failure nothing may be written any more. */
    void commit() throws IOException {
        file.force(false);
        totalBytes.addAndGet(batch.end() - end);
        end = batch.end();
    }

    /** Takes a batch back that could not be written. */
    void rollback() throws IOException {
        next = firstOfBatch;
        trim();
    }

    /**
     * The record at {@code location}.
     *
     * @throws java.nio.channels.ClosedChannelException if compaction has moved what was there; look up where to
     */
    JournalRecord read(long location, int expected) throws IOException {
        var segment = segment(location);
        var record = segment.read(offset(location), expected);
        if (record == null) throw damaged(segment.file(), offset(location));
        return record;
    }

    /**
     * The bytes of a segment from {@code location} on.
     *
     * @throws java.nio.channels.ClosedChannelException if compaction has deleted the segment
     */
    byte[] readBytes(long location, int count) throws IOException {
        var bytes = new byte[count];
        segment(location).readFully(ByteBuffer.wrap(bytes), offset(location));
        return bytes;
    }

    /**
     * The record at {@code location}, which {@code bytes} hold from {@code from} on; null if they hold not all of it.
     */
    @Nullable JournalRecord parse(byte[] bytes, int from, long location) throws IOException {
        return segment(location).parse(bytes, from, bytes.length - from, offset(location));
    }

    /**
     * Deletes the segments before {@code number}, the oldest first and one after the other, so that no gap can appear.
     */
    void deleteBefore(long number) throws IOException {
        for (var segment : segments.headMap(number).values()) {
            var size = segment.size();
            segments.remove(segment.number());
            segment.close();
            disk.delete(segment.file());
            disk.syncDirectory(directory);
            totalBytes.addAndGet(-size);
        }
    }

    boolean isOpen() {
        return open;
    }

    void close() {
        open = false;
        for (var segment : segments.values()) {
            try {
                segment.close();
            } catch (IOException e) {
                log.log(WARNING, "Could not close " + segment.file(), e);
            }
        }
        try {
            file.close();
        } catch (IOException e) {
            log.log(WARNING, "Could not close " + current.file(), e);
        }
    }

    static long location(long segment, long offset) {
        return segment << 32 | offset;
    }

    static long segmentOf(long location) {
        return location >>> 32;
    }

    /** The bytes of the batch so far. */
    long batchBytes() {
        return batch.end() - batch.start();
    }

    private static long offset(long location) {
        return location & 0xFFFF_FFFFL;
    }

    private Segment segment(long location) throws java.nio.channels.ClosedChannelException {
        var segment = segments.get(segmentOf(location));
        if (segment == null) throw new java.nio.channels.ClosedChannelException();
        return segment;
    }

    private static FileChannel create(Disk disk, Path directory, SegmentHeader header) throws IOException {
        var file = directory.resolve(Segment.fileName(header.number()));
        var channel =
                disk.open(
                        file,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE);
        try {
            var bytes = header.encode();
            while (bytes.hasRemaining()) channel.write(bytes, bytes.position());
            channel.force(true);
            disk.syncDirectory(directory);
            return channel;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    static StoreException damaged(Path file, long offset) {
        return new StoreException(
                Kind.DAMAGED,
                "The relay's journal is damaged: "
                        + file
                        + " at byte "
                        + offset
                        + " does not hold what was written there. Check the disk and restore the relay's directory from"
                        + " a backup.");
    }
}
