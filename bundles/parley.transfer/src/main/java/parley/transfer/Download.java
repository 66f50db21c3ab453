package parley.transfer;

import org.jspecify.annotations.Nullable;

import parley.client.api.CommandException;
import parley.client.api.Transfers.State;
import parley.protocol.Hash;
import parley.protocol.MessageId;
import parley.protocol.content.Content.FileEnded;
import parley.protocol.wire.Bytes;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.Optional;
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
class Download extends Mover {

    /** Segments asked for ahead; the bound of memory. */
    private static final int AHEAD = 4;

    /** Segments between two times that their number is made durable; what came since is fetched again after a crash. */
    private static final int CHECKPOINT = 64;

    private static final int MAX_BAD = 5;

    /** Names tried, where others take them at the same time. */
    private static final int LANDINGS = 100;

    private record Wanted(int index, Future<Bytes> sealed, Thread thread) {}

    private final Deque<Wanted> ahead = new ArrayDeque<>();

    private final AtomicReference<@Nullable Thread> checkpoint = new AtomicReference<>();
    private int bad;

    /** The plain bytes' hash as far as they came in order, over several tries; null if some came in an earlier run. */
    private @Nullable Running digest;

    Download(Movers movers, MessageId id, Semaphore slots) {
        super(movers, id, slots);
    }

    @Override
    boolean move() throws IOException, CommandException, HopelessException, InterruptedException {
        var relay = link();
        var file = movers.store.transact(tx -> new Ledger(tx).need(id));
        if (file.state() != State.RUNNING) return true;
        if (!file.offer().relay().equals(relay.name())) {
            throw new HopelessException("the file is kept at another relay, " + file.offer().relay());
        }
        var landing = new Landing(movers.disk, file.directory().orElseThrow(), id);
        if (file.path().isPresent() && landed(file, landing, file.path().get())) return true;
        var blobs = blobs(relay, file.offer().blob(), file.offer().read());
        try (var channel = landing.open()) {
            var here = here(file.segments(), channel.size());
            if (here.isEmpty()) digest = new Running();
            try {
                if (!pull(file, here, channel, blobs)) return false;
            } finally {
                blobs.close(); // ends those still under way
                lastCheckpoint(channel, here);
            }
            return finish(landing, channel);
        }
    }

    /** Recognises what an earlier process has landed without having come to say so. */
    final boolean landed(FileRecord file, Landing landing, Path target) throws IOException, CommandException {
        if (file.sha256().isEmpty() || !landing.landed(target, file.offer().size())) return false;
        try (var channel = FileChannel.open(target, StandardOpenOption.READ)) {
            if (!new Hash(Bytes.wrap(digest(channel))).equals(file.sha256().get())) return false;
        }
        return done(target);
    }

    /** The segments that are on disk; what was cut off behind our back is not. */
    private BitSet here(Segments segments, long onDisk) throws CommandException {
        var here = movers.store.transact(tx -> new Ledger(tx).here(id));
        var whole = onDisk >= segments.size() ? segments.count() : (int) (onDisk / segments.plain());
        here.clear(whole, Math.max(whole, here.length()));
        return here;
    }

    /** Runs along the plain bytes as long as they come in order. */
    private static final class Running {
        private final MessageDigest sha256 = Upload.sha256();
        private int next;
        private @Nullable Hash sum;

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
        var next = here.nextClearBit(0);
        var count = here.cardinality();
        var since = 0;
        while (count < segments.count()) {
            while (ahead.size() < AHEAD && next < segments.count() && known(next)) {
                ahead.add(fetch(blobs, segments, next));
                next = here.nextClearBit(next + 1);
            }
            if (ahead.isEmpty()) return false;
            var wanted = ahead.getFirst();
            var plain = verify(sealer, wanted);
            ahead.removeFirst(); // not before: who ends early waits for all of them
            write(channel, plain, segments.offset(wanted.index));
            var running = digest;
            if (running != null) running.add(wanted.index, plain);
            here.set(wanted.index);
            count++;
            progress(file, (long) count * segments.plain());
            if (++since >= CHECKPOINT && checkpoint.get() == null) {
                since = 0;
                startCheckpoint(channel, (BitSet) here.clone());
            }
        }
        return true;
    }

    private boolean known(int index) throws CommandException {
        return movers.store.transact(tx -> new Ledger(tx).leaf(id, index)).isPresent();
    }

