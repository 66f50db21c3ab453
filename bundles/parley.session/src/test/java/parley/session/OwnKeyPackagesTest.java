package parley.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.client.api.Event;
import parley.client.api.Suites;
import parley.client.api.session.KeyPackages.Own;
import parley.protocol.Hash;
import parley.protocol.relay.Frame;
import parley.protocol.relay.Problem;
import parley.protocol.relay.Right;
import parley.protocol.wire.Bytes;
import parley.testing.Eventually;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;

class OwnKeyPackagesTest extends SessionTest {

    private final TestGroups groups = new TestGroups();
    private volatile Instant now = Instant.parse("2026-11-20T00:00:00Z");
    private OwnKeyPackages keyPackages;

    private void startKeyPackages(HomeRelay session) {
        keyPackages = new OwnKeyPackages(store, session, () -> now);
        keyPackages.identities = crypto;
        keyPackages.groups = groups.groups();
        Suites suites = () -> groups.present.stream().sorted().map(id -> new Suites.Suite(id, "s" + id, "b")).toList();
        keyPackages.bindSuites(suites);
        session.bindListener(keyPackages);
    }

    private void stopKeyPackages(HomeRelay session) throws Exception {
        session.unbindListener(keyPackages);
        keyPackages.close();
    }

    @AfterEach
    void close() throws Exception {
        if (keyPackages != null) keyPackages.close();
    }

    @Test
    void stocksTheRelayForEverySuite() throws Exception {
        groups.present.addAll(java.util.List.of(1, 2, 3));
        startKeyPackages(signedUp());
        Eventually.until("stocked", () -> relay.stock.size() == 60 && relay.lastResorts.size() == 3);
        for (var suite : groups.present) {
            assertEquals(OwnKeyPackages.STOCK, relay.stock.stream().filter(one -> one.suite() == suite).count());
        }
        var own = stored();
        assertEquals(63, own.size());
        assertEquals(63, own.stream().map(one -> one.leaf().follower()).collect(Collectors.toSet()).size());
        for (var one : own) {
            assertEquals("alice@relay.example", one.leaf().address().toString());
            assertEquals(Right.DELIVER, relay.granted.get(one.leaf().deliver().hash()));
            assertEquals(Right.TAKE_KEY_PACKAGE, relay.granted.get(one.leaf().take().hash()));
        }
        assertEquals(
                own.stream().map(Own::keyPackage).collect(Collectors.toSet()),
                relay.everPublished.stream().map(Frame.StoredKeyPackage::keyPackage).collect(Collectors.toSet()));
    }

    /** Whatever the relay has, its private half and its tokens are where they should be: also if we are killed then. */
    @Test
    void publishesNothingWhosePrivateHalfIsNotStored() throws Exception {
        groups.present.add(1);
        var violated = new AtomicBoolean();
        relay.script =
                (connection, frame) -> {
                    if (frame instanceof Frame.PublishKeyPackages publish) {
                        for (var one : publish.keyPackages()) {
                            var own = stored(Hash.of(one.keyPackage()));
                            if (own.isEmpty() || !relay.granted.containsKey(own.get().leaf().deliver().hash()))
                                violated.set(true);
                        }
                    }
                    return null;
                };
        startKeyPackages(signedUp());
        Eventually.until("stocked", () -> relay.stock.size() == 20);
        assertFalse(violated.get());
    }

    @Test
    void goesOnAfterACrashAtEveryStep() throws Exception {
        groups.present.add(1);
        var session = signedUp();
        for (int step = 1; step < 12; step++) {
            var left = new java.util.concurrent.atomic.AtomicInteger(step);
            var carriedOut = step % 2 == 0; // before it was lost, or never
            relay.script =
                    (connection, frame) -> {
                        if (!(frame instanceof Frame.Grant || frame instanceof Frame.PublishKeyPackages)) return null;
                        if (left.decrementAndGet() > 0) return null;
                        if (carriedOut && frame instanceof Frame.PublishKeyPackages publish) {
                            relay.stock.addAll(
                                    publish.keyPackages().stream().filter(one -> !one.lastResort()).toList());
                        }
                        return ScriptedRelay.SILENCE;
                    };
            startKeyPackages(session);
            Eventually.until("stuck, or nothing left to do", () -> left.get() <= 0 || relay.stock.size() >= 20);
            stopKeyPackages(session);
            relay.script = (connection, frame) -> null;
            for (var one : relay.stock) assertTrue(stored(Hash.of(one.keyPackage())).isPresent(), "step " + step);
            relay.stock.clear();
        }
        startKeyPackages(session);
        Eventually.until("stocked", () -> relay.stock.size() == 20 && relay.lastResorts.size() == 1);
    }

