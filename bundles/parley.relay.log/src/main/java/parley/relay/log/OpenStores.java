package parley.relay.log;

import static java.lang.System.Logger.Level.WARNING;

import org.jspecify.annotations.Nullable;

import parley.protocol.Hash;
import parley.protocol.wire.MalformedException;
import parley.relay.api.Directory;
import parley.relay.api.LogStore;
import parley.relay.api.RelayStores;
import parley.relay.api.StoreException;
import parley.relay.api.StoreException.Kind;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The stores of one directory: {@code lock}, {@code directory.sqlite}, and the journal's segments in {@code journal/}.
 */
final class OpenStores implements RelayStores.Opened, Writer.Chores {

    private static final System.Logger log = System.getLogger(OpenStores.class.getName());

    private final Settings settings;
    private final FileChannel lock;
    private final LogTable logs;
    private final TimeMarks marks;
    private final Journal journal;
    private final Projection projection;
    private final Writer writer;
    private final Compaction compaction;
    private final JournalLogs logStore;
    private final JournalDirectory directory;

    private long segmentConsidered;
    private long expired;

    private OpenStores(Path home, Settings settings, FileChannel lock) throws IOException {
        this.settings = settings;
        this.lock = lock;
        logs =
                new LogTable(
                        settings.logQuota(),
                        settings.cacheBytes(),
                        new Headroom(settings.disk(), home, System::nanoTime));
        marks = new TimeMarks(settings.retention());
        var segments = home.resolve("journal");
        Files.createDirectories(segments);
        settings.disk().syncDirectory(home);
        var trail = new Trail();
        var recovered =
                Recovery.recover(settings.disk(), segments, settings.segmentBytes(), record -> replay(record, trail));
        journal = recovered.journal();
        var opened = false;
        try {
            var unknown = logs.settle();
            if (unknown != null) throw incomplete(segments);
            projection =
                    ProjectionFile.open(
                            home.resolve("directory.sqlite"), settings.clock(), journal, trail, recovered.clean());
            opened = true;
        } finally {
            if (!opened) journal.close();
        }
        writer = new Writer(journal, this, settings.queueBytes());
        compaction = new Compaction(journal, logs, projection, writer, marks, settings.segmentBytes());
        logStore = new JournalLogs(logs, journal, writer, projection);
        directory = new JournalDirectory(logs, journal, writer, projection, settings.clock());
        segmentConsidered = journal.currentSegment();
    }

