package parley.chat;

import static java.lang.System.Logger.Level.DEBUG;

import org.jspecify.annotations.Nullable;

import parley.chat.ConversationState.Stage;
import parley.client.api.CommandException;
import parley.client.api.Contacts.State;
import parley.client.api.Event;
import parley.client.api.crypto.SuiteMissingException;
import parley.client.api.crypto.UntrustedException;
import parley.client.api.session.Session;
import parley.protocol.ConversationId;
import parley.protocol.DeviceList;
import parley.protocol.FollowerKey;
import parley.protocol.LogId;
import parley.protocol.content.Letter;
import parley.protocol.relay.Entry;
import parley.protocol.relay.Frame;
import parley.protocol.relay.InboxItem;
import parley.protocol.relay.LogItem;
import parley.protocol.relay.Problem;
import parley.protocol.wire.Bytes;
import parley.protocol.wire.MalformedException;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Reads the account's inbox on a thread of its own: contact requests, and the Welcomes of conversations. What does not
 * verify, was not meant for us, or repeats is dropped; its position is passed all the same.
 */
final class Inbox implements AutoCloseable, Steps.Trouble {

    private static final System.Logger log = System.getLogger(Inbox.class.getName());

    /** Requests of strangers kept at once; more are dropped until some are answered. */
    private static final int MAX_REQUESTS = 500;

    /** The person is told that letters were deleted unread once in so long, whatever the relay says. */
    private static final Duration GONE_TOLD_EVERY = Duration.ofDays(1);

    private static final Duration NOTED_EVERY = Duration.ofMinutes(5);

    /**
     * Between tries of a Welcome that waits and that the relay does not serve: twice as long each time, up to a limit.
     */
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(30);

    private static final Duration LAST_PAUSE = Duration.ofHours(1);

    private static final String WAITED_IN_VAIN =
            "An invitation that had to wait cannot be taken any more; ask whoever invited you to do so again";

    private final Chat chat;
    private final Steps steps;
    private final Followed followed;
    private final Welcomes welcomes;
    private final Faults faults;
    private final AtomicBoolean lettersAsked = new AtomicBoolean();
    private final AtomicBoolean retryAsked = new AtomicBoolean();

    /** How long after a fault it is asked for again; in tests that count how often, when they say so. */
    volatile Duration retry = Duration.ofSeconds(5);

    // Confined to the thread.
    private Instant goneTold = Instant.EPOCH;

    /** How far the inbox went when it was last asked for. */
    private long head = Long.MAX_VALUE;

    private Instant readNoted = Instant.EPOCH;

    /** When the Welcomes that wait are tried next beside their time: at the start, and after what passes. */
    private Instant waitingDue = Instant.EPOCH;

    private Duration waitingPause = FIRST_PAUSE;

    Inbox(Chat chat) {
        this.chat = chat;
        this.steps = new Steps("inbox", this);
        this.followed = new Followed(steps, this::take);
        this.welcomes = new Welcomes(chat);
        this.faults = new Faults("Inbox", chat);
    }

    // ---- Called from any thread ----

    void up() {
        steps.add(this::follow);
    }

    void down() {
        steps.add(followed::end);
    }

    /** What the hub serves and answers of the inbox. */
    Followed followed() {
        return followed;
    }

    /** Now and then: whatever it waits for may have come unheard. */
    void tick() {
        steps.offer(() -> {
            if (!followed.isOn()) {
                follow();
                return;
            }
            noteRead();
            takeWaitingIfDue();
        });
        letters();
    }

    /** Something waits for the relay that concerns contacts: letters, answers, tokens to revoke. */
    void letters() {
        if (lettersAsked.compareAndSet(false, true)) steps.add(this::lettersNow);
    }

    /** Suites came: what waits for them can be taken. */
    void suitesChanged() {
        steps.add(() -> {
            takeWaiting();
            if (!followed.isOn()) follow();
        });
    }

