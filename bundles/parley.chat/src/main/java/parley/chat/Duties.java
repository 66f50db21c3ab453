package parley.chat;

import static java.lang.System.Logger.Level.DEBUG;

import parley.chat.Askers.Asker;
import parley.chat.Wish.Add;
import parley.chat.Wish.HandOver;
import parley.chat.Wish.Link;
import parley.chat.Wish.Rejoin;
import parley.chat.Wish.Remove;
import parley.chat.Wish.Restate;
import parley.client.api.CommandException;
import parley.client.api.Contacts;
import parley.client.api.Conversations.Kind;
import parley.client.api.Event;
import parley.client.api.crypto.Groups;
import parley.client.api.crypto.Groups.Committed;
import parley.client.api.crypto.Groups.Member;
import parley.client.api.crypto.Groups.View;
import parley.client.api.crypto.Identities;
import parley.client.api.crypto.SuiteMissingException;
import parley.client.api.crypto.UntrustedException;
import parley.protocol.AccountKey;
import parley.protocol.Address;
import parley.protocol.DeviceKey;
import parley.protocol.DeviceList;
import parley.protocol.LogId;
import parley.protocol.Token;
import parley.protocol.content.Letter.RejoinRequest;
import parley.protocol.content.Policy;
import parley.protocol.relay.CommitBody;
import parley.protocol.relay.Entry;
import parley.protocol.wire.Bytes;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * What an admin does for others, of whom none is asked by name: removes who leaves, adds who asks, adds anew who has
 * lost the group. What is asked for wrongly is dropped in silence. Called inside transactions.
 */
final class Duties {

    private static final System.Logger log = System.getLogger(Duties.class.getName());

    /** How long a device waits to be let in again once more; each time twice that, up to the longest. */
    private static final Duration WAIT = Duration.ofMinutes(1);

    private static final Duration LONGEST_WAIT = Duration.ofHours(1);

    /** After this long without one, a device begins anew. */
    private static final Duration QUIET = Duration.ofHours(2);

    private final Identities identities;
    private final Groups groups;

    /** When a device was last let in again; of members only, and no older than {@link #QUIET}. */
    private final Map<Rejoiner, Turn> rejoined = new ConcurrentHashMap<>();

    /** Since when a device asks in the former log of one that we have opened anew, or was last let in for it. */
    private final Map<Rejoiner, Instant> missed = new ConcurrentHashMap<>();

    private static final Duration FORGOTTEN = Duration.ofDays(1);

    private record Rejoiner(LogId log, DeviceKey device) {}

    /**
     * @param pause how long its next one waits after {@code at}
     */
    private record Turn(Instant at, Duration pause) {}

    Duties(Identities identities, Groups groups) {
        this.identities = identities;
        this.groups = groups;
    }

    private static boolean areOurs(ConversationState state, View view) {
        return state.kind == Kind.GROUP && view.policy().admins().contains(Memberships.own(view));
    }

    /** Somebody has said that they leave. */
    void leaves(Book book, ConversationState state, View view, Member member) throws CommandException {
        if (!areOurs(state, view) || member.account().equals(Memberships.own(view))) return;
        remove(book, state, member);
    }

    private static void remove(Book book, ConversationState state, Member member) throws CommandException {
        book.wishes(state.id)
                .addDuty(
                        new Remove(member.account(), Hearer.addressOf(book, state.id, member)),
                        other -> other instanceof Remove remove && remove.account().equals(member.account()));
    }

    /** We are an admin now: who said before that they leave, waits for one. */
    void fallToUs(Book book, ConversationState state, View view) throws CommandException {
        var roll = book.roll(state.id);
        for (var member : view.members()) {
            if (roll.leaves(member.account())) leaves(book, state, view, member);
        }
    }

