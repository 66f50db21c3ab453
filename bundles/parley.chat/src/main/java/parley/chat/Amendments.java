package parley.chat;

import org.jspecify.annotations.Nullable;

import parley.chat.Book.Place;
import parley.chat.StoredMessage.Gone;
import parley.chat.StoredMessage.Told;
import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.client.api.Event;
import parley.client.api.chat.ContentHandler;
import parley.protocol.AccountKey;
import parley.protocol.Address;
import parley.protocol.ConversationId;
import parley.protocol.MessageId;
import parley.protocol.content.Content.Amendment;
import parley.protocol.content.Content.Delete;
import parley.protocol.content.Content.Edit;
import parley.protocol.content.Content.Reaction;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What becomes of messages after they were said: edits, deletions, reactions (docs/protocol.md, Content). Others' are
 * taken as the log orders them and dropped where they may not be; ours are judged by the same rules, and take effect
 * here before anybody else has them. Good for one transaction.
 */
final class Amendments {

    /** Whose it is, and when they say that they did it. */
    record By(AccountKey account, Address address, boolean own, When when) {

        /** One who did it when they say. */
        By(AccountKey account, Address address, boolean own, Instant at) {
            this(account, address, own, new When(at, Optional.empty()));
        }
    }

    private final Book book;
    private final Mentioned mentioned;
    private final List<ContentHandler> handlers;

    /**
     * @param mentioned of the conversation of all messages that are amended
     * @param handlers who know of files
     */
    Amendments(Book book, Mentioned mentioned, List<ContentHandler> handlers) {
        this.book = book;
        this.mentioned = mentioned;
        this.handlers = handlers;
    }

    /**
     * Takes what somebody else said.
     *
     * @return whether anything changed
     * @throws CommandException REFUSED, and it waits, while the bundle that knows of files is stopped and is needed
     */
    boolean heard(ConversationId conversation, By by, Amendment amendment) throws CommandException {
        var place = book.place(amendment.message());
        if (place.isEmpty() || !place.get().conversation().equals(conversation)) return false;
        var message = book.message(amendment.message());
        if (message.isEmpty() || refusal(message.get(), by, amendment).isPresent()) return false;
        return apply(conversation, message.get(), by, amendment);
    }

    /**
     * Does what we say.
     *
     * @return whether the others are to be told, in the same transaction: not if nothing changed, nor if what was
     *     deleted never left this device
     * @throws CommandException REFUSED if we may not, or as {@link #heard}
     */
    boolean say(ConversationId conversation, By by, Amendment amendment) throws CommandException {
        var message = need(book, amendment.message());
        var why = refusal(message, by, amendment);
        if (why.isPresent()) throw new CommandException(Code.REFUSED, why.get());
        if (amendment instanceof Edit edit) mentioned.need(edit.mentions());
        var others = !(amendment instanceof Delete) || Unsent.withdraw(book, conversation, message.id(), true);
        if (others) return apply(conversation, message, by, amendment);
        deleteFile(message);
        remove(book, conversation, message);
        return false;
    }

    /** Our reaction is read in its place in the log, from the outbox row {@code id}. */
    void readBack(ConversationId conversation, By by, MessageId id, Reaction said) throws CommandException {
        var message = book.message(said.message());
        if (message.isEmpty() || message.get().gone() != Gone.NOT) return;
        var reactions = book.reactions(said.message());
        var last = !Unsent.reacts(book, conversation, said, id);
        if (!reactions.readBack(by, said.emoji(), said.set(), last)) return;
        var shown = reactions.has(by.account, said.emoji());
        var event = new Event.ReactionChanged(conversation, said.message(), by.address, said.emoji(), shown);
        reactions.takenBack(by, book.tx().tell(event));
    }

    /**
     * Removes a message here alone; what waits in the outbox of it goes to nobody. What is known of its file goes
     * before.
     */
    static void erase(Book book, MessageId id) throws CommandException {
        var place = place(book, id);
        var message = need(book, id);
        Unsent.withdraw(book, place.conversation(), id, false);
        remove(book, place.conversation(), message);
    }

    /**
     * Where a message is that a person names.
     *
     * @throws CommandException NOT_FOUND if there is none, or none any more
     */
    static Place place(Book book, MessageId id) throws CommandException {
        need(book, id);
        return book.place(id).orElseThrow();
    }

    /**
     * @throws CommandException NOT_FOUND if there is none, or none any more
     */
    static StoredMessage need(Book book, MessageId id) throws CommandException {
        return book.message(id)
                .filter(message -> message.gone() != Gone.ERASED)
                .orElseThrow(() ->
                        new CommandException(
                                Code.NOT_FOUND, "there is no message " + id.hex() + "; read lists those there are"));
    }

