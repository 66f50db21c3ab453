package parley.desktop.chat;

import parley.desktop.api.control.Words;
import parley.protocol.Address;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What people are called: by their name alone where only one is called so, else by their whole address. */
final class Titles {

    private final Map<String, Set<String>> relays = new HashMap<>();

    Titles(Collection<Address> everybody) {
        for (var address : everybody) {
            relays.computeIfAbsent(address.name(), _ -> new HashSet<>()).add(address.relay());
        }
    }

    String of(Address address) {
        return relays.getOrDefault(address.name(), Set.of()).size() > 1 ? address.toString() : address.name();
    }

    /** The title of a conversation: {@code title} is an address or something that somebody has written. */
    String of(String title) {
        try {
            return of(Address.parse(title));
        } catch (IllegalArgumentException e) {
            var plain = Words.plain(title);
            return plain.isEmpty() ? "…" : plain;
        }
    }
}
