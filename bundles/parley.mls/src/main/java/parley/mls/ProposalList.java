package parley.mls;

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

    /** A proposal and the leaf that it comes from. */
    record Item(Proposal proposal, int sender) {}

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

    static Outcome apply(Labeled suite, Epoch epoch, List<Item> items, int committer) throws MlsException {
        checkTogether(items);
        var extensions = epoch.context().extensions();
        var updates = new ArrayList<Item>();
        var removes = new ArrayList<Integer>();
        var joiners = new ArrayList<KeyPackage>();
        var psks = new ArrayList<PskId>();
        var changed = new HashSet<Integer>();
        var extensionsChanged = false;
        var reInit = Optional.<Proposal.ReInit>empty();
        for (var item : items) {
            check(suite, epoch, item.proposal(), item.sender());
            switch (item.proposal()) {
                case Proposal.Add(var keyPackage) -> joiners.add(keyPackage);
                case Proposal.Update _ -> {
                    if (item.sender() == committer)
                        throw new MlsException.Invalid("commit has its author's own Update");
                    if (!changed.add(item.sender())) throw new MlsException.Invalid("two changes to one leaf");
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
        var tree = epoch.tree().draft();
        var updated = new ArrayList<Updated>();
        for (var item : updates) {
            var before = member(epoch, item.sender()).node();
            var after = ((Proposal.Update) item.proposal()).leaf();
            tree.update(item.sender(), after);
            updated.add(new Updated(item.sender(), before, after));
        }
        var removed = new ArrayList<Member>();
        for (int leaf : removes) {
            removed.add(member(epoch, leaf));
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

    /** Checks one proposal by itself, against the epoch that it was made in. */
    static void check(Labeled suite, Epoch epoch, Proposal proposal, int sender) throws MlsException {
        switch (proposal) {
            case Proposal.Add(var keyPackage) -> keyPackage.verify(suite.suite());
            case Proposal.Update(var leaf) -> checkUpdate(suite, epoch, leaf, sender);
            case Proposal.Remove(var leaf) -> {
                if (epoch.tree().leaf(leaf) == null) throw new MlsException.Invalid("removed leaf is blank already");
            }
            case Proposal.Psk(var id) -> {
                if (id.nonce().length() != suite.nh()) throw new MlsException.Invalid("PSK nonce is of a wrong length");
                if (id instanceof PskId.Resumption it && it.usage() != PskId.APPLICATION) {
                    throw new MlsException.Invalid("PSK is for another use");
                }
            }
            case Proposal.ReInit it -> {
                if (it.version() < MlsMessage.MLS10) throw new MlsException.Invalid("ReInit to an older version");
            }
            case Proposal.GroupContextExtensions(var list) -> TreeRules.Required.of(list);
            case Proposal.ExternalInit _ -> throw new MlsException.Invalid("ExternalInit by a member");
        }
    }

    private static void checkUpdate(Labeled suite, Epoch epoch, LeafNode leaf, int sender) throws MlsException {
        if (leaf.source() != LeafNode.Source.UPDATE)
            throw new MlsException.Invalid("Update with a leaf of another source");
        if (leaf.publicKey().equals(member(epoch, sender).node().publicKey())) {
            throw new MlsException.Invalid("Update keeps its encryption key");
        }
        LeafRules.checkAlone(suite, leaf, epoch.context().groupId(), sender);
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

    private static Member member(Epoch epoch, int leaf) throws MlsException {
        var node = epoch.leaf(leaf);
        if (node == null) throw new MlsException.Invalid("leaf " + leaf + " is blank");
        return new Member(leaf, node);
    }
}
