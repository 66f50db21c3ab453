package parley.mls;

import parley.mls.FramedContent.Content;
import parley.mls.FramedContent.Sender;
import parley.mls.MlsMessage.PrivateMessage;
import parley.mls.MlsMessage.PublicMessage;
import parley.mls.Received.Updated;
import parley.protocol.wire.Bytes;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Opens a message for a group and sees to what it holds. */
final class Receiver {

    private final Labeled suite;
    private final Epoch epoch;
    private final Ratchets ratchets;
    private final PskLookup psks;
    private final CredentialCheck check;

    Receiver(Labeled suite, Epoch epoch, Ratchets ratchets, PskLookup psks, CredentialCheck check) {
        this.suite = suite;
        this.epoch = epoch;
        this.ratchets = ratchets;
        this.psks = psks;
        this.check = check;
    }

    Received receive(byte[] message) throws MlsException {
        var context = epoch.context().encode();
        return switch (MlsMessage.decode(message)) {
            case PublicMessage it -> {
                checkAddress(it.content().groupId(), it.content().epoch());
                var content =
                        MessageProtection.verify(
                                suite,
                                epoch.secrets().membership(),
                                epoch::leaf,
                                epoch.context().extensions(),
                                context,
                                it);
                if (content.content().sender().equals(Sender.member(epoch.self()))) {
                    throw new MlsException.OwnMessage();
                }
                yield process(content, ratchets);
            }
            case PrivateMessage it -> {
                checkAddress(it.groupId(), it.epoch());
                var opened =
                        MessageProtection.open(
                                suite,
                                epoch.secrets().senderData(),
                                ratchets.secretTree(),
                                epoch::leaf,
                                epoch.self(),
                                context,
                                it);
                yield process(opened.content(), ratchets.with(opened.after()));
            }
            default -> throw new MlsException.Malformed("not a message to a group");
        };
    }

    private void checkAddress(Bytes groupId, long number) throws MlsException {
        var context = epoch.context();
        if (!groupId.equals(context.groupId())) throw new MlsException.WrongEpoch("of another group", number);
        if (number != context.epoch()) {
            throw new MlsException.WrongEpoch(
                    "of epoch "
                            + Long.toUnsignedString(number)
                            + " instead of "
                            + Long.toUnsignedString(context.epoch()),
                    number);
        }
    }

    private Received process(AuthenticatedContent content, Ratchets after) throws MlsException {
        var framed = content.content();
        return switch (framed.content()) {
            case Content.Application(var data) ->
                    new Received.Application(
                            new Group(epoch, after),
                            member(framed.sender()),
                            data.toArray(),
                            framed.authenticatedData().toArray());
            case Content.OfProposal(var proposal) -> {
                if (epoch.reInit().isPresent()) throw new MlsException.Invalid("the group is closed");
                ProposalList.check(suite, epoch.base(), proposal, framed.sender());
                var cached = new Ratchets.Cached(content.proposalRef(suite), framed.sender(), proposal);
                yield new Received.Proposed(
                        new Group(epoch, after.with(cached)),
                        cached.view(),
                        framed.authenticatedData().toArray(),
                        problems(proposal, framed.sender()));
            }
            case Content.OfCommit _ -> {
                if (epoch.reInit().isPresent()) throw new MlsException.Invalid("the group is closed");
                yield new CommitReader(suite, epoch, after, psks, check).read(content);
            }
        };
    }

    /** Whoever signed, and is a member. */
    private Member member(Sender sender) {
        var leaf = (int) sender.index();
        return new Member(leaf, Objects.requireNonNull(epoch.leaf(leaf)));
    }

    private List<Problem> problems(Proposal proposal, Sender sender) {
        return switch (proposal) {
            // It has no leaf index yet.
            case Proposal.Add(var keyPackage) ->
                    check.check(CredentialCheck.Occasion.RECEIVED, keyPackage.leaf(), Optional.empty()).stream()
                            .map(reason -> new Problem(new Member(-1, keyPackage.leaf()), reason))
                            .toList();
            case Proposal.Update(var leaf) -> {
                var before = member(sender);
                yield Credentials.ofCommit(check, List.of(), List.of(new Updated(before.leaf(), before.node(), leaf)));
            }
            default -> List.of();
        };
    }
}
