package parley.mls;

import parley.cipher.api.CipherException;
import parley.cipher.api.CipherSuite;
import parley.protocol.wire.Bytes;
import parley.protocol.wire.WireWriter;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;

/** A suite's primitives as MLS labels them (RFC 9420 §5.1, §5.2, §8). Lives for one operation. */
final class Labeled {

    private static final byte[] NOTHING = {};

    private final CipherSuite suite;

    Labeled(CipherSuite suite) {
        this.suite = suite;
    }

    /**
     * @throws IllegalArgumentException if it is not the suite that the group uses
     */
    static Labeled of(CipherSuite suite, int id) {
        if (suite.id() != id) throw new IllegalArgumentException("group uses suite " + id + ", not " + suite.id());
        return new Labeled(suite);
    }

    CipherSuite suite() {
        return suite;
    }

    int nh() {
        return suite.nh();
    }

    /** {@code 0}: a secret of zeros. */
    byte[] zero() {
        return new byte[suite.nh()];
    }

    byte[] hash(byte[] message) {
        return suite.hash(message);
    }

    Bytes mac(Bytes key, byte[] message) {
        return Bytes.wrap(suite.mac(key.shared(), message));
    }

    /** Whether {@code tag} is the MAC, compared in constant time. */
    boolean macFits(Bytes key, byte[] message, Bytes tag) {
        return MessageDigest.isEqual(suite.mac(key.shared(), message), tag.shared());
    }

    static byte[] random(int length) {
        var bytes = new byte[length];
        new SecureRandom().nextBytes(bytes);
        return bytes;
    }

    byte[] randomSecret() {
        return random(suite.nh());
    }

    Bytes refHash(String label, byte[] value) {
        return Bytes.wrap(suite.hash(pair(label, value)));
    }

    byte[] expand(byte[] secret, String label, byte[] context, int length) {
        var info = new WireWriter(context.length + 64).u16(length).opaque(prefixed(label)).opaque(context).toArray();
        return suite.expand(secret, info, length);
    }

    byte[] deriveSecret(byte[] secret, String label) {
        return expand(secret, label, NOTHING, suite.nh());
    }

    byte[] deriveTreeSecret(byte[] secret, String label, long generation, int length) {
        return expand(secret, label, new WireWriter(16).u32(generation).toArray(), length);
    }

    byte[] extract(byte[] salt, byte[] ikm) {
        return suite.extract(salt, ikm);
    }

    byte[] sign(byte[] privateKey, String label, byte[] content) {
        return suite.sign(privateKey, pair("MLS 1.0 " + label, content));
    }

    boolean verify(byte[] publicKey, String label, byte[] content, byte[] signature) {
        return suite.verify(publicKey, pair("MLS 1.0 " + label, content), signature);
    }

    HpkeCiphertext encrypt(Bytes publicKey, String label, byte[] context, byte[] plain) throws CipherException {
        var sealed = suite.hpkeSeal(publicKey.shared(), pair("MLS 1.0 " + label, context), NOTHING, plain);
        return new HpkeCiphertext(Bytes.wrap(sealed.encapsulated()), Bytes.wrap(sealed.ciphertext()));
    }

    byte[] decrypt(Bytes privateKey, String label, byte[] context, HpkeCiphertext sealed) throws CipherException {
        return suite.hpkeOpen(
                privateKey.shared(),
                sealed.kemOutput().shared(),
                pair("MLS 1.0 " + label, context),
                NOTHING,
                sealed.ciphertext().shared());
    }

    private static byte[] prefixed(String label) {
        return ("MLS 1.0 " + label).getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] pair(String label, byte[] content) {
        return new WireWriter(content.length + 64).text(label).opaque(content).toArray();
    }
}
