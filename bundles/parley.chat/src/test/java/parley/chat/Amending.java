package parley.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.BeforeEach;

import parley.client.api.CommandException;
import parley.client.api.Message;
import parley.protocol.ConversationId;
import parley.protocol.MessageId;
import parley.protocol.content.Content;
import parley.protocol.content.Salt;
import parley.testing.Eventually;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;

/** alice and bob talk; either may have a client that says what ours never does. */
abstract class Amending extends Town {

    ConversationId talk;
    private int marks;

    @BeforeEach
    void theyTalk() throws Exception {
        Client.befriend(alice, bob);
        talk = alice.with(bob);
    }

    /** Says it whatever our rules are, as a client without them would. */
    static MessageId posts(Client client, ConversationId where, Salt salt, Content content) throws CommandException {
        return client.store.transact(tx -> client.talk.post(tx, where, salt, content, null));
    }

    MessageId posts(Client client, Content content) throws CommandException {
        return posts(client, talk, Salt.random(), content);
    }

    /** Cuts the link; what is said from then on is not even sealed. */
    void cuts(Client client) {
        client.port.cut();
        client.workerIsDone(talk);
    }

    /** All that {@code from} has said until now was read by {@code to}. */
    void passes(Client from, Client to) throws Exception {
        var mark = "mark " + ++marks;
        from.talk.say(talk, mark);
        to.hears(talk, mark);
    }

    /** A text that both have. */
    MessageId said(Client from, Client to, String text) throws Exception {
        var id = from.talk.say(talk, text);
        to.hears(talk, text);
        return id;
    }

    static Message message(Client client, MessageId id) {
        try {
            return client.talk.message(id).orElseThrow();
        } catch (CommandException e) {
            throw new AssertionError(e);
        }
    }

    static void reads(Client client, MessageId id, String text) {
        Eventually.until(client.name + " reads " + text, () -> message(client, id).text().equals(text));
    }

    static void seesDeleted(Client client, MessageId id) {
        Eventually.until(client.name + " sees it deleted", () -> message(client, id).deleted());
        assertEquals("", message(client, id).text());
    }

    /** The reactions to a message, such as {@code "bob 👍"}. */
    static List<String> reactions(Client client, MessageId id) {
        try {
            var message = client.talk.message(id);
            return message.stream()
                    .flatMap(it -> it.reactions().stream())
                    .map(it -> it.by().name() + " " + it.emoji())
                    .toList();
        } catch (CommandException e) {
            throw new AssertionError(e);
        }
    }

    static void sees(Client client, MessageId id, String... reactions) {
        Eventually.until(
                client.name + " sees " + List.of(reactions), () -> reactions(client, id).equals(List.of(reactions)));
    }

    /** Whether a text stands anywhere in what the client keeps, or in what it has not shown yet. */
    static boolean keeps(Client client, String text) {
        var bytes = HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
        return client.store.kept().contains(bytes)
                || client.store.unshown.values().stream().anyMatch(event -> event.toString().contains(text));
    }

    static void sent(Client client) {
        Eventually.until(
                "all is sent and read back",
                () -> {
                    try {
                        return client.store.transact(tx -> {
                            var book = new Book(tx);
                            for (var state : book.conversations())
                                if (!book.outbox(state.id, 1).isEmpty()) return false;
                            return true;
                        });
                    } catch (CommandException e) {
                        throw new AssertionError(e);
                    }
                });
    }
}
