package parley.chat;

import parley.chat.ConversationState.Stage;
import parley.chat.GroupPlan.Judged;
import parley.chat.GroupPlan.Outcome;
import parley.chat.Wish.Move;
import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.client.api.CommandException.Yes;
import parley.client.api.Conversations.Kind;
import parley.client.api.Event;
import parley.client.api.crypto.Groups;
import parley.client.api.crypto.Groups.Group;
import parley.client.api.crypto.Groups.Member;
import parley.client.api.crypto.Groups.View;
import parley.client.api.crypto.SuiteMissingException;
import parley.client.api.crypto.UntrustedException;
import parley.client.api.session.KeyPackages.NewLeaf;
import parley.client.api.session.Session;
import parley.protocol.AccountKey;
import parley.protocol.DeviceKey;
import parley.protocol.FollowerKey;
import parley.protocol.relay.Frame;
import parley.protocol.relay.Problem;
import parley.protocol.wire.Bytes;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Makes the commit by which a conversation goes on in another suite, of the wish for it: takes a KeyPackage of every
 * other device first, and keeps those in the wish. Who lacks the suite is named, and waited for or not, as the person
 * has said. Confined to the conversation's worker but for {@link #expect} and {@link #forget}.
 */
final class Moving {

    /** How often who lacks a suite is looked for anew. */
    static final Duration AGAIN = Duration.ofHours(1);

    /** How long after the relay has had enough of questions. */
    private static final Duration PAUSE = Duration.ofSeconds(10);

    /** The most devices of a conversation that changes: a hub takes 512 Welcomes. */
    static final int MAX_DEVICES = 512;

    private final Chat chat;
    private final Worker worker;
    private final Held held;
    private final Steps steps;
    private final CommitMaking making;

    /** Commands that wait for their wish, by ticket. */
    private final Map<Long, CompletableFuture<List<AccountKey>>> expected = new ConcurrentHashMap<>();

    Moving(Chat chat, Worker worker, Held held, Steps steps, CommitMaking making) {
        this.chat = chat;
        this.worker = worker;
        this.held = held;
        this.steps = steps;
        this.making = making;
    }

    /** Who lacks the suite, once a wish waits for them. Called from any thread. */
    CompletableFuture<List<AccountKey>> expect(long ticket) {
        return expected.computeIfAbsent(ticket, _ -> new CompletableFuture<>());
    }

    /** All commands wait in vain. Called from any thread. */
    void replaced(String why) {
        for (var ticket : List.copyOf(expected.keySet())) {
            var waits = expected.remove(ticket);
            if (waits != null) waits.completeExceptionally(new CommandException(Code.REFUSED, why));
        }
    }

    /** The command waits no more. Called from any thread. */
    void forget(long ticket) {
        expected.remove(ticket);
    }

    /**
     * What came of trying.
     *
     * @param made whether the commit is pending
     */
    record Moved(boolean made, Optional<Judged> refused) {}

    private static final Moved NOTHING = new Moved(false, Optional.empty());

    private static Moved refused(Wish wish, String why) {
        return refused(new Judged(wish, Outcome.REFUSED, why));
    }

    private static Moved refused(Judged judged) {
        return new Moved(false, Optional.of(judged));
    }

    /**
     * The wish, and the group as it stands.
     *
     * @param usable the wish's KeyPackages by device
     * @param needed the leaves that none is there for
     */
    private record Open(Wish wish, Move move, Group group, View view, Map<Device, Usable> usable, List<Member> needed) {

        int suite() {
            return move.suite();
        }
    }

    private record Device(AccountKey account, DeviceKey device) {

        static Device of(Member member) {
            return new Device(member.account(), member.device());
        }
    }

    private record Usable(Bytes keyPackage, Member member) {}

    /** Does what can be done now. */
    Moved attend() throws CommandException, SuiteMissingException {
        if (!hasBothSuites()) return NOTHING;
        var open = held.<Optional<Open>>change(this::open);
        if (open.isEmpty()) return NOTHING;
        var now = open.get();
        if (now.view.members().size() > MAX_DEVICES) {
            return refused(now.wish, "its cipher can be changed with up to " + MAX_DEVICES + " devices in it");
        }
        if (!now.needed.isEmpty()) return take(now);
        var leaf = steps.withRelay(chat.keyPackages()::newLeaf);
        return held.change((book, state) -> {
            var still = open(book, state);
            if (still.isEmpty() || !still.get().needed.isEmpty()) return NOTHING; // with what comes next
            return make(book, state, still.get(), leaf);
        });
    }

