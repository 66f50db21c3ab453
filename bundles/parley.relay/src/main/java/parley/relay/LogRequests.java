package parley.relay;

import parley.protocol.AccountKey;
import parley.protocol.FollowerKey;
import parley.protocol.LogId;
import parley.protocol.relay.Frame;
import parley.protocol.relay.FrameCodec;
import parley.protocol.relay.InboxItem;
import parley.protocol.relay.Problem;
import parley.protocol.relay.Right;
import parley.protocol.wire.Bytes;
import parley.relay.Allowances.Cost;
import parley.relay.Doorkeeper.Guest;
import parley.relay.FanOutEvent.Answered;
import parley.relay.api.GoneException;
import parley.relay.api.LogStore;
import parley.relay.api.LogStore.Outcome;
import parley.relay.api.StoreException;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Handles what concerns logs on one link: checks that a follower key was proved on it, hands over to the store, and
 * passes what came of it to {@link FanOut}, which answers.
 */
final class LogRequests {

    private static final System.Logger log = System.getLogger(LogRequests.class.getName());

    private final Hub hub;
    private final ClientLink client;

    LogRequests(Hub hub, ClientLink client) {
        this.hub = hub;
        this.client = client;
    }

    /** Whether {@link #handle} returns at once for this frame. */
    static boolean isQuick(Frame frame) {
        return frame instanceof Frame.Append
                || frame instanceof Frame.Commit
                || frame instanceof Frame.OpenLog
                || frame instanceof Frame.SetLink
                || frame instanceof Frame.RequestJoin
                || frame instanceof Frame.Reached
                || frame instanceof Frame.Signal;
    }

    /**
     * Handles the frame; false if it concerns no log. Blocks unless {@link #isQuick}: then call it from a virtual
     * thread.
     */
    boolean handle(Frame frame, Guest guest, int weight) {
        switch (frame) {
            case Frame.Append append -> append(append, guest, weight);
            case Frame.Commit commit -> commit(commit, guest, weight);
            case Frame.OpenLog open -> open(open, guest, weight);
            case Frame.SetLink link -> link(link, guest, weight);
            case Frame.RequestJoin request -> request(request, guest, weight);
            case Frame.Follow follow -> follow(follow, guest, weight);
            case Frame.Deliver deliver -> deliver(deliver, guest, weight);
            case Frame.Reached reached -> reached(reached);
            case Frame.Signal signal -> signal(signal);
            default -> {
                return false;
            }
        }
        return true;
    }

    private void append(Frame.Append append, Guest guest, int weight) {
        if (!client.isProved(append.log(), append.follower())) {
            answer(refused(append, Problem.DENIED, 0, Sentences.NOT_PROVED), weight);
            return;
        }
        if (!hub.allowances().take(guest.account(), Cost.BYTES, weight)) {
            answer(refused(append, Problem.TOO_MUCH, 0, Sentences.TOO_MANY_BYTES), weight);
            return;
        }
        hub.logs()
                .append(
                        append,
                        outcome ->
                                answer(
                                        switch (outcome) {
                                            case Outcome.Stored _ ->
                                                    new Frame.Accepted(
                                                            append.log(), append.follower(), append.number());
                                            case Outcome.Lost _ ->
                                                    refused(
                                                            append,
                                                            Problem.STALE_BASE,
                                                            0,
                                                            Sentences.of(Problem.STALE_BASE));
                                            case Outcome.Refused(var problem, var expected, var text) ->
                                                    refused(append, problem, expected, text);
                                        },
                                        weight));
    }

    private static Frame refused(Frame.Append append, Problem problem, long expected, String text) {
        return new Frame.AppendRefused(append.log(), append.follower(), append.number(), problem, expected, text);
    }

    private void commit(Frame.Commit commit, Guest guest, int weight) {
        if (!client.isProved(commit.log(), commit.follower())) {
            answer(AccountRequests.refused(commit, Problem.DENIED, Sentences.NOT_PROVED), weight);
        } else if (!hub.allowances().take(guest.account(), Cost.COMMIT)) {
            answer(AccountRequests.refused(commit, Problem.TOO_MUCH, Sentences.TOO_MUCH), weight);
        } else if (!isAdmin(commit) && !hub.allowances().take(guest.account(), Cost.MEMBER_COMMIT)) {
            answer(AccountRequests.refused(commit, Problem.TOO_MUCH, Sentences.TOO_MANY_COMMITS), weight);
        } else if (!hub.allowances().take(guest.account(), Cost.BYTES, weight)) {
            answer(AccountRequests.refused(commit, Problem.TOO_MUCH, Sentences.TOO_MANY_BYTES), weight);
        } else if (!hub.allowances().take(guest.account(), Cost.FOLLOWER, newcomers(commit))) {
            answer(AccountRequests.refused(commit, Problem.TOO_MUCH, Sentences.TOO_MANY_FOLLOWERS), weight);
        } else {
            hub.logs().commit(commit, answering(commit, weight));
        }
    }

