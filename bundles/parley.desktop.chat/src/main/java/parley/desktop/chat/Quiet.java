package parley.desktop.chat;

import parley.client.api.Event.MemberChanged.Change;
import parley.desktop.chat.timeline.Said;
import parley.protocol.ConversationId;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Lines about what happened in conversations (who came and went, another cipher) since the window opened: the profile
 * keeps what was said, and of the rest what is so now. For the desk's own thread.
 */
final class Quiet {

    /** How many lines are kept of a conversation, and of how many conversations. */
    static final int MOST = 200;

    private final Map<ConversationId, List<Said>> lines =
            new LinkedHashMap<>() {
                private static final long serialVersionUID = 1;

                @Override
                protected boolean removeEldestEntry(Map.Entry<ConversationId, List<Said>> eldest) {
                    return size() > MOST;
                }
            };

    private long count;

    /** Notes behind the message of {@code order} what {@code text} says. */
    Said note(ConversationId conversation, long order, String text, Instant at) {
        var line = Said.quiet("quiet-" + ++count, order, at, text);
        var all = lines.computeIfAbsent(conversation, _ -> new ArrayList<>());
        all.add(line);
        if (all.size() > MOST) all.removeFirst();
        return line;
    }

    /**
     * Says that somebody came or went.
     *
     * @param who what they are called; empty for the person at this window
     */
    static String text(Optional<String> who, Change change) {
        // Isolated (UAX #9), so that a name that runs from right to left leaves the words around it in place.
        var name = who.map(it -> "\u2068" + it + "\u2069");
        return switch (change) {
            case JOINED -> name.orElse("You") + " joined";
            case LEFT -> name.orElse("You") + " left";
            case REMOVED -> name.map(it -> it + " was").orElse("You were") + " removed";
        };
    }

    /**
     * {@code messages} with the lines that stand among them.
     *
     * @param before the order of the message that follows them
     * @param oldest whether no message stands before them
     */
    List<Said> among(ConversationId conversation, List<Said> messages, long before, boolean oldest) {
        long from = oldest || messages.isEmpty() ? Long.MIN_VALUE : messages.getFirst().order();
        var all = new ArrayList<>(messages);
        for (var line : lines.getOrDefault(conversation, List.of())) {
            if (line.order() >= from && line.order() < before) all.add(line);
        }
        all.sort(Comparator.comparingLong(Said::order)); // stable: a line stays behind its message
        return all;
    }
}
