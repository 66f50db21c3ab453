package parley.history;

import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

import parley.protocol.wire.Bytes;
import parley.protocol.wire.MalformedException;
import parley.protocol.wire.WireReader;
import parley.protocol.wire.WireWriter;

import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.Optional;

import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The profile's key, sealed by AES-256-GCM under what Argon2id (RFC 9106) makes of a passphrase. The parameters stand
 * beside it, bound to the seal, so that those to come can be stronger.
 *
 * @param memory KiB
 */
record WrappedKey(Bytes salt, int memory, int passes, Bytes nonce, Bytes sealed) {

    /** Bytes of a profile's key. */
    static final int KEY = 32;

    private static final int MEMORY = 64 * 1024;
    private static final int PASSES = 3;

    /** Beyond these a file is taken for damaged: opening it would exhaust the machine. */
    private static final int MOST_MEMORY = 1024 * 1024;

    private static final int MOST_PASSES = 32;
    private static final int SALT = 16;
    private static final int NONCE = 12;
    private static final int TAG = 16;

    private static final SecureRandom random = new SecureRandom();

    static WrappedKey wrap(Bytes key, char[] passphrase) {
        var wrapped = new WrappedKey(fresh(SALT), MEMORY, PASSES, fresh(NONCE), Bytes.EMPTY);
        try {
            var sealed = wrapped.cipher(Cipher.ENCRYPT_MODE, passphrase).doFinal(key.shared());
            return new WrappedKey(wrapped.salt, MEMORY, PASSES, wrapped.nonce, Bytes.wrap(sealed));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM did not seal", e);
        }
    }

    /** The key; empty for a wrong passphrase. Takes about a second. */
    Optional<Bytes> open(char[] passphrase) {
        try {
            return Optional.of(Bytes.wrap(cipher(Cipher.DECRYPT_MODE, passphrase).doFinal(sealed.shared())));
        } catch (AEADBadTagException e) {
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM did not open", e);
        }
    }

    private Cipher cipher(int mode, char[] passphrase) throws GeneralSecurityException {
        var key = derive(passphrase);
        try {
            var cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(8 * TAG, nonce.shared()));
            cipher.updateAAD(writeHead(new WireWriter()).toArray());
            return cipher;
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    private byte[] derive(char[] passphrase) {
        var secret = bytes(passphrase);
        try {
            var argon2 = new Argon2BytesGenerator();
            argon2.init(
                    new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                            .withSalt(salt.shared())
                            .withMemoryAsKB(memory)
                            .withIterations(passes)
                            .withParallelism(1)
                            .build());
            var key = new byte[KEY];
            argon2.generateBytes(secret, key);
            return key;
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
    }

    /** The same for the same passphrase, however a keyboard has put its accents together. */
    private static byte[] bytes(char[] passphrase) {
        var plain = CharBuffer.wrap(passphrase);
        var composed =
                Normalizer.isNormalized(plain, Normalizer.Form.NFC)
                        ? plain
                        : CharBuffer.wrap(Normalizer.normalize(plain, Normalizer.Form.NFC));
        var encoded = StandardCharsets.UTF_8.encode(composed);
        var bytes = new byte[encoded.remaining()];
        encoded.get(bytes);
        Arrays.fill(encoded.array(), (byte) 0);
        return bytes;
    }

    private static Bytes fresh(int length) {
        var bytes = new byte[length];
        random.nextBytes(bytes);
        return Bytes.wrap(bytes);
    }

    private WireWriter writeHead(WireWriter out) {
        return out.fixed(salt).u32(memory).u32(passes).fixed(nonce);
    }

    WireWriter write(WireWriter out) {
        return writeHead(out).fixed(sealed);
    }

    static WrappedKey read(WireReader in) throws MalformedException {
        return new WrappedKey(
                in.fixedBytes(SALT),
                bounded(in.u32(), 8, MOST_MEMORY),
                bounded(in.u32(), 1, MOST_PASSES),
                in.fixedBytes(NONCE),
                in.fixedBytes(KEY + TAG));
    }

    private static int bounded(long number, int least, int most) throws MalformedException {
        if (number < least || number > most) throw new MalformedException("a key wrapped beyond all measure");
        return (int) number;
    }
}
