package parley.desktop.chat;

import parley.client.api.ConversationSettings;
import parley.protocol.ConversationId;
import parley.protocol.MessageId;
import parley.protocol.wire.Bytes;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What waits half written in each conversation. The profile keeps it, over restarts too; here stands only what the
 * profile does not have yet, and an edit, of which it keeps what was being written before. For the UI thread.
 */
final class Drafts {

    private final Desk desk;
    private final Map<ConversationId, Draft> here = new HashMap<>();

    Drafts(Desk desk) {
        this.desk = desk;
    }

    /** What waits in {@code id}; what it answers may be still to be found ({@link #answers}). */
    Draft of(ConversationId id) {
        var waits = here.get(id);
        return waits != null ? waits : new Draft(kept(id).text(), new Draft.Purpose.Say());
    }

    /** The message that what waits in {@code id} answers, if that has to be found first. */
    Optional<MessageId> answers(ConversationId id) {
        return here.containsKey(id) ? Optional.empty() : kept(id).replyTo();
    }

    private ConversationSettings.Draft kept(ConversationId id) {
        return desk.scene()
                .conversation(id)
                .map(talk -> talk.settings().draft())
                .orElse(ConversationSettings.Draft.NONE);
    }

    /** Has {@code draft} wait in {@code id}. */
    void keep(ConversationId id, Draft draft) {
        var stored = stored(draft);
        boolean edit = draft.purpose() instanceof Draft.Purpose.Edit;
        if (!here.containsKey(id) && !edit && stored.equals(kept(id))) return;
        if (draft.equals(here.put(id, draft))) return;
        desk.settings()
                .draft(
                        id,
                        stored,
                        () -> {
                            if (!edit) here.remove(id, draft);
                        });
    }

    /** As much of {@code draft} as the profile keeps. */
    private static ConversationSettings.Draft stored(Draft draft) {
        return switch (draft.purpose()) {
            case Draft.Purpose.Edit(var _, var before) -> stored(before);
            case Draft.Purpose.Reply(var to) ->
                    new ConversationSettings.Draft(draft.text(), Optional.of(new MessageId(Bytes.ofHex(to.id()))));
            case Draft.Purpose.Say() ->
                    draft.isEmpty()
                            ? ConversationSettings.Draft.NONE
                            : new ConversationSettings.Draft(draft.text(), Optional.empty());
        };
    }
}
