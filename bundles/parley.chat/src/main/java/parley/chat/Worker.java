package parley.chat;

import org.jspecify.annotations.Nullable;

import parley.chat.ConversationState.Stage;
import parley.client.api.CommandException;
import parley.client.api.Conversations.Kind;
import parley.client.api.Event;
import parley.client.api.crypto.Groups.Group;
import parley.client.api.crypto.SuiteMissingException;
import parley.client.api.session.Session;
import parley.protocol.ConversationId;
import parley.protocol.FollowerKey;
import parley.protocol.LogId;
import parley.protocol.relay.Frame;
import parley.protocol.relay.Frame.Append;
import parley.protocol.relay.Frame.AppendRefused;
import parley.protocol.relay.LogItem;
import parley.protocol.relay.Problem;
import parley.protocol.wire.Bytes;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongFunction;

/**
 * One conversation's thread: what the hub serves and what the outbox holds is taken here, in order, each step in one
 * transaction. Nothing leaves before the transaction that made it has committed.
 */
final class Worker implements AutoCloseable, Steps.Trouble {

    /** Items taken in one transaction. */
    private static final int BATCH = 64;

    private static final Duration RETRY = Duration.ofSeconds(5);

    /** After this long without the suite it may go on for nobody. */
    private static final Duration LONG_WAIT = Duration.ofMinutes(2);

    private static final Duration REACHED_EVERY = Duration.ofSeconds(10);

    private final Chat chat;
    private final ConversationId id;
    private final LogId logId;
    private final Steps steps;
    private final Followed followed;
    private final OwnCommits commits;
    private final GroupCommits groupCommits;
    private final HubLink hubLink;
    private final Rejoining rejoining;
    private final CompletableFuture<@Nullable Void> ended = new CompletableFuture<>();
    private final Outflow outflow;
    private final Held held;
    private final Faults faults;
    private final AtomicBoolean sendAsked = new AtomicBoolean();
    private final AtomicBoolean receiptAsked = new AtomicBoolean();
    private final AtomicBoolean retryAsked = new AtomicBoolean();

    private volatile boolean closed;

    // Confined to the thread.
    private boolean waiting;

    /** Whether the suite is missing while the log is read: nothing has come or waits to be said that it is for. */
    private boolean lacking;

    /** Since when either. */
    private Instant waitingSince = Instant.EPOCH;

    /** What it waits for. */
    private int missing;

    /** Whether the log is not read on for want of the Welcome into its next generation; and for how many ticks. */
    private boolean awaiting;

    private int awaited;

    /** The key that the log is read under; null before it is. */
    private @Nullable FollowerKey under;

    /** The kept Welcome of a rival that the log is read for, by its position in the inbox; and how far it is read. */
    private OptionalLong rival = OptionalLong.empty();

    private long head;

    /** When the hub was last told how far we are. */
    private Instant reached = Instant.EPOCH;

    Worker(Chat chat, ConversationId id, LogId logId) {
        this.chat = chat;
        this.id = id;
        this.logId = logId;
        this.steps = new Steps("conversation-" + id, this);
        this.followed = new Followed(steps, this::take);
        this.held = new Held(chat, id);
        this.faults = new Faults("Conversation " + id, chat);
        this.hubLink = new HubLink(chat, this, held);
        var making = new CommitMaking(chat, held);
        this.commits = new OwnCommits(chat, this, held, steps, making);
        this.groupCommits = new GroupCommits(chat, this, held, steps, commits, making, hubLink);
        this.rejoining = new Rejoining(chat, held, steps);
        this.outflow = new Outflow(chat, this, held, commits, faults);
    }

    ConversationId id() {
        return id;
    }

    LogId logId() {
        return logId;
    }

    /** Ends the thread behind what waits now. */
    @Override
    public void close() {
        closed = true;
        steps.close();
    }

    void join() throws InterruptedException {
        steps.join();
    }

    // ---- Called from any thread; keep the caller waiting only while the queue is full ----

    /** The link is up: follow the log from where we are. */
    void up() {
        steps.add(this::follow);
    }

