package parley.chat;

import parley.client.api.Accounts;
import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.client.api.Contacts;
import parley.client.api.Event;
import parley.client.api.crypto.SuiteMissingException;
import parley.client.api.crypto.UntrustedException;
import parley.client.api.session.Session;
import parley.protocol.AccountKey;
import parley.protocol.Address;
import parley.protocol.ContactLink;
import parley.protocol.DeviceList;
import parley.protocol.Hash;
import parley.protocol.Token;
import parley.protocol.relay.Frame;
import parley.protocol.relay.Problem;
import parley.protocol.wire.Bytes;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a person does about others: asks, answers, denies, blocks. It is remembered at once; what has to reach the relay
 * for it, {@link Letters} and {@link Opening} bring there.
 */
final class People implements Contacts {

    private final Chat chat;

    People(Chat chat) {
        this.chat = chat;
    }

    @Override
    public List<Contact> all() throws CommandException {
        return chat.store()
                .transact(tx -> {
                    var all = new Book(tx).contacts();
                    var own = chat.accounts().current().map(Accounts.Account::address);
                    return all.stream().map(contact -> contact.toContact(all, own)).toList();
                });
    }

    // ---- Asking ----

    @Override
    public Contact connect(String addressOrLink) throws CommandException {
        return connect(wanted(addressOrLink, account()));
    }

    /** Takes {@code key} for that of the address from now on, and asks or answers them under it. Blocks. */
    Contact connectAnew(Address address, AccountKey key) throws CommandException {
        chat.store().run(tx -> chat.keyChanges().accept(new Book(tx), address.name(), key));
        return connect(new Wanted(address, Optional.of(key)));
    }

    private Contact connect(Wanted wanted) throws CommandException {
        var account = account();
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
        else chat.store().run(tx -> chat.keyChanges().accept(new Book(tx), wanted.address.name(), wanted.key.get()));
        var known = chat.store().transact(tx -> new Book(tx).contact(person.account()));
        if (known.isPresent()) {
            var restored = restored(person.account());
            if (restored.isPresent()) return restored.get();
            if (known.get().request().isPresent() && !chat.letters().isTheirTurn(known.get()))
                return chat.opening().answer(person.account());
        }
        var request = chat.letters().request(wanted.address, person);
        var now = chat.store().transact(tx -> asked(new Book(tx), request));
        if (now.letter().isPresent()) chat.letters().deliver(now, false);
        return now.toContact();
    }

