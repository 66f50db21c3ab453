package example.cipher.jdk;

import org.osgi.service.component.annotations.Component;

import parley.cipher.api.CipherException;
import parley.cipher.api.CipherSuite;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.interfaces.EdECPrivateKey;
import java.security.interfaces.EdECPublicKey;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;

import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Suite 1 of RFC 9420 §17.1, by the JDK alone. It keeps no state and may be called from any thread. */
@Component(property = {"parley.suite:Integer=1", "service.ranking:Integer=100"})
public final class JdkSuite implements CipherSuite {

    private static final int KEY = 16;
    private static final int NONCE = 12;
    private static final int TAG = 16;
    private static final int HASH = 32;

    private final X25519Hpke hpke = new X25519Hpke(this);

    @Override
    public int id() {
        return 1;
    }

    @Override
    public String name() {
        return "MLS_128_DHKEMX25519_AES128GCM_SHA256_Ed25519";
    }

    @Override
    public int signatureScheme() {
        return 0x0807;
    }

    @Override
    public int nh() {
        return HASH;
    }

    @Override
    public int nk() {
        return KEY;
    }

    @Override
    public int nn() {
        return NONCE;
    }

    @Override
    public byte[] hash(byte[] message) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(message);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public byte[] mac(byte[] key, byte[] message) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            // One zero is the empty key, which SecretKeySpec would refuse.
            mac.init(new SecretKeySpec(key.length == 0 ? new byte[1] : key, "HmacSHA256"));
            return mac.doFinal(message);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public byte[] extract(byte[] salt, byte[] ikm) {
        return mac(salt, ikm);
    }

    @Override
    public byte[] expand(byte[] prk, byte[] info, int length) {
        if (length < 0 || length > 255 * HASH) throw new IllegalArgumentException("length " + length);
        var output = new byte[length];
        byte[] block = {};
        for (int done = 0, i = 1; done < length; done += block.length, i++) {
            block = mac(prk, X25519Hpke.concat(block, info, new byte[] {(byte) i}));
            System.arraycopy(block, 0, output, done, Math.min(block.length, length - done));
        }
        return output;
    }

    @Override
    public byte[] seal(byte[] key, byte[] nonce, byte[] aad, byte[] plain) {
        try {
            return aes(Cipher.ENCRYPT_MODE, key, nonce, aad, plain);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("key or nonce does not fit", e);
        }
    }

    @Override
    public byte[] open(byte[] key, byte[] nonce, byte[] aad, byte[] sealed) throws CipherException {
        if (key.length != KEY || nonce.length != NONCE || sealed.length < TAG) throw new CipherException("lengths");
        try {
            return aes(Cipher.DECRYPT_MODE, key, nonce, aad, sealed);
        } catch (GeneralSecurityException e) {
            throw new CipherException("tag does not fit", e);
        }
    }

    private static byte[] aes(int mode, byte[] key, byte[] nonce, byte[] aad, byte[] input)
            throws GeneralSecurityException {
        if (key.length != KEY || nonce.length != NONCE) throw new IllegalArgumentException("key or nonce");
        var cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(8 * TAG, nonce));
        cipher.updateAAD(aad);
        return cipher.doFinal(input);
    }

    @Override
    public KeyPair kemKeyPair() {
        return hpke.generate();
    }

    @Override
    public KeyPair kemDeriveKeyPair(byte[] ikm) {
        return hpke.derive(ikm);
    }

    @Override
    public Sealed hpkeSeal(byte[] publicKey, byte[] info, byte[] aad, byte[] plain) throws CipherException {
        var to = hpke.encapsulate(publicKey);
        var context = hpke.schedule(to.secret(), info);
        return new Sealed(to.encapsulated(), seal(context.key(), context.nonce(), aad, plain));
    }

    @Override
    public byte[] hpkeOpen(byte[] privateKey, byte[] encapsulated, byte[] info, byte[] aad, byte[] sealed)
            throws CipherException {
        var context = hpke.schedule(hpke.decapsulate(encapsulated, privateKey), info);
        return open(context.key(), context.nonce(), aad, sealed);
    }

    @Override
    public Exported hpkeSendExport(byte[] publicKey, byte[] info, byte[] context, int length) throws CipherException {
        var to = hpke.encapsulate(publicKey);
        return new Exported(to.encapsulated(), hpke.export(to.secret(), info, context, length));
    }

    @Override
    public byte[] hpkeReceiveExport(byte[] privateKey, byte[] encapsulated, byte[] info, byte[] context, int length)
            throws CipherException {
        return hpke.export(hpke.decapsulate(encapsulated, privateKey), info, context, length);
    }

    @Override
    public KeyPair signatureKeyPair() {
        try {
            var pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
            var point = ((EdECPublicKey) pair.getPublic()).getPoint();
            var encoded = X25519Hpke.littleEndian(point.getY());
            if (point.isXOdd()) encoded[31] |= (byte) 0x80;
            return new KeyPair(((EdECPrivateKey) pair.getPrivate()).getBytes().orElseThrow(), encoded);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public byte[] sign(byte[] privateKey, byte[] message) {
        try {
            var signature = Signature.getInstance("Ed25519");
            signature.initSign(
                    KeyFactory.getInstance("Ed25519")
                            .generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, privateKey)));
            signature.update(message);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("no private key", e);
        }
    }

    @Override
    public boolean verify(byte[] publicKey, byte[] message, byte[] signature) {
        if (publicKey.length != 32 || signature.length != 64) return false;
        try {
            var y = publicKey.clone();
            y[31] &= 0x7f;
            BigInteger number = X25519Hpke.number(y);
            var key =
                    KeyFactory.getInstance("Ed25519")
                            .generatePublic(
                                    new EdECPublicKeySpec(
                                            NamedParameterSpec.ED25519, new EdECPoint(publicKey[31] < 0, number)));
            var verifier = Signature.getInstance("Ed25519");
            verifier.initVerify(key);
            verifier.update(message);
            return verifier.verify(signature);
        } catch (GeneralSecurityException | RuntimeException e) { // the JDK throws both at what is no point
            return false;
        }
    }
}
