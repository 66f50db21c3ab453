package parley.mls;

import java.util.Optional;

/** Where an operation finds the pre-shared keys that a message names (RFC 9420 §8.4). */
public interface PskLookup {

    /** The pre-shared key that the application knows as {@code id}. */
    Optional<byte[]> external(byte[] id);

    /**
     * {@link Group#resumptionPsk()} of another group or a past epoch, which the caller kept (RFC 9420 §8.6); the
     * current epoch's is known anyway.
     *
     * @param epoch unsigned
     */
    default Optional<byte[]> resumption(byte[] groupId, long epoch) {
        return Optional.empty();
    }

    /** Knows none. */
    static PskLookup none() {
        return _ -> Optional.empty();
    }
}
