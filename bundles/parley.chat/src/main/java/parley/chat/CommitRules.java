package parley.chat;

import parley.client.api.Conversations.Kind;
import parley.client.api.crypto.Groups.Committed;
import parley.client.api.crypto.Groups.Member;
import parley.client.api.crypto.Groups.Successor;
import parley.client.api.crypto.Groups.View;
import parley.client.api.crypto.VoidCommitException;
import parley.protocol.AccountKey;
import parley.protocol.FollowerKey;
import parley.protocol.content.CommitClaims;
import parley.protocol.content.Policy;
import parley.protocol.relay.CommitBody;
import parley.protocol.relay.CommitBody.NewFollower;
import parley.protocol.relay.Entry;
import parley.protocol.wire.MalformedException;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What every member checks alike of a commit beyond MLS (docs/protocol.md, Logs and Groups). */
final class CommitRules {

    private CommitRules() {}

    /**
     * Whether the entry as it was served, with the lists beside the commit, is its author's: until that is certain,
     * whatever it does may be the hub's doing.
     *
     * @return what its author claims of the log, for the reader to compare
     * @throws VoidCommitException if it is not
     */
    static CommitClaims signed(Entry entry, CommitBody body, Committed committed) throws VoidCommitException {
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
        return claims;
    }

    /**
     * Checks a commit that MLS accepts, and that its author has {@link #signed}.
     *
     * @param after absent for whoever was removed: what needs the new epoch is left to those who stay
     * @throws VoidCommitException if it breaks a rule
     */
    static void check(Kind kind, View before, Optional<View> after, CommitBody body, Committed committed)
            throws VoidCommitException {
        identities(committed);
        if (committed.successor().isPresent()) {
            closes(before, body, committed, committed.successor().get());
            return;
        }
        var members = after.map(View::members).orElseGet(() -> members(before, committed));
        lists(body, before.members(), members);
        accounts(before, committed);
        var policy = before.policy();
        var changed = after.isPresent() && !policy.equals(after.get().policy());
        var admin = policy.admins().contains(committed.author().account());
        if (!admin && (!committed.left().isEmpty() || changed)) throw new VoidCommitException("its author is no admin");
        if (!admin && !committed.joined().isEmpty() && !policy.anybodyAdds()) {
            throw new VoidCommitException("its author may not add members");
        }
        if (members.size() > policy.maxMembers() && members.size() > before.members().size())
            throw new VoidCommitException("it adds too many members");
        if (kind == Kind.DIRECT && changed) {
            throw new VoidCommitException("it changes the rules of a direct conversation");
        }
        if (kind == Kind.DIRECT
                && !committed.joined().stream().allMatch(member -> policy.admins().contains(member.account()))) {
            throw new VoidCommitException("it adds a third account to a direct conversation");
        }
        if (after.isPresent()) {
            if (changed) policy(policy, after.get());
            banned(after.get());
            departed(before, after.get());
            flags(body, policy, after.get());
        }
    }

    /**
     * A commit that closes the group does nothing else: an admin's, into a successor that is the same conversation in
     * its next generation, with a new follower for every leaf in place of the former ones.
     */
    private static void closes(View before, CommitBody body, Committed committed, Successor successor)
            throws VoidCommitException {
        var policy = before.policy();
        if (!policy.admins().contains(committed.author().account())) {
            throw new VoidCommitException("its author is no admin");
        }
        if (policy.generation() == Policy.MAX_GENERATION || !successor.policy().equals(next(policy))) {
            throw new VoidCommitException("its successor is another conversation, or of another generation");
        }
        accounts(before, committed);
        var kept = followers(before.members());
        if (!committed.joined().isEmpty()
                || !committed.left().isEmpty()
                || !committed.replaced().stream().allMatch(member -> kept.contains(member.data().follower()))) {
            throw new VoidCommitException("it closes the group and changes who is in it");
        }
        var added = new HashSet<FollowerKey>();
        body.added().forEach(follower -> added.add(follower.key()));
        var admins = before.members().stream().filter(member -> policy.admins().contains(member.account())).count();
        var removed = new HashSet<>(body.removed());
        if (!removed.containsAll(kept)
                || removed.size() != body.removed().size()
                || removed.stream().anyMatch(added::contains)
                || added.size() != body.added().size()
                || added.size() != before.members().size()
                || body.added().stream().filter(NewFollower::admin).count() != admins) {
            throw new VoidCommitException("its follower lists are not those of a successor");
        }
    }

