package parley.mls;

import org.jspecify.annotations.Nullable;

import parley.protocol.wire.Bytes;

import java.util.ArrayList;
import java.util.List;

/** What a commit shall do; by default nothing but replace the committer's keys. Not thread-safe. */
public final class CommitRequest {

    final List<KeyPackage> adds = new ArrayList<>();
    final List<Integer> removes = new ArrayList<>();
    final List<Bytes> references = new ArrayList<>();
    final List<Psks.Named> psks = new ArrayList<>();
    List<Extension> groupInfoExtensions = List.of();
    @Nullable List<Extension> extensions;
    Proposal.@Nullable ReInit reInit;
    LeafChange leaf = LeafChange.none();
    private boolean withPath = true;
    boolean treeInWelcome = true;
    boolean externalPub;
    boolean groupInfo;
    Framing framing = Framing.PRIVATE;
    Padding padding = Padding.none();
    Bytes authenticatedData = Bytes.EMPTY;

    /** Adds a client, by value. */
    public CommitRequest add(KeyPackage keyPackage) {
        adds.add(keyPackage);
        return this;
    }

    /** Removes the member at {@code leaf}, by value. */
    public CommitRequest remove(int leaf) {
        removes.add(leaf);
        return this;
    }

    /** Takes up a {@link PendingProposal}. */
    public CommitRequest reference(byte[] ref) {
        references.add(Bytes.of(ref));
        return this;
    }

    /** Mixes in the external pre-shared key {@code id}, which the {@link PskLookup} must know. */
    public CommitRequest externalPsk(byte[] id) {
        psks.add(Psks.Named.external(id));
        return this;
    }

    /**
     * Mixes in the resumption secret of an epoch that is over, of this group or another (RFC 9420 §8.6): only who was a
     * member then can follow. The {@link PskLookup} must know it, unless it is the current epoch's.
     *
     * @param epoch unsigned
     */
    public CommitRequest resumptionPsk(byte[] groupId, long epoch) {
        psks.add(Psks.Named.resumption(groupId, epoch));
        return this;
    }

    /**
     * Closes this group in favour of another (RFC 9420 §11.2, §12.1.5), which {@link Successor} then starts; nothing
     * else can be in the same commit.
     *
     * @param groupId the successor's id
     * @param suiteId the successor's suite (RFC 9420 §17.1), this group's or another
     * @param contextExtensions the successor's GroupContext extensions
     */
    public CommitRequest reInit(byte[] groupId, int suiteId, List<Extension> contextExtensions) {
        reInit = new Proposal.ReInit(Bytes.of(groupId), MlsMessage.MLS10, suiteId, Extension.copy(contextExtensions));
        return this;
    }

    /** Replaces all GroupContext extensions. */
    public CommitRequest extensions(List<Extension> replacement) {
        extensions = Extension.copy(replacement);
        return this;
    }

    /** Changes the committer's own leaf as well, for which a commit has a path, {@link #withoutPath} or not. */
    public CommitRequest leaf(LeafChange change) {
        leaf = change;
        return this;
    }

    /**
     * Leaves the path out where RFC 9420 §12.4 allows it (adds and pre-shared keys only), and the committer's leaf
     * {@linkplain #leaf stays as it is}. Cheaper, but heals nothing and keeps the committer's keys.
     */
    public CommitRequest withoutPath() {
        withPath = false;
        return this;
    }

    /** Whether there is to be a path, whatever the proposals need. */
    boolean needsPath() {
        return withPath || !leaf.equals(LeafChange.none());
    }

    /** Bytes that every carrier can read and that receivers verify to be the committer's. */
    public CommitRequest authenticatedData(byte[] data) {
        authenticatedData = Bytes.of(data);
        return this;
    }

    /** Has the tree travel apart from the Welcome: see {@link PendingCommit#tree}. */
    public CommitRequest treeApart() {
        treeInWelcome = false;
        return this;
    }

    /** Puts {@code more} into the GroupInfo that joiners get. */
    public CommitRequest groupInfoExtensions(List<Extension> more) {
        groupInfoExtensions = Extension.copy(more);
        return this;
    }

    /** Has {@link PendingCommit#groupInfo} made even without an Add; with the key for external joins if asked. */
    public CommitRequest groupInfo(boolean withExternalPub) {
        groupInfo = true;
        externalPub = withExternalPub;
        return this;
    }

    /** {@link Framing#PRIVATE} unless told. */
    public CommitRequest framing(Framing how) {
        framing = how;
        return this;
    }

    /** How the commit is padded; not at all unless told. */
    public CommitRequest padding(Padding how) {
        padding = how;
        return this;
    }
}
