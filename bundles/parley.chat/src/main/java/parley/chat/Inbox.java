package parley.chat;

import static java.lang.System.Logger.Level.DEBUG;

import parley.chat.ConversationState.Slot;
import parley.chat.ConversationState.Stage;
import parley.client.api.CommandException;
import parley.client.api.Contacts.State;
import parley.client.api.Conversations.Kind;
import parley.client.api.Event;
import parley.client.api.crypto.Groups.Joined;
import parley.client.api.crypto.SuiteMissingException;
import parley.client.api.crypto.UntrustedException;
import parley.client.api.session.KeyPackages;
import parley.client.api.session.Session;
import parley.protocol.AccountKey;
import parley.protocol.ConversationId;
import parley.protocol.FollowerKey;
import parley.protocol.LogId;
import parley.protocol.content.Letter;
import parley.protocol.content.Policy;
import parley.protocol.relay.Entry;
import parley.protocol.relay.Frame;
import parley.protocol.relay.InboxItem;
import parley.protocol.relay.LogItem;
import parley.protocol.relay.Problem;
import parley.protocol.wire.Bytes;
import parley.protocol.wire.MalformedException;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Reads the account's inbox on a thread of its own: contact requests, and the Welcomes of conversations. What does not
 * verify, was not meant for us, or repeats is dropped; its position is passed all the same.
 */
final class Inbox implements AutoCloseable, Steps.Trouble {

    private static final System.Logger log = System.getLogger(Inbox.class.getName());
    private static final Duration RETRY = Duration.ofSeconds(5);

    /** Requests of strangers kept at once; more are dropped until some are answered. */
    private static final int MAX_REQUESTS = 500;

    private final Chat chat;
    private final Steps steps;

    /** As in {@link Worker}. */
    private volatile long awaited;

    private volatile long fresh;

    /** No request number. */
    private static final long NOTHING = -1;

    // Confined to the thread.
    private boolean following;
    private long current;

    Inbox(Chat chat) {
        this.chat = chat;
        this.steps = new Steps("inbox", this);
    }

    void up() {
        steps.add(this::follow);
    }

