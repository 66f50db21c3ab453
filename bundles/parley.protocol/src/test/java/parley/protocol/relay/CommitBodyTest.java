package parley.protocol.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import static parley.protocol.samples.Fixed.*;

import org.junit.jupiter.api.Test;

import parley.protocol.Hash;
import parley.protocol.relay.CommitBody.NewFollower;
import parley.protocol.wire.WireWriter;

import java.util.HashSet;
import java.util.List;

class CommitBodyTest {

    private static final NewFollower ONE = new NewFollower(FOLLOWER, false);
    private static final NewFollower OTHER = new NewFollower(OTHER_FOLLOWER, false);

    @Test
    void bindingIsOfBaseAndBothLists() {
        var bound =
                new WireWriter()
                        .u64(44)
                        .opaque(new WireWriter().fixed(FOLLOWER.bytes()).u8(1).toArray())
                        .opaque(OTHER_FOLLOWER.bytes());
        assertEquals(
                Hash.of(bound.toArray()),
                CommitBody.binding(44, List.of(new NewFollower(FOLLOWER, true)), List.of(OTHER_FOLLOWER)));
    }

    @Test
    void bindingChangesWithAnyField() {
        var all =
                List.of(
                        CommitBody.binding(44, List.of(ONE), List.of(OTHER_FOLLOWER)),
                        CommitBody.binding(45, List.of(ONE), List.of(OTHER_FOLLOWER)),
                        CommitBody.binding(44, List.of(new NewFollower(FOLLOWER, true)), List.of(OTHER_FOLLOWER)),
                        CommitBody.binding(44, List.of(OTHER), List.of(OTHER_FOLLOWER)),
                        CommitBody.binding(44, List.of(ONE), List.of(FOLLOWER)),
                        CommitBody.binding(44, List.of(), List.of(OTHER_FOLLOWER)),
                        CommitBody.binding(44, List.of(ONE), List.of()),
                        CommitBody.binding(44, List.of(ONE, OTHER), List.of()),
                        CommitBody.binding(44, List.of(OTHER, ONE), List.of()),
                        CommitBody.binding(44, List.of(), List.of(FOLLOWER, OTHER_FOLLOWER)));
        assertEquals(all.size(), new HashSet<>(all).size());
    }

    @Test
    void signedBytesDifferByLinkAndPurpose() {
        var all =
                List.of(
                        TRANSCRIPT.signIn(),
                        TRANSCRIPT.signUp("alice"),
                        TRANSCRIPT.signUp("alicf"),
                        TRANSCRIPT.hello("alice", false),
                        TRANSCRIPT.hello("alice", true),
                        TRANSCRIPT.follow(LOG),
                        BLIND.signIn(),
                        new Transcript(
                                        /* clientNonce= */ RELAY_NONCE,
                                        /* relayNonce= */ CLIENT_NONCE,
                                        RELAY,
                                        HASH.bytes())
                                .signIn());
        assertEquals(all.size(), new HashSet<>(all).size());
        assertNotEquals(BLIND.follow(LOG), TRANSCRIPT.follow(LOG));
    }
}