    private Moved make(Book book, ConversationState state, Open open, NewLeaf leaf)
            throws CommandException, SuiteMissingException {
        var keyPackages = new ArrayList<Bytes>();
        var joining = new ArrayList<Member>();
        for (var member : others(open.view)) {
            var usable = Objects.requireNonNull(open.usable.get(Device.of(member)));
            keyPackages.add(usable.keyPackage);
            joining.add(usable.member);
        }
        try {
            var policy = CommitRules.next(open.view.policy());
            book.put(state.id, making.succeed(book, state, open.suite(), policy, leaf, keyPackages, joining));
            return new Moved(true, Optional.empty());
        } catch (UntrustedException e) {
            var why = "what the members' devices offer to change it by is not valid: " + e.getMessage();
            return refused(open.wish, why);
        } catch (CommandException e) {
            if (e.code() != CommandException.Code.TOO_LARGE) throw e;
            return refused(open.wish, "it is too large for its cipher to be changed");
        }
    }

    // ---- What is there ----

    /** Whether a change is wanted, and this device has both suites now. */
    private boolean hasBothSuites() throws CommandException, SuiteMissingException {
        var suites =
                held.<List<Integer>>change((book, state) -> {
                    var wish = book.wishes(state.id).move();
                    return wish.isPresent() && wish.get().want() instanceof Move move
                            ? List.of(state.suite, move.suite())
                            : List.of();
                });
        return !suites.isEmpty() && chat.groups().present().containsAll(suites);
    }

    private Optional<Open> open(Book book, ConversationState state) throws CommandException, SuiteMissingException {
        if (state.stage != Stage.OPEN || state.lost) return Optional.empty();
        var wish = book.wishes(state.id).move();
        if (wish.isEmpty() || !(wish.get().want() instanceof Move move)) return Optional.empty();
        var group = held.group(book);
        var view = chat.groups().view(group);
        if (isWaiting(move, view)) {
            tellWaiting(wish.get(), move.lacking());
            return Optional.empty();
        }
        var usable = usable(move, view);
        var needed = others(view).stream().filter(member -> !usable.containsKey(Device.of(member))).toList();
        return Optional.of(new Open(wish.get(), move, group, view, usable, needed));
    }

    private static List<Member> others(View view) {
        return view.members().stream().filter(member -> member.leaf() != view.ownLeaf()).toList();
    }

    /** Whether somebody who is still a member had nothing, not long ago. */
    private boolean isWaiting(Move move, View view) {
        return move.asked().plus(AGAIN).isAfter(chat.now())
                && CommitRules.accounts(others(view)).stream().anyMatch(move.lacking()::contains);
    }

    private void tellWaiting(Wish wish, List<AccountKey> lacking) {
        var waits = expected.remove(wish.ticket());
        if (waits != null) waits.complete(lacking);
    }

    /** Of the KeyPackages taken those that are good for members there are. */
    private Map<Device, Usable> usable(Move move, View view) throws SuiteMissingException {
        var usable = new LinkedHashMap<Device, Usable>();
        var followers = CommitRules.followers(view.members());
        for (var keyPackage : move.taken()) {
            try {
                var member = check(keyPackage, move.suite(), followers);
                followers.add(member.data().follower());
                usable.put(Device.of(member), new Usable(keyPackage, member));
            } catch (UntrustedException e) {
                // too old by now: another is taken
            }
        }
        return usable;
    }

    private Member check(Bytes keyPackage, int suite, Set<FollowerKey> followers)
            throws SuiteMissingException, UntrustedException {
        var groups = chat.groups();
        if (groups.suite(keyPackage) != suite) throw new UntrustedException("it is of another suite");
        if (!groups.suites(keyPackage).contains(suite)) throw new UntrustedException("it does not list its own suite");
        var member = groups.check(keyPackage, chat.now());
        if (followers.contains(member.data().follower())) throw new UntrustedException("its follower is another's");
        return member;
    }

    // ---- Taking ----

