package parley.interop;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import parley.interop.Peer.Made;
import parley.interop.Peer.Wanted;
import parley.mls.MlsException;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * Parley's MLS and another one in the same groups, in both roles. After each step all members have the same epoch
 * authenticator (RFC 9420 §8.7), which nobody has who went another way.
 */
class InteropTest {

    /** Which implementation founds the group, and which joins it. */
    enum Pair {
        OWN_TS,
        TS_OWN,
        OWN_BC,
        BC_OWN
    }

    record Case(Pair pair, int suite) {
        @Override
        public String toString() {
            return pair + ", suite " + suite;
        }
    }

    /** Which tests passed in which cases: test, pair, suites. */
    private static final Map<String, Map<Pair, List<Integer>>> PASSED = new TreeMap<>();

    private static void passed(Case which) {
        var test = StackWalker.getInstance().walk(frames -> frames.skip(1).findFirst().orElseThrow().getMethodName());
        PASSED.computeIfAbsent(test, _ -> new TreeMap<>())
                .computeIfAbsent(which.pair, _ -> new ArrayList<>())
                .add(which.suite);
    }

    /** Which bcmls does not have. */
    private static final int XWING = 0xF00D;

    private static final AtomicInteger PEERS = new AtomicInteger();

    private static Node node;

    @BeforeAll
    static void start() throws Exception {
        node = new Node();
    }

    @AfterAll
    static void end() throws Exception {
        node.close();
        var table =
                new StringBuilder("Suites in which each test passed; the first founds the group, the second joins\n");
        PASSED.forEach((test, pairs) -> table.append("%-22s %s%n".formatted(test, pairs)));
        Files.writeString(Path.of("target/interop.txt"), table);
    }

    static Stream<Case> cases() {
        return Stream.of(Pair.values())
                .flatMap(pair -> Suites.ids().stream().map(suite -> new Case(pair, suite)))
                .filter(which -> which.suite != XWING || which.pair == Pair.OWN_TS || which.pair == Pair.TS_OWN);
    }

    private static Peer founder(Case which) {
        return switch (which.pair) {
            case OWN_TS, OWN_BC -> own();
            case TS_OWN -> ts();
            case BC_OWN -> bc();
        };
    }

    private static Peer joiner(Case which) {
        return switch (which.pair) {
            case OWN_TS -> ts();
            case OWN_BC -> bc();
            case TS_OWN, BC_OWN -> own();
        };
    }

    private static Peer own() {
        return new OwnPeer("own-" + PEERS.incrementAndGet());
    }

    private static Peer ts() {
        return new TsPeer(node, "ts-" + PEERS.incrementAndGet());
    }

    private static Peer bc() {
        return new BcPeer("bc-" + PEERS.incrementAndGet());
    }

    /** Two members of the two implementations, and one more of each who is not in the group. */
    private record Scene(Case which, Peer alice, Peer bob, Peer carol, Peer dave) {

        static Scene of(Case which) throws Exception {
            var scene = new Scene(which, founder(which), joiner(which), joiner(which), founder(which));
            scene.alice.create(which.suite, groupId());
            var made = scene.alice.commit(Wanted.add(scene.bob.keyPackage(which.suite)));
            scene.bob.join(welcome(made), made.tree());
            return scene;
        }

        /** {@code author} commits, everybody else takes it. */
        Made commit(Peer author, Wanted wanted, Peer... others) throws Exception {
            var made = author.commit(wanted);
            for (var other : others) assertEquals(Optional.empty(), other.take(made.commit()));
            return made;
        }
    }

    private static byte[] groupId() {
        return ("group " + PEERS.incrementAndGet()).getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] welcome(Made made) {
        return Optional.ofNullable(made.welcome()).orElseThrow();
    }

    private static void agree(Peer first, Peer... others) throws Exception {
        for (var other : others) assertArrayEquals(first.epochAuthenticator(), other.epochAuthenticator());
    }

