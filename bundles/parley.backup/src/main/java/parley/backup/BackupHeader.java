package parley.backup;

import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

import parley.client.api.BackupPhrase;
import parley.protocol.wire.Bytes;
import parley.protocol.wire.MalformedException;
import parley.protocol.wire.WireReader;
import parley.protocol.wire.WireWriter;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What stands in front of a backup (docs/protocol.md, Backups): how the key is made of the phrase, by Argon2id (RFC
 * 9106), and a value that only the right phrase gives.
 *
 * @param memory KiB
 */
record BackupHeader(Bytes salt, int memory, int passes, Bytes check) {

    /** In bytes. */
    static final int LENGTH = 8 + 1 + 16 + 4 + 4 + 16;

    private static final byte[] MAGIC = "PARLEYBK".getBytes(StandardCharsets.US_ASCII);
    private static final int VERSION = 1;
    private static final int SALT = 16;
    private static final int CHECK = 16;
    private static final int KEY = 32;

    private static final int MEMORY = 64 * 1024;
    private static final int PASSES = 3;

    /** What a file may ask of whoever opens it; more would be an attack on their machine. */
    private static final int MOST_MEMORY = 256 * 1024;

    private static final int MOST_PASSES = 16;

    /** The file is of a version that this one does not read. */
    static final class VersionException extends Exception {

        private static final long serialVersionUID = 1;
    }

    /**
     * A header with its key.
     *
     * @param key AES-256; the header's and the phrase's alone
     */
    record Keyed(BackupHeader header, byte[] key) {}

    /** A new one for {@code phrase}. Takes about a second. */
    static Keyed create(BackupPhrase phrase) {
        var salt = new byte[SALT];
        new SecureRandom().nextBytes(salt);
        return create(phrase, Bytes.wrap(salt));
    }

    static Keyed create(BackupPhrase phrase, Bytes salt) {
        var open = new BackupHeader(salt, MEMORY, PASSES, Bytes.wrap(new byte[CHECK]));
        var material = open.derive(phrase);
        try {
            var header = new BackupHeader(salt, MEMORY, PASSES, open.check(material));
            return new Keyed(header, Arrays.copyOf(material, KEY));
        } finally {
            Arrays.fill(material, (byte) 0);
        }
    }

    /** The key; empty if the phrase is another, or the header was altered. Takes about a second. */
    Optional<Keyed> open(BackupPhrase phrase) {
        var material = derive(phrase);
        try {
            if (!MessageDigest.isEqual(check.toArray(), check(material).toArray())) return Optional.empty();
            return Optional.of(new Keyed(this, Arrays.copyOf(material, KEY)));
        } finally {
            Arrays.fill(material, (byte) 0);
        }
    }

    /** 64 bytes: the key, and what the check is made with. */
    private byte[] derive(BackupPhrase phrase) {
        var secret = String.join(" ", phrase.words()).getBytes(StandardCharsets.US_ASCII);
        try {
            var argon2 = new Argon2BytesGenerator();
            argon2.init(
                    new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                            .withSalt(salt.toArray())
                            .withMemoryAsKB(memory)
                            .withIterations(passes)
                            .withParallelism(1)
                            .build());
            var material = new byte[2 * KEY];
            argon2.generateBytes(secret, material);
            return material;
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
    }

    private Bytes check(byte[] material) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(material, KEY, KEY, "HmacSHA256"));
            return Bytes.wrap(Arrays.copyOf(mac.doFinal(head().toArray()), CHECK));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HMAC-SHA256", e);
        }
    }

    private WireWriter head() {
        return new WireWriter(LENGTH).fixed(MAGIC).u8(VERSION).fixed(salt).u32(memory).u32(passes);
    }

    byte[] encode() {
        return head().fixed(check).toArray();
    }

    /**
     * @throws MalformedException if it is none
     * @throws VersionException if it is of a later version
     */
    static BackupHeader decode(byte[] bytes) throws MalformedException, VersionException {
        var in = new WireReader(bytes);
        if (!Arrays.equals(in.fixed(MAGIC.length), MAGIC)) throw new MalformedException("not a backup");
        if (in.u8() != VERSION) throw new VersionException();
        var header =
                new BackupHeader(
                        in.fixedBytes(SALT),
                        within(in.u32(), 8, MOST_MEMORY),
                        within(in.u32(), 1, MOST_PASSES),
                        in.fixedBytes(CHECK));
        in.end();
        return header;
    }

    private static int within(long number, int least, int most) throws MalformedException {
        if (number < least || number > most) throw new MalformedException("a key beyond all measure");
        return (int) number;
    }
}
