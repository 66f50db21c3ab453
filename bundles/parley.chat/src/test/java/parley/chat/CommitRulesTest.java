package parley.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import parley.client.api.Conversations;
import parley.client.api.crypto.Groups.Committed;
import parley.client.api.crypto.Groups.Group;
import parley.client.api.crypto.Groups.Member;
import parley.client.api.crypto.Groups.PastEpoch;
import parley.client.api.crypto.Groups.View;
import parley.client.api.crypto.VoidCommitException;
import parley.protocol.AccountKey;
import parley.protocol.Address;
import parley.protocol.ConversationId;
import parley.protocol.DeviceKey;
import parley.protocol.FollowerKey;
import parley.protocol.Hash;
import parley.protocol.Token;
import parley.protocol.content.CommitClaims;
import parley.protocol.content.LeafData;
import parley.protocol.content.Policy;
import parley.protocol.content.Seen;
import parley.protocol.relay.CommitBody;
import parley.protocol.relay.CommitBody.NewFollower;
import parley.protocol.relay.Entry;
import parley.protocol.wire.Bytes;

import java.util.List;
import java.util.Optional;

/** What a commit may do in a group of an admin, another member and ourselves. */
class CommitRulesTest {

    private static final Bytes AUTHENTICATOR = Bytes.wrap(new byte[8]);

    private final Member admin = member(0, key());
    private final Member mallory = member(1, key());
    private final Member self = member(2, key());
    private final View before = view(List.of(admin, mallory, self));

    private static AccountKey key() {
        return new AccountKey(Token.random().bytes());
    }

    private static Member member(int leaf, AccountKey account) {
        var data =
                new LeafData(
                        new FollowerKey(Token.random().bytes()),
                        new Address("somebody", "relay.example"),
                        1,
                        Bytes.wrap(new byte[32]),
                        Token.random(),
                        Token.random());
        return new Member(leaf, account, new DeviceKey(Token.random().bytes()), true, data);
    }

    private View view(List<Member> members) {
        var policy =
                new Policy(
                        ConversationId.random(),
                        Policy.Kind.GROUP,
                        1,
                        "friends",
                        List.of(admin.account()),
                        false,
                        3,
                        Bytes.wrap(new byte[32]));
        return new View(1, 7, self.leaf(), AUTHENTICATOR, policy, members);
    }

    /** Checks what {@code author} does as whoever it removed would. */
    private CommitClaims check(Member author, List<Member> joined, List<Member> left, Member replaced)
            throws VoidCommitException {
        var added = new java.util.ArrayList<NewFollower>();
        for (var member : joined) added.add(new NewFollower(member.data().follower(), false));
        added.add(new NewFollower(replaced.data().follower(), false));
        var removed = new java.util.ArrayList<FollowerKey>();
        for (var member : left) removed.add(member.data().follower());
        for (var member : before.members()) {
            if (member.leaf() == replaced.leaf()) removed.add(member.data().follower());
        }
        var claims = new CommitClaims(CommitBody.binding(5, added, removed), new Seen(5, Hash.ZERO, AUTHENTICATOR));
        var body = new CommitBody(Bytes.EMPTY, added, removed, Optional.empty());
        var entry = new Entry(6, Entry.Kind.COMMIT, author.data().follower(), 0, 5, false, body.encode());
        var committed =
                new Committed(
                        new Group(Bytes.EMPTY, Bytes.EMPTY),
                        new PastEpoch(7, Bytes.EMPTY),
                        author,
                        claims.encode(),
                        joined,
                        left,
                        List.of(replaced),
                        true,
                        Optional.empty());
        var signed = CommitRules.signed(entry, body, committed);
        CommitRules.check(Conversations.Kind.GROUP, before, Optional.empty(), body, committed);
        return signed;
    }

    private void voided(String why, Member author, List<Member> joined, List<Member> left, Member replaced) {
        var e = assertThrows(VoidCommitException.class, () -> check(author, joined, left, replaced));
        assertTrue(String.valueOf(e.getMessage()).contains(why), e::getMessage);
    }

    @Test
    void anAdminMayRemoveUsAndAddOthersInOurPlace() throws Exception {
        assertEquals(5, check(admin, List.of(), List.of(self), member(0, admin.account())).seen().position());
        check(admin, List.of(member(2, key())), List.of(self), member(0, admin.account()));
    }

    @Test
    void nobodyElseMay() {
        voided("no admin", mallory, List.of(), List.of(self), member(1, mallory.account()));
    }

    @Test
    void thereAreNotMoreThanThePolicySays() {
        var joined = List.of(member(2, key()), member(3, key()));
        voided("too many", admin, joined, List.of(self), member(0, admin.account()));
    }

    @Test
    void aLeafStaysItsAccounts() throws Exception {
        voided("another account", mallory, List.of(), List.of(), member(1, key()));
        voided("another account", mallory, List.of(), List.of(), member(1, admin.account()));
        voided("another account", admin, List.of(), List.of(self), member(1, key()));
        check(mallory, List.of(), List.of(), member(1, mallory.account()));
    }
}