    void down() {
        steps.add(() -> {
            followed.end();
            held.forget(); // read anew costs little, and no secret of it stays here while the profile is locked
            awaited = 0; // the inbox reads nothing either
        });
    }

    /** Something stands in the outbox. */
    void send() {
        if (sendAsked.compareAndSet(false, true)) steps.add(this::sendNow);
    }

    /** Something wants a receipt, soon. */
    void receipt() {
        if (receiptAsked.compareAndSet(false, true)) chat.after(chat.receiptDelay, this::receiptAtOnce);
    }

    void receiptAtOnce() {
        steps.add(() -> {
            receiptAsked.set(false);
            outflow.receipt();
        });
    }

    /** Something is wanted of the group. */
    void attend() {
        steps.add(groupCommits::attend);
    }

    GroupCommits groupCommits() {
        return groupCommits;
    }

    /** Done when the conversation is over for us. */
    CompletableFuture<@Nullable Void> ended() {
        return ended;
    }

    /** A bundle brought suites, or took some away. */
    void suitesChanged() {
        steps.add(() -> {
            if (waiting || lacking) follow();
        });
    }

    /** A Welcome into the next generation has come. */
    void welcomeKept() {
        steps.add(() -> {
            if (awaiting) follow();
        });
    }

    /** Whoever opened it anew as well is followed once all of this log is read. */
    void rivalKept() {
        steps.add(this::follow);
    }

    /** What the hub serves and answers of our log. */
    Followed followed() {
        return followed;
    }

    void accepted(FollowerKey follower, long number) {
        steps.addOrOverflow(() -> outflow.accepted(follower, number));
    }

    void refused(AppendRefused refused) {
        steps.addOrOverflow(() -> outflow.refused(refused));
    }

    /** What is done with a conversation as it stands. */
    @FunctionalInterface
    interface Use {
        void of(ConversationState state, Group group) throws CommandException;
    }

    private record Standing(ConversationState state, Group group) {}

    /** Runs something on the thread, if the conversation is open and nobody in it is blocked, or perhaps another. */
    void withGroup(Use use) {
        steps.offer(() -> {
            var standing =
                    chat.store()
                            .transact(tx -> {
                                var book = new Book(tx);
                                var state = book.need(id);
                                return state.stage != Stage.OPEN
                                                || book.isBlocked(state)
                                                || book.doubted(state).isPresent()
                                        ? Optional.<Standing>empty()
                                        : Optional.of(new Standing(state, held.group(book)));
                            });
            if (standing.isPresent()) use.of(standing.get().state, standing.get().group);
        });
    }

    /** Does something on the thread, behind what waits now. */
    void then(Steps.Step step) {
        steps.add(step);
    }

    /** Does something on the thread, some time later. */
    void later(Duration delay, Steps.Step step) {
        chat.after(delay, () -> steps.add(step));
    }

    /** What was brought to the hub for a commit that nobody will read. */
    void drop(LargeInvitations.Upload upload) {
        steps.add(() ->
                steps.withRelay(() -> {
                    chat.largeInvitations().drop(upload.blob());
                    return upload;
                }));
    }

    /** Whether the hub serves the log, so that it takes what is sent. On the thread. */
    boolean isFollowing() {
        return followed.isOn();
    }

    /** Asks the hub for what only a follower may. On the thread. */
    Frame.Answer ask(LongFunction<? extends Frame.Request> request) throws CommandException {
        return followed.ask(chat.session(), request);
    }

    /** Sends a frame that nothing answers. On the thread. */
    boolean send(Frame frame) throws CommandException {
        return followed.send(chat.session(), frame);
    }

    /** Now and then: what the hub has not taken for long goes again. */
    void tick() {
        steps.offer(() -> {
            if (!followed.isOn()) {
                if (isLeftBehind()) lose("this device cannot follow the conversation into its next cipher", true);
                if (isWithoutSuite()) attendWithoutSuite();
                else follow(); // whatever it waits for may have come unheard
                return;
            }
            if (isQuiet()) {
                lacking = false;
                return;
            }
            var state = held.state();
            if (state.lost) rejoining.attend(state);
            else if (lacksSuite(state)) attendWithoutSuite();
            groupCommits.attend();
            outflow.send(); // it may have waited for others in vain
            if (outflow.isStuck()) follow();
        });
    }