    /** A commit that changed nothing has changed the hub's followers. */
    void voided(Book book, ConversationState state, View view, CommitBody body) throws CommandException {
        if (!areOurs(state, view) || body.added().isEmpty() && body.removed().isEmpty()) return;
        book.wishes(state.id).restate(body, CommitRules.followers(view.members()));
    }

    /** What was asked for before a commit may be answered by it, or meant for what is no more. */
    void changed(Book book, ConversationState state, View before, Committed committed, View after)
            throws CommandException {
        var wishes = book.wishes(state.id);
        var roll = book.roll(state.id);
        var moved = CommitRules.accounts(committed.joined());
        moved.addAll(CommitRules.accounts(committed.left()));
        var renewed = devices(committed.replaced());
        var asks = !before.policy().approves() && after.policy().approves();
        var otherLink = !before.policy().link().equals(after.policy().link());
        for (var wish : wishes.all()) {
            if (!wish.duty()) continue;
            var stale =
                    switch (wish.want()) {
                        case Add want -> otherLink || asks && want.byLink() || moved.contains(want.account());
                        case Remove want -> moved.contains(want.account()) && !roll.leaves(want.account());
                        case Rejoin want -> moved.contains(want.account()) || renewed.contains(want.device());
                        case Wish.EndLink _ -> otherLink;
                        case Link _, HandOver _, Restate _, Wish.Move _, Wish.Lasting _ -> false;
                    };
            if (stale) wishes.remove(wish);
        }
        wishes.met(before.policy(), after.policy());
        askers(book, state, before, moved, after);
    }

    private static Set<DeviceKey> devices(List<Member> members) {
        return members.stream().map(Member::device).collect(Collectors.toSet());
    }

    /** Somebody asks to join by the group's link; every member remembers it, and admins let them in. */
    void asked(Book book, ConversationState state, View view, Entry entry, Instant now) throws CommandException {
        var policy = view.policy();
        if (state.kind != Kind.GROUP || policy.link().equals(Policy.NO_LINK)) return;
        if (policy.linkLimits().filter(limits -> PolicyPlan.isOver(limits, now)).isPresent()) return;
        try {
            var request = identities.openJoinRequest(entry.body(), state.log, new Token(policy.link()));
            var account = request.chain().account();
            if (Memberships.isMember(view, account) || isBlocked(book, account) || policy.banned().contains(account))
                return;
            var first = keyPackage(request.keyPackages(), view.suite(), now, account, request.chain().device());
            var askers = book.askers(state.id);
            var kept = kept(first, view.suite(), request.keyPackages());
            var news = askers.heard(account, request.chain().device(), request.from(), kept, now);
            var asker = askers.find(account);
            if (asker.isPresent() && areOurs(state, view)) admit(book, state, view, asker.get(), news);
        } catch (UntrustedException | SuiteMissingException e) {
            log.log(DEBUG, "Dropped the request at {0}: {1}", entry.position(), e.getMessage());
        }
    }

    /**
     * What is kept of the KeyPackages of somebody who asks: the one of the group's suite, and of each other suite the
     * first, as far as there is room: the group may have another suite when they are let in.
     */
    private List<Bytes> kept(Bytes first, int suite, List<Bytes> offered) throws UntrustedException {
        if (first.length() > Askers.MAX_BYTES) throw new UntrustedException("its KeyPackage is too large");
        var kept = new ArrayList<>(List.of(first));
        var suites = new HashSet<>(Set.of(suite));
        var room = Askers.MAX_BYTES - first.length();
        for (var keyPackage : offered) {
            if (keyPackage.length() > room || !suites.add(groups.suite(keyPackage))) continue;
            kept.add(keyPackage);
            room -= keyPackage.length();
        }
        return kept;
    }