    void down() {
        steps.add(() -> {
            following = false;
            current = 0;
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

    /** Suites came: letters that could not be opened can be. */
    void suitesChanged() {
        steps.add(() -> {
            if (!following) follow();
        });
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
        following = false; // SuitesPresent follows anew
    }

    @Override
    public void failed(Exception e) {
        following = false;
        log.log(DEBUG, "Inbox: {0}", e.getMessage());
        chat.after(RETRY, () -> steps.add(this::follow));
    }

    @Override
    public void overflowed() {
        steps.add(this::follow);
    }

    private void follow() throws CommandException, SuiteMissingException {
        following = false;
        var link = chat.session().up();
        var account = chat.accounts().current();
        if (link.isEmpty() || account.isEmpty()) return;
        var inbox = LogId.inboxOf(account.get().key());
        var identity = chat.store().transact(tx -> chat.keyPackages().identity(tx));
        if (identity.isEmpty()) return;
        var proof = chat.identities().signAsDevice(identity.get(), link.get().transcript().follow(inbox));
        var after = chat.store().transact(tx -> new Book(tx).inboxPosition());
        var follower = new FollowerKey(account.get().device().bytes());
        var answer =
                steps.ask(() ->
                        chat.session()
                                .ask(request -> {
                                    awaited = request;
                                    return new Frame.Follow(request, inbox, follower, after, proof);
                                }));
        switch (answer) {
            case Frame.Following now -> {
                following = true;
                current = now.request();
            }
            case Frame.Gone gone -> { // letters were deleted unread; what is left can be read
                chat.store()
                        .run(tx -> {
                            new Book(tx).putInboxPosition(gone.tail());
                            tx.tell(new Event.Notice("Contact requests older than 30 days were deleted by the relay."));
                        });
                follow();
            }
            case Frame.Refused refused -> throw Session.refusal(refused);
            default -> throw new CommandException(CommandException.Code.INTERNAL, "the relay gave a wrong answer");
        }
    }

    private void take(List<LogItem> items) throws CommandException, SuiteMissingException {
        if (!following) return;
        for (var item : items) {
            if (item instanceof Entry entry) take(entry);
        }
        var account = chat.accounts().current();
        if (account.isPresent() && !items.isEmpty()) {
            chat.session()
                    .send(
                            new Frame.Reached(
                                    LogId.inboxOf(account.get().key()),
                                    new FollowerKey(account.get().device().bytes()),
                                    items.getLast().position()));
        }
    }

    private void take(Entry entry) throws CommandException, SuiteMissingException {
        if (entry.position() <= chat.store().transact(tx -> new Book(tx).inboxPosition())) return;
        try {
            switch (InboxItem.decode(entry.body())) {
                case InboxItem.Letter(var sealed) -> {
                    if (open(sealed) instanceof Letter.ContactRequest request) asked(entry, request);
                }
                case InboxItem.Welcomed welcomed -> {
                    if (open(welcomed.sealed()) instanceof Letter.Invitation invitation) {
                        welcomed(entry, welcomed, invitation);
                    }
                }
            }
        } catch (MalformedException | UntrustedException e) {
            log.log(DEBUG, "Dropped the letter at {0}: {1}", entry.position(), e.getMessage());
        }
        chat.store()
                .run(tx -> {
                    var book = new Book(tx);
                    if (book.inboxPosition() < entry.position()) book.putInboxPosition(entry.position());
                });
    }

    private Letter open(Bytes sealed) throws CommandException, SuiteMissingException, UntrustedException {
        var identity = chat.store().transact(tx -> chat.keyPackages().identity(tx));
        return chat.identities().open(identity.orElseThrow(), sealed);
    }

    // ---- Contact requests ----

    private void asked(Entry entry, Letter.ContactRequest request) throws CommandException, SuiteMissingException {
        var account = request.chain().account();
        var own = chat.accounts().current().orElseThrow();
        if (account.equals(own.key())) return;
        if (!verified(request)) return;
        var mutual =
                chat.store()
                        .transact(tx -> {
                            var book = new Book(tx);
                            book.putInboxPosition(entry.position());
                            if (!book.firstSight(request.id())) return false;
                            var known = book.contact(account);
                            if (known.isPresent()) {
                                switch (known.get().state()) {
                                    case DENIED, BLOCKED, APPROVED -> {}
                                    case ASKS -> book.put(known.get().asking(request));
                                    case REQUESTED -> {
                                        book.put(known.get().asking(request));
                                        return own.key().bytes().compareTo(account.bytes()) < 0;
                                    }
                                }
                                return false;
                            }
                            if (book.contacts().stream().filter(contact -> contact.state() == State.ASKS).count()
                                    >= MAX_REQUESTS) {
                                return false;
                            }
                            book.put(
                                    new StoredContact(
                                            request.from(),
                                            account,
                                            State.ASKS,
                                            Optional.empty(),
                                            Optional.of(request),
                                            Optional.empty()));
                            tx.tell(new Event.ContactChanged(request.from(), account, State.ASKS));
                            return false;
                        });
        if (mutual) steps.ask(() -> chat.people().answer(account)); // each has asked the other: the smaller key opens
    }

    /** The address that a request states is the sender's word until their relay names the same account for it. */
    private boolean verified(Letter.ContactRequest request) throws CommandException {
        var link = chat.session().up();
        if (link.isEmpty() || !request.from().relay().equals(link.get().name())) return false;
        var answer = steps.ask(() -> chat.session().ask(number -> new Frame.Lookup(number, request.from().name())));
        if (answer instanceof Frame.Refused refused && refused.problem() != Problem.NOT_FOUND)
            throw Session.refusal(refused);
        return answer instanceof Frame.Person person && person.devices().account().equals(request.chain().account());
    }

    // ---- Welcomes ----

    private void welcomed(Entry entry, InboxItem.Welcomed welcomed, Letter.Invitation invitation)
            throws CommandException, SuiteMissingException, UntrustedException {
        var references = chat.groups().references(invitation.welcome());
        var own =
                chat.store()
                        .transact(tx -> {
                            for (var reference : references) {
                                var found = chat.keyPackages().find(tx, reference);
                                if (found.isPresent()) return found;
                            }
                            return Optional.<KeyPackages.Own>empty();
                        });
        if (own.isEmpty()) throw new UntrustedException("welcome for none of our KeyPackages");
        var identity = chat.store().transact(tx -> chat.keyPackages().identity(tx)).orElseThrow();
        var joined = chat.groups().join(identity, own.get().secret(), invitation.welcome(), invitation.tree());
        var account = chat.accounts().current().orElseThrow().key();
        if (!joined.joinPoint().log().equals(welcomed.log())) throw new UntrustedException("welcome to another log");
        checkDirect(joined, account);
        var opened =
                chat.store()
                        .transact(tx -> {
                            var book = new Book(tx);
                            book.putInboxPosition(entry.position());
                            var state = begin(book, welcomed, joined, own.get());
                            if (state.isPresent()) chat.keyPackages().used(tx, own.get().reference());
                            return state;
                        });
        opened.ifPresent(state -> chat.add(state).up());
    }

    /** A direct conversation has the two of us, both admins, and the id that follows from our keys. */
    private void checkDirect(Joined joined, AccountKey own) throws UntrustedException {
        var view = chat.groups().view(joined.group());
        var other = joined.inviter().account();
        if (view.policy().kind() != Policy.Kind.DIRECT
                || !view.policy().conversation().equals(ConversationId.direct(own, other))
                || !view.policy().admins().containsAll(List.of(own, other))
                || view.members().size() != 2
                || !view.members().stream()
                        .allMatch(member -> member.account().equals(own) || member.account().equals(other))
                || !joined.inviter().trusted()) {
            throw new UntrustedException("welcome to something that is no direct conversation of ours");
        }
    }

    private Optional<ConversationState> begin(
            Book book, InboxItem.Welcomed welcomed, Joined joined, KeyPackages.Own own) throws CommandException {
        var view = chat.groups().view(joined.group());
        var contact = book.contact(joined.inviter().account());
        if (contact.isEmpty() || contact.get().state() != State.REQUESTED) return Optional.empty(); // we did not ask
        var id = view.policy().conversation();
        if (book.conversation(id).isPresent()) return Optional.empty(); // one log for each conversation
        var point = joined.joinPoint();
        var state =
                new ConversationState(
                        id,
                        Kind.DIRECT,
                        contact.get().address().toString(),
                        point.log(),
                        point.hub(),
                        view.suite(),
                        Stage.OPEN,
                        own.leaf().follower(),
                        own.followerPrivate(),
                        chat.now());
        state.position = point.position();
        state.chain = point.chain();
        state.joinedAt = welcomed.position();
        state.addSlot(new Slot(welcomed.position(), view.epoch(), false, view.authenticator()));
        for (var member : view.members()) chat.hearer().address(book, state, member);
        book.putChain(id, state.position, state.chain, chat.now().toEpochMilli());
        book.put(state);
        book.put(id, joined.group(), null);
        chat.opened(book, state);
        return Optional.of(state);
    }
}
