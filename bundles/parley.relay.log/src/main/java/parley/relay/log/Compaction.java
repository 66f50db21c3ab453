package parley.relay.log;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import org.jspecify.annotations.Nullable;

import parley.protocol.relay.Entry;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;

/**
 * Gets rid of segments that are mostly garbage: begins a new segment, writes behind it all that is still needed of
 * those before it (logs as they stand, living entries, the directory's rows), says so in a record, and only then
 * deletes them.
 *
 * <p>It may be killed at any step: until the last record is durable the old segments are there and say the same; after
 * it the next start deletes what is left. It writes small parts between others' batches, so that appends do not wait
 * for it.
 */
final class Compaction {

    private static final System.Logger log = System.getLogger(Compaction.class.getName());

    private static final int PART = 256 * 1024;

    private final Journal journal;
    private final LogTable logs;
    private final Projection projection;
    private final Writer writer;
    private final TimeMarks marks;
    private final LogReader reader;
    private final long segmentBytes;

    private @Nullable Thread running;
    private volatile boolean stopped;

    /** What the last one found worth keeping, in bytes. */
    private volatile long kept;

    private long written;

    private final List<Copy> copies = new ArrayList<>();
    private int copyBytes;
    private final List<Log> snapshots = new ArrayList<>();
    private int snapshotBytes;

    private record Copy(Log log, Entry entry) {}

    Compaction(
            Journal journal, LogTable logs, Projection projection, Writer writer, TimeMarks marks, long segmentBytes) {
        this.journal = journal;
        this.logs = logs;
        this.projection = projection;
        this.writer = writer;
        this.marks = marks;
        this.segmentBytes = segmentBytes;
        this.reader = new LogReader(journal);
    }

    /**
     * Starts in the background if more than half of the journal is garbage. The journal must also have doubled since
     * the last time: so each byte written is copied about once, whatever the estimate is worth.
     */
    void consider() {
        var total = journal.totalBytes();
        if (total < 2 * Math.max(segmentBytes, kept)) return;
        if (2 * (logs.liveBytes() + logs.stateBytes() + projection.bytes()) > total) return;
        start();
    }

    synchronized void start() {
        if (stopped || running != null && running.isAlive()) return;
        running = Thread.ofPlatform().name("journal-compaction").daemon().start(this::run);
    }

    /** Gives up what is under way, which costs nothing but the work. Blocks. */
    void stop() {
        stopped = true;
        await();
    }

    /** Waits until none is under way. */
    void await() {
        Thread thread;
        synchronized (this) {
            thread = running;
        }
        var interrupted = false;
        while (thread != null && thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) Thread.currentThread().interrupt();
    }

    private void run() {
        var before = journal.totalBytes();
        try {
            compact();
            if (!stopped) log.log(INFO, "Compacted the journal from {0} to {1} bytes", before, journal.totalBytes());
        } catch (IOException | SQLException | CompletionException e) {
            if (!stopped) log.log(WARNING, "The journal was not compacted; it is as it was", e);
        } finally {
            copies.clear();
            snapshots.clear();
            copyBytes = 0;
            snapshotBytes = 0;
            kept = written;
            written = 0;
        }
    }

    private void compact() throws IOException, SQLException {
        var cut = new long[1];
        write(
                0,
                () -> {
                    journal.cut();
                    cut[0] = journal.currentSegment();
                    for (var mark : marks.all()) journal.add(RecordType.TIME, mark);
                    return null;
                });
        for (var each : logs.all()) {
            if (stopped) return;
            copy(each, cut[0]);
            snapshots.add(each);
            synchronized (each) {
                snapshotBytes += 256 + 64 * each.followers().count();
                var door = each.door();
                if (door != null) snapshotBytes += 64 * door.open().size();
                var departed = each.departed();
                if (departed != null) snapshotBytes += 64 * departed.count();
            }
            if (snapshotBytes >= PART) flushSnapshots();
        }
        flushCopies();
        flushSnapshots();
        directory();
        if (stopped) return;
        write(
                0,
                () -> {
                    journal.add(RecordType.COMPACTED, Entries.number(cut[0]));
                    return null;
                });
        journal.deleteBefore(cut[0]);
    }

    /** Copies the living entries of a log that lie before the cut. */
    private void copy(Log from, long cut) throws IOException {
        for (long after = 0; !stopped; ) {
            long position;
            long location;
            int size;
            synchronized (from) {
                var at = from.index().after(after);
                if (at == from.index().count()) return;
                position = from.index().position(at);
                location = from.index().location(at);
                size = from.index().size(at);
            }
            // Positions rise through the segments, but for those that an earlier, broken-off compaction has moved.
            if (Journal.segmentOf(location) < cut) {
                copies.add(new Copy(from, reader.entry(location, size, position)));
                copyBytes += size;
                if (copyBytes >= PART) flushCopies();
            }
            after = position;
        }
    }

    private void flushCopies() throws IOException {
        if (copies.isEmpty()) return;
        var part = List.copyOf(copies);
        write(
                copyBytes,
                () -> {
                    var locations = new long[part.size()];
                    var sizes = new int[part.size()];
                    for (int i = 0; i < part.size(); i++) {
                        var copy = part.get(i);
                        var payload = Entries.copy(copy.log().key().id(), copy.entry());
                        locations[i] = journal.location();
                        sizes[i] = JournalRecord.HEADER + payload.length;
                        journal.add(RecordType.ENTRY_COPY, payload);
                    }
                    return () -> {
                        for (int i = 0; i < part.size(); i++) {
                            logs.moved(part.get(i).log(), part.get(i).entry().position(), locations[i], sizes[i]);
                        }
                    };
                });
        copies.clear();
        copyBytes = 0;
    }

    private void flushSnapshots() throws IOException {
        if (snapshots.isEmpty()) return;
        var part = List.copyOf(snapshots);
        write(
                snapshotBytes,
                () -> {
                    for (var each : part) {
                        byte[] payload;
                        synchronized (each) {
                            payload = Snapshot.of(each).encode();
                        }
                        journal.add(RecordType.LOG_SNAPSHOT, payload);
                    }
                    return null;
                });
        snapshots.clear();
        snapshotBytes = 0;
    }

    /**
     * Dumps the directory as one reading transaction sees it; changes made meanwhile stand in the journal behind the
     * cut.
     */
    private void directory() throws SQLException, IOException {
        try (var tables = ProjectionFile.reader(projection.file())) {
            tables.connection().setAutoCommit(false);
            long asOf = tables.one("SELECT applied FROM meta", row -> row.getLong(1)).orElse(0L);
            var dump = new long[1];
            write(
                    0,
                    () -> {
                        dump[0] = journal.add(RecordType.DIRECTORY_BEGIN, Entries.number(asOf));
                        return null;
                    });
            DirectoryDump.write(
                    tables,
                    dump[0],
                    part -> {
                        if (stopped) throw new CompletionException(new ClosedChannelException());
                        write(
                                part.length,
                                () -> {
                                    journal.add(RecordType.DIRECTORY_ROWS, part);
                                    return null;
                                });
                    });
            write(
                    0,
                    () -> {
                        journal.add(RecordType.DIRECTORY_END, Entries.number(dump[0]));
                        return null;
                    });
            tables.connection().commit();
        }
    }

    private void write(int cost, ControlOp.Action action) {
        var op = new ControlOp(journal, 256 + cost, action);
        writer.submit(op);
        op.done().join();
        written += cost;
    }
}