    /**
     * What the relay hands out.
     *
     * @param lacking for at least one device of whom there is nothing
     * @param withheld of these who said in a group that they have the suite
     * @param forged for whom there is what does not verify
     */
    private record Taken(
            List<Bytes> keyPackages, Set<AccountKey> lacking, Set<AccountKey> withheld, Set<AccountKey> forged) {

        /** Whether nothing of it speaks against the relay. */
        boolean isHonest() {
            return withheld.isEmpty() && forged.isEmpty();
        }
    }

    private Moved take(Open open) throws CommandException, SuiteMissingException {
        var taken = new Taken(new ArrayList<>(), new HashSet<>(), new HashSet<>(), new HashSet<>());
        var byAccount = new LinkedHashMap<AccountKey, List<Member>>();
        for (var member : open.needed) {
            byAccount.computeIfAbsent(member.account(), _ -> new ArrayList<>()).add(member);
        }
        var busy = false;
        for (var account : byAccount.entrySet()) {
            busy = !take(open, account.getKey(), account.getValue(), taken);
            if (busy) break; // what was taken is kept
        }
        var stopped = busy;
        var kept = held.change((book, state) -> keep(book, state, open, taken, stopped));
        if (busy) {
            worker.later(PAUSE, worker.groupCommits()::attend);
            return NOTHING;
        }
        if (!kept) return NOTHING; // taken back meanwhile
        if (taken.lacking.isEmpty()) return attend();
        if (!open.move.waits()) {
            // Whom the relay may be hiding is not waited for unless the person knows of it and asks for that.
            var lacks = taken.isHonest() ? Optional.of(Yes.WAITING) : Optional.<Yes>empty();
            return refused(new Judged(open.wish, Outcome.REFUSED, why(open, taken), lacks));
        }
        if (!taken.isHonest()) chat.warn(sentence(why(open, taken)));
        tellWaiting(open.wish, order(taken.lacking));
        return NOTHING;
    }

    private static List<AccountKey> order(Set<AccountKey> accounts) {
        return accounts.stream().sorted((one, other) -> one.bytes().compareTo(other.bytes())).toList();
    }

    private boolean keep(Book book, ConversationState state, Open open, Taken taken, boolean busy)
            throws CommandException {
        var wish = book.wishes(state.id).move();
        if (wish.isEmpty() || wish.get().order() != open.wish.order() || !(wish.get().want() instanceof Move move)) {
            return false;
        }
        var all = new ArrayList<Bytes>();
        open.usable.values().forEach(usable -> all.add(usable.keyPackage));
        all.addAll(taken.keyPackages);
        var now = move.with(all, busy ? List.of() : order(taken.lacking), chat.now());
        book.wishes(state.id).put(wish.get(), now);
        return true;
    }

    /** Takes a KeyPackage of each of an account's devices; false if the relay wants no more questions for now. */
    private boolean take(Open open, AccountKey account, List<Member> devices, Taken taken)
            throws CommandException, SuiteMissingException {
        for (var device : devices) {
            var token = device.data().take();
            var answer =
                    steps.withRelay(() ->
                            chat.session()
                                    .ask(number ->
                                            new Frame.TakeKeyPackages(number, account, token, List.of(open.suite()))));
            switch (answer) {
                case Frame.KeyPackages(_, var handed) -> {
                    sort(open, account, devices, handed, taken);
                    return true;
                }
                case Frame.Refused refused when refused.problem() == Problem.TOO_MUCH -> {
                    return false;
                }
                case Frame.Refused refused
                        when refused.problem() == Problem.DENIED
                                || refused.problem() == Problem.NOT_FOUND -> {} // the next's
                case Frame.Refused refused -> throw Session.refusal(refused);
                default -> throw Answers.unexpected(answer);
            }
        }
        lacks(open, account, devices, taken);
        return true;
    }

    private void lacks(Open open, AccountKey account, List<Member> devices, Taken taken) {
        taken.lacking.add(account);
        for (var device : devices) {
            if (chat.groups().suites(open.group, device.leaf()).contains(open.suite())) taken.withheld.add(account);
        }
    }

