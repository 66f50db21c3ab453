package parley.desktop.chat;

import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.client.api.Contacts;
import parley.client.api.Conversations.Kind;
import parley.protocol.Address;
import parley.protocol.ContactLink;
import parley.protocol.ConversationId;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The people that a {@link FakeClient} knows. */
final class FakeContacts implements Contacts {

    private final FakeClient client;
    private final Map<Address, Contact> people = new LinkedHashMap<>();

    FakeContacts(FakeClient client) {
        this.client = client;
    }

    Contact put(Address who, State state, Optional<ConversationId> talk) {
        synchronized (client) {
            var contact = new Contact(who, FakeClient.key(who.name()), state, talk);
            people.put(who, contact);
            return contact;
        }
    }

    /** Puts a contact in place of the one of that address. */
    Contact put(Contact contact) {
        synchronized (client) {
            people.put(contact.address(), contact);
            return contact;
        }
    }

    static Contact trusted(Contact it, Trust trust) {
        return new Contact(
                it.address(), it.account(), it.state(), it.conversation(), trust, it.former(), it.lookalikeOf());
    }

    static Address named(String address) {
        if (address.startsWith("parley:")) return FakeClient.address(ContactLink.parse(address).name());
        return address.contains("@") ? Address.parse(address) : FakeClient.address(address);
    }

    Contact find(Address who) throws CommandException {
        synchronized (client) {
            var found = people.get(who);
            if (found == null) throw new CommandException(Code.NOT_FOUND, who + " is no contact; connect first");
            return found;
        }
    }

    @Override
    public List<Contact> all() {
        synchronized (client) {
            return List.copyOf(people.values());
        }
    }

    @Override
    public Contact connect(String addressOrLink) throws CommandException {
        if (addressOrLink.equals("nobody")) throw new CommandException(Code.NOT_FOUND, "nobody here is called nobody");
        return put(FakeClient.address(addressOrLink), State.REQUESTED, Optional.empty());
    }

    @Override
    public Contact approve(String address) {
        var who = named(address);
        client.note("approve " + who);
        var known = people.get(who);
        if (known != null && known.conversation().isPresent()) return is(address, State.APPROVED);
        synchronized (client) {
            client.talk(who.toString(), Kind.DIRECT, Instant.now(), who.name());
            return people.get(who);
        }
    }

    @Override
    public Contact deny(String address) {
        client.note("deny " + named(address));
        return put(named(address), State.DENIED, Optional.empty());
    }

    @Override
    public Contact block(String address) {
        client.note("block " + named(address));
        return is(address, State.BLOCKED);
    }

    @Override
    public Contact unblock(String address) {
        client.note("unblock " + named(address));
        var known = people.get(named(address));
        return is(address, known.conversation().isPresent() ? State.APPROVED : State.DENIED);
    }

    /** How it stands with somebody is so from now on, whatever else is known of them. */
    private Contact is(String address, State state) {
        synchronized (client) {
            var it = people.get(named(address));
            return put(
                    new Contact(
                            it.address(),
                            it.account(),
                            state,
                            it.conversation(),
                            it.trust(),
                            it.former(),
                            it.lookalikeOf()));
        }
    }
}