    /**
     * Those who know of files.
     *
     * @throws CommandException REFUSED if nobody does
     */
    static List<ContentHandler> need(List<ContentHandler> handlers) throws CommandException {
        if (!handlers.isEmpty()) return handlers;
        throw new CommandException(
                Code.REFUSED, "what is kept of files cannot be removed while their bundle is stopped; start it");
    }

    /** Why this may not be done, as a sentence; empty if it may. */
    private Optional<String> refusal(StoredMessage message, By by, Amendment amendment) throws CommandException {
        var isAuthor = message.author().equals(by.account);
        return Optional.ofNullable(
                switch (amendment) {
                    case Edit _ when !isAuthor -> "only who said a message can edit it; reply to it";
                    case Edit _ when message.file() -> "a file cannot be edited; cancel it and send another";
                    case Edit _ when message.gone() != Gone.NOT -> "the message was deleted; say it anew";
                    case Delete _ when !isAuthor ->
                            "only who said a message can delete it for everybody; delete it here alone";
                    case Reaction _ when message.gone() != Gone.NOT -> "the message was deleted; react to another";
                    case Reaction(var id, var emoji, var set) when set && !book.reactions(id).has(by.account, emoji) ->
                            full(book.reactions(id), by.account, emoji);
                    default -> null;
                });
    }

    private static @Nullable String full(Reactions reactions, AccountKey by, String emoji) throws CommandException {
        if (reactions.isFull(by)) {
            return "nobody has more than " + Reaction.OF_ONE + " reactions to one message; take one back first";
        }
        if (reactions.isFull(by, emoji)) {
            return "a message has no more than " + Reaction.DIFFERENT + " different reactions; choose one of those";
        }
        return null;
    }

    private boolean apply(ConversationId conversation, StoredMessage message, By by, Amendment amendment)
            throws CommandException {
        return switch (amendment) {
            case Edit edit -> edit(conversation, message, by, edit);
            case Delete _ -> delete(conversation, message, by);
            case Reaction(_, var emoji, var set) -> react(conversation, message, by, emoji, set);
        };
    }

    private boolean edit(ConversationId conversation, StoredMessage message, By by, Edit edit) throws CommandException {
        var mentions = mentioned.of(edit.mentions());
        if (edit.body().equals(message.words().text()) && mentions.equals(message.words().mentions())) return false;
        // What was told of an earlier edit and not shown yet would keep its text.
        if (message.told().edit() != 0) book.tx().untell(message.told().edit());
        var told = 0L;
        if (!by.own) {
            var event =
                    new Event.MessageEdited(
                            conversation,
                            message.id(),
                            by.address,
                            edit.body(),
                            by.when.at(),
                            mentions,
                            by.when.claimed());
            told = book.tx().tell(event);
        }
        var edited = message.with(message.words().edited(edit.body(), mentions, by.when));
        book.put(conversation, edited.told(new Told(message.told().message(), told)));
        return true;
    }

    private boolean delete(ConversationId conversation, StoredMessage message, By by) throws CommandException {
        if (message.gone() != Gone.NOT) return false;
        deleteFile(message);
        book.forget(conversation, message);
        book.put(conversation, message.deleted());
        if (!by.own) book.tx().tell(new Event.MessageDeleted(conversation, message.id(), by.address));
        return true;
    }

    private void deleteFile(StoredMessage message) throws CommandException {
        if (!message.file()) return;
        for (var handler : need(handlers)) handler.deleted(book.tx(), message.id());
    }

    private boolean react(ConversationId conversation, StoredMessage message, By by, String emoji, boolean set)
            throws CommandException {
        var reactions = book.reactions(message.id());
        if (reactions.has(by.account, emoji) == set) return false;
        var event = new Event.ReactionChanged(conversation, message.id(), by.address, emoji, set);
        if (by.own) {
            reactions.say(by, emoji, set);
        } else if (set) {
            reactions.add(by, emoji, book.tx().tell(event));
        } else if (reactions.remove(by, emoji)) {
            reactions.takenBack(by, book.tx().tell(event));
        } else {
            book.tx().tellNow(event); // who shows things later was never told that it was there
        }
        return true;
    }

    /** Leaves nothing of a message but that its id was used. */
    private static void remove(Book book, ConversationId conversation, StoredMessage message) throws CommandException {
        book.forget(conversation, message);
        book.remove(conversation, message);
    }
}
