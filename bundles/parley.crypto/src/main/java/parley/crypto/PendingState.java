package parley.crypto;

import parley.mls.Group;
import parley.mls.MlsException;
import parley.mls.PendingCommit;
import parley.protocol.Hash;
import parley.protocol.wire.Bytes;
import parley.protocol.wire.MalformedException;
import parley.protocol.wire.WireReader;
import parley.protocol.wire.WireWriter;

import java.util.Optional;

/**
 * What the opaque bytes of a pending commit hold.
 *
 * @param madeFrom SHA-256 of the ratchets of the state it was made from
 * @param spent those ratchets without the key it was sealed with
 * @param started the successor, where the commit closes its group
 */
record PendingState(Hash madeFrom, Bytes spent, PendingCommit commit, Optional<Started> started) {

    private static final int FORM = 2;

    /** Without a successor. */
    private static final int PLAIN = 1;

    /**
     * A successor.
     *
     * @param group in epoch 0
     * @param first the commit that leads to epoch 1
     */
    record Started(Group group, PendingCommit first) {}

    private record Stored(Hash madeFrom, Bytes spent, Bytes commit, Optional<Successor> successor) {}

    private record Successor(Bytes epoch, Bytes ratchets, Bytes first) {}

    Bytes encode() {
        var out = new WireWriter(4096).u8(FORM);
        madeFrom.write(out);
        out.opaque(spent).opaque(commit.toBytes());
        out.optional(
                started,
                (w, it) ->
                        w.opaque(it.group().epochBytes())
                                .opaque(it.group().ratchetBytes())
                                .opaque(it.first().toBytes()));
        return out.toBytes();
    }

    /**
     * @throws IllegalArgumentException if this bundle did not make the bytes, or a newer version did
     */
    static PendingState decode(Bytes bytes) {
        try {
            var stored = WireReader.decode(bytes, PendingState::read);
            var started = Optional.<Started>empty();
            if (stored.successor.isPresent()) {
                var it = stored.successor.get();
                var group = Group.fromBytes(it.epoch.shared(), it.ratchets.shared());
                started = Optional.of(new Started(group, PendingCommit.fromBytes(it.first.shared())));
            }
            return new PendingState(
                    stored.madeFrom, stored.spent, PendingCommit.fromBytes(stored.commit.shared()), started);
        } catch (MalformedException | MlsException e) {
            throw new IllegalArgumentException("the pending commit cannot be read: " + e.getMessage(), e);
        }
    }

    private static Stored read(WireReader in) throws MalformedException {
        var form = in.u8();
        if (form != PLAIN && form != FORM) throw new MalformedException("form " + form + " is unknown");
        return new Stored(
                Hash.read(in),
                in.opaqueBytes(),
                in.opaqueBytes(),
                form == PLAIN
                        ? Optional.empty()
                        : in.optional(it -> new Successor(it.opaqueBytes(), it.opaqueBytes(), it.opaqueBytes())));
    }
}
