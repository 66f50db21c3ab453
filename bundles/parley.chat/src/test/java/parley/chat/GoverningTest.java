package parley.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.client.api.Event;
import parley.client.api.Governance;
import parley.client.api.Governance.LinkState;
import parley.client.api.Happening;
import parley.client.api.Happening.Kind;
import parley.client.api.Membership.JoinState;
import parley.protocol.ConversationId;
import parley.protocol.GroupLink;
import parley.protocol.relay.Frame;
import parley.protocol.wire.Bytes;
import parley.testing.Eventually;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What admins make of a group, and others see of it. */
class GoverningTest extends Town {

    private static final LinkState UNLIMITED = new LinkState(Optional.empty(), Optional.empty());

    private Client carol;
    private ConversationId group;

    @BeforeEach
    void aliceHasAGroupWithBob() throws Exception {
        carol = client("carol");
        Client.befriend(alice, bob);
        group = alice.groups.create("friends").id();
        alice.sees(group, "alice");
        alice.groups.add(group, "bob");
        for (var one : List.of(alice, bob)) one.sees(group, "alice", "bob");
        for (var one : List.of(alice, bob, carol)) one.chat.groupLinks().patience = Duration.ofMillis(500);
    }

    private static Governance of(Client client) {
        return client.chat.governing();
    }

    private Governance.Rules rules(Client client) {
        try {
            return of(client).rules(group);
        } catch (CommandException e) {
            throw new AssertionError(e);
        }
    }

    private static Code refused(org.junit.jupiter.api.function.Executable command) {
        return assertThrows(CommandException.class, command).code();
    }

    private List<Happening> log(Client client) {
        try {
            return of(client).log(group, Long.MAX_VALUE, 1000);
        } catch (CommandException e) {
            throw new AssertionError(e);
        }
    }

    private List<Kind> kinds(Client client) {
        return log(client).stream().map(Happening::kind).toList();
    }

    private Happening last(Client client, Kind kind) {
        Eventually.until(client.name + " reads of " + kind, () -> kinds(client).contains(kind));
        return log(client).stream().filter(one -> one.kind() == kind).toList().getLast();
    }

    private void read(Client client) {
        var log = client.state(group).log;
        Eventually.until(
                "read to the end", () -> client.state(group).position == hub.entries(log).getLast().position());
    }

    private static Bytes png(int size) {
        var bytes = Arrays.copyOf(Bytes.ofHex("89504e470d0a1a0a").toArray(), size);
        return Bytes.wrap(bytes);
    }

    // ---- What it is called ----

    @Test
    void allSeeWhatAnAdminCallsAndSaysOfIt() throws Exception {
        of(alice).rename(group, "rowers");
        of(alice).describe(group, "Boats, and who rows them.\nOn Sundays");
        of(alice).picture(group, Optional.of(png(Governance.MAX_PICTURE)));
        last(bob, Kind.PICTURED);
        var seen = rules(bob);
        assertEquals("rowers", seen.title());
        assertEquals("Boats, and who rows them.\nOn Sundays", seen.description());
        assertEquals(Optional.of(png(Governance.MAX_PICTURE)), seen.picture());
        assertFalse(seen.admin());
        assertEquals("rowers", bob.talk.find(group).orElseThrow().title());
        var renamed = last(bob, Kind.RENAMED);
        assertEquals("rowers", renamed.text());
        assertEquals(alice.account(), renamed.by().orElseThrow().account());
        assertTrue(last(alice, Kind.RENAMED).by().orElseThrow().own());
        of(alice).picture(group, Optional.empty());
        of(alice).describe(group, "");
        Eventually.until("taken away", () -> rules(bob).picture().isEmpty() && rules(bob).description().isEmpty());
        assertEquals(0, alice.store.count("chat.wish"));
    }

    /** Who joins later has it all with the Welcome. */
    @Test
    void whoJoinsSeesItAll() throws Exception {
        of(alice).rename(group, "rowers");
        of(alice).picture(group, Optional.of(png(9000)));
        Client.befriend(alice, carol);
        alice.groups.add(group, "carol");
        carol.sees(group, "alice", "bob", "carol");
        assertEquals("rowers", carol.talk.find(group).orElseThrow().title());
        assertEquals(Optional.of(png(9000)), rules(carol).picture());
        assertEquals(List.of(Kind.ADDED), kinds(carol));
        assertTrue(log(carol).getFirst().who().orElseThrow().own());
    }

