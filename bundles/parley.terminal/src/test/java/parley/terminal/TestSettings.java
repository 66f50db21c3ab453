package parley.terminal;

import parley.client.api.ConversationSettings;
import parley.client.api.Message;
import parley.protocol.ConversationId;
import parley.protocol.MessageId;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What a person sets for conversations, noted. */
final class TestSettings implements ConversationSettings {

    private final TestClient client;

    TestSettings(TestClient client) {
        this.client = client;
    }

    @Override
    public void draft(ConversationId conversation, Draft draft) {
        client.note("draft", conversation.hex(), draft.text());
    }

    @Override
    public void pin(ConversationId conversation, boolean pinned) {
        client.note("pin", conversation.hex(), pinned);
    }

    @Override
    public void pin(MessageId message, boolean pinned) {
        client.note("pin", message.hex(), pinned);
    }

    @Override
    public List<Message> pinned(ConversationId conversation) {
        return List.copyOf(client.messages);
    }

    @Override
    public void mute(ConversationId conversation, Optional<Instant> until) {
        client.note("mute", conversation.hex(), until.map(String::valueOf).orElse("off"));
    }

    @Override
    public void archive(ConversationId conversation, boolean archived) {
        client.note("archive", conversation.hex(), archived);
    }

    @Override
    public void markUnread(ConversationId conversation) {
        client.note("unread", conversation.hex());
    }

    @Override
    public void receipts(ConversationId conversation, Optional<Boolean> told) {
        client.note("receipts", conversation.hex(), told.map(String::valueOf).orElse("default"));
    }

    @Override
    public Optional<MessageId> lifetime(ConversationId conversation, Duration lifetime) {
        client.note("lifetime", conversation.hex(), lifetime.toSeconds());
        return client.said;
    }

    @Override
    public void typing(ConversationId conversation, boolean typing) {
        client.note("typing", conversation.hex(), typing);
    }
}
