package parley.chat;

import parley.chat.ConversationState.Stage;
import parley.client.api.Accounts;
import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.client.api.Contacts;
import parley.client.api.Conversations.Kind;
import parley.client.api.Event;
import parley.client.api.crypto.Groups.Change;
import parley.client.api.crypto.SuiteMissingException;
import parley.client.api.crypto.UntrustedException;
import parley.client.api.session.KeyPackages.NewLeaf;
import parley.client.api.session.Session;
import parley.protocol.AccountKey;
import parley.protocol.Address;
import parley.protocol.ContactLink;
import parley.protocol.ConversationId;
import parley.protocol.DeviceList;
import parley.protocol.Hash;
import parley.protocol.LogId;
import parley.protocol.content.CommitClaims;
import parley.protocol.content.JoinPoint;
import parley.protocol.content.Letter;
import parley.protocol.content.Letter.ContactRequest;
import parley.protocol.content.Policy;
import parley.protocol.content.Seen;
import parley.protocol.relay.CommitBody;
import parley.protocol.relay.CommitBody.NewFollower;
import parley.protocol.relay.Frame;
import parley.protocol.relay.Frame.Welcome;
import parley.protocol.relay.Problem;
import parley.protocol.wire.Bytes;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Asks people and answers those who ask. Answers are remembered, and what has to reach the relay does so later if need
 * be.
 */
final class People implements Contacts {

    private static final Bytes NO_LINK = Bytes.wrap(new byte[32]);

    private final Chat chat;

    People(Chat chat) {
        this.chat = chat;
    }

    @Override
    public List<Contact> all() throws CommandException {
        return chat.store().transact(tx -> new Book(tx).contacts().stream().map(StoredContact::toContact).toList());
    }

    // ---- Asking ----

    @Override
    public Contact connect(String addressOrLink) throws CommandException {
        var account = account();
        var wanted = wanted(addressOrLink, account);
        var person = lookUp(wanted.address);
        if (wanted.key.isPresent() && !wanted.key.get().equals(person.account())) {
            throw new CommandException(
                    Code.WRONG_KEY,
                    "the relay gives another key for "
                            + wanted.address
                            + " than the link; do not trust it, and ask "
                            + "them for a new link another way");
        }
        if (person.account().equals(account.key())) {
            throw new CommandException(Code.USAGE, "this is your own address; name somebody else's");
        }
        if (wanted.key.isEmpty()) refuseAnotherKey(wanted.address, person.account());
        var known = chat.store().transact(tx -> new Book(tx).contact(person.account()));
        if (known.isPresent()) {
            var restored = restored(person.account());
            if (restored.isPresent()) return restored.get();
            if (known.get().request().isPresent() && !waitsForThem(known.get())) return answer(person.account());
        }
        var request = request(account, wanted.address, person);
        var now = chat.store().transact(tx -> asked(new Book(tx), request));
        if (now.letter().isPresent()) deliver(now, false);
        return now.toContact();
    }

    /** Asks with {@code request}, unless they have become a contact meanwhile. */
    private static StoredContact asked(Book book, StoredContact request) throws CommandException {
        var known = book.contact(request.account());
        if (known.isPresent() && known.get().state() == State.APPROVED && known.get().conversation().isPresent()) {
            return known.get();
        }
        var asked = known.isPresent() ? request.revoking(known.get().revoke()) : request;
        book.put(asked);
        book.tx().tell(new Event.ContactChanged(asked.address(), asked.account(), State.REQUESTED));
        return asked;
    }

    /**
     * An approved contact with a conversation; one that was denied or blocked is approved again in the conversation
     * there is.
     */
    private Optional<Contact> restored(AccountKey account) throws CommandException {
        var restored =
                chat.store()
                        .transact(tx -> {
                            var book = new Book(tx);
                            var contact = book.contact(account).orElseThrow();
                            if (contact.conversation().isEmpty()) return Optional.<StoredContact>empty();
                            var state = book.conversation(contact.conversation().get());
                            if (state.isEmpty()) return Optional.<StoredContact>empty();
                            if (contact.state() == State.APPROVED) return Optional.of(contact);
                            var approved = contact.in(state.get().id);
                            book.put(approved);
                            state.get().leafSince = Instant.EPOCH; // the new leaf brings tokens that hold
                            book.putChanged(state.get());
                            tx.tell(new Event.ContactChanged(approved.address(), account, State.APPROVED));
                            tx.afterCommit(() -> chat.greet(state.get().id));
                            return Optional.of(approved);
                        });
        return restored.map(StoredContact::toContact);
    }