    private static void talk(Peer from, Peer... to) throws Exception {
        var text = "said by " + PEERS.incrementAndGet() + ", \u0645\u0631\u062d\u0628\u0627";
        var message = from.say(text.getBytes(StandardCharsets.UTF_8));
        for (var each : to) heard(text, each, message);
    }

    private static void heard(String text, Peer by, byte[] message) throws Exception {
        assertEquals(text, new String(by.take(message).orElseThrow(), StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void welcomeAndTalk(Case which) throws Exception {
        var scene = Scene.of(which);
        agree(scene.alice, scene.bob);
        talk(scene.alice, scene.bob);
        talk(scene.bob, scene.alice);
        passed(which);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void addAndRemove(Case which) throws Exception {
        var scene = Scene.of(which);
        var made = scene.commit(scene.bob, Wanted.add(scene.carol.keyPackage(which.suite)), scene.alice);
        scene.carol.join(welcome(made), made.tree());
        agree(scene.alice, scene.bob, scene.carol);
        made = scene.commit(scene.alice, Wanted.add(scene.dave.keyPackage(which.suite)), scene.bob, scene.carol);
        scene.dave.join(welcome(made), made.tree());
        agree(scene.alice, scene.bob, scene.carol, scene.dave);
        talk(scene.carol, scene.alice, scene.bob, scene.dave);
        var last = scene.dave;
        if (scene.dave instanceof TsPeer) last = scene.bob;
        var first = last == scene.bob ? scene.dave : scene.bob;
        scene.commit(last, Wanted.remove(scene.carol.leaf()), scene.alice, first);
        agree(scene.alice, scene.bob, scene.dave);
        talk(scene.bob, scene.alice, scene.dave);
        passed(which);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void removeByReference(Case which) throws Exception {
        var scene = Scene.of(which);
        var made = scene.commit(scene.alice, Wanted.add(scene.carol.keyPackage(which.suite)), scene.bob);
        scene.carol.join(welcome(made), made.tree());
        var committer = scene.alice instanceof TsPeer ? scene.bob : scene.alice;
        var proposer = committer == scene.bob ? scene.alice : scene.bob;
        committer.take(proposer.proposeRemove(scene.carol.leaf()));
        scene.commit(committer, Wanted.proposed(), proposer);
        agree(scene.alice, scene.bob);
        passed(which);
    }

    /** RFC 9420 §12.4: with a Remove there is a path. ts-mls leaves it out where there is only one. */
    @Test
    void refusesRemoveWithoutPath() throws Exception {
        var scene = Scene.of(new Case(Pair.TS_OWN, 1));
        var made = scene.commit(scene.alice, Wanted.add(scene.carol.keyPackage(1)), scene.bob);
        scene.carol.join(welcome(made), made.tree());
        var commit = scene.alice.commit(Wanted.remove(scene.carol.leaf())).commit();
        assertThrows(MlsException.Invalid.class, () -> scene.bob.take(commit));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void updates(Case which) throws Exception {
        var scene = Scene.of(which);
        scene.commit(scene.alice, Wanted.NOTHING, scene.bob);
        agree(scene.alice, scene.bob);
        scene.commit(scene.bob, Wanted.NOTHING, scene.alice);
        agree(scene.alice, scene.bob);
        talk(scene.alice, scene.bob);
        talk(scene.bob, scene.alice);
        passed(which);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void proposalsByReference(Case which) throws Exception {
        var scene = Scene.of(which);
        assertEquals(Optional.empty(), scene.bob.take(scene.alice.proposeAdd(scene.carol.keyPackage(which.suite))));
        var made = scene.commit(scene.bob, Wanted.proposed(), scene.alice);
        scene.carol.join(welcome(made), made.tree());
        agree(scene.alice, scene.bob, scene.carol);
        var proposal = scene.bob.proposeAdd(scene.dave.keyPackage(which.suite));
        scene.alice.take(proposal);
        scene.carol.take(proposal);
        made = scene.commit(scene.alice, Wanted.proposed(), scene.bob, scene.carol);
        scene.dave.join(welcome(made), made.tree());
        agree(scene.alice, scene.bob, scene.carol, scene.dave);
        passed(which);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void externalPsk(Case which) throws Exception {
        var scene = Scene.of(which);
        byte[] id = {1, 2, 3};
        var psk = "agreed elsewhere".getBytes(StandardCharsets.US_ASCII);
        for (var peer : List.of(scene.alice, scene.bob)) peer.knows(id, psk);
        scene.commit(scene.alice, Wanted.psk(id), scene.bob);
        agree(scene.alice, scene.bob);
        scene.commit(scene.bob, Wanted.psk(id), scene.alice);
        agree(scene.alice, scene.bob);
        passed(which);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void outOfOrder(Case which) throws Exception {
        var scene = Scene.of(which);
        for (var pair : List.of(List.of(scene.alice, scene.bob), List.of(scene.bob, scene.alice))) {
            var messages = new byte[5][];
            for (int i = 0; i < messages.length; i++) messages[i] = pair.get(0).say(new byte[] {(byte) i});
            for (int i : List.of(4, 1, 0, 3, 2)) {
                assertArrayEquals(new byte[] {(byte) i}, pair.get(1).take(messages[i]).orElseThrow());
            }
        }
        passed(which);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void lateForTheEpoch(Case which) throws Exception {
        var scene = Scene.of(which);
        var late = scene.alice.say("late".getBytes(StandardCharsets.US_ASCII));
        scene.commit(scene.alice, Wanted.NOTHING, scene.bob);
        heard("late", scene.bob, late);
        var later = scene.bob.say("later".getBytes(StandardCharsets.US_ASCII));
        scene.commit(scene.bob, Wanted.NOTHING, scene.alice);
        heard("later", scene.alice, later);
        passed(which);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void externalJoin(Case which) throws Exception {
        var scene = Scene.of(which);
        var commit = scene.carol.joinExternally(which.suite, scene.alice.groupInfo());
        scene.alice.take(commit);
        scene.bob.take(commit);
        agree(scene.alice, scene.bob, scene.carol);
        commit = scene.dave.joinExternally(which.suite, scene.bob.groupInfo());
        for (var peer : List.of(scene.alice, scene.bob, scene.carol)) peer.take(commit);
        agree(scene.alice, scene.bob, scene.carol, scene.dave);
        talk(scene.dave, scene.alice, scene.bob, scene.carol);
        scene.commit(scene.carol, Wanted.NOTHING, scene.alice, scene.bob, scene.dave);
        agree(scene.alice, scene.bob, scene.carol, scene.dave);
        passed(which);
    }

    /**
     * Where a group goes: to suite 3, from there to 1. bcmls makes the nonce as long as the former suite's hash, which
     * we refuse (RFC 9420 §8.4): it goes where that is right.
     */
    private static int next(Case which) {
        if (which.pair != Pair.BC_OWN) return which.suite == 3 ? 1 : 3;
        return switch (which.suite) {
            case 1, 2 -> 3;
            case 3 -> 1;
            case 5, 6 -> 4;
            case 4 -> 6;
            default -> which.suite;
        };
    }

    @ParameterizedTest
    @MethodSource("cases")
    void reInit(Case which) throws Exception {
        var scene = Scene.of(which);
        var next = next(which);
        var commit = scene.alice.reInit(groupId(), next);
        if (scene.bob instanceof BcPeer bc) bc.takeReInit(commit);
        else scene.bob.take(commit);
        agree(scene.alice, scene.bob);
        var made = scene.alice.succeed(List.of(scene.bob.keyPackage(next)));
        scene.bob.joinSuccessor(welcome(made), made.tree());
        agree(scene.alice, scene.bob);
        talk(scene.alice, scene.bob);
        talk(scene.bob, scene.alice);
        passed(which);
    }
}
