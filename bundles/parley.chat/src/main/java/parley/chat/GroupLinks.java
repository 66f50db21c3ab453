package parley.chat;

import parley.chat.ConversationState.Stage;
import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.client.api.Membership.Join;
import parley.client.api.Membership.JoinState;
import parley.client.api.crypto.SuiteMissingException;
import parley.client.api.session.Session;
import parley.protocol.GroupLink;
import parley.protocol.LogId;
import parley.protocol.relay.Frame;
import parley.protocol.relay.Problem;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Asks to join groups by their links. Blocks; called from any thread. */
final class GroupLinks {

    private final Chat chat;
    private final Map<LogId, CompletableFuture<Boolean>> joining = new ConcurrentHashMap<>();

    /** How long a command waits for some admin to let us in; less in tests. */
    volatile Duration patience = Duration.ofSeconds(10);

    GroupLinks(Chat chat) {
        this.chat = chat;
    }

    /** We are in the group of a log. */
    void joined(LogId log) {
        var waits = joining.remove(log);
        if (waits != null) waits.complete(true);
    }

    Join join(GroupLink link) throws CommandException {
        var account = chat.accounts().need();
        if (!link.relay().fingerprint().equals(account.relay().fingerprint())) {
            throw new CommandException(
                    Code.REFUSED, "that group is at another relay than yours; ask them for an account at theirs");
        }
        var there = find(link.log());
        if (there.isPresent()) return there.get();
        var done = joining.computeIfAbsent(link.log(), _ -> new CompletableFuture<>());
        request(link);
        try {
            done.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return find(link.log()).orElse(new Join(JoinState.REQUESTED, Optional.empty()));
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return find(link.log()).orElse(new Join(JoinState.REQUESTED, Optional.empty()));
    }

    /** The group, if we are in it: whom the hub shuts out may have been removed while they were away. */
    private Optional<Join> find(LogId log) throws CommandException {
        return chat.store()
                .transact(tx -> {
                    var book = new Book(tx);
                    for (var state : book.conversations()) {
                        if (!state.log.equals(log) || state.stage == Stage.CLOSED || state.refused != null) continue;
                        return Optional.of(new Join(JoinState.JOINED, Optional.of(Talk.show(book, state))));
                    }
                    return Optional.<Join>empty();
                });
    }

    private void request(GroupLink link) throws CommandException {
        var before = chat.store().transact(tx -> Joining.of(new Book(tx), link.log()));
        var good = before.filter(asked -> asked.isGood(link.token(), chat.now()));
        var asked = good.isPresent() ? good.get() : make(link);
        chat.store().run(tx -> asked.put(new Book(tx), link.log())); // before a Welcome can answer it
        var answer =
                chat.session().ask(number -> new Frame.RequestJoin(number, link.log(), link.token(), asked.sealed()));
        switch (answer) {
            case Frame.Done _ -> {}
            case Frame.Refused refused when refused.problem() == Problem.TOO_MUCH && before.isPresent() -> {} // waits
            case Frame.Refused refused when refused.problem() == Problem.DENIED -> {
                chat.store().run(tx -> Joining.forget(new Book(tx), link.log()));
                throw new CommandException(
                        Code.REFUSED, "the group link is not valid any more; ask whoever gave it to you for a new one");
            }
            case Frame.Refused refused -> throw Session.refusal(refused);
            default -> throw Answers.unexpected(answer);
        }
    }

    private Joining make(GroupLink link) throws CommandException {
        var own = chat.keyPackages().fresh();
        var identity = chat.store().transact(tx -> chat.keyPackages().identity(tx)).orElseThrow();
        try {
            var sealed =
                    chat.identities()
                            .sealJoinRequest(
                                    identity,
                                    chat.accounts().need().address(),
                                    own.stream().map(one -> one.keyPackage()).toList(),
                                    link.log(),
                                    link.secret());
            return new Joining(chat.now(), link.token(), sealed, own.stream().map(one -> one.reference()).toList());
        } catch (SuiteMissingException e) {
            throw Answers.missing(e);
        }
    }
}
