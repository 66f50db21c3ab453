package parley.mls;

import parley.mls.Commit.ProposalOrRef;
import parley.mls.FramedContent.Content;
import parley.mls.ProposalList.Item;
import parley.mls.Received.Updated;
import parley.protocol.wire.Bytes;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;

/** Follows another member's commit (RFC 9420 §12.4.2): first what all members check alike, then what is ours alone. */
final class CommitReader {

    private final Labeled suite;
    private final Epoch epoch;
    private final Ratchets ratchets;
    private final PskLookup psks;
    private final CredentialCheck check;

    CommitReader(Labeled suite, Epoch epoch, Ratchets ratchets, PskLookup psks, CredentialCheck check) {
        this.suite = suite;
        this.epoch = epoch;
        this.ratchets = ratchets;
        this.psks = psks;
        this.check = check;
    }

    /**
     * @param content its signature verified
     */
    Received read(AuthenticatedContent content) throws MlsException {
        if (!(content.content().content() instanceof Content.OfCommit(var commit))) {
            throw new MlsException.Invalid("not a commit");
        }
        var sender = content.content().sender();
        return switch (sender.type()) {
            case MEMBER -> readMembers(content, commit, (int) sender.index());
            case NEW_MEMBER_COMMIT -> readNewcomers(content, commit);
            case EXTERNAL, NEW_MEMBER_PROPOSAL -> throw new MlsException.Invalid("who is no member can only propose");
        };
    }

    private Received readMembers(AuthenticatedContent content, Commit commit, int committer) throws MlsException {
        if (committer == epoch.self()) throw new MlsException.OwnMessage();
        var before = epoch.leaf(committer);
        if (before == null) throw new MlsException.Invalid("committer's leaf is blank");
        var outcome = ProposalList.apply(suite, epoch.base(), resolve(commit.proposals(), committer), committer);
        if (outcome.needsPath() && commit.path().isEmpty()) throw new MlsException.Invalid("commit lacks a path");

        var updated = new ArrayList<>(outcome.updated());
        RatchetTree tree;
        if (commit.path().isPresent()) {
            var path = commit.path().get();
            checkLeaf(path.leaf(), committer);
            tree = TreeKem.merge(suite, outcome.tree(), committer, path, outcome::isNew);
            updated.add(new Updated(committer, before, path.leaf()));
        } else {
            tree = outcome.tree().freeze(suite);
        }
        TreeRules.checkMembers(tree, outcome.extensions());

        var changes =
                Credentials.changes(
                        new Member(committer, before),
                        outcome,
                        updated,
                        Credentials.ofCommit(check, outcome.added(), updated));
        var authenticatedData = content.content().authenticatedData().toArray();
        if (outcome.removes(epoch.self())) return new Received.Removed(changes, authenticatedData);
        var merged =
                new Merged(
                        committer,
                        tree,
                        outcome::isNew,
                        outcome.extensions(),
                        outcome.psks(),
                        outcome.reInit(),
                        epoch.secrets().init());
        try {
            var next = advance(content, commit, merged, outcome.updated());
            return new Received.Committed(next, changes, authenticatedData);
        } catch (MlsException.CutOff e) {
            throw e.by(changes.committer());
        }
    }

    /** An external commit (RFC 9420 §12.4.3.2): its author joins, perhaps in place of its former self. */
    private Received readNewcomers(AuthenticatedContent content, Commit commit) throws MlsException {
        var plan = ExternalPlan.of(suite, epoch.base(), ExternalPlan.byValue(commit));
        var path = commit.path().orElseThrow(() -> new MlsException.Invalid("external commit lacks a path"));
        checkLeaf(path.leaf(), plan.leaf());
        plan.checkLeaf(path.leaf());
        var tree = TreeKem.merge(suite, plan.tree(), plan.leaf(), path, _ -> false);
        var extensions = epoch.context().extensions();
        TreeRules.checkMembers(tree, extensions);
        var init = plan.initSecret(suite, epoch.secrets());

        var newcomer = new Member(plan.leaf(), path.leaf());
        var changes =
                new Received.Changes(
                        newcomer,
                        List.of(newcomer),
                        plan.removed().stream().toList(),
                        List.of(),
                        false,
                        Optional.empty(),
                        Credentials.used(plan.psks()),
                        Credentials.ofNewcomer(check, newcomer, plan.removed()));
        var authenticatedData = content.content().authenticatedData().toArray();
        if (plan.removes(epoch.self())) return new Received.Removed(changes, authenticatedData);
        var merged = new Merged(plan.leaf(), tree, _ -> false, extensions, plan.psks(), Optional.empty(), init);
        return new Received.Committed(advance(content, commit, merged, List.of()), changes, authenticatedData);
    }

