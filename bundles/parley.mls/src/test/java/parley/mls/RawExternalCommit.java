package parley.mls;

import parley.mls.Commit.ProposalOrRef;
import parley.mls.Commit.UpdatePath;
import parley.mls.FramedContent.Content;
import parley.mls.FramedContent.Sender;
import parley.mls.MlsMessage.PublicMessage;
import parley.protocol.wire.Bytes;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;

/** An external commit that its author does not check, signed and tagged as well as it can be. */
final class RawExternalCommit {

    private final Peer author;
    private final Labeled suite;
    private final Epoch epoch;
    final ExternalPlan.Init init;
    private final List<ProposalOrRef> proposals = new ArrayList<>();
    OptionalInt remove = OptionalInt.empty();
    boolean withPath = true;
    int leafShift;
    UnaryOperator<LeafNode.Fields> leaf = UnaryOperator.identity();
    UnaryOperator<UpdatePath> path = UnaryOperator.identity();
    UnaryOperator<Bytes> tag = UnaryOperator.identity();
    Bytes signWith;
    Sender sender = new Sender(Sender.Type.NEW_MEMBER_COMMIT, 0);

    /**
     * @param inside whose state tells what an outsider would know from the GroupInfo
     */
    RawExternalCommit(Peer author, Peer inside) throws MlsException {
        this.author = author;
        this.suite = new Labeled(author.suite);
        this.epoch = inside.group.standing();
        this.init = ExternalPlan.init(suite, Bytes.wrap(inside.group.externalPub(author.suite)));
        this.signWith = Bytes.of(author.signatureKey.privateKey());
    }

    RawExternalCommit init() {
        return propose(init.proposal());
    }

    RawExternalCommit propose(Proposal... values) {
        for (var value : values) proposals.add(new ProposalOrRef.ByValue(value));
        return this;
    }

    RawExternalCommit refer(byte[] ref) {
        proposals.add(new ProposalOrRef.ByReference(Bytes.of(ref)));
        return this;
    }

    /** Also takes the leaf out of the tree that the path is made for. */
    RawExternalCommit removing(int index) {
        remove = OptionalInt.of(index);
        return propose(new Proposal.Remove(index));
    }

    byte[] message() throws MlsException {
        var context = epoch.context();
        var assumed = new ArrayList<Proposal>(List.of(init.proposal()));
        remove.ifPresent(index -> assumed.add(new Proposal.Remove(index)));
        var plan = ExternalPlan.of(suite, epoch.base(), assumed);
        var made =
                TreeKem.make(
                        suite,
                        plan.tree(),
                        plan.leaf(),
                        _ -> false,
                        (key, parentHash) ->
                                leaf.apply(
                                                new LeafNode.Fields(
                                                        key,
                                                        Bytes.of(author.signatureKey.publicKey()),
                                                        author.credential(),
                                                        author.capabilities(),
                                                        LeafNode.Source.COMMIT,
                                                        null,
                                                        parentHash,
                                                        List.of()))
                                        .sign(
                                                suite,
                                                author.signatureKey.privateKey(),
                                                context.groupId(),
                                                plan.leaf() + leafShift),
                        tree -> NextEpoch.context(context, tree, context.extensions()).encode());
        var commit =
                new Commit(List.copyOf(proposals), withPath ? Optional.of(path.apply(made.path())) : Optional.empty());
        var signed =
                AuthenticatedContent.sign(
                        suite,
                        MlsMessage.PUBLIC_MESSAGE,
                        new FramedContent(
                                context.groupId(), context.epoch(), sender, Bytes.EMPTY, new Content.OfCommit(commit)),
                        context.encode(),
                        signWith);
        var next =
                new NextEpoch(
                        suite,
                        epoch.interimTranscript(),
                        init.secret(),
                        signed,
                        NextEpoch.context(context, made.tree(), context.extensions()),
                        made.commitSecret(),
                        suite.zero());
        var confirmed = signed.withConfirmationTag(tag.apply(next.confirmationTag()));
        return new PublicMessage(confirmed.content(), confirmed.auth(), null).encode();
    }
}
