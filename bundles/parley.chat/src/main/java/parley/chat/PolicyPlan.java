package parley.chat;

import org.jspecify.annotations.Nullable;

import parley.chat.GroupPlan.Judged;
import parley.chat.GroupPlan.Outcome;
import parley.chat.Wish.Add;
import parley.chat.Wish.Appoint;
import parley.chat.Wish.Ban;
import parley.chat.Wish.EndLink;
import parley.chat.Wish.Lasting;
import parley.chat.Wish.NewLink;
import parley.chat.Wish.Settle;
import parley.client.api.Conversations.Kind;
import parley.client.api.crypto.Groups.Member;
import parley.client.api.crypto.Groups.View;
import parley.protocol.AccountKey;
import parley.protocol.Token;
import parley.protocol.content.Policy;
import parley.protocol.content.Policy.LinkLimits;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The policy that a commit leaves behind, as wishes are taken into it. Confined as {@link GroupPlan} is. */
final class PolicyPlan {

    private final Kind kind;
    private final View view;
    private final Instant now;
    private final Policy before;
    private final Set<AccountKey> members;

    private Policy rules;
    private final Map<AccountKey, Boolean> appointed = new HashMap<>();
    private final Set<AccountKey> removed = new HashSet<>();
    private final LinkedHashSet<AccountKey> banned;
    private @Nullable Token link;
    private Optional<LinkLimits> limits = Optional.empty();
    private boolean unlinked;
    private boolean handOver;

    /** How many are let in by the link. */
    private long uses;

    PolicyPlan(Kind kind, View view, Set<AccountKey> members, Instant now) {
        this.kind = kind;
        this.view = view;
        this.now = now;
        this.members = members;
        this.before = view.policy();
        this.rules = before;
        this.banned = new LinkedHashSet<>(before.banned());
    }

    // ---- Judging ----

    /** How a wish of an admin stands that concerns the policy. */
    Judged judge(Wish wish, Lasting want) {
        if (want.met()) return done(wish);
        return switch (want) {
            case Settle(var rule, var value, _) when rule.isSo(before, value) -> done(wish);
            case Appoint(var account, _, var admin, _) when before.admins().contains(account) == admin -> done(wish);
            case Appoint(var account, var name, var admin, _) when admin && !members.contains(account) ->
                    refused(wish, name + " is not in the group; add them first");
            case Appoint(var account, _, _, _) when isLastAdmin(account) ->
                    refused(wish, "a group keeps an admin; make somebody else one first");
            case Ban(var account, _, var is, _) when isBanned(account) == is && !(is && members.contains(account)) ->
                    done(wish);
            case Ban(var account, _, var is, _) when is && account.equals(Memberships.own(view)) ->
                    refused(wish, "this is your own account; leave the group instead");
            case Ban(var account, _, var is, _) when is && !isBanned(account) && isFull(before.banned().size()) ->
                    refused(wish, "at most " + Policy.MAX_BANNED + " can be banned from a group; unban somebody first");
            case EndLink _ when before.link().equals(Policy.NO_LINK) -> done(wish);
            default -> new Judged(wish, Outcome.OPEN, "");
        };
    }

    /** Why somebody is not to be added, as far as the policy says; empty if it does not. */
    Optional<String> refuses(Add want) {
        if (isBanned(want.account())) return Optional.of(want.name() + " is banned from the group; unban them first");
        if (!want.byLink()) return Optional.empty();
        if (before.link().equals(Policy.NO_LINK)) {
            return Optional.of("the group link that " + want.name() + " asked by has ended; give them a new one");
        }
        return before.linkLimits()
                .filter(one -> isOver(one, now))
                .map(_ -> "the group link that " + want.name() + " asked by has expired; give them a new one");
    }

    /** Whether the time of a link is over. */
    static boolean isOver(LinkLimits limits, Instant now) {
        return limits.until() != 0 && now.toEpochMilli() >= limits.until();
    }

    private boolean isBanned(AccountKey account) {
        return before.banned().contains(account);
    }

