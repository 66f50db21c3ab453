package parley.crypto;

import parley.protocol.wire.Bytes;

import java.util.LinkedHashMap;
import java.util.Map;

/** The keys in a client's identity. */
public final class IdentitySecrets {

    private IdentitySecrets() {}

    /** The account's public key, which a relay knows. */
    public static Bytes account(Bytes identity) {
        return IdentityState.decode(identity).account().bytes();
    }

    /** The private ones, by what they are for. */
    public static Map<String, Bytes> of(Bytes identity) {
        var state = IdentityState.decode(identity);
        var secrets = new LinkedHashMap<String, Bytes>();
        state.accountPrivate().ifPresent(key -> secrets.put("account key", key));
        secrets.put("device key", state.devicePrivate());
        for (var key : state.leafKeys()) secrets.put("leaf key of scheme " + key.scheme(), key.privateKey());
        for (var key : state.inboxKeys()) secrets.put("inbox key " + key.number(), key.privateKey());
        return secrets;
    }
}
