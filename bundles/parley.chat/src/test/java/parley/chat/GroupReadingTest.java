package parley.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import parley.chat.ConversationState.Stage;
import parley.client.api.Event;
import parley.client.api.Event.MemberChanged;
import parley.client.api.crypto.Groups.Member;
import parley.client.api.crypto.Groups.View;
import parley.protocol.AccountKey;
import parley.protocol.Address;
import parley.protocol.ConversationId;
import parley.protocol.FollowerKey;
import parley.protocol.Token;
import parley.protocol.content.Content;
import parley.protocol.content.Letter.RejoinRequest;
import parley.protocol.content.Policy;
import parley.protocol.relay.CommitBody;
import parley.protocol.relay.CommitBody.NewFollower;
import parley.protocol.relay.Entry;
import parley.protocol.relay.Entry.Kind;
import parley.protocol.wire.Bytes;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** What carol, a member, makes of what alice, the admin, and bob, another member, put into a group's log. */
class GroupReadingTest extends ClosedGroup {

    private void taken(Making making) throws Exception {
        var epoch = carol.state(group).slots.getLast().epoch();
        var state = take(carol, making.entry());
        assertEquals(epoch + 1, state.slots.getLast().epoch());
        assertEquals(Optional.empty(), state.halted());
    }

    private void voided(Making making) throws Exception {
        voided(making.entry());
    }

    private void voided(Entry entry) throws Exception {
        var before = carol.state(group).slots.getLast();
        var state = take(carol, entry);
        assertEquals(before.epoch(), state.slots.getLast().epoch());
        assertTrue(before.position() < state.lastCommit());
        assertEquals(Optional.empty(), state.halted());
        assertEquals(Stage.OPEN, state.stage);
    }

    // ---- Who may ----

    @Test
    void anAdminAddsAMemberDoesNot() throws Exception {
        var dave = client("dave");
        voided(new Making(bob).adds(dave, false));
        taken(new Making(alice).adds(dave, false));
    }

    @Test
    void anAdminRemovesAMemberDoesNot() throws Exception {
        voided(new Making(bob).removes(alice));
        taken(new Making(alice).removes(bob));
        assertEquals(
                List.of(MemberChanged.Change.REMOVED),
                carol.told(MemberChanged.class).stream().map(MemberChanged::change).toList());
    }

    @Test
    void anAdminChangesThePolicyAMemberDoesNot() throws Exception {
        UnaryOperator<Policy> more = policy -> with(policy, List.of(alice.account(), bob.account()), policy.link());
        voided(new Making(bob).policy(more).flags(bob, true));
        taken(new Making(alice).policy(more).flags(bob, true));
    }

    @Test
    void thereAreNotMoreThanThePolicySays() throws Exception {
        UnaryOperator<Policy> three = policy -> limited(policy, 3);
        var making = new Making(alice).policy(three);
        taken(making);
        var mine = making.pending();
        alice.store.run(tx -> new Book(tx).put(group, mine, null));
        var dave = client("dave");
        voided(new Making(alice).adds(dave, false));
        taken(new Making(alice).adds(dave, false).removes(bob)); // as many as before
    }

    @Test
    void aGroupThatIsTooLargeMayShrink() throws Exception {
        UnaryOperator<Policy> one = policy -> limited(policy, 1);
        var making = new Making(alice).policy(one);
        taken(making);
        var mine = making.pending();
        alice.store.run(tx -> new Book(tx).put(group, mine, null));
        voided(new Making(alice).adds(client("dave"), false));
        taken(new Making(alice).removes(bob));
    }

    // ---- What the hub is told ----

    @Test
    void theHubIsToldOfAdminsAsThePolicyNamesThem() throws Exception {
        var dave = client("dave");
        voided(new Making(alice).adds(dave, true));
        voided(new Making(alice).flags(bob, true)); // who is none
        voided(new Making(alice).flags(alice, false)); // who is one
        UnaryOperator<Policy> more = policy -> with(policy, List.of(alice.account(), bob.account()), policy.link());
        voided(new Making(alice).policy(more)); // and the hub not told
        taken(new Making(alice).policy(more).flags(bob, true));
    }

