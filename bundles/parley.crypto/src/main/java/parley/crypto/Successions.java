package parley.crypto;

import parley.cipher.api.CipherSuite;
import parley.client.api.crypto.Groups.Successor;
import parley.client.api.crypto.SuiteMissingException;
import parley.client.api.crypto.UntrustedException;
import parley.mls.Ancestry;
import parley.mls.CommitRequest;
import parley.mls.CredentialCheck;
import parley.mls.Group;
import parley.mls.Joined;
import parley.mls.LeafParameters;
import parley.mls.MlsException;
import parley.mls.OwnKeyPackage;
import parley.mls.PskLookup;
import parley.mls.Received;
import parley.protocol.wire.Bytes;
import parley.protocol.wire.MalformedException;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Groups that follow others (RFC 9420 §11.2), in another suite as a rule. Used from any thread. */
final class Successions {

    private static final int MLS10 = 1;

    private final PresentSuites suites;

    Successions(PresentSuites suites) {
        this.suites = suites;
    }

    /** A closing commit, what is left of the group that it was made in, and the successor. */
    record Made(Group spent, parley.mls.PendingCommit closing, PendingState.Started started) {}

    /**
     * Closes {@code group} and starts its successor.
     *
     * @param closing of the commit that closes it, but for the ReInit
     * @param starting of the successor's first commit
     */
    Made make(
            Group group,
            int suiteId,
            byte[] id,
            List<parley.mls.Extension> context,
            LeafParameters self,
            CommitRequest closing,
            CommitRequest starting)
            throws SuiteMissingException, MlsException {
        closing.reInit(id, suiteId, context);
        var closes =
                suites.use(
                        group.suiteId(),
                        suite -> group.commit(suite, closing, PskLookup.none(), CredentialCheck.none()));
        var successor = parley.mls.Successor.of(closes.pending());
        var starts =
                suites.use(
                        suiteId,
                        suite -> successor.start(suite, self, starting, PskLookup.none(), CredentialCheck.none()));
        return new Made(closes.group(), closes.pending(), new PendingState.Started(starts.group(), starts.pending()));
    }

    /**
     * What a closed group says of its successor; empty of one that is open.
     *
     * @throws MalformedException if it cannot be a conversation's: every reader finds the same
     */
    static Optional<Successor> of(Group after) throws MalformedException {
        if (!after.closed()) return Optional.empty();
        var successor = parley.mls.Successor.of(after);
        var terms = successor.parameters();
        check(after, terms);
        var policy = GroupRules.policy(terms.extensions());
        return Optional.of(new Successor(terms.suiteId(), policy, Bytes.wrap(successor.toBytes())));
    }

    private static void check(Group after, Received.ReInit terms) throws MalformedException {
        if (terms.version() != MLS10) throw new MalformedException("its successor is of another version");
        if (terms.groupId().length != MlsGroups.GROUP_ID
                || Bytes.of(terms.groupId()).equals(Bytes.of(after.groupId()))) {
            throw new MalformedException("its successor has no id of its own");
        }
    }

    boolean succeeds(OwnKeyPackage own, Bytes welcome) throws SuiteMissingException, MlsException {
        return suites.use(own.keyPackage().suiteId(), (CipherSuite suite) -> Ancestry.of(suite, welcome.shared(), own))
                .filter(ancestry -> !ancestry.branch())
                .isPresent();
    }

    /**
     * Joins by a Welcome, and compares who is in both.
     *
     * @throws UntrustedException if accounts and devices are not the former ones
     */
    Joined join(Successor successor, OwnKeyPackage own, Bytes welcome, Optional<Bytes> tree)
            throws SuiteMissingException, MlsException, MalformedException, UntrustedException {
        var former = former(successor);
        if (own.keyPackage().suiteId() != successor.suite()) throw new UntrustedException("it is of another suite");
        var apart = tree.map(Bytes::shared).orElse(null);
        var joined =
                suites.use(
                        successor.suite(),
                        suite ->
                                former.join(
                                        suite, welcome.shared(), own, apart, PskLookup.none(), CredentialCheck.none()));
        if (!devices(former.formerMembers()).equals(devices(joined.group().members()))) {
            throw new UntrustedException("the successor has other members");
        }
        return joined;
    }

    private static parley.mls.Successor former(Successor successor) {
        try {
            return parley.mls.Successor.fromBytes(successor.state().shared());
        } catch (MlsException e) {
            throw new IllegalArgumentException("the successor cannot be read: " + e.getMessage(), e);
        }
    }

    /** How often each device of each account is there; leaf keys differ from suite to suite. */
    private static Map<List<Object>, Integer> devices(List<parley.mls.Member> members) throws MalformedException {
        var devices = new HashMap<List<Object>, Integer>();
        for (var member : members) {
            var known = Members.unjudged(member);
            devices.merge(List.of(known.account(), known.device()), 1, Integer::sum);
        }
        return devices;
    }
}
