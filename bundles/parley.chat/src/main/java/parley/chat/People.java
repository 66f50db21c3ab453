package parley.chat;

import static java.lang.System.Logger.Level.DEBUG;

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

import java.util.List;
import java.util.Optional;

/**
 * Asks people and answers those who ask. Answers are remembered, and what has to reach the relay does so later if need
 * be.
 */
final class People implements Contacts {

    private static final System.Logger log = System.getLogger(People.class.getName());
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
        refuseAnotherKey(wanted.address, person.account());
        var known = chat.store().transact(tx -> new Book(tx).contact(person.account()));
        if (known.isPresent() && known.get().request().isPresent()) return answer(person.account());
        if (known.isPresent() && (known.get().state() == State.APPROVED || known.get().state() == State.REQUESTED)) {
            if (known.get().letter().isPresent()) deliver(known.get());
            return known.get().toContact();
        }
        var request = request(account, wanted.address, person);
        chat.store()
                .run(tx -> {
                    var book = new Book(tx);
                    book.put(request);
                    tx.tell(new Event.ContactChanged(request.address(), request.account(), State.REQUESTED));
                });
        deliver(request);
        return request.toContact();
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
            default -> throw new CommandException(Code.INTERNAL, "the relay gave a wrong answer");
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
                            + "whether they began anew");
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
            return new StoredContact(
                    address,
                    to.account(),
                    State.REQUESTED,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of(chat.identities().seal(request, to)));
        } catch (SuiteMissingException e) {
            throw waiting(e);
        } catch (UntrustedException e) {
            throw new CommandException(Code.WRONG_KEY, "their inbox key is not valid; ask them to sign up anew", e);
        }
    }

    private void deliver(StoredContact contact) throws CommandException {
        var letter = contact.letter().orElseThrow();
        var answer =
                chat.session().ask(number -> new Frame.Deliver(number, contact.account(), Optional.empty(), letter));
        if (answer instanceof Frame.Refused refused && refused.problem() != Problem.TOO_MUCH) {
            throw Session.refusal(refused);
        }
        if (answer instanceof Frame.Refused) return; // an earlier letter waits to be read: this one goes later
        chat.store()
                .run(tx -> {
                    var book = new Book(tx);
                    var now = book.contact(contact.account());
                    if (now.isPresent()) book.put(now.get().delivered());
                });
    }

    /** Delivers what could not be delivered before. Blocks. */
    void deliverWaiting() {
        try {
            for (var contact : chat.store().transact(tx -> new Book(tx).contacts())) {
                if (contact.state() == State.REQUESTED && contact.letter().isPresent()) deliver(contact);
            }
        } catch (CommandException e) {
            log.log(DEBUG, "A contact request waits: {0}", e.getMessage());
        }
    }

    // ---- Answering ----

    @Override
    public Contact approve(String address) throws CommandException {
        var contact = known(address);
        if (contact.state() == State.APPROVED) return contact.toContact();
        if (contact.request().isEmpty()) {
            throw new CommandException(Code.NOT_FOUND, contact.address() + " has not asked; connect to them instead");
        }
        return answer(contact.account());
    }

    @Override
    public Contact deny(String address) throws CommandException {
        return remember(address, State.DENIED);
    }

    @Override
    public Contact block(String address) throws CommandException {
        return remember(address, State.BLOCKED);
    }

    private Contact remember(String address, State state) throws CommandException {
        var contact = known(address);
        return chat.store()
                .transact(tx -> {
                    var book = new Book(tx);
                    var changed = book.contact(contact.account()).orElseThrow().with(state);
                    book.put(changed);
                    tx.tell(new Event.ContactChanged(changed.address(), changed.account(), state));
                    return changed.toContact();
                });
    }

    private StoredContact known(String text) throws CommandException {
        var address = address(text, account());
        return chat.store()
                .transact(tx ->
                        new Book(tx)
                                .contacts().stream()
                                        .filter(contact -> contact.address().equals(address))
                                        .findFirst()
                                        .orElseThrow(() ->
                                                new CommandException(
                                                        Code.NOT_FOUND,
                                                        "there is no request from "
                                                                + address
                                                                + "; contacts lists those who asked")));
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
        book.putChain(id, 0, Hash.ZERO, chat.now().toEpochMilli());
        book.put(id, group, null);
        book.put(state);
        return state;
    }

    private Bytes ofSuite(List<Bytes> keyPackages, int suite) throws UntrustedException {
        for (var keyPackage : keyPackages) if (chat.groups().suite(keyPackage) == suite) return keyPackage;
        throw new UntrustedException("it has no KeyPackage of suite " + suite);
    }

    private Accounts.Account account() throws CommandException {
        return chat.accounts()
                .current()
                .orElseThrow(() ->
                        new CommandException(Code.REFUSED, "there is no account yet; make one with account create"));
    }

    private static CommandException waiting(SuiteMissingException e) {
        return new CommandException(
                Code.REFUSED,
                "the cipher that this needs is not installed or stopped; start its bundle and try again",
                e);
    }
}