    private boolean isAdmin(Frame.Commit commit) {
        return hub.logs().state(commit.log(), commit.follower()).filter(LogStore.State::admin).isPresent();
    }

    /** How many it adds that do not follow yet: one that says anew who follows costs no more than its bytes. */
    private int newcomers(Frame.Commit commit) {
        int count = 0;
        for (var added : commit.body().added()) {
            if (!follows(commit.log(), added.key())) count++;
        }
        return count;
    }

    private boolean follows(LogId log, FollowerKey key) {
        return hub.logs().state(log, key).filter(LogStore.State::follows).isPresent();
    }

    private void open(Frame.OpenLog open, Guest guest, int weight) {
        if (!hub.allowances().take(guest.account(), Cost.OPEN_LOG)) {
            answer(AccountRequests.refused(open, Problem.TOO_MUCH, Sentences.TOO_MUCH), weight);
        } else {
            hub.logs().open(open.log(), open.creator(), answering(open, weight));
        }
    }

    private void link(Frame.SetLink link, Guest guest, int weight) {
        if (!client.isProved(link.log(), link.follower())) {
            answer(AccountRequests.refused(link, Problem.DENIED, Sentences.NOT_PROVED), weight);
        } else if (!hub.allowances().take(guest.account(), Cost.LINK)) {
            answer(AccountRequests.refused(link, Problem.TOO_MUCH, Sentences.TOO_MUCH), weight);
        } else {
            hub.logs().setLink(link, answering(link, weight));
        }
    }

    private void request(Frame.RequestJoin request, Guest guest, int weight) {
        if (!hub.allowances().take(guest.account(), Cost.REQUEST)) {
            answer(AccountRequests.refused(request, Problem.TOO_MUCH, Sentences.TOO_MUCH), weight);
        } else if (!hub.allowances().take(guest.account(), Cost.BYTES, weight)) {
            answer(AccountRequests.refused(request, Problem.TOO_MUCH, Sentences.TOO_MANY_BYTES), weight);
        } else {
            hub.logs().request(request, guest.account(), answering(request, weight));
        }
    }

    private Consumer<Outcome> answering(Frame.Request request, int weight) {
        return outcome ->
                answer(
                        switch (outcome) {
                            case Outcome.Stored _ -> new Frame.Done(request.request());
                            case Outcome.Lost(var last) -> new Frame.Conflict(request.request(), last);
                            case Outcome.Refused(var problem, _, var text) ->
                                    AccountRequests.refused(request, problem, text);
                        },
                        weight);
    }

    private void answer(Frame frame, int weight) {
        hub.fanOut().post(new Answered(client.outlet(), frame, weight));
    }

    private void follow(Frame.Follow follow, Guest guest, int weight) {
        var id = follow.log();
        var key = follow.follower();
        if (!hub.allowances().take(guest.account(), Cost.FOLLOW)) {
            client.reply(AccountRequests.refused(follow, Problem.TOO_MUCH, Sentences.TOO_MUCH), weight);
            return;
        }
        if (!hub.signatures().verify(key.bytes(), guest.transcript().follow(id), follow.proof())) {
            var able = hub.signatures().provider().isPresent(); // else it passes, as soon as a bundle comes back
            client.reply(
                    able
                            ? AccountRequests.refused(
                                    follow,
                                    Problem.DENIED,
                                    "The proof of the follower key does not fit: make it anew for this link.")
                            : AccountRequests.refused(follow, Problem.TOO_MUCH, Sentences.NO_SUITE),
                    weight);
            return;
        }
        if (!client.prove(id, key)) {
            client.reply(
                    AccountRequests.refused(follow, Problem.TOO_MUCH, "This link reads too many logs: open another."),
                    weight);
            return;
        }
        var state = hub.logs().state(id, key);
        if (state.isEmpty()) {
            client.reply(AccountRequests.refused(follow, Problem.NOT_FOUND, Sentences.NOT_FOLLOWED), weight);
            return;
        }
        var following =
                new Frame.Following(
                        follow.request(), state.get().head(), state.get().lastCommit(), state.get().lastNumber());
        var frames = new ArrayList<Bytes>();
        frames.add(FrameCodec.encode(following));
        var cursor = follow.after();
        try {
            var items = hub.logs().read(id, key, cursor, CatchUp.CHUNK);
            frames.addAll(CatchUp.frames(id, items));
            if (!items.isEmpty()) cursor = items.getLast().position();
        } catch (GoneException e) {
            client.reply(new Frame.Gone(follow.request(), e.tail()), weight);
            return;
        } catch (StoreException e) {
            log.log(System.Logger.Level.ERROR, "Log " + id + " cannot be read", e);
            client.reply(AccountRequests.refused(follow, Problem.NO_SPACE, Sentences.STORE_FAILS), weight);
            return;
        }
        for (var frame : frames) client.outlet().underWay.addAndGet(frame.length());
        hub.fanOut().post(new FanOutEvent.Subscribe(client.outlet(), id, key, cursor, List.copyOf(frames), weight));
    }