    private static Wanted fetch(Blobs blobs, Segments segments, int index) {
        var future = new CompletableFuture<Bytes>();
        var thread =
                Thread.ofVirtual()
                        .name("segment-" + index)
                        .start(() -> {
                            try {
                                future.complete(blobs.read(segments.sealedOffset(index), segments.sealedLength(index)));
                            } catch (IOException | RuntimeException e) {
                                future.completeExceptionally(e);
                            }
                        });
        return new Wanted(index, future, thread);
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
            if (e.getCause() instanceof RuntimeException fault) throw fault;
            throw new IOException(e.getCause());
        }
        var leaf =
                movers.store
                        .transact(tx -> new Ledger(tx).leaf(id, wanted.index))
                        .orElseThrow(() -> new IOException("the file has ended meanwhile"));
        if (!Hash.of(sealed).equals(leaf)) {
            if (++bad >= MAX_BAD)
                throw new HopelessException("the relay keeps serving a damaged part of it; ask for it again");
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
        var thread =
                Thread.ofVirtual()
                        .name("checkpoint-" + id)
                        .unstarted(() -> {
                            try {
                                checkpoint(channel, here);
                            } catch (IOException | CommandException e) {
                                // the next one says it, or the file is fetched again from the last one
                            } finally {
                                checkpoint.set(null);
                            }
                        });
        checkpoint.set(thread); // before it can end
        thread.start();
    }

    /** What is written stays written, also when we are stopped: an interrupt would close the channel under us. */
    private void lastCheckpoint(FileChannel channel, BitSet here) throws IOException, CommandException {
        var interrupted = Thread.interrupted();
        try {
            var running = checkpoint.get();
            if (running != null) running.join();
            for (var fetch : ahead) fetch.thread.join();
            ahead.clear();
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
        movers.store.run(tx -> {
            var ledger = new Ledger(tx);
            var file = ledger.need(id);
            if (file.state() != State.RUNNING) return;
            ledger.putHere(id, here);
            var bytes = Math.min(file.offer().size(), (long) here.cardinality() * file.segments().plain());
            ledger.put(file.now(progress -> progress.at(bytes, 0)));
        });
    }

    /**
     * @return false if the sender has not said yet that it is complete
     */
    private boolean finish(Landing landing, FileChannel channel)
            throws IOException, CommandException, HopelessException {
        var file = movers.store.transact(tx -> new Ledger(tx).need(id));
        if (file.state() != State.RUNNING) return true;
        if (file.sha256().isEmpty()) return false;
        var count = file.segments().count();
        var root = movers.store.transact(tx -> new Ledger(tx).root(id, count));
        if (!root.equals(file.root())) {
            throw new HopelessException("its hashes do not make what its sender said; ask for it again");
        }
        channel.truncate(file.offer().size());
        channel.force(true);
        checkHash(file, channel);
        return land(file, landing);
    }

    /**
     * Gives what is all on disk its name.
     *
     * @return true
     */
    final boolean land(FileRecord file, Landing landing) throws IOException, CommandException, HopelessException {
        for (var attempt = 0; attempt < LANDINGS; attempt++) {
            var target = landing.choose(file.name());
            if (!chosen(target)) return true;
            try {
                landing.land(target);
            } catch (FileAlreadyExistsException e) {
                continue;
            }
            if (!done(target)) Files.deleteIfExists(target); // it ended at the last moment, and is not to be had
            return true;
        }
        throw new HopelessException("others take every name for it; choose another folder and ask for it again");
    }

    private void checkHash(FileRecord file, FileChannel channel)
            throws IOException, CommandException, HopelessException {
        var said = file.sha256().orElseThrow();
        var running = digest;
        if (running != null && running.next == file.segments().count() && channel.size() == file.offer().size()) {
            var sum = running.sum;
            if (sum == null) running.sum = sum = new Hash(Bytes.wrap(running.sha256.digest()));
            if (sum.equals(said)) return;
            throw new HopelessException("it does not have the hash that its sender said; ask for it again");
        }
        if (new Hash(Bytes.wrap(digest(channel))).equals(said)) return;
        movers.store.run(tx -> {
            var ledger = new Ledger(tx);
            if (!ledger.need(id).ended()) ledger.putHere(id, new BitSet());
        });
        channel.truncate(0);
        throw new IOException("what is on disk is not what was written there; all is fetched again");
    }

    /** Makes durable what name it is to have, before it has it. */
    private boolean chosen(Path target) throws CommandException {
        return movers.store.transact(tx -> {
            var ledger = new Ledger(tx);
            var file = ledger.need(id);
            if (file.ended()) return false;
            ledger.put(file.now(progress -> progress.landing(target)));
            return true;
        });
    }

    /**
     * @return false if it has ended otherwise
     */
    private boolean done(Path target) throws CommandException {
        return movers.store.transact(tx -> {
            var file = new Ledger(tx).need(id);
            if (file.ended()) return false;
            movers.end(tx, file.done(target), Optional.of(FileEnded.End.RECEIVED));
            return true;
        });
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
