package parley.relay;

import parley.protocol.Hash;
import parley.protocol.RelayKey;
import parley.protocol.wire.Bytes;
import parley.relay.api.StoreException;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;

/**
 * The relay's permanent key pair, kept in {@code relay.key}: a line with the format's name, then in hex seed, public
 * key and SHA-256 of both. Invites, pins and addresses rest on it, so a damaged one is never replaced silently.
 */
final class RelayIdentity {

    static final String FILE = "relay.key";

    private static final String FORMAT = "Parley relay key 1";
    private static final int KEY = 32;
    private static final String BASE32 = "abcdefghijklmnopqrstuvwxyz234567";

    private final byte[] seed;
    private final RelayKey key;

    private RelayIdentity(byte[] seed, RelayKey key) {
        this.seed = seed;
        this.key = key;
    }

    /** Reads the key of {@code home}, or makes it. Blocks. */
    static RelayIdentity open(Path home, Signatures signatures) throws StoreException {
        var file = home.resolve(FILE);
        try {
            if (Files.exists(file)) return read(file);
            var suite = signatures.provider();
            if (suite.isEmpty()) {
                throw new StoreException(
                        StoreException.Kind.FAILED,
                        "The relay's key cannot be made because no cipher bundle with Ed25519 is there: install"
                                + " parley.cipher.aesgcm and start the relay again.");
            }
            var pair = suite.get().signatureKeyPair();
            var made = new RelayIdentity(pair.privateKey(), new RelayKey(Bytes.wrap(pair.publicKey())));
            made.write(home);
            return made;
        } catch (StoreException e) {
            throw e;
        } catch (IOException e) {
            throw new StoreException(
                    StoreException.Kind.FAILED,
                    "The relay's key "
                            + file
                            + " cannot be read or written ("
                            + e.getMessage()
                            + "): give this user the right to.",
                    e);
        }
    }

    private static RelayIdentity read(Path file) throws IOException {
        var lines = Files.readString(file, StandardCharsets.ISO_8859_1).split("\n", -1);
        try {
            if (lines.length != 5 || !lines[0].equals(FORMAT) || !lines[4].isEmpty()) throw damaged(file);
            var seed = HexFormat.of().parseHex(lines[1]);
            var key = HexFormat.of().parseHex(lines[2]);
            if (seed.length != KEY || !Hash.of(seed, key).hex().equals(lines[3])) throw damaged(file);
            return new RelayIdentity(seed, new RelayKey(Bytes.wrap(key)));
        } catch (IllegalArgumentException e) {
            throw damaged(file);
        }
    }

    private static StoreException damaged(Path file) {
        return new StoreException(
                StoreException.Kind.DAMAGED,
                "The relay's key "
                        + file
                        + " is damaged: restore it from a backup. Without it nobody recognises this relay;"
                        + " to begin a new one, move the file away.");
    }

    private void write(Path home) throws IOException {
        var text =
                FORMAT
                        + "\n"
                        + HexFormat.of().formatHex(seed)
                        + "\n"
                        + key.hex()
                        + "\n"
                        + Hash.of(seed, key.bytes().shared()).hex()
                        + "\n";
        var posix = home.getFileSystem().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] mode =
                posix
                        ? new FileAttribute<?>[] {
                            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                        }
                        : new FileAttribute<?>[0];
        var fresh = home.resolve(FILE + ".new");
        Files.deleteIfExists(fresh);
        try (var out = FileChannel.open(fresh, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), mode)) {
            var bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
            while (bytes.hasRemaining()) out.write(bytes);
            out.force(true);
        }
        Files.move(fresh, home.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
        if (posix) {
            try (var directory = FileChannel.open(home, StandardOpenOption.READ)) {
                directory.force(true);
            }
        }
    }

    RelayKey key() {
        return key;
    }

    /** The relay's part of an address when its operator gives it none: base32 of 16 bytes of SHA-256(relay key). */
    String derivedName() {
        var hash = Hash.of(key.bytes()).bytes();
        var name = new StringBuilder();
        var bits = 0;
        var buffer = 0;
        for (var i = 0; i < 16; i++) {
            buffer = buffer << 8 | hash.get(i) & 0xFF;
            bits += 8;
            while (bits >= 5) {
                bits -= 5;
                name.append(BASE32.charAt(buffer >> bits & 31));
            }
            buffer &= (1 << bits) - 1;
        }
        if (bits > 0) name.append(BASE32.charAt(buffer << (5 - bits) & 31));
        return name.toString();
    }

    /** Signs with the relay key; empty while no cipher bundle with Ed25519 is there. */
    Optional<Bytes> sign(Signatures signatures, Bytes message) {
        return signatures.provider().map(suite -> Bytes.wrap(suite.sign(seed, message.shared())));
    }

    /** Names no key. */
    @Override
    public String toString() {
        return "RelayIdentity";
    }
}
