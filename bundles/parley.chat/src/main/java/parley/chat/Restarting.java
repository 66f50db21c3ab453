package parley.chat;

import static java.lang.System.Logger.Level.DEBUG;

import org.jspecify.annotations.Nullable;

import parley.chat.ConversationState.Stage;
import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.client.api.Contacts.State;
import parley.client.api.Conversations.Kind;
import parley.client.api.Event;
import parley.client.api.Membership.Restart;
import parley.client.api.crypto.Groups.Joined;
import parley.client.api.crypto.Groups.Member;
import parley.client.api.crypto.Groups.View;
import parley.client.api.crypto.SuiteMissingException;
import parley.client.api.crypto.UntrustedException;
import parley.client.api.session.KeyPackages.NewLeaf;
import parley.protocol.AccountKey;
import parley.protocol.Address;
import parley.protocol.ConversationId;
import parley.protocol.LogId;
import parley.protocol.Token;
import parley.protocol.content.Content;
import parley.protocol.content.Letter.RejoinRequest;
import parley.protocol.relay.InboxItem;
import parley.protocol.wire.Bytes;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;

/**
 * Opens a conversation anew, in a log of its own, where nobody can commit in the one it has; and follows whoever does
 * (docs/architecture.md, Logs). The conversation stays the one it is, of the next generation: its id, its history and
 * what waits to be said go along.
 *
 * <p>Between two the smaller account key opens it, by itself, when it has lost the conversation and the other asks to
 * be let in again. In a group an admin's person says so, for no device can tell that nobody goes on; and nobody follows
 * by itself who still goes on in the former log, or has not asked there in vain: an admin who was removed meanwhile
 * would lead away whoever has not read of it.
 *
 * <p>Commands call {@link #restart(ConversationId, boolean)}; the inbox's thread opens and follows; workers ask.
 */
final class Restarting {

    private static final System.Logger log = System.getLogger(Restarting.class.getName());

    /** So often a device asks in vain to be let in again before it opens a group anew, or follows who does. */
    static final int TRIES = 2;

    /** How long after it has come into a log that was opened anew a device changes to another's of the same time. */
    private static final Duration RIVALS = Duration.ofDays(1);

    /** How long whoever is let in asks on in the former log before their Welcome counts as lost: in a group. */
    private static final Duration LOST_IN_GROUP = Duration.ofHours(1);

    private static final Duration LOST_BETWEEN_TWO = Duration.ofMinutes(2);

    /** How long what an opener says waits for those who cannot be let in at the moment. */
    private static final Duration GATHERS = Duration.ofHours(1);

    /** How much further than ours the generation may be that a restart leads into. */
    private static final long FURTHER = 1000;

    /** Marks the wishes of a restart until they are over; no command draws it ({@link Memberships}). */
    static final long TICKET = Long.MAX_VALUE;

    private static final Duration PACE = Duration.ofSeconds(2);

    private static final String MISSING = " What was said last may be missing here.";

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
    private boolean isStuck(ConversationState state) {
        return state.lost || state.refused != null || !chat.groups().present().contains(state.suite);
    }

