package parley.chat;

import static java.lang.System.Logger.Level.DEBUG;

import org.jspecify.annotations.Nullable;

import parley.chat.ConversationState.Stage;
import parley.chat.GroupPlan.Judged;
import parley.chat.GroupPlan.Outcome;
import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.client.api.Conversations.Kind;
import parley.client.api.Event;
import parley.client.api.crypto.Groups.View;
import parley.client.api.crypto.SuiteMissingException;
import parley.client.api.crypto.UntrustedException;
import parley.protocol.relay.Problem;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Makes commits of what members want of a group, one at a time: all wishes that are open go into one. A commit that has
 * lost its slot is made anew, after a random pause that grows, from the wishes that are still open then. Confined to
 * the conversation's worker but for {@link #expect}.
 */
final class GroupCommits {

    private static final System.Logger log = System.getLogger(GroupCommits.class.getName());

    /** The first pause is at most this long; each next one twice that, up to {@link #DOUBLINGS} times. */
    private static final int PAUSE_MILLIS = 20;

    private static final int DOUBLINGS = 8;

    /** How long the hub is left alone that does not take a commit at the moment. */
    private static final Duration PAUSE = Duration.ofSeconds(30);

    private final Chat chat;
    private final Worker worker;
    private final Held held;
    private final OwnCommits commits;
    private final CommitMaking making;
    private final HubLink link;
    private final Moving moving;

    /** Commands that wait for their wish, by ticket. */
    private final Map<Long, CompletableFuture<@Nullable Void>> expected = new ConcurrentHashMap<>();

    /** Duties whose time was set, and has come. */
    private final Set<Long> timed = new HashSet<>();

    private final Set<Long> ripe = new HashSet<>();

    private int lost;
    private boolean rests;

    /** Whether one at a time is added: the hub has refused a commit that adds, and is to say whom it means. */
    private boolean singly;

    GroupCommits(
            Chat chat, Worker worker, Held held, Steps steps, OwnCommits commits, CommitMaking making, HubLink link) {
        this.chat = chat;
        this.worker = worker;
        this.held = held;
        this.commits = commits;
        this.making = making;
        this.link = link;
        this.moving = new Moving(chat, worker, held, steps, making);
    }

    /** Changes of the conversation's suite. */
    Moving moving() {
        return moving;
    }

    /** What a command waits for: its wish, of a ticket of its own. Called from any thread, before it is stored. */
    CompletableFuture<@Nullable Void> expect(long ticket) {
        return expected.computeIfAbsent(ticket, _ -> new CompletableFuture<>());
    }

    /** The command waits no more. Called from any thread. */
    void forget(long ticket) {
        expected.remove(ticket);
    }

    /** The wish of a command was taken back. Called from any thread. */
    void refuse(long ticket, String why) {
        var waits = expected.remove(ticket);
        if (waits != null) waits.completeExceptionally(new CommandException(Code.REFUSED, why));
    }

    /**
     * Another log has taken the place of ours, whose worker has ended: no command waits for it. Called from any thread.
     */
    void replaced(String title) {
        var why = title + " was opened anew meanwhile; look what it is like, and say it again if it is not so";
        for (var ticket : List.copyOf(expected.keySet())) refuse(ticket, why);
        moving.replaced(why);
    }

    /** Our commit has lost its slot: others want theirs, too. */
    void lostSlot() {
        var most = PAUSE_MILLIS << Math.min(lost++, DOUBLINGS);
        rests = true;
        worker.later(
                Duration.ofMillis(ThreadLocalRandom.current().nextInt(most + 1)),
                () -> {
                    rests = false;
                    attend();
                });
    }

    /** Our commit was read. */
    void wonSlot() {
        lost = 0;
    }

    /** Whether {@link #attend} would find nothing to do. */
    boolean isQuiet(Book book, ConversationState state) throws CommandException {
        endLink(book, state);
        return !singly
                && book.wishes(state.id).all().isEmpty()
                && book.pending(state.id).isEmpty()
                && !link.isUntold(book, state);
    }

    /** Does what is open, as far as it can be done now. */
    void attend() throws CommandException, SuiteMissingException {
        if (!worker.isFollowing()) return;
        var over = held.change(this::settle);
        try {
            link.attend(); // who has made a link is told once the hub has it
        } finally {
            tell(over);
        }
        while (!rests) {
            var refused = commits.send();
            if (refused.isPresent()) {
                tell(held.change((book, state) -> giveUp(book, state, refused.get())));
            } else if (commits.pending().isPresent() || !plan() && !move()) {
                return;
            }
        }
    }

