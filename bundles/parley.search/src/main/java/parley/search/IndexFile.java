package parley.search;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import parley.client.api.CommandException;
import parley.client.api.store.OwnFile;
import parley.client.api.store.Store;
import parley.client.api.store.Transaction;
import parley.protocol.Token;
import parley.protocol.wire.Bytes;
import parley.protocol.wire.MalformedException;
import parley.protocol.wire.WireReader;
import parley.protocol.wire.WireWriter;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * The index on disk: one file, sealed in segments under a key of its own, which stands in the profile's database. Every
 * save has another key; without it a file is noise. So what was deleted is gone from disk as soon as the key is, and an
 * index of another state of the profile does not open. Not thread-safe.
 */
final class IndexFile {

    /** The index as it was when so many changes of texts had been taken into it. */
    record Saved(long changes, byte[] index) {}

    private record Key(Bytes secret, long changes, long length) {

        static Key read(WireReader in) throws MalformedException {
            if (in.u8() != VERSION) throw new MalformedException("the key of an index of an unknown version");
            return new Key(in.fixedBytes(KEY), in.size(), in.size());
        }

        Bytes encode() {
            return new WireWriter().u8(VERSION).fixed(secret).u64(changes).u64(length).toBytes();
        }
    }

    private static final System.Logger log = System.getLogger(IndexFile.class.getName());

    private static final String SPACE = "search.index";
    private static final byte VERSION = 2;
    private static final int KEY = 32;
    private static final int SEGMENT = 1 << 20;
    private static final int TAG = 16;

    private static final long MAX = 1L << 30;

    /** Bytes of an index that is saved, and of one that is believed: it goes through memory in one piece. */
    final long most;

    private final Path file;
    private final Path draft;
    private final Store store;

    IndexFile(Path home, Store store) {
        this(home, store, Math.min(MAX, Runtime.getRuntime().maxMemory() / 8));
    }

    IndexFile(Path home, Store store, long most) {
        this.most = most;
        this.file = home.resolve("client").resolve("search");
        this.draft = home.resolve("client").resolve("search.new");
        this.store = store;
    }

    /** How many changes had been taken into the index as it was saved last; empty if there is none. */
    OptionalLong changes() throws CommandException {
        var stored = store.<Optional<Bytes>>transact(tx -> tx.get(SPACE, Bytes.EMPTY));
        if (stored.isEmpty()) return OptionalLong.empty();
        try {
            return OptionalLong.of(WireReader.decode(stored.get(), Key::read).changes);
        } catch (MalformedException e) {
            return OptionalLong.of(Long.MAX_VALUE); // nobody knows: as one of another time
        }
    }

    /**
     * The index as it was saved last; empty if there is none that opens.
     *
     * @throws CommandException if the profile cannot be read
     */
    Optional<Saved> load() throws CommandException {
        var stored = store.<Optional<Bytes>>transact(tx -> tx.get(SPACE, Bytes.EMPTY));
        if (stored.isEmpty()) return Optional.empty();
        try {
            var key = WireReader.decode(stored.get(), Key::read);
            if (key.length > most) throw new MalformedException("an index of " + key.length + " bytes");
            return Optional.of(new Saved(key.changes, open(key)));
        } catch (IOException | MalformedException | GeneralSecurityException e) {
            log.log(System.Logger.Level.DEBUG, "The saved index is not used: {0}", e.toString());
            return Optional.empty();
        }
    }

    private byte[] open(Key key) throws IOException, GeneralSecurityException {
        var index = new byte[Math.toIntExact(key.length)];
        var sealed = new byte[SEGMENT + TAG];
        try (var in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file), SEGMENT + TAG))) {
            for (var segment = 0; segment < segments(key.length); segment++) {
                var from = segment * SEGMENT;
                var length = Math.min(SEGMENT, index.length - from);
                in.readFully(sealed, 0, length + TAG);
                cipher(Cipher.DECRYPT_MODE, key, segment).doFinal(sealed, 0, length + TAG, index, from);
            }
        }
        return index;
    }

    /**
     * Replaces what was saved.
     *
     * @throws IOException if it cannot be written; what was saved before is no longer good then
     */
    void save(Saved saved) throws IOException, CommandException {
        var key = new Key(Token.random().bytes(), saved.changes, saved.index.length);
        Files.deleteIfExists(draft);
        try (var channel = FileChannel.open(draft, Set.of(CREATE_NEW, WRITE), OwnFile.attributes(draft))) {
            write(channel, key, saved.index);
            channel.force(false);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM did not seal", e);
        }
        // The key first: a crash between the two costs the index, and nothing stays that a former key opens.
        put(tx -> tx.put(SPACE, Bytes.EMPTY, key.encode()));
        Files.move(draft, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }

    private static void write(FileChannel channel, Key key, byte[] index) throws IOException, GeneralSecurityException {
        var sealed = new byte[SEGMENT + TAG];
        for (var segment = 0; segment < segments(index.length); segment++) {
            var from = segment * SEGMENT;
            var length = Math.min(SEGMENT, index.length - from);
            cipher(Cipher.ENCRYPT_MODE, key, segment).doFinal(index, from, length, sealed, 0);
            var out = ByteBuffer.wrap(sealed, 0, length + TAG);
            while (out.hasRemaining()) channel.write(out);
        }
    }

    /** Nothing that was saved can be read any more. */
    void forget() throws CommandException, IOException {
        put(tx -> tx.remove(SPACE, Bytes.EMPTY));
        Files.deleteIfExists(file);
        Files.deleteIfExists(draft);
    }

    private void put(java.util.function.Consumer<Transaction> change) throws CommandException {
        store.run(change::accept);
    }

    private static long segments(long length) {
        return (length + SEGMENT - 1) / SEGMENT;
    }

    /** A key seals one file, so that its segments' numbers are nonces enough; the length, kept with it, ends it. */
    private static Cipher cipher(int mode, Key key, int segment) throws GeneralSecurityException {
        var cipher = Cipher.getInstance("AES/GCM/NoPadding");
        var nonce = Arrays.copyOf(ByteBuffer.allocate(Integer.BYTES).putInt(segment).array(), 12);
        cipher.init(mode, new SecretKeySpec(key.secret.shared(), "AES"), new GCMParameterSpec(8 * TAG, nonce));
        return cipher;
    }
}