    /** The policy of a conversation's next generation. */
    static Policy next(Policy policy) {
        return policy.withGeneration(policy.generation() + 1);
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

    /**
     * The lists hold all that follows, or does not any more, because of it. They may name others as well, who follow
     * and go on, or do not and did not: after a void commit the hub's followers are put right so.
     */
    private static void lists(CommitBody body, List<Member> before, List<Member> after) throws VoidCommitException {
        var were = followers(before);
        var are = followers(after);
        if (are.size() != after.size()) throw new VoidCommitException("it gives two members one follower key");
        var added = new HashSet<FollowerKey>();
        body.added().forEach(follower -> added.add(follower.key()));
        var removed = new HashSet<>(body.removed());
        if (added.size() != body.added().size() || removed.size() != body.removed().size()) {
            throw new VoidCommitException("its follower lists name a key twice");
        }
        var gained = new HashSet<>(are);
        gained.removeAll(were);
        var lost = new HashSet<>(were);
        lost.removeAll(are);
        if (!added.containsAll(gained)
                || !are.containsAll(added)
                || !removed.containsAll(lost)
                || removed.stream().anyMatch(are::contains)) {
            throw new VoidCommitException("its follower lists differ from what it does");
        }
    }

    /** Nobody is let in, or replaces their leaf, as somebody they are not: an account's rights go with its name. */
    private static void identities(Committed committed) throws VoidCommitException {
        if (!verify(committed.joined()) || !verify(committed.replaced())) {
            throw new VoidCommitException("it brings an identity that does not verify");
        }
    }

    /** Whether everybody's identity holds. */
    static boolean verify(List<Member> members) {
        return members.stream().allMatch(Member::trusted);
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

    /**
     * A group stays the group it is, somebody in it can change it, and nobody becomes an admin whom it does not show.
     */
    private static void policy(Policy before, View view) throws VoidCommitException {
        var after = view.policy();
        if (!after.conversation().equals(before.conversation())
                || after.kind() != before.kind()
                || after.generation() != before.generation()) {
            throw new VoidCommitException("it makes the group another conversation");
        }
        if (view.members().stream().noneMatch(member -> after.admins().contains(member.account()))) {
            throw new VoidCommitException("it leaves the group without an admin");
        }
        var known = accounts(view.members());
        known.addAll(before.admins());
        if (!known.containsAll(after.admins())) {
            throw new VoidCommitException("it makes somebody an admin who is no member");
        }
    }

    /** Whoever is banned is no member, and nobody makes them one. */
    private static void banned(View after) throws VoidCommitException {
        var banned = after.policy().banned();
        if (!banned.isEmpty() && accounts(after.members()).stream().anyMatch(banned::contains)) {
            throw new VoidCommitException("it leaves somebody in the group who is banned from it");
        }
    }

    /** Whoever is gone knows the link, and is no admin any more. */
    private static void departed(View before, View after) throws VoidCommitException {
        var gone = accounts(before.members());
        gone.removeAll(accounts(after.members()));
        if (gone.isEmpty()) return;
        if (!after.policy().link().equals(Memberships.NO_LINK)) {
            throw new VoidCommitException("it removes somebody and leaves them a group link");
        }
        if (after.policy().admins().stream().anyMatch(gone::contains)) {
            throw new VoidCommitException("it removes somebody who stays an admin");
        }
    }

    /** The hub has nothing but a flag for each follower, so it has to be what the policy says. */
    private static void flags(CommitBody body, Policy before, View after) throws VoidCommitException {
        Map<FollowerKey, AccountKey> accounts = new HashMap<>();
        for (var member : after.members()) accounts.put(member.data().follower(), member.account());
        var admins = new HashSet<>(after.policy().admins());
        for (var follower : body.added()) {
            if (follower.admin() != admins.contains(accounts.remove(follower.key()))) {
                throw new VoidCommitException("it tells the hub of another admin than the policy names");
            }
        }
        var were = new HashSet<>(before.admins());
        for (var account : accounts.values()) { // of those that it does not name
            if (admins.contains(account) != were.contains(account)) {
                throw new VoidCommitException("it does not tell the hub who is an admin from now on");
            }
        }
    }

    static Set<AccountKey> accounts(List<Member> members) {
        var accounts = new HashSet<AccountKey>();
        for (var member : members) accounts.add(member.account());
        return accounts;
    }

    static Set<FollowerKey> followers(List<Member> members) {
        var followers = new HashSet<FollowerKey>();
        for (var member : members) followers.add(member.data().follower());
        return followers;
    }
}