    @Test
    void followersMayBeRestated() throws Exception {
        taken(new Making(alice).flags(alice, true).flags(bob, false).flags(carol, false));
    }

    @Test
    void whoWasNeverInMayBeTakenFromTheHub() throws Exception {
        var making = new Making(alice);
        making.removed.add(new FollowerKey(Token.random().bytes()));
        taken(making);
    }

    @Test
    void listsThatDifferAreVoid() throws Exception {
        var dave = client("dave");
        var more = new Making(alice).adds(dave, false);
        more.added.add(new NewFollower(new FollowerKey(Token.random().bytes()), false)); // a reader nobody knows
        voided(more);
        var none = new Making(alice).adds(dave, false);
        none.added.clear();
        voided(none);
        var stays = new Making(alice);
        stays.removed.add(leafOf(bob).data().follower()); // at the hub, not in the group
        voided(stays);
        var keeps = new Making(alice).removes(bob);
        keeps.removed.clear(); // in the group, not at the hub
        voided(keeps);
        var twice = new Making(alice).adds(dave, false);
        twice.added.add(twice.added.getFirst());
        voided(twice);
    }

    // ---- Who is gone ----

    @Test
    void whoeverRemovesAPersonEndsTheLink() throws Exception {
        var link = Token.random().bytes();
        voided(new Making(alice).removes(bob).policy(policy -> with(policy, policy.admins(), link)));
        taken(new Making(alice).removes(bob));
    }

    @Test
    void whoeverIsRemovedIsNoAdminAnyMore() throws Exception {
        voided(
                new Making(alice)
                        .removes(bob)
                        .policy(policy -> with(policy, List.of(alice.account(), bob.account()), policy.link())));
    }

    @Test
    void aGroupKeepsAnAdminAndStaysTheGroupItIs() throws Exception {
        voided(new Making(alice).policy(policy -> with(policy, List.of(), policy.link())).flags(alice, false));
        var nobody = new AccountKey(Token.random().bytes());
        voided(new Making(alice).policy(policy -> with(policy, List.of(nobody), policy.link())).flags(alice, false));
        voided(
                new Making(alice)
                        .policy(policy ->
                                new Policy(
                                        ConversationId.random(),
                                        policy.kind(),
                                        policy.generation(),
                                        policy.title(),
                                        policy.admins(),
                                        policy.anybodyAdds(),
                                        policy.maxMembers(),
                                        policy.link())));
    }

    /** Nobody would ever see them among the members, and whoever removes others leaves them an admin. */
    @Test
    void nobodyBecomesAnAdminWithoutALeaf() throws Exception {
        var dave = client("dave");
        UnaryOperator<Policy> more = policy -> with(policy, List.of(alice.account(), dave.account()), policy.link());
        voided(new Making(alice).policy(more));
        taken(new Making(alice).policy(more).adds(dave, true));
    }

    @Test
    void aNewTitleIsShown() throws Exception {
        taken(new Making(alice).policy(policy -> titled(policy, "others")));
        assertEquals("others", carol.state(group).title);
    }

    /** The leaf of a device is replaced: nobody has come or gone. */
    @Test
    void whoRejoinsHasNeitherLeftNorJoined() throws Exception {
        taken(new Making(alice).removes(bob).adds(bob, false));
        assertEquals(List.of(), carol.told(MemberChanged.class));
        assertEquals(java.util.Set.of(alice.account(), bob.account()), roll(carol));
    }

    private java.util.Set<AccountKey> roll(Client client) throws Exception {
        return client.store.transact(tx -> new Book(tx).roll(group).members().keySet());
    }

    // ---- Leaving ----

