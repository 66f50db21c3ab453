package parley.transfer;

import static java.lang.System.Logger.Level.DEBUG;

import org.jspecify.annotations.Nullable;

import parley.client.api.CommandException;
import parley.client.api.Transfers.State;
import parley.client.api.session.Session;
import parley.client.api.store.Transaction;
import parley.protocol.Hash;
import parley.protocol.MessageId;
import parley.protocol.content.Content.FileComplete;
import parley.protocol.content.Content.FileLeaves;
import parley.protocol.relay.Frame;
import parley.protocol.wire.Bytes;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Brings an own file to the relay. Every segment is sealed again on every try and its hash compared with the one stored
 * before it first left: a file that has changed is never mixed. What the relay has already is not sent twice.
 */
final class Upload extends Mover {

    private static final System.Logger log = System.getLogger(Upload.class.getName());

    /** Segments sealed before their hashes are stored together; with those in flight the bound of memory. */
    private static final int WINDOW = 8;

    private static final int IN_FLIGHT = 4;

    /** Leaves said in one message, so that receivers begin while we go on. */
    private static final int ANNOUNCE = 64;

    /** The file is no longer what was offered. */
    static final class ChangedException extends Exception {

        private static final long serialVersionUID = 1;
    }

    private final Semaphore flight = new Semaphore(IN_FLIGHT);
    private final AtomicReference<@Nullable Exception> trouble = new AtomicReference<>();
    private final BitSet uploaded = new BitSet(); // guarded by itself

    /** Of the plain file, once all of it is at the relay and only saying so is left. */
    private @Nullable Hash sha256;

    Upload(Movers movers, MessageId id, Semaphore slots) {
        super(movers, id, slots);
    }

    @Override
    boolean move() throws IOException, CommandException, HopelessException, InterruptedException {
        var file = movers.store.transact(tx -> new Ledger(tx).need(id));
        if (!file.moves()) return true;
        try {
            var brought = sha256;
            if (brought == null) sha256 = brought = bring(file, link());
            complete(brought);
        } catch (ChangedException e) {
            movers.changed(id); // nothing of the new content may go out under the old key
        }
        return true;
    }

    /**
     * @return SHA-256 of the plain file, all of which is at the relay
     */
    private Hash bring(FileRecord file, Session.Up relay)
            throws IOException, CommandException, HopelessException, ChangedException, InterruptedException {
        var path = file.path().orElseThrow();
        var segments = file.segments();
        var write = file.write().orElseThrow();
        trouble.set(null);
        checkUnchanged(file, path);
        ask(request ->
                new Frame.ReserveBlob(
                        request, file.offer().blob(), segments.sealedSize(), write.hash(), file.offer().read().hash()));
        var parts = ask(request -> new Frame.AskBlob(request, file.offer().blob(), segments.sealed()));
        synchronized (uploaded) {
            uploaded.clear();
            if (parts instanceof Frame.BlobParts(_, var bitmap)) uploaded.or(BitSet.valueOf(bitmap.toArray()));
        }
        movers.store.run(this::runs);
        var digest = sha256();
        var blobs = blobs(relay, file.offer().blob(), write);
        try (var channel = FileChannel.open(path, StandardOpenOption.READ)) {
            pass(file, segments, channel, digest, blobs);
            flight.acquire(IN_FLIGHT);
            flight.release(IN_FLIGHT);
        } finally {
            blobs.close(); // ends those still under way, if this ended early
            flight.acquireUninterruptibly(IN_FLIGHT);
            flight.release(IN_FLIGHT);
        }
        throwTrouble();
        checkUnchanged(file, path);
        ask(request -> new Frame.FinishBlob(request, file.offer().blob()));
        return new Hash(Bytes.wrap(digest.digest()));
    }

    private void runs(Transaction tx) throws CommandException {
        var ledger = new Ledger(tx);
        var now = ledger.need(id);
        if (now.state() != State.OFFERED) return;
        var running = now.with(State.RUNNING);
        ledger.put(running);
        ledger.tell(running);
    }

    /** Reads the file once from end to end. */
    private void pass(FileRecord file, Segments segments, FileChannel channel, MessageDigest sha256, Blobs blobs)
            throws IOException, CommandException, HopelessException, ChangedException, InterruptedException {
        var sealer = new Segments.Sealer(file.offer());
        var plain = new byte[segments.plain()];
        for (var first = 0; first < segments.count(); first += WINDOW) {
            var sealed = new ArrayList<Bytes>();
            var leaves = new ArrayList<Hash>();
            for (var i = first; i < Math.min(segments.count(), first + WINDOW); i++) {
                var length = segments.length(i);
                read(channel, ByteBuffer.wrap(plain, 0, length), segments.offset(i));
                sha256.update(plain, 0, length);
                var bytes = Bytes.wrap(sealer.seal(i, plain, length));
                sealed.add(bytes);
                leaves.add(Hash.of(bytes));
            }
            var from = first;
            if (!movers.store.transact(tx -> putLeaves(new Ledger(tx), from, leaves))) throw new ChangedException();
            for (var i = 0; i < sealed.size(); i++) put(blobs, segments, first + i, sealed.get(i));
            announce(file, segments, ANNOUNCE);
            throwTrouble();
        }
    }

