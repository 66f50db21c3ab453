package parley.session;

import parley.protocol.wire.Bytes;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;

/** Ed25519 of the JDK, with raw public keys. */
final class Ed25519 {

    private static final byte[] PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

    private Ed25519() {}

    static KeyPair newPair() {
        try {
            return KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    static Bytes raw(KeyPair pair) {
        var encoded = pair.getPublic().getEncoded();
        return Bytes.wrap(Arrays.copyOfRange(encoded, PREFIX.length, encoded.length));
    }

    static Bytes sign(KeyPair pair, Bytes message) {
        try {
            var signature = Signature.getInstance("Ed25519");
            signature.initSign(pair.getPrivate());
            signature.update(message.shared());
            return Bytes.wrap(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    static boolean verify(Bytes key, Bytes message, Bytes signed) {
        try {
            var encoded = Arrays.copyOf(PREFIX, PREFIX.length + 32);
            System.arraycopy(key.shared(), 0, encoded, PREFIX.length, 32);
            var signature = Signature.getInstance("Ed25519");
            signature.initVerify(KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded)));
            signature.update(message.shared());
            return signature.verify(signed.shared());
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
