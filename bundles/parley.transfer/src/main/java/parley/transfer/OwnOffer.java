package parley.transfer;

import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.protocol.AccountKey;
import parley.protocol.Address;
import parley.protocol.BlobId;
import parley.protocol.ConversationId;
import parley.protocol.Token;
import parley.protocol.content.Content.FileOffer;
import parley.protocol.content.Salt;
import parley.protocol.wire.Bytes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;

/**
 * The offer of a file on this disk, as it is now, under a key of its own.
 *
 * @param salt what the file's id follows from
 */
record OwnOffer(Salt salt, FileRecord file) {

    private static final SecureRandom RANDOM = new SecureRandom();

    /**
     * Looks at the disk: not inside a transaction.
     *
     * @param relay where it is kept
     * @param again how often it was offered anew by itself before
     * @throws CommandException NOT_FOUND (no such file, or not readable), TOO_LARGE, USAGE (a directory)
     */
    static OwnOffer of(
            AccountKey account, Address from, String relay, ConversationId conversation, Path path, long now, int again)
            throws CommandException {
        if (Files.isDirectory(path)) {
            throw new CommandException(Code.USAGE, path + " is a folder; send its files, or an archive of it");
        }
        if (!Files.isRegularFile(path) || !Files.isReadable(path)) {
            throw new CommandException(
                    Code.NOT_FOUND, "there is no readable file " + path + "; check how it is written");
        }
        try {
            var modified = Files.getLastModifiedTime(path).toMillis();
            var size = Files.size(path);
            if (size > (long) Segments.MAX_COUNT * FileOffer.MAX_SEGMENT)
                throw new CommandException(Code.TOO_LARGE, path + " is too large to send");
            var name = SafeName.of(path.getFileName().toString());
            var offer =
                    new FileOffer(
                            relay,
                            BlobId.random(),
                            Token.random(),
                            random(FileOffer.KEY),
                            random(FileOffer.NONCE_PREFIX),
                            size,
                            FileOffer.MAX_SEGMENT,
                            name,
                            "");
            var salt = Salt.random();
            return new OwnOffer(
                    salt,
                    new FileRecord(
                            salt.id(conversation, account),
                            conversation,
                            account,
                            from,
                            true,
                            name,
                            offer,
                            Optional.of(Token.random()),
                            modified,
                            now,
                            again,
                            Progress.offered(Optional.of(path.toAbsolutePath()))));
        } catch (IOException e) {
            throw new CommandException(Code.NOT_FOUND, path + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static Bytes random(int length) {
        var bytes = new byte[length];
        RANDOM.nextBytes(bytes);
        return Bytes.wrap(bytes);
    }
}