    @Test
    void nothingIsShownOfWhoHasLeft() throws Exception {
        take(carol, says(bob, new Content.Text("still here")));
        take(carol, says(bob, new Content.Leave()));
        take(carol, says(bob, new Content.Text("or am I")));
        assertEquals(List.of("still here"), carol.texts(group));
        assertEquals(Optional.empty(), carol.state(group).halted());
        taken(new Making(alice).removes(bob));
        assertEquals(
                List.of(MemberChanged.Change.LEFT),
                carol.told(MemberChanged.class).stream().map(MemberChanged::change).toList());
        assertEquals(0, carol.store.count("chat.leaving"));
        assertEquals(0, carol.store.count("chat.wish")); // carol is no admin
    }

    @Test
    void anAdminRemovesWhoLeaves() throws Exception {
        var leave = says(bob, new Content.Leave());
        take(alice, leave);
        take(alice, leave); // served again
        assertEquals(1, alice.store.count("chat.wish"));
        assertTrue(
                alice.store
                        .transact(tx -> new Book(tx).wishes(group).all())
                        .getFirst()
                        .want()
                        .equals(new Wish.Remove(bob.account(), bob.address())));
    }

    /** Somebody becomes an admin after another has said that they leave. */
    @Test
    void aNewAdminDoesWhatWaits() throws Exception {
        take(carol, says(bob, new Content.Leave()));
        UnaryOperator<Policy> more = policy -> with(policy, List.of(alice.account(), carol.account()), policy.link());
        taken(new Making(alice).policy(more).flags(carol, true));
        assertEquals(1, carol.store.count("chat.wish"));
    }

    // ---- What was asked for before ----

    private java.util.Set<Wish.Want> wishes(Client client) throws Exception {
        return client.store.transact(tx -> new Book(tx).wishes(group).all()).stream()
                .map(Wish::want)
                .collect(java.util.stream.Collectors.toSet());
    }

    private Wish.Add add(Client who) {
        var keyPackage = who.keys.published().getFirst().keyPackage();
        return new Wish.Add(who.account(), who.address(), List.of(keyPackage));
    }

    private void owe(Wish.Want... duties) throws Exception {
        carol.store.run(tx -> {
            for (var duty : duties) new Book(tx).wishes(group).addDuty(duty, _ -> false);
        });
    }

    /** Who asked by a link that has ended since, as when they were removed, is not added by whoever reads it late. */
    @Test
    void aRequestEndsWithItsLink() throws Exception {
        var asks = add(client("dave"));
        owe(asks);
        var same = new Making(alice).flags(alice, true);
        taken(same);
        var mine = same.pending();
        alice.store.run(tx -> new Book(tx).put(group, mine, null));
        assertEquals(java.util.Set.of(asks), wishes(carol));
        var before = policy();
        carol.store.run(tx -> new Book(tx).wishes(group).add(7, asks)); // a person's own
        taken(new Making(alice).policy(policy -> with(policy, policy.admins(), Token.random().bytes())));
        assertFalse(policy().link().equals(before.link()));
        assertEquals(
                List.of(7L),
                carol.store.transact(tx -> new Book(tx).wishes(group).all()).stream().map(Wish::ticket).toList());
    }

    /** What is owed to somebody who has come, gone or renewed their leaf since is owed no more. */
    @Test
    void dutiesEndWithWhomTheyAreFor() throws Exception {
        var device = leafOf(bob).device();
        var asks = add(client("dave"));
        owe(
                new Wish.Remove(bob.account(), bob.address()),
                new Wish.Rejoin(bob.account(), device, bob.address(), Bytes.EMPTY),
                asks);
        taken(new Making(alice).removes(bob).adds(bob, false));
        assertEquals(java.util.Set.of(asks), wishes(carol));
    }

    @Test
    void aRenewedLeafIsNotReplacedByAnOlderRequest() throws Exception {
        var leaves = new Wish.Remove(alice.account(), alice.address());
        owe(new Wish.Rejoin(alice.account(), leafOf(alice).device(), alice.address(), Bytes.EMPTY), leaves);
        taken(new Making(alice).flags(alice, true));
        assertEquals(java.util.Set.of(leaves), wishes(carol));
    }

