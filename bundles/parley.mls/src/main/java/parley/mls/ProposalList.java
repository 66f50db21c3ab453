package parley.mls;

import parley.mls.FramedContent.Sender;
import parley.mls.Received.Updated;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Whether proposals go together, and what they do (RFC 9420 §12.1, §12.2, §12.3). */
final class ProposalList {

    private ProposalList() {}

    /** A proposal and whom it comes from. */
    record Item(Proposal proposal, Sender sender) {

        static Item of(Proposal proposal, int member) {
            return new Item(proposal, Sender.member(member));
        }

        /** The leaf of a proposer who is a member. */
        int leaf() {
            return (int) sender.index();
        }
    }

    /**
     * The tree and context with proposals applied, the committer's path not yet.
     *
     * @param added in the order of their Adds, as are {@code joiners}
     */
    record Outcome(
            TreeDraft tree,
            List<Extension> extensions,
            boolean extensionsChanged,
            List<Member> added,
            Set<Integer> newLeaves,
            List<KeyPackage> joiners,
            List<Member> removed,
            List<Updated> updated,
            List<PskId> psks,
            Optional<Proposal.ReInit> reInit,
            boolean needsPath) {

        boolean isNew(int leaf) {
            return newLeaves.contains(leaf);
        }

        boolean removes(int leaf) {
            return removed.stream().anyMatch(member -> member.leaf() == leaf);
        }
    }

    static Outcome apply(Labeled suite, Base base, List<Item> items, int committer) throws MlsException {
        return apply(suite, base, items, committer, Optional.empty());
    }

    /**
     * @param link the pre-shared key by which a new group follows another, which has no place in other commits
     */
    static Outcome apply(Labeled suite, Base base, List<Item> items, int committer, Optional<PskId> link)
            throws MlsException {
        checkTogether(items);
        var extensions = base.context().extensions();
        var updates = new ArrayList<Item>();
        var removes = new ArrayList<Integer>();
        var joiners = new ArrayList<KeyPackage>();
        var psks = new ArrayList<PskId>();
        var changed = new HashSet<Integer>();
        var extensionsChanged = false;
        var reInit = Optional.<Proposal.ReInit>empty();
        // What costs most is done at once; what is wrong with it counts when its turn comes.
        var faults = Cores.map(items, item -> faultOfAdd(suite, item.proposal()));
        for (int i = 0; i < items.size(); i++) {
            var item = items.get(i);
            if (faults.get(i).isPresent()) throw faults.get(i).get();
            if (!(item.proposal() instanceof Proposal.Add) && !isLink(item.proposal(), link)) {
                check(suite, base, item.proposal(), item.sender());
            }
            switch (item.proposal()) {
                case Proposal.Add(var keyPackage) -> joiners.add(keyPackage);
                case Proposal.Update _ -> {
                    if (item.leaf() == committer) throw new MlsException.Invalid("commit has its author's own Update");
                    if (!changed.add(item.leaf())) throw new MlsException.Invalid("two changes to one leaf");
                    updates.add(item);
                }
                case Proposal.Remove(var leaf) -> {
                    if (leaf == committer) throw new MlsException.Invalid("commit removes its author");
                    if (!changed.add((int) leaf)) throw new MlsException.Invalid("two changes to one leaf");
                    removes.add((int) leaf);
                }
                case Proposal.Psk(var id) -> psks.add(id);
                case Proposal.GroupContextExtensions(var list) -> {
                    extensions = list;
                    extensionsChanged = true;
                }
                case Proposal.ReInit it -> reInit = Optional.of(it);
                case Proposal.ExternalInit _ -> throw new MlsException.Invalid("ExternalInit in a member's commit");
            }
        }
        var tree = base.tree().draft();
        var updated = new ArrayList<Updated>();
        for (var item : updates) {
            var before = base.member(item.leaf()).node();
            var after = ((Proposal.Update) item.proposal()).leaf();
            tree.update(item.leaf(), after);
            updated.add(new Updated(item.leaf(), before, after));
        }
        var removed = new ArrayList<Member>();
        for (int leaf : removes) {
            removed.add(base.member(leaf));
            tree.remove(leaf);
        }
        if (!removes.isEmpty()) tree.truncate();
        var added = new ArrayList<Member>();
        for (var joiner : joiners) added.add(new Member(tree.add(joiner.leaf()), joiner.leaf()));
        return new Outcome(
                tree,
                extensions,
                extensionsChanged,
                added,
                added.stream().map(Member::leaf).collect(Collectors.toSet()),
                joiners,
                removed,
                updated,
                psks,
                reInit,
                items.isEmpty() || items.stream().anyMatch(item -> item.proposal().needsPath()));
    }