    /** A Welcome into a conversation that was read and kept may be taken now. */
    void again(ConversationId id, long position, InboxItem.Welcomed welcomed) {
        steps.add(() -> {
            var due = chat.leading().isKeptDue(id, position);
            try {
                take(position, welcomed);
                if (due && chat.leading().isKeptDue(id, position)) chat.leading().cannotFollow(id, position);
            } catch (SuiteMissingException e) { // it is tried again; the inbox goes on
                log.log(DEBUG, "The letter at {0} is kept on: {1}", position, e.getMessage());
            } catch (UntrustedException e) {
                log.log(DEBUG, "Dropped what was kept of the letter at {0}: {1}", position, e.getMessage());
                chat.leading().cannotFollow(id, position);
            }
        });
    }

    /** We are no more in a group, or the hub says so: perhaps we were added again since. */
    void out(ConversationId id) {
        steps.add(() -> {
            var due = waitingDue;
            waitingDue = Instant.EPOCH; // until it is done
            if (chat.session().up().isEmpty()) return;
            waitingDue = takeWaiting(WelcomesWaiting.forRemoval(id), true) ? due : chat.now().plus(waitingPause);
        });
    }

    /** Does something on the thread, behind what waits now. */
    void then(Steps.Step step) {
        steps.add(step);
    }

    @Override
    public void close() {
        steps.close();
    }

    void join() throws InterruptedException {
        steps.join();
    }

    // ---- On the thread ----

    @Override
    public void suiteMissing(SuiteMissingException e) {
        followed.end(); // SuitesPresent follows anew
    }

    @Override
    public void failed(Throwable e) {
        followed.end();
        faults.met(e);
        if (!retryAsked.compareAndSet(false, true)) return;
        chat.after(
                retry,
                () -> {
                    retryAsked.set(false);
                    steps.add(this::follow);
                });
    }

    @Override
    public void overflowed() {
        steps.add(this::follow);
    }

    private void follow() throws CommandException, SuiteMissingException {
        followed.end();
        var link = chat.session().up();
        var account = chat.accounts().current();
        if (link.isEmpty() || account.isEmpty()) return;
        var inbox = LogId.inboxOf(account.get().key());
        var identity = chat.store().transact(tx -> chat.keyPackages().identity(tx));
        if (identity.isEmpty()) return;
        var proof = chat.identities().signAsDevice(identity.get(), link.get().transcript().follow(inbox));
        var follower = new FollowerKey(account.get().device().bytes());
        var after = chat.store().transact(tx -> new Book(tx).inbox().position());
        var answer = askFollow(link.get(), inbox, follower, after, proof);
        if (answer instanceof Frame.Gone gone && gone.tail() > after) { // what is left can be read
            passDeleted(gone.tail());
            answer = askFollow(link.get(), inbox, follower, gone.tail(), proof);
        }
        switch (answer) {
            case Frame.Following now -> {
                head = now.head();
                followed.begin(now);
                takeWaitingIfDue();
                chat.leading().takeWanted();
            }
            case Frame.Refused refused -> throw Session.refusal(refused);
            default -> throw Answers.unexpected(answer);
        }
    }

    /** Whatever comes later was not there before, which tells rivals from those who come late. */
    private void noteRead() throws CommandException {
        if (readNoted.plus(NOTED_EVERY).isAfter(chat.now())) return;
        readNoted = chat.now();
        chat.store()
                .run(tx -> {
                    var book = new Book(tx);
                    if (book.inbox().position() >= head && chat.leading().awaitsRivals(book))
                        book.inbox().putRead(chat.now());
                });
    }

    private Frame.Answer askFollow(Session.Up link, LogId inbox, FollowerKey follower, long after, Bytes proof)
            throws CommandException {
        return followed.follow(
                chat.session(), link, request -> new Frame.Follow(request, inbox, follower, after, proof));
    }

