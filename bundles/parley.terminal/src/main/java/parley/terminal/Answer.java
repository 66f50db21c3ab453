package parley.terminal;

import parley.protocol.ConversationId;
import parley.protocol.MessageId;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a command came to.
 *
 * @param fields of the {@code ok} event
 * @param text the same for a person; empty for nothing to say
 * @param told whether an event says it as well: who is shown events need not read it twice
 * @param messages that the relay is to have before a process that is this one command ends
 * @param files the same for files
 */
record Answer(Map<String, Object> fields, String text, boolean told, List<MessageId> messages, List<MessageId> files) {

    static Answer of(String text) {
        return of(Map.of(), text);
    }

    static Answer of(Map<String, Object> fields, String text) {
        return new Answer(fields, text, false, List.of(), List.of());
    }

    /** That something was said, under {@code id}. */
    static Answer said(MessageId id, ConversationId conversation) {
        return new Answer(
                fields("id", id.hex(), "conversation", conversation.hex()), "", false, List.of(id), List.of());
    }

    /** One that an event says as well. */
    static Answer told(Map<String, Object> fields, String text) {
        return new Answer(fields, text, true, List.of(), List.of());
    }

    /** What is left to say to somebody who is shown events; empty for nothing. */
    String textBesideEvents() {
        return told ? "" : text;
    }

    /** An ordered map of alternating keys and values. */
    static Map<String, Object> fields(Object... keysAndValues) {
        var map = new LinkedHashMap<String, Object>();
        for (var i = 0; i < keysAndValues.length; i += 2) map.put((String) keysAndValues[i], keysAndValues[i + 1]);
        return map;
    }
}