    /** Whether each has asked the other and they are to open the conversation: the smaller key does. */
    private boolean waitsForThem(StoredContact contact) throws CommandException {
        return contact.state() == State.REQUESTED && account().key().bytes().compareTo(contact.account().bytes()) > 0;
    }

    private record Wanted(Address address, Optional<AccountKey> key) {}

    private static Wanted wanted(String text, Accounts.Account account) throws CommandException {
        try {
            if (!text.startsWith("parley:")) return new Wanted(address(text, account), Optional.empty());
            var link = ContactLink.parse(text);
            if (!link.relay().fingerprint().equals(account.relay().fingerprint())) {
                throw new CommandException(
                        Code.REFUSED, "that person is at another relay than yours; ask them for an account at yours");
            }
            return new Wanted(new Address(link.name(), account.address().relay()), Optional.of(link.account()));
        } catch (IllegalArgumentException e) {
            throw new CommandException(Code.USAGE, String.valueOf(e.getMessage()), e);
        }
    }

    private static Address address(String text, Accounts.Account account) throws CommandException {
        try {
            var address = text.contains("@") ? Address.parse(text) : new Address(text, account.address().relay());
            if (address.relay().equals(account.address().relay())) return address;
            throw new CommandException(
                    Code.REFUSED, address + " is at another relay than yours; ask them for an account at yours");
        } catch (IllegalArgumentException e) {
            throw new CommandException(Code.USAGE, text + " is no address: " + e.getMessage(), e);
        }
    }

    private DeviceList lookUp(Address address) throws CommandException {
        var answer = chat.session().ask(request -> new Frame.Lookup(request, address.name()));
        switch (answer) {
            case Frame.Person(_, var name, var devices) -> {
                try {
                    if (name.equals(address.name()) && chat.identities().verify(devices)) return devices;
                } catch (SuiteMissingException e) {
                    throw waiting(e);
                }
                throw new CommandException(
                        Code.WRONG_KEY,
                        "the relay's answer for " + address + " is not signed by them; do not trust it");
            }
            case Frame.Refused refused when refused.problem() == Problem.NOT_FOUND ->
                    throw new CommandException(
                            Code.NOT_FOUND, "there is no " + address + "; check how the name is written");
            case Frame.Refused refused -> throw Session.refusal(refused);
            default -> throw Answers.unexpected(answer);
        }
    }

    /** An address that belonged to one key and now to another is not followed silently. */
    private void refuseAnotherKey(Address address, AccountKey key) throws CommandException {
        var other =
                chat.store()
                        .transact(tx ->
                                new Book(tx)
                                        .contacts().stream()
                                                .anyMatch(contact ->
                                                        contact.address().equals(address)
                                                                && !contact.account().equals(key)));
        if (other) {
            throw new CommandException(
                    Code.WRONG_KEY,
                    "the relay now gives another key for "
                            + address
                            + " than before; check with them another way "
                            + "whether they began anew, and connect with a contact link of theirs");
        }
    }

    private StoredContact request(Accounts.Account account, Address address, DeviceList to) throws CommandException {
        var keyPackages = chat.keyPackages().fresh();
        var reply = chat.keyPackages().grantDelivery();
        var identity = chat.store().transact(tx -> chat.keyPackages().identity(tx)).orElseThrow();
        try {
            var request =
                    chat.identities()
                            .request(
                                    identity,
                                    account.address(),
                                    to,
                                    keyPackages.stream().map(own -> own.keyPackage()).toList(),
                                    reply);
            return StoredContact.asked(address, to.account(), chat.identities().seal(request, to));
        } catch (SuiteMissingException e) {
            throw waiting(e);
        } catch (UntrustedException e) {
            throw new CommandException(Code.WRONG_KEY, "their inbox key is not valid; ask them to sign up anew", e);
        }
    }

