package parley.fuzz;

import parley.cipher.aesgcm.Mls128X25519;
import parley.cipher.api.CipherSuite;
import parley.mls.Capabilities;
import parley.mls.CommitRequest;
import parley.mls.Credential;
import parley.mls.CredentialCheck;
import parley.mls.Extension;
import parley.mls.Framing;
import parley.mls.Group;
import parley.mls.LeafChange;
import parley.mls.LeafParameters;
import parley.mls.Lifetime;
import parley.mls.MlsException;
import parley.mls.OwnKeyPackage;
import parley.mls.Padding;
import parley.mls.PastEpoch;
import parley.mls.PendingCommit;
import parley.mls.ProposalRequest;
import parley.mls.PskLookup;
import parley.mls.Received;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Real messages of a small group, each with the state of a member who is about to get it. */
final class Traffic {

    static final CipherSuite SUITE = new Mls128X25519();
    static final PskLookup PSKS = _ -> Optional.of(new byte[] {1, 2, 3});

    /** A message that {@code reader} accepts. */
    record Due(Group reader, byte[] message) {}

    /** A Welcome to one, and the tree that travels beside it. */
    record Invitation(OwnKeyPackage keyPackage, byte[] welcome, byte[] tree) {}

    final List<Due> due = new ArrayList<>();
    final List<Invitation> invitations = new ArrayList<>();
    final List<Group> states = new ArrayList<>();
    final List<PendingCommit> pending = new ArrayList<>();
    final List<PastEpoch> past = new ArrayList<>();

    private Group alice;
    private Group bob;

    /** Some traffic, its keys new. */
    static Traffic make() {
        try {
            return new Traffic();
        } catch (MlsException e) {
            throw new IllegalStateException("real traffic cannot be made", e);
        }
    }

    private Traffic() throws MlsException {
        var policy = new Extension(0xF0A2, "a policy".getBytes(StandardCharsets.US_ASCII));
        alice = Group.create(SUITE, new byte[] {1, 2, 3, 4}, leaf("alice"), List.of(policy));
        var keys = keyPackage("bob");
        var made = alice.commit(SUITE, adding(keys), PSKS, CredentialCheck.none());
        alice = made.group().apply(made.pending());
        bob = joined(made.pending(), keys);
        for (var framing : Framing.values()) {
            say("hello");
            propose(new ProposalRequest.Add(keyPackage("carol").keyPackage()), framing);
            propose(new ProposalRequest.ExternalPsk(new byte[] {7}), framing);
            propose(new ProposalRequest.Update(LeafChange.none()), framing);
            commit(references().framing(framing));
            commit(new CommitRequest().framing(framing));
            commit(new CommitRequest().externalPsk(new byte[] {7}).withoutPath().framing(framing));
            commit(adding(keyPackage("dave")).framing(framing));
            commit(new CommitRequest().remove(2).framing(framing));
        }
    }

    private static LeafParameters leaf(String name) {
        return new LeafParameters(
                SUITE.signatureKeyPair(),
                Credential.basic(name.getBytes(StandardCharsets.US_ASCII)),
                Capabilities.of(List.of(1), List.of(0xF0A2)),
                List.of());
    }

    private static OwnKeyPackage keyPackage(String name) {
        return OwnKeyPackage.create(SUITE, leaf(name), new Lifetime(0, -1), List.of());
    }

    private static CommitRequest adding(OwnKeyPackage keys) {
        return new CommitRequest().add(keys.keyPackage()).treeApart();
    }

    private Group joined(PendingCommit commit, OwnKeyPackage keys) throws MlsException {
        var invitation = new Invitation(keys, commit.welcome().orElseThrow(), commit.tree());
        invitations.add(invitation);
        return Group.join(SUITE, invitation.welcome, keys, invitation.tree, PSKS, CredentialCheck.none()).group();
    }

    private void say(String text) throws MlsException {
        var sent = alice.protect(SUITE, text.getBytes(StandardCharsets.US_ASCII), new byte[] {5}, Padding.none());
        alice = sent.group();
        deliver(sent.message());
    }

    private void propose(ProposalRequest request, Framing framing) throws MlsException {
        var sent = alice.propose(SUITE, request, new byte[] {6}, framing);
        alice = sent.group();
        deliver(sent.message());
    }

    private CommitRequest references() {
        var request = new CommitRequest();
        bob.proposals().forEach(proposal -> request.reference(proposal.ref()));
        return request;
    }

    /** Bob commits what Alice proposed, and both go on; states of all kinds are kept. */
    private void commit(CommitRequest request) throws MlsException {
        var made = bob.commit(SUITE, request, PSKS, CredentialCheck.none());
        states.add(made.group());
        pending.add(made.pending());
        past.add(alice.past());
        var reader = alice;
        due.add(new Due(reader, made.pending().message()));
        alice =
                ((Received.Committed) reader.receive(SUITE, made.pending().message(), PSKS, CredentialCheck.none()))
                        .group();
        bob = made.group().apply(made.pending());
    }

    private void deliver(byte[] message) throws MlsException {
        due.add(new Due(bob, message));
        bob =
                switch (bob.receive(SUITE, message, PSKS, CredentialCheck.none())) {
                    case Received.Application it -> it.group();
                    case Received.Proposed it -> it.group();
                    case Received.Committed it -> it.group();
                    case Received.Removed _ -> throw new IllegalStateException("bob was removed");
                };
    }
}
