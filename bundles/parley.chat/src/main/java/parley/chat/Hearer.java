package parley.chat;

import parley.chat.ConversationState.Watermarks;
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

    /** The latest time shown for a message: a clock far ahead is shown as ours. */
    private static final long FUTURE_MILLIS = 24 * 60 * 60 * 1000;

    private final Supplier<List<ContentHandler>> handlers;
    private final Supplier<Instant> now;
    private final List<Aside> asides;
    private final Sequel sequel;

    Hearer(Supplier<List<ContentHandler>> handlers, Supplier<Instant> now) {
        this(handlers, now, List.of(), Sequel.NONE);
    }

    Hearer(Supplier<List<ContentHandler>> handlers, Supplier<Instant> now, List<Aside> asides, Sequel sequel) {
        this.handlers = handlers;
        this.now = now;
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

    /** What else is done when somebody has said something. */
    @FunctionalInterface
    interface Sequel {

        /** Nothing. */
        Sequel NONE = (_, _, _, _) -> {};

        /**
         * @param at by their clock, in milliseconds since 1970
         */
        void shown(Book book, ConversationState state, AccountKey author, long at) throws CommandException;
    }

    static Address addressOf(Book book, Member member) throws CommandException {
        return book.names().of(member.account(), member.data().address());
    }

    @Override
    public void committed(Book book, ConversationState state, Committed committed, View after) throws CommandException {
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
        book.tx().tell(new Event.MemberChanged(state.id, addressOf(book, member), change));
    }

    @Override
    public void heard(Book book, ConversationState state, long position, MessageId id, Member sender, Said said)
            throws CommandException {
        if (isBlocked(book, sender) || state.kind == Kind.DIRECT && book.isBlocked(state)) return;
        switch (said.content()) {
            case Text text -> show(book, state, position, id, sender, said, text.body(), false, text.replyTo());
            case Receipt receipt -> receipt(book, state, position, sender, receipt);
            case Content.Amendment amendment -> amend(book, state, position, id, sender, said, amendment);
            case Content.Leave _ -> {} // nobody leaves a conversation between two
            case Content.Unknown _ ->
                    show(
                            book,
                            state,
                            position,
                            id,
                            sender,
                            said,
                            "This message needs a newer version of Parley.",
                            false,
                            Optional.empty());
            case Content content -> {
                for (var aside : asides) {
                    if (aside.heard(book, state, sender, said)) return;
                }
                for (var handler : handlers.get()) {
                    if (!handler.takes(content)) continue;
                    var shown =
                            handler.received(
                                    book.tx(),
                                    new Received(
                                            state.id,
                                            state.kind,
                                            id,
                                            sender.account(),
                                            addressOf(book, sender),
                                            time(said),
                                            content));
                    if (shown.isPresent())
                        show(book, state, position, id, sender, said, shown.get(), true, Optional.empty());
                    return;
                }
                throw new CommandException(Code.INTERNAL, "what is said of files waits for the bundle that takes it");
            }
        }
    }

    static boolean isBlocked(Book book, Member sender) throws CommandException {
        var contact = book.contact(sender.account());
        return contact.isPresent() && contact.get().state() == Contacts.State.BLOCKED;
    }

    /** It counts as nothing unread, but its author is to know that it has come. */
    private void amend(
            Book book,
            ConversationState state,
            long position,
            MessageId id,
            Member sender,
            Said said,
            Content.Amendment amendment)
            throws CommandException {
        var by = new Amendments.By(sender.account(), addressOf(book, sender), false, time(said));
        book.take(state.id, id);
        if (new Amendments(book).heard(state.id, by, amendment)) state.delivered = position;
    }

    private void show(
            Book book,
            ConversationState state,
            long position,
            MessageId id,
            Member sender,
            Said said,
            String text,
            boolean file,
            Optional<MessageId> replyTo)
            throws CommandException {
        var from = addressOf(book, sender);
        state.lastOrder++;
        state.unread++;
        state.delivered = position;
        state.activity = now.get();
        var message =
                new StoredMessage(
                        id,
                        state.lastOrder,
                        sender.account(),
                        from,
                        false,
                        text,
                        time(said),
                        Message.State.RECEIVED,
                        position,
                        file,
                        replyTo);
        if (!file) {
            var event = new Event.MessageReceived(id, state.id, from, text, time(said), replyTo);
            message = message.toldBy(book.tx().tell(event));
        }
        book.put(state.id, message);
        sequel.shown(book, state, sender.account(), said.at());
    }

    private Instant time(Said said) {
        var latest = now.get().toEpochMilli() + FUTURE_MILLIS;
        return Instant.ofEpochMilli(Math.min(said.at(), latest));
    }

    private void receipt(Book book, ConversationState state, long position, Member sender, Receipt receipt)
            throws CommandException {
        var roll = book.roll(state.id);
        var before = roll.watermarks(sender.account());
        var delivered = Math.max(before.delivered(), Math.min(receipt.delivered(), position));
        var read = Math.max(before.read(), Math.min(receipt.read(), position));
        var shown = Discretion.reads(book, state.id);
        roll.put(sender.account(), new Watermarks(delivered, read));
        var by = Optional.of(addressOf(book, sender));
        raise(book, state, before.delivered(), delivered, Message.State.DELIVERED, by);
        raise(book, state, before.read(), read, Message.State.READ, shown ? by : Optional.empty());
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
        if (outgoing.content() instanceof Content.Amendment && !outgoing.accepted()) {
            book.tx().tell(new Event.ReceiptChanged(state.id, outgoing.id(), Message.State.SENT, Optional.empty()));
        }
        var message = book.message(outgoing.id());
        if (message.isEmpty() || !message.get().own() || message.get().state() != Message.State.WAITING) return;
        book.put(state.id, message.get().with(Message.State.SENT));
        if (!message.get().file()) {
            book.tx().tell(new Event.ReceiptChanged(state.id, outgoing.id(), Message.State.SENT, Optional.empty()));
        }
    }
}
