package parley.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.client.api.CommandException.Yes;
import parley.client.api.Event;
import parley.client.api.SuiteChanges.Changed;
import parley.client.api.SuiteChanges.Consent;
import parley.client.api.SuiteChanges.Outcome;
import parley.client.api.SuiteChanges.Strength;
import parley.protocol.ConversationId;
import parley.protocol.LogId;
import parley.protocol.relay.Entry;
import parley.protocol.relay.Frame;
import parley.testing.Eventually;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** Conversations that go on in another suite. */
class GenerationTest extends SeveralSuites {

    // ---- The change ----

    @Test
    void aConversationGoesOnInAnotherSuite() throws Exception {
        var id = between();
        var before = alice.suites.of(id);
        assertEquals(SUITE, before.suite());
        assertTrue(before.present());
        assertTrue(before.mayChange());
        assertEquals(List.of(STRONG, EQUAL), before.candidates().stream().map(candidate -> candidate.suite()).toList());
        assertEquals(
                List.of(Strength.STRONGER, Strength.EQUAL),
                before.candidates().stream().map(candidate -> candidate.strength()).toList());
        assertTrue(before.candidates().stream().allMatch(candidate -> candidate.lacking().isEmpty()));

        assertEquals(new Changed(), alice.suites.use(id, STRONG, Consent.NONE));
        isIn(id, STRONG, 2, alice, bob);
        talk(id, "here", alice, bob);
        assertEquals(STRONG, bob.conversation(alice).suite());
        assertTrue(bob.texts(id).contains("to begin with"));
        var changed = new Event.SuiteChanged(id, STRONG, Event.SuiteChanged.State.CHANGED);
        for (var client : List.of(alice, bob)) assertEquals(1, client.told(Event.SuiteChanged.class).size());
        assertEquals(List.of(changed), bob.told(Event.SuiteChanged.class));
        assertTrue(notices(bob).stream().anyMatch(text -> text.contains("alice@") && text.contains("P384")), "named");
        assertTrue(notices(bob).stream().noneMatch(text -> text.contains("weaker")));
        assertEquals(new Changed(), bob.suites.use(id, STRONG, Consent.NONE)); // it is there already
        assertEquals(2, bob.state(id).generation);
        bob.port.cut();
        clock.set(clock.get().plus(Duration.ofMinutes(1)));
        bob.port.connect();
        Eventually.until(
                "signals of the second generation",
                () ->
                        bob.port.heard(Frame.Signal.class).stream()
                                .anyMatch(signal -> signal.generation() == 2 && signal.epoch() == 1));
    }

    @Test
    void aGroupGoesOnInAnotherSuiteAndBack() throws Exception {
        var carol = client("carol");
        carol.crypto.have(SUITE, STRONG);
        var id = group(bob, carol);
        talk(id, "first", alice, bob, carol);
        assertEquals(new Changed(), alice.suites.use(id, STRONG, Consent.NONE));
        isIn(id, STRONG, 2, alice, bob, carol);
        talk(id, "second", alice, bob, carol);
        for (var client : List.of(bob, carol)) client.sees(id, "alice", "bob", "carol");

        // An ordinary commit, and an own leaf, in the new generation
        clock.set(clock.get().plus(Duration.ofDays(8)));
        talk(id, "third", carol, bob, alice);
        var refused = refused(Code.REFUSED, () -> alice.suites.use(id, SUITE, Consent.NONE));
        assertTrue(refused.getMessage().contains("weaker"), refused.getMessage());
        assertEquals(Optional.of(Yes.WEAKER), refused.lacks());
        assertEquals(STRONG, bob.state(id).suite);
        assertEquals(new Changed(), alice.suites.use(id, SUITE, WEAKER));
        isIn(id, SUITE, 3, alice, bob, carol);
        talk(id, "fourth", alice, bob, carol);
        assertTrue(notices(carol).stream().anyMatch(text -> text.contains("weaker than before")));
        var dave = client("dave");
        Client.befriend(alice, dave);
        alice.groups.add(id, "dave");
        dave.sees(id, "alice", "bob", "carol", "dave");
        assertEquals(3, dave.state(id).generation);
        talk(id, "fifth", alice, bob, carol, dave);
        alice.groups.remove(id, "bob");
        carol.sees(id, "alice", "carol", "dave");
        talk(id, "sixth", alice, carol, dave);
    }

