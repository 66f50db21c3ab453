package parley.desktop.chat;

import parley.client.api.CommandException;
import parley.client.api.ConversationSettings;
import parley.client.api.Conversations;
import parley.desktop.api.UiThread;
import parley.protocol.ConversationId;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What the person sets for a conversation, done on the desk's own thread and on view at once; why it could not be done
 * is said at the foot of the window. Called on the UI thread.
 */
final class TalkSettings {

    /** Something that is set for a conversation. */
    @FunctionalInterface
    private interface Change {
        void make(ConversationSettings settings) throws CommandException;
    }

    private final ConversationSettings settings;
    private final Conversations conversations;
    private final UiThread ui;
    private final Desk desk;

    TalkSettings(ConversationSettings settings, Conversations conversations, UiThread ui, Desk desk) {
        this.settings = settings;
        this.conversations = conversations;
        this.ui = ui;
        this.desk = desk;
    }

    /** The person writes in {@code id}, or does so no more. */
    void typing(ConversationId id, boolean typing) {
        settings.typing(id, typing);
    }

    /** Has the profile keep {@code draft}; {@code kept} runs once it does and the scene knows. */
    void draft(ConversationId id, ConversationSettings.Draft draft, Runnable kept) {
        change(
                id,
                all -> {
                    all.draft(id, draft);
                    show(id);
                    ui.execute(kept);
                });
    }

    /**
     * Says how long messages are to last in {@code id}. May wait for the network where an admin says it; who asked
     * hears on the UI thread what came of it.
     */
    void lifetime(ConversationId id, Duration lifetime, Runnable done, Consumer<String> failed) {
        desk.away(
                () -> {
                    settings.lifetime(id, lifetime);
                    show(id);
                    desk.soon();
                    ui.execute(done);
                },
                failed);
    }

    void pin(ConversationId id, boolean pinned) {
        change(id, all -> all.pin(id, pinned));
    }

    /** Mutes {@code id} for {@code time}; for ever if that is empty. */
    void mute(ConversationId id, Optional<Duration> time) {
        var until = time.map(Instant.now()::plus).orElse(ConversationSettings.FOR_EVER);
        change(id, all -> all.mute(id, Optional.of(until)));
    }

    void unmute(ConversationId id) {
        change(id, all -> all.mute(id, Optional.empty()));
    }

    /** Archives {@code id}, or no more; what is archived does not stand open any longer. */
    void archive(ConversationId id, boolean archived) {
        if (archived) leave(id);
        change(id, all -> all.archive(id, archived));
    }

    /** Marks {@code id} to be looked at again, for which it must not stand open. */
    void toRead(ConversationId id) {
        leave(id);
        change(id, all -> all.markUnread(id));
    }

    private void leave(ConversationId id) {
        if (desk.scene().selected().isAbout(id)) desk.open(new Selected.Nothing());
    }

    private void change(ConversationId id, Change change) {
        desk.attempt(
                () -> {
                    change.make(settings);
                    show(id);
                    desk.soon(); // it may stand elsewhere now
                },
                desk::refused);
    }

    /** Brings the conversation as it is now. On the desk's thread. */
    private void show(ConversationId id) throws CommandException {
        conversations.find(id).ifPresent(now -> ui.execute(() -> desk.scene().now(now)));
    }
}
