package parley.chat;

import parley.chat.Wish.Add;
import parley.chat.Wish.HandOver;
import parley.chat.Wish.Lasting;
import parley.chat.Wish.Link;
import parley.chat.Wish.Move;
import parley.chat.Wish.Rejoin;
import parley.chat.Wish.Remove;
import parley.chat.Wish.Restate;
import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.client.api.CommandException.Yes;
import parley.client.api.Conversations.Kind;
import parley.client.api.crypto.Groups;
import parley.client.api.crypto.Groups.Change;
import parley.client.api.crypto.Groups.Member;
import parley.client.api.crypto.Groups.View;
import parley.client.api.crypto.SuiteMissingException;
import parley.client.api.crypto.UntrustedException;
import parley.protocol.AccountKey;
import parley.protocol.FollowerKey;
import parley.protocol.relay.CommitBody.NewFollower;
import parley.protocol.wire.Bytes;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What becomes of wishes in a group as it stands: done, refused for good, or part of the next commit. Confined to the
 * transaction that makes it.
 */
final class GroupPlan {

    /** The most KeyPackages in one commit; a hub takes 512 Welcomes. */
    static final int MAX_ADDED = 256;

    /** The most leaves that one commit removes, and the most strays: it may take 8192 followers from the hub. */
    static final int MAX_REMOVED = 4096;

    /** How a wish stands. */
    enum Outcome {
        DONE,
        REFUSED,
        OPEN
    }

    /**
     * A wish that is over, or stays open.
     *
     * @param why a sentence for a person, where it is refused
     * @param lacks the person's yes for want of which it is
     */
    record Judged(Wish wish, Outcome outcome, String why, Optional<Yes> lacks) {

        Judged(Wish wish, Outcome outcome, String why) {
            this(wish, outcome, why, Optional.empty());
        }

        /** What the command hears that waits for a wish that is refused. */
        CommandException refusal() {
            return lacks.map(yes -> new CommandException(yes, why))
                    .orElseGet(() -> new CommandException(Code.REFUSED, why));
        }
    }

    private final Groups groups;
    private final Kind kind;
    private final View view;
    private final Instant now;
    private final Set<AccountKey> admins;
    private final Set<AccountKey> members;
    private final boolean admin;

    private final List<Bytes> keyPackages = new ArrayList<>();
    private final List<Member> joining = new ArrayList<>();
    private final Map<Integer, Member> leaving = new LinkedHashMap<>();
    private final Set<AccountKey> added = new HashSet<>();
    private final PolicyPlan plan;
    private final Set<FollowerKey> restated = new LinkedHashSet<>();

    GroupPlan(Groups groups, Kind kind, View view, Instant now) {
        this.groups = groups;
        this.kind = kind;
        this.view = view;
        this.now = now;
        this.admins = new LinkedHashSet<>(view.policy().admins());
        this.members = CommitRules.accounts(view.members()); // asked for by each of many wishes
        this.admin = admins.contains(Memberships.own(view));
        this.plan = new PolicyPlan(kind, view, members, now);
    }

    // ---- Judging ----

    /** How a wish stands in the group as it is. */
    Judged judge(Wish wish) {
        return switch (wish.want()) {
            case Add want when isMember(want.account()) -> done(wish);
            case Add _ when !admin && !view.policy().anybodyAdds() -> noAdmin(wish);
            case Add want when plan.refuses(want).isPresent() -> refused(wish, plan.refuses(want).get());
            case Add want when view.members().size() + want.keyPackages().size() > Memberships.room(view) ->
                    refused(wish, "the group has no room for " + want.name() + "; remove somebody first");
            case Add want when !want.keyPackages().stream().allMatch(this::isOfOurSuite) ->
                    refused(wish, "its cipher was changed meanwhile; add " + want.name() + " again");
            case Remove want when !isMember(want.account()) -> done(wish);
            case Rejoin want when !isOfOurSuite(want.keyPackage()) || !awaits(want) -> done(wish);
            case Move want when want.suite() == view.suite() -> done(wish);
            case Move want when want.from() != view.policy().generation() ->
                    refused(
                            wish,
                            "its cipher was changed meanwhile, to "
                                    + groups.name(view.suite())
                                    + "; change it again if you still want that");
            case Move want when !want.weaker() && groups.strength(want.suite()) < groups.strength(view.suite()) ->
                    new Judged(
                            wish,
                            Outcome.REFUSED,
                            Moving.weaker(groups, want.suite(), view.suite()),
                            Optional.of(Yes.WEAKER));
            case Link _ when !view.policy().link().equals(Memberships.NO_LINK) -> done(wish);
            case HandOver() when !admin || admins.size() > 1 || plan.successor().isEmpty() -> done(wish);
            case Lasting want when want.met() -> done(wish);
            case Remove _, Rejoin _, Link _, HandOver _, Restate _, Move _, Lasting _ when !admin -> noAdmin(wish);
            case Lasting want -> plan.judge(wish, want);
            default -> new Judged(wish, Outcome.OPEN, "");
        };
    }

    private boolean isOfOurSuite(Bytes keyPackage) {
        try {
            return groups.suite(keyPackage) == view.suite();
        } catch (UntrustedException e) {
            return true; // what is wrong with it is found when it is taken
        }
    }

    private static Judged done(Wish wish) {
        return new Judged(wish, Outcome.DONE, "");
    }

    private static Judged refused(Wish wish, String why) {
        return new Judged(wish, Outcome.REFUSED, why);
    }

