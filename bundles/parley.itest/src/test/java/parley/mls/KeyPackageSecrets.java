package parley.mls;

import parley.protocol.wire.Bytes;

import java.util.Map;

/** The private keys of a KeyPackage. */
public final class KeyPackageSecrets {

    private KeyPackageSecrets() {}

    public static Map<String, Bytes> of(Bytes own) throws MlsException {
        var keys = OwnKeyPackage.fromBytes(own.toArray());
        return Map.of(
                "KeyPackage's init key", keys.initPrivate(),
                "KeyPackage's leaf key", keys.leafPrivate(),
                "KeyPackage's signature key", keys.signaturePrivate());
    }
}
