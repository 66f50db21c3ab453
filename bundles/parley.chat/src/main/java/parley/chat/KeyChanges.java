package parley.chat;

import parley.chat.Knowledge.Answer;
import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.client.api.Contacts.State;
import parley.client.api.Event;
import parley.client.api.Message;
import parley.client.api.crypto.Groups.Member;
import parley.client.api.crypto.Groups.View;
import parley.protocol.AccountKey;
import parley.protocol.Address;
import parley.protocol.ConversationId;
import parley.protocol.content.Content;
import parley.protocol.content.Salt;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is done when an address comes with another account key than the one known. The relay alone says so, which may be
 * lying: sending stops, to both, until the person has decided; what was said stays to be read.
 */
final class KeyChanges {

    private final Chat chat;

    KeyChanges(Chat chat) {
        this.chat = chat;
    }

    /** Why nothing is sent to a contact whose key is in doubt, or was replaced. */
    static String why(StoredContact contact) {
        return contact.knowledge().isReplaced()
                ? "you have accepted a new identity of theirs; write to them in the conversation with that one"
                : "they have a new identity: they set up anew, or somebody pretends to be them; check with them another"
                        + " way, then accept the new one or keep the one you know";
    }

    /**
     * The relay names {@code key} for {@code name}.
     *
     * @return whether that is news to a contact
     */
    static boolean seen(Book book, String name, AccountKey key) throws CommandException {
        var news = false;
        for (var contact : book.named(name)) {
            if (contact.account().equals(key) || !isHeldTo(contact, key)) continue;
            news = true;
            book.put(contact.knowing(contact.knowledge().changed(key, Answer.OPEN)));
            tell(book, contact.account());
            stopped(book, contact);
            book.tx()
                    .tell(
                            new Event.Notice(
                                    contact.address()
                                            + " has a new identity, which is another key than before: they set up"
                                            + " anew, or somebody pretends to be them. Nothing is sent to them until"
                                            + " you have checked with them another way, and accept the new one or"
                                            + " keep the one you know."));
        }
        return news;
    }

    /** Whether the key of a contact is the one to hold the name to, and the other is not known beside it already. */
    private static boolean isHeldTo(StoredContact contact, AccountKey other) {
        var isOurs = contact.state() == State.APPROVED || contact.state() == State.REQUESTED;
        var known = contact.knowledge().change().filter(change -> change.to().equals(other)).isPresent();
        return isOurs && !contact.knowledge().isReplaced() && !known;
    }

    private static void tell(Book book, AccountKey account) throws CommandException {
        var now = book.contact(account).orElseThrow();
        book.tx().tell(new Event.TrustChanged(now.address(), account, now.knowledge().trust()));
    }

    /** Says how it stands with the sending in the contact's conversation. */
    private static void stopped(Book book, StoredContact contact) throws CommandException {
        if (contact.conversation().isEmpty()) return;
        var state = book.conversation(contact.conversation().get());
        if (state.isEmpty()) return;
        book.tx().tell(new Event.SendingStopped(state.get().id, book.halted(state.get())));
    }

    /** The one contact of these whose person has to decide. */
    static StoredContact undecided(List<StoredContact> named) throws CommandException {
        var open = named.stream().filter(one -> one.knowledge().doubted().isPresent()).toList();
        if (open.isEmpty()) {
            throw new CommandException(
                    Code.NOT_FOUND, named.getFirst().address() + " has no other identity than the one you know");
        }
        if (open.size() > 1) throw ambiguous(open.getFirst().address());
        return open.getFirst();
    }

    static CommandException ambiguous(Address address) {
        return new CommandException(
                Code.AMBIGUOUS, address + " has used more than one key; name them by their contact link");
    }

    /** The person takes {@code key} for that of every contact of the name: they are not held to their former ones. */
    void accept(Book book, String name, AccountKey key) throws CommandException {
        for (var contact : book.named(name)) {
            var isCurrent = contact.account().equals(key);
            if (isCurrent && contact.knowledge().isReplaced()) {
                book.put(contact.knowing(contact.knowledge().unchanged()));
                tell(book, key);
            }
            if (isCurrent || contact.knowledge().isReplaced()) continue;
            book.put(contact.knowing(contact.knowledge().changed(key, Answer.ACCEPTED)));
            tell(book, contact.account());
            stopped(book, contact);
            carryOver(book, contact, key);
        }
    }

    /** The person stays with the key of {@code contact}; the other one's request is denied. */
    StoredContact keep(Book book, StoredContact contact) throws CommandException {
        var other = contact.knowledge().doubted().orElseThrow();
        var kept = contact.knowing(contact.knowledge().changed(other, Answer.KEPT));
        book.put(kept);
        tell(book, contact.account());
        stopped(book, kept);
        var denied = book.contact(other).filter(one -> one.state() == State.ASKS);
        if (denied.isPresent()) {
            book.put(denied.get().with(State.DENIED));
            book.tx().tell(new Event.ContactChanged(denied.get().address(), other, State.DENIED));
        }
        contact.conversation().ifPresent(id -> book.tx().afterCommit(() -> chat.worker(id).ifPresent(Worker::up)));
        return kept;
    }

