package parley.mls;

import parley.mls.Commit.ProposalOrRef;
import parley.mls.FramedContent.Content;
import parley.mls.ProposalList.Item;
import parley.mls.ProposalList.Outcome;
import parley.mls.Received.Updated;
import parley.protocol.wire.Bytes;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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
     * @param content by a member, its signature verified
     */
    Received read(AuthenticatedContent content) throws MlsException {
        var committer = (int) content.content().sender().index();
        if (committer == epoch.self()) throw new MlsException.OwnMessage();
        if (!(content.content().content() instanceof Content.OfCommit(var commit))) {
            throw new MlsException.Invalid("not a commit");
        }
        var before = epoch.leaf(committer);
        if (before == null) throw new MlsException.Invalid("committer's leaf is blank");
        var outcome = ProposalList.apply(suite, epoch, resolve(commit.proposals(), committer), committer);
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
        var next = advance(content, commit, committer, outcome, tree);
        return new Received.Committed(next, changes, authenticatedData);
    }

    private List<Item> resolve(List<ProposalOrRef> proposals, int committer) throws MlsException {
        var items = new ArrayList<Item>();
        for (var proposal : proposals) {
            switch (proposal) {
                case ProposalOrRef.ByValue(var value) -> items.add(new Item(value, committer));
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

    private Group advance(AuthenticatedContent content, Commit commit, int committer, Outcome outcome, RatchetTree tree)
            throws MlsException {
        var keys = epoch.keys();
        var signaturePrivate = epoch.signaturePrivate();
        for (var update : outcome.updated()) {
            if (update.leaf() != epoch.self()) continue;
            var own =
                    ratchets.ownUpdate(update.after().publicKey())
                            .orElseThrow(
                                    () -> new MlsException.CutOff("an Update in this member's name is not its own"));
            keys = keys.with(2 * epoch.self(), new PrivateKeys.NodeKey(own.publicKey(), own.privateKey()));
            signaturePrivate = own.signaturePrivate();
        }
        var provisional = NextEpoch.context(epoch, tree, outcome.extensions());
        var commitSecret = suite.zero();
        if (commit.path().isPresent()) {
            var followed =
                    TreeKem.follow(
                            suite,
                            tree,
                            committer,
                            commit.path().get(),
                            outcome::isNew,
                            epoch.self(),
                            keys,
                            provisional.encode());
            for (var key : followed.keys().entrySet()) keys = keys.with(key.getKey(), key.getValue());
            commitSecret = followed.commitSecret();
        }
        var found = Psks.find(outcome.psks(), psks, Optional.of(epoch));
        var next =
                new NextEpoch(suite, epoch, content, provisional, commitSecret, EpochSecrets.pskSecret(suite, found));
        if (!tagFits(next, content.confirmationTag())) {
            // Without foreign keys all members compute the same; with them, ours may be the one that is wrong.
            if (outcome.psks().isEmpty()) throw new MlsException.Invalid("confirmation tag does not fit");
            throw new MlsException.CutOff("confirmation tag does not fit, perhaps for a pre-shared key");
        }
        return next.group(tree, epoch.self(), keys, signaturePrivate, outcome.reInit());
    }

    private boolean tagFits(NextEpoch next, Bytes tag) {
        return suite.macFits(
                next.schedule().secrets().confirmation(), next.context().confirmedTranscriptHash().shared(), tag);
    }
}
