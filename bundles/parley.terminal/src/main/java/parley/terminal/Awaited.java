package parley.terminal;

import org.jspecify.annotations.Nullable;

import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.client.api.Event;
import parley.client.api.Message;
import parley.client.api.Transfers;
import parley.client.api.Transfers.Transfer;
import parley.protocol.MessageId;
import parley.protocol.text.Inert;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What a process that is one command waits for before it ends: that the relay has what was said and sent. Made before
 * the command runs, since events may come before the command has given the ids. Called from any thread.
 */
final class Awaited {

    /** Why nothing goes out. */
    static final String OFFLINE = "you have gone offline";

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    // Guarded by the lock; they live as long as the one command.
    private final Map<MessageId, Message.State> receipts = new HashMap<>();
    private final Map<MessageId, Transfer> files = new HashMap<>();
    private final Map<MessageId, Long> moved = new HashMap<>();
    private @Nullable String said;
    private int arrivals;

    /** Returns at once. */
    void happened(Event event) {
        lock.lock();
        try {
            switch (event) {
                case Event.ReceiptChanged(_, var message, var state, _) -> receipts.put(message, state);
                case Event.ContactChanged _, Event.ConversationOpened _ -> arrivals++;
                case Event.FileChanged(var file) when !file.own() -> arrivals++;
                case Event.FileChanged(var file) -> {
                    files.put(file.id(), file);
                    moved.put(file.id(), System.nanoTime());
                }
                case Event.FileProgress(var file) when file.own() -> moved.put(file.id(), System.nanoTime());
                case Event.Notice(var text) -> said = text;
                case Event.Warning(var text) -> said = text;
                default -> {
                    return;
                }
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** How often a person, a conversation or another's file came or changed. Returns at once. */
    int arrivals() {
        lock.lock();
        try {
            return arrivals;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until there are more {@link #arrivals} than {@code seen}.
     *
     * @param deadline as {@link System#nanoTime} counts
     * @return false if there are none until then
     */
    boolean awaitArrival(int seen, long deadline) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            var left = deadline - System.nanoTime();
            while (arrivals == seen && left > 0) left = changed.awaitNanos(left);
            return arrivals != seen;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until the relay has all of {@code answer}'s messages and files, or it is certain that it will not. A file
     * that moves is waited for as long as it does.
     *
     * @param patience how long nothing may happen to them
     * @param offline whether nothing goes out, as somebody wants no link: that is not waited for
     * @throws CommandException NOT_REACHABLE if patience ends; REFUSED if a file was declined; INTERNAL if something
     *     failed
     */
    void await(Answer answer, Duration patience, boolean offline) throws CommandException, InterruptedException {
        var began = System.nanoTime();
        lock.lockInterruptibly();
        try {
            while (isWaiting(answer)) {
                if (offline)
                    throw new CommandException(Code.NOT_REACHABLE, OFFLINE + "; it waits until you say online");
                var since = began;
                for (var id : answer.files()) {
                    var at = moved.get(id);
                    if (at != null && at - since > 0) since = at;
                }
                var left = since + patience.toNanos() - System.nanoTime();
                if (left <= 0) throw tooLate();
                changed.awaitNanos(left);
            }
            for (var id : answer.messages()) throwIfFailed(id);
            for (var id : answer.files()) {
                throwIfFailed(id);
                throwIfEnded(files.get(id));
            }
        } finally {
            lock.unlock();
        }
    }

    private boolean isWaiting(Answer answer) {
        return !receipts.keySet().containsAll(answer.messages()) || !answer.files().stream().allMatch(this::isFinal);
    }

    /** A file's receipts tell of its offer only, unless that could not be sent. */
    private boolean isFinal(MessageId file) {
        if (receipts.get(file) == Message.State.FAILED) return true;
        var known = files.get(file);
        if (known == null) return false;
        return switch (known.state()) {
            case OFFERED, RUNNING, PAUSED -> false;
            case DONE, DECLINED, CANCELLED, FAILED -> true;
        };
    }

    private void throwIfFailed(MessageId id) throws CommandException {
        if (receipts.get(id) != Message.State.FAILED) return;
        throw new CommandException(
                Code.INTERNAL, "it was not sent: " + (said == null ? "parley terminal shows why" : said));
    }

    private static void throwIfEnded(@Nullable Transfer file) throws CommandException {
        if (file == null || file.state() == Transfers.State.DONE) return;
        var declined = file.state() == Transfers.State.DECLINED;
        throw new CommandException(
                declined ? Code.REFUSED : Code.INTERNAL,
                Inert.line(file.name())
                        + " was not sent: "
                        + file.reason().orElse(declined ? "it was declined" : "no reason is known")
                        + "; send it again if it is still wanted");
    }

    private CommandException tooLate() {
        return new CommandException(
                Code.NOT_REACHABLE,
                (said == null ? "the relay cannot be reached" : "the relay does not have it yet (" + said + ")")
                        + "; it waits and is sent the next time parley runs");
    }
}
