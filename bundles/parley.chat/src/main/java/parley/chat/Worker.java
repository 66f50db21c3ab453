package parley.chat;

import static java.lang.System.Logger.Level.DEBUG;

import org.jspecify.annotations.Nullable;

import parley.chat.ConversationState.Stage;
import parley.client.api.CommandException;
import parley.client.api.Event;
import parley.client.api.crypto.Groups;
import parley.client.api.crypto.Groups.Change;
import parley.client.api.crypto.Groups.Group;
import parley.client.api.crypto.SuiteMissingException;
import parley.client.api.crypto.UntrustedException;
import parley.client.api.session.KeyPackages;
import parley.client.api.session.Session;
import parley.protocol.AccountKey;
import parley.protocol.ConversationId;
import parley.protocol.FollowerKey;
import parley.protocol.LogId;
import parley.protocol.MessageId;
import parley.protocol.content.CommitClaims;
import parley.protocol.content.Content;
import parley.protocol.content.JoinPoint;
import parley.protocol.content.Seen;
import parley.protocol.relay.CommitBody;
import parley.protocol.relay.CommitBody.NewFollower;
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
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;

/**
 * One conversation's thread: what the hub serves and what the outbox holds is taken here, in order, each step in one
 * transaction. Nothing leaves before the transaction that made it has committed.
 */
final class Worker implements AutoCloseable, Steps.Trouble {

    private static final System.Logger log = System.getLogger(Worker.class.getName());

    /** Items taken in one transaction. */
    private static final int BATCH = 64;

    private static final Duration RETRY = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration RECEIPT_DELAY = Duration.ofSeconds(5);
    private static final Duration LEAF_AGE = Duration.ofDays(7);

    /** The most members of a conversation in which receipts are sent. */
    private static final int RECEIPT_MEMBERS = 100;

    private final Chat chat;
    private final ConversationId id;
    private final LogId logId;
    private final Steps steps;
    private final AtomicBoolean sendAsked = new AtomicBoolean();
    private final AtomicBoolean receiptAsked = new AtomicBoolean();

    /** The request number of the last Follow, and of the last one answered: which Items belong to it. */
    private volatile long awaited;

    private volatile long fresh;

    /** No request number. */
    private static final long NOTHING = -1;

    // Confined to the thread.
    private long current;
    private @Nullable Group group;
    private boolean following;
    private boolean commitSent;
    private boolean waiting;

    /** The first append that the hub found stale before we had read the commit that made it so; 0 for none. */
    private long staleFrom;

    /** When the hub last took something, or something was first sent after it had taken all. */
    private Instant progress = Instant.EPOCH;