    /**
     * Brings the request to the relay; one that an earlier letter keeps out goes later.
     *
     * @param tell whether nobody waits to be told that the relay does not take it at all
     */
    private void deliver(StoredContact contact, boolean tell) throws CommandException {
        var letter = contact.letter().orElseThrow();
        var answer =
                chat.session().ask(number -> new Frame.Deliver(number, contact.account(), Optional.empty(), letter));
        if (!(answer instanceof Frame.Refused refused)) {
            delivered(contact.account(), letter, Optional.empty());
            return;
        }
        switch (refused.problem()) {
            case TOO_MUCH -> {} // an earlier letter waits to be read
            case NOT_FOUND, DENIED, TOO_LARGE, MALFORMED -> {
                var why = "the relay does not take your request to " + contact.address() + ": " + refused.text();
                delivered(contact.account(), letter, tell ? Optional.of(why) : Optional.empty());
                throw Session.refusal(refused);
            }
            default -> throw Session.refusal(refused);
        }
    }

    /** Nothing is left to deliver of {@code letter}. */
    private void delivered(AccountKey account, Bytes letter, Optional<String> notice) throws CommandException {
        chat.store()
                .run(tx -> {
                    var book = new Book(tx);
                    var now = book.contact(account);
                    if (now.isPresent() && now.get().letter().equals(Optional.of(letter))) {
                        book.put(now.get().delivered());
                    }
                    notice.ifPresent(text -> tx.tell(new Event.Notice(text)));
                });
    }

    /** The contacts for whom something is to be brought to the relay. */
    List<AccountKey> waiting() throws CommandException {
        return chat.store()
                .transact(tx ->
                        new Book(tx)
                                .contacts().stream()
                                        .filter(contact ->
                                                !contact.revoke().isEmpty()
                                                        || contact.state() == State.REQUESTED
                                                                && (contact.letter().isPresent()
                                                                        || contact.request().isPresent()))
                                        .map(StoredContact::account)
                                        .toList());
    }

    /** Does for a contact what could not be done before. Blocks; call it outside a transaction. */
    void attend(AccountKey account) throws CommandException {
        var found = chat.store().transact(tx -> new Book(tx).contact(account));
        if (found.isEmpty()) return;
        var contact = found.get();
        for (var token : contact.revoke()) revoke(account, token);
        if (contact.state() != State.REQUESTED) return;
        if (contact.request().isPresent()) {
            if (waitsForThem(contact)) askBack(contact);
            else answerOrForget(contact);
        } else if (contact.letter().isPresent()) {
            deliver(contact, true);
        }
    }

    /** They are to answer us and have asked instead: what we asked with may not have reached them, or is forgotten. */
    private void askBack(StoredContact contact) throws CommandException {
        var devices = contact.request().orElseThrow().devices();
        var again = contact.letter().isPresent() ? contact : request(account(), contact.address(), devices);
        var now =
                chat.store()
                        .transact(tx -> {
                            var book = new Book(tx);
                            var found = book.contact(contact.account());
                            if (found.isEmpty() || !found.get().request().equals(contact.request())) return found;
                            var asked = again.unanswerable().revoking(found.get().revoke());
                            book.put(asked);
                            return Optional.of(asked);
                        });
        if (now.isPresent() && now.get().letter().isPresent()) deliver(now.get(), true);
    }

    private void revoke(AccountKey account, Hash token) throws CommandException {
        var answer = chat.session().ask(number -> new Frame.Revoke(number, token));
        if (answer instanceof Frame.Refused refused && refused.problem() != Problem.NOT_FOUND) {
            throw Session.refusal(refused);
        }
        chat.store()
                .run(tx -> {
                    var book = new Book(tx);
                    var now = book.contact(account);
                    if (now.isEmpty()) return;
                    book.put(
                            now.get().revoking(now.get().revoke().stream().filter(one -> !one.equals(token)).toList()));
                });
    }

