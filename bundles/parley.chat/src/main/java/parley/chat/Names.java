package parley.chat;

import parley.protocol.AccountKey;
import parley.protocol.Address;

import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What people are called. A contact's address is the one this profile knows. Of others it is what their leaf says, but
 * for a contact's name: whoever claims that is called by their key.
 */
final class Names {

    /** Bytes of an account key in the name of one whose own is not believed; as many as a name has room for. */
    private static final int KEY_IN_NAME = 14;

    private final Map<AccountKey, Address> contacts = new HashMap<>();
    private final Set<String> taken = new HashSet<>();

    Names(List<StoredContact> contacts) {
        for (var contact : contacts) {
            this.contacts.put(contact.account(), contact.address());
            taken.add(contact.address().name());
        }
    }

    /** Whether a contact has used the name. */
    boolean isTaken(String name) {
        return taken.contains(name);
    }

    Address of(AccountKey account, Address claimed) {
        var known = contacts.get(account);
        if (known != null) return known;
        if (!taken.contains(claimed.name())) return claimed;
        return ofKey(account, claimed.relay());
    }

    /** What somebody is called by their key alone. */
    static Address ofKey(AccountKey account, String relay) {
        var key = account.bytes().slice(0, KEY_IN_NAME).toArray();
        return new Address("key-" + HexFormat.of().formatHex(key), relay);
    }
}
