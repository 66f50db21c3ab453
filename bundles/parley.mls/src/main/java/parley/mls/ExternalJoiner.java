package parley.mls;

import parley.mls.Commit.ProposalOrRef;
import parley.mls.FramedContent.Content;
import parley.mls.FramedContent.Sender;
import parley.mls.MlsMessage.PublicMessage;
import parley.protocol.wire.Bytes;
import parley.protocol.wire.MalformedException;
import parley.protocol.wire.WireReader;

import java.util.ArrayList;
import java.util.Optional;

/** Makes an external commit (RFC 9420 §8.3, §12.4.3.2). */
final class ExternalJoiner {

    private final Labeled suite;
    private final GroupInfo info;
    private final RatchetTree before;
    private final ExternalJoin request;

    ExternalJoiner(Labeled suite, GroupInfo info, RatchetTree before, ExternalJoin request) {
        this.suite = suite;
        this.info = info;
        this.before = before;
        this.request = request;
    }

    PendingJoin join(PskLookup psks) throws MlsException {
        var context = info.context();
        var init = ExternalPlan.init(suite, externalPub());
        var proposals = new ArrayList<Proposal>();
        proposals.add(init.proposal());
        request.former.ifPresent(leaf -> proposals.add(new Proposal.Remove(leaf)));
        for (var psk : request.psks) proposals.add(new Proposal.Psk(psk.id(suite)));
        var plan = ExternalPlan.of(suite, new Base(context, before), proposals);
        var found = Psks.find(plan.psks(), psks, Optional.empty());

        var made = makePath(plan);
        TreeRules.checkMembers(made.tree(), context.extensions());
        var commit =
                new Commit(
                        proposals.stream().<ProposalOrRef>map(ProposalOrRef.ByValue::new).toList(),
                        Optional.of(made.path()));
        var signed =
                AuthenticatedContent.sign(
                        suite,
                        MlsMessage.PUBLIC_MESSAGE,
                        new FramedContent(
                                context.groupId(),
                                context.epoch(),
                                new Sender(Sender.Type.NEW_MEMBER_COMMIT, 0),
                                request.authenticatedData,
                                new Content.OfCommit(commit)),
                        context.encode(),
                        signaturePrivate());
        var next =
                new NextEpoch(
                        suite,
                        AuthenticatedContent.interimTranscript(
                                suite, context.confirmedTranscriptHash(), info.confirmationTag()),
                        init.secret(),
                        signed,
                        NextEpoch.context(context, made.tree(), context.extensions()),
                        made.commitSecret(),
                        EpochSecrets.pskSecret(suite, found));
        var group =
                next.group(made.tree(), plan.leaf(), PrivateKeys.of(made.keys()), signaturePrivate(), Optional.empty());
        var confirmed = signed.withConfirmationTag(next.confirmationTag());
        var message = new PublicMessage(confirmed.content(), confirmed.auth(), null).encode();
        return new PendingJoin(Bytes.wrap(message), group);
    }

    private Bytes externalPub() throws MlsException {
        var data =
                Extension.bytes(info.extensions(), Extension.EXTERNAL_PUB)
                        .orElseThrow(() -> new MlsException.Invalid("the GroupInfo has no key for external joins"));
        try {
            return WireReader.decode(data, WireReader::opaqueBytes);
        } catch (MalformedException e) {
            throw new MlsException.Malformed("external key: " + e.getMessage(), e);
        }
    }

    private TreeKem.Made makePath(ExternalPlan plan) throws MlsException {
        var context = info.context();
        var self = request.self;
        var made =
                TreeKem.make(
                        suite,
                        plan.tree(),
                        plan.leaf(),
                        _ -> false,
                        (encryptionKey, parentHash) ->
                                new LeafNode.Fields(
                                                encryptionKey,
                                                Bytes.of(self.signatureKey().publicKey()),
                                                self.credential(),
                                                self.capabilities(),
                                                LeafNode.Source.COMMIT,
                                                null,
                                                parentHash,
                                                self.extensions())
                                        .sign(suite, signaturePrivate().shared(), context.groupId(), plan.leaf()),
                        tree -> NextEpoch.context(context, tree, context.extensions()).encode());
        LeafRules.checkAlone(suite, made.path().leaf(), context.groupId(), plan.leaf());
        return made;
    }

    private Bytes signaturePrivate() {
        return Bytes.of(request.self.signatureKey().privateKey());
    }
}
