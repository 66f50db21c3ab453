package parley.transfer;

import static java.lang.System.Logger.Level.DEBUG;

import parley.client.api.CommandException;
import parley.client.api.session.Session;
import parley.client.api.store.Store;
import parley.client.api.store.Transaction;
import parley.protocol.BlobId;
import parley.protocol.MessageId;
import parley.protocol.relay.Frame;
import parley.protocol.relay.Problem;
import parley.protocol.wire.Bytes;
import parley.protocol.wire.MalformedException;
import parley.protocol.wire.WireReader;
import parley.protocol.wire.WireWriter;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * Has the relay drop the blobs that nobody is to get any more. It is asked over every link, and now and then while it
 * refuses, until it has none of them. Which they are is all that is kept of them.
 */
final class Drops implements Runnable {

    private static final System.Logger log = System.getLogger(Drops.class.getName());
    private static final String SPACE = "transfer.drop";
    private static final Bytes ALL = Bytes.of((byte) 0);

    /** Blobs kept; beyond these the oldest is left to expire. */
    static final int MAX = 1_000;

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(30);
    private static final Duration LONGEST_PAUSE = Duration.ofHours(1);

    /**
     * @param file which of ours it was; while that still moves, its blob could be made anew
     */
    private record Drop(long order, MessageId file, BlobId blob) {

        static Drop decode(Transaction.Row row) throws CommandException {
            try {
                return WireReader.decode(row.value(), in -> new Drop(row.order(), MessageId.read(in), BlobId.read(in)));
            } catch (MalformedException e) {
                throw Ledger.damaged(e);
            }
        }
    }

    private final Store store;
    private final Session session;
    private final Predicate<MessageId> moves;
    private final Semaphore news = new Semaphore(0);

    /**
     * @param moves whether a file's mover has not ended yet
     */
    Drops(Store store, Session session, Predicate<MessageId> moves) {
        this.store = store;
        this.session = session;
        this.moves = moves;
    }

    /** Keeps in mind that an own file's blob is to be dropped, as part of {@code tx}. */
    static void put(Transaction tx, FileRecord file) {
        var newest = tx.descending(SPACE, ALL, Long.MAX_VALUE, 1);
        var order = newest.isEmpty() ? 1 : newest.getFirst().order() + 1;
        var out = new WireWriter();
        file.id().write(out);
        file.offer().blob().write(out);
        tx.put(SPACE, ALL, order, out.toBytes());
        var all = tx.ascending(SPACE, ALL, 0, MAX + 1);
        if (all.size() > MAX) tx.remove(SPACE, ALL, all.getFirst().order());
    }

    /** There is a link, or something more to drop. Called from any thread; returns at once. */
    void wake() {
        news.release();
    }

    @Override
    public void run() {
        try {
            for (var pause = FIRST_PAUSE; ; ) {
                if (ask()) {
                    news.acquire();
                    pause = FIRST_PAUSE;
                } else if (!news.tryAcquire(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                    pause = pause.compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : pause;
                }
                news.drainPermits();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // stopped; the next start goes on
        }
    }

    /**
     * Asks for all that there are.
     *
     * @return whether there is nothing to do before {@link #wake}
     */
    private boolean ask() {
        var isDone = true;
        try {
            for (var drop : all()) {
                if (moves.test(drop.file)) continue; // its end wakes us
                var link = session.up();
                if (link.isEmpty()) return true;
                var answer = session.ask(link.get(), request -> new Frame.DropBlob(request, drop.blob));
                if (isGone(answer)) forget(drop);
                else isDone = false;
            }
        } catch (CommandException e) { // the link went down, or the profile is locked: the next link wakes us
            log.log(DEBUG, "Blobs stay for now: {0}", e.getMessage());
            return session.up().isEmpty();
        }
        return isDone;
    }

    private static boolean isGone(Frame.Answer answer) {
        return answer instanceof Frame.Done
                || answer instanceof Frame.Refused refused && refused.problem() == Problem.NOT_FOUND;
    }

    private List<Drop> all() throws CommandException {
        return store.transact(tx -> {
            var drops = new ArrayList<Drop>();
            for (var row : tx.ascending(SPACE, ALL, 0, MAX)) drops.add(Drop.decode(row));
            return drops;
        });
    }

    private void forget(Drop drop) throws CommandException {
        store.run(tx -> tx.remove(SPACE, ALL, drop.order));
    }
}