    private static Judged noAdmin(Wish wish) {
        return refused(wish, "only an admin of the group may do that; ask one");
    }

    private boolean isMember(AccountKey account) {
        return members.contains(account);
    }

    /** Whether the device still has the leaf that is to be replaced. */
    private boolean awaits(Rejoin want) {
        var leaf = leaf(want);
        if (leaf.isEmpty()) return false;
        try {
            return !groups.check(want.keyPackage(), now).data().follower().equals(leaf.get().data().follower());
        } catch (UntrustedException e) {
            return false; // too old by now: they ask again
        } catch (SuiteMissingException e) {
            return true;
        }
    }

    private Optional<Member> leaf(Rejoin want) {
        return view.members().stream()
                .filter(member -> member.account().equals(want.account()) && member.device().equals(want.device()))
                .findFirst();
    }

    // ---- Planning ----

    /**
     * Takes an open wish into the commit.
     *
     * @return refused if it cannot be done whatever comes; open if it is part of the commit, or waits for the next
     */
    Judged take(Wish wish) throws SuiteMissingException {
        try {
            switch (wish.want()) {
                case Add want -> add(want);
                case Remove want -> remove(want.account());
                case Rejoin want -> rejoin(want);
                case Link _ -> plan.link();
                case HandOver() -> plan.handOver();
                case Restate(var keys) -> restated.addAll(keys);
                case Move _ -> {} // by a commit of its own
                case Lasting want -> take(want);
            }
            return new Judged(wish, Outcome.OPEN, "");
        } catch (UntrustedException e) {
            return refused(wish, "what their device offers to be added by is not valid: " + e.getMessage());
        }
    }

    private void take(Lasting want) {
        plan.take(want);
        if (want instanceof Wish.Ban ban && plan.removes(ban) && !remove(ban.account())) plan.withdraw(ban);
    }

    private void add(Add want) throws SuiteMissingException, UntrustedException {
        var count = want.keyPackages().size();
        if (joining.size() + count > MAX_ADDED) return;
        if (view.members().size() - leaving.size() + joining.size() + count > Memberships.room(view)) return;
        if (!added.add(want.account())) return;
        var members = new ArrayList<Member>();
        for (var keyPackage : want.keyPackages()) {
            var member = groups.check(keyPackage, now);
            if (!member.account().equals(want.account())) {
                throw new UntrustedException("it carries another account's key");
            }
            distinct(member, members);
            members.add(member);
        }
        if (!plan.admits(want)) return;
        keyPackages.addAll(want.keyPackages());
        joining.addAll(members);
    }

    /** A commit that gives two members one follower key is void, and so would be the next that we make. */
    private void distinct(Member member, List<Member> others) throws UntrustedException {
        var follower = member.data().follower();
        var taken =
                Stream.of(view.members(), joining, others)
                        .flatMap(List::stream)
                        .anyMatch(other -> other.data().follower().equals(follower));
        if (taken) throw new UntrustedException("its follower key is another member's");
    }

    /** Whether this commit has room for it. */
    private boolean remove(AccountKey account) {
        var leaves = view.members().stream().filter(member -> member.account().equals(account)).toList();
        if (leaving.size() + leaves.size() > MAX_REMOVED || !plan.keepsAnAdmin(account)) return false;
        plan.removed(account);
        for (var member : leaves) leaving.put(member.leaf(), member);
        return true;
    }

    private void rejoin(Rejoin want) throws SuiteMissingException, UntrustedException {
        var leaf = leaf(want).orElseThrow();
        if (joining.size() >= MAX_ADDED || leaving.containsKey(leaf.leaf())) return;
        var member = groups.check(want.keyPackage(), now);
        if (!member.account().equals(want.account())) { // its device may have taken the place of the leaf's
            throw new UntrustedException("it is another account's");
        }
        distinct(member, List.of());
        leaving.put(leaf.leaf(), leaf);
        keyPackages.add(want.keyPackage());
        joining.add(member);
    }

    boolean isEmpty() {
        return joining.isEmpty() && leaving.isEmpty() && restated.isEmpty() && plan.policy().equals(view.policy());
    }

    /** Those whom the commit adds, in the order of their KeyPackages. */
    List<Member> joining() {
        return joining;
    }

    Change change() {
        var policy = plan.policy();
        return new Change(
                List.copyOf(keyPackages),
                List.copyOf(leaving.keySet()),
                Optional.empty(),
                policy.equals(view.policy()) ? Optional.empty() : Optional.of(policy));
    }

    /** The followers that the hub gains, knows otherwise from now on, or is told of once more. */
    List<NewFollower> added() {
        var after = plan.policy().admins();
        var followers = new ArrayList<NewFollower>();
        for (var member : view.members()) {
            var is = after.contains(member.account());
            if (leaving.containsKey(member.leaf())) continue;
            var key = member.data().follower();
            if (restated.contains(key) || is != admins.contains(member.account())) {
                followers.add(new NewFollower(key, is));
            }
        }
        for (var member : joining) {
            followers.add(new NewFollower(member.data().follower(), after.contains(member.account())));
        }
        return followers;
    }

    List<FollowerKey> removed() {
        var followers = new LinkedHashSet<FollowerKey>();
        for (var member : leaving.values()) followers.add(member.data().follower());
        var others = CommitRules.followers(view.members());
        others.addAll(CommitRules.followers(joining));
        restated.stream().filter(key -> !others.contains(key)).limit(MAX_REMOVED).forEach(followers::add);
        return List.copyOf(followers);
    }
}
