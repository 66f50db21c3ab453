package parley.chat;

import org.jspecify.annotations.Nullable;

import parley.client.api.CommandException;
import parley.client.api.crypto.SuiteMissingException;
import parley.client.api.session.Session;
import parley.protocol.relay.Frame;
import parley.protocol.relay.LogItem;

import java.util.List;
import java.util.function.LongFunction;

/**
 * Tells the items of a log that were served for its last Follow from those of an earlier one, which leave a gap: only
 * the former are taken. After a failed step everything from the last position on is to be asked for again.
 */
final class Followed {

    /** No request number. */
    private static final long NOTHING = -1;

    /** What takes items. On the steps' thread. */
    @FunctionalInterface
    interface Taking {
        void take(List<LogItem> items) throws CommandException, SuiteMissingException;
    }

    private final Steps steps;
    private final Taking taking;

    /** The request number of the last Follow, and of the last one answered. */
    private volatile long awaited = NOTHING;

    private volatile long fresh = NOTHING;

    // Confined to the steps' thread.
    private boolean on;
    private long current;

    /** The link that serves it, or did last. What rests on a Follow is taken over the Follow's own link only. */
    private Session.@Nullable Up link;

    Followed(Steps steps, Taking taking) {
        this.steps = steps;
        this.taking = taking;
    }

    // ---- On the session's reader ----

    /** The hub has answered a Follow: what it serves from here on begins where that asked. */
    void answered(long request) {
        if (request == awaited) fresh = request;
    }

    /** Hands items over; keeps the caller waiting while many wait ({@link Steps#addItems}). */
    void items(List<LogItem> items) {
        var tag = fresh;
        var added =
                steps.addItems(() -> {
                    if (on && tag == current) taking.take(items); // else they come again
                });
        if (!added) fresh = NOTHING; // what comes behind the gap waits for the next Follow
    }

    // ---- On the steps' thread ----

    boolean isOn() {
        return on;
    }

    /** Nothing more is taken before the next Follow. */
    void end() {
        on = false;
    }

    /** Asks for the log; what was served before is not taken any more. */
    Frame.Answer follow(Session session, Session.Up over, LongFunction<Frame.Follow> follow) throws CommandException {
        on = false;
        link = over;
        return steps.withRelay(() ->
                session.ask(
                        over,
                        request -> {
                            awaited = request;
                            return follow.apply(request);
                        }));
    }

    /** What is served for this answer is to be taken. */
    void begin(Frame.Following answer) {
        on = true;
        current = answer.request();
    }

    /** Asks for what rests on the Follow. */
    Frame.Answer ask(Session session, LongFunction<? extends Frame.Request> request) throws CommandException {
        var over = link;
        if (over == null) throw new IllegalStateException("asked before it was followed");
        return steps.withRelay(() -> session.ask(over, request));
    }

    /** Sends what rests on the Follow; false if its link is down. */
    boolean send(Session session, Frame frame) throws CommandException {
        var over = link;
        return over != null && steps.withRelay(() -> session.send(over, frame));
    }
}