    private boolean putLeaves(Ledger ledger, int first, List<Hash> leaves) throws CommandException {
        return ledger.need(id).ended() || ledger.putLeaves(id, first, leaves); // of what has ended nothing is kept
    }

    private void put(Blobs blobs, Segments segments, int index, Bytes sealed) throws InterruptedException {
        synchronized (uploaded) {
            if (uploaded.get(index)) return;
        }
        flight.acquire();
        Thread.ofVirtual()
                .name("segment-" + index)
                .start(() -> {
                    try {
                        blobs.write(segments.sealedOffset(index), sealed, segments.sealedSize());
                        synchronized (uploaded) {
                            uploaded.set(index);
                        }
                    } catch (IOException | RuntimeException e) {
                        trouble.compareAndSet(null, e);
                    } finally {
                        flight.release();
                    }
                });
    }

    /** Says the leaves of what is at the relay without a gap, if they are {@code least} or more. */
    private void announce(FileRecord file, Segments segments, int least) throws CommandException {
        int upTo;
        synchronized (uploaded) {
            upTo = Math.min(uploaded.nextClearBit(0), segments.count());
        }
        progress(file, Math.min(segments.size(), segments.offset(upTo)));
        try {
            movers.store.run(tx -> {
                var ledger = new Ledger(tx);
                var now = ledger.need(id);
                if (now.ended() || upTo - now.progress().announced() < least) return;
                ledger.put(sayLeaves(tx, ledger, now, upTo));
            });
        } catch (CommandException e) {
            if (e.code() != CommandException.Code.REFUSED) throw e;
            log.log(
                    DEBUG,
                    "File {0} goes on unannounced: {1}",
                    id,
                    e.getMessage()); // said later, at the latest at the end
        }
    }

    private FileRecord sayLeaves(Transaction tx, Ledger ledger, FileRecord now, int upTo) throws CommandException {
        var said = (int) now.progress().announced();
        while (said < upTo) {
            var leaves = ledger.leaves(id, said, Math.min(FileLeaves.MAX_LEAVES, upTo - said));
            movers.post(tx, now, new FileLeaves(id, said, leaves));
            said += leaves.size();
        }
        var announced = said;
        var bytes = Math.min(now.offer().size(), now.segments().offset(upTo));
        return now.now(progress -> progress.at(bytes, announced));
    }

    /**
     * Says so.
     *
     * @throws CommandException REFUSED while sending is stopped in the conversation; the file is not done then
     */
    private void complete(Hash sha256) throws CommandException {
        movers.store.run(tx -> {
            var ledger = new Ledger(tx);
            var now = ledger.need(id);
            if (now.ended()) return;
            var count = now.segments().count();
            var root = ledger.root(id, count).orElseThrow();
            now = sayLeaves(tx, ledger, now, count);
            movers.post(tx, now, new FileComplete(id, root, sha256));
            var done = now.now(progress -> progress.complete(root, sha256)).done(now.path().orElseThrow());
            movers.end(tx, done, Optional.empty());
        });
    }

    private void throwTrouble() throws IOException, HopelessException {
        var first = trouble.get();
        if (first instanceof Blobs.RefusedException refused) {
            throw new HopelessException(
                    switch (refused.status()) {
                        case 404, 403, 401, 410 -> "the relay no longer keeps room for it; send it again";
                        case 507 -> "the relay's disk is full; ask its operator, and send it again";
                        default -> "the relay does not take it (status " + refused.status() + ")";
                    },
                    refused);
        }
        if (first instanceof IOException passing) throw passing;
        if (first instanceof RuntimeException fault) throw fault;
    }

    static void checkUnchanged(FileRecord file, Path path) throws HopelessException, ChangedException {
        try {
            if (Files.size(path) == file.offer().size()
                    && Files.getLastModifiedTime(path).toMillis() == file.modified()) {
                return;
            }
        } catch (IOException e) {
            throw new HopelessException(
                    "the file can no longer be read (" + e.getMessage() + "); send it when it is back", e);
        }
        throw new ChangedException();
    }

    private static void read(FileChannel channel, ByteBuffer into, long offset) throws IOException, ChangedException {
        while (into.hasRemaining()) {
            var count = channel.read(into, offset + into.position() - into.arrayOffset());
            if (count < 0) throw new ChangedException(); // shorter than it was
        }
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
