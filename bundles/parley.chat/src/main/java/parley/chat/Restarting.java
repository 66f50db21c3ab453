package parley.chat;

import static java.lang.System.Logger.Level.DEBUG;

import org.jspecify.annotations.Nullable;

import parley.chat.ConversationState.Stage;
import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.client.api.CommandException.Yes;
import parley.client.api.Conversations.Kind;
import parley.client.api.Event;
import parley.client.api.Membership.Restart;
import parley.client.api.crypto.Groups.Member;
import parley.client.api.crypto.Groups.View;
import parley.client.api.crypto.SuiteMissingException;
import parley.client.api.crypto.UntrustedException;
import parley.client.api.session.KeyPackages.NewLeaf;
import parley.protocol.AccountKey;
import parley.protocol.Address;
import parley.protocol.ConversationId;
import parley.protocol.Token;
import parley.protocol.content.Content;
import parley.protocol.content.Letter.RejoinRequest;
import parley.protocol.wire.Bytes;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;

/**
 * Opens a conversation anew, in a log of its own, where nobody can commit in the one it has (docs/architecture.md,
 * Logs). The conversation stays the one it is, of the next generation: its id, its history and what waits to be said go
 * along. {@link Leading} says whose is followed.
 *
 * <p>Between two the smaller account key opens it, by itself, when it has lost the conversation and the other asks to
 * be let in again. In a group an admin's person says so, for no device can tell that nobody goes on.
 *
 * <p>Commands call {@link #restart(ConversationId, boolean)}; the inbox's thread opens; workers ask.
 */
final class Restarting {

    private static final System.Logger log = System.getLogger(Restarting.class.getName());

    /** So often a device asks in vain to be let in again before it opens a group anew, or follows who does. */
    static final int TRIES = 2;

    /** How long whoever is let in asks on in the former log before their Welcome counts as lost: in a group. */
    private static final Duration LOST_IN_GROUP = Duration.ofHours(1);

    private static final Duration LOST_BETWEEN_TWO = Duration.ofMinutes(2);

    /** How long what an opener says waits for those who cannot be let in at the moment. */
    private static final Duration GATHERS = Duration.ofHours(1);

    /** Marks the wishes of a restart until they are over; no command draws it ({@link Memberships}). */
    static final long TICKET = Long.MAX_VALUE;

    private static final Duration PACE = Duration.ofSeconds(2);

    static final String MISSING = " What was said last may be missing here.";

    private final Chat chat;

    /** How long a command waits in all for KeyPackages that the relay hands out slowly; less in tests. */
    volatile Duration patience = Duration.ofMinutes(3);

    Restarting(Chat chat) {
        this.chat = chat;
    }

    static boolean isSmaller(AccountKey one, AccountKey other) {
        return one.bytes().compareTo(other.bytes()) < 0;
    }

    /** Whether this device can neither commit in the conversation nor read on in it. */
    boolean isStuck(ConversationState state) {
        return state.lost || state.refused != null || !chat.groups().has(state.suite);
    }

    static boolean isOpener(Kind kind, View view) {
        var own = Memberships.own(view);
        if (kind == Kind.GROUP) return view.policy().admins().contains(own);
        return view.policy().admins().stream().allMatch(one -> one.equals(own) || isSmaller(own, one));
    }

    /** Whether this device may yet be let in again: it has not asked often enough. */
    private static boolean mayBeLetIn(Book book, ConversationState state) throws CommandException {
        return state.kind == Kind.GROUP && !Rejoining.isInVain(book, state.id, TRIES);
    }

    /** Whether a person may say that a conversation is to be opened anew, or that whoever has done so is followed. */
    boolean mayRestart(Book book, ConversationState state, View view) throws CommandException {
        return chat.leading().kept(book, state).isPresent() || mayOpen(book, state, view);
    }

    boolean mayOpen(Book book, ConversationState state, View view) throws CommandException {
        return state.stage == Stage.OPEN && isStuck(state) && isOpener(state.kind, view) && !mayBeLetIn(book, state);
    }

    // ---- Opening anew ----

    /**
     * Another member.
     *
     * @param tokens that one of their devices hands out KeyPackages for
     * @param out whether they are left out
     */
    private record Other(AccountKey account, Address name, List<Token> tokens, boolean out) {}

    private record Former(ConversationState state, List<Other> others) {}

