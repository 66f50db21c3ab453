package parley.transfer;

import org.jspecify.annotations.Nullable;

import parley.client.api.CommandException;
import parley.client.api.Event;
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
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Brings an own file to the relay. Every segment is sealed again on every try and its hash compared with the one stored
 * before it first left: a file that has changed is never mixed. What the relay has already is not sent twice.
 */
final class Upload extends Mover {

    /** Segments sealed before their hashes are stored together; with those in flight the bound of memory. */
    private static final int WINDOW = 8;

    private static final int IN_FLIGHT = 4;

    /** Leaves said in one message, so that receivers begin while we go on. */
    private static final int ANNOUNCE = 64;

    private final Semaphore flight = new Semaphore(IN_FLIGHT);
    private final AtomicReference<@Nullable IOException> trouble = new AtomicReference<>();
    private final BitSet uploaded = new BitSet(); // guarded by itself

    Upload(FileTransfers files, MessageId id, Semaphore slots) {
        super(files, id, slots);
    }

    @Override
    boolean move(Session.Up relay) throws IOException, CommandException, HopelessException, InterruptedException {
        var file = files.store().transact(tx -> new Ledger(tx).need(id));
        if (file.ended()) return true;
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
        if (file.state() == State.OFFERED) files.change(id, now -> now.with(State.RUNNING), true);
        var sha256 = sha256();
        try (var blobs = new Blobs(files.transport(), relay, file.offer().blob(), write);
                var channel = FileChannel.open(path, StandardOpenOption.READ)) {
            try {
                pass(file, segments, channel, sha256, blobs);
            } finally {
                flight.acquireUninterruptibly(IN_FLIGHT); // those under way use the connections
                flight.release(IN_FLIGHT);
            }
            throwTrouble();
        }
        checkUnchanged(file, path);
        ask(request -> new Frame.FinishBlob(request, file.offer().blob()));
        complete(new Hash(Bytes.wrap(sha256.digest())));
        return true;
    }

    /** Reads the file once from end to end. */
    private void pass(FileRecord file, Segments segments, FileChannel channel, MessageDigest sha256, Blobs blobs)
            throws IOException, CommandException, HopelessException, InterruptedException {
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
            if (!files.store().transact(tx -> new Ledger(tx).putLeaves(id, from, leaves))) throw changed();
            for (var i = 0; i < sealed.size(); i++) put(blobs, segments, first + i, sealed.get(i));
            announce(file, segments, ANNOUNCE);
            throwTrouble();
        }
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
                    } catch (IOException e) {
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
        files.store()
                .run(tx -> {
                    var ledger = new Ledger(tx);
                    var now = ledger.need(id);
                    if (now.ended() || upTo - now.announced() < least) return;
                    ledger.put(sayLeaves(tx, ledger, now, upTo));
                });
    }

    private FileRecord sayLeaves(Transaction tx, Ledger ledger, FileRecord now, int upTo) throws CommandException {
        var said = (int) now.announced();
        while (said < upTo) {
            var leaves = ledger.leaves(id, said, Math.min(FileLeaves.MAX_LEAVES, upTo - said));
            files.post(tx, now, new FileLeaves(id, said, leaves));
            said += leaves.size();
        }
        return now.at(Math.min(now.offer().size(), now.segments().offset(upTo)), said);
    }

    private void complete(Hash sha256) throws CommandException {
        files.store()
                .run(tx -> {
                    var ledger = new Ledger(tx);
                    var now = ledger.need(id);
                    if (now.ended()) return;
                    var count = now.segments().count();
                    var root = Segments.root(ledger.allLeaves(id, count).orElseThrow());
                    now = sayLeaves(tx, ledger, now, count);
                    files.post(tx, now, new FileComplete(id, root, sha256));
                    var done = now.complete(root, sha256).done(now.path().orElseThrow());
                    ledger.put(done);
                    ledger.forgetSegments(done);
                    tx.tell(new Event.FileChanged(done.toTransfer()));
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
        if (first != null) throw first;
    }

    private void checkUnchanged(FileRecord file, Path path) throws HopelessException {
        try {
            if (Files.size(path) == file.offer().size()
                    && Files.getLastModifiedTime(path).toMillis() == file.modified()) {
                return;
            }
        } catch (IOException e) {
            throw new HopelessException("the file can no longer be read: " + e.getMessage(), e);
        }
        throw changed();
    }

    /** The file has changed: nothing of the new content may go out under the old key. */
    private HopelessException changed() throws HopelessException {
        files.changed(id);
        throw new HopelessException("the file changed while it was sent; it is offered anew as it is now");
    }

    private void read(FileChannel channel, ByteBuffer into, long offset) throws IOException, HopelessException {
        while (into.hasRemaining()) {
            var count = channel.read(into, offset + into.position() - into.arrayOffset());
            if (count < 0) throw changed(); // shorter than it was
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