    /** However much others ask for, what is owed to the hub and to who leaves is not dropped. */
    @Test
    void aFullQueueDropsRequestsOnly() throws Exception {
        var requests = new Wish.Want[Wishes.MAX_DUTIES + 1];
        for (var i = 0; i < requests.length; i++) {
            requests[i] = new Wish.Add(new AccountKey(Token.random().bytes()), bob.address(), List.of());
        }
        owe(requests);
        assertEquals(Wishes.MAX_DUTIES, wishes(carol).size());
        var leaves = new Wish.Remove(bob.account(), bob.address());
        owe(leaves);
        assertTrue(wishes(carol).contains(leaves));
        var stray = new FollowerKey(Token.random().bytes());
        restate(List.of(stray), List.of());
        assertTrue(wishes(carol).contains(new Wish.Restate(List.of(stray))));
        assertEquals(Wishes.MAX_DUTIES + 2, wishes(carol).size());
    }

    /** One commit tells the hub again what void ones have told it, and of nobody else. */
    @Test
    void whatVoidCommitsNamedIsPutRight() throws Exception {
        var bobs = leafOf(bob).data().follower();
        var strays = keys(2);
        restate(List.of(strays.getFirst()), List.of(bobs));
        restate(strays, List.of());
        assertEquals(java.util.Set.of(new Wish.Restate(List.of(bobs, strays.get(0), strays.get(1)))), wishes(carol));
        var plan = plan();
        plan.take(duty(wishes(carol).iterator().next()));
        assertEquals(List.of(new NewFollower(bobs, false)), plan.added());
        assertEquals(strays, plan.removed());
        told(List.of(new NewFollower(bobs, false)), strays.subList(0, 1));
        assertEquals(java.util.Set.of(new Wish.Restate(strays.subList(1, 2))), wishes(carol));
        told(List.of(), strays);
        assertEquals(java.util.Set.of(), wishes(carol));
    }

    @Test
    void strayKeysAreBounded() throws Exception {
        var first = keys(8192);
        restate(first, List.of());
        restate(keys(8191), List.of());
        restate(List.of(), List.of(leafOf(bob).data().follower())); // the last one there is room for
        restate(keys(1), List.of());
        restate(List.of(), List.of(leafOf(alice).data().follower())); // which takes no stray's place
        var kept = ((Wish.Restate) wishes(carol).iterator().next()).keys();
        assertEquals(Wish.Restate.MAX_KEYS, kept.size());
        assertEquals(
                CommitRules.followers(List.of(leafOf(alice), leafOf(bob))), java.util.Set.copyOf(kept.subList(0, 2)));
        var plan = plan();
        plan.take(duty(new Wish.Restate(kept)));
        assertEquals(2, plan.added().size());
        assertEquals(first.subList(0, GroupPlan.MAX_REMOVED), plan.removed());
        told(plan.added(), plan.removed());
        assertEquals(
                java.util.Set.of(new Wish.Restate(kept.subList(2 + GroupPlan.MAX_REMOVED, kept.size()))),
                wishes(carol));
    }

    private static List<FollowerKey> keys(int count) {
        return Stream.generate(() -> new FollowerKey(Token.random().bytes())).limit(count).toList();
    }

    private void restate(List<FollowerKey> added, List<FollowerKey> removed) throws Exception {
        var members = CommitRules.followers(members());
        var followers = added.stream().map(key -> new NewFollower(key, false)).toList();
        var body = new CommitBody(Bytes.EMPTY, followers, removed, Optional.empty());
        carol.store.run(tx -> new Book(tx).wishes(group).restate(body, members));
    }

    private void told(List<NewFollower> added, List<FollowerKey> removed) throws Exception {
        var body = new CommitBody(Bytes.EMPTY, added, removed, Optional.empty());
        carol.store.run(tx -> new Book(tx).wishes(group).restated(body));
    }

