package parley.relay.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static parley.relay.log.Fixture.account;
import static parley.relay.log.Fixture.bytes;
import static parley.relay.log.Fixture.device;
import static parley.relay.log.Fixture.devices;
import static parley.relay.log.Fixture.hash;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import parley.protocol.LogId;
import parley.protocol.relay.Frame.StoredKeyPackage;
import parley.protocol.relay.Frame.SuiteCount;
import parley.protocol.relay.Right;
import parley.relay.api.Directory;
import parley.relay.api.Directory.Account;
import parley.relay.api.Directory.Change;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

final class JournalDirectoryTest {

    @TempDir Path home;

    private Fixture relay;

    @BeforeEach
    void open() throws Exception {
        relay = new Fixture(home);
    }

    @AfterEach
    void close() {
        relay.close();
    }

    private Directory directory() {
        return relay.stores.directory();
    }

    private StoredKeyPackage keyPackage(int device, int suite, boolean lastResort, int seed) {
        return new StoredKeyPackage(device(device), suite, lastResort, bytes(100, seed));
    }

    @Test
    void makesAnAccountOnceAndKeepsNamesApart() throws Exception {
        var alice = devices(account(1), 1, device(1));
        assertEquals(Change.MADE, directory().create("alice", alice, Optional.empty()));
        assertEquals(Change.MADE, directory().create("alice", alice, Optional.empty()));
        assertEquals(
                Change.NAME_TAKEN, directory().create("alice", devices(account(2), 1, device(2)), Optional.empty()));
        assertEquals(Change.NAME_TAKEN, directory().create("alison", alice, Optional.empty()));
        assertEquals(Optional.of(new Account("alice", alice)), directory().byName("alice"));
        assertEquals(Optional.of(new Account("alice", alice)), directory().byKey(account(1)));
        assertEquals(Optional.empty(), directory().byName("bob"));
        assertEquals(1, directory().accounts());
        assertTrue(relay.stores.logs().state(LogId.inboxOf(account(1)), Fixture.inboxFollower(1)).isPresent());
    }

    @Test
    void usesAnInviteUpOnlyWhereItMakesAnAccount() throws Exception {
        directory().grant(hash(1), Right.SIGN_UP, Optional.empty(), 1, Duration.ofDays(7));
        assertEquals(Change.NOT_FOUND, create(1, hash(2)));
        assertEquals(Change.MADE, create(1, hash(1)));
        assertEquals(Change.MADE, create(1, hash(1)), "the same again");
        assertEquals(Change.NOT_FOUND, create(2, hash(1)), "used up");
    }

    private Change create(int seed, parley.protocol.Hash invite) throws Exception {
        return directory().create("p" + seed, devices(account(seed), 1, device(seed)), Optional.of(invite));
    }

    @Test
    void anInviteMayBeForAnyNumberAndExpires() throws Exception {
        directory().grant(hash(1), Right.SIGN_UP, Optional.empty(), 0, Duration.ofDays(7));
        assertEquals(Change.MADE, create(1, hash(1)));
        assertEquals(Change.MADE, create(2, hash(1)));
        relay.clock.pass(Duration.ofDays(7).minusMillis(1));
        assertEquals(Change.MADE, create(3, hash(1)));
        relay.clock.pass(Duration.ofMillis(1));
        assertEquals(Change.NOT_FOUND, create(4, hash(1)));
    }

    @Test
    void takesDeviceListsOnlyForwards() throws Exception {
        relay.person(1);
        assertEquals(Change.NOT_NEWER, directory().publish(devices(account(1), 1, device(2))));
        assertEquals(Change.MADE, directory().publish(devices(account(1), 5, device(2))));
        assertEquals(Change.NOT_NEWER, directory().publish(devices(account(1), 4, device(3))));
        assertEquals(Change.NOT_FOUND, directory().publish(devices(account(9), 1, device(3))));
        var inbox = LogId.inboxOf(account(1));
        assertTrue(relay.stores.logs().state(inbox, Fixture.inboxFollower(1)).isEmpty());
        assertTrue(relay.stores.logs().state(inbox, Fixture.inboxFollower(2)).isPresent());
        relay.reopen();
        assertTrue(relay.stores.logs().state(inbox, Fixture.inboxFollower(1)).isEmpty());
        assertTrue(relay.stores.logs().state(inbox, Fixture.inboxFollower(2)).isPresent());
    }