    private void passDeleted(long tail) throws CommandException {
        var told = goneTold.plus(GONE_TOLD_EVERY).isAfter(chat.now());
        chat.store()
                .run(tx -> {
                    new Book(tx).inbox().putPosition(tail);
                    if (told) return;
                    tx.tell(
                            new Event.Notice(
                                    "The relay has deleted contact requests that were not read within 30 days; whoever"
                                            + " sent one can ask again."));
                });
        if (!told) goneTold = chat.now();
    }

    private void lettersNow() throws CommandException {
        lettersAsked.set(false);
        if (chat.session().up().isEmpty()) return; // asked for again when it is up
        for (var account : chat.letters().waiting()) {
            try {
                steps.withRelay(() -> {
                    chat.letters().attend(account);
                    return account;
                });
            } catch (CommandException e) { // one that is refused holds up no other
                if (e.code() == CommandException.Code.NOT_REACHABLE) return;
                log.log(DEBUG, "What is for a contact waits: {0}", e.getMessage());
            } catch (RuntimeException e) {
                faults.met(e);
            }
        }
    }

    private void take(List<LogItem> items) throws CommandException, SuiteMissingException {
        for (var item : items) {
            if (item instanceof Entry entry) take(entry);
        }
        var account = chat.accounts().current();
        if (account.isEmpty() || items.isEmpty()) return;
        var reached =
                new Frame.Reached(
                        LogId.inboxOf(account.get().key()),
                        new FollowerKey(account.get().device().bytes()),
                        items.getLast().position());
        followed.send(chat.session(), reached);
    }

    private void take(Entry entry) throws CommandException, SuiteMissingException {
        if (entry.position() <= chat.store().transact(tx -> new Book(tx).inbox().position())) return;
        try {
            switch (InboxItem.decode(entry.body())) {
                case InboxItem.Letter(var sealed) -> {
                    switch (open(sealed)) {
                        case Letter.ContactRequest request -> asked(entry, request);
                        case Letter.RejoinRequest request -> rejoins(entry, request);
                        case Letter.Invitation _, Letter.LargeInvitation _ -> {} // a hub delivers those
                    }
                }
                case InboxItem.Welcomed welcomed -> takeOrKeep(entry.position(), welcomed);
            }
        } catch (MalformedException | UntrustedException e) {
            log.log(DEBUG, "Dropped the letter at {0}: {1}", entry.position(), e.getMessage());
        }
        chat.store().run(tx -> new Book(tx).inbox().putPosition(entry.position()));
    }

    private void takeOrKeep(long position, InboxItem.Welcomed welcomed)
            throws CommandException, SuiteMissingException, UntrustedException {
        try {
            take(position, welcomed);
        } catch (SuiteMissingException e) {
            var called = chat.groups().name(e.suite());
            var kept =
                    chat.store()
                            .transact(tx ->
                                    WelcomesWaiting.keepForSuite(new Book(tx), e.suite(), position, welcomed, called));
            if (!kept) throw e;
        }
    }

    private void takeWaitingIfDue() throws CommandException {
        if (!waitingDue.isAfter(chat.now())) takeWaiting();
    }

    /** Whatever may be taken now: those whose suite is here, and those into groups that we are out of. */
    private void takeWaiting() throws CommandException {
        waitingDue = Instant.EPOCH; // until it is done
        if (chat.session().up().isEmpty()) return;
        var all = true;
        for (var suite : chat.groups().provided()) all &= takeWaiting(WelcomesWaiting.forSuite(suite), false);
        var out =
                chat.store()
                        .transact(tx ->
                                new Book(tx)
                                        .conversations().stream()
                                                .filter(one -> one.stage == Stage.CLOSED || one.refused != null)
                                                .toList());
        for (var state : out) all &= takeWaiting(WelcomesWaiting.forRemoval(state.id), true);
        waitingDue = all ? Instant.MAX : chat.now().plus(waitingPause);
        if (all) waitingPause = FIRST_PAUSE;
        else if (waitingPause.compareTo(LAST_PAUSE) < 0) waitingPause = waitingPause.multipliedBy(2);
    }

