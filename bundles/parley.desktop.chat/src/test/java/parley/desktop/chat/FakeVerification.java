package parley.desktop.chat;

import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.client.api.Contacts.Contact;
import parley.client.api.Contacts.State;
import parley.client.api.Contacts.Trust;
import parley.client.api.Event;
import parley.client.api.Verification;
import parley.protocol.Address;
import parley.protocol.ConversationId;
import parley.protocol.content.SafetyNumber;
import parley.protocol.content.VerificationCode;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Who of the people of a {@link FakeClient} is who they seem to be. */
final class FakeVerification implements Verification {

    private final FakeClient client;
    private final Map<Address, Check> checks = new HashMap<>();
    private final Map<Address, Instant> verified = new HashMap<>();

    /** The conversation under a new key that is accepted; none while they have not answered. */
    volatile Optional<ConversationId> opens = Optional.empty();

    /** How somebody was named last. */
    volatile String named = "";

    volatile Optional<CommandException> refusal = Optional.empty();

    FakeVerification(FakeClient client) {
        this.client = client;
    }

    private Contact contact(String address) throws CommandException {
        named = address;
        return client.contacts.find(FakeContacts.named(address));
    }

    @Override
    public Standing of(String address) throws CommandException {
        synchronized (client) {
            var contact = contact(address);
            var who = contact.address();
            var own = client.current().orElseThrow().key();
            var other = FakeClient.key("another " + who.name());
            return new Standing(
                    who,
                    contact.account(),
                    SafetyNumber.of(own, contact.account()),
                    new VerificationCode(own, contact.account()),
                    Optional.ofNullable(verified.get(who)),
                    contact.trust() == Trust.CHANGED
                            ? Optional.of(new Changed(other, SafetyNumber.of(own, other)))
                            : Optional.empty(),
                    Optional.ofNullable(checks.get(who)));
        }
    }

    /** The relay names another key for somebody's address. */
    void anotherKey(String name) throws CommandException {
        trust(contact(name), Trust.CHANGED);
    }

    private void trust(Contact contact, Trust trust) {
        synchronized (client) {
            client.contacts.put(FakeContacts.trusted(contact, trust));
        }
        client.ear.happened(new Event.TrustChanged(contact.address(), contact.account(), trust));
    }

    @Override
    public Standing mark(String address, boolean marked) throws CommandException {
        client.note((marked ? "verified " : "not verified ") + FakeContacts.named(address));
        if (refusal.isPresent()) throw refusal.get();
        var contact = contact(address);
        if (marked) verified.put(contact.address(), Instant.now());
        else verified.remove(contact.address());
        trust(contact, marked ? Trust.VERIFIED : Trust.UNVERIFIED);
        return of(address);
    }

    @Override
    public Standing scan(String address, String code) throws CommandException {
        client.note("scan " + FakeContacts.named(address));
        if (!code.startsWith("parley-verify:"))
            throw new CommandException(Code.USAGE, "this is no code to compare keys by; copy it whole");
        return mark(address, true);
    }

    @Override
    public Contact accept(String address) throws CommandException {
        client.note("accept " + FakeContacts.named(address));
        if (refusal.isPresent()) throw refusal.get();
        var contact = contact(address);
        trust(contact, Trust.REPLACED);
        if (opens.isPresent()) return client.contacts.put(contact.address(), State.APPROVED, opens);
        return client.contacts.put(contact.address(), State.REQUESTED, Optional.empty());
    }

    @Override
    public Contact keep(String address) throws CommandException {
        client.note("keep " + FakeContacts.named(address));
        trust(contact(address), Trust.UNVERIFIED);
        return contact(address);
    }

    /** A live check has come so far, by what the other person did. */
    void stands(String name, CheckState state, String why, String... words) throws CommandException {
        var contact = contact(name);
        var why1 = why.isEmpty() ? Optional.<String>empty() : Optional.of(why);
        tell(contact, new Check(state, List.of(words), why1));
    }

    private Check tell(Contact contact, Check check) {
        synchronized (client) {
            checks.put(contact.address(), check);
        }
        client.ear.happened(new Event.CheckChanged(contact.conversation().orElseThrow(), contact.address(), check));
        return check;
    }

    @Override
    public Check check(String address) throws CommandException {
        client.note("check " + FakeContacts.named(address));
        if (refusal.isPresent()) throw refusal.get();
        var contact = contact(address);
        var before = checks.get(contact.address());
        boolean asked = before != null && before.state() == CheckState.ASKED;
        var state = asked ? CheckState.ANSWERED : CheckState.WAITING;
        return tell(contact, new Check(state, List.of(), Optional.empty()));
    }

    @Override
    public Check compared(String address, boolean same) throws CommandException {
        client.note((same ? "match " : "differ ") + FakeContacts.named(address));
        mark(address, same);
        var state = same ? CheckState.MATCHED : CheckState.DIFFERED;
        return tell(contact(address), new Check(state, List.of(), Optional.empty()));
    }

    @Override
    public Check end(String address) throws CommandException {
        client.note("end " + FakeContacts.named(address));
        return tell(contact(address), new Check(CheckState.ENDED, List.of(), Optional.empty()));
    }
}
