package parley.chat;

import parley.client.api.ConversationSettings.Draft;
import parley.client.api.ConversationSettings.Lifetime;
import parley.client.api.ConversationSettings.Settings;
import parley.protocol.MessageId;
import parley.protocol.wire.Bytes;
import parley.protocol.wire.MalformedException;
import parley.protocol.wire.WireReader;
import parley.protocol.wire.WireWriter;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a person has set for a conversation.
 *
 * @param pins messages that are kept at hand, in the order in which they were pinned
 */
record StoredSettings(
        long pinned,
        Optional<Instant> mutedUntil,
        boolean archived,
        boolean markedUnread,
        Optional<Boolean> receipts,
        Draft draft,
        List<MessageId> pins) {

    static final StoredSettings NONE =
            new StoredSettings(0, Optional.empty(), false, false, Optional.empty(), Draft.NONE, List.of());

    private static final int VERSION = 1;

    StoredSettings {
        pins = List.copyOf(pins);
    }

    StoredSettings withPinned(long place) {
        return new StoredSettings(place, mutedUntil, archived, markedUnread, receipts, draft, pins);
    }

    StoredSettings withMuted(Optional<Instant> until) {
        return new StoredSettings(pinned, until, archived, markedUnread, receipts, draft, pins);
    }

    StoredSettings withArchived(boolean now) {
        return new StoredSettings(pinned, mutedUntil, now, markedUnread, receipts, draft, pins);
    }

    StoredSettings withMarkedUnread(boolean now) {
        return new StoredSettings(pinned, mutedUntil, archived, now, receipts, draft, pins);
    }

    StoredSettings withReceipts(Optional<Boolean> told) {
        return new StoredSettings(pinned, mutedUntil, archived, markedUnread, told, draft, pins);
    }

    StoredSettings withDraft(Draft now) {
        return new StoredSettings(pinned, mutedUntil, archived, markedUnread, receipts, now, pins);
    }

    StoredSettings withPin(MessageId message) {
        if (pins.contains(message)) return this;
        var more = new ArrayList<>(pins);
        more.add(message);
        return withPins(more);
    }

    StoredSettings withoutPin(MessageId message) {
        return withPins(pins.stream().filter(pin -> !pin.equals(message)).toList());
    }

    private StoredSettings withPins(List<MessageId> now) {
        return new StoredSettings(pinned, mutedUntil, archived, markedUnread, receipts, draft, now);
    }

    /** The same when nothing is left of a message. */
    StoredSettings without(MessageId message) {
        var answers = draft.replyTo().filter(message::equals).isPresent();
        return withoutPin(message).withDraft(answers ? new Draft(draft.text(), Optional.empty()) : draft);
    }

    /** The same when somebody has said something. */
    StoredSettings heard(Instant now) {
        return withArchived(archived && mutedUntil.filter(now::isBefore).isPresent());
    }

    /** These, as faces see them. */
    Settings toSettings(Lifetime lifetime) {
        return new Settings(pinned, mutedUntil, archived, markedUnread, receipts, draft, lifetime);
    }

    Bytes encode() {
        var out = new WireWriter().u8(VERSION).u64(pinned);
        out.optional(mutedUntil.map(Instant::toEpochMilli), WireWriter::u64)
                .bool(archived)
                .bool(markedUnread)
                .optional(receipts, WireWriter::bool)
                .text(draft.text())
                .optional(draft.replyTo(), (w, id) -> id.write(w))
                .vector(pins, (w, id) -> id.write(w));
        return out.toBytes();
    }

    static StoredSettings decode(Bytes bytes) throws MalformedException {
        return WireReader.decode(
                bytes,
                in -> {
                    if (in.u8() != VERSION) throw new MalformedException("settings record of an unknown version");
                    return new StoredSettings(
                            in.size(),
                            in.optional(item -> Instant.ofEpochMilli(item.size())),
                            in.bool(),
                            in.bool(),
                            in.optional(WireReader::bool),
                            new Draft(in.text(), in.optional(MessageId::read)),
                            in.vector(MessageId::read));
                });
    }
}