    @Test
    void publishesTheSameLastResortAgainIfItMayNotHaveArrived() throws Exception {
        groups.present.add(1);
        var session = signedUp();
        relay.script = (connection, frame) -> frame instanceof Frame.PublishKeyPackages ? ScriptedRelay.SILENCE : null;
        startKeyPackages(session);
        Eventually.until(
                "asked", () -> relay.last().heard.stream().anyMatch(f -> f instanceof Frame.PublishKeyPackages));
        stopKeyPackages(session);
        var lost =
                relay.last().heard.stream()
                        .filter(f -> f instanceof Frame.PublishKeyPackages)
                        .map(f -> ((Frame.PublishKeyPackages) f).keyPackages().getFirst())
                        .findFirst()
                        .orElseThrow();
        relay.script = (connection, frame) -> null;
        startKeyPackages(session);
        Eventually.until("published", () -> relay.lastResorts.containsKey(1));
        assertEquals(lost.keyPackage(), relay.lastResorts.get(1).keyPackage());
    }

    @Test
    void replacesWhatWasUsedAndDeletesItsPrivateHalf() throws Exception {
        groups.present.add(1);
        startKeyPackages(signedUp());
        Eventually.until("stocked", () -> relay.stock.size() == 20 && relay.lastResorts.size() == 1);
        var taken = Hash.of(relay.take(1).orElseThrow().keyPackage());
        assertEquals(taken, stored(taken).orElseThrow().reference());
        store.transact(tx -> {
            keyPackages.used(tx, taken);
            keyPackages.used(tx, new Hash(Bytes.wrap(new byte[32])));
            return null;
        });
        assertEquals(Optional.empty(), stored(taken));
        Eventually.until("replaced", () -> relay.stock.size() == 20);
        var lastResort = Hash.of(relay.lastResorts.get(1).keyPackage());
        store.transact(tx -> {
            keyPackages.used(tx, lastResort);
            return null;
        });
        assertTrue(stored(lastResort).isPresent());
        Eventually.until(
                "another in its place", () -> !Hash.of(relay.lastResorts.get(1).keyPackage()).equals(lastResort));
    }

    @Test
    void aRolledBackUseUsesNothing() throws Exception {
        groups.present.add(1);
        startKeyPackages(signedUp());
        Eventually.until("stocked", () -> relay.stock.size() == 20);
        var one = Hash.of(relay.stock.getFirst().keyPackage());
        assertThrows(
                CommandException.class,
                () ->
                        store.transact(tx -> {
                            keyPackages.used(tx, one);
                            throw new CommandException(Code.REFUSED, "no");
                        }));
        assertTrue(stored(one).isPresent());
    }

    @Test
    void replacesOldOnesAndDeletesPrivateHalvesInTime() throws Exception {
        groups.present.add(1);
        startKeyPackages(signedUp());
        Eventually.until("stocked", () -> relay.stock.size() == 20 && relay.lastResorts.size() == 1);
        var firstLastResort = relay.lastResorts.get(1);
        var first = relay.stock.getFirst();
        Eventually.until("noted", () -> store.count("session.keypackage") == 21);
        after(Duration.ofDays(29));
        assertEquals(21, store.count("session.keypackage"));
        after(Duration.ofDays(2));
        Eventually.until(
                "replaced", () -> relay.stock.size() == 40 && !relay.lastResorts.get(1).equals(firstLastResort));
        assertTrue(stored(Hash.of(firstLastResort.keyPackage())).isPresent(), "a Welcome may be under way");
        after(Duration.ofDays(30));
        assertTrue(stored(Hash.of(firstLastResort.keyPackage())).isPresent());
        after(Duration.ofDays(2));
        Eventually.until("deleted", () -> stored(Hash.of(firstLastResort.keyPackage())).isEmpty());
        assertTrue(stored(Hash.of(first.keyPackage())).isPresent());
        after(Duration.ofDays(59));
        Eventually.until("deleted", () -> stored(Hash.of(first.keyPackage())).isEmpty());
    }