    /** What the devices' leaves say they have is compared with what there is. */
    private void sort(
            Open open, AccountKey account, List<Member> devices, List<Frame.StoredKeyPackage> handed, Taken taken)
            throws SuiteMissingException {
        var followers = CommitRules.followers(open.view.members());
        open.usable.values().forEach(usable -> followers.add(usable.member.data().follower()));
        var missing = new ArrayList<>(devices);
        for (var one : handed) {
            var device = missing.stream().filter(member -> member.device().equals(one.device())).findFirst();
            if (one.suite() != open.suite() || device.isEmpty()) continue; // of a device that is not in it
            try {
                var member = check(one.keyPackage(), open.suite(), followers);
                if (!Device.of(member).equals(Device.of(device.get()))) throw new UntrustedException("another's");
                taken.keyPackages.add(one.keyPackage());
                missing.remove(device.get());
            } catch (UntrustedException e) {
                taken.forged.add(account);
            }
        }
        if (!missing.isEmpty()) lacks(open, account, missing, taken);
    }

    // ---- What people are told ----

    private String why(Open open, Taken taken) throws CommandException {
        var suite = chat.groups().name(open.suite());
        if (!taken.forged.isEmpty()) {
            return "what the relay gives to change the devices of "
                    + names(open.view, taken.forged)
                    + " by does not verify; do not trust it, and tell whoever runs the relay";
        }
        if (!taken.withheld.isEmpty()) {
            return "the relay has nothing to change the devices of "
                    + names(open.view, taken.withheld)
                    + " by, though they have said that they have the cipher "
                    + suite
                    + "; try again in a minute, and if it stays so, ask them: the relay may be withholding it, or they"
                    + " let you use it no more";
        }
        return names(open.view, taken.lacking)
                + (taken.lacking.size() == 1 ? " does" : " do")
                + " not have the cipher "
                + suite
                + "; ask them to install it, or let the change wait for them";
    }

    private String names(View view, Set<AccountKey> accounts) throws CommandException {
        return chat.store()
                .transact(tx -> {
                    var book = new Book(tx);
                    var names = new ArrayList<String>();
                    var told = new HashSet<AccountKey>();
                    for (var member : view.members()) {
                        if (!accounts.contains(member.account()) || !told.add(member.account())) continue;
                        names.add(Hearer.addressOf(book, view.policy().conversation(), member).toString());
                    }
                    return String.join(", ", names);
                });
    }

    private static String sentence(String clause) {
        return Character.toUpperCase(clause.charAt(0)) + clause.substring(1) + ".";
    }

    /** What is added to a sentence for those who have not read of a change of suite; empty if there was none. */
    static String changed(Groups groups, ConversationState before, ConversationState now) {
        if (now.suite == before.suite) return "";
        var weaker = groups.strength(now.suite) < groups.strength(before.suite) ? ", which is weaker" : "";
        return " Its cipher is " + groups.name(now.suite) + weaker + "; it was " + groups.name(before.suite) + ".";
    }

    /**
     * Says so where a conversation begins weaker than it would by what is preferred here, and why.
     *
     * @param theirs the suites that the other of two has who began it; none if it was begun here
     */
    static void tellWeaker(Groups groups, Book book, ConversationState state, Set<Integer> theirs)
            throws CommandException {
        int first = SuiteBook.preferred(book).orElseGet(groups::firstSuite);
        if (groups.strength(state.suite) >= groups.strength(first)) return;
        var which = (state.kind == Kind.GROUP ? "The group " : "Your conversation with ") + state.title;
        String why;
        if (!groups.has(first))
            why = "That one is not installed or stopped here: start its bundle, then change the cipher.";
        else if (theirs.contains(first)) why = state.title + " began it so: you can change the cipher.";
        else why = state.title + " did not have that one: once they do, you can change the cipher.";
        book.tx()
                .tell(
                        new Event.Notice(
                                which
                                        + " begins in the cipher "
                                        + groups.name(state.suite)
                                        + ", which is weaker than "
                                        + groups.name(first)
                                        + ". "
                                        + why));
    }

    static String weaker(Groups groups, int suite, int than) {
        return weaker(groups, suite, than, "which it uses now");
    }

    static String weaker(Groups groups, int suite, int than, String where) {
        return "the cipher "
                + groups.name(suite)
                + " is weaker than "
                + groups.name(than)
                + ", "
                + where
                + "; say that you want the weaker one";
    }
}
