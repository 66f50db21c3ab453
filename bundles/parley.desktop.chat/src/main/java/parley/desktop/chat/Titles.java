package parley.desktop.chat;

import org.jspecify.annotations.Nullable;

import parley.client.api.Contacts.Contact;
import parley.client.api.Conversations.Conversation;
import parley.client.api.Conversations.Kind;
import parley.client.api.Happening;
import parley.client.api.Membership;
import parley.desktop.api.control.Words;
import parley.desktop.api.text.Phrases;
import parley.desktop.chat.Names.Called;
import parley.protocol.AccountKey;
import parley.protocol.Address;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What people are called: as they say themselves where nobody else could be meant, else by the name in their address,
 * or all of it where two have that. A name that could be meant to mislead stands behind the whole address.
 */
final class Titles {

    private static final Phrases T = Phrases.of(Titles.class);

    private final Map<String, Set<String>> relays = new HashMap<>();
    private final @Nullable Names names;

    Titles(Collection<Address> everybody) {
        this(everybody, null);
    }

    /**
     * @param names what they say themselves, doubtful also where others are called so; null for nothing
     */
    Titles(Collection<Address> everybody, @Nullable Names names) {
        this.names = names;
        for (var address : everybody) {
            relays.computeIfAbsent(address.name(), _ -> new HashSet<>()).add(address.relay());
        }
    }

    /** Of somebody whose account is known. */
    String of(Address address, AccountKey account) {
        return of(address, names == null ? Optional.empty() : names.of(account));
    }

    String of(Contact contact) {
        return of(contact.address(), contact.account());
    }

    String of(Membership.Member member) {
        return of(member.address(), member.account());
    }

    String of(Happening.Person person) {
        return of(person.address(), person.account());
    }

    /** Of somebody of whom no more is known: by what they say where only one can be meant. */
    String of(Address address) {
        return of(address, names == null ? Optional.empty() : names.of(address));
    }

    private String of(Address address, Optional<Called> called) {
        return called.map(one -> named(address, one)).orElseGet(() -> plain(address));
    }

    private String named(Address address, Called called) {
        // Isolated (UAX #9), so that a name that runs from right to left leaves the address in place.
        return called.doubtful() || isOfAnother(address, Names.plain(called.name()))
                ? address + " (\u2068" + called.name() + "\u2069)"
                : called.name();
    }

    /**
     * Whether somebody else is called {@code plain}: by their address, or as the person who reads in the language of
     * now.
     */
    private boolean isOfAnother(Address address, String plain) {
        var reader = Names.plain(T.get("said.you"));
        return plain.strip().equals(reader) || !address.name().equals(plain) && relays.containsKey(plain);
    }

    /** By the address alone, whatever they say. */
    private String plain(Address address) {
        return relays.getOrDefault(address.name(), Set.of()).size() > 1 ? address.toString() : address.name();
    }

    /** With whom a conversation is, or what its group is called: whoever is so called. */
    String of(Conversation talk) {
        if (talk.kind() == Kind.GROUP) return group(talk.title());
        try {
            return of(Address.parse(talk.title()));
        } catch (IllegalArgumentException e) {
            return group(talk.title());
        }
    }

    /** What somebody has called a group, harmless; it may read like an address. */
    static String group(String title) {
        var plain = Words.plain(title);
        return plain.isEmpty() ? "…" : plain;
    }

    /** As {@link #of} within a sentence: isolated (UAX #9), so that it leaves the words around it in place. */
    String within(Contact contact) {
        return "\u2068" + of(contact) + "\u2069";
    }
}
