package parley.history;

import parley.protocol.wire.Bytes;
import parley.protocol.wire.WireWriter;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals the values of records and hides their ids, under keys derived from the profile's key.
 *
 * <p>A sealed value is {@code format (1) || nonce (24) || AES-256-GCM ciphertext and tag}. Its key is HMAC-SHA256(key
 * of the space, first half of the nonce) and the second half is GCM's nonce: 192 random bits for each value, so that no
 * count of writes has to be kept and no key ever wears out. Space, id, order and format are associated data: a value
 * that was moved to another place does not open. Not thread-safe.
 */
final class Seals {

    /** Bytes of a hidden id. */
    static final int ID = 16;

    private static final byte FORMAT = 1;
    private static final int HALF = 12;
    private static final int HEAD = 1 + 2 * HALF;
    private static final int TAG = 16;

    private static final SecureRandom random = new SecureRandom();

    private final Mac root;
    private final Mac ids;
    private final Map<String, Mac> spaces = new HashMap<>();
    private final Cipher cipher;

    /**
     * @param key 32 random bytes
     */
    Seals(Bytes key) {
        try {
            root = mac(key.toArray());
            ids = mac(derive("Parley record ids 1"));
            cipher = Cipher.getInstance("AES/GCM/NoPadding");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HMAC-SHA256 and AES-GCM", e);
        }
    }

    /** What stands for {@code id} on disk: the same for the same id, and no hint of it. */
    byte[] hide(String space, Bytes id) {
        return Arrays.copyOf(ids.doFinal(new WireWriter().text(space).opaque(id).toArray()), ID);
    }

    byte[] seal(String space, byte[] id, long order, Bytes plain) {
        var nonce = new byte[2 * HALF];
        random.nextBytes(nonce);
        var sealed = new byte[HEAD + plain.length() + TAG];
        sealed[0] = FORMAT;
        System.arraycopy(nonce, 0, sealed, 1, nonce.length);
        try {
            prepare(Cipher.ENCRYPT_MODE, space, id, order, nonce);
            cipher.doFinal(plain.shared(), 0, plain.length(), sealed, HEAD);
            return sealed;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM did not seal", e);
        }
    }

    /**
     * @throws AEADBadTagException if {@code sealed} was not sealed by this profile for exactly this place
     */
    Bytes open(String space, byte[] id, long order, byte[] sealed) throws AEADBadTagException {
        if (sealed.length < HEAD + TAG || sealed[0] != FORMAT) throw new AEADBadTagException("not a sealed value");
        try {
            prepare(Cipher.DECRYPT_MODE, space, id, order, Arrays.copyOfRange(sealed, 1, HEAD));
            return Bytes.wrap(cipher.doFinal(sealed, HEAD, sealed.length - HEAD));
        } catch (AEADBadTagException e) {
            throw e;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM did not open", e);
        }
    }

    private void prepare(int mode, String space, byte[] id, long order, byte[] nonce) throws GeneralSecurityException {
        var key = space(space).doFinal(Arrays.copyOf(nonce, HALF));
        cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(8 * TAG, nonce, HALF, HALF));
        cipher.updateAAD(new WireWriter(64).u8(FORMAT).text(space).fixed(id).u64(order).toArray());
    }

    private Mac space(String space) {
        return spaces.computeIfAbsent(
                space,
                name -> {
                    try {
                        return mac(derive("Parley record values 1 " + name));
                    } catch (GeneralSecurityException e) {
                        throw new IllegalStateException("every Java platform has HMAC-SHA256", e);
                    }
                });
    }

    /** HKDF-Expand (RFC 5869 §2.3), one block; the profile's key is uniform, so nothing needs extracting (§3.3). */
    private byte[] derive(String info) {
        root.update(info.getBytes(StandardCharsets.UTF_8));
        return root.doFinal(new byte[] {1});
    }

    private static Mac mac(byte[] key) throws NoSuchAlgorithmException, InvalidKeyException {
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac;
    }
}
