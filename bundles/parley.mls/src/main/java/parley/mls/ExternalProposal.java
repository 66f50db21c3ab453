package parley.mls;

import parley.cipher.api.CipherSuite;
import parley.mls.FramedContent.Content;
import parley.mls.FramedContent.Sender;
import parley.mls.MlsMessage.PublicMessage;
import parley.protocol.wire.Bytes;

/**
 * Proposals of those who are no members (RFC 9420 §12.1.8), each an {@code MLSMessage} of a PublicMessage. Members take
 * them for one epoch, and decide whether to commit them.
 */
public final class ExternalProposal {

    private ExternalProposal() {}

    /**
     * Asks a group to add the owner of {@code keyPackage} (sender type {@code new_member_proposal}). Whoever commits it
     * sends the Welcome for that KeyPackage.
     *
     * @param suite the group's, for which {@code keyPackage} was made
     * @param epoch the group's present epoch, unsigned
     * @param authenticatedData readable by every carrier, verified by members
     */
    public static byte[] join(
            CipherSuite suite, byte[] groupId, long epoch, OwnKeyPackage keyPackage, byte[] authenticatedData) {
        return message(
                Labeled.of(suite, keyPackage.keyPackage().suiteId()),
                Bytes.of(groupId),
                epoch,
                new Sender(Sender.Type.NEW_MEMBER_PROPOSAL, 0),
                new Proposal.Add(keyPackage.keyPackage()),
                keyPackage.signaturePrivate(),
                authenticatedData);
    }

    /**
     * Proposes as one of the group's {@code external_senders} (RFC 9420 §12.1.8.1).
     *
     * @param epoch the group's present epoch, unsigned
     * @param sender the sender's index in {@link ExternalSender#of}
     * @param signaturePrivate for that sender's key
     * @param request anything but an Update
     * @throws IllegalArgumentException if it is an Update
     */
    public static byte[] by(
            CipherSuite suite,
            byte[] groupId,
            long epoch,
            int sender,
            byte[] signaturePrivate,
            ProposalRequest request,
            byte[] authenticatedData) {
        var labeled = new Labeled(suite);
        return message(
                labeled,
                Bytes.of(groupId),
                epoch,
                new Sender(Sender.Type.EXTERNAL, sender),
                Proposer.plain(labeled, request),
                Bytes.of(signaturePrivate),
                authenticatedData);
    }

    /** Signs; the GroupContext is no part of it, since the proposer need not know it (RFC 9420 §6.1). */
    static byte[] message(
            Labeled suite,
            Bytes groupId,
            long epoch,
            Sender sender,
            Proposal proposal,
            Bytes signaturePrivate,
            byte[] authenticatedData) {
        var framed =
                new FramedContent(
                        groupId, epoch, sender, Bytes.of(authenticatedData), new Content.OfProposal(proposal));
        var signed = AuthenticatedContent.sign(suite, MlsMessage.PUBLIC_MESSAGE, framed, new byte[0], signaturePrivate);
        return new PublicMessage(signed.content(), signed.auth(), null).encode();
    }
}
