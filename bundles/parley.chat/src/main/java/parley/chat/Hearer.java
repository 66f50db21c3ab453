package parley.chat;

import parley.chat.ConversationState.Watermarks;
import parley.chat.StoredMessage.Told;
import parley.chat.StoredMessage.Words;
import parley.client.api.Accounts.Account;
import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.client.api.Contacts;
import parley.client.api.Conversations.Kind;
import parley.client.api.Event;
import parley.client.api.Event.MemberChanged.Change;
import parley.client.api.Message;
import parley.client.api.chat.ContentHandler;
import parley.client.api.chat.ContentHandler.Received;
import parley.client.api.crypto.Groups.Committed;
import parley.client.api.crypto.Groups.Member;
import parley.client.api.crypto.Groups.View;
import parley.protocol.AccountKey;
import parley.protocol.Address;
import parley.protocol.ConversationId;
import parley.protocol.MessageId;
import parley.protocol.content.Content;
import parley.protocol.content.Content.Receipt;
import parley.protocol.content.Content.Text;
import parley.protocol.content.Said;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Turns what was read in a log into messages, receipts and events, and hands other bundles what is theirs. */
final class Hearer implements LogReading.Hearing {

    private final Supplier<List<ContentHandler>> handlers;
    private final Supplier<Instant> now;
    private final Supplier<Account> own;
    private final List<Aside> asides;
    private final Sequel sequel;

    Hearer(Supplier<List<ContentHandler>> handlers, Supplier<Instant> now, Supplier<Account> own) {
        this(handlers, now, own, List.of(), Sequel.NONE);
    }

    /**
     * @param own our account, asked for once there is a conversation
     */
    Hearer(
            Supplier<List<ContentHandler>> handlers,
            Supplier<Instant> now,
            Supplier<Account> own,
            List<Aside> asides,
            Sequel sequel) {
        this.handlers = handlers;
        this.now = now;
        this.own = own;
        this.asides = List.copyOf(asides);
        this.sequel = sequel;
    }

    /** Takes content of chat's own that is no message to a person. */
    interface Aside {

        /**
         * Takes it, in the transaction that reads it and before {@code state} is stored.
         *
         * @return whether it is of the kind that this takes
         */
        boolean heard(Book book, ConversationState state, Member sender, Said said) throws CommandException;
    }

    /**
     * What else is done when something was said, or a commit read; nothing by itself. In the transaction that reads it.
     */
    interface Sequel {

        /** Nothing. */
        Sequel NONE = new Sequel() {};

        /**
         * Another's message is there.
         *
         * @param at by their clock, in milliseconds since 1970
         */
        default void shown(Book book, ConversationState state, StoredMessage message, long at)
                throws CommandException {}

        /** An own message is read in its place in the log. */
        default void placed(Book book, ConversationState state, StoredMessage message) throws CommandException {}

        /** A word of how long messages are to last is read in its place in the log. */
        default void lifetime(Book book, ConversationState state, LifetimeWord word) throws CommandException {}

        /** What the group is after a commit. */
        default void committed(Book book, ConversationState state, Committed committed, View after)
                throws CommandException {}
    }

    /**
     * What one of two has said.
     *
     * @param position of the entry
     * @param own whether we have
     * @param told whether the person is to hear of it
     */
    record LifetimeWord(long position, GroupLog.Who by, boolean own, boolean told, Content.Lifetime lifetime) {}

    /** What a member is called there. */
    static Address addressOf(Book book, ConversationId id, Member member) throws CommandException {
        return book.names().of(id, member.account(), member.data().address());
    }

    @Override
    public void committed(Book book, ConversationState state, Committed committed, View after) throws CommandException {
        sequel.committed(book, state, committed, after);
        if (state.kind == Kind.DIRECT) return;
        var roll = book.roll(state.id);
        var told = new HashSet<AccountKey>();
        var stay = CommitRules.accounts(after.members());
        for (var member : committed.left()) {
            if (stay.contains(member.account()) || !told.add(member.account())) continue;
            tell(book, state, member, roll.leaves(member.account()) ? Change.LEFT : Change.REMOVED);
            roll.stays(member.account());
            roll.removeWatermarks(member.account());
        }
        told.addAll(CommitRules.accounts(committed.left())); // one of them who is here rejoins
        var joined = committed.joined().stream().map(Member::leaf).collect(Collectors.toSet());
        for (var member : after.members()) if (!joined.contains(member.leaf())) told.add(member.account());
        for (var member : committed.joined()) {
            if (!told.add(member.account())) continue;
            tell(book, state, member, Change.JOINED);
            KeyChanges.met(book, state, member);
            Telling.joined(book, state);
        }
    }

