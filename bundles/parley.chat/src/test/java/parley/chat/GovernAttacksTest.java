package parley.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.api.Test;

import parley.client.api.Conversations.Kind;
import parley.client.api.Happening;
import parley.protocol.AccountKey;
import parley.protocol.MessageId;
import parley.protocol.Token;
import parley.protocol.content.Content;
import parley.protocol.content.Policy;
import parley.protocol.content.Policy.LinkLimits;
import parley.protocol.relay.Entry;
import parley.protocol.wire.Bytes;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** What carol, a member, makes of changes to a group's rules by who may and who may not. */
class GovernAttacksTest extends ClosedGroup {

    private static final String TRICKY = "\u202Eevil\u0007\n\u200B";

    private final AccountKey stranger = new AccountKey(Token.random().bytes());

    private void taken(Making making) throws Exception {
        var epoch = carol.state(group).slots.getLast().epoch();
        assertEquals(epoch + 1, take(carol, making.entry()).slots.getLast().epoch());
        if (making.by != alice) return;
        var mine = making.pending();
        alice.store.run(tx -> new Book(tx).put(group, mine, null));
    }

    private void voided(Making making) throws Exception {
        var epoch = carol.state(group).slots.getLast().epoch();
        var before = policy();
        assertEquals(epoch, take(carol, making.entry()).slots.getLast().epoch());
        assertEquals(before, policy());
        assertEquals(Optional.empty(), carol.state(group).halted());
    }

    private List<Happening> log() throws Exception {
        return carol.store.transact(tx -> new GroupLog(new Book(tx)).page(group, carol.account(), Long.MAX_VALUE, 100));
    }

    /** Each thing that a policy says. */
    private List<UnaryOperator<Policy>> changes() {
        var link = Token.random().bytes();
        return List.of(
                policy -> policy.withTitle(TRICKY),
                policy -> policy.withDescription(TRICKY),
                policy -> policy.withPart(Policy.PICTURE, Optional.of(Bytes.wrap(new byte[Policy.MAX_PICTURE]))),
                policy -> policy.withAnybodyAdds(true),
                policy -> policy.withPart(Policy.LIFETIME, Optional.of(GroupRule.value(30))),
                policy -> policy.withPart(Policy.APPROVES, Optional.of(Bytes.EMPTY)),
                policy -> policy.withPart(Policy.ADMINS_WRITE, Optional.of(Bytes.EMPTY)),
                policy -> policy.withBanned(List.of(stranger)),
                policy -> policy.withLink(link, Optional.of(new LinkLimits(0, 3))),
                policy -> policy.withPart(200, Optional.of(Bytes.of((byte) 1))),
                policy -> policy.withLink(Policy.NO_LINK),
                policy -> policy.withBanned(List.of()));
    }

    @Test
    void onlyAnAdminChangesARule() throws Exception {
        for (var change : changes()) {
            if (!change.apply(policy()).equals(policy())) voided(new Making(bob).policy(change));
        }
        for (var change : changes()) {
            var before = policy();
            if (change.apply(before).equals(before)) continue;
            taken(new Making(alice).policy(change));
            assertEquals(change.apply(before), policy());
        }
        assertEquals(TRICKY, carol.state(group).title); // as it was said: whoever shows it makes it harmless
        assertEquals(Optional.of(Bytes.of((byte) 1)), policy().parts().get(200));
    }

    @Test
    void aFormerAdminIsNone() throws Exception {
        taken(
                new Making(alice)
                        .policy(policy -> policy.withAdmins(List.of(bob.account())))
                        .flags(bob, true)
                        .flags(alice, false));
        voided(new Making(alice).policy(policy -> policy.withTitle("still mine")));
        voided(
                new Making(alice)
                        .policy(policy -> policy.withAdmins(List.of(bob.account(), alice.account())))
                        .flags(alice, true));
        assertEquals(
                List.of(Happening.Kind.PROMOTED, Happening.Kind.DEMOTED),
                log().stream()
                        .map(Happening::kind)
                        .filter(kind -> kind == Happening.Kind.PROMOTED || kind == Happening.Kind.DEMOTED)
                        .sorted()
                        .toList());
    }