    /**
     * Texts that waited for the former key, and that no relay can have, wait for the new one: they were meant for the
     * person.
     */
    private void carryOver(Book book, StoredContact from, AccountKey key) throws CommandException {
        var own = chat.accounts().current().orElseThrow();
        var former = from.conversation();
        if (former.isEmpty()) return;
        var to = ConversationId.direct(own.key(), key);
        var waiting = new ArrayList<Outgoing>();
        for (var row : book.outbox(former.get(), Integer.MAX_VALUE)) {
            if (row.sealed().isEmpty() && row.content() instanceof Content.Text) waiting.add(row);
        }
        for (var row : waiting) {
            // As it reads now: edits that wait, too, are of the former conversation.
            var text = Amendments.need(book, row.id()).words().text();
            carryOver(book, to, new Content.Text(text), own.key(), own.address());
            Amendments.erase(book, row.id());
        }
        if (!waiting.isEmpty()) book.tx().afterCommit(() -> chat.worker(to).ifPresent(Worker::send));
    }

    /** Into the conversation, which need not have begun: it takes up what waits under its id. */
    private void carryOver(Book book, ConversationId to, Content.Text text, AccountKey own, Address address)
            throws CommandException {
        var state = book.conversation(to);
        var order = state.isPresent() ? ++state.get().lastOutgoing : book.lastOutgoing(to) + 1;
        var place = state.isPresent() ? ++state.get().lastOrder : book.lastOrder(to) + 1;
        var salt = Salt.random();
        var id = salt.id(to, own);
        var at = chat.now().toEpochMilli();
        book.put(to, new Outgoing(order, id, salt, at, text, Optional.empty(), false, Outgoing.Reach.NOWHERE));
        book.put(
                to,
                new StoredMessage(
                        id,
                        place,
                        own,
                        address,
                        true,
                        new StoredMessage.Words(text.body()),
                        chat.now(),
                        Message.State.WAITING,
                        0,
                        false));
        state.ifPresent(book::put);
    }

    /** The person has found the contact's key to be theirs, or has not. */
    void mark(Book book, AccountKey account, boolean verified) throws CommandException {
        var contact = book.contact(account).orElseThrow();
        var knowledge = contact.knowledge();
        book.put(contact.knowing(verified ? knowledge.verifiedAt(chat.now()) : knowledge.unverified()));
        if (verified != knowledge.verified().isPresent()) tell(book, account);
    }

    // ---- Groups ----

    /** Somebody is in a group under a contact's address with another key: they are called by their key there. */
    static void met(Book book, ConversationState state, Member member) throws CommandException {
        var pretence = pretence(book, state, member);
        if (pretence.isPresent()) book.tx().tell(new Event.Notice(met(state, pretence.get(), 0)));
    }

    /** The same of all members of a group that we come into: one sentence, however many there are. */
    static void met(Book book, ConversationState state, View view) throws CommandException {
        var pretences = new ArrayList<Pretence>();
        for (var member : view.members()) pretence(book, state, member).ifPresent(pretences::add);
        if (pretences.isEmpty()) return;
        book.tx().tell(new Event.Notice(met(state, pretences.getFirst(), pretences.size() - 1)));
    }

    /**
     * That somebody claims what is not theirs.
     *
     * @param how in words behind the address
     */
    private record Pretence(Address claimed, String how, Address called) {}

    private static Optional<Pretence> pretence(Book book, ConversationState state, Member member)
            throws CommandException {
        var names = book.names();
        var claimed = member.data().address();
        if (names.isKnown(member.account())) return Optional.empty();
        var called = names.of(state.id, member.account(), claimed);
        if (called.equals(claimed)) return Optional.empty();
        return Optional.of(new Pretence(claimed, how(names, claimed.name()), called));
    }

    private static String how(Names names, String claimed) {
        if (names.isOurs(claimed)) return "as you are, and has not your key: they pretend to be you.";
        var than = names.isTaken(claimed) ? "the one you know" : "who was called so there first";
        return "and has another key than " + than + ": they set up anew, or somebody pretends to be them.";
    }

    private static String met(ConversationState state, Pretence pretence, int others) {
        return "In "
                + state.title
                + " somebody is called "
                + pretence.claimed
                + " "
                + pretence.how
                + " They are shown as "
                + pretence.called
                + (others > 0 ? ", and so are " + others + " others by theirs" : "")
                + "; check with them another way.";
    }
}
