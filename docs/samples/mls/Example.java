import static java.nio.charset.StandardCharsets.UTF_8;

import parley.cipher.aesgcm.Mls128X25519;
import parley.cipher.api.CipherSuite;
import parley.mls.Capabilities;
import parley.mls.CommitRequest;
import parley.mls.Credential;
import parley.mls.CredentialCheck;
import parley.mls.Group;
import parley.mls.LeafParameters;
import parley.mls.Lifetime;
import parley.mls.MlsException;
import parley.mls.OwnKeyPackage;
import parley.mls.Padding;
import parley.mls.PskLookup;
import parley.mls.Received;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Three people in an MLS group (RFC 9420), with parley.mls and a cipher bundle and nothing else: made, joined, talked
 * in, and left by one. What they send to one another, a program of yours carries.
 */
public final class Example {

    static final CipherSuite SUITE = new Mls128X25519();

    /** A client: its state changes with everything it sends and gets. */
    static final class Client {

        final String name;
        final CipherSuite.KeyPair signatureKey = SUITE.signatureKeyPair();
        Optional<OwnKeyPackage> offered = Optional.empty();
        Optional<Group> group = Optional.empty();

        Client(String name) {
            this.name = name;
        }

        /** What its leaf shows to the others; a real program puts an identity here that they can check. */
        LeafParameters leaf() {
            var credential = Credential.basic(name.getBytes(UTF_8));
            return new LeafParameters(signatureKey, credential, Capabilities.of(List.of(SUITE.id()), List.of()), List.of());
        }

        /** Something for others to add it by, even while it is away. */
        OwnKeyPackage offer() {
            var now = Instant.now().getEpochSecond();
            var made = OwnKeyPackage.create(SUITE, leaf(), new Lifetime(now - 3600, now + 86_400), List.of());
            offered = Optional.of(made);
            return made;
        }

        void start() throws MlsException {
            become(Group.create(SUITE, "book club".getBytes(UTF_8), leaf(), List.of()));
        }

        void join(byte[] welcome) throws MlsException {
            var keyPackage = offered.orElseThrow();
            become(Group.join(SUITE, welcome, keyPackage, null, PskLookup.none(), CredentialCheck.none()).group());
        }

        /** Here a program stores both parts, before anything leaves. */
        void become(Group next) throws MlsException {
            group = Optional.of(Group.fromBytes(next.epochBytes(), next.ratchetBytes()));
        }

        byte[] say(String text) throws MlsException {
            var sent = group.orElseThrow().protect(SUITE, text.getBytes(UTF_8), new byte[0], Padding.none());
            become(sent.group());
            return sent.message();
        }

        /** Whatever it gets: the state tells what it is. */
        void take(byte[] message) throws MlsException {
            var received = group.orElseThrow().receive(SUITE, message, PskLookup.none(), CredentialCheck.none());
            switch (received) {
                case Received.Application it -> {
                    var from = new String(it.sender().node().credential().identity(), UTF_8);
                    System.out.println(name + " reads from " + from + ": " + new String(it.data(), UTF_8));
                    become(it.group());
                }
                case Received.Committed it -> {
                    System.out.println(name + " is in epoch " + it.group().epoch());
                    become(it.group());
                }
                case Received.Removed _ -> {
                    System.out.println(name + " was removed");
                    group = Optional.empty();
                }
                case Received.Proposed it -> become(it.group());
            }
        }
    }

    private Example() {}

    /** Makes a change; whoever orders the group's messages has let it through, so it is in force at once. */
    static parley.mls.PendingCommit commit(Client author, CommitRequest request) throws MlsException {
        var made = author.group.orElseThrow().commit(SUITE, request, PskLookup.none(), CredentialCheck.none());
        author.become(made.group());
        author.become(made.group().apply(made.pending()));
        return made.pending();
    }

    public static void main(String[] words) throws MlsException {
        var alice = new Client("Alice");
        var bob = new Client("Bob");
        var carol = new Client("Carol");

        alice.start();
        var added = commit(alice, new CommitRequest().add(bob.offer().keyPackage()).add(carol.offer().keyPackage()));
        bob.join(added.welcome().orElseThrow());
        carol.join(added.welcome().orElseThrow());

        var hello = alice.say("welcome to the book club");
        bob.take(hello);
        carol.take(hello);
        alice.take(bob.say("what are we reading?"));

        var removed = commit(alice, new CommitRequest().remove(carol.group.orElseThrow().self().leaf()));
        bob.take(removed.message());
        carol.take(removed.message());

        bob.take(alice.say("this one is for Bob alone"));
    }
}
