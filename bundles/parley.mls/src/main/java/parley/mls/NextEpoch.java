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
     * @param commit with its signature; its confirmation tag is not looked at
     */
    NextEpoch(
            Labeled suite,
            Epoch before,
            AuthenticatedContent commit,
            GroupContext provisional,
            byte[] commitSecret,
            byte[] pskSecret) {
        this.suite = suite;
        this.context = provisional.withTranscript(commit.confirmedTranscript(suite, before.interimTranscript()));
        this.schedule =
                EpochSecrets.next(suite, before.secrets().init().shared(), commitSecret, pskSecret, context.encode());
    }

    /** The provisional context (RFC 9420 §12.4.1): the next epoch's, with the confirmed transcript hash of this one. */
    static GroupContext context(Epoch before, RatchetTree tree, List<Extension> extensions) {
        var context = before.context();
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