    @Test
    void whatIsTooLongOrNoPictureIsRefused() throws Exception {
        assertEquals(Code.REFUSED, refused(() -> of(alice).rename(group, " ")));
        assertEquals(Code.REFUSED, refused(() -> of(alice).rename(group, "x".repeat(257))));
        assertEquals(Code.REFUSED, refused(() -> of(alice).describe(group, "é".repeat(512) + "x")));
        of(alice).describe(group, "é".repeat(512));
        assertEquals(Code.TOO_LARGE, refused(() -> of(alice).picture(group, Optional.of(png(32_769)))));
        assertEquals(Code.REFUSED, refused(() -> of(alice).picture(group, Optional.of(Bytes.wrap(new byte[100])))));
        var dave = alice.groups; // a direct conversation has no rules
        assertEquals(Code.REFUSED, refused(() -> of(alice).rename(alice.with(bob), "us")));
        assertTrue(dave.group(group).mayRemove());
    }

    @Test
    void membersAddOthersWhileAnAdminLetsThem() throws Exception {
        Client.befriend(bob, carol);
        var dave = client("dave");
        Client.befriend(bob, dave);
        assertEquals(Code.REFUSED, refused(() -> bob.groups.add(group, "carol")));
        of(alice).anybodyAdds(group, true);
        last(bob, Kind.ANYBODY_ADDS);
        bob.groups.add(group, "carol");
        for (var one : List.of(alice, bob, carol)) one.sees(group, "alice", "bob", "carol");
        assertEquals(Code.REFUSED, refused(() -> bob.groups.remove(group, "carol")));
        of(alice).anybodyAdds(group, false);
        Eventually.until("no more", () -> !rules(bob).anybodyAdds());
        assertEquals(Code.REFUSED, refused(() -> bob.groups.add(group, "dave")));
        carol.talk.say(group, "hello");
        alice.hears(group, "hello");
    }

    /** A group from before admins told the hub, or at a hub that they could not tell. */
    @Test
    void theNextCommitOfAnAdminTellsTheHub() throws Exception {
        Client.befriend(bob, carol);
        hub.knowsWhoAdds = false;
        of(alice).anybodyAdds(group, true);
        last(bob, Kind.ANYBODY_ADDS);
        assertEquals(Code.REFUSED, refused(() -> bob.groups.add(group, "carol")));
        hub.knowsWhoAdds = true;
        assertEquals(Code.REFUSED, refused(() -> bob.groups.add(group, "carol")));
        of(alice).rename(group, "rowers");
        last(bob, Kind.RENAMED);
        bob.groups.add(group, "carol");
        for (var one : List.of(alice, bob, carol)) one.sees(group, "alice", "bob", "carol");
    }

    @Test
    void whoIsNoAdminChangesNothing() throws Exception {
        for (var command :
                List.<org.junit.jupiter.api.function.Executable>of(
                        () -> of(bob).rename(group, "mine"),
                        () -> of(bob).describe(group, "mine"),
                        () -> of(bob).picture(group, Optional.of(png(10))),
                        () -> of(bob).anybodyAdds(group, true),
                        () -> of(bob).approves(group, true),
                        () -> of(bob).adminsWrite(group, true),
                        () -> of(bob).appoint(group, "bob", true),
                        () -> of(bob).ban(group, "alice"),
                        () -> of(bob).unban(group, "alice"),
                        () -> of(bob).link(group, UNLIMITED),
                        () -> of(bob).endLink(group),
                        () -> of(bob).approve(group, "carol"),
                        () -> of(bob).deny(group, "carol"))) {
            assertEquals(Code.REFUSED, refused(command));
        }
        assertEquals(0, bob.store.count("chat.wish"));
    }

    // ---- Offline, crashes, races ----

    @Test
    void whatIsWantedOfflineGoesOutOnceAfterARestart() throws Exception {
        alice.groups.patience = Duration.ofMillis(100);
        alice.port.cut();
        alice.workerIsDone(group); // it knows that, too
        assertEquals(Code.NOT_REACHABLE, refused(() -> of(alice).rename(group, "one")));
        assertEquals(Code.NOT_REACHABLE, refused(() -> of(alice).rename(group, "two")));
        assertEquals(1, alice.store.count("chat.wish")); // the first is wanted no more
        alice.restart();
        assertEquals("two", last(bob, Kind.RENAMED).text());
        assertEquals(1, kinds(bob).stream().filter(Kind.RENAMED::equals).count());
        Eventually.until("done", () -> alice.store.count("chat.wish") == 0);
    }

