package parley.transfer;

import parley.client.api.CommandException;
import parley.client.api.Transfers.State;
import parley.protocol.Hash;
import parley.protocol.MessageId;
import parley.protocol.wire.Bytes;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/** An own file that was offered to a companion: nothing of it moves, it is read once to know it again. */
final class LocalOffer extends Mover {

    private static final int CHUNK = 1 << 20;

    LocalOffer(Movers movers, MessageId id, Semaphore slots) {
        super(movers, id, slots);
    }

    @Override
    boolean staysHere() {
        return true;
    }

    @Override
    boolean move() throws IOException, CommandException, HopelessException, InterruptedException {
        var file = movers.store.transact(tx -> new Ledger(tx).need(id));
        if (!file.moves()) return true;
        var path = file.path().orElseThrow();
        try {
            Upload.checkUnchanged(file, path);
            var sha256 = hash(file, path);
            Upload.checkUnchanged(file, path);
            complete(sha256);
        } catch (Upload.ChangedException e) {
            movers.changed(id);
        }
        return true;
    }

    private Hash hash(FileRecord file, Path path) throws IOException, InterruptedException {
        var digest = Upload.sha256();
        var buffer = new byte[CHUNK];
        var done = 0L;
        try (var in = Files.newInputStream(path)) {
            for (var read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
                done += read;
                progress(file, done);
            }
        } catch (ClosedByInterruptException e) {
            throw new InterruptedException("stopped while reading");
        }
        return new Hash(Bytes.wrap(digest.digest()));
    }

    private void complete(Hash sha256) throws CommandException {
        movers.store.run(tx -> {
            var now = new Ledger(tx).need(id);
            if (now.ended() || now.state() == State.PAUSED) return;
            var done = now.now(progress -> progress.complete(sha256, sha256)).done(now.path().orElseThrow());
            movers.end(tx, done, Optional.empty());
        });
    }
}
