package parley.desktop.chat;

import parley.client.api.Conversations.Conversation;
import parley.client.api.Conversations.Kind;
import parley.protocol.Address;
import parley.protocol.ConversationId;

import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** Who is writing something at this moment, as far as is known. For the UI thread. */
final class Typists {

    private final Map<ConversationId, Set<Address>> writing = new HashMap<>();

    /** {@code who} writes in {@code conversation}, or has stopped. */
    void heard(ConversationId conversation, Address who, boolean typing) {
        if (typing) {
            writing.computeIfAbsent(conversation, _ -> new LinkedHashSet<>()).add(who);
            return;
        }
        var others = writing.getOrDefault(conversation, Set.of());
        if (others.contains(who) && others.remove(who) && others.isEmpty()) writing.remove(conversation);
    }

    /** Nobody can tell any more. */
    void clear() {
        writing.clear();
    }

    /** Says who writes in {@code talk}: in a group by name, if there are not too many; empty if nobody does. */
    String words(Conversation talk, Titles titles) {
        var people = writing.getOrDefault(talk.id(), Set.of());
        if (people.isEmpty()) return "";
        if (talk.kind() == Kind.DIRECT) return "typing…";
        if (people.size() > 2) return people.size() + " people are typing…";
        return names(people.iterator(), titles) + (people.size() == 1 ? " is typing…" : " are typing…");
    }

    private static String names(Iterator<Address> people, Titles titles) {
        var first = titles.of(people.next());
        return people.hasNext() ? first + " and " + titles.of(people.next()) : first;
    }
}
