package parley.mls;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import parley.cipher.api.CipherSuite;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A client in a test: its state goes through its stored form after every step. */
final class Peer {

    static final int FOLLOWER = 0xF0A1;
    static final int POLICY = 0xF0A2;
    static final byte[] PSK_ID = {7};
    static final byte[] PSK = "a secret that was agreed elsewhere".getBytes(StandardCharsets.US_ASCII);
    static final PskLookup PSKS = id -> id.length == 1 && id[0] == 7 ? Optional.of(PSK) : Optional.empty();

    final String name;
    final CipherSuite suite;
    final CipherSuite.KeyPair signatureKey;
    Group group;

    private Peer(CipherSuite suite, String name) {
        this.suite = suite;
        this.name = name;
        this.signatureKey = suite.signatureKeyPair();
    }

    /** Someone without a group. */
    static Peer of(CipherSuite suite, String name) {
        return new Peer(suite, name);
    }

    /** The founder of a new group, alone in it. */
    static Peer founder(CipherSuite suite, String name) throws MlsException {
        var peer = new Peer(suite, name);
        peer.store(Group.create(suite, ("group of " + name).getBytes(StandardCharsets.UTF_8), peer.leaf(), List.of()));
        return peer;
    }

    /** Several in one group, the first its founder, with a path below each inner node. */
    static List<Peer> group(CipherSuite suite, String... names) throws MlsException {
        var peers = Stream.of(names).map(name -> of(suite, name)).toList();
        var founder = peers.getFirst();
        founder.store(Group.create(suite, new byte[] {1, 2, 3}, founder.leaf(), List.of()));
        var request = new CommitRequest();
        var own = peers.stream().skip(1).map(Peer::keyPackage).toList();
        own.forEach(it -> request.add(it.keyPackage()));
        var pending = founder.commit(request);
        for (int i = 0; i < own.size(); i++) peers.get(i + 1).join(pending.welcome().orElseThrow(), own.get(i));
        founder.apply(pending);
        return peers;
    }

    LeafParameters leaf() {
        return leaf(List.of(new Extension(FOLLOWER, name.getBytes(StandardCharsets.UTF_8))));
    }

    LeafParameters leaf(List<Extension> extensions) {
        return new LeafParameters(signatureKey, credential(), capabilities(), extensions);
    }

    Credential credential() {
        return Credential.basic(name.getBytes(StandardCharsets.UTF_8));
    }

    Capabilities capabilities() {
        return Capabilities.of(List.of(1, 2, 3, 4, 5, 6, 7), List.of(FOLLOWER, POLICY));
    }

    OwnKeyPackage keyPackage() {
        try {
            var own = OwnKeyPackage.create(suite, leaf(), new Lifetime(1000, 2000), List.of());
            return OwnKeyPackage.fromBytes(own.toBytes());
        } catch (MlsException e) {
            throw new AssertionError(e);
        }
    }

    void store(Group next) throws MlsException {
        group = Group.fromBytes(next.epochBytes(), next.ratchetBytes());
    }

    Joined join(byte[] welcome, OwnKeyPackage own) throws MlsException {
        var joined = Group.join(suite, welcome, own, null, PSKS, CredentialCheck.none());
        store(joined.group());
        return joined;
    }

    PendingCommit commit(CommitRequest request) throws MlsException {
        var committing = group.commit(suite, request, PSKS, CredentialCheck.none());
        store(committing.group());
        return PendingCommit.fromBytes(committing.pending().toBytes());
    }

    void apply(PendingCommit pending) throws MlsException {
        store(group.apply(pending));
    }

    byte[] say(String text) throws MlsException {
        return say(text, new byte[0]);
    }

    byte[] say(String text, byte[] authenticatedData) throws MlsException {
        var sent =
                group.protect(
                        suite,
                        text.getBytes(StandardCharsets.UTF_8),
                        authenticatedData,
                        length -> Math.max(256, length));
        store(sent.group());
        return sent.message();
    }

    /** Proposes, and gives the message and reference. */
    Sent propose(ProposalRequest request) throws MlsException {
        var sent = group.propose(suite, request, new byte[] {9}, Framing.PRIVATE);
        store(sent.group());
        return sent;
    }

    Received receive(byte[] message) throws MlsException {
        var received = group.receive(suite, message, PSKS, CredentialCheck.none());
        switch (received) {
            case Received.Application it -> store(it.group());
            case Received.Proposed it -> store(it.group());
            case Received.Committed it -> store(it.group());
            case Received.Removed _ -> {}
        }
        return received;
    }

    String hear(byte[] message) throws MlsException {
        var heard = assertInstanceOf(Received.Application.class, receive(message));
        return new String(heard.data(), StandardCharsets.UTF_8);
    }

    Received.Changes follow(byte[] commit) throws MlsException {
        return assertInstanceOf(Received.Committed.class, receive(commit)).changes();
    }

    int leafIndex() {
        return group.self().leaf();
    }

    static void assertAgree(List<Peer> peers) {
        var first = peers.getFirst().group;
        for (var peer : peers) {
            assertArrayEquals(first.epochAuthenticator(), peer.group.epochAuthenticator(), peer.name);
            assertArrayEquals(first.tree(), peer.group.tree(), peer.name);
        }
    }

    /** The committer applies, the others follow, and all agree. */
    static Received.Changes all(List<Peer> peers, Peer committer, PendingCommit pending) throws MlsException {
        Received.Changes changes = pending.changes();
        for (var peer : peers) {
            if (peer == committer) peer.apply(pending);
            else changes = peer.follow(pending.message());
        }
        assertAgree(peers);
        return changes;
    }

    @Override
    public String toString() {
        return name;
    }
}
