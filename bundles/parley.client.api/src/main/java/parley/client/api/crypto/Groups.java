package parley.client.api.crypto;

import org.osgi.annotation.versioning.ProviderType;

import parley.protocol.AccountKey;
import parley.protocol.DeviceKey;
import parley.protocol.Hash;
import parley.protocol.content.JoinPoint;
import parley.protocol.content.LeafData;
import parley.protocol.content.Policy;
import parley.protocol.wire.Bytes;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * MLS groups (RFC 9420), from state to state. The caller stores every state returned before anything made with it
 * leaves, and never uses a state again that a later one has replaced. Called from any thread; computes and returns.
 */
@ProviderType
public interface Groups {

    /**
     * A group's state, opaque.
     *
     * @param epoch tree and key schedule: new with every commit
     * @param ratchets the secret tree: new with every message
     */
    record Group(Bytes epoch, Bytes ratchets) {}

    /** What is left of an earlier epoch to read its messages with, opaque; new with every message read from it. */
    record PastEpoch(long epoch, Bytes state) {}

    /**
     * A member.
     *
     * @param trusted whether its identity chain verifies; one that does not stops sending, never processing
     */
    record Member(int leaf, AccountKey account, DeviceKey device, boolean trusted, LeafData data) {}

    /** A group as it stands. {@code authenticator} is the first 8 bytes of the epoch authenticator. */
    record View(int suite, long epoch, int ownLeaf, Bytes authenticator, Policy policy, List<Member> members) {}

    /**
     * A KeyPackage (MLSMessage) and its private half.
     *
     * @param reference its KeyPackageRef (RFC 9420 §5.2); SHA-256 of it for suites with a longer hash
     */
    record NewKeyPackage(Hash reference, Bytes keyPackage, Bytes secret) {}

    /** What a commit is to change. Leaves are indices; an absent {@code leaf} or {@code policy} stays as it is. */
    record Change(List<Bytes> add, List<Integer> remove, Optional<LeafData> leaf, Optional<Policy> policy) {

        public static final Change NONE = new Change(List.of(), List.of(), Optional.empty(), Optional.empty());
    }

    /**
     * A commit that has been made and not yet been read in the log.
     *
     * @param commit the MLSMessage (a PrivateMessage)
     * @param welcome the MLSMessage for those added, or for those of the successor; its GroupInfo carries the tree
     * @param next opaque: the state after it, for {@link #apply}; and the successor, for {@link #begun}
     */
    record Pending(Bytes commit, Optional<Bytes> welcome, Bytes next) {}

    /**
     * The group that follows one which a commit has closed (RFC 9420 §11.2), as that commit says it is to be.
     *
     * @param state opaque, for {@link #follow}; holds a secret of the closed group
     */
    record Successor(int suite, Policy policy, Bytes state) {}

    /**
     * What a commit did. {@code past} is the epoch it ended; {@code author} as before the commit. One who rejoins has
     * left and joined.
     *
     * @param group where {@code removedOurselves}, the state before it
     * @param left as they stood before the commit
     * @param replaced those whose leaf changed, as they stand after it; the author always
     * @param successor if it closed the group: nothing can be said in {@code group} then
     */
    record Committed(
            Group group,
            PastEpoch past,
            Member author,
            Bytes authenticatedData,
            List<Member> joined,
            List<Member> left,
            List<Member> replaced,
            boolean removedOurselves,
            Optional<Successor> successor) {}

    record Sealed(Group group, Bytes message) {}

    /** {@code group} or {@code past} is the one the message was read with, in its new state. */
    record Opened(Group group, Optional<PastEpoch> past, Member sender, Bytes content) {}

    record Joined(Group group, JoinPoint joinPoint, Member inviter) {}

    /**
     * The suite among those that all of {@code keyPackages} and this device have that comes first in the default order.
     */
    Optional<Integer> commonSuite(List<Bytes> keyPackages);

    /** The suite present that comes first in the default order: for a group that nobody else is in yet. */
    Optional<Integer> defaultSuite();

    /** The suite that comes first in the default order, present or not. */
    int firstSuite();

    /** The suites present, the first in the default order first. Blocks until all that bundles provide are tested. */
    List<Integer> present();

    /** The suites that bundles provide, among them those whose self-test is not over. Returns at once. */
    List<Integer> provided();

    /** Whether a suite is present. Blocks until that one is tested. */
    boolean has(int suite);

    /** What people call a suite, present or not. */
    String name(int suite);

    /** How strong a suite is: 0xF00D 3; 4 to 7 2; 1 to 3 1; any other 0. */
    int strength(int suite);

    /** The suites that the device of a leaf said it had when it made the leaf. */
    Set<Integer> suites(Group group, int leaf);