    /**
     * Lets somebody in who asks, or asks our person to.
     *
     * @param news whether the person has not heard of it
     */
    private void admit(Book book, ConversationState state, View view, Asker asker, boolean news)
            throws CommandException {
        if (asker.denied()) return;
        var name = name(book, state, asker);
        if (!view.policy().approves()) {
            var keyPackages = ofSuite(asker.keyPackages(), view.suite());
            if (keyPackages.isEmpty()) return; // they ask again
            book.wishes(state.id)
                    .addDuty(
                            new Add(asker.account(), name, keyPackages, true),
                            other -> other instanceof Add add && add.account().equals(asker.account()));
        } else if (news) {
            book.tx().tell(new Event.JoinRequested(state.id, name, asker.account()));
        }
    }

    private static Address name(Book book, ConversationState state, Asker asker) throws CommandException {
        return book.askers(state.id).called(book.names()).stream()
                .filter(one -> one.asker().order() == asker.order())
                .map(Askers.Called::name)
                .findFirst()
                .orElseThrow();
    }

    /** Those of a suite: one at most, which is checked where it is used. */
    List<Bytes> ofSuite(List<Bytes> keyPackages, int suite) {
        for (var keyPackage : keyPackages) {
            try {
                if (groups.suite(keyPackage) == suite) return List.of(keyPackage);
            } catch (UntrustedException e) {
                log.log(DEBUG, "Passed over a KeyPackage of somebody who asks: {0}", e.getMessage());
            }
        }
        return List.of();
    }

    /** Whoever asks while an admin is to say yes, and who need not any more. */
    private void askers(Book book, ConversationState state, View before, Set<AccountKey> moved, View after)
            throws CommandException {
        var askers = book.askers(state.id);
        if (!before.policy().link().equals(after.policy().link())) askers.clear();
        for (var asker : askers.all()) {
            var out = after.policy().banned().contains(asker.account());
            if (out || moved.contains(asker.account())) askers.remove(asker.account());
        }
        var turned = before.policy().approves() != after.policy().approves();
        var ours = areOurs(state, after);
        if (!ours || !turned && areOurs(state, before)) return;
        for (var asker : askers.all()) admit(book, state, after, asker, true);
    }

    /** The time of the group link is over: the hub is to take nobody's word for it any more. */
    void linkOver(Book book, ConversationState state, View view, Instant now) throws CommandException {
        if (state.stage != ConversationState.Stage.OPEN || state.lost || !areOurs(state, view)) return;
        if (view.policy().linkLimits().filter(limits -> PolicyPlan.isOver(limits, now)).isEmpty()) return;
        book.wishes(state.id).addDuty(new Wish.EndLink(false), Wish.EndLink.class::isInstance);
    }

    /** The one of a suite, which has to be the device's. */
    Bytes keyPackage(List<Bytes> keyPackages, int suite, Instant now, AccountKey account, DeviceKey device)
            throws SuiteMissingException, UntrustedException {
        for (var keyPackage : keyPackages) {
            if (groups.suite(keyPackage) != suite) continue;
            var member = groups.check(keyPackage, now);
            if (!member.account().equals(account) || !member.device().equals(device)) {
                throw new UntrustedException("its KeyPackage is another's");
            }
            return keyPackage;
        }
        throw new UntrustedException("it has no KeyPackage of suite " + suite);
    }

    private static boolean isBlocked(Book book, AccountKey account) throws CommandException {
        var contact = book.contact(account);
        return contact.isPresent() && contact.get().state() == Contacts.State.BLOCKED;
    }