    /** Whether a change of the suite is under way; only where nothing else is to be committed. */
    private boolean move() throws CommandException, SuiteMissingException {
        var moved = moving.attend();
        if (moved.refused().isPresent()) {
            tell(held.change((book, state) -> over(book, state, List.of(moved.refused().get()))));
        }
        return moved.made();
    }

    /** The conversation is over for us: nothing is wanted of it any more. */
    void close() throws CommandException, SuiteMissingException {
        tell(held.change(this::settle));
    }

    // ---- What is over ----

    private List<Judged> settle(Book book, ConversationState state) throws CommandException {
        endLink(book, state);
        var wishes = book.wishes(state.id).all();
        if (wishes.isEmpty()) return List.of();
        if (state.stage == Stage.CLOSED) return over(book, state, refuseAll(wishes, "you are not in it any more"));
        var plan = plan(book, state);
        var pending = book.pending(state.id).isPresent();
        return over(book, state, wishes.stream().filter(wish -> !pending || isSettled(wish)).map(plan::judge).toList());
    }

    private void endLink(Book book, ConversationState state) throws CommandException {
        if (state.kind == Kind.GROUP && state.stage == Stage.OPEN)
            chat.duties().linkOver(book, state, chat.groups().view(held.group(book)), chat.now());
    }

    /** Whether a commit of our own that is on its way leaves it as it is. */
    private static boolean isSettled(Wish wish) {
        return !(wish.want() instanceof Wish.Lasting lasting) || lasting.met();
    }

    private static List<Judged> refuseAll(List<Wish> wishes, String why) {
        return wishes.stream().map(wish -> new Judged(wish, Outcome.REFUSED, why)).toList();
    }

    private GroupPlan plan(Book book, ConversationState state) {
        return new GroupPlan(chat.groups(), state.kind, chat.groups().view(held.group(book)), chat.now());
    }

    /** Removes wishes that are over; of those refused the person is told, unless a command does. */
    private List<Judged> over(Book book, ConversationState state, List<Judged> judged) {
        var over = judged.stream().filter(one -> one.outcome() != Outcome.OPEN).toList();
        for (var one : over) {
            book.wishes(state.id).remove(one.wish());
            var told = one.wish().duty() || expected.containsKey(one.wish().ticket());
            if (one.outcome() == Outcome.REFUSED && !told) {
                book.tx()
                        .tell(
                                new Event.Notice(
                                        (one.wish().want() instanceof Wish.Add add
                                                        ? add.name() + " was not added to " + state.title
                                                        : "What you wanted of " + state.title + " was not done")
                                                + ": "
                                                + one.why()
                                                + "."));
            }
        }
        return over;
    }

    /** After the transaction. */
    private void tell(List<Judged> over) {
        if (!over.isEmpty()) worker.send(); // what was to wait for it
        for (var one : over) {
            timed.remove(one.wish().order());
            ripe.remove(one.wish().order());
            var waits = expected.remove(one.wish().ticket());
            if (waits == null) continue;
            if (one.outcome() == Outcome.DONE) waits.complete(null);
            else waits.completeExceptionally(one.refusal());
        }
    }

    /**
     * The hub does not take the commit: of several who are added each is tried by themselves, to find whom it means.
     */
    private List<Judged> giveUp(Book book, ConversationState state, OwnCommits.GivenUp commit) throws CommandException {
        var plan = plan(book, state);
        var why = commit.why();
        var open =
                book.wishes(state.id).all().stream()
                        .filter(wish -> wish.want() instanceof Wish.Move == commit.closes())
                        .filter(wish -> isRipe(wish) && plan.judge(wish).outcome() == Outcome.OPEN)
                        .toList();
        var adding = open.stream().filter(GroupCommits::adds).toList();
        if (!singly && adding.size() > 1) {
            singly = true;
            return List.of();
        }
        var refused = adding.isEmpty() ? open : adding.subList(0, 1);
        log.log(DEBUG, "A commit of {0} is given up: {1}", worker.id(), why);
        if (commit.problem() == Problem.TOO_MUCH && waits(state, refused)) {
            pause();
            return List.of();
        }
        return over(book, state, refuseAll(refused, "the relay does not take it: " + Answers.clause(why)));
    }

