package parley.backup;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals and opens the segments of a backup: AES-256-GCM in the STREAM construction. The nonce says which segment it is
 * and whether it is the last, so that none can be moved, left out or added; the key is of this file alone.
 */
final class Segments {

    /** Plain bytes of each segment but the last. */
    static final int SIZE = 64 * 1024;

    static final int TAG = 16;
    private static final int NONCE = 12;
    private static final int PREFIX = 7;

    private final SecretKeySpec key;
    private final byte[] associated;

    Segments(BackupHeader.Keyed keyed) {
        this.key = new SecretKeySpec(keyed.key(), "AES");
        try {
            this.associated = MessageDigest.getInstance("SHA-256").digest(keyed.header().encode());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    byte[] seal(int index, boolean last, byte[] plain, int length) {
        try {
            return cipher(Cipher.ENCRYPT_MODE, index, last).doFinal(plain, 0, length);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM did not seal", e);
        }
    }

    /**
     * @throws AEADBadTagException if it was altered, or is another
     */
    byte[] open(int index, boolean last, byte[] sealed, int length) throws AEADBadTagException {
        try {
            return cipher(Cipher.DECRYPT_MODE, index, last).doFinal(sealed, 0, length);
        } catch (AEADBadTagException e) {
            throw e;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM did not open", e);
        }
    }

    private Cipher cipher(int mode, int index, boolean last) throws GeneralSecurityException {
        var nonce = ByteBuffer.allocate(NONCE).position(PREFIX).putInt(index).put((byte) (last ? 1 : 0)).array();
        var cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(8 * TAG, nonce));
        cipher.updateAAD(associated);
        return cipher;
    }
}
