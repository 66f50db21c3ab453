package parley.chat;

import parley.chat.LargeInvitations.Upload;
import parley.client.api.crypto.Groups;
import parley.protocol.AccountKey;
import parley.protocol.BlobId;
import parley.protocol.FollowerKey;
import parley.protocol.Hash;
import parley.protocol.Token;
import parley.protocol.relay.CommitBody;
import parley.protocol.relay.Frame.Welcome;
import parley.protocol.wire.Bytes;
import parley.protocol.wire.MalformedException;
import parley.protocol.wire.WireReader;
import parley.protocol.wire.WireWriter;

import java.util.List;
import java.util.Optional;

/**
 * An own commit, kept until it or another in its slot is read in the log.
 *
 * @param next the group's opaque state after it
 * @param follower the own follower key after it, and its private half, where it replaces our leaf
 * @param upload the blob that its Welcomes name, where they are large; its bytes have a record of their own
 * @param anybodyAdds what an admin's says to the hub of a group: whether members that are no admins may add others
 */
record PendingCommit(
        long base,
        CommitBody body,
        List<Welcome> welcomes,
        Bytes next,
        Optional<NewFollower> follower,
        Optional<Upload> upload,
        Optional<Boolean> anybodyAdds) {

    record NewFollower(FollowerKey key, Bytes privateKey) {}

    /** How hub and author recognise it. */
    Hash hash() {
        return Hash.of(body.encode());
    }

    Groups.Pending toPending() {
        return new Groups.Pending(body.commit(), Optional.empty(), next);
    }

    Bytes encode() {
        var out = new WireWriter(4096).u8(3).u64(base);
        body.write(out);
        out.vector(
                welcomes,
                (w, welcome) -> {
                    welcome.to().write(w);
                    welcome.token().write(w);
                    w.opaque(welcome.sealed());
                });
        out.opaque(next);
        out.optional(
                follower,
                (w, own) -> {
                    own.key().write(w);
                    w.opaque(own.privateKey());
                });
        out.optional(
                upload,
                (w, large) -> {
                    large.blob().write(w);
                    large.write().write(w);
                    large.read().write(w);
                });
        out.optional(anybodyAdds, WireWriter::bool);
        return out.toBytes();
    }

    static PendingCommit decode(Bytes bytes) throws MalformedException {
        return WireReader.decode(
                bytes,
                in -> {
                    var version = in.u8();
                    if (version < 1 || version > 3) {
                        throw new MalformedException("pending commit of an unknown version");
                    }
                    return new PendingCommit(
                            in.size(),
                            CommitBody.read(in),
                            in.vector(item -> new Welcome(AccountKey.read(item), Token.read(item), item.opaqueBytes())),
                            in.opaqueBytes(),
                            in.optional(item -> new NewFollower(FollowerKey.read(item), item.opaqueBytes())),
                            version == 1
                                    ? Optional.empty()
                                    : in.optional(
                                            item -> new Upload(BlobId.read(item), Token.read(item), Token.read(item))),
                            version < 3 ? Optional.empty() : in.optional(WireReader::bool));
                });
    }
}
