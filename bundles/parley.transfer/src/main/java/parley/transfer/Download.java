package parley.transfer;

import org.jspecify.annotations.Nullable;

import parley.client.api.CommandException;
import parley.client.api.Event;
import parley.client.api.Transfers.State;
import parley.client.api.session.Session;
import parley.protocol.Hash;
import parley.protocol.MessageId;
import parley.protocol.content.Content.FileEnded;
import parley.protocol.wire.Bytes;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;

import javax.crypto.AEADBadTagException;

/**
 * Pulls an accepted file: every segment whose hash its sender has said is fetched, verified, opened and written at
 * once; which are here is on disk. The file gets its name when all of it has the sender's hash.
 */
final class Download extends Mover {

    /** Segments asked for ahead; the bound of memory. */
    private static final int AHEAD = 4;

    /** Segments between two times that their number is made durable; what came since is fetched again after a crash. */
    private static final int CHECKPOINT = 64;

    private static final int MAX_BAD = 5;

    private record Wanted(int index, Future<Bytes> sealed) {}

    private final AtomicReference<@Nullable Thread> checkpoint = new AtomicReference<>();
    private int bad;

    /** The plain bytes' hash as far as they came in order, over several tries; null if some came in an earlier run. */
    private @Nullable Running digest;

    Download(FileTransfers files, MessageId id, Semaphore slots) {
        super(files, id, slots);
    }

    @Override
    boolean move(Session.Up relay) throws IOException, CommandException, HopelessException, InterruptedException {
        var file = files.store().transact(tx -> new Ledger(tx).need(id));
        if (file.state() != State.RUNNING) return true;
        if (!file.offer().relay().equals(relay.name())) {
            throw new HopelessException("the file is kept at another relay, " + file.offer().relay());
        }
        var landing = new Landing(file.directory().orElseThrow(), id);
        var here = landing.exists() ? files.store().transact(tx -> new Ledger(tx).here(id)) : new BitSet();
        if (here.isEmpty()) digest = new Running();
        try (var channel = landing.open();
                var blobs = new Blobs(files.transport(), relay, file.offer().blob(), file.offer().read())) {
            try {
                if (!pull(file, here, channel, blobs)) return false;
            } finally {
                lastCheckpoint(channel, here);
            }
            return finish(landing, channel);
        }
    }

    /** Runs along the plain bytes as long as they come in order. */
    private static final class Running {
        private final MessageDigest sha256 = Upload.sha256();
        private int next;

        void add(int index, byte[] plain) {
            if (index != next) return;
            sha256.update(plain);
            next++;
        }
    }

    /**
     * @return false if the sender has not said the next hashes yet
     */
    private boolean pull(FileRecord file, BitSet here, FileChannel channel, Blobs blobs)
            throws IOException, CommandException, HopelessException, InterruptedException {
        var segments = file.segments();
        var sealer = new Segments.Sealer(file.offer());
        Deque<Wanted> ahead = new ArrayDeque<>();
        var next = here.nextClearBit(0);
        var since = 0;
        while (here.cardinality() < segments.count()) {
            while (ahead.size() < AHEAD && next < segments.count() && known(next)) {
                ahead.add(fetch(blobs, segments, next));
                next = here.nextClearBit(next + 1);
            }
            if (ahead.isEmpty()) return false;
            var wanted = ahead.removeFirst();
            var plain = verify(sealer, wanted);
            write(channel, plain, segments.offset(wanted.index));
            var running = digest;
            if (running != null) running.add(wanted.index, plain);
            here.set(wanted.index);
            progress(file, (long) here.cardinality() * segments.plain());
            if (++since >= CHECKPOINT && checkpoint.get() == null) {
                since = 0;
                startCheckpoint(channel, (BitSet) here.clone());
            }
        }
        return true;
    }

    private boolean known(int index) throws CommandException {
        return files.store().transact(tx -> new Ledger(tx).leaf(id, index)).isPresent();
    }

    private static Wanted fetch(Blobs blobs, Segments segments, int index) {
        var future = new CompletableFuture<Bytes>();
        Thread.ofVirtual()
                .name("segment-" + index)
                .start(() -> {
                    try {
                        future.complete(blobs.read(segments.sealedOffset(index), segments.sealedLength(index)));
                    } catch (IOException | RuntimeException e) {
                        future.completeExceptionally(e);
                    }
                });
        return new Wanted(index, future);
    }

