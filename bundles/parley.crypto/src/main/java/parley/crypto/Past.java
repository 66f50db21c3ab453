package parley.crypto;

import parley.client.api.crypto.Groups.PastEpoch;
import parley.mls.MlsException;
import parley.protocol.wire.Bytes;
import parley.protocol.wire.MalformedException;
import parley.protocol.wire.WireReader;
import parley.protocol.wire.WireWriter;

/** What the opaque bytes of a past epoch hold: both parts that {@code parley.mls} stores. */
final class Past {

    private static final int FORM = 1;

    private Past() {}

    private record Stored(Bytes standing, Bytes ratchets) {}

    static PastEpoch of(parley.mls.PastEpoch epoch) {
        var state = new WireWriter(4096).u8(FORM).opaque(epoch.epochBytes()).opaque(epoch.ratchetBytes()).toBytes();
        return new PastEpoch(epoch.epoch(), state);
    }

    /**
     * @throws IllegalArgumentException if this bundle did not make the state, or a newer version did
     */
    static parley.mls.PastEpoch parse(PastEpoch epoch) {
        try {
            var stored =
                    WireReader.decode(
                            epoch.state(),
                            in -> {
                                var form = in.u8();
                                if (form != FORM) throw new MalformedException("form " + form + " is unknown");
                                return new Stored(in.opaqueBytes(), in.opaqueBytes());
                            });
            return parley.mls.PastEpoch.fromBytes(stored.standing.shared(), stored.ratchets.shared());
        } catch (MalformedException | MlsException e) {
            throw new IllegalArgumentException("the past epoch cannot be read: " + e.getMessage(), e);
        }
    }
}