    @Test
    void nothingIsLostOrDoubledWhileItChanges() throws Exception {
        var carol = client("carol");
        carol.crypto.have(SUITE, STRONG);
        var id = group(bob, carol);
        var all = List.of(alice, bob, carol);
        var count = 40;
        var speaking =
                all.stream()
                        .map(client ->
                                start(() -> {
                                    for (var i = 0; i < count; i++) {
                                        client.talk.say(id, client.name + " " + i);
                                        if (i % 8 == 0) {
                                            var last = client.name + " " + i;
                                            alice.hears(id, last); // so that some are under way at any time
                                        }
                                    }
                                    return true;
                                }))
                        .toList();
        alice.hears(id, "bob 8");
        assertEquals(new Changed(), alice.suites.use(id, STRONG, Consent.NONE));
        for (var one : speaking) one.get(60, TimeUnit.SECONDS);
        isIn(id, STRONG, 2, alice, bob, carol);
        for (var client : all) {
            Eventually.until("all is said", () -> client.store.count("chat.outbox") == 0);
            for (var author : all) {
                client.hears(id, author.name + " " + (count - 1));
                var heard = client.texts(id).stream().filter(text -> text.startsWith(author.name + " ")).toList();
                var said = new ArrayList<String>();
                for (var i = 0; i < count; i++) said.add(author.name + " " + i);
                assertEquals(said, heard, client.name + " of " + author.name);
            }
            assertEquals(Optional.empty(), client.state(id).halted());
        }
    }

    /** What is sent behind the change is of the old group: the hub does not take it, and it is said again. */
    @Test
    void whatIsSaidBeforeTheChangeIsReadIsSaidAgain() throws Exception {
        var id = between();
        var deaf = new AtomicBoolean(true);
        var log = bob.state(id).log;
        bob.port.lie =
                frame -> deaf.get() && frame instanceof Frame.Items items && items.log().equals(log) ? null : frame;
        alice.suites.use(id, STRONG, Consent.NONE);
        bob.talk.say(id, "of the old group");
        Eventually.until(
                "sent",
                () ->
                        bob.port.heard(Frame.Append.class).stream()
                                .anyMatch(
                                        sent -> sent.log().equals(log) && sent.base() < alice.state(id).lastCommit()));
        alice.talk.say(id, "of the new one");
        deaf.set(false);
        bob.port.cut();
        bob.port.connect();
        bob.hears(id, "of the new one");
        alice.hears(id, "of the old group");
        isIn(id, STRONG, 2, alice, bob);
        talk(id, "on", alice, bob);
        assertEquals(1, alice.texts(id).stream().filter("of the old group"::equals).count());
        assertEquals(1, bob.texts(id).stream().filter("of the old group"::equals).count());
    }

    @Test
    void whoIsAwayReadsTheOldThenTheNew() throws Exception {
        var carol = client("carol");
        carol.crypto.have(SUITE, STRONG);
        var id = group(bob, carol);
        carol.port.cut();
        carol.talk.say(id, "said away");
        for (var i = 0; i < 5; i++) alice.talk.say(id, "old " + i);
        bob.hears(id, "old 4");
        alice.suites.use(id, STRONG, Consent.NONE);
        for (var i = 0; i < 5; i++) alice.talk.say(id, "new " + i);
        bob.hears(id, "new 4");
        carol.port.connect();
        carol.hears(id, "new 4");
        var heard = carol.texts(id).stream().filter(text -> text.startsWith("old") || text.startsWith("new")).toList();
        assertEquals(
                List.of("old 0", "old 1", "old 2", "old 3", "old 4", "new 0", "new 1", "new 2", "new 3", "new 4"),
                heard);
        isIn(id, STRONG, 2, alice, bob, carol);
        bob.hears(id, "said away");
        talk(id, "all here", alice, bob, carol);
    }

    @Test
    void whoIsAwayFollowsOverMoreThanOneChange() throws Exception {
        var carol = client("carol");
        carol.crypto.have(SUITE, EQUAL, STRONG);
        var id = group(bob, carol);
        carol.port.cut();
        carol.talk.say(id, "said away");
        var expected = new ArrayList<String>();
        for (int suite : List.of(EQUAL, STRONG, SUITE)) {
            alice.talk.say(id, "before " + suite);
            alice.suites.use(id, suite, WEAKER);
            bob.talk.say(id, "behind " + suite);
            alice.hears(id, "behind " + suite);
            expected.addAll(List.of("before " + suite, "behind " + suite));
        }
        carol.port.connect();
        carol.hears(id, expected.getLast());
        isIn(id, SUITE, 4, alice, bob, carol);
        var heard = carol.texts(id);
        assertEquals(expected, heard.subList(heard.size() - expected.size(), heard.size()));
        talk(id, "all here", alice, bob, carol);
        assertEquals(1, bob.texts(id).stream().filter("said away"::equals).count());
        assertEquals(Optional.empty(), carol.state(id).halted());
    }

