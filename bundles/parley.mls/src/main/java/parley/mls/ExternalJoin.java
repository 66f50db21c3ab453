package parley.mls;

import parley.protocol.wire.Bytes;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * How an outsider joins by an external commit (RFC 9420 §12.4.3.2); by default as somebody new. Not thread-safe.
 *
 * @see GroupView#join
 */
public final class ExternalJoin {

    final LeafParameters self;
    final List<Psks.Named> psks = new ArrayList<>();
    OptionalInt former = OptionalInt.empty();
    Bytes authenticatedData = Bytes.EMPTY;

    /**
     * @param self what the joiner's leaf shall show; its signature key is no other member's
     */
    public ExternalJoin(LeafParameters self) {
        this.self = self;
    }

    /**
     * Takes the place of this client's former leaf, which the same commit removes ("resync", RFC 9420 §12.4.3.2): for
     * who is cut off from a group that it is still in. Members find in {@link Received.Changes#removed} whom it claims
     * to have been.
     */
    public ExternalJoin replacing(int leaf) {
        former = OptionalInt.of(leaf);
        return this;
    }

    /** Mixes in the external pre-shared key {@code id}, which joiner and members must know (RFC 9420 §8.4). */
    public ExternalJoin externalPsk(byte[] id) {
        psks.add(Psks.Named.external(id));
        return this;
    }

    /**
     * Mixes in the resumption secret of an epoch, which proves that the joiner was a member then (RFC 9420 §8.6).
     *
     * @param epoch unsigned
     */
    public ExternalJoin resumptionPsk(byte[] groupId, long epoch) {
        psks.add(Psks.Named.resumption(groupId, epoch));
        return this;
    }

    /** Bytes that every carrier can read and that members verify to be the joiner's. */
    public ExternalJoin authenticatedData(byte[] data) {
        authenticatedData = Bytes.of(data);
        return this;
    }
}
