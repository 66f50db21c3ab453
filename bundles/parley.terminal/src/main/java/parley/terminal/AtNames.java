package parley.terminal;

import parley.client.api.CommandException;
import parley.client.api.Contacts;
import parley.client.api.Conversations.Conversation;
import parley.client.api.Conversations.Kind;
import parley.client.api.Membership;
import parley.protocol.AccountKey;
import parley.protocol.Address;
import parley.protocol.content.Mention;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Finds whom a text mentions by {@code @name}, of those who are in its conversation. */
final class AtNames {

    /** At the beginning of a word, and no dot of a sentence's end. */
    private static final Pattern AT_NAME =
            Pattern.compile("(?<![\\p{L}\\p{N}_.@-])@([a-z0-9._-]{0,31}[a-z0-9_-])(?![\\p{L}\\p{N}_@])");

    private final Contacts contacts;
    private final Membership membership;

    AtNames(Contacts contacts, Membership membership) {
        this.contacts = contacts;
        this.membership = membership;
    }

    /** Those that name exactly one member; all else is plain text. */
    List<Mention> in(Conversation conversation, String text) throws CommandException {
        var names = AT_NAME.matcher(text);
        if (!names.find()) return List.of();
        var known = known(conversation);
        var mentions = new ArrayList<Mention>();
        do {
            var accounts = known.getOrDefault(names.group(1), Set.of());
            if (accounts.size() != 1 || mentions.size() == Mention.MOST) continue;
            var start = text.codePointCount(0, names.start());
            mentions.add(new Mention(start, names.end() - names.start(), accounts.iterator().next()));
        } while (names.find());
        return mentions;
    }

    /** By name, the accounts of those in the conversation who are called so. */
    private Map<String, Set<AccountKey>> known(Conversation conversation) throws CommandException {
        var known = new HashMap<String, Set<AccountKey>>();
        if (conversation.kind() == Kind.GROUP) {
            for (var member : membership.group(conversation.id()).members()) {
                add(known, member.address(), member.account());
            }
            return known;
        }
        for (var contact : contacts.all()) {
            if (contact.conversation().equals(Optional.of(conversation.id()))) {
                add(known, contact.address(), contact.account());
            }
        }
        return known;
    }

    private static void add(Map<String, Set<AccountKey>> known, Address address, AccountKey account) {
        known.computeIfAbsent(address.name(), _ -> new HashSet<>()).add(account);
    }
}
