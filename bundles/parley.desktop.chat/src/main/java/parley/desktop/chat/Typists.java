package parley.desktop.chat;

import parley.client.api.Conversations.Conversation;
import parley.client.api.Conversations.Kind;
import parley.desktop.api.text.Phrases;
import parley.protocol.Address;
import parley.protocol.ConversationId;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** Who is writing something at this moment, as far as is known. For the UI thread. */
final class Typists {

    private static final Phrases T = Phrases.of(Typists.class);

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
        if (talk.kind() == Kind.DIRECT) return T.get("typing");
        if (people.size() > 2) return T.get("typing.many", "count", people.size());
        var each = people.iterator();
        var first = titles.of(each.next());
        return each.hasNext()
                ? T.get("typing.two", "one", first, "other", titles.of(each.next()))
                : T.get("typing.one", "who", first);
    }
}