    Worker(Chat chat, ConversationId id, LogId logId) {
        this.chat = chat;
        this.id = id;
        this.logId = logId;
        this.steps = new Steps("conversation-" + id, this);
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
            following = false;
            current = 0;
        });
    }

    /** Something stands in the outbox. */
    void send() {
        if (sendAsked.compareAndSet(false, true)) steps.add(this::sendNow);
    }

    /** Something wants a receipt, soon. */
    void receipt() {
        if (receiptAsked.compareAndSet(false, true)) chat.after(RECEIPT_DELAY, () -> steps.add(this::receiptNow));
    }

    /** A bundle brought suites, or took some away. */
    void suitesChanged() {
        steps.add(() -> {
            if (waiting) follow();
        });
    }

    void items(List<LogItem> items) {
        var tag = fresh;
        var added =
                steps.addItems(() -> {
                    if (tag == current) take(items); // else served for an earlier Follow: it comes again
                });
        if (!added) fresh = NOTHING; // what comes behind the gap waits for the next Follow
    }

    /** The hub has answered a Follow: what it serves from here on begins where that asked. On the session's reader. */
    void following(long request) {
        if (request == awaited) fresh = request;
    }

    void accepted(FollowerKey follower, long number) {
        steps.addOrOverflow(() -> acceptedNow(follower, number));
    }

    void refused(AppendRefused refused) {
        steps.addOrOverflow(() -> refusedNow(refused));
    }

    /** Runs something on the thread with the group as it stands, if the conversation is open. */
    void withGroup(BiConsumer<ConversationState, Group> use) {
        steps.offer(() -> {
            var state = state();
            if (state.stage != Stage.OPEN) return;
            use.accept(state, chat.store().transact(tx -> group(new Book(tx))));
        });
    }

    /** Now and then: what the hub has not taken for long goes again. */
    void tick() {
        steps.add(() -> {
            if (!following) {
                follow(); // whatever it waits for may have come unheard
                return;
            }
            if (progress.plus(PATIENCE).isAfter(chat.now())) return;
            var unanswered =
                    change((book, _) ->
                            book.outbox(id, Sending.WINDOW).stream()
                                    .anyMatch(row -> row.sealed().isPresent() && !row.accepted()));
            if (unanswered) follow();
        });
    }

    // ---- On the thread ----

    @Override
    public void suiteMissing(SuiteMissingException e) {
        following = false; // what the hub serves meanwhile is asked for again
        if (!waiting) chat.store().publish(new Event.SuiteChanged(id, e.suite(), Event.SuiteChanged.State.WAITING));
        waiting = true;
    }

    @Override
    public void failed(Exception e) {
        log.log(DEBUG, "Conversation {0}: {1}", id, e);
        if (e instanceof CommandException command && command.code() == CommandException.Code.DISK_FULL) {
            chat.store().publish(new Event.Warning(String.valueOf(e.getMessage())));
        }
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
        group = null;
        following = false;
        chat.after(RETRY, () -> steps.add(this::follow));
    }

    private Group group(Book book) {
        if (group == null) {
            group = book.group(id).orElseThrow(() -> new IllegalStateException("conversation without a group"));
        }
        return group;
    }

    private ConversationState state() throws CommandException {
        return chat.store().transact(tx -> new Book(tx).need(id));
    }

    /**
     * Reads the conversation's record, changes it and writes it back, in one transaction with all that {@code work}
     * does.
     */
    private <T> T change(Work<T> work) throws CommandException, SuiteMissingException {
        try {
            return chat.store()
                    .transact(tx -> {
                        var book = new Book(tx);
                        var state = book.need(id);
                        try {
                            var result = work.in(book, state);
                            book.put(state);
                            return result;
                        } catch (SuiteMissingException e) {
                            throw new Missing(e);
                        }
                    });
        } catch (Missing e) {
            group = null; // rolled back
            throw e.missing;
        }
    }

    @FunctionalInterface
    private interface Work<T> {
        T in(Book book, ConversationState state) throws CommandException, SuiteMissingException;
    }

    private void run(Edit edit) throws CommandException, SuiteMissingException {
        change((book, state) -> {
            edit.of(book, state);
            return true;
        });
    }

    @FunctionalInterface
    private interface Edit {
        void of(Book book, ConversationState state) throws CommandException, SuiteMissingException;
    }

    /** Carries a missing suite out of a transaction, which it rolls back. */
    private static final class Missing extends RuntimeException {

        private static final long serialVersionUID = 1;

        private final transient SuiteMissingException missing;

        Missing(SuiteMissingException missing) {
            super(missing);
            this.missing = missing;
        }
    }

    // ---- Following ----

    private void follow() throws CommandException, SuiteMissingException {
        following = false;
        commitSent = false;
        staleFrom = 0;
        var link = chat.session().up();
        if (link.isEmpty()) return;
        var state = state();
        if (state.stage == Stage.CLOSED) return;
        if (state.stage == Stage.OPENING) open(state);
        var answer = askFollow(link.get(), state, state.follower, state.followerPrivate);
        switch (answer) {
            case Frame.Following now -> followed(now);
            case Frame.Gone _ -> stop("the relay no longer has what this device missed; ask for the conversation anew");
            case Frame.Refused refused -> {
                if (refused.problem() != Problem.NOT_FOUND && refused.problem() != Problem.DENIED) {
                    throw Session.refusal(refused);
                }
                if (!followReplaced(link.get(), state)) {
                    stop("the relay does not let this device follow it any more: " + refused.text());
                }
            }
            default -> throw unexpected(answer);
        }
    }

    private Frame.Answer askFollow(Session.Up link, ConversationState state, FollowerKey key, Bytes privateKey)
            throws CommandException, SuiteMissingException {
        var proof = chat.identities().signAsFollower(privateKey, link.transcript().follow(state.log));
        return steps.ask(() ->
                chat.session()
                        .ask(request -> {
                            awaited = request;
                            return new Frame.Follow(request, state.log, key, state.position, proof);
                        }));
    }

    /**
     * Our leaf was replaced at the hub and we have not read it: the log is read on under the new key until our own
     * commit comes, which makes the key ours.
     */
    private boolean followReplaced(Session.Up link, ConversationState state)
            throws CommandException, SuiteMissingException {
        var pending = chat.store().transact(tx -> new Book(tx).pending(id));
        if (pending.isEmpty() || pending.get().follower().isEmpty()) return false;
        var own = pending.get().follower().get();
        if (!(askFollow(link, state, own.key(), own.privateKey()) instanceof Frame.Following now)) return false;
        following = true;
        current = now.request();
        return true;
    }

    private void open(ConversationState state) throws CommandException, SuiteMissingException {
        var answer =
                steps.ask(() -> chat.session().ask(request -> new Frame.OpenLog(request, state.log, state.follower)));
        if (answer instanceof Frame.Refused refused) throw Session.refusal(refused);
        run((_, fresh) -> {
            fresh.stage = Stage.COMMITTING;
        });
    }

    private void followed(Frame.Following now) throws CommandException, SuiteMissingException {
        var again =
                this.<List<Append>>change((book, state) -> {
                    if (now.head() < state.position) {
                        reading(book, state).stop("the relay's copy of it is shorter than what this device has read");
                    } else if (now.lastNumber() > state.lastNumber) {
                        reading(book, state)
                                .stop("this profile is older than what it said before; it was restored from a copy");
                    }
                    accept(book, state, now.lastNumber());
                    return state.stopped == null ? Sending.again(book, state, now.lastNumber()) : List.of();
                });
        following = true;
        current = now.request();
        progress = chat.now();
        if (waiting) {
            waiting = false;
            chat.store().publish(new Event.SuiteChanged(id, state().suite, Event.SuiteChanged.State.IN_USE));
        }
        sendPending();
        sendAll(again);
        sendNow();
    }

    // ---- Reading on ----

    /**
     * @param group null if the conversation is closed
     */
    private record Taken(
            int next,
            @Nullable Group group,
            boolean epochChanged,
            boolean followerChanged,
            boolean delivered,
            Optional<SuiteMissingException> missing) {}

    private void take(List<LogItem> items) throws CommandException, SuiteMissingException {
        if (!following) return; // an earlier item could not be taken; they are served again
        var next = 0;
        while (next < items.size()) {
            var from = next;
            var taken = change((book, state) -> take(book, state, items, from));
            next = taken.next;
            group = taken.group;
            if (taken.delivered) receipt();
            if (taken.missing.isPresent()) throw taken.missing.get();
            if (taken.followerChanged) {
                follow(); // under the new key; what follows is served again
                return;
            }
            if (taken.epochChanged) epochChanged();
        }
        chat.reached(this);
    }

    private Taken take(Book book, ConversationState state, List<LogItem> items, int from) throws CommandException {
        if (state.stage == Stage.CLOSED) return new Taken(items.size(), null, false, false, false, Optional.empty());
        var before = group(book);
        var reading = reading(book, state);
        var wasOpen = state.stage == Stage.OPEN;
        var delivered = state.delivered;
        var missing = Optional.<SuiteMissingException>empty();
        var next = from;
        try {
            for (var end = Math.min(items.size(), from + BATCH); next < end && !reading.followerChanged(); next++) {
                reading.take(items.get(next));
            }
        } catch (SuiteMissingException e) {
            missing = Optional.of(e); // what was read before it stays read
        }
        if (reading.group() != before) book.put(id, reading.group(), before);
        if (reading.followerChanged()) Sending.unseal(book, state);
        book.pruneChain(id, chat.now().toEpochMilli(), 16);
        if (!wasOpen && state.stage == Stage.OPEN) chat.opened(book, state);
        return new Taken(
                next,
                reading.group(),
                reading.epochChanged(),
                reading.followerChanged(),
                state.delivered > delivered,
                missing);
    }

    private LogReading reading(Book book, ConversationState state) {
        return new LogReading(book, state, group(book), chat.groups(), chat.hearer(), chat.now());
    }

    private void epochChanged() throws CommandException, SuiteMissingException {
        commitSent = false;
        if (staleFrom > 0) sealAnew(staleFrom);
        sendNow();
    }

    // ---- Sending ----

    private void acceptedNow(FollowerKey follower, long number) throws CommandException, SuiteMissingException {
        progress = chat.now();
        run((book, state) -> {
            if (follower.equals(state.follower)) accept(book, state, number);
        });
        sendNow();
    }

    /** The hub has everything up to {@code number}. */
    private void accept(Book book, ConversationState state, long number) throws CommandException {
        for (var outgoing : book.outbox(id, Sending.WINDOW)) {
            if (outgoing.sealed().isEmpty() || outgoing.sealed().get().number() > number) return;
            if (outgoing.accepted()) continue;
            chat.hearer().accepted(book, state, outgoing);
            book.put(id, outgoing.acceptedNow());
        }
    }

    private void refusedNow(AppendRefused refused) throws CommandException, SuiteMissingException {
        if (!refused.follower().equals(state().follower)) return; // from before our leaf was replaced
        switch (refused.problem()) {
            case STALE_BASE -> sealAnew(refused.number());
            case WRONG_NUMBER -> {} // an earlier one was refused; with it all later ones go again
            case DENIED, NOT_FOUND -> stop("the relay does not take what this device says: " + refused.text());
            default -> {
                chat.store().publish(new Event.Warning(refused.text()));
                chat.after(RETRY, () -> steps.add(this::follow));
            }
        }
    }

    /** Seals anew from {@code number} on; if we have not read the commit that made it stale, as soon as we have. */
    private void sealAnew(long number) throws CommandException, SuiteMissingException {
        var appends =
                this.<List<Append>>change((book, state) -> {
                    var sending = new Sending(book, state, group(book), chat.groups());
                    var anew = sending.sealAnew(number);
                    group = sending.group();
                    return anew;
                });
        staleFrom = appends.isEmpty() ? number : 0;
        sendAll(appends);
    }

    private void sendNow() throws CommandException, SuiteMissingException {
        sendAsked.set(false);
        if (!following) return;
        var appends =
                this.<List<Append>>change((book, state) -> {
                    if (state.stage != Stage.OPEN || state.stopped != null) return List.of();
                    if (book.outbox(id, Sending.WINDOW).stream().allMatch(row -> row.sealed().isPresent()))
                        return List.of();
                    var sending = new Sending(book, state, group(book), chat.groups());
                    var sealed = sending.seal();
                    group = sending.group();
                    return sealed;
                });
        if (appends.isEmpty()) return;
        progress = chat.now();
        sendAll(appends);
        refreshLeaf();
    }

    private void sendAll(List<Append> appends) {
        for (var append : appends) {
            if (!chat.session().send(append)) return; // they go again when the link is up
        }
    }

    private void receiptNow() throws CommandException, SuiteMissingException {
        receiptAsked.set(false);
        run((book, state) -> {
            if (state.stage != Stage.OPEN || state.stopped != null) return;
            if (state.members.size() > RECEIPT_MEMBERS) return;
            if (state.delivered <= state.deliveredTold && state.read <= state.readTold) return;
            state.deliveredTold = state.delivered;
            state.readTold = Math.min(state.read, state.delivered);
            var receipt = new Content.Receipt(state.deliveredTold, state.readTold);
            book.put(id, Outgoing.of(state, MessageId.random(), chat.now(), receipt));
        });
        sendNow();
    }

    // ---- Own commits ----

    private void sendPending() throws CommandException {
        var pending = chat.store().transact(tx -> new Book(tx).pending(id));
        if (commitSent || pending.isEmpty()) return;
        commitSent = true;
        var state = state();
        var commit = pending.get();
        var answer =
                steps.ask(() ->
                        chat.session()
                                .ask(request ->
                                        new Frame.Commit(
                                                request,
                                                state.log,
                                                state.follower,
                                                commit.base(),
                                                commit.body(),
                                                commit.welcomes())));
        switch (answer) {
            case Frame.Done _, Frame.Conflict _ -> {} // the log decides
            case Frame.Refused refused -> {
                commitSent = false;
                var passing = refused.problem() == Problem.NO_SPACE || refused.problem() == Problem.TOO_MUCH;
                if (state.stage != Stage.COMMITTING || passing) throw Session.refusal(refused);
                abandon(refused.text());
            }
            default -> throw unexpected(answer);
        }
    }

    /** The first commit of a conversation cannot be made: its request has expired or was revoked. */
    private void abandon(String why) throws CommandException {
        chat.store()
                .run(tx -> {
                    var book = new Book(tx);
                    var state = book.need(id);
                    book.forget(state); // so that asking anew begins anew
                    tx.tell(new Event.Notice("The conversation with " + state.title + " could not be opened: " + why));
                });
        chat.forget(this);
    }

    /** Replaces this device's leaf when it is older than a week: whoever learned its secrets then knows nothing now. */
    private void refreshLeaf() throws CommandException, SuiteMissingException {
        if (state().leafSince.plus(LEAF_AGE).isAfter(chat.now())) return;
        if (chat.store().transact(tx -> new Book(tx).pending(id)).isPresent()) return;
        var leaf = steps.ask(chat.keyPackages()::newLeaf);
        run((book, state) -> {
            book.put(id, replacement(book, state, leaf));
        });
        sendPending();
    }

    private PendingCommit replacement(Book book, ConversationState state, KeyPackages.NewLeaf leaf)
            throws CommandException, SuiteMissingException {
        var identity = chat.keyPackages().identity(book.tx()).orElseThrow();
        var current = group(book);
        var view = chat.groups().view(current);
        var added = List.of(new NewFollower(leaf.leaf().follower(), view.policy().admins().contains(own(view))));
        var removed = List.of(state.follower);
        var seen = new Seen(state.position, state.chain, view.authenticator());
        var claims = new CommitClaims(CommitBody.binding(state.lastCommit(), added, removed), seen);
        var change = new Change(List.of(), List.of(), Optional.of(leaf.leaf()), Optional.empty());
        var joinPoint = new JoinPoint(state.hub, state.log, state.position, state.chain);
        try {
            var made = chat.groups().commit(identity, current, change, claims.encode(), joinPoint);
            group = chat.groups().spent(current, made);
            book.put(id, group, current);
            return new PendingCommit(
                    state.lastCommit(),
                    new CommitBody(made.commit(), added, removed, Optional.empty()),
                    List.of(),
                    made.next(),
                    Optional.of(new PendingCommit.NewFollower(leaf.leaf().follower(), leaf.followerPrivate())));
        } catch (UntrustedException e) {
            throw new CommandException(CommandException.Code.INTERNAL, "a commit that adds nobody met a KeyPackage", e);
        }
    }

    private static AccountKey own(Groups.View view) {
        return view.members().stream()
                .filter(member -> member.leaf() == view.ownLeaf())
                .findFirst()
                .orElseThrow()
                .account();
    }

    private void stop(String why) throws CommandException, SuiteMissingException {
        run((book, state) -> {
            reading(book, state).stop(why);
        });
    }

    private static CommandException unexpected(Frame.Answer answer) {
        return new CommandException(
                CommandException.Code.INTERNAL, "the relay answered with " + answer.getClass().getSimpleName());
    }
}