    /**
     * A member's device asks to be added anew, or one that has taken the place of a member's.
     *
     * @param devices the account's newest list, where the device that asks has no leaf; empty if it is not known
     * @return whether something is to be done
     */
    boolean rejoins(
            Book book,
            ConversationState state,
            View view,
            RejoinRequest request,
            Optional<DeviceList> devices,
            Instant now)
            throws CommandException {
        var account = request.chain().account();
        var asking = request.chain().device();
        if (state.stage != ConversationState.Stage.OPEN || state.lost) return false;
        var former = request.log().equals(state.former) && Memberships.own(view).equals(state.opener);
        if (!state.log.equals(request.log()) && !former) return false;
        if (!view.policy().admins().contains(Memberships.own(view)) || isBlocked(book, account)) return false;
        var leaf = leaf(view, account, asking).or(() -> replaced(view, account, asking, devices));
        var device = leaf.map(Member::device).orElse(asking);
        var absent = leaf.isEmpty() && former && isOtherOfTwo(state, view, account);
        if (leaf.isEmpty() && !absent || book.roll(state.id).leaves(account)) return false;
        if (leaf.isPresent() && leaf.get().leaf() == view.ownLeaf()) return false;
        if (former && !isLost(book, state, device, leaf, now)) return false; // they ask again
        Bytes keyPackage;
        try {
            keyPackage = keyPackage(request.keyPackages(), view.suite(), now, account, asking);
        } catch (UntrustedException | SuiteMissingException e) { // they ask again
            log.log(DEBUG, "Dropped a request to be let in again: {0}", e.getMessage());
            return false;
        }
        var wishes = book.wishes(state.id);
        var open =
                wishes.all().stream()
                        .filter(wish -> wish.want() instanceof Rejoin other && other.device().equals(device))
                        .toList();
        if (open.isEmpty() && !mayRejoin(new Rejoiner(state.log, device), now)) return false; // they ask again
        if (former) missed.put(new Rejoiner(state.log, device), now); // the next Welcome may be on its way as well
        if (absent) {
            var name = book.names().of(state.id, account, request.from());
            wishes.addDuty(
                    new Add(account, name, List.of(keyPackage)),
                    other -> other instanceof Add add && add.account().equals(account));
            return true;
        }
        open.forEach(wishes::remove); // the last request counts: that before it may be of an earlier try
        wishes.addDuty(
                new Rejoin(account, device, Hearer.addressOf(book, state.id, leaf.get()), keyPackage), _ -> false);
        return true;
    }

    private static Optional<Member> leaf(View view, AccountKey account, DeviceKey device) {
        return view.members().stream()
                .filter(member -> member.account().equals(account) && member.device().equals(device))
                .findFirst();
    }

    /**
     * The leaf of a device that its account has no more, where the one that asks stands in its list: it was restored
     * from a backup.
     */
    private static Optional<Member> replaced(
            View view, AccountKey account, DeviceKey asking, Optional<DeviceList> devices) {
        var listed = devices.map(DeviceList::devices).orElse(List.of());
        if (!listed.contains(asking)) return Optional.empty();
        return view.members().stream()
                .filter(member -> member.account().equals(account) && !listed.contains(member.device()))
                .findFirst();
    }

    /** Whether a device that asks in the former log has not got the Welcome into the one that we have opened. */
    private boolean isLost(Book book, ConversationState state, DeviceKey device, Optional<Member> leaf, Instant now) {
        if (leaf.isPresent() && book.roll(state.id).number(leaf.get().data().follower()).orElse(0L) > 0) return false;
        missed.values().removeIf(since -> !now.isBefore(since.plus(FORGOTTEN)));
        var since = missed.putIfAbsent(new Rejoiner(state.log, device), now);
        return since != null && !since.plus(Restarting.lostAfter(state.kind)).isAfter(now);
    }

    private static boolean isOtherOfTwo(ConversationState state, View view, AccountKey account) {
        return state.kind == Kind.DIRECT
                && view.policy().admins().contains(account)
                && !Memberships.isMember(view, account);
    }

    /** Each costs everybody a commit: who asks for them again and again waits longer and longer. */
    private boolean mayRejoin(Rejoiner device, Instant now) {
        rejoined.values().removeIf(turn -> !now.isBefore(turn.at.plus(QUIET)));
        var last = rejoined.get(device);
        if (last != null && now.isBefore(last.at.plus(last.pause))) return false;
        var wait = last == null ? WAIT : last.pause.multipliedBy(2);
        rejoined.put(device, new Turn(now, wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait));
        return true;
    }
}
