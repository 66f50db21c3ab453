package parley.chat;

import parley.client.api.CommandException;
import parley.client.api.Conversations.Kind;
import parley.client.api.Message;
import parley.protocol.ConversationId;

/**
 * What the members of a conversation are told of what we do, and so what we are shown of what they do. Static: what
 * decides stands in the profile.
 */
final class Discretion {

    /** The most members of a conversation in which anybody is told how far others are, or that they write. */
    private static final int MEMBERS = 100;

    private Discretion() {}

    /** Whether any receipt is sent. */
    static boolean receipts(Book book, ConversationState state) throws CommandException {
        return !book.isWithStranger(state) && !book.roll(state.id).has(MEMBERS); // and we
    }

    /** Whether receipts say what we have read, and those of others are shown. */
    static boolean reads(Book book, ConversationId conversation) throws CommandException {
        var here = book.settings(conversation).receipts();
        return here.isPresent() ? here.get() : book.told().receipts();
    }

    /** Whether receipts say what has come, beyond what they say of reading, and those of others are shown. */
    static boolean delivered(Book book) throws CommandException {
        return book.told().delivered();
    }

    /** How far an own message that has come to {@code state} is shown to have come. */
    static Message.State shown(Book book, ConversationId conversation, Message.State state) throws CommandException {
        var shown = state;
        if (shown == Message.State.READ && !reads(book, conversation)) shown = Message.State.DELIVERED;
        if (shown == Message.State.DELIVERED && !delivered(book)) shown = Message.State.SENT;
        return shown;
    }

    /** Whether a status is told, and shown: to approved contacts, between two. */
    static boolean status(Book book, ConversationState state) throws CommandException {
        return state.kind == Kind.DIRECT && !book.isWithStranger(state);
    }

    /** Whether it is told that somebody writes. */
    static boolean typing(Book book, ConversationState state) throws CommandException {
        return book.told().typing() && book.halted(state).isEmpty() && receipts(book, state);
    }
}
