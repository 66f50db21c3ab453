package parley.terminal;

import parley.protocol.MessageId;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a command came to.
 *
 * @param fields of the {@code ok} event
 * @param text the same for a person; empty for nothing to say
 * @param sent what a process of its own waits for: messages and files that the relay is to have
 */
record Answer(Map<String, Object> fields, String text, List<MessageId> sent) {

    static Answer of(String text) {
        return new Answer(Map.of(), text, List.of());
    }

    static Answer of(Map<String, Object> fields, String text) {
        return new Answer(fields, text, List.of());
    }

    /** An ordered map of alternating keys and values. */
    static Map<String, Object> fields(Object... keysAndValues) {
        var map = new LinkedHashMap<String, Object>();
        for (var i = 0; i < keysAndValues.length; i += 2) map.put((String) keysAndValues[i], keysAndValues[i + 1]);
        return map;
    }
}