    @Test
    void nobodyIsBannedAndStays() throws Exception {
        voided(new Making(alice).policy(policy -> policy.withBanned(List.of(bob.account()))));
        var dave = client("dave");
        UnaryOperator<Policy> bans = policy -> policy.withBanned(List.of(dave.account()));
        voided(new Making(alice).policy(bans).adds(dave, false));
        taken(new Making(alice).policy(bans));
        voided(new Making(alice).adds(dave, false));
        voided(new Making(alice).policy(bans).removes(bob).adds(dave, false));
        taken(new Making(alice).removes(bob).policy(policy -> policy.withBanned(List.of(bob.account()))));
        var last = log().stream().filter(one -> one.kind() == Happening.Kind.BANNED).toList().getLast();
        assertEquals(bob.account(), last.who().orElseThrow().account());
        assertFalse(log().stream().anyMatch(one -> one.kind() == Happening.Kind.REMOVED));
    }

    /** Nothing of a later version is lost where an admin of this one changes something. */
    @Test
    void whatIsNotKnownIsKept() throws Exception {
        taken(new Making(alice).policy(policy -> policy.withPart(200, Optional.of(Bytes.of((byte) 1)))));
        var view = alice.crypto.groups.view(groupOf(alice));
        var plan = new GroupPlan(alice.crypto.groups, Kind.GROUP, view, clock.get());
        plan.take(new Wish(1, 0, false, new Wish.Settle(GroupRule.TITLE, GroupRule.value("rowers"))));
        var after = plan.change().policy().orElseThrow();
        assertEquals("rowers", after.title());
        assertEquals(Optional.of(Bytes.of((byte) 1)), after.parts().get(200));
    }

    /** A commit that demotes, bans and removes at once still leaves an admin. */
    @Test
    void noPlanLeavesAGroupWithoutAnAdmin() throws Exception {
        taken(
                new Making(alice)
                        .policy(policy -> policy.withAdmins(List.of(alice.account(), bob.account())))
                        .flags(bob, true));
        var view = alice.crypto.groups.view(groupOf(alice));
        var plan = new GroupPlan(alice.crypto.groups, Kind.GROUP, view, clock.get());
        plan.take(new Wish(1, 0, false, new Wish.Appoint(alice.account(), alice.address(), false, false)));
        plan.take(new Wish(2, 0, false, new Wish.Ban(bob.account(), bob.address(), true, false)));
        plan.take(new Wish(3, 0, false, new Wish.Remove(bob.account(), bob.address())));
        plan.take(new Wish(4, 0, false, new Wish.Appoint(bob.account(), bob.address(), false, false)));
        var after = plan.change().policy().orElseThrow();
        assertEquals(List.of(bob.account()), after.admins());
        assertEquals(List.of(), after.banned());
        assertEquals(List.of(), plan.change().remove());
    }

    /** Said under the epoch before, it stands behind the change: what holds there counts. */
    @Test
    void nothingIsShownOfWhoMayNotWrite() throws Exception {
        var early = says(bob, new Content.Text("may I"));
        var quiet =
                new Making(alice)
                        .policy(policy -> policy.withPart(Policy.ADMINS_WRITE, Optional.of(Bytes.EMPTY)))
                        .entry();
        take(carol, quiet);
        take(
                carol,
                new Entry(
                        quiet.position() + 1,
                        Entry.Kind.APPLICATION,
                        early.author(),
                        early.number(),
                        early.base(),
                        false,
                        early.body()));
        assertFalse(carol.texts(group).contains("may I"));
        assertEquals(Optional.empty(), carol.state(group).halted());
        assertEquals(Boolean.TRUE, carol.store.<Boolean>transact(tx -> new Book(tx).isQuiet(group)));
        for (var content :
                List.of(
                        new Content.Leave(),
                        new Content.Receipt(1, 1),
                        new Content.Delete(MessageId.random()),
                        new Content.Reaction(MessageId.random(), "x", true)))
            assertFalse(LogReading.isWriting(content));
    }
}
