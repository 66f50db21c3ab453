package parley.transfer;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.WARNING;

import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.client.api.Transfers.State;
import parley.client.api.chat.Outbox;
import parley.client.api.session.Session;
import parley.client.api.store.Store;
import parley.client.api.store.Transaction;
import parley.protocol.ConversationId;
import parley.protocol.MessageId;
import parley.protocol.content.Content;
import parley.protocol.content.Content.FileEnded;
import parley.protocol.content.Salt;
import parley.transport.api.Transport;

import java.io.IOException;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The files that move, a {@link Mover} for each, and how files end: every end passes through {@link #end}, and what it
 * leaves behind is cleared away once its mover has stopped. Thread-safe.
 */
final class Movers {

    private static final System.Logger log = System.getLogger(Movers.class.getName());
    private static final int UPLOADS = 2;
    private static final int DOWNLOADS = 3;

    /** How often a file that changes is offered anew before its person has to send it, and how soon again. */
    private static final int MAX_AGAIN = 3;

    private static final long AGAIN_MILLIS = TimeUnit.MINUTES.toMillis(1);

    final Store store;
    final Session session;
    final Transport transport;
    final Landing.Disk disk;
    private final Supplier<Outbox> outbox;
    private final InstantSource clock;
    private final Tasks tasks;
    private final Drops drops;
    private final Map<MessageId, Mover> moving = new ConcurrentHashMap<>();
    private final Semaphore uploads = new Semaphore(UPLOADS);
    private final Semaphore downloads = new Semaphore(DOWNLOADS);
    private volatile boolean lost;

    Movers(
            Store store,
            Session session,
            Transport transport,
            Landing.Disk disk,
            Supplier<Outbox> outbox,
            InstantSource clock,
            Tasks tasks) {
        this.store = store;
        this.session = session;
        this.transport = transport;
        this.disk = disk;
        this.outbox = outbox;
        this.clock = clock;
        this.tasks = tasks;
        this.drops = new Drops(store, session, moving::containsKey);
        tasks.start("blobs-drop", drops);
    }

    /** Sees to it that the file moves, also if its mover is just stopping. Returns at once. */
    void move(FileRecord file) {
        if (!file.moves()) return;
        var mover = mover(file);
        var there =
                moving.compute(
                        file.id(),
                        (_, other) -> {
                            if (other != null) other.goOn();
                            return other == null ? mover : other;
                        });
        if (there == mover && !tasks.start("file-" + file.id(), mover)) moving.remove(file.id(), mover);
    }

    private Mover mover(FileRecord file) {
        if (file.own()) {
            return file.staysHere() ? new LocalOffer(this, file.id(), uploads) : new Upload(this, file.id(), uploads);
        }
        return file.staysHere() ? new LocalCopy(this, file.id(), downloads) : new Download(this, file.id(), downloads);
    }

    /** Stops the mover of a file that has ended, or pauses; what it leaves is cleared away behind it. */
    private void stop(MessageId id) {
        var mover = moving.get(id);
        if (mover != null) mover.close();
        else tasks.start("after-" + id, () -> after(id, false));
    }

    /** Something it may wait for has come. Called from any thread; returns at once. */
    void wake(MessageId id) {
        var mover = moving.get(id);
        if (mover != null) mover.wake();
    }

    void wakeAll() {
        moving.values().forEach(Mover::wake);
        drops.wake();
    }

    /** The link went down. Called from any thread; returns at once. */
    void down() {
        moving.values().forEach(Mover::down);
    }

    /** The mover has ended; its files and connections are closed. */
    void moved(Mover mover) {
        moving.remove(mover.id, mover);
        tasks.start("after-" + mover.id, () -> after(mover.id, mover.goesOn()));
    }

    private void after(MessageId id, boolean goesOn) {
        try {
            var file = store.transact(tx -> new Ledger(tx).file(id));
            if (file.isEmpty()) return;
            if (goesOn) move(file.get());
            clear(file.get());
        } catch (CommandException e) {
            log.log(DEBUG, "What a file left stays until the next start: {0}", e.getMessage());
        } finally {
            drops.wake(); // its blob is made anew by nobody now
        }
    }

    /** Deletes what has arrived of a file that ended before it was all here. Nobody may be writing it. */
    void clear(FileRecord file) {
        if (file.own() || !file.ended() || file.state() == State.DONE || file.directory().isEmpty()) return;
        try {
            new Landing(disk, file.directory().get(), file.id()).delete();
        } catch (IOException e) {
            log.log(DEBUG, "A part file stays: {0}", e.getMessage());
        }
    }

    /**
     * Says something about a file in its conversation.
     *
     * @throws CommandException REFUSED while sending is stopped there: nothing that follows from having said it may be
     *     stored
     */
    void post(Transaction tx, FileRecord file, Content content) throws CommandException {
        outbox.get().post(tx, file.conversation(), Salt.random(), content, null);
    }

    /** Whether what is said in a conversation never leaves this computer. Not inside a transaction. */
    boolean staysHere(ConversationId conversation) throws CommandException {
        return outbox.get().staysHere(conversation);
    }

    /** Offers an own file, as part of {@code tx}. */
    void offer(Transaction tx, OwnOffer own) throws CommandException {
        var file = own.file();
        outbox.get().post(tx, file.conversation(), own.salt(), file.offer(), file.name());
        var ledger = new Ledger(tx);
        ledger.put(file);
        ledger.tell(file);
        tx.afterCommit(() -> move(file));
    }

    /**
     * Ends a file, as part of {@code tx}.
     *
     * @param say what the others hear of it, where anything may be said at all
     */
    void end(Transaction tx, FileRecord ended, Optional<FileEnded.End> say) throws CommandException {
        var ledger = new Ledger(tx);
        ledger.put(ended);
        ledger.forgetSegments(ended.id());
        ledger.tell(ended);
        if (say.isPresent()) sayEnded(tx, ended, say.get());
        tx.afterCommit(() -> stop(ended.id()));
        if (ended.own() && ended.staysHere()) tx.afterCommit(this::wakeAll); // whoever takes it back waits for that
    }

    private void sayEnded(Transaction tx, FileRecord ended, FileEnded.End end) throws CommandException {
        try {
            post(tx, ended, new FileEnded(ended.id(), end));
        } catch (CommandException e) {
            if (e.code() != Code.REFUSED && e.code() != Code.NOT_APPROVED && e.code() != Code.NOT_FOUND) throw e;
            log.log(DEBUG, "Nothing said of file {0}: {1}", ended.id(), e.getMessage());
        }
    }

    /** Removes a file here, as part of {@code tx}: others hear of it only where they wait for what we send. */
    void erase(Transaction tx, FileRecord file) throws CommandException {
        var ended = file.ended() ? file : file.failed(State.CANCELLED, "it was removed here");
        new Ledger(tx).erase(ended);
        if (file.ended()) return;
        if (file.own()) sayEnded(tx, file, FileEnded.End.CANCELLED);
        tx.afterCommit(() -> stop(file.id()));
    }

    /**
     * Removes a file that its sender takes back, as part of {@code tx}: from the relay, too, even if all of it was
     * there.
     */
    void delete(Transaction tx, FileRecord file) throws CommandException {
        new Ledger(tx).erase(file.with(State.CANCELLED));
        tx.afterCommit(() -> stop(file.id()));
        if (file.staysHere()) tx.afterCommit(this::wakeAll); // whoever copies it learns that it is gone
    }

    /** Lets a file rest, as part of {@code tx}. */
    void pause(Transaction tx, FileRecord file) throws CommandException {
        var paused = file.with(State.PAUSED);
        var ledger = new Ledger(tx);
        ledger.put(paused);
        ledger.tell(paused);
        tx.afterCommit(() -> stop(file.id()));
    }

    /** Lets a file move, as part of {@code tx}. */
    void run(Transaction tx, FileRecord file) throws CommandException {
        var running = file.with(State.RUNNING);
        var ledger = new Ledger(tx);
        ledger.put(running);
        ledger.tell(running);
        tx.afterCommit(() -> move(running));
    }

    /** Whether a file has stopped moving without being marked so since this was last asked: it can be moved again. */
    boolean haveLost() {
        var have = lost;
        lost = false;
        return have;
    }

    /** A mover gave up. */
    void failed(MessageId id, String reason) {
        try {
            store.run(tx -> {
                var file = new Ledger(tx).need(id);
                if (!file.ended()) end(tx, file.failed(State.FAILED, reason), Optional.of(FileEnded.End.FAILED));
            });
        } catch (CommandException e) {
            lost = true;
            log.log(WARNING, "A file failed and could not be marked so: {0}", e.getMessage());
        }
    }

    /**
     * The source has changed: this offer ends, and the file is offered anew as it is now, some times and not at once
     * again.
     *
     * @throws CommandException REFUSED while sending is stopped in its conversation; nothing has changed then
     */
    void changed(MessageId id) throws CommandException {
        var file = store.transact(tx -> new Ledger(tx).need(id));
        var now = clock.millis();
        var anew = Optional.<OwnOffer>empty();
        String reason;
        if (file.again() >= MAX_AGAIN || file.again() > 0 && now - file.since() < AGAIN_MILLIS) {
            reason = "it keeps changing; send it when it is finished";
        } else {
            reason = "the file changed while it was sent; it is offered anew as it is now";
            try {
                var path = file.path().orElseThrow();
                anew =
                        Optional.of(
                                OwnOffer.of(
                                        file.author(),
                                        file.from(),
                                        file.offer().relay(),
                                        file.conversation(),
                                        path,
                                        now,
                                        file.again() + 1));
            } catch (CommandException e) {
                reason = "the file changed while it was sent, and cannot be sent as it is now: " + e.getMessage();
            }
        }
        var why = reason;
        var next = anew;
        store.run(tx -> {
            var current = new Ledger(tx).need(id);
            if (current.ended()) return;
            end(tx, current.failed(State.FAILED, why), Optional.of(FileEnded.End.CHANGED));
            if (next.isPresent()) offer(tx, next.get());
        });
    }
}
