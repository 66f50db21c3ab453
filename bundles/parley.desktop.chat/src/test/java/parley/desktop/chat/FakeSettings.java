package parley.desktop.chat;

import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.client.api.ConversationSettings;
import parley.client.api.Conversations;
import parley.client.api.Event;
import parley.client.api.Message;
import parley.protocol.ConversationId;
import parley.protocol.MessageId;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** What is set for the conversations of a {@link FakeClient}, by the rules of the real one. */
final class FakeSettings implements ConversationSettings {

    private final FakeClient client;
    private final Map<ConversationId, List<MessageId>> pins = new HashMap<>();
    private long last;

    FakeSettings(FakeClient client) {
        this.client = client;
    }

    private void change(ConversationId id, UnaryOperator<Settings> change) throws CommandException {
        synchronized (client) {
            var before = of(id);
            var now = change.apply(before);
            if (now.equals(before)) return;
            client.conversations.change(id, talk -> talk.set(now));
            client.ear.happened(new Event.SettingsChanged(id, now));
        }
    }

    Settings of(ConversationId id) throws CommandException {
        return client.conversations
                .find(id)
                .orElseThrow(() -> new CommandException(Code.NOT_FOUND, "there is no such conversation"))
                .settings();
    }

    @Override
    public void draft(ConversationId id, Draft draft) throws CommandException {
        client.note("draft");
        change(id, it -> copy(it, it.pinned(), it.mutedUntil(), it.archived(), it.markedUnread(), draft));
    }

    @Override
    public void pin(ConversationId id, boolean pinned) throws CommandException {
        if (pinned && client.conversations.all().stream().filter(it -> it.settings().pinned() > 0).count() >= 3)
            throw new CommandException(Code.REFUSED, "3 conversations are pinned, which is the most");
        long place = pinned ? ++last : 0;
        change(id, it -> copy(it, place, it.mutedUntil(), it.archived(), it.markedUnread(), it.draft()));
    }

    @Override
    public void pin(MessageId message, boolean pinned) throws CommandException {
        synchronized (client) {
            var id = client.conversations.message(message).orElseThrow().conversation();
            var all = pins.computeIfAbsent(id, _ -> new ArrayList<>());
            all.remove(message);
            if (pinned) all.add(message);
            client.ear.happened(new Event.SettingsChanged(id, of(id)));
        }
    }

    @Override
    public List<Message> pinned(ConversationId id) {
        synchronized (client) {
            return pins.getOrDefault(id, List.of()).stream()
                    .flatMap(pin -> client.conversations.message(pin).stream())
                    .toList();
        }
    }

    @Override
    public void mute(ConversationId id, Optional<Instant> until) throws CommandException {
        change(id, it -> copy(it, it.pinned(), until, it.archived(), it.markedUnread(), it.draft()));
    }

    @Override
    public void archive(ConversationId id, boolean archived) throws CommandException {
        change(id, it -> copy(it, it.pinned(), it.mutedUntil(), archived, it.markedUnread(), it.draft()));
    }

    @Override
    public void markUnread(ConversationId id) throws CommandException {
        toRead(id, true);
    }

    void toRead(ConversationId id, boolean marked) throws CommandException {
        change(id, it -> copy(it, it.pinned(), it.mutedUntil(), it.archived(), marked, it.draft()));
    }

    @Override
    public void receipts(ConversationId conversation, Optional<Boolean> told) {
        throw new AssertionError("not asked for");
    }

    @Override
    public Optional<MessageId> lifetime(ConversationId id, Duration lifetime) throws CommandException {
        client.note("lifetime " + lifetime);
        if (client.refusal.isPresent()) throw client.refusal.get();
        boolean group = client.conversations.find(id).orElseThrow().kind() == Conversations.Kind.GROUP;
        lifetime(id, lifetime, group ? lifetime : of(id).lifetime().theirs());
        return Optional.empty();
    }

    /** What both of two have said, or an admin for all. */
    void lifetime(ConversationId id, Duration own, Duration theirs) throws CommandException {
        var longer = own.compareTo(theirs) > 0 ? own : theirs;
        var now = new Lifetime(own.isZero() || theirs.isZero() ? Duration.ZERO : longer, own, theirs);
        change(
                id,
                it ->
                        new Settings(
                                it.pinned(),
                                it.mutedUntil(),
                                it.archived(),
                                it.markedUnread(),
                                it.receipts(),
                                it.draft(),
                                now));
    }

    @Override
    public void typing(ConversationId conversation, boolean typing) {
        client.note("typing " + typing);
    }

    private static Settings copy(
            Settings it, long pinned, Optional<Instant> muted, boolean archived, boolean marked, Draft draft) {
        return new Settings(pinned, muted, archived, marked, it.receipts(), draft, it.lifetime());
    }
}