    /** Back to what it is, before the first is known to be so. */
    @Test
    void theLastWordCounts() throws Exception {
        alice.groups.patience = Duration.ofMillis(100);
        alice.port.script =
                request -> {
                    if (!(request instanceof Frame.Commit)) return null;
                    alice.port.cutSilently();
                    return null;
                };
        assertEquals(Code.NOT_REACHABLE, refused(() -> of(alice).rename(group, "one")));
        assertEquals(Code.NOT_REACHABLE, refused(() -> of(alice).rename(group, "friends")));
        alice.port.script = request -> null;
        alice.restart();
        Eventually.until("done", () -> alice.store.count("chat.wish") == 0 && alice.store.count("chat.pending") == 0);
        read(bob);
        assertEquals("friends", rules(bob).title());
    }

    /** Two admins at once: each change is made once, whoever comes first. */
    @Test
    void adminsWhoRaceBothGetTheirs() throws Exception {
        of(alice).appoint(group, "bob", true);
        Eventually.until("bob knows", () -> rules(bob).admin());
        var other = Thread.ofVirtual().start(() -> assertRenamed(bob));
        of(alice).describe(group, "by alice");
        other.join();
        for (var one : List.of(alice, bob)) {
            Eventually.until(
                    "both", () -> rules(one).title().equals("by bob") && rules(one).description().equals("by alice"));
            assertEquals(1, kinds(one).stream().filter(Kind.RENAMED::equals).count());
            assertEquals(1, kinds(one).stream().filter(Kind.DESCRIBED::equals).count());
        }
        assertEquals(kinds(bob), kinds(alice).subList(kinds(alice).size() - kinds(bob).size(), kinds(alice).size()));
    }

    private void assertRenamed(Client by) {
        try {
            of(by).rename(group, "by bob");
        } catch (CommandException e) {
            throw new AssertionError(e);
        }
    }

    // ---- Roles ----

    @Test
    void anAdminMakesOthersAdminsAndStepsBack() throws Exception {
        assertEquals(Code.REFUSED, refused(() -> of(alice).appoint(group, "alice", false))); // the last
        of(alice).appoint(group, "bob", true);
        Eventually.until("bob is one", () -> rules(bob).admin());
        of(alice).appoint(group, "alice", false);
        Eventually.until("alice is none", () -> !rules(bob).admin() || !rules(alice).admin());
        assertEquals(Code.REFUSED, refused(() -> of(alice).rename(group, "no more")));
        of(bob).rename(group, "bob's");
        Eventually.until("alice sees", () -> rules(alice).title().equals("bob's"));
        assertEquals(bob.account(), last(alice, Kind.PROMOTED).who().orElseThrow().account());
        assertEquals(alice.account(), last(bob, Kind.DEMOTED).who().orElseThrow().account());
        assertEquals(Code.NOT_FOUND, refused(() -> of(bob).appoint(group, "carol", true)));
    }

    // ---- Who stays out ----

    @Test
    void whoIsBannedDoesNotComeBack() throws Exception {
        of(alice).ban(group, "bob");
        alice.sees(group, "alice");
        Eventually.until("bob is out", () -> !bob.isIn(group));
        assertEquals(List.of(bob.account()), rules(alice).banned().stream().map(Happening.Person::account).toList());
        assertEquals(bob.account(), last(alice, Kind.BANNED).who().orElseThrow().account());
        assertFalse(kinds(alice).contains(Kind.REMOVED));
        var link = of(alice).link(group, UNLIMITED);
        assertEquals(JoinState.REQUESTED, bob.groups.join(link).state());
        read(alice);
        assertEquals(0, alice.store.count("chat.wish"));
        assertEquals(0, alice.store.count("chat.asked"));
        assertEquals(Code.REFUSED, refused(() -> alice.groups.add(group, "bob")));
        of(alice).unban(group, "bob");
        assertEquals(List.of(), rules(alice).banned());
        alice.groups.add(group, "bob");
        bob.sees(group, "alice", "bob");
        assertEquals(Code.REFUSED, refused(() -> of(alice).ban(group, "alice")));
        assertEquals(Code.NOT_FOUND, refused(() -> of(alice).unban(group, "bob")));
    }

    // ---- Links ----

    private void joins(Client who, GroupLink link) throws Exception {
        who.chat.groupLinks().patience = Client.PATIENCE;
        assertEquals(JoinState.JOINED, who.groups.join(link).state());
    }

