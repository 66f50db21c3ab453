package parley.desktop.chat;

import parley.desktop.api.control.Words;
import parley.desktop.chat.Names.Called;
import parley.protocol.Address;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * What people are called: as they say themselves where nobody else could be meant, else by the name in their address,
 * or all of it where two have that. A name that could be meant to mislead stands behind the whole address.
 */
final class Titles {

    private final Map<String, Set<String>> relays = new HashMap<>();
    private final Function<Address, Optional<Called>> names;

    Titles(Collection<Address> everybody) {
        this(everybody, _ -> Optional.empty());
    }

    /**
     * @param names what they say themselves; doubtful also where others are called so
     */
    Titles(Collection<Address> everybody, Function<Address, Optional<Called>> names) {
        this.names = names;
        for (var address : everybody) {
            relays.computeIfAbsent(address.name(), _ -> new HashSet<>()).add(address.relay());
        }
    }

    String of(Address address) {
        return names.apply(address).map(called -> named(address, called)).orElseGet(() -> plain(address));
    }

    private static String named(Address address, Called called) {
        // Isolated (UAX #9), so that a name that runs from right to left leaves the address in place.
        return called.doubtful() ? address + " (\u2068" + called.name() + "\u2069)" : called.name();
    }

    /** By the address alone, whatever they say. */
    private String plain(Address address) {
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

    /** As {@link #of} within a sentence: isolated (UAX #9), so that it leaves the words around it in place. */
    String within(Address address) {
        return "\u2068" + of(address) + "\u2069";
    }
}