    /** The suites that the device of a KeyPackage (MLSMessage) said it had when it made it. */
    Set<Integer> suites(Bytes keyPackage) throws UntrustedException;

    /** The suite of a KeyPackage (MLSMessage). */
    int suite(Bytes keyPackage) throws UntrustedException;

    NewKeyPackage newKeyPackage(
            Bytes identity, int suite, LeafData leaf, Instant from, Duration lifetime, boolean lastResort)
            throws SuiteMissingException;

    /**
     * The account, and leaf data, of a KeyPackage that verifies (signatures, chain, lifetime at {@code now}); its leaf
     * is -1.
     */
    Member check(Bytes keyPackage, Instant now) throws SuiteMissingException, UntrustedException;

    Group create(Bytes identity, int suite, LeafData leaf, Policy policy) throws SuiteMissingException;

    View view(Group group);

    /**
     * Makes a commit with a path.
     *
     * @param authenticatedData {@code CommitClaims}
     * @param joinPoint for the Welcome's GroupInfo
     * @throws UntrustedException if a KeyPackage to add does not verify, or so many commits of this member have lost
     *     their slots in this epoch that others would not read another
     */
    Pending commit(Bytes identity, Group group, Change change, Bytes authenticatedData, JoinPoint joinPoint)
            throws SuiteMissingException, UntrustedException;

    /**
     * Makes the commit that closes a group, and the one that follows it: each is good only with the other.
     *
     * @param leaf this device's data in the successor
     * @param policy the successor's
     * @param add KeyPackages for {@code suite}
     * @param authenticatedData {@code CommitClaims} of the closing commit
     * @param joinPoint for the Welcome's GroupInfo
     * @return the closing commit, and the Welcome into the successor
     * @throws UntrustedException if a KeyPackage does not verify
     */
    Pending succeed(
            Bytes identity,
            Group group,
            int suite,
            LeafData leaf,
            Policy policy,
            List<Bytes> add,
            Bytes authenticatedData,
            JoinPoint joinPoint)
            throws SuiteMissingException, UntrustedException;

    /** Whether a pending commit closes its group. */
    boolean closes(Pending pending);

    /** The successor that an own closing commit began, once that was read in the log. */
    Group begun(Pending pending);

    /** Whether a Welcome for the KeyPackage of {@code secret} leads into a successor, so that {@link #follow} joins. */
    boolean succeeds(Bytes secret, Bytes welcome) throws SuiteMissingException, UntrustedException;

    /**
     * Joins a successor. It is what the closing commit says, and has the closed group's accounts and devices, each as
     * often.
     */
    Joined follow(Bytes identity, Successor successor, Bytes secret, Bytes welcome, Optional<Bytes> tree)
            throws SuiteMissingException, UntrustedException;

    /**
     * {@code group} with the key used up that {@code pending} was sealed with: stored together with the pending commit,
     * it keeps another commit of the same epoch from being sealed with the same key.
     *
     * @param group the state that {@code pending} was made from
     * @throws IllegalArgumentException if it is another
     */
    Group spent(Group group, Pending pending);

    /** The outcome of an own commit, once it was read in the log. {@code group} is the state it was made from. */
    Committed apply(Group group, Pending pending) throws SuiteMissingException;

    /**
     * Processes another member's commit.
     *
     * @throws VoidCommitException if it fails a check that every member makes alike: the epoch stays
     * @throws LostException if only this member cannot follow: it has to rejoin
     * @throws OwnCommitException if it names this member as its author
     */
    Committed process(Group group, Bytes commit)
            throws SuiteMissingException, VoidCommitException, LostException, OwnCommitException;

    /** Seals application content, padded to a bucket. */
    Sealed seal(Group group, Bytes content) throws SuiteMissingException;

    /**
     * Opens an application message of this epoch or one of {@code past}.
     *
     * @throws UntrustedException if it does not decrypt or verify, was read before, or is of no epoch at hand
     */
    Opened open(Group group, List<PastEpoch> past, Bytes message) throws SuiteMissingException, UntrustedException;

    /** The references of the KeyPackages that a Welcome is for. */
    List<Hash> references(Bytes welcome) throws UntrustedException;

    /** Joins. {@code secret} is {@link NewKeyPackage#secret} of one of {@link #references}. */
    Joined join(Bytes identity, Bytes secret, Bytes welcome, Optional<Bytes> tree)
            throws SuiteMissingException, UntrustedException;

    /**
     * Seals a signal (docs/protocol.md, Signals) under this epoch's exporter secret of our leaf.
     *
     * @param associated log, generation, epoch, leaf and counter
     */
    Bytes sealSignal(Group group, Bytes associated, Bytes content) throws SuiteMissingException;

    Bytes openSignal(Group group, int leaf, Bytes associated, Bytes sealed)
            throws SuiteMissingException, UntrustedException;
}
