package parley.chat;

import org.jspecify.annotations.Nullable;

import parley.chat.Book.Place;
import parley.chat.StoredMessage.Gone;
import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.client.api.Conversations;
import parley.client.api.Event;
import parley.protocol.AccountKey;
import parley.protocol.Address;
import parley.protocol.ConversationId;
import parley.protocol.MessageId;
import parley.protocol.content.Content.Amendment;
import parley.protocol.content.Content.Delete;
import parley.protocol.content.Content.Edit;
import parley.protocol.content.Content.Reaction;

import java.time.Instant;
import java.util.Optional;

/**
 * What becomes of messages after they were said: edits, deletions, reactions (docs/protocol.md, Content). Others' are
 * taken as the log orders them and dropped where they may not be; ours are judged by the same rules, and take effect
 * here before anybody else has them. Good for one transaction.
 */
final class Amendments {

    /** Whose it is, and when they say that they did it. */
    record By(AccountKey account, Address address, boolean own, Instant at) {}

    private final Book book;

    Amendments(Book book) {
        this.book = book;
    }

    /**
     * Takes what somebody else said.
     *
     * @return whether anything changed
     */
    boolean heard(ConversationId conversation, By by, Amendment amendment) throws CommandException {
        var place = book.place(amendment.message());
        if (place.isEmpty() || !place.get().conversation().equals(conversation)) return false;
        var message = book.message(amendment.message());
        if (message.isEmpty() || refusal(message.get(), by, amendment).isPresent()) return false;
        return apply(conversation, message.get(), by, amendment);
    }

    /**
     * Does what we say, which is to go out in the same transaction.
     *
     * @return whether anything changed: else there is nothing to say
     * @throws CommandException REFUSED if we may not
     */
    boolean say(Place place, By by, Amendment amendment) throws CommandException {
        var message = need(amendment.message());
        var why = refusal(message, by, amendment);
        if (why.isPresent()) throw new CommandException(Code.REFUSED, why.get());
        return apply(place.conversation(), message, by, amendment);
    }

    /** Removes a message here alone. */
    void erase(MessageId id) throws CommandException {
        var place = place(id);
        empty(place.conversation(), need(id), Gone.ERASED);
    }

    /**
     * Where a message is that a person names.
     *
     * @throws CommandException NOT_FOUND if there is none, or none any more
     */
    Place place(MessageId id) throws CommandException {
        need(id);
        return book.place(id).orElseThrow();
    }

    private StoredMessage need(MessageId id) throws CommandException {
        return book.message(id)
                .filter(message -> message.gone() != Gone.ERASED)
                .orElseThrow(() ->
                        new CommandException(
                                Code.NOT_FOUND, "there is no message " + id.hex() + "; read lists those there are"));
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
                            "only who said a message can delete it for everybody; " + Conversations.ASKS_TO_ERASE;
                    case Delete _ when message.file() ->
                            "a file cannot be deleted for everybody; cancel it, or " + Conversations.ASKS_TO_ERASE;
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
        if (reactions.isFull(emoji)) {
            return "a message has no more than " + Reaction.DIFFERENT + " different reactions; choose one of those";
        }
        return null;
    }

    private boolean apply(ConversationId conversation, StoredMessage message, By by, Amendment amendment)
            throws CommandException {
        return switch (amendment) {
            case Edit edit -> edit(conversation, message, by, edit.body());
            case Delete _ -> delete(conversation, message, by);
            case Reaction(_, var emoji, var set) -> react(conversation, message, by, emoji, set);
        };
    }

    private boolean edit(ConversationId conversation, StoredMessage message, By by, String text)
            throws CommandException {
        if (text.equals(message.text())) return false;
        // What was told of an earlier edit and not shown yet would keep its text.
        message.told().stream().skip(1).forEach(book.tx()::untell);
        var edited = message.editsUntold().edited(text, by.at);
        if (!by.own) {
            var event = new Event.MessageEdited(conversation, message.id(), by.address, text, by.at);
            edited = edited.toldBy(book.tx().tell(event));
        }
        book.put(conversation, edited);
        return true;
    }

    private boolean delete(ConversationId conversation, StoredMessage message, By by) throws CommandException {
        if (message.gone() != Gone.NOT) return false;
        empty(conversation, message, Gone.DELETED);
        if (!by.own) book.tx().tell(new Event.MessageDeleted(conversation, message.id(), by.address));
        return true;
    }

    private boolean react(ConversationId conversation, StoredMessage message, By by, String emoji, boolean set)
            throws CommandException {
        var reactions = book.reactions(message.id());
        if (reactions.has(by.account, emoji) == set) return false;
        if (!set) reactions.remove(by.account, emoji);
        var event = new Event.ReactionChanged(conversation, message.id(), by.address, emoji, set);
        var told = by.own ? 0 : book.tx().tell(event);
        if (set) reactions.add(by.account, by.address, by.own, emoji, told);
        return true;
    }

    /** Leaves nothing of a message but that there was one. */
    private void empty(ConversationId conversation, StoredMessage message, Gone gone) throws CommandException {
        message.told().forEach(book.tx()::untell);
        book.reactions(message.id()).clear();
        book.letGo(conversation, message.id());
        book.put(conversation, message.emptied(gone));
    }
}
