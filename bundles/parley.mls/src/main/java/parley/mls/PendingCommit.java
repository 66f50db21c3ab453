package parley.mls;

import java.util.List;
import java.util.Optional;

/**
 * A commit that its author has made and not seen in the log yet, with the state that it leads to. Keep it until this
 * commit or another is read in its slot; then either {@link Group#apply} it or drop it.
 */
public final class PendingCommit {

    private PendingCommit() {}

    /** @throws MlsException.Malformed if {@code bytes} are not what {@link #toBytes} made */
    public static PendingCommit fromBytes(byte[] bytes) throws MlsException.Malformed {
        throw new UnsupportedOperationException();
    }

    /** Everything, the next state's secrets included: to be kept sealed. */
    public byte[] toBytes() {
        throw new UnsupportedOperationException();
    }

    /** The commit to send: an {@code MLSMessage}. */
    public byte[] message() {
        throw new UnsupportedOperationException();
    }

    /** One Welcome for all who were added; empty if nobody was. */
    public Optional<byte[]> welcome() {
        throw new UnsupportedOperationException();
    }

    /** A Welcome for each who was added, in the order of the commit's Adds: by value first, then by reference. */
    public List<byte[]> welcomes() {
        throw new UnsupportedOperationException();
    }

    /** An {@code MLSMessage} of the next epoch's GroupInfo; empty if nobody was added and it was not asked for. */
    public Optional<byte[]> groupInfo() {
        throw new UnsupportedOperationException();
    }

    /** The next epoch's ratchet tree, for joiners who get it apart from the Welcome. */
    public byte[] tree() {
        throw new UnsupportedOperationException();
    }

    /** What the commit does, as its readers will find. */
    public Received.Changes changes() {
        throw new UnsupportedOperationException();
    }

    /** The state that the commit leads to; see {@link Group#apply}. */
    Group next() {
        throw new UnsupportedOperationException();
    }
}