    @Override
    public void removed(Book book, ConversationState state, View before) throws CommandException {
        if (state.kind == Kind.DIRECT) return;
        var own = before.members().stream().filter(member -> member.leaf() == before.ownLeaf()).findFirst();
        tell(book, state, own.orElseThrow(), Change.REMOVED);
    }

    private static void tell(Book book, ConversationState state, Member member, Change change) throws CommandException {
        book.tx().tell(new Event.MemberChanged(state.id, addressOf(book, state.id, member), change));
    }

    /** An entry that somebody else has said something by. */
    private record Heard(
            Book book, ConversationState state, long position, MessageId id, Member sender, Address from, Said said) {}

    @Override
    public void heard(Book book, ConversationState state, long position, MessageId id, Member sender, Said said)
            throws CommandException {
        var heard = new Heard(book, state, position, id, sender, addressOf(book, state.id, sender), said);
        var blocked = isBlocked(book, sender) || state.kind == Kind.DIRECT && book.isBlocked(state);
        if (said.content() instanceof Content.Lifetime lifetime) {
            // Of whoever is blocked as well: both sides know what is in force.
            var who = GroupLog.Who.of(sender);
            sequel.lifetime(book, state, new LifetimeWord(position, who, false, !blocked, lifetime));
            return;
        }
        if (blocked) {
            // It only removes, and what was said before they were blocked is here.
            if (said.content() instanceof Content.Delete delete) amend(heard, delete);
            return;
        }
        switch (said.content()) {
            case Text text -> show(heard, words(heard, text), false);
            case Receipt receipt -> receipt(book, state, position, sender, receipt);
            case Content.Amendment amendment -> amend(heard, amendment);
            case Content.Leave _ -> {} // nobody leaves a conversation between two
            case Content.Unknown _ -> show(heard, new Words("This message needs a newer version of Parley."), false);
            case Content content -> hand(heard, content);
        }
    }

    private Words words(Heard heard, Text text) throws CommandException {
        var mentions = mentioned(heard).of(text.mentions());
        return new Words(text.body(), text.replyTo(), mentions, text.forwarded());
    }

    private Mentioned mentioned(Heard heard) {
        return new Mentioned(heard.book, heard.state, own.get());
    }

    /** Has that part of chat take it, or the bundle, that knows it. */
    private void hand(Heard heard, Content content) throws CommandException {
        for (var aside : asides) {
            if (aside.heard(heard.book, heard.state, heard.sender, heard.said)) return;
        }
        for (var handler : handlers.get()) {
            if (!handler.takes(content)) continue;
            var received =
                    new Received(
                            heard.state.id,
                            heard.state.kind,
                            heard.id,
                            heard.sender.account(),
                            heard.from,
                            when(heard).at(),
                            content);
            var shown = handler.received(heard.book.tx(), received);
            if (shown.isPresent()) show(heard, new Words(shown.get()), true);
            return;
        }
        throw new CommandException(Code.INTERNAL, "what is said of files waits for the bundle that takes it");
    }

    static boolean isBlocked(Book book, Member sender) throws CommandException {
        var contact = book.contact(sender.account());
        return contact.isPresent() && contact.get().state() == Contacts.State.BLOCKED;
    }

    /** It counts as nothing unread, and asks for no receipt; nothing is kept of one that changes nothing. */
    private void amend(Heard heard, Content.Amendment amendment) throws CommandException {
        var by = new Amendments.By(heard.sender.account(), heard.from, false, when(heard));
        var changed = new Amendments(heard.book, mentioned(heard), handlers.get()).heard(heard.state.id, by, amendment);
        if (changed) heard.book.take(heard.state.id, heard.id);
    }