    /**
     * Opens a conversation anew, as the person wants, or follows who has. Blocks.
     *
     * @param weaker whether the person has said yes to a weaker suite
     * @throws CommandException REFUSED (it goes on as it is; another has to; it would be weaker), NOT_REACHABLE
     */
    Restart restart(ConversationId id, boolean weaker) throws CommandException {
        var followed = chat.store().transact(tx -> chat.leading().consent(new Book(tx), id));
        if (followed.isPresent()) {
            chat.leading().takeKept(id);
            return new Restart.Following(followed.get());
        }
        var former = chat.store().transact(tx -> former(new Book(tx), id));
        var suite = suite(former.state);
        refuseWeaker(former.state, suite, weaker);
        var until = System.nanoTime() + patience.toNanos();
        var wishes = new ArrayList<Wish.Add>();
        var without = new ArrayList<Address>();
        for (var other : former.others) {
            try {
                if (other.out) without.add(other.name);
                else wishes.add(new Wish.Add(other.account, other.name, take(other, suite, until)));
            } catch (CommandException e) {
                if (e.code() == Code.NOT_REACHABLE || former.state.kind == Kind.DIRECT) throw e;
                chat.warn(String.valueOf(e.getMessage()));
                without.add(other.name);
            }
        }
        replace(former.state, suite, wishes, chat.keyPackages().newLeaf());
        return new Restart.Begun(without);
    }

    private Former former(Book book, ConversationId id) throws CommandException {
        var state = book.need(id);
        if (state.stage != Stage.OPEN) {
            throw new CommandException(Code.REFUSED, "you are not in " + state.title + " any more");
        }
        if (!isStuck(state)) {
            throw new CommandException(
                    Code.REFUSED, state.title + " goes on as it is; only one that does not can be opened anew");
        }
        var view = chat.groups().view(book.group(id).orElseThrow());
        if (!isOpener(state.kind, view)) {
            var who = state.kind == Kind.GROUP ? "an admin of the group" : state.title;
            throw new CommandException(
                    Code.REFUSED, "only " + who + " can open it anew; reach them by another way and ask them to");
        }
        if (mayBeLetIn(book, state)) {
            throw new CommandException(
                    Code.REFUSED,
                    state.title
                            + " may go on for others, who are asked to let this device in again; if nobody does within"
                            + " some minutes, open it anew then");
        }
        return new Former(state, others(book, state, view));
    }

    /** Those who were yet to be let in into one that was opened anew are asked for again by {@link #carry}. */
    private static List<Other> others(Book book, ConversationState state, View view) throws CommandException {
        var own = Memberships.own(view);
        Map<AccountKey, List<Member>> byAccount = new LinkedHashMap<>();
        for (var member : view.members()) {
            if (!member.account().equals(own))
                byAccount.computeIfAbsent(member.account(), _ -> new ArrayList<>()).add(member);
        }
        var others = new ArrayList<Other>();
        for (var account : byAccount.entrySet()) {
            var name = Hearer.addressOf(book, state.id, account.getValue().getFirst());
            var tokens = account.getValue().stream().map(member -> member.data().take()).toList();
            others.add(new Other(account.getKey(), name, tokens, isLeftOut(book, state, account.getKey())));
        }
        for (var way : WayBack.of(book, state.id)) { // restored: the group that this device has is of it alone
            var name = book.names().of(state.id, way.account(), way.leaf().address());
            var tokens = List.of(way.leaf().take());
            others.add(new Other(way.account(), name, tokens, isLeftOut(book, state, way.account())));
        }
        return others;
    }

    /**
     * Of a group: whose commit none but they can follow, whoever was to be removed, and whoever has said that they
     * leave.
     */
    private static boolean isLeftOut(Book book, ConversationState former, AccountKey account) throws CommandException {
        if (former.kind == Kind.DIRECT) return false;
        return former.spoilers.contains(account)
                || book.roll(former.id).leaves(account)
                || book.wishes(former.id).all().stream()
                        .anyMatch(wish -> wish.want() instanceof Wish.Remove out && out.account().equals(account));
    }

    /** The suite it had, or the best there is now. */
    private int suite(ConversationState state) throws CommandException {
        if (chat.groups().has(state.suite)) return state.suite;
        return chat.store().transact(tx -> chat.memberships().suite(new Book(tx)));
    }

    private void refuseWeaker(ConversationState state, int suite, boolean weaker) throws CommandException {
        if (weaker || chat.groups().strength(suite) >= chat.groups().strength(state.suite)) return;
        throw new CommandException(Yes.WEAKER, Moving.weaker(chat.groups(), suite, state.suite));
    }

