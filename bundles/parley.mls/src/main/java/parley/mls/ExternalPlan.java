package parley.mls;

import parley.cipher.api.CipherException;
import parley.mls.Commit.ProposalOrRef;
import parley.protocol.wire.Bytes;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * What the proposals of an external commit come to (RFC 9420 §12.2), the same for who makes and who reads it: one
 * ExternalInit, at most one Remove of the author's former leaf, pre-shared keys, and nothing else.
 *
 * @param tree with the former leaf removed, and room for the author's
 * @param leaf where the author's leaf goes
 * @param kemOutput the ExternalInit's
 */
record ExternalPlan(TreeDraft tree, int leaf, Bytes kemOutput, Optional<Member> removed, List<PskId> psks) {

    /** What the init secret is exported by (RFC 9420 §8.3). */
    private static final byte[] EXPORT = "MLS 1.0 external init secret".getBytes(StandardCharsets.US_ASCII);

    private static final byte[] NOTHING = {};

    /** An ExternalInit and the init secret that it gives. */
    record Init(Proposal.ExternalInit proposal, Bytes secret) {
        @Override
        public String toString() {
            return "Init";
        }
    }

    static ExternalPlan of(Labeled suite, Base base, List<Proposal> proposals) throws MlsException {
        var init = Optional.<Bytes>empty();
        var removed = Optional.<Member>empty();
        var psks = new ArrayList<PskId>();
        var seen = new HashSet<PskId>();
        for (var proposal : proposals) {
            switch (proposal) {
                case Proposal.ExternalInit(var kemOutput) -> {
                    if (init.isPresent()) throw new MlsException.Invalid("external commit with two ExternalInits");
                    init = Optional.of(kemOutput);
                }
                case Proposal.Remove(var leaf) -> {
                    if (removed.isPresent()) throw new MlsException.Invalid("external commit with two Removes");
                    if (base.tree().leaf(leaf) == null) throw new MlsException.Invalid("removed leaf is blank already");
                    removed = Optional.of(base.member((int) leaf));
                }
                case Proposal.Psk(var id) -> {
                    ProposalList.checkPsk(suite, id);
                    if (!seen.add(id)) throw new MlsException.Invalid("one PSK twice");
                    psks.add(id);
                }
                default -> throw new MlsException.Invalid("proposal " + proposal.type() + " in an external commit");
            }
        }
        if (init.isEmpty()) throw new MlsException.Invalid("external commit lacks an ExternalInit");
        var tree = base.tree().draft();
        if (removed.isPresent()) {
            tree.remove(removed.get().leaf());
            tree.truncate();
        }
        return new ExternalPlan(tree, tree.reserve(), init.get(), removed, psks);
    }

    /** The proposals of an external commit, which does not refer to any (RFC 9420 §12.4.3.2). */
    static List<Proposal> byValue(Commit commit) throws MlsException {
        var proposals = new ArrayList<Proposal>();
        for (var proposal : commit.proposals()) {
            switch (proposal) {
                case ProposalOrRef.ByValue(var value) -> proposals.add(value);
                case ProposalOrRef.ByReference _ ->
                        throw new MlsException.Invalid("external commit refers to a proposal");
            }
        }
        return proposals;
    }

    boolean removes(int member) {
        return removed.isPresent() && removed.get().leaf() == member;
    }

    /** Checks what an Update of the former leaf would have to fulfil (RFC 9420 §12.1.2, §12.2). */
    void checkLeaf(LeafNode leaf) throws MlsException {
        if (removed.isPresent() && removed.get().node().publicKey().equals(leaf.publicKey())) {
            throw new MlsException.Invalid("external commit keeps its author's former encryption key");
        }
    }

    /** Draws an init secret for the group whose external key is {@code externalPub} (RFC 9420 §8.3). */
    static Init init(Labeled suite, Bytes externalPub) throws MlsException {
        try {
            var exported = suite.suite().hpkeSendExport(externalPub.shared(), NOTHING, EXPORT, suite.nh());
            return new Init(
                    new Proposal.ExternalInit(Bytes.wrap(exported.encapsulated())), Bytes.wrap(exported.secret()));
        } catch (CipherException e) {
            throw new MlsException.Invalid("the group's external key is none: " + e.getMessage());
        }
    }

    /** The init secret that every member gets from the author's ExternalInit. */
    Bytes initSecret(Labeled suite, EpochSecrets secrets) throws MlsException {
        var key = secrets.externalKeyPair(suite).privateKey();
        try {
            return Bytes.wrap(suite.suite().hpkeReceiveExport(key, kemOutput.shared(), NOTHING, EXPORT, suite.nh()));
        } catch (CipherException e) {
            throw new MlsException.Invalid("ExternalInit does not open: " + e.getMessage());
        }
    }
}