    private void answerOrForget(StoredContact contact) throws CommandException {
        try {
            answer(contact.account());
        } catch (CommandException e) {
            if (!(e.getCause() instanceof UntrustedException)) throw e;
            chat.store()
                    .run(tx -> {
                        var book = new Book(tx);
                        var now = book.contact(contact.account());
                        if (now.isEmpty() || !now.get().request().equals(contact.request())) return;
                        book.put(now.get().unanswerable());
                        tx.tell(new Event.Notice(contact.address() + ": " + e.getMessage()));
                    });
        }
    }

    // ---- Answering ----

    @Override
    public Contact approve(String address) throws CommandException {
        var named = named(address);
        if (named.size() > 1) {
            throw new CommandException(
                    Code.WRONG_KEY,
                    named.getFirst().address()
                            + " has used more than one key; check with them another way which is theirs, and connect"
                            + " with a contact link of theirs");
        }
        var contact = named.getFirst();
        var restored = restored(contact.account());
        if (restored.isPresent()) return restored.get();
        if (contact.request().isEmpty()) {
            throw new CommandException(Code.NOT_FOUND, contact.address() + " has not asked; connect to them instead");
        }
        if (waitsForThem(contact)) return contact.toContact();
        return answer(contact.account());
    }

    @Override
    public Contact deny(String address) throws CommandException {
        var named = named(address);
        var asking = named.stream().filter(contact -> contact.state() == State.ASKS).toList();
        return remember(asking.isEmpty() ? named : asking, State.DENIED);
    }

    @Override
    public Contact block(String address) throws CommandException {
        return remember(named(address), State.BLOCKED);
    }

    private Contact remember(List<StoredContact> contacts, State state) throws CommandException {
        var changed =
                chat.store()
                        .transact(tx -> {
                            var book = new Book(tx);
                            var all = new ArrayList<StoredContact>();
                            for (var contact : contacts) all.add(remember(book, contact.account(), state));
                            return all;
                        });
        if (state == State.BLOCKED) chat.letters();
        return changed.getFirst().toContact();
    }

    private StoredContact remember(Book book, AccountKey account, State state) throws CommandException {
        var contact = book.contact(account).orElseThrow().with(state);
        if (state == State.BLOCKED) contact = contact.revoking(tokens(book, contact));
        book.put(contact);
        book.tx().tell(new Event.ContactChanged(contact.address(), account, state));
        return contact;
    }

    /** The tokens in our leaf of the conversation with them: nobody else has these. */
    private List<Hash> tokens(Book book, StoredContact contact) {
        var group = contact.conversation().flatMap(book::group);
        if (group.isEmpty()) return contact.revoke();
        var view = chat.groups().view(group.get());
        return view.members().stream()
                .filter(member -> member.leaf() == view.ownLeaf())
                .flatMap(own -> Stream.of(own.data().deliver().hash(), own.data().take().hash()))
                .toList();
    }

    /**
     * Those who have used an address, or the one whom a contact link names: an address may have passed from one key to
     * another.
     *
     * @return at least one
     */
    private List<StoredContact> named(String text) throws CommandException {
        var wanted = wanted(text, account());
        var named =
                chat.store()
                        .transact(tx ->
                                new Book(tx)
                                        .contacts().stream()
                                                .filter(contact -> contact.address().equals(wanted.address))
                                                .filter(contact ->
                                                        wanted.key.isEmpty()
                                                                || wanted.key.get().equals(contact.account()))
                                                .toList());
        if (!named.isEmpty()) return named;
        throw new CommandException(
                Code.NOT_FOUND, "there is no request from " + wanted.address + "; contacts lists those who asked");
    }

