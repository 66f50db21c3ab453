package parley.cipher.primitives;

import parley.cipher.api.CipherException;
import parley.cipher.api.CipherSuite;

/** A cipher suite made of one primitive of each kind. */
public abstract class ComposedSuite implements CipherSuite {

    private final int id;
    private final String name;
    private final Kem kem;
    private final Hash hash;
    private final Aead aead;
    private final SignatureScheme signatures;
    private final Hpke hpke;

    protected ComposedSuite(int id, String name, Kem kem, Hash hash, Aead aead, SignatureScheme signatures) {
        this.id = id;
        this.name = name;
        this.kem = kem;
        this.hash = hash;
        this.aead = aead;
        this.signatures = signatures;
        this.hpke = new Hpke(kem, hash, aead);
    }

    @Override
    public final int id() {
        return id;
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final int signatureScheme() {
        return signatures.id();
    }

    @Override
    public final int nh() {
        return hash.length();
    }

    @Override
    public final int nk() {
        return aead.keyLength();
    }

    @Override
    public final int nn() {
        return Aead.NONCE;
    }

    @Override
    public final byte[] hash(byte[] message) {
        return hash.hash(message);
    }

    @Override
    public final byte[] mac(byte[] key, byte[] message) {
        return hash.mac(key, message);
    }

    @Override
    public final byte[] extract(byte[] salt, byte[] ikm) {
        return hash.extract(salt, ikm);
    }

    @Override
    public final byte[] expand(byte[] prk, byte[] info, int length) {
        return hash.expand(prk, info, length);
    }

    @Override
    public final byte[] seal(byte[] key, byte[] nonce, byte[] aad, byte[] plain) {
        return aead.seal(key, nonce, aad, plain);
    }

    @Override
    public final byte[] open(byte[] key, byte[] nonce, byte[] aad, byte[] sealed) throws CipherException {
        return aead.open(key, nonce, aad, sealed);
    }

    @Override
    public final KeyPair kemKeyPair() {
        return kem.generate();
    }

    @Override
    public final KeyPair kemDeriveKeyPair(byte[] ikm) {
        return kem.derive(ikm);
    }

    @Override
    public final Sealed hpkeSeal(byte[] publicKey, byte[] info, byte[] aad, byte[] plain) throws CipherException {
        return hpke.seal(publicKey, info, aad, plain);
    }

    @Override
    public final byte[] hpkeOpen(byte[] privateKey, byte[] encapsulated, byte[] info, byte[] aad, byte[] sealed)
            throws CipherException {
        return hpke.open(privateKey, encapsulated, info, aad, sealed);
    }

    @Override
    public final Exported hpkeSendExport(byte[] publicKey, byte[] info, byte[] context, int length)
            throws CipherException {
        return hpke.sendExport(publicKey, info, context, length);
    }

    @Override
    public final byte[] hpkeReceiveExport(
            byte[] privateKey, byte[] encapsulated, byte[] info, byte[] context, int length) throws CipherException {
        return hpke.receiveExport(privateKey, encapsulated, info, context, length);
    }

    @Override
    public final KeyPair signatureKeyPair() {
        return signatures.generate();
    }

    @Override
    public final byte[] sign(byte[] privateKey, byte[] message) {
        return signatures.sign(privateKey, message);
    }

    @Override
    public final boolean verify(byte[] publicKey, byte[] message, byte[] signature) {
        return signatures.verify(publicKey, message, signature);
    }

    @Override
    public final String toString() {
        return name;
    }
}