    /** One made for a letter a moment ago says nothing of how old those at the relay are. */
    @Test
    void replacesOldOnesAlthoughNewOnesWereHandedOut() throws Exception {
        groups.present.add(1);
        startKeyPackages(signedUp());
        Eventually.until("stocked", () -> relay.stock.size() == 20 && relay.lastResorts.size() == 1);
        Eventually.until("noted", () -> store.count("session.keypackage") == 21);
        after(Duration.ofDays(29));
        keyPackages.fresh();
        after(Duration.ofDays(2));
        Eventually.until("replaced", () -> relay.stock.size() == 40);
        after(Duration.ofDays(29));
        after(Duration.ZERO); // whatever the look before it did is done
        assertEquals(40, relay.stock.size(), "those replaced are fresh");
    }

    /** The damage is a sentence for a person, not a fault of the program. */
    @Test
    void saysThatTheProfileIsDamaged() throws Exception {
        startKeyPackages(signedUp());
        var reference = Hash.of(new byte[] {1});
        store.run(tx -> tx.put("session.keypackage", reference.bytes(), Bytes.ofHex("ff")));
        assertEquals(
                Code.DAMAGED,
                assertThrows(CommandException.class, () -> store.transact(tx -> keyPackages.find(tx, reference)))
                        .code());
        assertEquals(
                Code.DAMAGED,
                assertThrows(CommandException.class, () -> store.run(tx -> keyPackages.used(tx, reference))).code());
        store.run(tx -> tx.remove("session.keypackage", reference.bytes()));
    }

    private void after(Duration duration) {
        now = now.plus(duration);
        var before = relay.last().heard.stream().filter(f -> f instanceof Frame.CountKeyPackages).count();
        keyPackages.happened(new Event.SuitesPresent());
        Eventually.until(
                "looked",
                () -> relay.last().heard.stream().filter(f -> f instanceof Frame.CountKeyPackages).count() > before);
    }

    @Test
    void publishesForASuiteThatAppears() throws Exception {
        groups.present.add(1);
        startKeyPackages(signedUp());
        Eventually.until("stocked", () -> relay.stock.size() == 20);
        crypto.addition = Bytes.ofHex("0c");
        groups.present.add(3);
        keyPackages.happened(new Event.SuitesPresent());
        Eventually.until("stocked", () -> relay.stock.size() == 40 && relay.lastResorts.size() == 2);
        var identity = store.transact(tx -> keyPackages.identity(tx)).orElseThrow();
        assertEquals(33, identity.length());
        assertEquals(Optional.of(identity), store.transact(AccountRecords::identity), "completed, and stored");
    }

    @Test
    void whoeverOnlyTakesIsLeftWithTheLastResort() throws Exception {
        groups.present.add(1);
        startKeyPackages(signedUp());
        while (store.count("session.keypackage") <= OwnKeyPackages.MOST) {
            Eventually.until("stocked", () -> relay.stock.size() == 20);
            relay.stock.clear();
            keyPackages.happened(new Event.SuitesPresent());
        }
        assertEquals(OwnKeyPackages.MOST + 1, store.count("session.keypackage"));
        relay.stock.clear();
        after(Duration.ZERO);
        after(Duration.ZERO);
        assertEquals(OwnKeyPackages.MOST + 1, store.count("session.keypackage"));
        assertEquals(1, relay.lastResorts.size());
    }