    /**
     * A commit as far as all members follow it alike.
     *
     * @param isNew the leaves that its Adds brought
     * @param init what the key schedule starts from
     */
    private record Merged(
            int committer,
            RatchetTree tree,
            IntPredicate isNew,
            List<Extension> extensions,
            List<PskId> psks,
            Optional<Proposal.ReInit> reInit,
            Bytes init) {
        @Override
        public String toString() {
            return "Merged";
        }
    }

    private List<Item> resolve(List<ProposalOrRef> proposals, int committer) throws MlsException {
        var items = new ArrayList<Item>();
        for (var proposal : proposals) {
            switch (proposal) {
                case ProposalOrRef.ByValue(var value) -> items.add(Item.of(value, committer));
                case ProposalOrRef.ByReference(var ref) -> {
                    var cached =
                            ratchets.find(ref)
                                    .orElseThrow(() ->
                                            new MlsException.MissingProposal("commit refers to an unknown proposal"));
                    items.add(new Item(cached.proposal(), cached.sender()));
                }
            }
        }
        return items;
    }

    private void checkLeaf(LeafNode leaf, int committer) throws MlsException {
        if (leaf.source() != LeafNode.Source.COMMIT)
            throw new MlsException.Invalid("path with a leaf of another source");
        LeafRules.checkAlone(suite, leaf, epoch.context().groupId(), committer);
    }

    private Group advance(AuthenticatedContent content, Commit commit, Merged merged, List<Updated> updated)
            throws MlsException {
        var found = Psks.find(merged.psks, psks, Optional.of(epoch)); // before what is ours alone
        var keys = epoch.keys();
        var signaturePrivate = epoch.signaturePrivate();
        for (var update : updated) {
            if (update.leaf() != epoch.self()) continue;
            var own =
                    ratchets.ownUpdate(update.after().publicKey())
                            .orElseThrow(
                                    () -> new MlsException.CutOff("an Update in this member's name is not its own"));
            keys = keys.with(2 * epoch.self(), new PrivateKeys.NodeKey(own.publicKey(), own.privateKey()));
            signaturePrivate = own.signaturePrivate();
        }
        var provisional = NextEpoch.context(epoch.context(), merged.tree, merged.extensions);
        var commitSecret = suite.zero();
        if (commit.path().isPresent()) {
            var followed =
                    TreeKem.follow(
                            suite,
                            merged.tree,
                            merged.committer,
                            commit.path().get(),
                            merged.isNew,
                            epoch.self(),
                            keys,
                            provisional.encode());
            for (var key : followed.keys().entrySet()) keys = keys.with(key.getKey(), key.getValue());
            commitSecret = followed.commitSecret();
        }
        var next =
                new NextEpoch(
                        suite,
                        epoch.interimTranscript(),
                        merged.init,
                        content,
                        provisional,
                        commitSecret,
                        EpochSecrets.pskSecret(suite, found));
        if (!tagFits(next, content.confirmationTag())) {
            // Without foreign keys all members compute the same; with them, ours may be the one that is wrong.
            if (merged.psks.isEmpty()) throw new MlsException.Invalid("confirmation tag does not fit");
            throw new MlsException.CutOff("confirmation tag does not fit, perhaps for a pre-shared key");
        }
        return next.group(merged.tree, epoch.self(), keys, signaturePrivate, merged.reInit);
    }

    private boolean tagFits(NextEpoch next, Bytes tag) {
        return suite.macFits(
                next.schedule().secrets().confirmation(), next.context().confirmedTranscriptHash().shared(), tag);
    }
}
