package parley.chat;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

import parley.chat.ConversationState.Stage;
import parley.chat.Wish.Move;
import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.client.api.CommandException.Yes;
import parley.client.api.Conversations.Kind;
import parley.client.api.SuiteChanges;
import parley.client.api.crypto.Groups;
import parley.client.api.crypto.Groups.Group;
import parley.client.api.crypto.Groups.View;
import parley.protocol.AccountKey;
import parley.protocol.Address;
import parley.protocol.ConversationId;
import parley.protocol.wire.Bytes;
import parley.protocol.wire.WireReader;
import parley.protocol.wire.WireWriter;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A person's commands about suites: what is wanted is stored as a wish, and {@link Moving} does it. */
@Component
public final class SuiteBook implements SuiteChanges {

    private static final String PREFERRED = "chat.suite";
    private static final Bytes ID = Bytes.of((byte) 1);

    private final Chat chat;

    @Activate
    public SuiteBook(@Reference Chat chat) {
        this.chat = chat;
    }

    // ---- How things are ----

    @Override
    public SuiteOf of(ConversationId id) throws CommandException {
        var present = chat.groups().present();
        return chat.store()
                .transact(tx -> {
                    var book = new Book(tx);
                    var state = book.need(id);
                    var group = book.group(id).orElseThrow();
                    var view = chat.groups().view(group);
                    var wish = book.wishes(id).move();
                    var wanted =
                            wish.isPresent() && wish.get().want() instanceof Move move
                                    ? Optional.of(
                                            new Wanted(
                                                    move.suite(),
                                                    name(move.suite()),
                                                    names(book, view, move.lacking())))
                                    : Optional.<Wanted>empty();
                    return new SuiteOf(
                            id,
                            view.suite(),
                            name(view.suite()),
                            present.contains(view.suite()),
                            mayChange(state, view) && present.contains(view.suite()),
                            wanted,
                            candidates(book, group, view, present));
                });
    }

    private String name(int suite) {
        return chat.groups().name(suite);
    }

    private static boolean mayChange(ConversationState state, View view) {
        return state.stage == Stage.OPEN
                && !state.lost
                && !state.leaving
                && view.policy().admins().contains(Memberships.own(view));
    }

    private List<Candidate> candidates(Book book, Group group, View view, List<Integer> present)
            throws CommandException {
        var candidates = new ArrayList<Candidate>();
        for (int suite : present) {
            if (suite == view.suite()) continue;
            var lacking = new ArrayList<AccountKey>();
            for (var member : view.members()) {
                if (member.leaf() == view.ownLeaf() || chat.groups().suites(group, member.leaf()).contains(suite)) {
                    continue;
                }
                lacking.add(member.account());
            }
            candidates.add(
                    new Candidate(
                            suite,
                            name(suite),
                            strength(chat.groups(), suite, view.suite()),
                            names(book, view, lacking)));
        }
        candidates.sort(
                Comparator.<Candidate>comparingInt(candidate -> chat.groups().strength(candidate.suite())).reversed());
        return candidates;
    }

    private static Strength strength(Groups groups, int suite, int than) {
        var difference = Integer.compare(groups.strength(suite), groups.strength(than));
        return difference < 0 ? Strength.WEAKER : difference > 0 ? Strength.STRONGER : Strength.EQUAL;
    }

    private static List<Address> names(Book book, View view, Collection<AccountKey> accounts) throws CommandException {
        var names = new LinkedHashMap<AccountKey, Address>();
        for (var member : view.members()) {
            if (accounts.contains(member.account()) && !names.containsKey(member.account())) {
                names.put(member.account(), Hearer.addressOf(book, view.policy().conversation(), member));
            }
        }
        return List.copyOf(names.values());
    }

    // ---- Changing ----

