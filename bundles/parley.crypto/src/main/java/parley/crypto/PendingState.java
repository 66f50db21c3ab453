package parley.crypto;

import parley.mls.MlsException;
import parley.mls.PendingCommit;
import parley.protocol.Hash;
import parley.protocol.wire.Bytes;
import parley.protocol.wire.MalformedException;
import parley.protocol.wire.WireReader;
import parley.protocol.wire.WireWriter;

/**
 * What the opaque bytes of a pending commit hold.
 *
 * @param madeFrom SHA-256 of the ratchets of the state it was made from
 * @param spent those ratchets without the key it was sealed with
 */
record PendingState(Hash madeFrom, Bytes spent, PendingCommit commit) {

    private static final int FORM = 1;

    private record Stored(Hash madeFrom, Bytes spent, Bytes commit) {}

    Bytes encode() {
        var out = new WireWriter(4096).u8(FORM);
        madeFrom.write(out);
        return out.opaque(spent).opaque(commit.toBytes()).toBytes();
    }

    /**
     * @throws IllegalArgumentException if this bundle did not make the bytes, or a newer version did
     */
    static PendingState decode(Bytes bytes) {
        try {
            var stored =
                    WireReader.decode(
                            bytes,
                            in -> {
                                var form = in.u8();
                                if (form != FORM) throw new MalformedException("form " + form + " is unknown");
                                return new Stored(Hash.read(in), in.opaqueBytes(), in.opaqueBytes());
                            });
            return new PendingState(stored.madeFrom, stored.spent, PendingCommit.fromBytes(stored.commit.shared()));
        } catch (MalformedException | MlsException e) {
            throw new IllegalArgumentException("the pending commit cannot be read: " + e.getMessage(), e);
        }
    }
}