    /** The plain bytes, if the relay served what the sender has said the hash of. */
    private byte[] verify(Segments.Sealer sealer, Wanted wanted)
            throws IOException, CommandException, HopelessException, InterruptedException {
        Bytes sealed;
        try {
            sealed = wanted.sealed.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Blobs.RefusedException refused) {
                throw new HopelessException(
                        refused.status() == 416
                                ? "the relay has lost a part of it; ask for it again"
                                : "the relay no longer has it; ask for it again",
                        refused);
            }
            throw new IOException(e.getCause());
        }
        var leaf = files.store().transact(tx -> new Ledger(tx).leaf(id, wanted.index)).orElseThrow();
        if (!Hash.of(sealed).equals(leaf)) {
            if (++bad >= MAX_BAD) throw new HopelessException("the relay keeps serving a damaged part of it");
            throw new IOException("segment " + wanted.index + " has another hash than its sender said");
        }
        try {
            return sealer.open(wanted.index, sealed.shared());
        } catch (AEADBadTagException e) {
            throw new HopelessException("its sender sealed it wrongly; ask for it again", e);
        }
    }

    private static void write(FileChannel channel, byte[] plain, long offset)
            throws HopelessException, InterruptedException {
        var bytes = ByteBuffer.wrap(plain);
        try {
            while (bytes.hasRemaining()) channel.write(bytes, offset + bytes.position());
        } catch (ClosedByInterruptException e) {
            throw new InterruptedException("stopped while writing");
        } catch (IOException e) {
            throw new HopelessException(
                    "it could not be written: " + e.getMessage() + "; make room and ask for it again", e);
        }
    }

    private void startCheckpoint(FileChannel channel, BitSet here) {
        checkpoint.set(
                Thread.ofVirtual()
                        .name("checkpoint-" + id)
                        .start(() -> {
                            try {
                                checkpoint(channel, here);
                            } catch (IOException | CommandException e) {
                                // the next one says it, or the file is fetched again from the last one
                            } finally {
                                checkpoint.set(null);
                            }
                        }));
    }

    /** What is written stays written, also when we are stopped: an interrupt would close the channel under us. */
    private void lastCheckpoint(FileChannel channel, BitSet here) throws IOException, CommandException {
        var interrupted = Thread.interrupted();
        try {
            var running = checkpoint.get();
            if (running != null) running.join();
            checkpoint(channel, here);
        } catch (InterruptedException e) {
            interrupted = true;
        } finally {
            if (interrupted) Thread.currentThread().interrupt();
        }
    }

    /** First the bytes, then the word that they are here. */
    private void checkpoint(FileChannel channel, BitSet here) throws IOException, CommandException {
        if (!channel.isOpen()) return;
        channel.force(false);
        files.store()
                .run(tx -> {
                    var ledger = new Ledger(tx);
                    var file = ledger.need(id);
                    if (file.state() != State.RUNNING) return;
                    ledger.putHere(id, here);
                    ledger.put(
                            file.at(
                                    Math.min(file.offer().size(), (long) here.cardinality() * file.segments().plain()),
                                    0));
                });
    }

    /**
     * @return false if the sender has not said yet that it is complete
     */
    private boolean finish(Landing landing, FileChannel channel)
            throws IOException, CommandException, HopelessException {
        var file = files.store().transact(tx -> new Ledger(tx).need(id));
        if (file.state() != State.RUNNING) return true;
        if (file.sha256().isEmpty()) return false;
        var count = file.segments().count();
        var leaves = files.store().transact(tx -> new Ledger(tx).allLeaves(id, count));
        if (leaves.isEmpty() || !Segments.root(leaves.get()).equals(file.root().orElseThrow())) {
            throw new HopelessException("its hashes do not make what its sender said; ask for it again");
        }
        var running = digest;
        var sha256 = running != null && running.next == count ? running.sha256.digest() : digest(channel);
        if (!new Hash(Bytes.wrap(sha256)).equals(file.sha256().get())) {
            throw new HopelessException("it does not have the hash that its sender said; ask for it again");
        }
        channel.truncate(file.offer().size());
        channel.force(true);
        var path = landing.land(file.name());
        files.store()
                .run(tx -> {
                    var ledger = new Ledger(tx);
                    var done = ledger.need(id).done(path);
                    ledger.put(done);
                    ledger.forgetSegments(done);
                    tx.tell(new Event.FileChanged(done.toTransfer()));
                    files.post(tx, done, new FileEnded(id, FileEnded.End.RECEIVED));
                });
        return true;
    }

    private static byte[] digest(FileChannel channel) throws IOException {
        var sha256 = Upload.sha256();
        var buffer = ByteBuffer.allocate(1 << 18);
        for (long at = 0; ; ) {
            buffer.clear();
            var count = channel.read(buffer, at);
            if (count < 0) return sha256.digest();
            sha256.update(buffer.array(), 0, count);
            at += count;
        }
    }
}