    private static Optional<MlsException> faultOfAdd(Labeled suite, Proposal proposal) {
        if (!(proposal instanceof Proposal.Add(var keyPackage))) return Optional.empty();
        try {
            keyPackage.verify(suite.suite());
            return Optional.empty();
        } catch (MlsException e) {
            return Optional.of(e);
        }
    }

    private static boolean isLink(Proposal proposal, Optional<PskId> link) {
        return proposal instanceof Proposal.Psk(var id) && link.isPresent() && link.get().equals(id);
    }

    /** Checks one proposal by itself, against the epoch that it was made in. */
    static void check(Labeled suite, Base base, Proposal proposal, Sender sender) throws MlsException {
        checkSender(proposal, sender);
        switch (proposal) {
            case Proposal.Add(var keyPackage) -> keyPackage.verify(suite.suite());
            case Proposal.Update(var leaf) -> checkUpdate(suite, base, leaf, (int) sender.index());
            case Proposal.Remove(var leaf) -> {
                if (base.tree().leaf(leaf) == null) throw new MlsException.Invalid("removed leaf is blank already");
            }
            case Proposal.Psk(var id) -> checkPsk(suite, id);
            case Proposal.ReInit it -> {
                if (it.version() < MlsMessage.MLS10) throw new MlsException.Invalid("ReInit to an older version");
            }
            case Proposal.GroupContextExtensions(var list) -> {
                TreeRules.Required.of(list);
                ExternalSender.of(list);
            }
            case Proposal.ExternalInit _ -> throw new MlsException.Invalid("ExternalInit by a member");
        }
    }

    /** Who is no member may propose some things only (RFC 9420 §12.1.8, §17.4). */
    private static void checkSender(Proposal proposal, Sender sender) throws MlsException {
        var allowed =
                switch (sender.type()) {
                    case MEMBER, NEW_MEMBER_COMMIT -> true;
                    case NEW_MEMBER_PROPOSAL -> proposal instanceof Proposal.Add;
                    case EXTERNAL ->
                            switch (proposal) {
                                case Proposal.Update _, Proposal.ExternalInit _ -> false;
                                default -> true;
                            };
                };
        if (!allowed) throw new MlsException.Invalid("who is no member cannot propose that");
    }

    static void checkPsk(Labeled suite, PskId id) throws MlsException {
        if (id.nonce().length() != suite.nh()) throw new MlsException.Invalid("PSK nonce is of a wrong length");
        if (id instanceof PskId.Resumption it && it.usage() != PskId.APPLICATION) {
            throw new MlsException.Invalid("PSK is for another use");
        }
    }

    private static void checkUpdate(Labeled suite, Base base, LeafNode leaf, int sender) throws MlsException {
        if (leaf.source() != LeafNode.Source.UPDATE)
            throw new MlsException.Invalid("Update with a leaf of another source");
        if (leaf.publicKey().equals(base.member(sender).node().publicKey())) {
            throw new MlsException.Invalid("Update keeps its encryption key");
        }
        LeafRules.checkAlone(suite, leaf, base.context().groupId(), sender);
    }

    private static void checkTogether(List<Item> items) throws MlsException {
        var psks = new HashSet<PskId>();
        var replacements = 0;
        for (var item : items) {
            if (item.proposal() instanceof Proposal.Psk(var id) && !psks.add(id)) {
                throw new MlsException.Invalid("one PSK twice");
            }
            if (item.proposal() instanceof Proposal.GroupContextExtensions && ++replacements > 1) {
                throw new MlsException.Invalid("two lists of GroupContext extensions");
            }
            if (item.proposal() instanceof Proposal.ReInit && items.size() > 1) {
                throw new MlsException.Invalid("ReInit beside other proposals");
            }
        }
    }
}
