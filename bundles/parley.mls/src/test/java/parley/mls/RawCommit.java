package parley.mls;

import parley.mls.Commit.PathNode;
import parley.mls.Commit.ProposalOrRef;
import parley.mls.Commit.UpdatePath;
import parley.mls.FramedContent.Content;
import parley.mls.FramedContent.Sender;
import parley.mls.ProposalList.Item;
import parley.protocol.wire.Bytes;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** A commit that its author does not check: what a dishonest member sends. Signed and tagged as well as it can be. */
final class RawCommit {

    private final Labeled suite;
    private final Peer author;
    private final List<ProposalOrRef> proposals = new ArrayList<>();
    private Optional<UpdatePath> path = Optional.empty();
    private byte[] commitSecret;

    /** The tree with the true path merged, when there is one. */
    private Optional<RatchetTree> tree = Optional.empty();

    RawCommit(Peer author) {
        this.author = author;
        this.suite = new Labeled(author.suite);
        this.commitSecret = suite.zero();
    }

    RawCommit propose(Proposal... values) {
        for (var value : values) proposals.add(new ProposalOrRef.ByValue(value));
        return this;
    }

    RawCommit refer(byte[] ref) {
        proposals.add(new ProposalOrRef.ByReference(Bytes.of(ref)));
        return this;
    }

    /** Adds a true path, after the proposals. */
    RawCommit path() throws Exception {
        return path(UnaryOperator.identity(), Bytes.EMPTY);
    }

    /**
     * Adds a true path but for the leaf: {@code change} is applied before the signature, which {@code signWith} makes.
     */
    RawCommit path(UnaryOperator<LeafNode.Fields> change, Bytes signWith) throws Exception {
        var epoch = author.group.standing();
        var items = new ArrayList<Item>();
        for (var proposal : proposals) {
            switch (proposal) {
                case ProposalOrRef.ByValue(var value) -> items.add(Item.of(value, epoch.self()));
                case ProposalOrRef.ByReference(var ref) -> {
                    var cached = author.group.ratchets().find(ref).orElseThrow();
                    items.add(new Item(cached.proposal(), cached.sender()));
                }
            }
        }
        var outcome = ProposalList.apply(suite, epoch.base(), items, epoch.self());
        var made =
                TreeKem.make(
                        suite,
                        outcome.tree(),
                        epoch.self(),
                        outcome::isNew,
                        (key, parentHash) ->
                                change.apply(
                                                OwnLeaf.changed(
                                                        epoch.ownLeaf(),
                                                        LeafChange.none(),
                                                        LeafNode.Source.COMMIT,
                                                        key,
                                                        parentHash))
                                        .sign(
                                                suite,
                                                (signWith.isEmpty() ? epoch.signaturePrivate() : signWith).shared(),
                                                epoch.context().groupId(),
                                                epoch.self()),
                        merged -> NextEpoch.context(epoch.context(), merged, outcome.extensions()).encode());
        path = Optional.of(made.path());
        tree = Optional.of(made.tree());
        commitSecret = made.commitSecret();
        return this;
    }

    /** Changes the nodes of the path; the leaf stays as it was signed. */
    RawCommit nodes(UnaryOperator<List<PathNode>> change) {
        path = path.map(it -> new UpdatePath(it.leaf(), change.apply(it.nodes())));
        return this;
    }

    RatchetTree mergedTree() {
        return tree.orElseThrow();
    }

    byte[] provisionalContext() {
        var epoch = author.group.standing();
        return NextEpoch.context(epoch.context(), mergedTree(), epoch.context().extensions()).encode();
    }

    RawCommit leaf(UnaryOperator<LeafNode> change) {
        path = path.map(it -> new UpdatePath(change.apply(it.leaf()), it.nodes()));
        return this;
    }

    /** With the confirmation tag that an honest receiver would compute, where no PSK is involved. */
    byte[] message() {
        return message(UnaryOperator.identity());
    }

    byte[] message(UnaryOperator<Bytes> tagChange) {
        var epoch = author.group.standing();
        var context = epoch.context().encode();
        var signed =
                AuthenticatedContent.sign(
                        suite,
                        MlsMessage.PRIVATE_MESSAGE,
                        new FramedContent(
                                epoch.context().groupId(),
                                epoch.context().epoch(),
                                Sender.member(epoch.self()),
                                Bytes.EMPTY,
                                new Content.OfCommit(new Commit(List.copyOf(proposals), path))),
                        context,
                        epoch.signaturePrivate());
        var next =
                new NextEpoch(
                        suite,
                        epoch,
                        signed,
                        NextEpoch.context(epoch.context(), tree.orElse(epoch.tree()), epoch.context().extensions()),
                        commitSecret,
                        suite.zero());
        var sealed =
                MessageProtection.seal(
                        suite,
                        epoch.secrets().senderData(),
                        author.group.ratchets().secretTree(),
                        signed.withConfirmationTag(tagChange.apply(next.confirmationTag())),
                        Padding.none());
        return sealed.message().encode();
    }
}