    /** The Welcome of many is larger than a letter. */
    @Test
    void aLargeWelcomeLeadsThereToo() throws Exception {
        var id = between();
        alice.groups.letterRoom = 200;
        assertEquals(new Changed(), alice.suites.use(id, STRONG, Consent.NONE));
        isIn(id, STRONG, 2, alice, bob);
        assertEquals(1, alice.port.heard(Frame.FinishBlob.class).size());
        talk(id, "here", alice, bob);
    }

    // ---- The Welcome and its entry, in any order ----

    private void without(Client client, LogId log, AtomicBoolean away) {
        away.set(true);
        client.port.lie =
                frame -> away.get() && frame instanceof Frame.Items items && items.log().equals(log) ? null : frame;
    }

    /** Lets time pass until the client asks to be let in again, and no more: it asks once. */
    private void leftBehind(Client client, ConversationId id) throws Exception {
        for (var tries = 0; !client.state(id).lost && tries < 200; tries++) {
            clock.set(clock.get().plus(Duration.ofSeconds(20)));
            client.chat.tick(); // four of them, or two minutes
            client.workerIsDone(id);
            if (client.state(id).generation > 1) return; // it was quick
        }
    }

    private static void reconnect(Client client) {
        client.port.cut();
        client.port.connect();
    }

    @Test
    void theWelcomeMayComeFirst() throws Exception {
        var id = between();
        var away = new AtomicBoolean();
        without(bob, bob.state(id).log, away);
        alice.suites.use(id, STRONG, Consent.NONE);
        Eventually.until("the Welcome is kept", () -> bob.store.count("chat.successor") == 1);
        assertEquals(1, bob.state(id).generation);
        bob.restart(); // what is kept outlives a crash
        away.set(false);
        reconnect(bob);
        isIn(id, STRONG, 2, alice, bob);
        talk(id, "here", alice, bob);
    }

    @Test
    void theEntryMayComeFirst() throws Exception {
        var id = between();
        var away = new AtomicBoolean();
        without(bob, LogId.inboxOf(bob.account()), away);
        alice.suites.use(id, STRONG, Consent.NONE);
        alice.talk.say(id, "beyond");
        bob.talk.say(id, "kept until then");
        Eventually.until("alice has it", () -> alice.state(id).generation == 2);
        bob.restart();
        bob.reconnects(id); // what is there of it is read
        bob.chat.tick();
        bob.workerIsDone(id);
        assertEquals(1, bob.state(id).generation);
        assertFalse(bob.state(id).lost);
        away.set(false);
        reconnect(bob);
        isIn(id, STRONG, 2, alice, bob);
        bob.hears(id, "beyond");
        alice.hears(id, "kept until then");
        talk(id, "here", alice, bob);
        assertEquals(1, alice.texts(id).stream().filter("kept until then"::equals).count());
    }

    /** The private half of its KeyPackage is gone: this concerns bob alone. */
    @Test
    void whoCannotJoinIsLetInAnew() throws Exception {
        var id = between();
        var away = new AtomicBoolean();
        without(bob, LogId.inboxOf(bob.account()), away);
        alice.suites.use(id, STRONG, Consent.NONE);
        bob.keys.lose();
        away.set(false);
        reconnect(bob);
        Eventually.until("the letter is passed", () -> bob.port.reads(bob.account()));
        leftBehind(bob, id);
        isIn(id, STRONG, 2, alice, bob);
        var told = bob.told(Event.Notice.class).getLast().text();
        assertTrue(told.contains("again") && told.contains("Its cipher is"), told); // of which bob has read nothing
        talk(id, "here", alice, bob);
    }

    /** Whoever has lost the suite it is read in cannot follow, and goes on with a suite that they have. */
    @Test
    void whoHasLostTheOldSuiteIsLetInAnew() throws Exception {
        bob.suites.prefer(EQUAL, true);
        var id = between();
        assertEquals(EQUAL, bob.state(id).suite);
        bob.crypto.have(SUITE, STRONG);
        alice.suites.use(id, STRONG, Consent.NONE);
        Eventually.until("the Welcome is kept", () -> bob.store.count("chat.successor") == 1);
        bob.chat.tick();
        bob.workerIsDone(id);
        assertFalse(bob.state(id).lost); // the suite may come back
        leftBehind(bob, id);
        isIn(id, STRONG, 2, alice, bob);
        talk(id, "here", alice, bob);
    }

