package parley.chat;

import parley.chat.ConversationState.Stage;
import parley.client.api.CommandException;
import parley.client.api.crypto.SuiteMissingException;
import parley.protocol.FollowerKey;
import parley.protocol.content.Content;
import parley.protocol.content.Salt;
import parley.protocol.relay.Frame.Append;
import parley.protocol.relay.Frame.AppendRefused;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What a conversation's outbox sends: sealed, sent, sealed anew where the hub found it stale, and forgotten once the
 * hub has it and it was read back. Confined to the conversation's worker.
 */
final class Outflow {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Chat chat;
    private final Worker worker;
    private final Held held;
    private final OwnCommits commits;
    private final Faults faults;

    /** The first append that the hub found stale before we had read the commit that made it so; 0 for none. */
    private long staleFrom;

    /** When the hub last took something, or something was first sent after it had taken all. */
    private Instant progress = Instant.EPOCH;

    Outflow(Chat chat, Worker worker, Held held, OwnCommits commits, Faults faults) {
        this.chat = chat;
        this.worker = worker;
        this.held = held;
        this.commits = commits;
        this.faults = faults;
    }

    /** The log is followed anew. */
    void again() {
        staleFrom = 0;
    }

    /** The hub serves the log. */
    void progressed() {
        progress = chat.now();
    }

    /** Whether the hub has left something unanswered for long. */
    boolean isStuck() throws CommandException {
        if (progress.plus(PATIENCE).isAfter(chat.now())) return false;
        return chat.store()
                .transact(tx ->
                        new Book(tx)
                                .outbox(worker.id(), Sending.WINDOW).stream()
                                        .anyMatch(row -> row.sealed().isPresent() && !row.accepted()));
    }

    /** Whether {@link #send} would find nothing to do, and nothing that was sent waits for an answer. */
    boolean isQuiet(Book book, ConversationState state) throws CommandException {
        if (book.halted(state).isEmpty()) sayAgain(book, state);
        return book.outbox(worker.id(), 1).isEmpty();
    }

    /** A commit was read: what was sealed before may have to be sealed anew. */
    void epochChanged() throws CommandException, SuiteMissingException {
        if (staleFrom > 0) sealAnew(staleFrom);
    }

    void accepted(FollowerKey follower, long number) throws CommandException, SuiteMissingException {
        progressed();
        held.run((book, state) -> {
            if (!follower.equals(state.follower)) return;
            accept(book, state, number);
            worker.letIn(book, state);
        });
        send();
    }

    /** The hub has everything up to {@code number}. */
    void accept(Book book, ConversationState state, long number) throws CommandException {
        for (var outgoing : book.outbox(worker.id(), Sending.WINDOW)) {
            if (outgoing.sealed().isEmpty() || outgoing.sealed().get().number() > number) return;
            if (outgoing.accepted()) continue;
            chat.hearer().accepted(book, state, outgoing);
            book.put(worker.id(), outgoing.acceptedNow());
        }
    }

    void refused(AppendRefused refused) throws CommandException, SuiteMissingException {
        if (!refused.follower().equals(held.state().follower)) return; // from before our leaf was replaced
        switch (refused.problem()) {
            case STALE_BASE -> sealAnew(refused.number());
            case WRONG_NUMBER -> {} // an earlier one was refused; with it all later ones go again
            case DENIED, NOT_FOUND ->
                    worker.shutOut(
                            "the relay does not take what this device says at the moment: "
                                    + Answers.clause(refused.text()));
            default -> {
                faults.tell(refused.text());
                worker.retry();
            }
        }
    }

    /** Seals anew from {@code number} on; if we have not read the commit that made it stale, as soon as we have. */
    private void sealAnew(long number) throws CommandException, SuiteMissingException {
        var appends =
                held.<List<Append>>change((book, state) -> {
                    if (state.stopped != null || book.doubted(state).isPresent()) return List.of();
                    var sending = new Sending(book, state, held.group(book), chat.groups());
                    var anew = sending.sealAnew(number);
                    held.become(sending.group());
                    return anew;
                });
        staleFrom = appends.isEmpty() ? number : 0;
        sendAll(appends);
    }

    /** Seals what waits, and sends it. */
    void send() throws CommandException, SuiteMissingException {
        if (!worker.isFollowing()) return;
        var appends =
                held.<List<Append>>change((book, state) -> {
                    if (state.stage != Stage.OPEN || book.halted(state).isPresent()) return List.of();
                    sayAgain(book, state);
                    if (book.outbox(worker.id(), Sending.WINDOW).stream().allMatch(row -> row.sealed().isPresent()))
                        return List.of();
                    if (chat.restarting().gathers(book, state)) return List.of(); // they would not read it
                    var sending = new Sending(book, state, held.group(book), chat.groups());
                    var sealed = sending.seal();
                    held.become(sending.group());
                    return sealed;
                });
        if (appends.isEmpty()) return;
        progressed();
        sendAll(appends);
        commits.refreshLeaf();
    }

    void sendAll(List<Append> appends) throws CommandException {
        for (var append : appends) {
            if (!worker.send(append)) return; // they go again when the link is up
        }
    }

    /** Whoever came into the log anew may not have heard how long we want messages to last. */
    private void sayAgain(Book book, ConversationState state) throws CommandException {
        if (state.leaving || book.isBlocked(state)) return;
        var again = chat.lifetimes().again(book, state);
        if (again.isPresent()) put(book, state, again.get());
    }

    private void put(Book book, ConversationState state, Content content) throws CommandException {
        var own = chat.accounts().current().orElseThrow().key();
        book.put(worker.id(), Outgoing.of(state, own, Salt.random(), chat.now(), content));
    }

    /** Says how far we are, if that is news. */
    void receipt() throws CommandException, SuiteMissingException {
        held.run((book, state) -> {
            if (state.stage != Stage.OPEN || state.leaving || book.halted(state).isPresent() || book.isBlocked(state)) {
                return;
            }
            if (!Discretion.receipts(book, state)) return;
            var read = Discretion.reads(book, state.id) ? Math.min(state.read, state.delivered) : state.readTold;
            var delivered = Discretion.delivered(book) ? state.delivered : Math.max(state.deliveredTold, read);
            if (delivered <= state.deliveredTold && read <= state.readTold) return;
            state.deliveredTold = delivered;
            state.readTold = read;
            put(book, state, new Content.Receipt(state.deliveredTold, state.readTold));
        });
        send();
    }
}
