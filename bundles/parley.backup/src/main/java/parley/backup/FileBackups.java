package parley.backup;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferencePolicy;

import parley.client.api.BackupPhrase;
import parley.client.api.Backups;
import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.client.api.backup.BackupPart;
import parley.client.api.store.Store;
import parley.protocol.content.BackupItem;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Backups in files. What is in them the parts know, each its own; here it is sealed, counted and kept in order. */
@Component
public final class FileBackups implements Backups {

    /** So many items pass between two words of how far it is. */
    private static final int PACE = 64;

    private final Store store;

    /** Those that have something to keep, as they come and go. */
    @Reference(policy = ReferencePolicy.DYNAMIC)
    volatile List<BackupPart> parts = List.of();

    @Activate
    public FileBackups(@Reference Store store) {
        this.store = store;
    }

    @Override
    public BackupPhrase newPhrase() {
        return BackupPhrase.random();
    }

    // ---- Writing ----

    @Override
    public Summary create(Path file, boolean replace, BackupPhrase phrase, Progress progress) throws CommandException {
        var sorted = sorted();
        var whole = 1L;
        for (var part : sorted) whole += part.size();
        var tally = new Tally();
        var steps = new Steps(progress, whole);
        NewFile.write(
                file.toAbsolutePath().normalize(), replace, channel -> write(channel, phrase, sorted, tally, steps));
        return tally.summary();
    }

    private static void write(
            FileChannel channel, BackupPhrase phrase, List<BackupPart> parts, Tally tally, Steps steps)
            throws IOException, CommandException {
        steps.at(0);
        var writer = new BackupWriter(channel, BackupHeader.create(phrase));
        BackupPart.Sink sink =
                item -> {
                    try {
                        put(writer, tally, item);
                    } catch (IOException e) {
                        throw new WriteFailure(e);
                    }
                    if (tally.items() % PACE == 0) steps.at(tally.items());
                };
        try {
            for (var part : parts) part.save(sink);
        } catch (WriteFailure e) {
            throw e.cause;
        }
        put(writer, tally, tally.end());
        writer.end();
        steps.at(tally.items());
    }

    private static void put(BackupWriter writer, Tally tally, BackupItem item) throws IOException, CommandException {
        tally.count(item);
        writer.put(item);
    }

    /** Carries a failure of the disk through a part. */
    private static final class WriteFailure extends RuntimeException {

        private static final long serialVersionUID = 1;

        private final IOException cause;

        WriteFailure(IOException cause) {
            super(cause);
            this.cause = cause;
        }
    }

    // ---- Reading ----

    @Override
    public Summary check(Path file, BackupPhrase phrase, Progress progress) throws CommandException {
        return read(file, phrase, progress, List.of());
    }

    @Override
    public void mayRestore() throws CommandException {
        var sorted = sorted();
        store.run(tx -> {
            for (var part : sorted) part.restore(tx);
        });
    }

    @Override
    public Summary restore(Path file, BackupPhrase phrase, Progress progress) throws CommandException {
        mayRestore(); // whoever has an account already need not wait for the key
        var sorted = sorted();
        try (var reader = BackupReader.open(file, phrase)) {
            // The file is read in the transaction, which nobody waits for in a profile without an account: so either
            // all of it is restored or nothing, however large it is and whatever becomes of the file meanwhile.
            return store.transact(tx -> {
                var takers = new ArrayList<BackupPart.Taker>();
                for (var part : sorted) takers.add(part.restore(tx));
                return read(reader, progress, takers);
            });
        }
    }

    private static Summary read(Path file, BackupPhrase phrase, Progress progress, List<BackupPart.Taker> takers)
            throws CommandException {
        try (var reader = BackupReader.open(file, phrase)) {
            return read(reader, progress, takers);
        }
    }

    private static Summary read(BackupReader reader, Progress progress, List<BackupPart.Taker> takers)
            throws CommandException {
        var tally = new Tally();
        var steps = new Steps(progress, reader.size());
        steps.at(reader.done());
        BackupItem item;
        do {
            item = reader.next();
            tally.count(item);
            take(item, takers);
            if (tally.items() % PACE == 0) steps.at(reader.done());
        } while (!(item instanceof BackupItem.End));
        reader.end();
        steps.at(reader.done());
        for (var taker : takers) taker.end();
        return tally.summary();
    }

    private static void take(BackupItem item, List<BackupPart.Taker> takers) throws CommandException {
        var taken = item instanceof BackupItem.End || item instanceof BackupItem.Unknown || takers.isEmpty();
        for (var taker : takers) taken |= taker.take(item);
        if (!taken) throw incomplete(); // its bundle is away: half of a backup is none
    }

    private List<BackupPart> sorted() throws CommandException {
        var sorted = parts.stream().sorted(Comparator.comparingInt(BackupPart::place)).toList();
        if (sorted.isEmpty() || sorted.getFirst().place() != BackupPart.FIRST) throw incomplete();
        return sorted;
    }

    private static CommandException incomplete() {
        return new CommandException(
                Code.REFUSED, "a part of Parley that a backup needs is not running; start Parley again");
    }

    /** Tells how far it is, and ends it where nobody wants it any more. */
    private record Steps(Progress progress, long whole) {

        void at(long done) throws CommandException {
            if (progress.at(done, Math.max(done, whole))) return;
            throw new CommandException(Code.REFUSED, "it was cancelled; nothing was changed");
        }
    }
}