    @Test
    void makesFreshOnesOfEverySuiteForALetter() throws Exception {
        groups.present.addAll(java.util.List.of(7, 1));
        startKeyPackages(signedUp());
        var fresh = keyPackages.fresh();
        assertEquals(java.util.List.of(1, 7), fresh.stream().map(Own::suite).toList());
        for (var own : fresh) {
            assertEquals(Optional.of(own), stored(own.reference()));
            assertTrue(relay.granted.containsKey(own.leaf().deliver().hash()));
            assertTrue(relay.everPublished.stream().noneMatch(one -> one.keyPackage().equals(own.keyPackage())));
        }
        var leaf = keyPackages.newLeaf();
        assertEquals(Right.TAKE_KEY_PACKAGE, relay.granted.get(leaf.leaf().take().hash()));
        assertEquals(Right.DELIVER, relay.granted.get(keyPackages.grantDelivery().hash()));
        assertNotEquals(leaf.leaf().follower(), keyPackages.newLeaf().leaf().follower());
    }

    @Test
    void saysWhatIsMissing() throws Exception {
        var session = start();
        startKeyPackages(session);
        assertEquals(Optional.empty(), store.transact(tx -> keyPackages.identity(tx)));
        assertEquals(Code.NOT_FOUND, assertThrows(CommandException.class, keyPackages::newLeaf).code());
        session.create("alice", invite());
        assertTrue(store.transact(tx -> keyPackages.identity(tx)).isPresent());
        assertEquals(
                "no cipher bundle is present; install or start one, then try again",
                assertThrows(CommandException.class, keyPackages::fresh).getMessage());
        relay.script =
                (connection, frame) ->
                        frame instanceof Frame.Grant grant
                                ? new Frame.Refused(grant.request(), Problem.TOO_MUCH, "Too many; wait.")
                                : null;
        var thrown = assertThrows(CommandException.class, keyPackages::grantDelivery);
        assertEquals(Code.REFUSED, thrown.code());
        assertEquals("Too many; wait.", thrown.getMessage());
    }

    // ---- The inbox key ----

    @Test
    void renewsTheInboxKeyEveryThirtyDays() throws Exception {
        groups.present.add(1);
        startKeyPackages(signedUp());
        Eventually.until("stocked", () -> relay.stock.size() == 20);
        after(Duration.ofDays(29));
        assertEquals(0, published().size());
        after(Duration.ofDays(2));
        Eventually.until("published", () -> published().equals(java.util.List.of(2L)));
        after(Duration.ofDays(1));
        after(Duration.ofDays(1));
        assertEquals(java.util.List.of(2L), published());
        var own = keyPackages.newLeaf();
        assertEquals(2, own.leaf().inboxKeyNumber());
    }

    /** The relay had taken the list and the answer was lost: it refuses the same version, and has it. */
    @Test
    void believesTheRelayThatItHasTheListAlready() throws Exception {
        groups.present.add(1);
        startKeyPackages(signedUp());
        Eventually.until("stocked", () -> relay.stock.size() == 20);
        relay.script =
                (connection, frame) ->
                        switch (frame) {
                            case Frame.PublishDevices publish ->
                                    new Frame.Refused(publish.request(), Problem.DENIED, "not newer");
                            case Frame.LookupAccount lookup -> {
                                var sent =
                                        relay.last().heard.stream()
                                                .filter(f -> f instanceof Frame.PublishDevices)
                                                .map(f -> ((Frame.PublishDevices) f).devices())
                                                .findFirst()
                                                .orElseThrow();
                                yield new Frame.Person(lookup.request(), "alice", sent);
                            }
                            default -> null;
                        };
        after(Duration.ofDays(31));
        after(Duration.ofDays(1));
        assertEquals(java.util.List.of(2L), published());
    }

    private java.util.List<Long> published() {
        return relay.last().heard.stream()
                .filter(f -> f instanceof Frame.PublishDevices)
                .map(f -> ((Frame.PublishDevices) f).devices().version())
                .toList();
    }

    private Optional<Own> stored(Hash reference) {
        try {
            return store.transact(tx -> keyPackages.find(tx, reference));
        } catch (CommandException e) {
            throw new AssertionError(e);
        }
    }

    private HashSet<Own> stored() throws CommandException {
        return store.transact(tx -> {
            var all = new HashSet<Own>();
            for (var shelved : KeyPackageShelf.bySuite(tx).values()) shelved.forEach(each -> all.add(each.own()));
            return all;
        });
    }
}
