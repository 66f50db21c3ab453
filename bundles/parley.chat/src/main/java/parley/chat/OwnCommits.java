package parley.chat;

import static java.lang.System.Logger.Level.DEBUG;

import parley.chat.ConversationState.Stage;
import parley.client.api.CommandException;
import parley.client.api.Event;
import parley.client.api.crypto.Groups.Change;
import parley.client.api.crypto.SuiteMissingException;
import parley.client.api.crypto.UntrustedException;
import parley.client.api.session.KeyPackages;
import parley.protocol.relay.CommitBody.NewFollower;
import parley.protocol.relay.Frame;
import parley.protocol.relay.Problem;
import parley.protocol.wire.Bytes;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A conversation's commits of our own. Each is stored before it leaves, and kept until it or another in its slot is
 * read in the log; what the hub answers decides nothing, but for a refusal of what it will never take. Confined to the
 * conversation's worker.
 */
final class OwnCommits {

    private static final System.Logger log = System.getLogger(OwnCommits.class.getName());
    private static final Duration LEAF_AGE = Duration.ofDays(7);

    /** How long a commit that no entry holds is not tried again. */
    private static final Duration TOO_LARGE_FOR = Duration.ofHours(6);

    private final Chat chat;
    private final Worker worker;
    private final Held held;
    private final Steps steps;
    private final CommitMaking making;
    private boolean sent;
    private Instant noRefreshBefore = Instant.EPOCH;

    OwnCommits(Chat chat, Worker worker, Held held, Steps steps, CommitMaking making) {
        this.chat = chat;
        this.worker = worker;
        this.held = held;
        this.steps = steps;
        this.making = making;
    }

    /** Whatever was sent may not have come through, or has lost its slot. */
    void again() {
        sent = false;
    }

    Optional<PendingCommit> pending() throws CommandException {
        return chat.store().transact(tx -> new Book(tx).pending(worker.id()));
    }

    /**
     * A commit that the hub will never take, and that was given up.
     *
     * @param closes whether it was to close the group
     */
    record GivenUp(Problem problem, String why, boolean closes) {}

    /** Sends the pending commit, if there is one that was not sent yet. */
    Optional<GivenUp> send() throws CommandException {
        if (sent) return Optional.empty();
        var pending = pending();
        if (pending.isEmpty()) return Optional.empty();
        var state = held.state();
        var commit = pending.get();
        var sealed = invitation(commit);
        var upload =
                sealed.isEmpty()
                        ? Optional.<Frame.Refused>empty()
                        : steps.withRelay(
                                () -> chat.largeInvitations().bring(commit.upload().orElseThrow(), sealed.get()));
        var answer = upload.isPresent() ? upload.get() : commit(state, commit);
        sent = true;
        switch (answer) {
            case Frame.Done _, Frame.Conflict _ -> {} // the log decides
            case Frame.Refused refused -> {
                sent = false;
                if (state.stage == Stage.COMMITTING && !passes(refused, commit, state)) {
                    abandon(refused.text());
                } else if (isGivenUp(commit) && !passes(refused, commit, state)) {
                    giveUp(commit);
                    commit.upload().ifPresent(worker::drop);
                    return Optional.of(
                            new GivenUp(refused.problem(), refused.text(), chat.groups().closes(commit.toPending())));
                } else { // with the next Follow; reading and sending go on
                    log.log(DEBUG, "Commit in {0} refused: {1}", worker.id(), refused.text());
                }
            }
            default -> throw Answers.unexpected(answer);
        }
        return Optional.empty();
    }

    /** But for one that only replaces our leaf, which goes again with the next Follow. */
    private boolean isGivenUp(PendingCommit commit) {
        return commit.follower().isEmpty() || chat.groups().closes(commit.toPending());
    }

    private Frame.Answer commit(ConversationState state, PendingCommit commit) throws CommandException {
        return worker.ask(request ->
                new Frame.Commit(
                        request,
                        state.log,
                        state.follower,
                        commit.base(),
                        commit.body(),
                        commit.welcomes(),
                        commit.anybodyAdds().filter(_ -> chat.session().offers(Frame.ANYBODY_ADDS))));
    }

    private Optional<Bytes> invitation(PendingCommit commit) throws CommandException {
        if (commit.upload().isEmpty()) return Optional.empty();
        return chat.store().transact(tx -> new Book(tx).invitation(worker.id()));
    }

    /** Whether the same may be taken later. An inbox without room for a Welcome is not waited for. */
    private static boolean passes(Frame.Refused refused, PendingCommit commit, ConversationState state) {
        var waits = state.stage == Stage.COMMITTING || commit.welcomes().isEmpty();
        return refused.problem() == Problem.NO_SPACE
                || refused.problem() == Problem.LEAVING
                || refused.problem() == Problem.TOO_MUCH && waits;
    }

    private void giveUp(PendingCommit commit) throws CommandException {
        chat.store()
                .run(tx -> {
                    var book = new Book(tx);
                    var now = book.pending(worker.id());
                    if (now.isPresent() && now.get().hash().equals(commit.hash())) book.giveUp(worker.id(), commit);
                });
    }

    /** The first commit of a conversation cannot be made: its request has expired or was revoked. */
    private void abandon(String why) throws CommandException {
        chat.store()
                .run(tx -> {
                    var book = new Book(tx);
                    var state = book.need(worker.id());
                    var waits = book.forget(state);
                    tx.tell(
                            new Event.Notice(
                                    "The conversation with "
                                            + state.title
                                            + " could not be opened: "
                                            + Answers.clause(why)
                                            + ". Connect to them anew"
                                            + (waits ? "; what you have said there waits for that." : ".")));
                });
        chat.forget(worker);
    }

    /** Replaces this device's leaf when it is older than a week: whoever learned its secrets then knows nothing now. */
    void refreshLeaf() throws CommandException, SuiteMissingException {
        var now = chat.now();
        if (held.state().leafSince.plus(LEAF_AGE).isAfter(now) || noRefreshBefore.isAfter(now)) return;
        if (pending().isPresent()) return;
        var leaf = steps.withRelay(chat.keyPackages()::newLeaf);
        try {
            held.run((book, state) -> {
                if (state.stage == Stage.OPEN && !state.lost) book.put(state.id, replacement(book, state, leaf));
            });
        } catch (CommandException e) {
            if (e.code() != CommandException.Code.TOO_LARGE) throw e;
            noRefreshBefore = now.plus(TOO_LARGE_FOR); // others', made by fewer new secrets, may help
            log.log(DEBUG, "The leaf in {0} is not replaced: {1}", worker.id(), e.getMessage());
            return;
        }
        send();
    }

    private PendingCommit replacement(Book book, ConversationState state, KeyPackages.NewLeaf leaf)
            throws CommandException, SuiteMissingException {
        var view = chat.groups().view(held.group(book));
        var admin = view.policy().admins().contains(Memberships.own(view));
        try {
            return making.make(
                    book,
                    state,
                    new Change(List.of(), List.of(), Optional.of(leaf.leaf()), Optional.empty()),
                    List.of(new NewFollower(leaf.leaf().follower(), admin)),
                    List.of(state.follower),
                    List.of(),
                    Optional.of(new PendingCommit.NewFollower(leaf.leaf().follower(), leaf.followerPrivate())));
        } catch (UntrustedException e) {
            throw new CommandException(
                    CommandException.Code.INTERNAL,
                    "the own part of the conversation could not be renewed; update Parley",
                    e);
        }
    }
}
