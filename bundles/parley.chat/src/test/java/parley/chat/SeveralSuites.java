package parley.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.BeforeEach;

import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.client.api.Event;
import parley.client.api.SuiteChanges.Consent;
import parley.protocol.ConversationId;
import parley.protocol.LogId;
import parley.protocol.relay.CommitBody;
import parley.protocol.relay.Entry;
import parley.protocol.relay.Frame;
import parley.testing.Eventually;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** What tests of changes of suite share. */
abstract class SeveralSuites extends Town {

    static final int SUITE = Cryptography.SUITE;
    static final int EQUAL = Cryptography.EQUAL;
    static final int STRONG = Cryptography.STRONG;
    static final Consent WEAKER = new Consent(true, false);
    static final Consent WAITING = new Consent(false, true);

    @BeforeEach
    void aliceAndBobHaveMoreThanOneSuite() {
        alice.crypto.have(SUITE, EQUAL, STRONG);
        bob.crypto.have(SUITE, EQUAL, STRONG);
    }

    ConversationId between() throws Exception {
        Client.befriend(alice, bob);
        return alice.with(bob);
    }

    /** Alice is the admin. */
    ConversationId group(Client... others) throws Exception {
        var id = alice.groups.create("the group").id();
        var names = new ArrayList<>(List.of("alice"));
        for (var other : others) {
            Client.befriend(alice, other);
            alice.groups.add(id, other.name);
            names.add(other.name);
        }
        for (var other : others) other.sees(id, names.toArray(String[]::new));
        return id;
    }

    static <T> CompletableFuture<T> start(Callable<T> work) {
        var result = new CompletableFuture<T>();
        var task = new FutureTask<>(work);
        Thread.ofVirtual().start(task);
        Thread.ofVirtual()
                .start(() -> {
                    try {
                        result.complete(task.get());
                    } catch (ExecutionException e) {
                        result.completeExceptionally(e.getCause());
                    } catch (InterruptedException e) {
                        result.completeExceptionally(e);
                    }
                });
        return result;
    }

    static void isIn(ConversationId id, int suite, long generation, Client... clients) {
        for (var client : clients) {
            Eventually.until(
                    client.name + " is in suite " + suite,
                    () -> client.state(id).suite == suite && client.state(id).generation == generation);
            Eventually.until(client.name + " may speak", () -> client.state(id).halted().isEmpty());
            for (var space : List.of("chat.successor", "chat.wish", "chat.pending", "chat.rejoin")) {
                Eventually.until(client.name + " is done with " + space, () -> client.store.count(space) == 0);
            }
        }
    }

    /** Each says something that all others hear. */
    static void talk(ConversationId id, String text, Client... clients) throws Exception {
        for (var client : clients) client.talk.say(id, text + " of " + client.name);
        for (var client : clients) {
            for (var other : clients) client.hears(id, text + " of " + other.name);
            Eventually.until("nothing waits", () -> client.store.count("chat.outbox") == 0);
        }
    }

    static CommandException refused(Code code, org.junit.jupiter.api.function.Executable command) {
        var refused = assertThrows(CommandException.class, command);
        assertEquals(code, refused.code(), refused.getMessage());
        return refused;
    }

    static List<String> notices(Client client) {
        return client.told(Event.Notice.class).stream().map(Event.Notice::text).toList();
    }

    static boolean isClosing(Frame.Request request) {
        return request instanceof Frame.Commit commit && commit.body().added().size() > 1;
    }

    List<CommitBody> commits(LogId log) throws Exception {
        var commits = new ArrayList<CommitBody>();
        for (var entry : hub.entries(log)) {
            if (entry.kind() == Entry.Kind.COMMIT) commits.add(CommitBody.decode(entry.body()));
        }
        return commits;
    }
}
