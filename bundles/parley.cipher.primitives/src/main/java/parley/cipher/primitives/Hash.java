package parley.cipher.primitives;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A hash of the SHA-2 family (FIPS 180-4), with HMAC (RFC 2104) and HKDF (RFC 5869) over it. */
public enum Hash {
    SHA256(0x0001, "SHA-256", "HmacSHA256", 32),
    SHA384(0x0002, "SHA-384", "HmacSHA384", 48),
    SHA512(0x0003, "SHA-512", "HmacSHA512", 64);

    private static final byte[] ZERO_KEY = new byte[1];

    private final int kdfId;
    private final String digestName;
    private final String macName;
    private final int length;

    Hash(int kdfId, String digestName, String macName, int length) {
        this.kdfId = kdfId;
        this.digestName = digestName;
        this.macName = macName;
        this.length = length;
    }

    /** The number of HKDF over this hash in HPKE (RFC 9180 §7.2). */
    public int kdfId() {
        return kdfId;
    }

    /** {@code Nh}, in bytes. */
    public int length() {
        return length;
    }

    /** The hash of {@code message}. */
    public byte[] hash(byte[] message) {
        try {
            return MessageDigest.getInstance(digestName).digest(message);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK lacks " + digestName, e);
        }
    }

    /** The HMAC of {@code message}; {@code key} may be empty. */
    public byte[] mac(byte[] key, byte[] message) {
        return keyed(key).doFinal(message);
    }

    /** HKDF-Extract; {@code salt} may be empty. */
    public byte[] extract(byte[] salt, byte[] ikm) {
        return mac(salt, ikm);
    }

    /**
     * HKDF-Expand.
     *
     * @throws IllegalArgumentException if {@code length} is negative or exceeds 255 hashes
     */
    public byte[] expand(byte[] prk, byte[] info, int length) {
        if (length < 0 || length > 255 * this.length) {
            throw new IllegalArgumentException(length + " bytes to expand to: not within 0 and " + 255 * this.length);
        }
        var mac = keyed(prk);
        var okm = new byte[length];
        byte[] block = {};
        for (int done = 0, i = 1; done < length; i++) {
            mac.update(block);
            mac.update(info);
            mac.update((byte) i);
            block = mac.doFinal();
            int take = Math.min(block.length, length - done);
            System.arraycopy(block, 0, okm, done, take);
            done += take;
        }
        Arrays.fill(block, (byte) 0);
        return okm;
    }

    private Mac keyed(byte[] key) {
        try {
            var mac = Mac.getInstance(macName);
            // HMAC pads keys with zeros, so one zero is the empty key, which SecretKeySpec would refuse.
            mac.init(new SecretKeySpec(key.length == 0 ? ZERO_KEY : key, macName));
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK lacks " + macName, e);
        }
    }
}