    /** Whether it may be tried again: nobody waits for an answer, and whoever is added cannot ask for it once more. */
    private boolean waits(ConversationState state, List<Wish> refused) {
        return chat.restarting().waitsFor(state)
                && refused.stream().allMatch(wish -> wish.ticket() == Restarting.TICKET);
    }

    private void pause() {
        rests = true;
        worker.later(
                PAUSE,
                () -> {
                    rests = false;
                    attend();
                });
    }

    private static boolean adds(Wish wish) {
        return wish.want() instanceof Wish.Add || wish.want() instanceof Wish.Rejoin;
    }

    // ---- What is open ----

    private record Planned(boolean made, List<Judged> over) {}

    /** Makes the next commit, if there is something to do. */
    private boolean plan() throws CommandException, SuiteMissingException {
        var planned = held.change(this::make);
        tell(planned.over);
        return planned.made;
    }

    private Planned make(Book book, ConversationState state) throws CommandException, SuiteMissingException {
        var nothing = new Planned(false, List.of());
        if (state.stage != Stage.OPEN || state.lost) return nothing;
        var wishes = book.wishes(state.id).all();
        if (wishes.isEmpty()) {
            singly = false;
            return nothing;
        }
        var plan = plan(book, state);
        var over = new ArrayList<Judged>();
        var taken = new ArrayList<Wish>();
        for (var wish : wishes) {
            var judged = plan.judge(wish);
            if (judged.outcome() == Outcome.OPEN && isRipe(book, state, wish)) {
                if (singly && adds(wish) && taken.stream().anyMatch(GroupCommits::adds)) continue;
                judged = plan.take(wish);
                if (judged.outcome() == Outcome.OPEN) taken.add(wish);
            }
            over.add(judged);
        }
        if (plan.isEmpty()) return new Planned(false, over(book, state, over));
        try {
            var pending =
                    making.make(
                            book, state, plan.change(), plan.added(), plan.removed(), plan.joining(), Optional.empty());
            book.put(state.id, pending);
        } catch (UntrustedException e) {
            return notAdded(book, state, over, taken, "it is not valid: " + e.getMessage());
        } catch (CommandException e) {
            if (e.code() != Code.TOO_LARGE) throw e;
            return notAdded(book, state, over, taken, Answers.clause(String.valueOf(e.getMessage())));
        }
        return new Planned(true, over(book, state, over));
    }

    /**
     * No commit is made: where it is for what one of those who are added brings, that one is refused if alone, and of
     * several each is tried.
     */
    private Planned notAdded(Book book, ConversationState state, List<Judged> over, List<Wish> taken, String why)
            throws CommandException {
        over.removeIf(one -> one.outcome() == Outcome.OPEN);
        var adding = taken.stream().filter(GroupCommits::adds).toList();
        if (adding.size() > 1) singly = true;
        else over.addAll(refuseAll(adding.isEmpty() ? taken : adding, why));
        return new Planned(true, over(book, state, over));
    }

    // ---- Whose turn it is ----

    private boolean isRipe(Wish wish) {
        return !wish.duty() || ripe.contains(wish.order());
    }

    private boolean isRipe(Book book, ConversationState state, Wish wish) {
        if (isRipe(wish)) return true;
        if (timed.add(wish.order())) {
            var view = chat.groups().view(held.group(book));
            worker.later(
                    turn(book, state, view),
                    () -> {
                        ripe.add(wish.order());
                        attend();
                    });
        }
        return false;
    }

    /** The admin with the lowest leaf that is online does it; the next after that one has had time to. */
    private Duration turn(Book book, ConversationState state, View view) {
        var roll = book.roll(state.id);
        var most = chat.memberships().jitter.toMillis();
        var jitter = Duration.ofMillis(ThreadLocalRandom.current().nextLong(most + 1));
        if (state.kind == Kind.DIRECT) return jitter;
        var own = Memberships.own(view);
        var before =
                view.members().stream()
                        .filter(member -> member.leaf() < view.ownLeaf() && !member.account().equals(own))
                        .filter(member -> view.policy().admins().contains(member.account()))
                        .filter(member -> chat.presences().isOnline(member.account()) && !roll.leaves(member.account()))
                        .count();
        return jitter.plus(chat.memberships().turn.multipliedBy(before));
    }
}