    @Test
    void whoseDeviceAsksToBeLetInAgainAndAgainWaits() throws Exception {
        var request =
                bob.crypto.identities.rejoinRequest(
                        bob.identity,
                        group,
                        alice.state(group).log,
                        bob.address(),
                        List.of(bob.keys.published().getFirst().keyPackage()),
                        alice.account(),
                        leafOf(alice).data());
        var duties = new Duties(alice.crypto.identities, alice.crypto.groups);
        var start = clock.get();
        for (var minutes : List.of(0, 1, 3, 7, 15, 31, 63, 123, 183)) { // at last hourly
            var at = start.plusSeconds(minutes * 60L);
            if (minutes > 0) assertFalse(letIn(duties, request, at.minusSeconds(1)), () -> minutes + " too early");
            assertTrue(letIn(duties, request, at), () -> minutes + " minutes");
        }
        assertTrue(letIn(duties, request, start.plusSeconds(303 * 60))); // anew after two hours
        assertTrue(letIn(duties, request, start.plusSeconds(304 * 60)));
    }

    private boolean letIn(Duties duties, RejoinRequest request, java.time.Instant at) throws Exception {
        return alice.store.transact(tx -> {
            var book = new Book(tx);
            var due =
                    duties.rejoins(
                            book,
                            book.need(group),
                            alice.crypto.groups.view(book.group(group).orElseThrow()),
                            request,
                            java.util.Optional.empty(),
                            at);
            book.wishes(group).clear();
            return due;
        });
    }

    // ---- Whose identity does not verify ----

    /** Else it would govern as whomever it names. */
    @Test
    void whoIsAddedIsWhoTheySayTheyAre() throws Exception {
        var own = bob.keys.fresh().getFirst();
        var keyPackage = Impostor.keyPackage(alice.account(), own.keyPackage(), own.leaf());
        var added = List.of(new NewFollower(own.leaf().follower(), true));
        voided(
                new Making(alice)
                        .entry(added, List.of(), claims -> Impostor.adding(groupOf(alice), claims, keyPackage)));
        assertEquals(3, members().size());
    }

    @Test
    void whoReplacesTheirLeafStaysWhoTheyAre() throws Exception {
        voided(
                new Making(bob)
                        .entry(List.of(), List.of(), claims -> Impostor.naming(groupOf(bob), claims, bob.account())));
        assertTrue(members().stream().allMatch(Member::trusted));
    }

    // ---- Our own that we do not know ----

    /** It was refused and given up, or made before the profile was set back: others may have followed it. */
    @Test
    void anOwnCommitThatIsNotKnownIsNotPassedOver() throws Exception {
        var entry = new Making(alice).flags(alice, true).entry();
        var after = take(alice, entry);
        assertTrue(after.lost);
        assertTrue(after.cut);
    }

    /** A member knows every member's handshake keys, and cannot sign with another's. */
    @Test
    void anotherMakesNobodyBelieveThatACommitIsTheirOwn() throws Exception {
        var made = new Making(alice).flags(alice, true).entry();
        var entry =
                new Entry(
                        made.position(),
                        made.kind(),
                        bob.state(group).follower,
                        made.number(),
                        made.base(),
                        made.detached(),
                        made.body());
        var after = take(alice, entry);
        assertFalse(after.lost);
        assertEquals(entry.position(), after.lastCommit());
    }

    // ---- What we put into a commit ----

    private GroupPlan plan() throws Exception {
        return new GroupPlan(
                alice.crypto.groups,
                parley.client.api.Conversations.Kind.GROUP,
                alice.crypto.groups.view(groupOf(alice)),
                clock.get());
    }

    /** Its suite may have been changed since its policy was made for 5,000, and no commit reach as many in it. */
    @ParameterizedTest
    @CsvSource({
        "1, 4999, OPEN", "1, 5000, REFUSED",
        "5, 3999, OPEN", "5, 4000, REFUSED",
        "61453, 499, OPEN", "61453, 500, REFUSED",
        "61500, 499, OPEN", "61500, 500, REFUSED"
    })
    void aGroupHasRoomForAsManyAsItsSuiteReaches(int suite, int members, GroupPlan.Outcome outcome) throws Exception {
        var groups = alice.crypto.groups;
        var view = groups.view(groupOf(alice));
        assertEquals(5000, view.policy().maxMembers());
        var full =
                new View(
                        suite,
                        view.epoch(),
                        view.ownLeaf(),
                        view.authenticator(),
                        view.policy(),
                        Collections.nCopies(members, view.members().get(view.ownLeaf())));
        var dave = new AccountKey(Token.random().bytes());
        var wish = new Wish.Add(dave, Address.parse("dave@relay.example"), List.of(Bytes.of((byte) 1)));
        var plan = new GroupPlan(groups, parley.client.api.Conversations.Kind.GROUP, full, clock.get());
        assertEquals(outcome, plan.judge(duty(wish)).outcome());
    }

