package parley.protocol.relay;

import parley.protocol.wire.MalformedException;
import parley.protocol.wire.Parts;
import parley.protocol.wire.WireReader;
import parley.protocol.wire.WireWriter;

import java.util.Optional;

/** The parts of {@link Frame.Commit}: what its author says to the hub alone. */
final class CommitParts {

    private static final int ANYBODY_ADDS = 1;

    private CommitParts() {}

    static Parts of(Optional<Boolean> anybodyAdds) {
        if (anybodyAdds.isEmpty()) return Parts.NONE;
        return Parts.NONE.with(ANYBODY_ADDS, new WireWriter().bool(anybodyAdds.get()).toBytes());
    }

    /**
     * @throws IllegalArgumentException if the part is none
     */
    static Optional<Boolean> anybodyAdds(Parts parts) {
        try {
            return parts.get(ANYBODY_ADDS, WireReader::bool);
        } catch (MalformedException e) {
            throw new IllegalArgumentException("part " + ANYBODY_ADDS + ": " + e.getMessage(), e);
        }
    }
}
