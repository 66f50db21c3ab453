package parley.history;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.client.api.store.OwnFile;
import parley.protocol.Token;
import parley.protocol.wire.Bytes;
import parley.protocol.wire.MalformedException;
import parley.protocol.wire.WireReader;
import parley.protocol.wire.WireWriter;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Set;

/** The file {@code client/key}: the profile's key as it is, or wrapped by a passphrase. */
final class KeyFile {

    /** What the file holds; numbers stand in the file, one for each way of keeping a key. */
    sealed interface Kept {

        /** The key as it is. */
        record Plain(Bytes key) implements Kept {}

        record Wrapped(WrappedKey key) implements Kept {}
    }

    private static final String LABEL = "Parley profile key";
    private static final String NAME = "key";
    private static final int VERSION = 1;
    private static final int PLAIN = 0;
    private static final int WRAPPED = 1;

    private final Profile profile;
    private final Path file;

    KeyFile(Profile profile) {
        this.profile = profile;
        this.file = profile.directory().resolve(NAME);
    }

    /** Whether the profile in {@code home} has a key that is wrapped; false where that cannot be said. */
    static boolean isWrapped(Path home) {
        try {
            var bytes = Files.readAllBytes(home.resolve("client").resolve(NAME));
            return WireReader.decode(bytes, KeyFile::decode) instanceof Kept.Wrapped;
        } catch (IOException | MalformedException e) {
            return false;
        }
    }

    /**
     * Reads it, made with a new key where there is neither key nor database.
     *
     * @throws CommandException DAMAGED if a database is there without its key, or the key's file is none
     */
    Kept read() throws IOException, CommandException {
        try {
            return WireReader.decode(Files.readAllBytes(file), KeyFile::decode);
        } catch (MalformedException e) {
            throw new CommandException(
                    Code.DAMAGED,
                    "the profile's key file "
                            + file
                            + " is damaged or from a newer Parley; restore it from a backup, or"
                            + " update Parley",
                    e);
        } catch (NoSuchFileException e) {
            if (profile.hasDatabase()) throw missing(e);
            var made = new Kept.Plain(Token.random().bytes());
            write(made);
            return made;
        }
    }

    private CommandException missing(NoSuchFileException e) {
        return new CommandException(
                Code.DAMAGED,
                "the profile's key file "
                        + file
                        + " is missing and without it the profile cannot be read; restore"
                        + " it from a backup, or move "
                        + profile.directory()
                        + " away and make an account anew",
                e);
    }

    private static Kept decode(WireReader in) throws MalformedException {
        if (!in.text().equals(LABEL) || in.u8() != VERSION) throw new MalformedException("another file");
        return switch (in.u8()) {
            case PLAIN -> new Kept.Plain(in.fixedBytes(WrappedKey.KEY));
            case WRAPPED -> new Kept.Wrapped(WrappedKey.read(in));
            default -> throw new MalformedException("an unknown way of keeping a key");
        };
    }

    /** Replaces it: whenever this is cut off, the file is the one before or this one. */
    void write(Kept kept) throws IOException {
        var out = new WireWriter().text(LABEL).u8(VERSION);
        switch (kept) {
            case Kept.Plain(var key) -> out.u8(PLAIN).fixed(key);
            case Kept.Wrapped(var wrapped) -> wrapped.write(out.u8(WRAPPED));
        }
        var draft = file.resolveSibling("key.new");
        Files.deleteIfExists(draft);
        try (var channel = FileChannel.open(draft, Set.of(CREATE_NEW, WRITE), OwnFile.attributes(draft))) {
            channel.write(ByteBuffer.wrap(out.toArray()));
            channel.force(true);
        }
        var former = Files.exists(file) ? FileChannel.open(file, WRITE) : null;
        try {
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
            Profile.sync(file.resolveSibling("."));
            if (former != null) overwrite(former);
        } finally {
            if (former != null) former.close();
        }
    }

    /** What was kept is to be gone: on disks that write in place, this is the place. */
    private static void overwrite(FileChannel former) throws IOException {
        former.write(ByteBuffer.allocate((int) Math.min(former.size(), 1 << 16)), 0);
        former.force(true);
    }
}
