package parley.relay.log;

import static java.lang.System.Logger.Level.WARNING;

import org.jspecify.annotations.Nullable;

import parley.relay.api.StoreException;
import parley.relay.api.StoreException.Kind;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Reads a journal back after whatever happened to it.
 *
 * <p>What a power cut leaves of the batch being written is cut off. Everything before that batch was durable when it
 * began, and each record says where its batch began: so a sound record of a later batch behind an unsound place proves
 * damage, and damage is refused, never skipped.
 */
final class Recovery {

    /** Takes each record in order; a record that is sound but says nothing sensible is damage too. */
    @FunctionalInterface
    interface Replay {
        void record(JournalRecord record) throws parley.protocol.wire.MalformedException, StoreException;
    }

    private static final System.Logger log = System.getLogger(Recovery.class.getName());
    private static final Pattern NAME = Pattern.compile("\\d{10}\\.journal");

    private final Disk disk;
    private final Path directory;
    private final long segmentBytes;
    private final Replay replay;
    private final NavigableMap<Long, Segment> segments = new TreeMap<>();

    private long expected;
    private long end;
    private long compacted = 1;
    private boolean closed;

    private Recovery(Disk disk, Path directory, long segmentBytes, Replay replay) {
        this.disk = disk;
        this.directory = directory;
        this.segmentBytes = segmentBytes;
        this.replay = replay;
    }

    /**
     * What came of it.
     *
     * @param clean whether it was closed in order
     */
    record Recovered(Journal journal, boolean clean) {}

    static Recovered recover(Disk disk, Path directory, long segmentBytes, Replay replay) throws IOException {
        var recovery = new Recovery(disk, directory, segmentBytes, replay);
        try {
            return recovery.run();
        } catch (IOException | RuntimeException e) {
            for (var segment : recovery.segments.values()) segment.close();
            throw e;
        }
    }

    private Recovered run() throws IOException {
        var files = files();
        for (int i = 0; i < files.size(); i++) segment(files.get(i), i == files.size() - 1);
        if (segments.isEmpty()) {
            var first = Journal.found(disk, directory);
            segments.put(first.number(), first);
            expected = first.header().firstSequence();
            end = SegmentHeader.SIZE;
        }
        if (segments.firstKey() > compacted) {
            throw new StoreException(
                    Kind.DAMAGED,
                    "The relay's journal is incomplete: files before "
                            + segments.firstEntry().getValue().file()
                            + " are missing. Put them back, or restore the relay's directory from a backup.");
        }
        var journal = new Journal(disk, directory, segmentBytes, segments, end, expected);
        journal.deleteBefore(compacted);
        return new Recovered(journal, closed);
    }

    private List<Path> files() throws IOException {
        var files = new ArrayList<Path>();
        for (var file : disk.list(directory)) {
            if (NAME.matcher(file.getFileName().toString()).matches()) files.add(file);
        }
        files.sort(Comparator.comparing(file -> file.getFileName().toString()));
        return files;
    }

    private void segment(Path file, boolean last) throws IOException {
        SegmentHeader header;
        long size;
        try (var channel = disk.open(file, StandardOpenOption.READ)) {
            header = header(channel);
            size = channel.size();
        }
        if (header == null) {
            // A header is durable before anything is written behind it: a short file never held a record.
            if (!last || size > SegmentHeader.SIZE) throw Journal.damaged(file, 0);
            disk.delete(file);
            disk.syncDirectory(directory);
            return;
        }
        var segment = new Segment(disk, header, file);
        var before = segments.lastEntry();
        var follows =
                before == null
                        || before.getKey() + 1 == header.number()
                                && expected == header.firstSequence()
                                && before.getValue().header().journal().equals(header.journal());
        segments.put(header.number(), segment); // from here on closed with the others
        if (!file.getFileName().toString().equals(Segment.fileName(header.number())) || !follows) {
            throw new StoreException(
                    Kind.DAMAGED,
                    "The relay's journal is incomplete: "
                            + file
                            + " does not follow the file before it."
                            + " Put back what is missing, or restore the relay's directory from a backup.");
        }
        expected = header.firstSequence();
        end = records(segment, last);
    }

    private static @Nullable SegmentHeader header(FileChannel channel) throws IOException {
        var bytes = ByteBuffer.allocate(SegmentHeader.SIZE);
        while (bytes.hasRemaining()) if (channel.read(bytes, bytes.position()) < 0) return null;
        return SegmentHeader.decode(bytes.array());
    }

