package parley.protocol.content;

import parley.protocol.Hash;
import parley.protocol.wire.Bytes;
import parley.protocol.wire.MalformedException;
import parley.protocol.wire.WireReader;
import parley.protocol.wire.WireWriter;

/**
 * The authenticated data of a commit.
 *
 * @param binding {@code CommitBody.binding}: SHA-256 of base and both follower lists
 * @param seen the author's claim of the log
 */
public record CommitClaims(Hash binding, Seen seen) {

    public Bytes encode() {
        var out = new WireWriter();
        binding.write(out);
        seen.write(out);
        return out.toBytes();
    }

    public static CommitClaims decode(Bytes bytes) throws MalformedException {
        return WireReader.decode(bytes, in -> new CommitClaims(Hash.read(in), Seen.read(in)));
    }
}