    @Test
    void aSuiteThatIsMissedComesBack() throws Exception {
        var id = between();
        alice.talk.say(id, "before");
        bob.hears(id, "before");
        bob.crypto.have(EQUAL, STRONG);
        alice.talk.say(id, "in between");
        alice.suites.use(id, STRONG, Consent.NONE);
        alice.talk.say(id, "behind");
        Eventually.until("bob waits", () -> bob.store.count("chat.successor") == 1);
        bob.crypto.have(SUITE, STRONG);
        bob.chat.happened(new Event.SuitesPresent());
        bob.hears(id, "behind");
        assertEquals(List.of("to begin with", "before", "in between", "behind"), bob.texts(id));
        isIn(id, STRONG, 2, alice, bob);
    }

    // ---- The slot ----

    @Test
    void aChangeThatLosesItsSlotIsMadeAnew() throws Exception {
        var id = between();
        var once = new AtomicBoolean(true);
        alice.port.script =
                request -> {
                    if (isClosing(request) && once.compareAndSet(true, false)) {
                        var commits =
                                hub.entries(hub.log()).stream().filter(e -> e.kind() == Entry.Kind.COMMIT).count();
                        clock.set(clock.get().plus(Duration.ofDays(8)));
                        try {
                            bob.talk.say(id, "with a commit behind it");
                        } catch (CommandException e) {
                            throw new AssertionError(e);
                        }
                        Eventually.until(
                                "bob's commit",
                                () ->
                                        hub.entries(hub.log()).stream()
                                                        .filter(e -> e.kind() == Entry.Kind.COMMIT)
                                                        .count()
                                                > commits);
                    }
                    return null;
                };
        assertEquals(new Changed(), alice.suites.use(id, STRONG, Consent.NONE));
        assertFalse(once.get());
        isIn(id, STRONG, 2, alice, bob);
        alice.hears(id, "with a commit behind it");
        talk(id, "here", alice, bob);
    }

    @Test
    void twoWhoChangeAtOnceEndInOneSuite() throws Exception {
        var id = between();
        var ones = start(() -> alice.suites.use(id, STRONG, Consent.NONE));
        var others = start(() -> bob.suites.use(id, EQUAL, Consent.NONE));
        var changed = 0;
        for (var one : List.of(ones, others)) {
            try {
                assertEquals(new Changed(), one.get(60, TimeUnit.SECONDS));
                changed++;
            } catch (ExecutionException e) {
                assertEquals(Code.REFUSED, assertInstanceOf(CommandException.class, e.getCause()).code());
            }
        }
        assertTrue(changed >= 1);
        Eventually.until(
                "one suite",
                () ->
                        alice.state(id).suite == bob.state(id).suite
                                && alice.state(id).generation == bob.state(id).generation);
        assertEquals(changed + 1, alice.state(id).generation);
        talk(id, "here", alice, bob);
    }

    @Test
    void twoWhoWantTheSameHaveIt() throws Exception {
        var id = between();
        var outcomes = new ConcurrentLinkedQueue<Outcome>();
        var both =
                List.of(
                        start(() -> outcomes.add(alice.suites.use(id, STRONG, Consent.NONE))),
                        start(() -> outcomes.add(bob.suites.use(id, STRONG, Consent.NONE))));
        for (var one : both) one.get(60, TimeUnit.SECONDS);
        assertEquals(List.of(new Changed(), new Changed()), List.copyOf(outcomes));
        isIn(id, STRONG, 2, alice, bob);
        talk(id, "here", alice, bob);
    }

    // ---- Crashes ----

    @Test
    void aChangeThatIsWantedOutlivesACrash() throws Exception {
        var id = between();
        alice.groups.patience = Duration.ofMillis(50);
        alice.port.cut();
        refused(Code.NOT_REACHABLE, () -> alice.suites.use(id, STRONG, Consent.NONE));
        alice.restart();
        isIn(id, STRONG, 2, alice, bob);
        talk(id, "here", alice, bob);
    }

    /** KeyPackages were taken, and the commit is stored, but never left. */
    @Test
    void aChangeThatIsMadeOutlivesACrash() throws Exception {
        var id = between();
        alice.groups.patience = Duration.ofMillis(500);
        alice.port.script =
                request -> {
                    if (isClosing(request)) alice.port.cutSilently();
                    return null;
                };
        refused(Code.NOT_REACHABLE, () -> alice.suites.use(id, STRONG, Consent.NONE));
        Eventually.until("it was to be sent", () -> alice.port.up().isEmpty());
        assertEquals(1, alice.store.count("chat.pending"));
        assertEquals(1, commits(alice.state(id).log).size());
        alice.port.script = request -> null;
        var taken = alice.port.heard(Frame.TakeKeyPackages.class).size();
        alice.restart();
        isIn(id, STRONG, 2, alice, bob);
        assertEquals(taken, alice.port.heard(Frame.TakeKeyPackages.class).size());
        talk(id, "here", alice, bob);
    }

