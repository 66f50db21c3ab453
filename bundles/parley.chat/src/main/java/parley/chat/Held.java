package parley.chat;

import org.jspecify.annotations.Nullable;

import parley.client.api.CommandException;
import parley.client.api.crypto.Groups.Group;
import parley.client.api.crypto.SuiteMissingException;
import parley.protocol.ConversationId;

/**
 * A conversation's record and group as its worker reads and changes them, in transactions; the group is kept at hand
 * between them. Confined to the worker's thread.
 */
final class Held {

    private final Chat chat;
    private final ConversationId id;
    private @Nullable Group group;

    Held(Chat chat, ConversationId id) {
        this.chat = chat;
        this.id = id;
    }

    /** A transaction was rolled back: what is at hand may not be what is stored. */
    void forget() {
        group = null;
    }

    Group group(Book book) {
        if (group == null) {
            group = book.group(id).orElseThrow(() -> new IllegalStateException("conversation without a group"));
        }
        return group;
    }

    /** The group is {@code now}, stored by the transaction under way; null if there is none any more. */
    void become(@Nullable Group now) {
        group = now;
    }

    ConversationState state() throws CommandException {
        return chat.store().transact(tx -> new Book(tx).need(id));
    }

    /**
     * Reads the conversation's record, changes it and writes it back, in one transaction with all that {@code work}
     * does.
     */
    <T> T change(Work<T> work) throws CommandException, SuiteMissingException {
        try {
            return chat.store()
                    .transact(tx -> {
                        var book = new Book(tx);
                        var state = book.need(id);
                        try {
                            var result = work.in(book, state);
                            book.putChanged(state);
                            return result;
                        } catch (SuiteMissingException e) {
                            throw new Missing(e);
                        }
                    });
        } catch (Missing e) {
            group = null; // rolled back
            throw e.missing;
        }
    }

    @FunctionalInterface
    interface Work<T> {
        T in(Book book, ConversationState state) throws CommandException, SuiteMissingException;
    }

    void run(Edit edit) throws CommandException, SuiteMissingException {
        change((book, state) -> {
            edit.of(book, state);
            return true;
        });
    }

    @FunctionalInterface
    interface Edit {
        void of(Book book, ConversationState state) throws CommandException, SuiteMissingException;
    }

    /** Carries a missing suite out of a transaction, which it rolls back. */
    private static final class Missing extends RuntimeException {

        private static final long serialVersionUID = 1;

        private final transient SuiteMissingException missing;

        Missing(SuiteMissingException missing) {
            super(missing);
            this.missing = missing;
        }
    }
}
