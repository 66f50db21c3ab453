package parley.transfer;

import parley.client.api.CommandException;
import parley.client.api.Transfers.State;
import parley.protocol.Hash;
import parley.protocol.MessageId;
import parley.protocol.wire.Bytes;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.concurrent.Semaphore;

/**
 * A file that a companion hands back: it is copied from where it was offered to them, in the same conversation, and has
 * the hash that it had then. Beginning again it begins from the start: nothing is fetched from anywhere.
 */
final class LocalCopy extends Download {

    private static final int CHUNK = 1 << 20;

    LocalCopy(Movers movers, MessageId id, Semaphore slots) {
        super(movers, id, slots);
    }

    @Override
    boolean staysHere() {
        return true;
    }

    @Override
    boolean move() throws IOException, CommandException, HopelessException, InterruptedException {
        var file = movers.store.transact(tx -> new Ledger(tx).need(id));
        if (file.state() != State.RUNNING) return true;
        var source = source(file);
        if (!source.ended()) return false;
        if (source.state() != State.DONE || source.path().isEmpty()) throw gone();
        var sha256 = source.sha256().orElseThrow();
        if (file.sha256().isEmpty()) know(sha256);
        var landing = new Landing(movers.disk, file.directory().orElseThrow(), id);
        if (file.path().isPresent()) {
            var known = movers.store.transact(tx -> new Ledger(tx).need(id));
            if (landed(known, landing, file.path().get())) return true;
        }
        try (var channel = landing.open()) {
            channel.truncate(0);
            if (!copy(file, source.path().get(), channel).equals(sha256)) {
                throw new HopelessException("the file is not what it was when you sent it; send it again");
            }
            channel.force(true);
            return land(file, landing);
        }
    }

    /** What was offered to them. Nothing that is said elsewhere leads to a file of ours. */
    private FileRecord source(FileRecord file) throws CommandException, HopelessException {
        return movers.store
                .transact(tx ->
                        new Ledger(tx)
                                .files().stream()
                                        .filter(own ->
                                                own.own()
                                                        && own.staysHere()
                                                        && own.conversation().equals(file.conversation())
                                                        && own.offer().blob().equals(file.offer().blob()))
                                        .findFirst())
                .orElseThrow(LocalCopy::gone);
    }

    private static HopelessException gone() {
        return new HopelessException("the file that was sent is not there any more; send it again");
    }

    private void know(Hash sha256) throws CommandException {
        movers.store.run(tx -> {
            var ledger = new Ledger(tx);
            var now = ledger.need(id);
            if (!now.ended()) ledger.put(now.now(progress -> progress.complete(sha256, sha256)));
        });
    }

    private Hash copy(FileRecord file, Path from, FileChannel to)
            throws IOException, HopelessException, InterruptedException {
        var digest = Upload.sha256();
        try (var in = open(from)) {
            var buffer = ByteBuffer.allocate(CHUNK);
            for (var done = 0L; done <= file.offer().size(); ) { // whatever it has grown to
                var read = in.read(buffer.clear());
                if (read < 0) break;
                write(buffer.flip(), to, digest);
                done += read;
                progress(file, done);
            }
        } catch (ClosedByInterruptException e) {
            throw new InterruptedException("stopped while copying");
        }
        return new Hash(Bytes.wrap(digest.digest()));
    }

    private static FileChannel open(Path from) throws HopelessException {
        try {
            return FileChannel.open(from, StandardOpenOption.READ);
        } catch (IOException e) {
            throw gone();
        }
    }

    private static void write(ByteBuffer bytes, FileChannel to, MessageDigest digest)
            throws IOException, HopelessException {
        digest.update(bytes.duplicate());
        try {
            while (bytes.hasRemaining()) to.write(bytes);
        } catch (ClosedByInterruptException e) {
            throw e;
        } catch (IOException e) {
            throw new HopelessException(
                    "it could not be written: " + e.getMessage() + "; make room and ask for it again", e);
        }
    }
}