    /** The hub has it, and alice has not read it. */
    @Test
    void aChangeThatIsSentOutlivesACrash() throws Exception {
        var id = between();
        var away = new AtomicBoolean();
        without(alice, alice.state(id).log, away);
        alice.groups.patience = Duration.ofMillis(500);
        refused(Code.NOT_REACHABLE, () -> alice.suites.use(id, STRONG, Consent.NONE));
        alice.talk.say(id, "in the old group");
        isIn(id, STRONG, 2, bob);
        bob.talk.say(id, "in the new one");
        assertEquals(1, alice.state(id).generation);
        assertFalse(alice.suites.cancel(id)); // too late
        away.set(false);
        alice.restart();
        alice.hears(id, "in the new one");
        bob.hears(id, "in the old group");
        isIn(id, STRONG, 2, alice, bob);
        talk(id, "here", alice, bob);
        assertEquals(1, bob.texts(id).stream().filter("in the old group"::equals).count());
    }

    // ---- Later ----

    /** Who was in it, and is removed later, has no follower left of the time before. */
    @Test
    void theOldFollowersGoWithTheirGeneration() throws Exception {
        var id = between();
        var log = alice.state(id).log;
        var old = Set.of(alice.state(id).follower, bob.state(id).follower);
        alice.suites.use(id, STRONG, Consent.NONE);
        isIn(id, STRONG, 2, alice, bob);
        assertEquals(old, Set.copyOf(commits(log).getLast().removed()));
        var end = alice.state(id).lastCommit();
        for (var one : List.of(alice, bob)) { // the hub need keep nothing for the old ones
            Eventually.until(
                    one.name + " says so",
                    () ->
                            one.port.heard(Frame.Reached.class).stream()
                                    .anyMatch(told -> old.contains(told.follower()) && told.position() == end));
        }
        talk(id, "on", alice, bob);
    }

    /** What waits for a suite says so once, however long it takes. */
    @Test
    void aSuiteThatStaysAwayIsToldOnce() throws Exception {
        var id = between();
        alice.suites.use(id, EQUAL, Consent.NONE);
        isIn(id, EQUAL, 2, alice, bob);
        bob.crypto.have(SUITE, STRONG);
        waitsQuietly(id, EQUAL);
        Eventually.until(
                "bob goes on", () -> told(EQUAL).contains(Event.SuiteChanged.State.IN_USE)); // after what he read
        assertEquals(List.of(Event.SuiteChanged.State.WAITING, Event.SuiteChanged.State.IN_USE), told(EQUAL));
    }

    /** Here it waits for the suite in which the conversation goes on. */
    @Test
    void theNextSuiteThatStaysAwayIsToldOnce() throws Exception {
        var id = between();
        bob.port.cut();
        alice.suites.use(id, STRONG, Consent.NONE);
        bob.crypto.have(SUITE, EQUAL);
        bob.port.connect();
        waitsQuietly(id, STRONG);
    }

    /** Bob, who gets back what he is without. */
    private void waitsQuietly(ConversationId id, int suite) throws Exception {
        alice.talk.say(id, "unread");
        Eventually.until("bob waits", () -> told(suite).equals(List.of(Event.SuiteChanged.State.WAITING)));
        for (var tick = 0; tick < 3; tick++) {
            bob.chat.tick();
            bob.workerIsDone(id);
        }
        bob.reconnects(id); // it is served again, which brings no suite
        assertEquals(List.of(Event.SuiteChanged.State.WAITING), told(suite));
        bob.crypto.have(SUITE, EQUAL, STRONG);
        bob.chat.happened(new Event.SuitesPresent());
        bob.hears(id, "unread");
        assertEquals(1, told(suite).stream().filter(Event.SuiteChanged.State.WAITING::equals).count());
    }

    /** What bob was told of a suite since it was last changed to. */
    private List<Event.SuiteChanged.State> told(int suite) {
        var told = bob.told(Event.SuiteChanged.class).stream().filter(event -> event.suite() == suite).toList();
        return told.stream()
                .map(Event.SuiteChanged::state)
                .filter(state -> state != Event.SuiteChanged.State.CHANGED)
                .toList();
    }
}