    /** Replays a segment; the place behind its last record. */
    private long records(Segment segment, boolean last) throws IOException {
        var window = new Window(segment);
        long offset = SegmentHeader.SIZE;
        while (offset < window.size()) {
            var record = window.record(offset);
            if (record == null) {
                if (!last || laterBatch(window, offset)) throw Journal.damaged(segment.file(), offset);
                cut(segment, window, offset, disk);
                break;
            }
            if (record.sequence() != expected) throw Journal.damaged(segment.file(), offset);
            take(segment, record);
            offset += record.size();
        }
        return offset;
    }

    private void take(Segment segment, JournalRecord record) throws StoreException {
        try {
            closed = record.type() == RecordType.CLOSED;
            if (record.type() == RecordType.COMPACTED) compacted = Math.max(compacted, Entries.compacted(record));
            expected += Entries.places(record);
            replay.record(record);
        } catch (parley.protocol.wire.MalformedException | IllegalArgumentException e) {
            var damaged = Journal.damaged(segment.file(), record.offset());
            damaged.initCause(e);
            throw damaged;
        }
    }

    /** Whether a batch that began behind {@code bad} can be found: then what stood at {@code bad} had been durable. */
    private static boolean laterBatch(Window window, long bad) throws IOException {
        for (long offset = window.marker(bad + 1); offset >= 0; offset = window.marker(offset + 1)) {
            if (window.record(offset) != null && offset - window.back(offset) > bad) return true;
        }
        return false;
    }

    private static void cut(Segment segment, Window window, long offset, Disk disk) throws IOException {
        if (!window.onlyZeros(offset)) { // zeros are written ahead of the batches
            log.log(
                    WARNING,
                    "Cut off the end of {0}: the last batch was not wholly written when the machine stopped,"
                            + " and not acknowledged.",
                    segment.file());
        }
        try (var channel = disk.open(segment.file(), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            channel.truncate(offset);
            channel.force(true);
        }
    }

    /** Reads a segment through a buffer that grows to the record at hand. */
    private static final class Window {

        private static final int SIZE = 256 * 1024;

        private final Segment segment;
        private final long size;
        private byte[] bytes = new byte[SIZE];
        private long from;
        private int length;

        Window(Segment segment) throws IOException {
            this.segment = segment;
            this.size = segment.size();
        }

        long size() {
            return size;
        }

        @Nullable JournalRecord record(long offset) throws IOException {
            if (load(offset, JournalRecord.HEADER) < JournalRecord.HEADER) return null;
            var payload = ByteBuffer.wrap(bytes).getInt((int) (offset - from) + 8);
            if (payload < 0 || payload > JournalRecord.MAX_PAYLOAD) return null;
            var available = load(offset, JournalRecord.HEADER + payload);
            return segment.parse(bytes, (int) (offset - from), available, offset);
        }

        /** Of a record that was just read. */
        long back(long offset) {
            return Segment.back(bytes, (int) (offset - from));
        }

        /** The next place from {@code offset} on where a record may begin; -1 if there is none. */
        long marker(long offset) throws IOException {
            var marker = segment.header().marker();
            for (long at = offset; at <= size - JournalRecord.HEADER; ) {
                var available = load(at, JournalRecord.HEADER);
                var buffer = ByteBuffer.wrap(bytes);
                var start = (int) (at - from);
                for (int i = start; i <= start + Math.max(available, length - start) - 4; i++) {
                    if (buffer.getInt(i) == marker) return from + i;
                }
                at = from + length - 3;
            }
            return -1;
        }

        boolean onlyZeros(long offset) throws IOException {
            for (long at = offset; at < size; at = from + length) {
                load(at, 1);
                for (int i = (int) (at - from); i < length; i++) if (bytes[i] != 0) return false;
            }
            return true;
        }

        /** Makes {@code count} bytes from {@code offset} on present, as far as the file has them; how many are. */
        private int load(long offset, int count) throws IOException {
            var wanted = (int) Math.min(count, size - offset);
            if (offset < from || offset + wanted > from + length) {
                if (bytes.length < wanted) bytes = new byte[wanted];
                from = offset;
                length = (int) Math.min(bytes.length, size - offset);
                segment.readFully(ByteBuffer.wrap(bytes, 0, length).slice(), offset);
            }
            return wanted;
        }
    }
}
