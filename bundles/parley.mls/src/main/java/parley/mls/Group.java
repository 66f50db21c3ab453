package parley.mls;

import org.jspecify.annotations.Nullable;

import parley.cipher.api.CipherSuite;
import parley.mls.FramedContent.Content;
import parley.mls.FramedContent.Sender;
import parley.protocol.wire.Bytes;
import parley.protocol.wire.WireWriter;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A member's state of one MLS group in one epoch (RFC 9420). Immutable: an operation gives the next state, and the
 * caller stores it before anything leaves the device. Any thread may use any state; using one state for two operations
 * that send would use one key twice, so keep to the newest.
 *
 * <p>A state has two stored parts. {@link #epochBytes} holds what stands as long as the epoch does (tree, context,
 * secrets, private keys) and grows with the group. {@link #ratchetBytes} holds what every message changes: of the
 * secret tree only nodes not consumed yet and ratchets of senders that were heard, and proposals not committed. Keys
 * that were used are in neither.
 *
 * <p>Every operation takes the group's {@link CipherSuite} from its caller, who looks it up each time.
 */
public final class Group {

    /**
     * How far ahead of the newest message of its sender one may be, in messages; so many keys are kept for the late.
     */
    public static final int MAX_SKIPPED = 1000;

    /** How many proposals by reference one epoch takes; further ones are invalid. */
    public static final int MAX_PROPOSALS = 256;

    /**
     * How many of those may come from who is no member (RFC 9420 §12.1.8), so that outsiders, whom nothing keeps from
     * asking, leave room for members.
     */
    public static final int MAX_OUTSIDE_PROPOSALS = 64;

    private final Epoch epoch;
    private final Ratchets ratchets;

    Group(Epoch epoch, Ratchets ratchets) {
        this.epoch = epoch;
        this.ratchets = ratchets;
    }

    /** A group of one, in epoch 0. */
    public static Group create(CipherSuite suite, byte[] groupId, LeafParameters self, List<Extension> extensions)
            throws MlsException {
        var labeled = new Labeled(suite);
        var encryption = suite.kemKeyPair();
        var signature = self.signatureKey();
        var id = Bytes.of(groupId);
        // The founder's leaf is that of a KeyPackage nobody was sent (RFC 9420 §11); it is replaced by the first
        // commit.
        var leaf =
                new LeafNode.Fields(
                                Bytes.of(encryption.publicKey()),
                                Bytes.of(signature.publicKey()),
                                self.credential(),
                                self.capabilities(),
                                LeafNode.Source.KEY_PACKAGE,
                                new Lifetime(0, -1),
                                Bytes.EMPTY,
                                self.extensions())
                        .sign(labeled, signature.privateKey(), id, 0);
        var tree = TreeDraft.of(leaf).freeze(labeled);
        var list = Extension.copy(extensions);
        TreeRules.checkMembers(tree, list);
        return NextEpoch.start(
                labeled,
                new GroupContext(suite.id(), id, 0, tree.rootHash(), Bytes.EMPTY, list),
                EpochSecrets.first(labeled),
                tree,
                0,
                PrivateKeys.ofLeaf(0, leaf.publicKey(), Bytes.of(encryption.privateKey())),
                Bytes.of(signature.privateKey()),
                Optional.empty());
    }

    /**
     * Joins by a Welcome (RFC 9420 §12.4.3.1), checking everything that a joiner can. Whether the client is in a group
     * of that id already is for the caller to know. The Welcome of a group that follows another is for {@link
     * Successor#join} or {@link Branch#join}: see {@link Ancestry}.
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
        return new Joiner(new Labeled(suite), keyPackage, psks, Optional.empty())
                .join(Welcome.decode(welcome), tree, check);
    }

    /**
     * @throws MlsException.Malformed if the parts are not what a group of one and the same epoch stored
     */
    public static Group fromBytes(byte[] epochBytes, byte[] ratchetBytes) throws MlsException.Malformed {
        var epoch = Stored.decode(epochBytes, Epoch::load);
        var ratchets = Stored.decode(ratchetBytes, Ratchets::load);
        if (ratchets.epoch() != epoch.context().epoch()) throw new MlsException.Malformed("parts are of two epochs");
        return new Group(epoch, ratchets);
    }

    /** What stands as long as the epoch does, private keys included: to be kept sealed. */
    public byte[] epochBytes() {
        return WireWriter.encode(epoch, (out, it) -> it.store(out));
    }

    /** What every message changes, secrets included: to be kept sealed. */
    public byte[] ratchetBytes() {
        return WireWriter.encode(ratchets, (out, it) -> it.store(out));
    }

    /** The group's suite (RFC 9420 §17.1), by which a caller finds the {@link CipherSuite} to pass. */
    public int suiteId() {
        return epoch.context().suiteId();
    }

    /** The group's id (RFC 9420 §8.1), a copy. */
    public byte[] groupId() {
        return epoch.context().groupId().toArray();
    }

    /** The epoch, unsigned. */
    public long epoch() {
        return epoch.context().epoch();
    }

    /** Whether a ReInit was committed: nothing more can be sent (RFC 9420 §12.4.2); see {@link Successor}. */
    public boolean closed() {
        return epoch.reInit().isPresent();
    }

    /** This member: its leaf as it stands in the tree, and where (RFC 9420 §7.2). */
    public Member self() {
        return new Member(epoch.self(), epoch.ownLeaf());
    }

    /** All members, by leaf. */
    public List<Member> members() {
        return epoch.tree().members();
    }

    /** The member at {@code leaf}, if any. */
    public Optional<Member> member(int leaf) {
        return Optional.ofNullable(epoch.leaf(leaf)).map(node -> new Member(leaf, node));
    }

    /** How many members there are. */
    public int size() {
        return epoch.tree().members().size();
    }

    /** The GroupContext extensions. */
    public List<Extension> extensions() {
        return epoch.context().extensions();
    }

    /** Proposals of this epoch that a commit can refer to, in order of arrival. */
    public List<PendingProposal> proposals() {
        return ratchets.proposals().stream().map(Ratchets.Cached::view).toList();
    }

    /** Equal for all members in the same epoch of the same group (RFC 9420 §8.7). */
    public byte[] epochAuthenticator() {
        return epoch.secrets().authenticator().toArray();
    }

    /** {@code MLS-Exporter} (RFC 9420 §8.5). */
    public byte[] export(CipherSuite suite, String label, byte[] context, int length) {
        return EpochSecrets.export(labeled(suite), epoch.secrets().exporter(), label, context, length);
    }

    /** What {@link PskLookup#resumption} gives for this epoch (RFC 9420 §8.6). */
    public byte[] resumptionPsk() {
        return epoch.secrets().resumption().toArray();
    }

    /** The ratchet tree as RFC 9420 §12.4.3.3 encodes it. */
    public byte[] tree() {
        return epoch.tree().encode();
    }

    /** The public key by which outsiders can join this epoch (RFC 9420 §8, §12.4.3.2). */
    public byte[] externalPub(CipherSuite suite) {
        return epoch.secrets().externalKeyPair(labeled(suite)).publicKey();
    }

    /**
     * An {@code MLSMessage} of a GroupInfo, signed by this member (RFC 9420 §12.4.3): for {@link GroupView}.
     *
     * @param withExternalPub whether who gets it can join by an external commit (§12.4.3.2)
     */
    public byte[] groupInfo(CipherSuite suite, boolean withTree, boolean withExternalPub, List<Extension> more) {
        return new MlsMessage.OfGroupInfo(makeGroupInfo(labeled(suite), withTree, withExternalPub, more)).encode();
    }

    /** What is needed to read application messages of this epoch once it is over. */
    public PastEpoch past() {
        return PastEpoch.of(epoch, ratchets.secretTree());
    }

    /**
     * Encrypts application data (RFC 9420 §6.3). RFC 9420 §12.4 wants proposals committed before: whether to wait for
     * that is for the caller to decide.
     *
     * <p>The result has the group without the key that was used: to be stored before the message leaves, and to go on
     * with.
     *
     * @param authenticatedData readable by every carrier, verified by receivers
     * @throws IllegalStateException if the group is closed
     */
    public Sent protect(CipherSuite suite, byte[] data, byte[] authenticatedData, Padding padding) {
        var labeled = open(suite);
        var content =
                sign(labeled, MlsMessage.PRIVATE_MESSAGE, new Content.Application(Bytes.of(data)), authenticatedData);
        var sealed =
                MessageProtection.seal(labeled, epoch.secrets().senderData(), ratchets.secretTree(), content, padding);
        return new Sent(new Group(epoch, ratchets.with(sealed.after())), sealed.message().encode(), new byte[0]);
    }

    /**
     * Proposes a change, and keeps the proposal.
     *
     * @throws MlsException.Invalid if no member would accept it
     */
    public Sent propose(CipherSuite suite, ProposalRequest request, byte[] authenticatedData, Framing framing)
            throws MlsException {
        return new Proposer(open(suite), epoch, ratchets).propose(request, authenticatedData, framing);
    }

    /**
     * Makes a commit (RFC 9420 §12.4.1). It takes effect only through {@link #apply}.
     *
     * @param check judges the leaves that are added, strictly
     * @throws MlsException.Invalid if the proposals do not go together
     * @throws MlsException.BadCredential if {@code check} finds a problem
     * @throws IllegalStateException if the group is closed
     */
    public Committing commit(CipherSuite suite, CommitRequest request, PskLookup psks, CredentialCheck check)
            throws MlsException {
        return new CommitMaker(open(suite), epoch, ratchets, request).make(psks, check);
    }

    /**
     * The state after this member's own commit, which was read in the log.
     *
     * @throws IllegalArgumentException if {@code commit} was not made in this epoch
     */
    public Group apply(PendingCommit commit) {
        if (!commit.follows(epoch)) throw new IllegalArgumentException("the commit was not made in this epoch");
        return commit.next();
    }

    /**
     * Processes a message of another member (RFC 9420 §6, §12.4.2).
     *
     * @param check judges leaves that proposals and commits bring; problems are reported with the result
     *     <p>Who joins by an external commit (RFC 9420 §12.4.3.2) is committer and added at once; whom it removes is
     *     its own former leaf, and {@code check} is told so. <b>Any outsider who has a GroupInfo with the external key
     *     can send one</b>: whether a newcomer may join that way, and may take the place of the removed, is for the
     *     caller to decide from the changes, problems and pre-shared keys used, before it keeps the new state.
     *     Proposals of outsiders (§12.1.8) are kept like those of members.
     * @throws MlsException why not; see each kind. This state remains good
     */
    public Received receive(CipherSuite suite, byte[] message, PskLookup psks, CredentialCheck check)
            throws MlsException {
        return new Receiver(labeled(suite), epoch, ratchets, psks, check).receive(message);
    }

    Epoch standing() {
        return epoch;
    }

    Ratchets ratchets() {
        return ratchets;
    }

    GroupInfo makeGroupInfo(Labeled suite, boolean withTree, boolean withExternalPub, List<Extension> more) {
        var extensions = new ArrayList<Extension>();
        if (withTree) extensions.add(new Extension(Extension.RATCHET_TREE, Bytes.wrap(tree())));
        if (withExternalPub) {
            var key = epoch.secrets().externalKeyPair(suite).publicKey();
            var data = new WireWriter(key.length + 4).opaque(key).toBytes();
            extensions.add(new Extension(Extension.EXTERNAL_PUB, data));
        }
        extensions.addAll(more);
        return new GroupInfo(
                        epoch.context(), Extension.copy(extensions), epoch.confirmationTag(), epoch.self(), Bytes.EMPTY)
                .signed(suite, epoch.signaturePrivate());
    }

    private AuthenticatedContent sign(Labeled suite, int wireFormat, Content content, byte[] authenticatedData) {
        var framed =
                new FramedContent(
                        epoch.context().groupId(),
                        epoch.context().epoch(),
                        Sender.member(epoch.self()),
                        Bytes.of(authenticatedData),
                        content);
        return AuthenticatedContent.sign(suite, wireFormat, framed, epoch.context().encode(), epoch.signaturePrivate());
    }

    private Labeled labeled(CipherSuite suite) {
        return Labeled.of(suite, epoch.context().suiteId());
    }

    private Labeled open(CipherSuite suite) {
        if (closed()) throw new IllegalStateException("the group is closed");
        return labeled(suite);
    }

    /** Names group and epoch, and no secret. */
    @Override
    public String toString() {
        return "Group in epoch " + Long.toUnsignedString(epoch());
    }
}
