package parley.chat;

import parley.client.api.Conversations.Kind;
import parley.client.api.crypto.Groups.Committed;
import parley.client.api.crypto.Groups.Member;
import parley.client.api.crypto.Groups.View;
import parley.client.api.crypto.VoidCommitException;
import parley.protocol.AccountKey;
import parley.protocol.FollowerKey;
import parley.protocol.content.CommitClaims;
import parley.protocol.relay.CommitBody;
import parley.protocol.relay.Entry;
import parley.protocol.wire.MalformedException;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What every member checks alike of a commit beyond MLS (docs/protocol.md, Void commits). */
final class CommitRules {

    private CommitRules() {}

    /**
     * Checks a commit that MLS accepts.
     *
     * @param after absent for whoever was removed: what needs the new epoch is left to those who stay
     * @return what its author claims of the log, for the reader to compare
     * @throws VoidCommitException if it breaks a rule
     */
    static CommitClaims check(
            Kind kind, View before, Optional<View> after, Entry entry, CommitBody body, Committed committed)
            throws VoidCommitException {
        CommitClaims claims;
        try {
            claims = CommitClaims.decode(committed.authenticatedData());
        } catch (MalformedException e) {
            throw new VoidCommitException("its authenticated data is malformed", e);
        }
        if (!claims.binding().equals(CommitBody.binding(entry.base(), body.added(), body.removed()))) {
            throw new VoidCommitException("its follower lists are not those its author signed");
        }
        if (!entry.author().equals(committed.author().data().follower())) {
            throw new VoidCommitException("another follower appended it than the one who made it");
        }
        var members = after.map(View::members).orElseGet(() -> members(before, committed));
        lists(body, followers(before.members()), followers(members));
        accounts(before, committed);
        var policy = before.policy();
        var changed = after.isPresent() && !policy.equals(after.get().policy());
        var admin = policy.admins().contains(committed.author().account());
        if (!admin && (!committed.left().isEmpty() || changed)) throw new VoidCommitException("its author is no admin");
        if (!admin && !committed.joined().isEmpty() && !policy.anybodyAdds()) {
            throw new VoidCommitException("its author may not add members");
        }
        if (members.size() > policy.maxMembers()) throw new VoidCommitException("it adds too many members");
        if (kind == Kind.DIRECT && changed) {
            throw new VoidCommitException("it changes the rules of a direct conversation");
        }
        if (kind == Kind.DIRECT
                && !committed.joined().stream().allMatch(member -> policy.admins().contains(member.account()))) {
            throw new VoidCommitException("it adds a third account to a direct conversation");
        }
        return claims;
    }

    /** The members after it, as far as it tells whoever was removed. */
    private static List<Member> members(View before, Committed committed) {
        var members = new HashMap<Integer, Member>();
        for (var member : before.members()) members.put(member.leaf(), member);
        for (var member : committed.replaced()) members.put(member.leaf(), member);
        for (var member : committed.left()) members.remove(member.leaf());
        for (var member : committed.joined()) members.put(member.leaf(), member);
        return new ArrayList<>(members.values());
    }

    private static void lists(CommitBody body, Set<FollowerKey> before, Set<FollowerKey> after)
            throws VoidCommitException {
        var added = new HashSet<>(after);
        added.removeAll(before);
        var removed = new HashSet<>(before);
        removed.removeAll(after);
        var listed = new HashSet<FollowerKey>();
        body.added().forEach(follower -> listed.add(follower.key()));
        if (!listed.equals(added) || !new HashSet<>(body.removed()).equals(removed)) {
            throw new VoidCommitException("its follower lists differ from what it does");
        }
    }

    /** Whoever has joined stays who they are: MLS itself takes any credential in a leaf's place. */
    private static void accounts(View before, Committed committed) throws VoidCommitException {
        Map<Integer, AccountKey> were = new HashMap<>();
        for (var member : before.members()) were.put(member.leaf(), member.account());
        for (var member : committed.replaced()) {
            if (!member.account().equals(were.get(member.leaf()))) {
                throw new VoidCommitException("it gives a member's leaf to another account");
            }
        }
    }

    static Set<FollowerKey> followers(List<Member> members) {
        var followers = new HashSet<FollowerKey>();
        for (var member : members) followers.add(member.data().follower());
        return followers;
    }
}
