package parley.bench.mls;

import parley.bench.Report;
import parley.client.api.crypto.Groups.Change;
import parley.client.api.crypto.Groups.NewKeyPackage;
import parley.crypto.AccountIdentities;
import parley.crypto.MlsGroups;
import parley.mls.MlsException;
import parley.protocol.Address;
import parley.protocol.ConversationId;
import parley.protocol.Hash;
import parley.protocol.LogId;
import parley.protocol.Token;
import parley.protocol.content.JoinPoint;
import parley.protocol.content.LeafData;
import parley.protocol.content.Policy;
import parley.protocol.wire.Bytes;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a client does that joins a group of 5,000: every leaf's signature, every identity chain. With the components
 * that clients have, put together by hand.
 */
final class JoinerOf5000 {

    private static final int MEMBERS = 5000;
    private static final int ROUNDS = 5;

    /** What is promised, in seconds. */
    private static final double PROMISED = 3;

    private final MlsGroups groups;
    private final AccountIdentities identities;

    private JoinerOf5000() throws ReflectiveOperationException {
        var crypto = ClientCrypto.make(1);
        groups = crypto.groups();
        identities = crypto.identities();
    }

    static void run() throws MlsException {
        try {
            new JoinerOf5000().measure();
        } catch (Exception e) {
            throw new IllegalStateException("the group of 5,000 cannot be made", e);
        }
    }

    private record Client(Bytes identity, NewKeyPackage keyPackage) {}

    private LeafData leaf(Bytes identity, int number) throws Exception {
        var devices = identities.view(identity).devices();
        return new LeafData(
                identities.newFollower().key(),
                new Address("member-" + number, "relay.example"),
                devices.inboxKeyNumber(),
                devices.inboxKey(),
                Token.random(),
                Token.random());
    }

    private void measure() throws Exception {
        var clients = new ArrayList<Client>();
        for (int i = 1; i < MEMBERS; i++) {
            var identity = identities.create();
            var keyPackage =
                    groups.newKeyPackage(identity, 1, leaf(identity, i), Instant.now(), Duration.ofDays(30), false);
            clients.add(new Client(identity, keyPackage));
        }
        var founder = identities.create();
        var policy =
                new Policy(
                        ConversationId.random(),
                        Policy.Kind.GROUP,
                        1,
                        "five thousand",
                        List.of(identities.view(founder).account()),
                        false,
                        MEMBERS,
                        Bytes.wrap(new byte[32]));
        var alone = groups.create(founder, 1, leaf(founder, 0), policy);
        var point = new JoinPoint("relay.example", LogId.random(), 0, Hash.ZERO);
        var packages = clients.stream().map(client -> client.keyPackage.keyPackage()).toList();
        var began = System.nanoTime();
        var made =
                groups.commit(
                        founder,
                        alone,
                        new Change(packages, List.of(), Optional.empty(), Optional.empty()),
                        Bytes.EMPTY,
                        point);
        var added = System.nanoTime() - began;
        var welcome = made.welcome().orElseThrow();
        var times = new double[ROUNDS];
        for (int i = 0; i < ROUNDS; i++) {
            var client = clients.get(i * 997);
            began = System.nanoTime();
            var joined = groups.join(client.identity, client.keyPackage.secret(), welcome, Optional.empty());
            var members = groups.view(joined.group()).members();
            times[i] = (System.nanoTime() - began) / 1e9;
            if (members.size() != MEMBERS || !members.stream().allMatch(member -> member.trusted())) {
                throw new IllegalStateException("not all of them are trusted members");
            }
        }
        Report.say("A group of 5,000, suite 1, with identity chains:");
        Report.say("  add 4,999 in one commit %.1f s, Welcome with the tree %,d bytes", added / 1e9, welcome.length());
        var median = Report.median(times);
        Report.say(
                "  a joiner checks every leaf and chain in %.2f s, slowest of %d %.2f s (at most %.0f: %s)",
                median, ROUNDS, Report.quantile(times, 1), PROMISED, Report.held(median, PROMISED));
    }
}