    /** Whether there is nothing to do, as there seldom is: asked of the store once, as all conversations ask. */
    private boolean isQuiet() throws CommandException, SuiteMissingException {
        return held.<Boolean>change((book, state) ->
                state.stage == Stage.OPEN
                        && !state.lost
                        && chat.groups().has(state.suite)
                        && groupCommits.isQuiet(book, state)
                        && outflow.isQuiet(book, state));
    }

    /** Whether it could only find once more what it waits for. */
    private boolean isWithoutSuite() throws CommandException {
        return waiting && !held.state().lost && !chat.groups().has(missing);
    }

    /** Whether nobody could commit here: a log in which nothing happens shows that by nothing else. */
    private boolean lacksSuite(ConversationState state) {
        var lacks = state.stage == Stage.OPEN && !chat.groups().has(state.suite);
        if (lacks && !lacking && !waiting) waitingSince = chat.now();
        lacking = lacks;
        return lacks;
    }

    /** Whatever is missing for long may be so for all. */
    private void attendWithoutSuite() throws CommandException, SuiteMissingException {
        if (waitingSince.plus(LONG_WAIT).isAfter(chat.now()) || chat.groups().present().isEmpty()) return;
        rejoining.attend(held.state());
    }

    /** Whether what would let this device read on has not come for long. */
    private boolean isLeftBehind() throws CommandException, SuiteMissingException {
        if (awaiting) return ++awaited > Succession.TICKS;
        if (!waiting) return false;
        var present = chat.groups().present();
        return held.<Boolean>change((book, state) -> chat.succession().isBeyond(book, state, present));
    }

    // ---- On the thread ----

    @Override
    public void suiteMissing(SuiteMissingException e) {
        followed.end(); // what the hub serves meanwhile is asked for again
        if (!waiting) chat.store().publish(new Event.SuiteChanged(id, e.suite(), Event.SuiteChanged.State.WAITING));
        if (!waiting && !lacking) waitingSince = chat.now();
        waiting = true;
        missing = e.suite();
    }

    @Override
    public void failed(Throwable e) {
        if (closed) return; // the conversation may be no more
        faults.met(e);
        beginAnew();
    }

    @Override
    public void overflowed() {
        steps.add(this::follow);
    }

    /**
     * The transaction was rolled back: what came behind it must not be taken before it, so everything is asked for
     * again.
     */
    private void beginAnew() {
        held.forget();
        followed.end();
        retry();
    }

    void retry() {
        if (!retryAsked.compareAndSet(false, true)) return;
        chat.after(
                RETRY,
                () -> {
                    retryAsked.set(false);
                    steps.add(this::follow);
                });
    }

    // ---- Following ----

    private void follow() throws CommandException, SuiteMissingException {
        followed.end();
        commits.again();
        hubLink.again();
        outflow.again();
        var link = chat.session().up();
        if (link.isEmpty()) return;
        var state = held.state();
        if (state.stage == Stage.CLOSED) {
            chat.inbox().out(id);
            groupCommits.close();
            ended.complete(null);
            return;
        }
        if (state.lost) rejoining.attend(state);
        if (state.cut) return;
        if (state.stage == Stage.OPENING) open(state);
        var answer = askFollow(link.get(), state, state.follower, state.followerPrivate);
        switch (answer) {
            case Frame.Following now -> followed(now);
            case Frame.Gone _ -> lose("the relay no longer has what this device missed", true);
            case Frame.Refused refused -> {
                if (refused.problem() != Problem.NOT_FOUND && refused.problem() != Problem.DENIED) {
                    throw Session.refusal(refused);
                }
                if (!followReplaced(link.get(), state)) {
                    var first =
                            shutOut(
                                    "the relay does not let this device read it at the moment: "
                                            + Answers.clause(refused.text())
                                            + (state.kind == Kind.GROUP
                                                    ? "; perhaps you were removed from the group"
                                                    : ""));
                    // whose leaf still stands is let in again; who was added again need not ask, but to leave
                    if (!first || state.leaving || !isAddedAgain()) rejoining.attend(state);
                }
            }
            default -> throw Answers.unexpected(answer);
        }
    }