    /**
     * Each as if it came now; one that was taken already, and kept by a crash, is wanted no more.
     *
     * @return whether none failed for what may pass
     */
    private boolean takeWaiting(WelcomesWaiting waiting, boolean forRemoval) throws CommandException {
        var all = true;
        for (var one : chat.store().transact(tx -> waiting.all(new Book(tx))).entrySet()) {
            var position = one.getKey();
            try {
                if (take(position, one.getValue()) && forRemoval) continue; // kept on
            } catch (SuiteMissingException e) {
                if (!forRemoval && !waiting.equals(WelcomesWaiting.forSuite(e.suite())))
                    chat.store().run(tx -> waiting.move(new Book(tx), position, one.getValue(), e.suite()));
                continue;
            } catch (UntrustedException e) {
                log.log(DEBUG, "Dropped the letter at {0}: {1}", position, e.getMessage());
                if (!opens(one.getValue().sealed())) chat.warn(WAITED_IN_VAIN);
            } catch (CommandException | RuntimeException e) { // it holds up no other
                faults.met(e);
                all = false;
                continue;
            }
            chat.store().run(tx -> waiting.forget(new Book(tx), position));
        }
        return all;
    }

    /** Whether it is kept until we are out of the group. */
    private boolean take(long position, InboxItem.Welcomed welcomed)
            throws CommandException, SuiteMissingException, UntrustedException {
        return switch (open(welcomed.sealed())) {
            case Letter.Invitation invitation -> welcomes.take(position, welcomed, invitation);
            case Letter.LargeInvitation large -> welcomes.take(position, welcomed, fetch(large));
            case Letter.ContactRequest _, Letter.RejoinRequest _ -> false; // no Welcome
        };
    }

    /** Whether the inbox key is here still that it is sealed to. */
    private boolean opens(Bytes sealed) throws CommandException {
        try {
            open(sealed);
            return true;
        } catch (UntrustedException | SuiteMissingException e) {
            return false;
        }
    }

    private Letter open(Bytes sealed) throws CommandException, SuiteMissingException, UntrustedException {
        var identity = chat.store().transact(tx -> chat.keyPackages().identity(tx));
        return chat.identities().open(identity.orElseThrow(), sealed);
    }

    private Letter.Invitation fetch(Letter.LargeInvitation large) throws CommandException, UntrustedException {
        UntrustedException[] untrusted = new UntrustedException[1];
        var invitation =
                steps.withRelay(() -> {
                    try {
                        return Optional.of(chat.largeInvitations().fetch(large));
                    } catch (UntrustedException e) {
                        untrusted[0] = e;
                        return Optional.<Letter.Invitation>empty();
                    }
                });
        if (invitation.isPresent()) return invitation.get();
        throw untrusted[0];
    }

    /** A member of one of our conversations has lost it. */
    private void rejoins(Entry entry, Letter.RejoinRequest request) throws CommandException, SuiteMissingException {
        var id = request.conversation();
        var devices =
                isOfUnknownDevice(request)
                        ? chat.people().devices(steps, request.chain().account())
                        : Optional.<DeviceList>empty();
        var ours = new AtomicReference<@Nullable ConversationState>();
        var due =
                chat.store()
                        .transact(tx -> {
                            var book = new Book(tx);
                            book.inbox().putPosition(entry.position());
                            var state = book.conversation(id);
                            var group = book.group(id);
                            if (state.isEmpty() || group.isEmpty()) return false;
                            var view = chat.groups().view(group.get());
                            var account = request.chain().account();
                            if (view.members().stream().noneMatch(member -> member.account().equals(account))
                                    && !view.policy().admins().contains(account))
                                return false; // ids are kept of members only
                            if (!book.inbox().firstSight(request.id(), chat.now().toEpochMilli())) return false;
                            if (chat.restarting().isOurs(book, state.get(), view, request)) {
                                ours.set(state.get());
                                return false;
                            }
                            return chat.duties().rejoins(book, state.get(), view, request, devices, chat.now());
                        });
        if (due) chat.worker(id).ifPresent(Worker::attend);
        var former = ours.get();
        if (former != null) chat.restarting().restartFor(former, request, steps);
    }