    @Test
    void aLinkLetsInAsManyAsItIsFor() throws Exception {
        var dave = client("dave");
        var erin = client("erin");
        var link = of(alice).link(group, new LinkState(Optional.empty(), Optional.of(2)));
        joins(carol, link);
        alice.sees(group, "alice", "bob", "carol"); // who may know it later than carol
        assertEquals(Optional.of(1), rules(alice).link().orElseThrow().uses());
        joins(dave, link);
        Eventually.until("the link is over", () -> rules(alice).link().isEmpty());
        Eventually.until("the hub is told", () -> alice.port.heard(Frame.SetLink.class).getLast().token().isEmpty());
        var e = assertThrows(CommandException.class, () -> erin.groups.join(link));
        assertTrue(String.valueOf(e.getMessage()).contains("not valid any more"), e::getMessage);
        assertEquals(carol.account(), last(bob, Kind.JOINED).by().isPresent() ? joined(bob) : null);
        assertEquals(2, last(bob, Kind.LINK_MADE).number());
    }

    private parley.protocol.AccountKey joined(Client client) {
        return log(client).stream()
                .filter(one -> one.kind() == Kind.JOINED)
                .findFirst()
                .orElseThrow()
                .who()
                .orElseThrow()
                .account();
    }

    @Test
    void aLinkEndsWithItsTimeAndByHand() throws Exception {
        var soon = clock.get().plus(Duration.ofHours(1));
        var link = of(alice).link(group, new LinkState(Optional.of(soon), Optional.empty()));
        assertEquals(Optional.of(soon), rules(alice).link().orElseThrow().until());
        clock.set(soon);
        assertEquals(JoinState.REQUESTED, carol.groups.join(link).state()); // the hub knows of no time
        read(alice);
        assertEquals(0, alice.store.count("chat.asked"));
        alice.chat.tick();
        Eventually.until("it is ended", () -> rules(bob).link().isEmpty());
        Eventually.until("the hub is told", () -> alice.port.heard(Frame.SetLink.class).getLast().token().isEmpty());
        assertEquals(Code.REFUSED, refused(() -> carol.groups.join(link)));
        var other = of(alice).link(group, UNLIMITED);
        assertEquals(other, alice.groups.invite(group));
        of(alice).endLink(group);
        assertTrue(rules(alice).link().isEmpty());
        assertEquals(Code.REFUSED, refused(() -> carol.groups.join(other)));
        for (var uses : new int[] {0, 1001})
            assertEquals(
                    Code.REFUSED,
                    refused(() -> of(alice).link(group, new LinkState(Optional.empty(), Optional.of(uses)))));
        assertEquals(
                Code.REFUSED,
                refused(() -> of(alice).link(group, new LinkState(Optional.of(clock.get()), Optional.empty()))));
    }

    @Test
    void anAdminIsAskedWhoJoins() throws Exception {
        var dave = client("dave");
        dave.chat.groupLinks().patience = Duration.ofMillis(500);
        of(alice).approves(group, true);
        var link = of(alice).link(group, new LinkState(Optional.empty(), Optional.of(5)));
        assertEquals(JoinState.REQUESTED, carol.groups.join(link).state());
        Eventually.until("alice is asked", () -> !alice.told(Event.JoinRequested.class).isEmpty());
        assertEquals(carol.account(), alice.told(Event.JoinRequested.class).getFirst().account());
        assertEquals(1, of(alice).requests(group).size());
        read(bob);
        assertEquals(List.of(), bob.told(Event.JoinRequested.class));
        assertEquals(0, alice.store.count("chat.wish"));
        alice.restart();
        of(alice).approve(group, "carol");
        carol.sees(group, "alice", "bob", "carol");
        assertEquals(List.of(), of(alice).requests(group));
        assertEquals(Optional.of(4), rules(alice).link().orElseThrow().uses());
        assertEquals(carol.account(), last(bob, Kind.JOINED).who().orElseThrow().account());
        assertEquals(JoinState.REQUESTED, dave.groups.join(link).state());
        Eventually.until("alice is asked", () -> requests(alice) == 1);
        of(alice).deny(group, "dave");
        assertEquals(0, requests(alice));
        assertEquals(Code.NOT_FOUND, refused(() -> of(alice).approve(group, "erin")));
        of(alice).approves(group, false); // who is denied stays so
        read(alice);
        assertFalse(dave.isIn(group));
        assertEquals(0, alice.store.count("chat.wish"));
    }