    static OpenStores open(Path home, Settings settings) throws StoreException {
        try {
            Files.createDirectories(home);
            var channel = lock(home);
            try {
                var stores = new OpenStores(home, settings, channel);
                stores.writer.start();
                return stores;
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
        } catch (StoreException e) {
            throw e;
        } catch (IOException e) {
            throw new StoreException(
                    Kind.FAILED,
                    "The relay cannot use the directory "
                            + home
                            + " ("
                            + e.getMessage()
                            + "). Check the disk's room and the rights of the directory.",
                    e);
        }
    }

    private static FileChannel lock(Path home) throws IOException {
        var channel = FileChannel.open(home.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock held = null;
        try {
            held = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            log.log(System.Logger.Level.DEBUG, "This process has opened {0} already", home);
        } finally {
            if (held == null) channel.close();
        }
        if (held == null) {
            throw new StoreException(
                    Kind.IN_USE,
                    "Another relay uses the directory " + home + ". Stop it, or give this one a directory of its own.");
        }
        return channel;
    }

    private void replay(JournalRecord record, Trail trail) throws MalformedException {
        var location = Journal.location(record.segment(), record.offset());
        switch (record.type()) {
            case OPENED -> {
                var opened = Entries.opened(record);
                OpenOp.open(logs, opened.log(), opened.creator());
            }
            case APPENDED -> {
                var placed = Entries.appended(record);
                var to = logs.recovered(placed.log());
                to.stored(record.sequence(), location, record.size());
                var at = to.followers().find(placed.entry().author());
                if (at >= 0) to.followers().last(at, placed.entry().number());
            }
            case COMMITTED -> replay(record, Entries.committed(record), location, trail);
            case LETTER -> {
                logs.recovered(Entries.letter(record).log()).stored(record.sequence(), location, record.size());
            }
            case LINKED -> {
                var linked = Entries.linked(record);
                logs.recovered(linked.log()).link(linked.token());
            }
            case REQUESTED -> {
                var request = Entries.requested(record);
                var to = logs.recovered(request.log());
                to.stored(record.sequence(), location, record.size());
                var door = to.door();
                if (door != null) door.open().put(request.sender(), Hash.of(request.entry().body()));
            }
            case ENTRY_COPY -> {
                var placed = Entries.copy(record);
                logs.recovered(placed.log()).stored(placed.entry().position(), location, record.size());
            }
            case ACCOUNT -> {
                var account =
                        parley.protocol.wire.WireReader.decode(record.payload(), DirectoryRecords.NewAccount::read);
                JournalDirectory.openInbox(logs, account.devices(), record.sequence());
                trail.add(record);
            }
            case DEVICES -> {
                var devices =
                        parley.protocol.wire.WireReader.decode(record.payload(), parley.protocol.DeviceList::read);
                JournalDirectory.setDevices(logs, devices, record.sequence());
                trail.add(record);
            }
            case LOG_SNAPSHOT -> {
                var snapshot = Snapshot.decode(record);
                logs.recovered(snapshot.log()).restore(snapshot);
            }
            case TIME -> marks.add(record);
            case KEY_PACKAGES_ADDED,
                    KEY_PACKAGES_TAKEN,
                    TOKEN_GRANTED,
                    TOKEN_REVOKED,
                    TOKEN_USED,
                    DIRECTORY_BEGIN,
                    DIRECTORY_ROWS,
                    DIRECTORY_END ->
                    trail.add(record);
            case COMPACTED, CLOSED -> {}
        }
    }

    private void replay(JournalRecord record, Entries.Committed commit, long location, Trail trail)
            throws MalformedException {
        var to = logs.recovered(commit.log());
        var body = parley.protocol.relay.CommitBody.decode(commit.body());
        to.committed(record.sequence(), commit.base(), commit.author(), Hash.of(commit.body()), body);
        commit.anybodyAdds().ifPresent(to::anybodyAdds);
        to.stored(record.sequence(), location, CommitOp.size(record.size(), commit.welcomes()));
        for (int i = 0; i < commit.welcomes().size(); i++) {
            var placed = commit.welcome(record.sequence(), i);
            var size = JournalRecord.HEADER + placed.entry().body().length();
            logs.recovered(placed.log()).stored(placed.entry().position(), location, size);
        }
        if (!commit.welcomes().isEmpty()) trail.add(record);
    }

    private static StoreException incomplete(Path segments) {
        return new StoreException(
                Kind.DAMAGED,
                "The relay's journal in "
                        + segments
                        + " has entries of a conversation that it does not know."
                        + " Restore the relay's directory from a backup.");
    }

    @Override
    public LogStore logs() {
        return logStore;
    }

    @Override
    public Directory directory() {
        return directory;
    }

    // ---- On the writer ----

    @Override
    public void batchBegins() {
        logs.trimMemory();
    }

    @Override
    public void batchDurable() {
        projection.commit(journal.next() - 1);
        if (journal.currentSegment() != segmentConsidered) {
            segmentConsidered = journal.currentSegment();
            compaction.consider();
        }
    }

    @Override
    public void batchUndone() {
        projection.rollback();
    }

    @Override
    public void idle() {
        var now = settings.clock().millis();
        if (marks.due(journal.next(), now)) writer.submit(mark());
        var old = marks.expired(now);
        if (old > expired) {
            expired = old;
            logs.expire(old);
            projection.dropExpired();
        }
        compaction.consider();
    }

    private ControlOp mark() {
        return new ControlOp(
                journal,
                64,
                () -> {
                    var now = settings.clock().millis();
                    if (!marks.due(journal.next(), now)) return null;
                    var position = journal.next();
                    journal.add(RecordType.TIME, marks.encode(position, now));
                    return () -> marks.add(position, now);
                });
    }

    /** Does at once what is otherwise done every minute. Blocks. */
    void sweep() {
        for (int i = 0; i < 2; i++) { // a mark that the first one hands over is there for the second
            var op =
                    new ControlOp(
                            journal,
                            64,
                            () -> {
                                idle();
                                return null;
                            });
            writer.submit(op);
            op.done().join();
        }
    }

    LogTable table() {
        return logs;
    }

    Compaction compaction() {
        return compaction;
    }

    Journal journal() {
        return journal;
    }

    Projection projection() {
        return projection;
    }

    @Nullable String broken() {
        return writer.broken();
    }

    @Override
    public void close() {
        compaction.stop();
        writer.submit(mark()); // so that what was written last ages while the relay is off
        writer.close();
        projection.close();
        journal.close();
        try {
            lock.close();
        } catch (IOException e) {
            log.log(WARNING, "Could not give back the lock of the relay's directory", e);
        }
    }
}