    @Test
    void aNewDeviceIsNotGoneFromAnInboxThatOthersHaveRead() throws Exception {
        relay.person(1);
        var inbox = LogId.inboxOf(account(1));
        var first = Fixture.stored(relay.deliver(inbox, "read by the first device"));
        relay.stores.logs().reached(inbox, Fixture.inboxFollower(1), first);
        assertEquals(Change.MADE, directory().publish(devices(account(1), 2, device(1), device(2))));
        Fixture.stored(relay.deliver(inbox, "for both"));
        assertEquals(1, relay.read(inbox, Fixture.inboxFollower(2), 0).size());
    }

    @Test
    void handsAKeyPackageOutOnceAndTheLastResortAlways() throws Exception {
        relay.person(1);
        var one = keyPackage(1, 1, false, 1);
        var two = keyPackage(1, 1, false, 2);
        var last = keyPackage(1, 1, true, 3);
        assertEquals(Change.MADE, directory().addKeyPackages(account(1), List.of(one, two, last)));
        assertEquals(List.of(new SuiteCount(1, 2)), directory().countKeyPackages(device(1)));
        assertEquals(List.of(one), directory().takeKeyPackages(account(1), List.of(7, 1)));
        assertEquals(List.of(two), directory().takeKeyPackages(account(1), List.of(1)));
        assertEquals(List.of(last), directory().takeKeyPackages(account(1), List.of(1)));
        assertEquals(List.of(last), directory().takeKeyPackages(account(1), List.of(1)));
        assertEquals(List.of(), directory().takeKeyPackages(account(1), List.of(7)));
        assertEquals(List.of(), directory().takeKeyPackages(account(9), List.of(1)));
        assertEquals(List.of(new SuiteCount(1, 0)), directory().countKeyPackages(device(1)));
        var newer = keyPackage(1, 1, true, 4);
        directory().addKeyPackages(account(1), List.of(newer));
        assertEquals(List.of(newer), directory().takeKeyPackages(account(1), List.of(1)), "replaces the earlier one");
    }

    @Test
    void prefersTheFirstSuiteThatADeviceHasAndServesEachDevice() throws Exception {
        directory().create("alice", devices(account(1), 1, device(1), device(2)), Optional.empty());
        var a = keyPackage(1, 3, false, 1);
        var b = keyPackage(1, 1, false, 2);
        var c = keyPackage(2, 1, false, 3);
        directory().addKeyPackages(account(1), List.of(a, b, c));
        assertEquals(List.of(a, c), directory().takeKeyPackages(account(1), List.of(3, 1)));
    }

    @Test
    void keepsFiftyOfASuiteTheNewest() throws Exception {
        relay.person(1);
        var added = new ArrayList<StoredKeyPackage>();
        for (int i = 0; i < Directory.MAX_KEY_PACKAGES; i++) added.add(keyPackage(1, 1, false, i));
        directory().addKeyPackages(account(1), added);
        assertEquals(
                added.getFirst(), directory().takeKeyPackages(account(1), List.of(1)).getFirst(), "all fifty are kept");
        directory().addKeyPackages(account(1), List.of(keyPackage(1, 1, false, 100), keyPackage(1, 1, false, 101)));
        assertEquals(List.of(new SuiteCount(1, 50)), directory().countKeyPackages(device(1)));
        assertEquals(
                added.get(2), directory().takeKeyPackages(account(1), List.of(1)).getFirst(), "the oldest gave way");
    }

    @Test
    void refusesKeyPackagesOfOthersAndOfTooManySuites() throws Exception {
        relay.person(1);
        assertEquals(Change.NOT_FOUND, directory().addKeyPackages(account(1), List.of(keyPackage(2, 1, false, 1))));
        assertEquals(Change.NOT_FOUND, directory().addKeyPackages(account(2), List.of(keyPackage(1, 1, false, 1))));
        for (int suite = 1; suite <= JournalDirectory.MAX_SUITES; suite++) {
            assertEquals(
                    Change.MADE, directory().addKeyPackages(account(1), List.of(keyPackage(1, suite, false, suite))));
        }
        var oneMore = List.of(keyPackage(1, 99, false, 99));
        assertEquals(Change.TOO_MUCH, directory().addKeyPackages(account(1), oneMore));
        var many = new ArrayList<StoredKeyPackage>();
        for (int i = 0; i < JournalDirectory.MAX_ADDED; i++) many.add(keyPackage(1, 1, false, 1000 + i));
        assertEquals(Change.MADE, directory().addKeyPackages(account(1), many));
        many.add(keyPackage(1, 1, false, 5000));
        assertEquals(Change.TOO_MUCH, directory().addKeyPackages(account(1), many));
    }