    /** Whoever asks with more than their device can need has one of each suite kept. */
    @Test
    void ofWhoAsksNoMoreIsKeptThanIsNeeded() throws Exception {
        of(alice).approves(group, true);
        var link = of(alice).link(group, UNLIMITED);
        carol.keys.copies = 8;
        assertEquals(JoinState.REQUESTED, carol.groups.join(link).state());
        Eventually.until("alice is asked", () -> requests(alice) == 1);
        var kept = alice.store.transact(tx -> new Book(tx).askers(group).all().getFirst().keyPackages());
        assertEquals(carol.crypto.suites().size(), kept.size());
        assertTrue(kept.stream().mapToInt(Bytes::length).sum() <= Askers.MAX_BYTES);
        of(alice).approve(group, "carol");
        carol.sees(group, "alice", "bob", "carol");
    }

    private int requests(Client client) {
        try {
            return of(client).requests(group).size();
        } catch (CommandException e) {
            throw new AssertionError(e);
        }
    }

    /** Who waits is let in as soon as nobody is to be asked any more; and a new admin hears of who waits. */
    @Test
    void whoWaitsIsNotForgotten() throws Exception {
        of(alice).approves(group, true);
        var link = of(alice).link(group, UNLIMITED);
        assertEquals(JoinState.REQUESTED, carol.groups.join(link).state());
        Eventually.until("alice is asked", () -> requests(alice) == 1);
        read(bob);
        of(alice).appoint(group, "bob", true);
        Eventually.until("bob is asked, too", () -> !bob.told(Event.JoinRequested.class).isEmpty());
        of(alice).approves(group, false);
        carol.sees(group, "alice", "bob", "carol");
        Eventually.until("nothing waits", () -> alice.store.count("chat.asked") + bob.store.count("chat.asked") == 0);
    }

    // ---- Who writes ----

    @Test
    void onlyAdminsWriteWhereItIsSo() throws Exception {
        of(alice).adminsWrite(group, true);
        Eventually.until("bob knows", () -> !rules(bob).mayWrite());
        assertEquals(Code.REFUSED, refused(() -> bob.talk.say(group, "may I")));
        var said = alice.talk.say(group, "hear");
        bob.hears(group, "hear");
        bob.talk.react(said, "👍", true);
        Eventually.until("alice sees it", () -> reactions(alice, said) == 1);
        of(alice).appoint(group, "bob", true);
        Eventually.until("bob may", () -> rules(bob).mayWrite());
        bob.talk.say(group, "thanks");
        alice.hears(group, "thanks");
    }

    private static int reactions(Client client, parley.protocol.MessageId id) {
        try {
            return client.talk.message(id).orElseThrow().reactions().size();
        } catch (CommandException e) {
            throw new AssertionError(e);
        }
    }

    // ---- The log ----

    @Test
    void whatWasDoneStandsBetweenWhatWasSaid() throws Exception {
        alice.talk.say(group, "before");
        bob.hears(group, "before");
        of(alice).rename(group, "rowers");
        alice.talk.say(group, "after");
        bob.hears(group, "after");
        var page = bob.talk.page(group, Long.MAX_VALUE, 10);
        var renamed = last(bob, Kind.RENAMED);
        assertTrue(page.get(0).order() < renamed.order() && renamed.order() < page.get(1).order());
        assertEquals(List.of(Kind.ADDED, Kind.RENAMED), kinds(bob));
        assertEquals(List.of(Kind.CREATED, Kind.ADDED, Kind.RENAMED), kinds(alice));
        assertEquals(List.of(renamed), of(bob).log(group, Long.MAX_VALUE, 1));
        assertEquals(Kind.ADDED, of(bob).log(group, renamed.order(), 1).getFirst().kind());
        bob.restart();
        assertEquals(List.of(Kind.ADDED, Kind.RENAMED), kinds(bob));
        bob.groups.leave(group);
        assertEquals(bob.account(), last(alice, Kind.LEFT).who().orElseThrow().account());
        assertTrue(last(bob, Kind.LEFT).who().orElseThrow().own());
    }

    @Test
    void theLogIsBounded() throws Exception {
        alice.store.run(tx -> {
            var book = new Book(tx);
            var state = book.need(group);
            var who = new GroupLog.Who(bob.account(), bob.address());
            for (var i = 0; i < GroupLog.KEPT + 5; i++) {
                new GroupLog(book).add(state, alice.account(), i, clock.get(), GroupLog.Deed.of(Kind.LEFT, who));
            }
            book.put(state);
        });
        assertEquals(GroupLog.KEPT, alice.store.count("chat.happened"));
    }
}
