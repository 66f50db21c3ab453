package parley.protocol.content;

import parley.protocol.Limits;
import parley.protocol.wire.Bytes;
import parley.protocol.wire.MalformedException;
import parley.protocol.wire.WireReader;
import parley.protocol.wire.WireWriter;

/**
 * The plaintext of one application message: who said it, MLS tells; in which order, the log.
 *
 * @param salt made at random by the author: with it, the author and the conversation the message's id is told, which a
 *     reader takes once
 * @param at the author's clock in milliseconds since 1970 (shown, never used to order)
 */
public record Said(Salt salt, Seen seen, long at, Content content) {

    public Said {
        Limits.within(at, Long.MAX_VALUE, "as a time");
    }

    public Bytes encode() {
        var out = new WireWriter();
        salt.write(out);
        seen.write(out);
        out.u64(at);
        ContentCodec.write(out, content);
        return out.toBytes();
    }

    public static Said decode(Bytes bytes) throws MalformedException {
        return WireReader.decode(bytes, in -> new Said(Salt.read(in), Seen.read(in), in.size(), ContentCodec.read(in)));
    }
}
