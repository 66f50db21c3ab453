package parley.crypto;

import parley.cipher.api.CipherException;
import parley.cipher.api.CipherSuite;

/** A suite that does as another does, until a test overrides something. */
class DelegatingSuite implements CipherSuite {

    private final int id;
    private final CipherSuite honest;

    DelegatingSuite(int id, CipherSuite honest) {
        this.id = id;
        this.honest = honest;
    }

    @Override
    public int id() {
        return id;
    }

    @Override
    public String name() {
        return honest.name();
    }

    @Override
    public int signatureScheme() {
        return honest.signatureScheme();
    }

    @Override
    public int nh() {
        return honest.nh();
    }

    @Override
    public int nk() {
        return honest.nk();
    }

    @Override
    public int nn() {
        return honest.nn();
    }

    @Override
    public byte[] hash(byte[] message) {
        return honest.hash(message);
    }

    @Override
    public byte[] mac(byte[] key, byte[] message) {
        return honest.mac(key, message);
    }

    @Override
    public byte[] extract(byte[] salt, byte[] ikm) {
        return honest.extract(salt, ikm);
    }

    @Override
    public byte[] expand(byte[] prk, byte[] info, int length) {
        return honest.expand(prk, info, length);
    }

    @Override
    public byte[] seal(byte[] key, byte[] nonce, byte[] aad, byte[] plain) {
        return honest.seal(key, nonce, aad, plain);
    }

    @Override
    public byte[] open(byte[] key, byte[] nonce, byte[] aad, byte[] sealed) throws CipherException {
        return honest.open(key, nonce, aad, sealed);
    }

    @Override
    public KeyPair kemKeyPair() {
        return honest.kemKeyPair();
    }

    @Override
    public KeyPair kemDeriveKeyPair(byte[] ikm) {
        return honest.kemDeriveKeyPair(ikm);
    }

    @Override
    public Sealed hpkeSeal(byte[] publicKey, byte[] info, byte[] aad, byte[] plain) throws CipherException {
        return honest.hpkeSeal(publicKey, info, aad, plain);
    }

    @Override
    public byte[] hpkeOpen(byte[] privateKey, byte[] encapsulated, byte[] info, byte[] aad, byte[] sealed)
            throws CipherException {
        return honest.hpkeOpen(privateKey, encapsulated, info, aad, sealed);
    }

    @Override
    public Exported hpkeSendExport(byte[] publicKey, byte[] info, byte[] context, int length) throws CipherException {
        return honest.hpkeSendExport(publicKey, info, context, length);
    }

    @Override
    public byte[] hpkeReceiveExport(byte[] privateKey, byte[] encapsulated, byte[] info, byte[] context, int length)
            throws CipherException {
        return honest.hpkeReceiveExport(privateKey, encapsulated, info, context, length);
    }

    @Override
    public KeyPair signatureKeyPair() {
        return honest.signatureKeyPair();
    }

    @Override
    public byte[] sign(byte[] privateKey, byte[] message) {
        return honest.sign(privateKey, message);
    }

    @Override
    public boolean verify(byte[] publicKey, byte[] message, byte[] signature) {
        return honest.verify(publicKey, message, signature);
    }
}