    private void deliver(Frame.Deliver deliver, Guest guest, int weight) {
        var inbox = LogId.inboxOf(deliver.to());
        var letter = new InboxItem.Letter(deliver.sealed());
        if (!hub.allowances().take(guest.account(), Cost.BYTES, weight)) {
            client.reply(AccountRequests.refused(deliver, Problem.TOO_MUCH, Sentences.TOO_MANY_BYTES), weight);
            return;
        }
        try {
            if (deliver.token().isPresent()) {
                if (!hub.allowances().take(guest.account(), Cost.DELIVER)) {
                    client.reply(AccountRequests.refused(deliver, Problem.TOO_MUCH, Sentences.TOO_MUCH), weight);
                } else if (!hub.directory()
                        .use(deliver.token().get().hash(), Right.DELIVER, Optional.of(deliver.to()))) {
                    client.reply(AccountRequests.refused(deliver, Problem.DENIED, Sentences.NO_RIGHT), weight);
                } else {
                    hub.logs().deliver(inbox, letter, answering(deliver, weight));
                }
                return;
            }
        } catch (StoreException e) {
            log.log(System.Logger.Level.ERROR, "A letter failed at the store", e);
            client.reply(AccountRequests.refused(deliver, Problem.NO_SPACE, Sentences.STORE_FAILS), weight);
            return;
        }
        var sender = guest.account();
        if (deliver.sealed().length() > StrangerSlots.MAX_LETTER) {
            client.reply(
                    AccountRequests.refused(
                            deliver,
                            Problem.TOO_LARGE,
                            "A first letter is at most 64 KiB: send the rest when it is answered."),
                    weight);
        } else if (!takeSlot(sender, inbox)) {
            client.reply(AccountRequests.refused(deliver, Problem.TOO_MUCH, Sentences.STRANGER), weight);
        } else if (!hub.allowances().take(sender, Cost.STRANGER)) {
            hub.strangers().release(sender, inbox);
            client.reply(AccountRequests.refused(deliver, Problem.TOO_MUCH, Sentences.TOO_MUCH), weight);
        } else {
            var answer = answering(deliver, weight);
            hub.logs()
                    .deliver(
                            inbox,
                            letter,
                            outcome -> {
                                if (outcome instanceof Outcome.Stored(var position)) {
                                    hub.strangers().stored(sender, inbox, position);
                                } else {
                                    hub.strangers().release(sender, inbox);
                                }
                                answer.accept(outcome);
                            });
        }
    }

    /** Slots of letters that were deleted unread are free again; that is looked up only where one is missing. */
    private boolean takeSlot(AccountKey sender, LogId inbox) {
        if (hub.strangers().take(sender, inbox)) return true;
        hub.strangers().reached(inbox, hub.logs().settled(inbox));
        return hub.strangers().take(sender, inbox);
    }

    private void reached(Frame.Reached reached) {
        if (!client.isProved(reached.log(), reached.follower())) return;
        hub.logs().reached(reached.log(), reached.follower(), reached.position());
        hub.strangers().reached(reached.log(), reached.position());
    }

    private void signal(Frame.Signal signal) {
        if (client.isProved(signal.log(), signal.follower())
                && client.maySignal(signal.log(), signal.follower())
                && follows(signal.log(), signal.follower())) {
            hub.fanOut().post(new FanOutEvent.Signalled(client.outlet(), signal));
        }
    }
}