    private static boolean isFull(int count) {
        return count >= Policy.MAX_BANNED;
    }

    private boolean isLastAdmin(AccountKey account) {
        return before.admins().stream().filter(members::contains).allMatch(account::equals);
    }

    private static Judged done(Wish wish) {
        return new Judged(wish, Outcome.DONE, "");
    }

    private static Judged refused(Wish wish, String why) {
        return new Judged(wish, Outcome.REFUSED, why);
    }

    // ---- Taking ----

    /** Takes a wish that {@link #judge} left open; what does not go with those before it waits for the next commit. */
    void take(Lasting want) {
        switch (want) {
            case Settle(var rule, var value, _) -> rules = rule.set(rules, value);
            case Appoint(var account, _, var admin, _) -> appoint(account, admin);
            case Ban(var account, _, var is, _) -> {
                if (!is) banned.remove(account);
                else if (!isFull(banned.size()) && keepsAnAdmin(account)) banned.add(account);
            }
            case NewLink(var with, _) -> {
                link = Token.random(); // those of commits that came to nothing may be known
                limits = with;
                unlinked = false;
            }
            case EndLink _ -> {
                unlinked = true;
                link = null;
            }
        }
    }

    private void appoint(AccountKey account, boolean admin) {
        if (admin) appointed.put(account, true);
        else if (keepsAnAdmin(account)) appointed.put(account, false);
    }

    /** Whether whoever is banned is removed with that, as they are in the group. */
    boolean removes(Ban want) {
        return want.banned() && banned.contains(want.account()) && members.contains(want.account());
    }

    /** Who was to be banned is not removed by this commit: the ban waits for the next. */
    void withdraw(Ban want) {
        banned.remove(want.account());
    }

    /** There is to be a link, unless there is one. */
    void link() {
        if (link == null) link = Token.random();
    }

    /** We hand over to another. */
    void handOver() {
        handOver = true;
    }

    /** Whether there is an admin in the group when this one is none. */
    boolean keepsAnAdmin(AccountKey gone) {
        return admins().stream().anyMatch(one -> members.contains(one) && !one.equals(gone));
    }

    /** An account is removed in the same commit. */
    void removed(AccountKey account) {
        removed.add(account);
    }

    /** Whether the link lets in one more; if so, it is counted. */
    boolean admits(Add want) {
        if (!want.byLink()) return true;
        var left = before.linkLimits().map(LinkLimits::uses).filter(most -> most > 0);
        if (left.isPresent() && uses >= left.get()) return false;
        uses++;
        return true;
    }

    // ---- What it comes to ----

    /** Whoever removes a person ends the link: they know it. So does whoever lets in the last that it is for. */
    Policy policy() {
        if (kind == Kind.DIRECT) return before;
        var now = rules.withAdmins(List.copyOf(admins())).withBanned(List.copyOf(banned));
        if (!removed.isEmpty() || unlinked) return now.withLink(Policy.NO_LINK);
        var fresh = link;
        if (fresh != null) return now.withLink(fresh.bytes(), limits);
        var left = before.linkLimits();
        if (left.isEmpty() || left.get().uses() == 0 || uses == 0) return now;
        if (left.get().uses() <= uses) return now.withLink(Policy.NO_LINK);
        return now.withLink(before.link(), Optional.of(new LinkLimits(left.get().until(), left.get().uses() - uses)));
    }

    private Set<AccountKey> admins() {
        var now = new LinkedHashSet<>(before.admins());
        now.removeAll(removed);
        appointed.forEach((account, is) -> {
            if (!is) now.remove(account);
            else if (!removed.contains(account)) now.add(account);
        });
        if (handOver) successor().ifPresent(now::add);
        return now;
    }

    /** Who is an admin after us: the account of the lowest leaf of another's. */
    Optional<AccountKey> successor() {
        var own = Memberships.own(view);
        return view.members().stream()
                .filter(member -> !member.account().equals(own) && !removed.contains(member.account()))
                .min(Comparator.comparingInt(Member::leaf))
                .map(Member::account);
    }
}
