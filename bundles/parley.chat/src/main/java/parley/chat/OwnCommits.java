package parley.chat;

import static java.lang.System.Logger.Level.DEBUG;

import parley.chat.ConversationState.Stage;
import parley.client.api.CommandException;
import parley.client.api.Event;
import parley.client.api.crypto.Groups;
import parley.client.api.crypto.Groups.Change;
import parley.client.api.crypto.SuiteMissingException;
import parley.client.api.crypto.UntrustedException;
import parley.client.api.session.KeyPackages;
import parley.protocol.AccountKey;
import parley.protocol.content.CommitClaims;
import parley.protocol.content.JoinPoint;
import parley.protocol.content.Seen;
import parley.protocol.relay.CommitBody;
import parley.protocol.relay.CommitBody.NewFollower;
import parley.protocol.relay.Frame;
import parley.protocol.relay.Problem;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A conversation's commits of our own: the first, and those that replace our leaf. Each is stored before it leaves, and
 * kept until it or another in its slot is read in the log; what the hub answers decides nothing. Confined to the
 * conversation's worker.
 */
final class OwnCommits {

    private static final System.Logger log = System.getLogger(OwnCommits.class.getName());
    private static final Duration LEAF_AGE = Duration.ofDays(7);

    private final Chat chat;
    private final Worker worker;
    private final Held held;
    private final Steps steps;
    private boolean sent;

    OwnCommits(Chat chat, Worker worker, Held held, Steps steps) {
        this.chat = chat;
        this.worker = worker;
        this.held = held;
        this.steps = steps;
    }

    /** Whatever was sent may not have come through, or has lost its slot. */
    void again() {
        sent = false;
    }

    Optional<PendingCommit> pending() throws CommandException {
        return chat.store().transact(tx -> new Book(tx).pending(worker.id()));
    }

    /** Sends the pending commit, if there is one that was not sent yet. */
    void send() throws CommandException {
        if (sent) return;
        var pending = pending();
        if (pending.isEmpty()) return;
        sent = true;
        var state = held.state();
        var commit = pending.get();
        var answer =
                steps.withRelay(() ->
                        chat.session()
                                .ask(request ->
                                        new Frame.Commit(
                                                request,
                                                state.log,
                                                state.follower,
                                                commit.base(),
                                                commit.body(),
                                                commit.welcomes())));
        switch (answer) {
            case Frame.Done _, Frame.Conflict _ -> {} // the log decides
            case Frame.Refused refused -> {
                sent = false;
                var passing = refused.problem() == Problem.NO_SPACE || refused.problem() == Problem.TOO_MUCH;
                if (state.stage == Stage.COMMITTING && !passing) {
                    abandon(refused.text());
                } else { // with the next Follow; reading and sending go on
                    log.log(DEBUG, "Commit in {0} refused: {1}", worker.id(), refused.text());
                }
            }
            default -> throw Answers.unexpected(answer);
        }
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
        if (held.state().leafSince.plus(LEAF_AGE).isAfter(chat.now())) return;
        if (pending().isPresent()) return;
        var leaf = steps.withRelay(chat.keyPackages()::newLeaf);
        held.run((book, state) -> {
            book.put(state.id, replacement(book, state, leaf));
        });
        send();
    }

    private PendingCommit replacement(Book book, ConversationState state, KeyPackages.NewLeaf leaf)
            throws CommandException, SuiteMissingException {
        var identity = chat.keyPackages().identity(book.tx()).orElseThrow();
        var current = held.group(book);
        var view = chat.groups().view(current);
        var added = List.of(new NewFollower(leaf.leaf().follower(), view.policy().admins().contains(own(view))));
        var removed = List.of(state.follower);
        var seen = new Seen(state.position, state.chain, view.authenticator());
        var claims = new CommitClaims(CommitBody.binding(state.lastCommit(), added, removed), seen);
        var change = new Change(List.of(), List.of(), Optional.of(leaf.leaf()), Optional.empty());
        var joinPoint = new JoinPoint(state.hub, state.log, state.position, state.chain);
        try {
            var made = chat.groups().commit(identity, current, change, claims.encode(), joinPoint);
            var spent = chat.groups().spent(current, made);
            held.become(spent);
            book.put(state.id, spent, current);
            return new PendingCommit(
                    state.lastCommit(),
                    new CommitBody(made.commit(), added, removed, Optional.empty()),
                    List.of(),
                    made.next(),
                    Optional.of(new PendingCommit.NewFollower(leaf.leaf().follower(), leaf.followerPrivate())));
        } catch (UntrustedException e) {
            throw new CommandException(
                    CommandException.Code.INTERNAL,
                    "the own part of the conversation could not be renewed; update Parley",
                    e);
        }
    }

    private static AccountKey own(Groups.View view) {
        return view.members().stream()
                .filter(member -> member.leaf() == view.ownLeaf())
                .findFirst()
                .orElseThrow()
                .account();
    }
}
