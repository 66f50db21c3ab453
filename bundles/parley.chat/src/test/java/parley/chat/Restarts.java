package parley.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.jspecify.annotations.Nullable;

import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.client.api.Membership.Restart;
import parley.protocol.AccountKey;
import parley.protocol.ConversationId;
import parley.protocol.LogId;
import parley.protocol.content.Policy;
import parley.protocol.relay.Frame;
import parley.protocol.relay.Problem;
import parley.testing.Eventually;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

/** What tests of conversations share that nobody can commit in any more, and that are opened anew. */
abstract class Restarts extends SeveralSuites {

    // ---- What stops a conversation ----

    /** The hub has deleted what these would need next in the log. */
    static void gone(LogId log, Client... clients) {
        for (var client : clients) client.port.cut();
        for (var client : clients) {
            client.port.script =
                    request ->
                            request instanceof Frame.Follow follow && follow.log().equals(log)
                                    ? new Frame.Gone(follow.request(), Long.MAX_VALUE - 1)
                                    : null;
        }
        for (var client : clients) client.port.connect();
    }

    /** The hub has lost the log, or shuts these out of it. */
    static void shutOut(LogId log, Client... clients) {
        for (var client : clients) {
            Eventually.until("nothing is under way", () -> client.store.count("chat.outbox") == 0);
        }
        refuse(log, clients);
    }

    static void refuse(LogId log, Client... clients) {
        for (var client : clients) client.port.cut();
        for (var client : clients) {
            client.port.script =
                    request ->
                            request instanceof Frame.Follow follow && follow.log().equals(log)
                                    ? Hub.refused(follow.request(), Problem.NOT_FOUND)
                                    : null;
        }
        for (var client : clients) client.port.connect();
        for (var client : clients) {
            Eventually.until(client.name + " is shut out", () -> isShutOut(client, log));
        }
    }

    static boolean isShutOut(Client client, LogId log) {
        try {
            return client.store.transact(tx -> new Book(tx).conversations()).stream()
                    .anyMatch(state -> state.log.equals(log) && state.refused != null || state.former != null);
        } catch (CommandException e) {
            throw new AssertionError(e);
        }
    }

    static UnaryOperator<@Nullable Frame> without(LogId... logs) {
        return frame -> frame instanceof Frame.Items(var log, var _) && List.of(logs).contains(log) ? null : frame;
    }

    static LogId inbox(Client client) {
        return LogId.inboxOf(client.account());
    }

    void timeGoesBy(Duration duration, Client... clients) {
        clock.set(clock.get().plus(duration));
        for (var client : clients) client.chat.tick();
    }

    /** Each asks to be let in again, and again, until it has done so in vain or is in another log. */
    void askInVain(ConversationId id, LogId log, Client... clients) {
        for (var tries = 1; tries <= Restarting.TRIES + 1; tries++) {
            timeGoesBy(Duration.ofMinutes(5), clients);
            for (var client : clients) {
                var times = tries - 1;
                Eventually.until(
                        client.name + " asks", () -> hasAsked(client, id, times) || !client.state(id).log.equals(log));
            }
        }
    }

    /**
     * Between two, until one has opened it anew. Time goes by only once what was asked before is answered: else whoever
     * asks is let in twice, and asks once more a minute later.
     */
    void askUntilOpened(ConversationId id, LogId log) throws InterruptedException {
        for (var tries = 0; tries <= Restarting.TRIES + 1; tries++) {
            var times = tries;
            Eventually.until("asks", () -> hasAsked(larger, id, times) || !larger.state(id).log.equals(log));
            larger.workerIsDone(id);
            smaller.inboxIsDone();
            if (!smaller.state(id).log.equals(log)) return;
            timeGoesBy(Duration.ofMinutes(5), alice, bob);
        }
        throw new AssertionError("nobody has opened it");
    }

    static boolean hasAsked(Client client, ConversationId id, int times) {
        try {
            return client.store.transact(tx -> Rejoining.isInVain(new Book(tx), id, times));
        } catch (CommandException e) {
            throw new AssertionError(e);
        }
    }

    static void isInNewLog(ConversationId id, LogId before, Client... clients) {
        for (var client : clients) {
            Eventually.until(client.name + " is in the new log", () -> !client.state(id).log.equals(before));
            Eventually.until(client.name + " is open", () -> client.isIn(id) && client.state(id).halted().isEmpty());
            for (var space : List.of("chat.wish", "chat.pending", "chat.restart")) {
                Eventually.until(client.name + " is done with " + space, () -> client.store.count(space) == 0);
            }
        }
        var first = clients[0].state(id);
        for (var client : clients) {
            assertEquals(first.log, client.state(id).log);
            assertEquals(first.generation, client.state(id).generation);
        }
    }

    /** As a member's changed client would. */
    static void forgeRestart(
            Client author, ConversationId id, List<AccountKey> admins, long generation, Client... others)
            throws Exception {
        var leaf = author.keys.newLeaf();
        author.chat.replacing(
                id,
                book -> {
                    var policy =
                            new Policy(
                                    id,
                                    Policy.Kind.GROUP,
                                    generation,
                                    "the group",
                                    admins,
                                    false,
                                    100,
                                    Memberships.NO_LINK);
                    book.removeCommits(id);
                    author.groups.begin(book, policy, "the group", SUITE, leaf);
                    for (var other : others) book.wishes(id).add(0, add(other));
                });
        Eventually.until("done", () -> author.store.count("chat.wish") == 0);
    }

    static Wish.Add add(Client who) {
        var keyPackage = who.keys.published().stream().filter(one -> one.suite() == SUITE).findFirst().orElseThrow();
        return new Wish.Add(who.account(), who.address(), List.of(keyPackage.keyPackage()));
    }

    static Restart begun(Client... without) {
        return new Restart.Begun(Arrays.stream(without).map(Client::address).toList());
    }

    /** A group of which alice and bob are admins. */
    ConversationId withTwoAdmins(Client carol) throws Exception {
        for (var other : List.of(bob, carol)) Client.befriend(alice, other);
        Client.befriend(bob, carol);
        var id = alice.groups.create("the group").id();
        forgeRestart(alice, id, List.of(alice.account(), bob.account()), 1, bob, carol);
        for (var client : List.of(alice, bob, carol)) client.sees(id, "alice", "bob", "carol");
        talk(id, "before", alice, bob, carol);
        return id;
    }

    /** It is lost to all three. */
    ConversationId ofTwoAdmins(Client carol) throws Exception {
        var id = withTwoAdmins(carol);
        shutOut(alice.state(id).log, alice, bob, carol);
        var early = refused(Code.REFUSED, () -> larger.groups.restart(id, false));
        assertTrue(early.getMessage().contains("are asked to let this device in"), early.getMessage());
        assertFalse(larger.groups.group(id).mayRestart());
        return id;
    }
}
