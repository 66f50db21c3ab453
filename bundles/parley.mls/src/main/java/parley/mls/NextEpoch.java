package parley.mls;

import parley.mls.EpochSecrets.Schedule;
import parley.protocol.wire.Bytes;

import java.util.List;
import java.util.Optional;

/** The context and secrets that a commit leads to (RFC 9420 §8), the same for who makes and who reads it. */
final class NextEpoch {

    private final Labeled suite;
    private final GroupContext context;
    private final Schedule schedule;

    /**
     * After a member's commit.
     *
     * @param commit with its signature; its confirmation tag is not looked at
     */
    NextEpoch(
            Labeled suite,
            Epoch before,
            AuthenticatedContent commit,
            GroupContext provisional,
            byte[] commitSecret,
            byte[] pskSecret) {
        this(suite, before.interimTranscript(), before.secrets().init(), commit, provisional, commitSecret, pskSecret);
    }

    /**
     * @param init the init secret: of the epoch before, or the one that an external commit brings (RFC 9420 §8.3)
     */
    NextEpoch(
            Labeled suite,
            Bytes interimBefore,
            Bytes init,
            AuthenticatedContent commit,
            GroupContext provisional,
            byte[] commitSecret,
            byte[] pskSecret) {
        this.suite = suite;
        this.context = provisional.withTranscript(commit.confirmedTranscript(suite, interimBefore));
        this.schedule = EpochSecrets.next(suite, init.shared(), commitSecret, pskSecret, context.encode());
    }

    /** The provisional context (RFC 9420 §12.4.1): the next epoch's, with the confirmed transcript hash of this one. */
    static GroupContext context(GroupContext context, RatchetTree tree, List<Extension> extensions) {
        return new GroupContext(
                context.suiteId(),
                context.groupId(),
                context.epoch() + 1,
                tree.rootHash(),
                context.confirmedTranscriptHash(),
                extensions);
    }

    GroupContext context() {
        return context;
    }

    Schedule schedule() {
        return schedule;
    }

    Bytes confirmationTag() {
        return suite.mac(schedule.secrets().confirmation(), context.confirmedTranscriptHash().shared());
    }

    /** A member's state in the new epoch, without keys that its tree no longer has. */
    Group group(
            RatchetTree tree, int self, PrivateKeys keys, Bytes signaturePrivate, Optional<Proposal.ReInit> reInit) {
        return start(suite, context, schedule, tree, self, keys, signaturePrivate, reInit);
    }

    static Group start(
            Labeled suite,
            GroupContext context,
            Schedule schedule,
            RatchetTree tree,
            int self,
            PrivateKeys keys,
            Bytes signaturePrivate,
            Optional<Proposal.ReInit> reInit) {
        var confirmed = context.confirmedTranscriptHash();
        var tag = suite.mac(schedule.secrets().confirmation(), confirmed.shared());
        var epoch =
                new Epoch(
                        context,
                        tree,
                        schedule.secrets(),
                        tag,
                        AuthenticatedContent.interimTranscript(suite, confirmed, tag),
                        self,
                        keys.retain(tree),
                        signaturePrivate,
                        reInit);
        var secretTree = SecretTree.start(schedule.encryption(), tree.leaves());
        return new Group(epoch, Ratchets.start(context.epoch(), secretTree));
    }
}