    /** Whether a member of one of our conversations asks by a device that has no leaf there. */
    private boolean isOfUnknownDevice(Letter.RejoinRequest request) throws CommandException {
        return chat.store()
                .<Boolean>transact(tx -> {
                    var group = new Book(tx).group(request.conversation());
                    if (group.isEmpty()) return false;
                    var leaves =
                            chat.groups().view(group.get()).members().stream()
                                    .filter(member -> member.account().equals(request.chain().account()))
                                    .toList();
                    return !leaves.isEmpty()
                            && leaves.stream().noneMatch(leaf -> leaf.device().equals(request.chain().device()));
                });
    }

    // ---- Contact requests ----

    private void asked(Entry entry, Letter.ContactRequest request) throws CommandException, SuiteMissingException {
        var account = request.chain().account();
        var own = chat.accounts().current().orElseThrow();
        if (account.equals(own.key())) return;
        if (!verified(request)) return;
        chat.store()
                .run(tx -> {
                    var book = new Book(tx);
                    book.inbox().putPosition(entry.position());
                    var told = KeyChanges.seen(book, request.from().name(), account);
                    if (book.inbox().firstSight(request.id(), chat.now().toEpochMilli())) asked(book, request, told);
                });
        letters(); // each may have asked the other
    }

    /**
     * @param told whether the person was told just now that it is another key than before
     */
    private void asked(Book book, Letter.ContactRequest request, boolean told) throws CommandException {
        var account = request.chain().account();
        var known = book.contact(account);
        if (known.isPresent()) {
            switch (known.get().state()) {
                case DENIED, BLOCKED, APPROVED -> {}
                case ASKS, REQUESTED -> book.put(known.get().asking(request));
            }
            return;
        }
        var contacts = book.contacts();
        if (contacts.stream().filter(contact -> contact.state() == State.ASKS).count() >= MAX_REQUESTS) return;
        book.put(StoredContact.asks(request));
        book.tx().tell(new Event.ContactChanged(request.from(), account, State.ASKS));
        if (!told && contacts.stream().anyMatch(contact -> contact.address().name().equals(request.from().name()))) {
            book.tx()
                    .tell(
                            new Event.Notice(
                                    request.from()
                                            + " asks with another key than "
                                            + (isShunned(contacts, request)
                                                    ? "the one you denied or blocked"
                                                    : "before")
                                            + ". Check with them another way that it is they, and connect with a"
                                            + " contact link of theirs."));
        }
    }

    private static boolean isShunned(List<StoredContact> contacts, Letter.ContactRequest request) {
        return contacts.stream()
                .filter(contact -> contact.address().name().equals(request.from().name()))
                .anyMatch(contact -> contact.state() == State.DENIED || contact.state() == State.BLOCKED);
    }

    /** The address that a request states is the sender's word until their relay names the same account for it. */
    private boolean verified(Letter.ContactRequest request) throws CommandException {
        var link = chat.session().up();
        if (link.isEmpty()) { // the letter is taken once it can be verified: its sender has no other
            throw new CommandException(
                    CommandException.Code.NOT_REACHABLE, "a contact request waits until the relay is reached again");
        }
        if (!request.from().relay().equals(link.get().name())) return false;
        var answer =
                steps.withRelay(() -> chat.session().ask(number -> new Frame.Lookup(number, request.from().name())));
        if (answer instanceof Frame.Refused refused && refused.problem() != Problem.NOT_FOUND)
            throw Session.refusal(refused);
        return answer instanceof Frame.Person person && person.devices().account().equals(request.chain().account());
    }
}