    @Test
    void aDeviceThatLeavesTheListLosesItsKeyPackages() throws Exception {
        directory().create("alice", devices(account(1), 1, device(1), device(2)), Optional.empty());
        directory().addKeyPackages(account(1), List.of(keyPackage(1, 1, false, 1), keyPackage(2, 1, false, 2)));
        directory().publish(devices(account(1), 2, device(2)));
        assertEquals(List.of(), directory().countKeyPackages(device(1)));
        assertEquals(List.of(new SuiteCount(1, 1)), directory().countKeyPackages(device(2)));
    }

    @Test
    void aTokenHasItsRightOwnerUsesAndTime() throws Exception {
        var alice = Optional.of(relay.person(1));
        var bob = Optional.of(relay.person(2));
        assertEquals(Change.MADE, directory().grant(hash(1), Right.DELIVER, alice, 2, Duration.ofDays(1)));
        assertFalse(directory().use(hash(1), Right.TAKE_KEY_PACKAGE, alice));
        assertFalse(directory().use(hash(1), Right.DELIVER, bob));
        assertFalse(directory().use(hash(2), Right.DELIVER, alice));
        assertTrue(directory().use(hash(1), Right.DELIVER, alice));
        assertTrue(directory().use(hash(1), Right.DELIVER, alice));
        assertFalse(directory().use(hash(1), Right.DELIVER, alice), "two uses");
        directory().grant(hash(3), Right.DELIVER, alice, 0, Duration.ofDays(1));
        for (int i = 0; i < 5; i++) assertTrue(directory().use(hash(3), Right.DELIVER, alice));
        relay.clock.pass(Duration.ofDays(1));
        assertFalse(directory().use(hash(3), Right.DELIVER, alice), "expired");
    }

    @Test
    void onlyItsGranterRevokesAToken() throws Exception {
        var alice = Optional.of(relay.person(1));
        var bob = Optional.of(relay.person(2));
        directory().grant(hash(1), Right.DELIVER, alice, 0, Duration.ZERO);
        assertEquals(Change.NOT_FOUND, directory().revoke(hash(1), bob));
        assertEquals(Change.NAME_TAKEN, directory().grant(hash(1), Right.DELIVER, bob, 0, Duration.ZERO));
        assertEquals(Change.MADE, directory().revoke(hash(1), alice));
        assertEquals(Change.NOT_FOUND, directory().revoke(hash(1), alice));
        assertFalse(directory().use(hash(1), Right.DELIVER, alice));
        assertEquals(
                Change.NOT_FOUND, directory().grant(hash(1), Right.DELIVER, Optional.of(account(9)), 0, Duration.ZERO));
    }

    @Test
    void isTheSameAfterARestartAndAfterLosingItsFile() throws Exception {
        var alice = Optional.of(relay.person(1));
        var stored = keyPackage(1, 1, false, 1);
        directory().addKeyPackages(account(1), List.of(stored, keyPackage(1, 1, false, 2)));
        directory().grant(hash(1), Right.DELIVER, alice, 3, Duration.ZERO);
        assertTrue(directory().use(hash(1), Right.DELIVER, alice));
        assertEquals(List.of(stored), directory().takeKeyPackages(account(1), List.of(1)));
        relay.reopen();
        same();
        relay.stores.close();
        Files.delete(home.resolve("directory.sqlite"));
        relay.stores = OpenStores.open(home, relay.settings);
        same();
        relay.stores.close();
        Files.write(home.resolve("directory.sqlite"), bytes(10_000, 1).toArray());
        relay.stores = OpenStores.open(home, relay.settings);
        same();
    }

    private void same() throws Exception {
        assertEquals(List.of(new SuiteCount(1, 1)), directory().countKeyPackages(device(1)));
        assertEquals(2, relay.stores.projection().read(tables -> tables.token(hash(1))).orElseThrow().uses());
        assertEquals("person1", directory().byKey(account(1)).orElseThrow().name());
    }

    @Test
    void aDirectoryOfAnotherJournalIsNotBelieved() throws Exception {
        relay.person(1);
        relay.stores.close();
        var other = home.resolve("other");
        try (var stranger = new Fixture(other)) {
            for (int i = 10; i < 20; i++) stranger.person(i);
        }
        Files.copy(
                other.resolve("directory.sqlite"),
                home.resolve("directory.sqlite"),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        relay.stores = OpenStores.open(home, relay.settings);
        assertEquals(1, directory().accounts());
        assertEquals(Optional.empty(), directory().byKey(account(10)));
    }
}