    /** What the relay hands out for a member, however slowly, until a time of {@link System#nanoTime}. */
    private List<Bytes> take(Other other, int suite, long until) throws CommandException {
        do {
            var taken = chat.people().keyPackages(other.account, other.name, other.tokens, suite);
            if (taken.isPresent()) return taken.get();
            try {
                Thread.sleep(PACE.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CommandException(Code.NOT_REACHABLE, "interrupted; nothing was changed", e);
            }
        } while (System.nanoTime() < until);
        throw People.paced(other.name);
    }

    /** Puts one in the place of the former, unless that goes on, or was opened anew, meanwhile. Blocks. */
    private void replace(ConversationState former, int suite, List<Wish.Add> wishes, NewLeaf leaf)
            throws CommandException {
        var unneeded = new AtomicReference<LargeInvitations.@Nullable Upload>();
        chat.replacing(
                former.id,
                book -> {
                    var before = book.need(former.id);
                    if (before.stage != Stage.OPEN
                            || !before.log.equals(former.log)
                            || !isStuck(before)
                            || mayBeLetIn(book, before)) {
                        throw new CommandException(
                                Code.REFUSED, before.title + " goes on again; there is nothing to open anew");
                    }
                    var kept = chat.leading().kept(book, before);
                    if (kept.isPresent() && !chat.leading().opensInstead(book, before, kept.get())) {
                        throw new CommandException(
                                Code.REFUSED,
                                kept.get().name()
                                        + " has opened "
                                        + before.title
                                        + " anew meanwhile; say it once more to follow them");
                    }
                    book.pending(before.id).flatMap(PendingCommit::upload).ifPresent(unneeded::set);
                    begin(book, before, suite, leaf, wishes);
                });
        var upload = unneeded.get();
        if (upload != null) chat.worker(former.id).ifPresent(worker -> worker.drop(upload));
    }

    private void begin(Book book, ConversationState before, int suite, NewLeaf leaf, List<Wish.Add> wishes)
            throws CommandException {
        var view = chat.groups().view(book.group(before.id).orElseThrow());
        forgetNumbers(book, before, view);
        var others = others(book, before, view);
        var in = others.stream().filter(other -> !other.out).map(Other::account).collect(Collectors.toSet());
        var waiting = carry(book, before, suite);
        var alone = book.roll(before.id).members().isEmpty();
        var admins = before.kind == Kind.DIRECT ? view.policy().admins() : admins(view, in, waiting);
        var policy = CommitRules.next(view.policy()).withAdmins(admins).withLink(Memberships.NO_LINK);
        book.removeCommits(before.id);
        var state = chat.memberships().begin(book, policy, before.title, suite, leaf);
        book.roll(before.id).clear();
        goOn(book, before, state, Memberships.own(view));
        new Deeds(book, state, 0, chat.now(), view, Memberships.ownLeaf(view)).restarted();
        book.put(state);
        if (alone && (before.former != null || before.kind == Kind.GROUP)) {
            state.former = before.former; // nobody else has been in the one that is left: who asks does so before it
            book.put(state);
        }
        var named = new HashSet<AccountKey>();
        for (var wish : wishes) { // whoever has gone since their KeyPackages were taken stays away
            if (before.kind == Kind.GROUP && !in.contains(wish.account())) continue;
            if (named.add(wish.account())) book.wishes(state.id).add(TICKET, wish);
        }
        for (var wish : waiting) {
            if (wish.want() instanceof Wish.Add add && named.add(add.account()))
                book.wishes(state.id).add(wish.ticket(), add);
        }
        var what = before.kind == Kind.GROUP ? before.title : "Your conversation with " + before.title;
        book.tx()
                .tell(
                        new Event.Notice(
                                what + " begins anew." + MISSING + Moving.changed(chat.groups(), before, state)));
    }

    /**
     * The admins that others see: who is in it, or is yet to be let in since it was last opened anew. One who is only
     * named in the policy could lead all away without ever having been seen.
     */
    private static List<AccountKey> admins(View view, Set<AccountKey> in, List<Wish> waiting) {
        var seen = new HashSet<>(in);
        seen.add(Memberships.own(view));
        for (var wish : waiting) {
            if (wish.ticket() == TICKET && wish.want() instanceof Wish.Add add) seen.add(add.account());
        }
        return view.policy().admins().stream().filter(seen::contains).toList();
    }

    /** Who was to be added is added to what comes in its place; a command that waits for it does so in vain. */
    private List<Wish> carry(Book book, ConversationState before, int suite) throws CommandException {
        var carried = new ArrayList<Wish>();
        for (var wish : book.wishes(before.id).all()) {
            if (!wish.duty()
                    && wish.want() instanceof Wish.Add add
                    && isOf(suite, add.keyPackages())
                    && !isLeftOut(book, before, add.account())) carried.add(wish);
        }
        return carried;
    }

    private boolean isOf(int suite, List<Bytes> keyPackages) {
        try {
            for (var keyPackage : keyPackages) if (chat.groups().suite(keyPackage) != suite) return false;
            return true;
        } catch (UntrustedException e) {
            return false;
        }
    }

    // ---- While the others are let in ----

    /**
     * How long whoever names the former log has to ask before they are let in once more: the Welcome into the present
     * one may be on its way, and a second one would throw away the leaf that it brings.
     */
    static Duration lostAfter(Kind kind) {
        return kind == Kind.DIRECT ? LOST_BETWEEN_TWO : LOST_IN_GROUP;
    }

    /**
     * Whether we have opened it anew, and are to let in some more, or are alone in it and others may ask to be let in:
     * they would not read what is said. Who stays alone in a group is not kept from speaking for good.
     */
    boolean gathers(Book book, ConversationState state) throws CommandException {
        if (state.opener == null || !state.opener.equals(chat.accounts().need().key())) return false;
        if (book.wishes(state.id).all().stream().anyMatch(wish -> wish.ticket() == TICKET)) return true;
        if (!book.roll(state.id).members().isEmpty()) return false;
        return state.kind == Kind.DIRECT || state.former != null && waitsFor(state);
    }

    /** Whether those who cannot be let in at the moment are waited for. */
    boolean waitsFor(ConversationState state) {
        return state.anewSince.plus(GATHERS).isAfter(chat.now());
    }

    /** What a conversation has beside its log goes along; but no receipt, which names positions. */
    void goOn(Book book, ConversationState before, ConversationState state, AccountKey opener) throws CommandException {
        state.unread = before.unread;
        state.mentions = before.mentions;
        state.activity = before.activity;
        state.opener = opener;
        state.former = before.log;
        state.anewSince = chat.now();
        state.leaving = before.leaving;
        state.blameAs(before);
        for (var row : book.outbox(state.id, Integer.MAX_VALUE)) {
            if (row.content() instanceof Content.Receipt) book.remove(state.id, row);
        }
        book.put(state);
        KeptRestart.forget(book, state.id);
        Rejoining.forget(book, state.id);
        book.tx().tell(new Event.SendingStopped(state.id, state.halted()));
        chat.tellSuite(book, before, state);
    }

    /** Of what the members have said in a log that is not read any more. */
    static void forgetNumbers(Book book, ConversationState before, View view) {
        for (var member : view.members()) book.roll(before.id).removeNumber(member.data().follower());
    }

    // ---- Between two ----

    /** Whether who asks cannot be let in, because we have lost the conversation as well, and it is ours to open. */
    boolean isOurs(Book book, ConversationState state, View view, RejoinRequest request) throws CommandException {
        return state.kind == Kind.DIRECT
                && state.stage == Stage.OPEN
                && isStuck(state)
                && isOpener(state.kind, view)
                && (request.log().equals(state.log) || request.log().equals(state.former))
                && view.policy().admins().contains(request.chain().account())
                && !request.chain().account().equals(Memberships.own(view))
                && !book.isBlocked(state);
    }

    /** Opens it anew for both, in the suite it has; where that fails they ask again. Called on the inbox's thread. */
    void restartFor(ConversationState former, RejoinRequest request, Steps steps) throws CommandException {
        var account = request.chain().account();
        try {
            if (!chat.groups().has(former.suite)) throw new SuiteMissingException(former.suite);
            var keyPackage =
                    chat.duties()
                            .keyPackage(
                                    request.keyPackages(), former.suite, chat.now(), account, request.chain().device());
            var name = chat.store().transact(tx -> new Book(tx).names().of(former.id, account, request.from()));
            var leaf = steps.withRelay(chat.keyPackages()::newLeaf);
            replace(former, former.suite, List.of(new Wish.Add(account, name, List.of(keyPackage))), leaf);
        } catch (UntrustedException | CommandException e) {
            log.log(DEBUG, "{0} is not opened anew: {1}", former.id, e.getMessage());
        } catch (SuiteMissingException e) { // nothing changes to another suite by itself
            chat.warn(
                    "Neither you nor "
                            + former.title
                            + " can go on with your conversation, whose cipher is missing; install or start it, or"
                            + " begin anew in another by: group restart");
        }
    }
}
