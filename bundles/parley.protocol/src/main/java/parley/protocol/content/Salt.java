package parley.protocol.content;

import parley.protocol.AccountKey;
import parley.protocol.ConversationId;
import parley.protocol.Hash;
import parley.protocol.MessageId;
import parley.protocol.wire.Bytes;
import parley.protocol.wire.MalformedException;
import parley.protocol.wire.WireReader;
import parley.protocol.wire.WireWriter;

import java.security.SecureRandom;

/** What an author makes at random for each message, and what its id follows from: nobody has an id of another's. */
public record Salt(Bytes bytes) {

    /** In bytes. */
    public static final int LENGTH = 16;

    private static final SecureRandom RANDOM = new SecureRandom();

    public Salt {
        if (bytes.length() != LENGTH)
            throw new IllegalArgumentException("salt of " + bytes.length() + " bytes: not " + LENGTH);
    }

    public static Salt random() {
        var bytes = new byte[LENGTH];
        RANDOM.nextBytes(bytes);
        return new Salt(Bytes.wrap(bytes));
    }

    /**
     * The id of the message that {@code author} says with this salt: the first 16 bytes of SHA-256(text("Parley message
     * 1") || conversation || author || salt).
     */
    public MessageId id(ConversationId conversation, AccountKey author) {
        var out = new WireWriter().text("Parley message 1");
        conversation.write(out);
        author.write(out);
        write(out);
        return new MessageId(Hash.of(out.toBytes()).bytes().slice(0, MessageId.LENGTH));
    }

    public static Salt read(WireReader in) throws MalformedException {
        return new Salt(in.fixedBytes(LENGTH));
    }

    public void write(WireWriter out) {
        out.fixed(bytes);
    }
}