    private void show(Heard heard, Words words, boolean file) throws CommandException {
        var state = heard.state;
        state.lastOrder++;
        state.unread++;
        if (words.mentionUs()) state.mentions++;
        state.delivered = heard.position;
        state.activity = now.get();
        var when = when(heard);
        var message =
                new StoredMessage(
                        heard.id,
                        state.lastOrder,
                        heard.sender.account(),
                        heard.from,
                        false,
                        words.claiming(when.claimed()),
                        when.at(),
                        Message.State.RECEIVED,
                        heard.position,
                        file);
        if (!file) {
            var event =
                    new Event.MessageReceived(
                            heard.id,
                            state.id,
                            heard.from,
                            words.text(),
                            when.at(),
                            words.replyTo(),
                            words.mentions(),
                            words.forwarded(),
                            when.claimed());
            message = message.told(new Told(heard.book.tx().tell(event), 0));
        }
        heard.book.put(state.id, message);
        sequel.shown(heard.book, state, message, heard.said.at());
    }

    private When when(Heard heard) throws CommandException {
        return When.of(heard.said.at(), now.get(), new GroupLog(heard.book).made(heard.state.id));
    }

    private void receipt(Book book, ConversationState state, long position, Member sender, Receipt receipt)
            throws CommandException {
        var roll = book.roll(state.id);
        var before = roll.watermarks(sender.account());
        var delivered = Math.max(before.delivered(), Math.min(receipt.delivered(), position));
        var read = Math.max(before.read(), Math.min(receipt.read(), position));
        roll.put(sender.account(), new Watermarks(delivered, read));
        var by = Optional.of(addressOf(book, state.id, sender));
        var come = Discretion.delivered(book) ? by : Optional.<Address>empty();
        raise(book, state, before.delivered(), delivered, Message.State.DELIVERED, come);
        var seen = Discretion.reads(book, state.id) ? by : Optional.<Address>empty();
        raise(book, state, before.read(), read, Message.State.READ, seen);
    }

    /**
     * Brings own messages further.
     *
     * @param by who is told to have done that; empty to tell nothing
     */
    private static void raise(
            Book book, ConversationState state, long after, long upTo, Message.State to, Optional<Address> by)
            throws CommandException {
        for (var message : book.own(state.id, after, upTo)) {
            if (!LogReading.further(message.state(), to)) continue;
            book.put(state.id, message.with(to));
            if (by.isPresent()) book.tx().tell(new Event.ReceiptChanged(state.id, message.id(), to, by));
        }
    }

    @Override
    public void accepted(Book book, ConversationState state, Outgoing outgoing) throws CommandException {
        var told = outgoing.content() instanceof Content.Amendment || outgoing.content() instanceof Content.Lifetime;
        if (told && outgoing.reach() != Outgoing.Reach.HUB) {
            tellSent(book, state, outgoing);
        }
        var message = book.message(outgoing.id());
        if (message.isEmpty() || !message.get().own() || message.get().state() != Message.State.WAITING) return;
        book.put(state.id, message.get().with(Message.State.SENT));
        if (!message.get().file()) tellSent(book, state, outgoing);
    }

    private static void tellSent(Book book, ConversationState state, Outgoing outgoing) {
        book.tx().tell(new Event.ReceiptChanged(state.id, outgoing.id(), Message.State.SENT, Optional.empty()));
    }

    @Override
    public void readBack(Book book, ConversationState state, long position, Outgoing outgoing) throws CommandException {
        var account = own.get();
        switch (outgoing.content()) {
            case Content.Reaction reaction -> {
                var by = new Amendments.By(account.key(), account.address(), true, now.get());
                new Amendments(book, new Mentioned(book, state, account), handlers.get())
                        .readBack(state.id, by, outgoing.id(), reaction);
            }
            case Content.Lifetime lifetime -> {
                var who = new GroupLog.Who(account.key(), account.address());
                sequel.lifetime(book, state, new LifetimeWord(position, who, true, true, lifetime));
            }
            default -> {
                var message = book.message(outgoing.id());
                if (message.isPresent() && message.get().own()) sequel.placed(book, state, message.get());
            }
        }
    }
}
