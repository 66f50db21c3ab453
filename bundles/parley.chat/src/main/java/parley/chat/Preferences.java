package parley.chat;

import parley.client.api.CommandException;
import parley.client.api.ConversationSettings.Draft;
import parley.client.api.Event;
import parley.client.api.store.Store;
import parley.protocol.ConversationId;

import java.time.InstantSource;
import java.util.function.UnaryOperator;

/** Changes what is set for conversations, and publishes it once that is stored. */
final class Preferences {

    private final Store store;
    private final InstantSource clock;

    Preferences(Store store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    void change(Book book, ConversationId conversation, UnaryOperator<StoredSettings> change) throws CommandException {
        var before = book.settings(conversation);
        var now = change.apply(before);
        if (now.equals(before)) return;
        book.put(conversation, now);
        var event = new Event.SettingsChanged(conversation, book.shownSettings(conversation));
        book.tx().afterCommit(() -> store.publish(event));
    }

    /** Somebody has said something, we or others. */
    void heard(Book book, ConversationId conversation) throws CommandException {
        change(book, conversation, settings -> settings.heard(clock.instant()));
    }

    /** We have said what was begun. */
    void said(Book book, ConversationId conversation) throws CommandException {
        change(book, conversation, settings -> settings.withDraft(Draft.NONE).withMarkedUnread(false));
    }
}