    private static Wish duty(Wish.Want want) {
        return new Wish(1, 0, true, want);
    }

    /** Two members under one key would make our commit void, and each that we make after it. */
    @Test
    void nobodyIsAddedUnderAnothersKey() throws Exception {
        var dave = client("dave");
        var erin = client("erin");
        var taken = leafOf(carol).data().follower();
        var plan = plan();
        var as = new Wish.Add(dave.account(), dave.address(), List.of(under(taken, dave)));
        assertEquals(GroupPlan.Outcome.REFUSED, plan.take(duty(as)).outcome());
        var rejoins = new Wish.Rejoin(bob.account(), leafOf(bob).device(), bob.address(), under(taken, bob));
        assertEquals(GroupPlan.Outcome.REFUSED, plan.take(duty(rejoins)).outcome());
        plan = plan();
        var free = dave.crypto.identities.newFollower().key();
        var one = new Wish.Add(dave.account(), dave.address(), List.of(under(free, dave)));
        var other = new Wish.Add(erin.account(), erin.address(), List.of(under(free, erin)));
        assertEquals(GroupPlan.Outcome.OPEN, plan.take(duty(one)).outcome());
        assertEquals(GroupPlan.Outcome.REFUSED, plan.take(duty(other)).outcome());
        assertEquals(List.of(dave.account()), plan.joining().stream().map(Member::account).toList());
    }

    /** The link of a commit that came to nothing is known to whoever read it. */
    @Test
    void eachTryMakesALinkOfItsOwn() throws Exception {
        var wish = duty(new Wish.Link());
        var one = plan();
        one.take(wish);
        var other = plan();
        other.take(wish);
        var link = one.change().policy().orElseThrow().link();
        assertEquals(link, one.change().policy().orElseThrow().link());
        assertFalse(link.equals(other.change().policy().orElseThrow().link()));
    }

    // ---- The hub's part ----

    @Test
    void aRequestWithAnAuthorIsDropped() throws Exception {
        var position = carol.state(group).position;
        for (var entry :
                List.of(
                        new Entry(position + 1, Kind.REQUEST, leafOf(bob).data().follower(), 0, 0, false, Bytes.EMPTY),
                        new Entry(position + 2, Kind.REQUEST, FollowerKey.NOBODY, 1, 0, false, Bytes.EMPTY),
                        new Entry(position + 3, Kind.REQUEST, FollowerKey.NOBODY, 0, 1, false, Bytes.EMPTY),
                        new Entry(position + 4, Kind.REQUEST, FollowerKey.NOBODY, 0, 0, false, Bytes.EMPTY))) {
            var before = carol.state(group);
            var state = take(carol, entry);
            assertEquals(entry.position(), state.position);
            assertEquals(LogReading.next(before.chain, entry.digest()), state.chain);
            assertEquals(Optional.empty(), state.halted());
        }
    }

    /** What the removed say stands behind the Remove: neither the follower list nor the base lets it in. */
    @Test
    void whatTheRemovedSayIsDropped() throws Exception {
        var late = says(bob, new Content.Text("I am still here"));
        var remove = new Making(alice).removes(bob).entry();
        take(carol, remove);
        take(
                carol,
                new Entry(
                        remove.position() + 1,
                        Kind.APPLICATION,
                        late.author(),
                        late.number(),
                        late.base(),
                        false,
                        late.body()));
        assertFalse(carol.texts(group).contains("I am still here"));
        assertEquals(Optional.empty(), carol.state(group).halted());
        assertEquals(1, carol.told(Event.MemberChanged.class).size());
    }
}