    private Frame.Answer askFollow(Session.Up link, ConversationState state, FollowerKey key, Bytes privateKey)
            throws CommandException, SuiteMissingException {
        var proof = chat.identities().signAsFollower(privateKey, link.transcript().follow(state.log));
        under = key;
        rival = chat.leading().rival(id);
        var answer =
                followed.follow(
                        chat.session(),
                        link,
                        request -> new Frame.Follow(request, state.log, key, state.position, proof));
        if (answer instanceof Frame.Following now) head = now.head();
        return answer;
    }

    /**
     * Our leaf was replaced at the hub and we have not read it: the log is read on under the new key until our own
     * commit comes, which makes the key ours.
     */
    private boolean followReplaced(Session.Up link, ConversationState state)
            throws CommandException, SuiteMissingException {
        var own = commits.pending().flatMap(PendingCommit::follower);
        if (own.isEmpty()) return false;
        var answer = askFollow(link, state, own.get().key(), own.get().privateKey());
        if (!(answer instanceof Frame.Following now)) return false;
        followed.begin(now);
        return true;
    }

    private void open(ConversationState state) throws CommandException, SuiteMissingException {
        var answer =
                steps.withRelay(
                        () -> chat.session().ask(request -> new Frame.OpenLog(request, state.log, state.follower)));
        if (answer instanceof Frame.Refused refused) throw Session.refusal(refused);
        held.run((book, fresh) -> {
            if (book.pending(id).isPresent()) {
                fresh.stage = Stage.COMMITTING;
                return;
            }
            fresh.stage = Stage.OPEN; // of us alone
            chat.opened(book, fresh);
        });
    }

    private void followed(Frame.Following now) throws CommandException, SuiteMissingException {
        var again =
                held.<List<Append>>change((book, state) -> {
                    if (now.head() < state.position) {
                        reading(book, state).lose("the relay's copy of it is shorter than what this device has read");
                    } else if (now.lastNumber() > state.lastNumber) {
                        reading(book, state).lose(LogReading.OLDER);
                    }
                    outflow.accept(book, state, now.lastNumber());
                    var goesOn = state.stopped == null && book.doubted(state).isEmpty();
                    var rest = goesOn ? Sending.again(book, state, now.lastNumber()) : List.<Append>of();
                    if (rest.isEmpty()) letIn(book, state); // else once it takes what goes again
                    return rest;
                });
        followed.begin(now);
        outflow.progressed();
        if (waiting && chat.groups().has(missing)) {
            waiting = false;
            chat.store().publish(new Event.SuiteChanged(id, held.state().suite, Event.SuiteChanged.State.IN_USE));
        }
        if (held.state().lost) rejoining.attend(held.state());
        commits.send();
        outflow.sendAll(again);
        sendNow();
        groupCommits.attend();
        caughtUp();
    }

    /** Whether a Welcome waits that may be for after our removal: the inbox tries it now. */
    private boolean isAddedAgain() throws CommandException {
        return chat.store().transact(tx -> !WelcomesWaiting.forRemoval(id).isEmpty(new Book(tx)));
    }

    /**
     * The hub has refused us, which may pass: what is said waits until it takes it again.
     *
     * @return false if it had done so before
     */
    boolean shutOut(String why) throws CommandException, SuiteMissingException {
        return held.<Boolean>change((book, state) -> {
            if (state.refused != null) return false;
            state.refused = why;
            book.tx().afterCommit(() -> chat.inbox().out(id));
            if (state.stopped != null) return true;
            book.tx().tell(new Event.SendingStopped(id, Optional.of(why)));
            book.tx()
                    .tell(
                            new Event.Notice(
                                    "Sending to "
                                            + state.title
                                            + " is stopped: "
                                            + why
                                            + ". Parley tries again by itself."));
            return true;
        });
    }

    void letIn(Book book, ConversationState state) throws CommandException {
        var was = state.refused != null;
        state.refused = null;
        if (!state.lost && chat.groups().has(state.suite)) Rejoining.answered(book, id);
        if (was && state.stopped == null) book.tx().tell(new Event.SendingStopped(id, Optional.empty()));
    }

