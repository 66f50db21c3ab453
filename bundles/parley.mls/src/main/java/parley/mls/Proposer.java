package parley.mls;

import parley.mls.FramedContent.Content;
import parley.mls.FramedContent.Sender;
import parley.mls.ProposalRequest.Add;
import parley.mls.ProposalRequest.Extensions;
import parley.mls.ProposalRequest.ExternalPsk;
import parley.mls.ProposalRequest.ReInit;
import parley.mls.ProposalRequest.Remove;
import parley.mls.ProposalRequest.ResumptionPsk;
import parley.mls.ProposalRequest.Update;
import parley.mls.Ratchets.OwnUpdate;
import parley.protocol.wire.Bytes;

/** Makes this member's proposals (RFC 9420 §12.1). */
final class Proposer {

    private final Labeled suite;
    private final Epoch epoch;
    private final Ratchets ratchets;

    Proposer(Labeled suite, Epoch epoch, Ratchets ratchets) {
        this.suite = suite;
        this.epoch = epoch;
        this.ratchets = ratchets;
    }

    Sent propose(ProposalRequest request, byte[] authenticatedData, Framing framing) throws MlsException {
        var changed = ratchets;
        Proposal proposal;
        switch (request) {
            case Update(var change) -> {
                var key = suite.suite().kemKeyPair();
                var signaturePrivate =
                        change.signatureKey().map(pair -> Bytes.of(pair.privateKey())).orElse(epoch.signaturePrivate());
                var leaf =
                        OwnLeaf.changed(
                                        epoch.ownLeaf(),
                                        change,
                                        LeafNode.Source.UPDATE,
                                        Bytes.of(key.publicKey()),
                                        Bytes.EMPTY)
                                .sign(suite, signaturePrivate.shared(), epoch.context().groupId(), epoch.self());
                changed = changed.with(new OwnUpdate(leaf.publicKey(), Bytes.of(key.privateKey()), signaturePrivate));
                proposal = new Proposal.Update(leaf);
            }
            default -> proposal = plain(suite, request);
        }
        ProposalList.check(suite, epoch.base(), proposal, Sender.member(epoch.self()));
        return send(proposal, Bytes.of(authenticatedData), framing, changed);
    }

    /** A proposal that has no private key to it. */
    static Proposal plain(Labeled suite, ProposalRequest request) {
        return switch (request) {
            case Add(var keyPackage) -> new Proposal.Add(keyPackage);
            case Update _ -> throw new IllegalArgumentException("only a member can update, and only its own leaf");
            case Remove(var leaf) -> new Proposal.Remove(leaf);
            case ExternalPsk(var id) -> new Proposal.Psk(Psks.Named.external(id).id(suite));
            case ResumptionPsk(var groupId, var number) ->
                    new Proposal.Psk(Psks.Named.resumption(groupId, number).id(suite));
            case Extensions(var list) -> new Proposal.GroupContextExtensions(Extension.copy(list));
            case ReInit(var groupId, var suiteId, var list) ->
                    new Proposal.ReInit(Bytes.of(groupId), MlsMessage.MLS10, suiteId, Extension.copy(list));
        };
    }

    private Sent send(Proposal proposal, Bytes authenticatedData, Framing framing, Ratchets changed)
            throws MlsException {
        var context = epoch.context().encode();
        var content =
                AuthenticatedContent.sign(
                        suite,
                        framing == Framing.PUBLIC ? MlsMessage.PUBLIC_MESSAGE : MlsMessage.PRIVATE_MESSAGE,
                        new FramedContent(
                                epoch.context().groupId(),
                                epoch.context().epoch(),
                                Sender.member(epoch.self()),
                                authenticatedData,
                                new Content.OfProposal(proposal)),
                        context,
                        epoch.signaturePrivate());
        var ref = content.proposalRef(suite);
        var after = changed.with(new Ratchets.Cached(ref, content.content().sender(), proposal));
        byte[] message;
        if (framing == Framing.PUBLIC) {
            message = MessageProtection.publish(suite, epoch.secrets().membership(), content, context).encode();
        } else {
            var sealed =
                    MessageProtection.seal(
                            suite, epoch.secrets().senderData(), after.secretTree(), content, Padding.none());
            after = after.with(sealed.after());
            message = sealed.message().encode();
        }
        return new Sent(new Group(epoch, after), message, ref.toArray());
    }
}
