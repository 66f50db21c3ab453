package parley.backup;

import parley.client.api.Message;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A message as an export has it.
 *
 * @param answers whether it answers something
 * @param quoted that, if it is here
 * @param size of the file it offers, in bytes, if that is known
 */
record Entry(Message message, boolean answers, Optional<Message> quoted, OptionalLong size) {

    /** Who thinks what, by emoji, in the order in which they came. */
    Map<String, List<String>> reactions() {
        var by = new LinkedHashMap<String, List<String>>();
        for (var reaction : message.reactions()) {
            by.computeIfAbsent(reaction.emoji(), _ -> new java.util.ArrayList<>()).add(reaction.by().toString());
        }
        return by;
    }
}
