package parley.mls;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import parley.cipher.api.CipherSuite;

/**
 * A member's state of one MLS group in one epoch (RFC 9420). Immutable: an operation gives the next state, and the
 * caller stores it before anything leaves the device. Any thread may use any state; using one state for two operations
 * that send would use one key twice, so keep to the newest.
 *
 * <p>A state has two stored parts. {@link #epochBytes} holds what stands as long as the epoch does (tree, context,
 * secrets, private keys) and grows with the group. {@link #ratchetBytes} holds what every message changes: of the secret
 * tree only nodes not consumed yet and ratchets of senders that were heard, and proposals not committed. Keys that were
 * used are in neither.
 *
 * <p>Every operation takes the group's {@link CipherSuite} from its caller, who looks it up each time.
 */
public final class Group {

    /** How far ahead of the newest message of its sender one may be, in messages; so many keys are kept for the late. */
    public static final int MAX_SKIPPED = 1000;

    private Group() {}

    /** A group of one, in epoch 0. */
    public static Group create(CipherSuite suite, byte[] groupId, LeafParameters self, List<Extension> extensions)
            throws MlsException {
        throw new UnsupportedOperationException();
    }

    /**
     * Joins by a Welcome (RFC 9420 §12.4.3.1), checking everything that a joiner can.
     *
     * @param tree the ratchet tree, where it travelled apart from the Welcome; else null
     */
    public static Joined join(
            CipherSuite suite,
            byte[] welcome,
            OwnKeyPackage keyPackage,
            byte @Nullable [] tree,
            PskLookup psks,
            CredentialCheck check)
            throws MlsException {
        throw new UnsupportedOperationException();
    }

    /** @throws MlsException.Malformed if the parts are not what a group of one and the same epoch stored */
    public static Group fromBytes(byte[] epochBytes, byte[] ratchetBytes) throws MlsException.Malformed {
        throw new UnsupportedOperationException();
    }

    /** What stands as long as the epoch does, private keys included: to be kept sealed. */
    public byte[] epochBytes() {
        throw new UnsupportedOperationException();
    }

    /** What every message changes, secrets included: to be kept sealed. */
    public byte[] ratchetBytes() {
        throw new UnsupportedOperationException();
    }

    public int suiteId() {
        throw new UnsupportedOperationException();
    }

    public byte[] groupId() {
        throw new UnsupportedOperationException();
    }

    /** The epoch, unsigned. */
    public long epoch() {
        throw new UnsupportedOperationException();
    }

    /** Whether a ReInit was committed: nothing more can be sent (RFC 9420 §12.4.2). */
    public boolean closed() {
        throw new UnsupportedOperationException();
    }

    public Member self() {
        throw new UnsupportedOperationException();
    }

    /** All members, by leaf. */
    public List<Member> members() {
        throw new UnsupportedOperationException();
    }

    /** The member at {@code leaf}, if any. */
    public Optional<Member> member(int leaf) {
        throw new UnsupportedOperationException();
    }

    /** How many members there are. */
    public int size() {
        throw new UnsupportedOperationException();
    }

    /** The GroupContext extensions. */
    public List<Extension> extensions() {
        throw new UnsupportedOperationException();
    }

    /** Proposals of this epoch that a commit can refer to, in order of arrival. */
    public List<PendingProposal> proposals() {
        throw new UnsupportedOperationException();
    }

    /** Equal for all members in the same epoch of the same group (RFC 9420 §8.7). */
    public byte[] epochAuthenticator() {
        throw new UnsupportedOperationException();
    }

    /** {@code MLS-Exporter} (RFC 9420 §8.5). */
    public byte[] export(CipherSuite suite, String label, byte[] context, int length) {
        throw new UnsupportedOperationException();
    }

    /** What {@link PskLookup#resumption} gives for this epoch (RFC 9420 §8.6). */
    public byte[] resumptionPsk() {
        throw new UnsupportedOperationException();
    }

    /** The ratchet tree as RFC 9420 §12.4.3.3 encodes it. */
    public byte[] tree() {
        throw new UnsupportedOperationException();
    }

    /** The public key by which outsiders can join (RFC 9420 §8). */
    public byte[] externalPub(CipherSuite suite) {
        throw new UnsupportedOperationException();
    }

    /** An {@code MLSMessage} of a GroupInfo, signed by this member. */
    public byte[] groupInfo(CipherSuite suite, boolean withTree, boolean withExternalPub, List<Extension> more) {
        throw new UnsupportedOperationException();
    }

    /** What is needed to read application messages of this epoch once it is over. */
    public PastEpoch past() {
        throw new UnsupportedOperationException();
    }

    /**
     * Encrypts application data (RFC 9420 §6.3).
     *
     * @param authenticatedData readable by every carrier, verified by receivers
     * @throws IllegalStateException if the group is closed
     */
    public Sent protect(CipherSuite suite, byte[] data, byte[] authenticatedData, Padding padding) {
        throw new UnsupportedOperationException();
    }

    /**
     * Proposes a change, and keeps the proposal.
     *
     * @throws MlsException.Invalid if no member would accept it
     */
    public Sent propose(CipherSuite suite, ProposalRequest request, byte[] authenticatedData, Framing framing)
            throws MlsException {
        throw new UnsupportedOperationException();
    }

    /**
     * Makes a commit (RFC 9420 §12.4.1). It takes effect only through {@link #apply}.
     *
     * @param check judges the leaves that are added, strictly
     * @throws MlsException.Invalid if the proposals do not go together
     * @throws MlsException.BadCredential if {@code check} finds a problem
     */
    public Committing commit(CipherSuite suite, CommitRequest request, PskLookup psks, CredentialCheck check)
            throws MlsException {
        throw new UnsupportedOperationException();
    }

    /**
     * The state after this member's own commit, which was read in the log.
     *
     * @throws IllegalArgumentException if {@code commit} was not made in this epoch
     */
    public Group apply(PendingCommit commit) {
        throw new UnsupportedOperationException();
    }

    /**
     * Processes a message of another member (RFC 9420 §6, §12.4.2).
     *
     * @param check judges leaves that proposals and commits bring; problems are reported with the result
     * @throws MlsException why not; see each kind. This state remains good
     */
    public Received receive(CipherSuite suite, byte[] message, PskLookup psks, CredentialCheck check)
            throws MlsException {
        throw new UnsupportedOperationException();
    }
}