    /** Opens the direct conversation with somebody who has asked. Blocks. */
    Contact answer(AccountKey account) throws CommandException {
        var leaf = chat.keyPackages().newLeaf();
        ConversationState[] opened = new ConversationState[1];
        var contact =
                chat.store()
                        .transact(tx -> {
                            var book = new Book(tx);
                            var asking = book.contact(account).orElseThrow();
                            if (asking.state() == State.APPROVED || asking.request().isEmpty()) return asking;
                            try {
                                opened[0] = open(book, asking, asking.request().get(), leaf);
                            } catch (SuiteMissingException e) {
                                throw waiting(e);
                            } catch (UntrustedException e) {
                                throw new CommandException(
                                        Code.REFUSED,
                                        "the request cannot be answered any more: "
                                                + e.getMessage()
                                                + "; ask them anew",
                                        e);
                            }
                            var approved = asking.in(opened[0].id);
                            book.put(approved);
                            tx.tell(new Event.ContactChanged(approved.address(), account, State.APPROVED));
                            return approved;
                        });
        if (opened[0] != null) chat.add(opened[0]).up();
        return contact.toContact();
    }

    /** Makes group, log and first commit; the worker brings them to the hub. */
    private ConversationState open(Book book, StoredContact contact, ContactRequest request, NewLeaf leaf)
            throws CommandException, SuiteMissingException, UntrustedException {
        var own = account();
        var identity = chat.keyPackages().identity(book.tx()).orElseThrow();
        var suite =
                chat.groups()
                        .commonSuite(request.keyPackages())
                        .orElseThrow(() -> new UntrustedException("you and they have no cipher suite in common"));
        var keyPackage = ofSuite(request.keyPackages(), suite);
        var member = chat.groups().check(keyPackage, chat.now());
        if (!member.account().equals(contact.account()))
            throw new UntrustedException("it carries another account's key");
        var id = ConversationId.direct(own.key(), contact.account());
        if (book.conversation(id).isPresent()) throw new UntrustedException("there is a conversation already");
        var policy =
                new Policy(id, Policy.Kind.DIRECT, 1, "", List.of(own.key(), contact.account()), false, 64, NO_LINK);
        var group = chat.groups().create(identity, suite, leaf.leaf(), policy);
        var state =
                new ConversationState(
                        id,
                        Kind.DIRECT,
                        contact.address().toString(),
                        LogId.random(),
                        own.address().relay(),
                        suite,
                        Stage.OPENING,
                        leaf.leaf().follower(),
                        leaf.followerPrivate(),
                        chat.now());
        state.members.put(contact.account(), contact.address());
        var added = List.of(new NewFollower(member.data().follower(), true));
        var seen = new Seen(0, Hash.ZERO, chat.groups().view(group).authenticator());
        var claims = new CommitClaims(CommitBody.binding(0, added, List.of()), seen);
        var made =
                chat.groups()
                        .commit(
                                identity,
                                group,
                                new Change(List.of(keyPackage), List.of(), Optional.empty(), Optional.empty()),
                                claims.encode(),
                                new JoinPoint(state.hub, state.log, 0, Hash.ZERO));
        var letter = new Letter.Invitation(made.welcome().orElseThrow(), Optional.empty());
        var sealed = chat.identities().seal(letter, request.devices());
        book.put(
                id,
                new PendingCommit(
                        0,
                        new CommitBody(made.commit(), added, List.of(), Optional.empty()),
                        List.of(new Welcome(contact.account(), request.reply(), sealed)),
                        made.next(),
                        Optional.empty()));
        book.begin(state);
        book.putChain(id, 0, Hash.ZERO, chat.now().toEpochMilli());
        book.put(id, group, null);
        return state;
    }

    private Bytes ofSuite(List<Bytes> keyPackages, int suite) throws UntrustedException {
        for (var keyPackage : keyPackages) if (chat.groups().suite(keyPackage) == suite) return keyPackage;
        throw new UntrustedException("it has no KeyPackage of suite " + suite);
    }

    private Accounts.Account account() throws CommandException {
        return chat.accounts().need();
    }

    private static CommandException waiting(SuiteMissingException e) {
        return new CommandException(
                Code.REFUSED,
                "the cipher that this needs is not installed or stopped; start its bundle and try again",
                e);
    }
}