    private static boolean isOpener(Kind kind, View view) {
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
        return kept(book, state).isPresent() || mayOpen(book, state, view);
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
        var followed = chat.store().transact(tx -> consent(new Book(tx), id));
        if (followed.isPresent()) {
            takeKept(id);
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

    /** Somebody has opened it anew already: the person's yes is as good as having asked in vain. */
    private Optional<Address> consent(Book book, ConversationId id) throws CommandException {
        var state = book.need(id);
        var kept = kept(book, state);
        if (kept.isEmpty() || opensInstead(book, state, kept.get())) return Optional.empty();
        if (!isOpenable(kept.get())) {
            throw new CommandException(
                    Code.REFUSED,
                    kept.get().name()
                            + " has opened "
                            + state.title
                            + " anew in "
                            + chat.groups().name(kept.get().suite())
                            + ", which is missing here; install or start it and try again");
        }
        kept.get().want(book, id);
        return Optional.of(kept.get().name());
    }

    /** Whether this device is to open it anew itself, and not to follow who has: it cannot, or has reason not to. */
    private boolean opensInstead(Book book, ConversationState state, KeptRestart kept) throws CommandException {
        if (isOpenable(kept) && !state.isSuspect(kept.opener()) || !isStuck(state)) return false;
        var view = book.group(state.id).map(chat.groups()::view);
        return state.stage == Stage.OPEN && view.isPresent() && isOpener(state.kind, view.get());
    }

    private boolean isOpenable(KeptRestart kept) {
        return chat.groups().present().contains(kept.suite());
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
            var name = Hearer.addressOf(book, account.getValue().getFirst());
            var tokens = account.getValue().stream().map(member -> member.data().take()).toList();
            others.add(new Other(account.getKey(), name, tokens, isLeftOut(book, state, account.getKey())));
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
        if (chat.groups().present().contains(state.suite)) return state.suite;
        return chat.store().transact(tx -> chat.memberships().suite(new Book(tx)));
    }

    private void refuseWeaker(ConversationState state, int suite, boolean weaker) throws CommandException {
        if (weaker || chat.groups().strength(suite) >= chat.groups().strength(state.suite)) return;
        throw new CommandException(Code.REFUSED, Moving.weaker(chat.groups(), suite, state.suite));
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
                    var kept = kept(book, before);
                    if (kept.isPresent() && !opensInstead(book, before, kept.get())) {
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
        book.removePending(before.id);
        var state = chat.memberships().begin(book, policy, before.title, suite, leaf);
        book.roll(before.id).clear();
        goOn(book, before, state, Memberships.own(view));
        if (alone && before.former != null) { // nobody else has been in the one that is left: they ask in that before
            state.former = before.former;
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
     * Whether we have opened it anew, and are alone in it or are to let in some more: they would not read what is said.
     */
    boolean gathers(Book book, ConversationState state) throws CommandException {
        if (state.opener == null || !state.opener.equals(chat.accounts().need().key())) return false;
        var open = book.wishes(state.id).all().stream().anyMatch(wish -> wish.ticket() == TICKET);
        return open || book.roll(state.id).members().isEmpty();
    }

    /** Whether those who cannot be let in at the moment are waited for. */
    boolean waitsFor(ConversationState state) {
        return state.anewSince.plus(GATHERS).isAfter(chat.now());
    }

    /** What a conversation has beside its log goes along; but no receipt, which names positions. */
    void goOn(Book book, ConversationState before, ConversationState state, AccountKey opener) throws CommandException {
        state.unread = before.unread;
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
        book.tx().tell(new Event.SendingStopped(state.id, Optional.empty()));
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
            if (!chat.groups().present().contains(former.suite)) throw new SuiteMissingException(former.suite);
            var keyPackage =
                    chat.duties()
                            .keyPackage(
                                    request.keyPackages(), former.suite, chat.now(), account, request.chain().device());
            var name = chat.store().transact(tx -> new Book(tx).names().of(account, request.from()));
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

    // ---- Following ----

    /**
     * Whether a Welcome leads into a conversation of ours opened anew: by an admin of it as we have it who has not made
     * it stop (of two the smaller account key), into a generation to come; or, where two have opened it, by the smaller
     * account key.
     */
    boolean leads(Book book, ConversationState before, Joined joined, View view) throws CommandException {
        return leads(book, before, joined.joinPoint().log(), joined.inviter().account(), view.policy().generation());
    }

    private boolean leads(Book book, ConversationState before, LogId into, AccountKey opener, long generation)
            throws CommandException {
        var known = book.group(before.id).map(chat.groups()::view);
        if (known.isEmpty() || before.log.equals(into)) return false;
        var own = Memberships.own(known.get());
        if (before.stage != Stage.OPEN && !(before.stage == Stage.OPENING && own.equals(before.opener))) return false;
        if (opener.equals(own) || !known.get().policy().admins().contains(opener)) return false;
        if (before.kind == Kind.DIRECT && !isSmaller(opener, own)) return false;
        if (before.kind == Kind.GROUP && before.spoilers.contains(opener)) return false;
        if (before.kind == Kind.GROUP && !isAdminIn(known.get(), opener) && !isToComeIn(book, before.id, opener))
            return false;
        var contact = book.contact(opener).map(StoredContact::state);
        if (contact.equals(Optional.of(State.BLOCKED))) return false;
        var further = generation - before.generation;
        if (further != 0) return further > 0 && further <= FURTHER;
        return before.opener != null && isSmaller(opener, before.opener);
    }

    /** Whether an account is an admin who is in the group, and no name in its policy only. */
    static boolean isAdminIn(View view, AccountKey account) {
        return view.policy().admins().contains(account)
                && view.members().stream().anyMatch(member -> member.account().equals(account) && member.trusted());
    }

    /** Whether we, who have opened it anew, are yet to let somebody in. */
    private static boolean isToComeIn(Book book, ConversationId id, AccountKey account) throws CommandException {
        return book.wishes(id).all().stream()
                .anyMatch(wish ->
                        wish.ticket() == TICKET
                                && wish.want() instanceof Wish.Add add
                                && add.account().equals(account));
    }

    /** Whether the Welcome at a position of the inbox is followed now; else it is kept ({@link #keep}). */
    boolean isDue(Book book, ConversationState before, AccountKey opener, long generation, long position)
            throws CommandException {
        if (before.kind == Kind.DIRECT) return true; // nobody else can be in it
        var kept = KeptRestart.of(book, before.id).filter(one -> one.position() == position);
        if (kept.isPresent() && kept.get().wanted()) return true;
        if (before.isSuspect(opener)) return false;
        if (kept.isPresent() && kept.get().judged() && isRival(before, generation)) return true;
        return isStuck(before) && Rejoining.isInVain(book, before.id, TRIES);
    }

    /** Whether another has opened it anew as well, at about the time when it was opened that we are in. */
    private boolean isRival(ConversationState before, long generation) {
        return generation == before.generation && before.anewSince.plus(RIVALS).isAfter(chat.now());
    }

    /** Keeps the Welcome of a restart for when this device has asked in vain to be let in again, or its person says. */
    void keep(Book book, ConversationState before, long position, InboxItem.Welcomed welcomed, Joined joined, View view)
            throws CommandException {
        var earlier = kept(book, before); // one that is of no more use makes room
        var opener = joined.inviter().account();
        var name = Hearer.addressOf(book, joined.inviter());
        var generation = view.policy().generation();
        var now = new KeptRestart(position, welcomed, opener, name, generation, view.suite(), false, false);
        if (!now.keep(book, before)) return;
        if (isRival(before, generation) && !before.isSuspect(opener)) {
            book.tx().afterCommit(() -> chat.worker(before.id).ifPresent(Worker::rivalKept));
        } else if (earlier.isEmpty() || !earlier.get().isOfSameLog(now)) {
            var sentence = name + " has opened " + before.title + " anew" + andThen(book, before, opener);
            book.tx().afterCommit(() -> chat.warn(sentence));
        }
    }

    private String andThen(Book book, ConversationState before, AccountKey opener) throws CommandException {
        if (!before.isSuspect(opener)) {
            return ". Where it does not go on for you, your device follows by itself after some minutes, or at once by:"
                    + " group restart";
        }
        var opens = isOpener(before.kind, chat.groups().view(book.group(before.id).orElseThrow()));
        return ", and, as the relay has it, made it stop; your device does not follow by itself. "
                + (opens
                        ? "Where it does not go on for you, open it anew yourself: group restart"
                        : "Ask another admin whether to: group restart");
    }

    /** What is kept, if it still leads anywhere; else it is forgotten. */
    private Optional<KeptRestart> kept(Book book, ConversationState state) throws CommandException {
        var kept = KeptRestart.of(book, state.id);
        if (kept.isEmpty()) return kept;
        var one = kept.get();
        var into = one.welcomed().log();
        if (leads(book, state, into, one.opener(), one.generation()) && !Welcomes.isLogOfAnother(book, state.id, into))
            return kept;
        KeptRestart.forget(book, state.id);
        return Optional.empty();
    }

    /** Whether what is kept is followed as soon as this device has asked in vain. */
    boolean isToFollow(ConversationId id) throws CommandException {
        return chat.store()
                .transact(tx -> {
                    var state = new Book(tx).need(id);
                    return kept(new Book(tx), state)
                            .filter(kept -> isOpenable(kept) && !state.isSuspect(kept.opener()))
                            .isPresent();
                });
    }

    /** The rival's Welcome that is kept, by its position in the inbox. */
    OptionalLong rival(ConversationId id) throws CommandException {
        return chat.store()
                .transact(tx -> {
                    var state = new Book(tx).need(id);
                    return kept(new Book(tx), state).stream()
                            .filter(kept -> isRival(state, kept.generation()) && !state.isSuspect(kept.opener()))
                            .mapToLong(KeptRestart::position)
                            .findAny();
                });
    }

    /** All of the present log was read that was there when that Welcome had come. */
    void judged(ConversationId id, long position) throws CommandException {
        chat.store()
                .run(tx ->
                        KeptRestart.of(new Book(tx), id)
                                .filter(kept -> kept.position() == position)
                                .ifPresent(kept -> kept.judge(new Book(tx), id)));
        takeKept(id);
    }

    /** What is kept may be due. */
    void takeKept(ConversationId id) throws CommandException {
        var kept = chat.store().transact(tx -> kept(new Book(tx), new Book(tx).need(id)));
        if (kept.isPresent() && isOpenable(kept.get()))
            chat.inbox().again(id, kept.get().position(), kept.get().welcomed());
    }

    /** Whether the Welcome at a position of the inbox is still kept, and due. */
    boolean isKeptDue(ConversationId id, long position) throws CommandException {
        return chat.store()
                .transact(tx -> {
                    var book = new Book(tx);
                    var kept = KeptRestart.of(book, id).filter(one -> one.position() == position);
                    if (kept.isEmpty()) return false;
                    return isDue(book, book.need(id), kept.get().opener(), kept.get().generation(), position);
                });
    }

    /** It was tried and leads nowhere: it shall not be in the way of another, nor of our opening it anew. */
    void cannotFollow(ConversationId id, long position) throws CommandException {
        chat.store()
                .run(tx -> {
                    var book = new Book(tx);
                    var kept = KeptRestart.of(book, id).filter(one -> one.position() == position);
                    if (kept.isEmpty()) return;
                    KeptRestart.forget(book, id);
                    tx.tell(
                            new Event.Notice(
                                    "This device cannot follow "
                                            + kept.get().name()
                                            + " into "
                                            + book.need(id).title
                                            + ", opened anew. Ask them to add you there; an admin may open it anew"
                                            + " instead: group restart"));
                });
    }

    /**
     * What stays of a group where this device has followed: what it knows of who is to go.
     *
     * @param wishes those of the former log
     * @param leaving who had said there that they leave
     */
    void followed(Book book, ConversationState state, View view, List<Wish> wishes, Set<AccountKey> leaving)
            throws CommandException {
        var members = CommitRules.accounts(view.members());
        leaving.stream().filter(members::contains).forEach(book.roll(state.id)::leaving);
        for (var wish : wishes) {
            if (wish.want() instanceof Wish.Remove out && !wish.duty() && members.contains(out.account()))
                book.wishes(state.id).add(wish.ticket(), out);
        }
        chat.duties().fallToUs(book, state, view);
    }

    /** What a member is told who follows. */
    String told(ConversationState before, ConversationState state, Address opener) {
        var what =
                state.kind == Kind.GROUP
                        ? " has opened " + state.title + " anew; look who is in it."
                        : " has begun your conversation anew.";
        return opener + what + MISSING + Moving.changed(chat.groups(), before, state);
    }
}