    // ---- Reading on ----

    private void take(List<LogItem> items) throws CommandException, SuiteMissingException {
        var next = 0;
        while (next < items.size()) {
            var from = next;
            var taken = held.change((book, state) -> take(book, state, items, from));
            next = taken.next();
            held.become(taken.group());
            if (taken.delivered()) receipt();
            if (taken.unneeded() != null) drop(taken.unneeded());
            if (taken.missing().isPresent()) throw taken.missing().get();
            awaiting = taken.awaits();
            if (awaiting) {
                followed.end(); // what the hub serves meanwhile is asked for again
                return;
            }
            awaited = 0;
            if (taken.followerChanged()) {
                if (under != null) tellReached(under); // nothing more is kept for the former key
                follow(); // under the new key; what follows is served again
                return;
            }
            if (taken.ended() || taken.lost()) {
                tellReached(held.state().follower); // nothing is kept for us any more
                follow(); // nothing more, or only once we are let in again
                return;
            }
            if (taken.wonSlot()) groupCommits.wonSlot();
            if (taken.epochChanged()) epochChanged();
            if (taken.lostSlot()) groupCommits.lostSlot();
            if (taken.attends()) groupCommits.attend();
        }
        reached();
        caughtUp();
    }

    /** What the hub had when it was last asked is read: whoever was removed by it leads nobody. */
    private void caughtUp() throws CommandException {
        if (rival.isEmpty() || held.state().position < head) return;
        chat.leading().judged(id, rival.getAsLong());
        rival = OptionalLong.empty();
    }

    /** Tells the hub now and then how far we are. */
    private void reached() throws CommandException {
        if (!reached.plus(REACHED_EVERY).isAfter(chat.now())) tellReached(held.state().follower);
    }

    private void tellReached(FollowerKey reader) throws CommandException {
        reached = chat.now();
        var state = held.state();
        send(new Frame.Reached(state.log, reader, state.position));
    }

    private Taken take(Book book, ConversationState state, List<LogItem> items, int from) throws CommandException {
        if (state.stage == Stage.CLOSED) return Taken.none(items.size());
        var before = held.group(book);
        var reading = reading(book, state);
        var wasOpen = state.stage == Stage.OPEN;
        var delivered = state.delivered;
        var wasLost = state.lost && state.cut;
        var missing = Optional.<SuiteMissingException>empty();
        var awaits = false;
        var next = from;
        try {
            for (var end = Math.min(items.size(), from + BATCH); next < end && !reading.followerChanged(); next++) {
                reading.take(items.get(next));
            }
        } catch (SuiteMissingException e) {
            missing = Optional.of(e); // what was read before it stays read
        } catch (WelcomeAwaitedException e) {
            awaits = true;
        }
        if (reading.group() != before) book.put(id, reading.group(), before);
        if (reading.followerChanged()) Sending.unseal(book, state);
        book.chain(id).prune(chat.now().toEpochMilli(), 16);
        if (!wasOpen && state.stage == Stage.OPEN) chat.opened(book, state);
        return new Taken(
                next,
                reading.group(),
                reading.epochChanged(),
                reading.followerChanged(),
                state.delivered > delivered,
                reading.wonSlot(),
                reading.lostSlot(),
                reading.attends(),
                state.lost && state.cut && !wasLost,
                state.stage == Stage.CLOSED,
                reading.unneeded(),
                awaits,
                missing);
    }

    private LogReading reading(Book book, ConversationState state) {
        return new LogReading(
                book,
                state,
                held.group(book),
                chat.groups(),
                chat.hearer(),
                chat.duties(),
                chat.succession(),
                chat.now());
    }

    private void epochChanged() throws CommandException, SuiteMissingException {
        commits.again();
        outflow.epochChanged();
        sendNow();
    }

    private void sendNow() throws CommandException, SuiteMissingException {
        sendAsked.set(false);
        outflow.send();
    }

    private void lose(String why, boolean cut) throws CommandException, SuiteMissingException {
        held.run((book, state) -> {
            reading(book, state).lose(why);
            state.cut |= cut;
        });
        rejoining.attend(held.state());
    }
}