    /** Asks with {@code request}, unless they have become a contact meanwhile. */
    private static StoredContact asked(Book book, StoredContact request) throws CommandException {
        var known = book.contact(request.account());
        if (known.isPresent() && known.get().state() == State.APPROVED && known.get().conversation().isPresent()) {
            return known.get();
        }
        var asked =
                known.isPresent() ? request.revoking(known.get().revoke()).knowing(known.get().knowledge()) : request;
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
                            chat.telling().tell(book, state.get());
                            tx.tell(new Event.ContactChanged(approved.address(), account, State.APPROVED));
                            tx.afterCommit(() -> chat.greet(state.get().id));
                            return Optional.of(approved);
                        });
        return restored.map(StoredContact::toContact);
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
                    if (name.equals(address.name()) && chat.identities().verify(devices)) {
                        chat.store().run(tx -> KeyChanges.seen(new Book(tx), name, devices.account()));
                        return devices;
                    }
                } catch (SuiteMissingException e) {
                    throw Answers.missing(e);
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

    /** A name that belonged to one key and now to another is not followed silently, whatever the relay calls itself. */
    private void refuseAnotherKey(Address address, AccountKey key) throws CommandException {
        var other =
                chat.store()
                        .transact(tx ->
                                new Book(tx)
                                        .named(address.name()).stream()
                                                .filter(contact -> !contact.knowledge().isReplaced())
                                                .anyMatch(contact -> !contact.account().equals(key)));
        if (other) {
            throw new CommandException(
                    Code.WRONG_KEY,
                    "the relay now gives another key for "
                            + address
                            + " than before; check with them another way "
                            + "whether they began anew, and connect with a contact link of theirs");
        }
    }

    /**
     * The newest list of an account's devices that the relay has, signed by the account; empty if it has none. Called
     * on the thread of {@code steps}.
     */
    Optional<DeviceList> devices(Steps steps, AccountKey account) throws CommandException, SuiteMissingException {
        var answer = steps.withRelay(() -> chat.session().ask(number -> new Frame.LookupAccount(number, account)));
        if (!(answer instanceof Frame.Person person) || !person.devices().account().equals(account))
            return Optional.empty();
        return chat.identities().verify(person.devices()) ? Optional.of(person.devices()) : Optional.empty();
    }

    // ---- Adding to groups ----

    /** The account key that a contact link names; empty of an address. */
    Optional<AccountKey> key(String addressOrLink) throws CommandException {
        return addressOrLink.startsWith("parley:") ? wanted(addressOrLink, account()).key() : Optional.empty();
    }

    /** An approved contact with a conversation, who can be added to a group. */
    StoredContact approved(String addressOrLink) throws CommandException {
        var named = named(addressOrLink);
        var approved =
                named.stream()
                        .filter(contact -> contact.state() == State.APPROVED && contact.conversation().isPresent())
                        .filter(contact -> !contact.knowledge().isReplaced())
                        .toList();
        if (approved.isEmpty()) {
            throw new CommandException(
                    Code.NOT_APPROVED,
                    named.getFirst().address() + " is no approved contact; connect to them and wait for their answer");
        }
        if (approved.size() > 1) {
            throw new CommandException(
                    Code.WRONG_KEY,
                    named.getFirst().address()
                            + " has used more than one key; check with them another way which is theirs, and name them"
                            + " by a contact link of theirs");
        }
        if (approved.getFirst().knowledge().doubted().isPresent()) {
            throw new CommandException(
                    Code.WRONG_KEY,
                    approved.getFirst().address() + " is not added: " + KeyChanges.why(approved.getFirst()));
        }
        return approved.getFirst();
    }

    /** Takes a KeyPackage of {@code suite} of each device of a contact, by the token in our conversation. Blocks. */
    List<Bytes> keyPackages(StoredContact contact, int suite) throws CommandException {
        var token =
                chat.store()
                        .transact(tx -> {
                            var group = new Book(tx).group(contact.conversation().orElseThrow()).orElseThrow();
                            return chat.groups().view(group).members().stream()
                                    .filter(member -> member.account().equals(contact.account()))
                                    .map(member -> member.data().take())
                                    .findFirst();
                        });
        if (token.isEmpty()) {
            throw new CommandException(
                    Code.NOT_APPROVED, contact.address() + " is not in your conversation with them; connect anew");
        }
        return keyPackages(contact.account(), contact.address(), List.of(token.get()), suite)
                .orElseThrow(() -> paced(contact.address()));
    }

    static CommandException paced(Address name) {
        return new CommandException(
                Code.REFUSED,
                "the relay hands out no more keys to add " + name + " by at the moment; add them in some minutes");
    }

    /**
     * Takes a KeyPackage of {@code suite} of each device of an account, by the first of its tokens that holds. Blocks.
     *
     * @return empty if the relay hands out no more at the moment
     * @throws CommandException NOT_APPROVED (no token holds), WRONG_KEY, REFUSED (they lack the suite), NOT_REACHABLE
     */
    Optional<List<Bytes>> keyPackages(AccountKey account, Address name, List<Token> tokens, int suite)
            throws CommandException {
        for (var token : tokens) {
            var answer =
                    chat.session().ask(number -> new Frame.TakeKeyPackages(number, account, token, List.of(suite)));
            switch (answer) {
                case Frame.KeyPackages(_, var taken) -> {
                    return Optional.of(checked(account, name, suite, taken));
                }
                case Frame.Refused refused
                        when refused.problem() == Problem.DENIED
                                || refused.problem() == Problem.NOT_FOUND -> {} // perhaps the next's
                case Frame.Refused refused when refused.problem() == Problem.TOO_MUCH -> {
                    return Optional.empty();
                }
                case Frame.Refused refused -> throw Session.refusal(refused);
                default -> throw Answers.unexpected(answer);
            }
        }
        throw new CommandException(
                Code.NOT_APPROVED, name + " does not let you add them to groups any more; ask them why");
    }

    private List<Bytes> checked(AccountKey account, Address name, int suite, List<Frame.StoredKeyPackage> taken)
            throws CommandException {
        var keyPackages = new ArrayList<Bytes>();
        try {
            for (var one : taken) {
                if (one.suite() != suite || chat.groups().suite(one.keyPackage()) != suite) continue;
                var member = chat.groups().check(one.keyPackage(), chat.now());
                if (!member.account().equals(account) || !member.device().equals(one.device())) {
                    throw new UntrustedException("it is another's");
                }
                keyPackages.add(one.keyPackage());
            }
        } catch (SuiteMissingException e) {
            throw Answers.missing(e);
        } catch (UntrustedException e) {
            throw new CommandException(
                    Code.WRONG_KEY,
                    "what the relay gives to add "
                            + name
                            + " by does not verify; do not trust it, and tell whoever runs the relay",
                    e);
        }
        if (!keyPackages.isEmpty()) return keyPackages;
        throw new CommandException(
                Code.REFUSED,
                name
                        + " does not have the cipher "
                        + chat.groups().name(suite)
                        + ", which this group uses; they need the bundle that provides it");
    }

    // ---- Answering ----

    @Override
    public Contact approve(String address) throws CommandException {
        var named = current(named(address));
        if (named.size() > 1) {
            throw new CommandException(
                    Code.WRONG_KEY,
                    named.getFirst().address()
                            + " has used more than one key; check with them another way which is theirs, and connect"
                            + " with a contact link of theirs");
        }
        var contact = named.getFirst();
        if (key(address).isPresent()) { // a link of theirs says which key is theirs
            chat.store().run(tx -> chat.keyChanges().accept(new Book(tx), contact.address().name(), contact.account()));
        }
        var restored = restored(contact.account());
        if (restored.isPresent()) return restored.get();
        if (contact.request().isEmpty()) {
            throw new CommandException(Code.NOT_FOUND, contact.address() + " has not asked; connect to them instead");
        }
        if (chat.letters().isTheirTurn(contact)) return contact.toContact();
        return chat.opening().answer(contact.account());
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

    @Override
    public Contact unblock(String address) throws CommandException {
        var blocked = named(address).stream().filter(contact -> contact.state() == State.BLOCKED).toList();
        if (blocked.isEmpty()) {
            throw new CommandException(Code.REFUSED, named(address).getFirst().address() + " is not blocked");
        }
        Contact last = blocked.getFirst().toContact();
        for (var contact : blocked) {
            var restored = restored(contact.account());
            last = restored.isPresent() ? restored.get() : forget(contact.account());
        }
        return last;
    }

    /** They may ask as if they never had; what the relay is yet to be told of them stays. */
    private Contact forget(AccountKey account) throws CommandException {
        return chat.store()
                .transact(tx -> {
                    var book = new Book(tx);
                    var contact = book.contact(account).orElseThrow().with(State.DENIED);
                    if (contact.revoke().isEmpty() && contact.knowledge().equals(Knowledge.NONE)) book.remove(contact);
                    else book.put(contact);
                    tx.tell(new Event.ContactChanged(contact.address(), account, State.DENIED));
                    return contact.toContact();
                });
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
        if (state == State.BLOCKED) chat.inbox().letters();
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
     * Those who have used a name, or the one whom a contact link names: a name may have passed from one key to another.
     * An address that a contact had when the relay was called otherwise is good, too.
     *
     * @return at least one
     */
    List<StoredContact> named(String text) throws CommandException {
        var known =
                chat.store()
                        .transact(tx ->
                                new Book(tx)
                                        .contacts().stream()
                                                .map(StoredContact::address)
                                                .filter(address -> address.toString().equals(text))
                                                .findFirst());
        var wanted = known.isPresent() ? new Wanted(known.get(), Optional.empty()) : wanted(text, account());
        var named =
                chat.store()
                        .transact(tx ->
                                new Book(tx)
                                        .named(wanted.address.name()).stream()
                                                .filter(contact ->
                                                        wanted.key.isEmpty()
                                                                || wanted.key.get().equals(contact.account()))
                                                .toList());
        if (!named.isEmpty()) return named;
        throw new CommandException(
                Code.NOT_FOUND,
                "there is no request from "
                        + wanted.address
                        + "; contacts lists those who asked, and connect ADDRESS asks somebody");
    }

    /** The one who is meant by an address or link, whatever other keys have used it. */
    StoredContact one(String addressOrLink) throws CommandException {
        var named = current(named(addressOrLink));
        if (named.size() == 1) return named.getFirst();
        var doubted = named.stream().filter(contact -> contact.knowledge().doubted().isPresent()).toList();
        if (doubted.size() == 1) return doubted.getFirst(); // the other is the one in question
        throw KeyChanges.ambiguous(named.getFirst().address());
    }

    /** Of several who have used a name, not those in whose place another key was accepted. */
    static List<StoredContact> current(List<StoredContact> named) {
        var current = named.stream().filter(contact -> !contact.knowledge().isReplaced()).toList();
        return current.isEmpty() ? named : current;
    }

    private Accounts.Account account() throws CommandException {
        return chat.accounts().need();
    }
}