    @Override
    public Outcome use(ConversationId id, int suite, Consent consent) throws CommandException {
        var present = chat.groups().present();
        var from =
                chat.store()
                        .transact(tx -> {
                            var book = new Book(tx);
                            return check(book.need(id), chat.groups().view(book.group(id).orElseThrow()), present);
                        });
        need(suite, present);
        if (from.suite() == suite) {
            cancel(id);
            return new Changed();
        }
        if (!consent.weaker() && strength(chat.groups(), suite, from.suite()) == Strength.WEAKER) {
            throw new CommandException(Yes.WEAKER, Moving.weaker(chat.groups(), suite, from.suite()));
        }
        var worker =
                chat.wantedWorker(id)
                        .orElseThrow(() -> new CommandException(Code.REFUSED, "this conversation is over; begin anew"));
        var ticket = ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE);
        var commits = worker.groupCommits();
        var done = commits.expect(ticket);
        var waits = commits.moving().expect(ticket);
        try {
            var move = Move.of(suite, from.policy().generation(), consent.weaker(), consent.waiting());
            var before = replace(id, Optional.of(move), ticket);
            before.ifPresent(wish -> commits.refuse(wish.ticket(), "another change has taken its place"));
            worker.attend();
            var lacking = await(done, waits, suite);
            if (lacking.isEmpty()) return new Changed();
            return chat.store()
                    .transact(tx -> {
                        var book = new Book(tx);
                        var view = chat.groups().view(book.group(id).orElseThrow());
                        return new Waiting(names(book, view, lacking));
                    });
        } finally {
            commits.forget(ticket);
            commits.moving().forget(ticket);
        }
    }

    /** The group as it stands, if its suite can be changed by us. */
    private View check(ConversationState state, View view, List<Integer> present) throws CommandException {
        if (state.stage == Stage.CLOSED || state.leaving) {
            throw new CommandException(Code.REFUSED, "you are not in " + state.title + " any more");
        }
        if (state.stage != Stage.OPEN) {
            throw new CommandException(
                    Code.REFUSED, "the conversation with " + state.title + " is not open yet; try again when it is");
        }
        if (state.lost) {
            throw new CommandException(Code.REFUSED, "nothing can be changed in " + state.title + ": " + state.stopped);
        }
        if (!mayChange(state, view)) {
            throw new CommandException(
                    Code.REFUSED,
                    state.kind == Kind.GROUP
                            ? "only an admin of the group may change its cipher; ask one"
                            : "you may not change the cipher of " + state.title);
        }
        if (!present.contains(view.suite())) {
            throw new CommandException(
                    Code.REFUSED,
                    "the cipher that "
                            + state.title
                            + " uses now, "
                            + name(view.suite())
                            + ", is not installed or stopped here, so that this device cannot change it; start its"
                            + " bundle, or ask another member to change it");
        }
        return view;
    }

    private void need(int suite, List<Integer> present) throws CommandException {
        if (present.contains(suite)) return;
        throw new CommandException(
                Code.NOT_FOUND,
                "the cipher " + name(suite) + " is not installed or stopped; cipher list shows those there are");
    }

    /**
     * Who is waited for; nobody once it is done.
     *
     * @throws CommandException why it will not be done, or is not yet
     */
    private List<AccountKey> await(CompletableFuture<?> done, CompletableFuture<List<AccountKey>> waits, int suite)
            throws CommandException {
        var what = "; the cipher is changed to " + name(suite) + " as soon as it is reached";
        try {
            CompletableFuture.anyOf(done, waits).get(chat.memberships().patience.toMillis(), TimeUnit.MILLISECONDS);
            return done.isDone() ? List.of() : waits.getNow(List.of());
        } catch (TimeoutException e) {
            throw new CommandException(Code.NOT_REACHABLE, "the relay has not taken it yet" + what, e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof CommandException refused) throw refused;
            throw new IllegalStateException("a change of suite failed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandException(Code.NOT_REACHABLE, "interrupted" + what, e);
        }
    }

    /** Puts a wish in the place of the one there is, which is returned. */
    private Optional<Wish> replace(ConversationId id, Optional<Move> move, long ticket) throws CommandException {
        return chat.store()
                .transact(tx -> {
                    var wishes = new Book(tx).wishes(id);
                    var before = wishes.move();
                    before.ifPresent(wishes::remove);
                    move.ifPresent(want -> wishes.add(ticket, want));
                    return before;
                });
    }

    @Override
    public boolean cancel(ConversationId id) throws CommandException {
        var before =
                chat.store()
                        .transact(tx -> {
                            var book = new Book(tx);
                            book.need(id);
                            var pending = book.pending(id);
                            if (pending.isPresent() && chat.groups().closes(pending.get().toPending())) {
                                return Optional.<Wish>empty(); // the hub may have it
                            }
                            var wish = book.wishes(id).move();
                            wish.ifPresent(book.wishes(id)::remove);
                            return wish;
                        });
        chat.worker(id)
                .ifPresent(worker ->
                        before.ifPresent(
                                wish -> worker.groupCommits().refuse(wish.ticket(), "the change was given up")));
        return before.isPresent();
    }

    // ---- Conversations to come ----

    @Override
    public Optional<Integer> preferred() throws CommandException {
        return chat.store().transact(tx -> preferred(new Book(tx)));
    }

    static Optional<Integer> preferred(Book book) throws CommandException {
        var bytes = book.tx().get(PREFERRED, ID);
        return bytes.isEmpty()
                ? Optional.empty()
                : Optional.of(Book.decode(bytes.get(), it -> WireReader.decode(it, WireReader::u16)));
    }

    @Override
    public void prefer(int suite, boolean weaker) throws CommandException {
        var present = chat.groups().present();
        need(suite, present);
        var strongest = present.stream().max(Comparator.comparingInt(chat.groups()::strength)).orElse(suite);
        if (!weaker && strength(chat.groups(), suite, strongest) == Strength.WEAKER) {
            throw new CommandException(Yes.WEAKER, Moving.weaker(chat.groups(), suite, strongest, "which is there"));
        }
        chat.store().run(tx -> tx.put(PREFERRED, ID, new WireWriter(2).u16(suite).toBytes()));
    }
}
