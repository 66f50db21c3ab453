package parley.protocol.relay;

import parley.protocol.BlobId;
import parley.protocol.FollowerKey;
import parley.protocol.Hash;
import parley.protocol.Limits;
import parley.protocol.wire.Bytes;
import parley.protocol.wire.MalformedException;
import parley.protocol.wire.WireReader;
import parley.protocol.wire.WireWriter;

import java.util.List;
import java.util.Optional;

/**
 * The body of a commit-slot entry: what every member reads.
 *
 * @param commit the MLS commit, a PrivateMessage
 * @param added followers that the commit adds
 * @param removed followers that it removes
 * @param tree the sealed blob with GroupInfo and tree, where they are too large for the Welcomes
 */
public record CommitBody(Bytes commit, List<NewFollower> added, List<FollowerKey> removed, Optional<BlobId> tree) {

    /** The most followers one commit adds or removes. */
    public static final int MAX_FOLLOWERS = 8192;

    /** A follower to be: its key and whether it may add and remove others. */
    public record NewFollower(FollowerKey key, boolean admin) {

        public static NewFollower read(WireReader in) throws MalformedException {
            return new NewFollower(FollowerKey.read(in), in.bool());
        }

        public void write(WireWriter out) {
            key.write(out);
            out.bool(admin);
        }
    }

    public CommitBody {
        added = List.copyOf(added);
        removed = List.copyOf(removed);
        Limits.within(commit.length(), Entry.MAX_BODY, "bytes of commit");
        Limits.within(added.size(), MAX_FOLLOWERS, "followers added");
        Limits.within(removed.size(), MAX_FOLLOWERS, "followers removed");
    }

    /**
     * What the commit's authenticated data binds: SHA-256 of base and both follower lists, so that a hub cannot change
     * whom a commit adds or removes.
     */
    public static Hash binding(long base, List<NewFollower> added, List<FollowerKey> removed) {
        var out = new WireWriter().u64(base);
        out.vector(added, (w, follower) -> follower.write(w));
        out.vector(removed, (w, follower) -> follower.write(w));
        return Hash.of(out.toArray());
    }

    public Bytes encode() {
        return Bytes.wrap(WireWriter.encode(this, (out, body) -> body.write(out)));
    }

    public static CommitBody decode(Bytes bytes) throws MalformedException {
        return WireReader.decode(bytes, CommitBody::read);
    }

    public static CommitBody read(WireReader in) throws MalformedException {
        return new CommitBody(
                in.opaqueBytes(),
                in.vector(MAX_FOLLOWERS, "followers added", NewFollower::read),
                in.vector(MAX_FOLLOWERS, "followers removed", FollowerKey::read),
                in.optional(BlobId::read));
    }

    public void write(WireWriter out) {
        out.opaque(commit);
        out.vector(added, (w, follower) -> follower.write(w));
        out.vector(removed, (w, follower) -> follower.write(w));
        out.optional(tree, (w, id) -> id.write(w));
    }
}
