package parley.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.client.api.Conversations;
import parley.client.api.Message;
import parley.protocol.MessageId;
import parley.protocol.wire.Bytes;

import java.util.List;
import java.util.Optional;

/** Replies, edits, deletions and reactions as lines, and how {@code read} shows them. */
class MessageCommandsTest {

    private static final String TALK = TestClient.TALK.hex();
    private static final String ID = "ab12" + "0".repeat(28);
    private static final MessageId MESSAGE = new MessageId(Bytes.ofHex(ID));

    private final TestClient client = new TestClient();
    private final Commands commands =
            new Commands(
                    client.accounts,
                    client.contacts,
                    client.conversations,
                    client.membership,
                    client.transfers,
                    () -> client.suites,
                    client.changes,
                    Optional.empty(),
                    (what, _) -> {
                        throw new AssertionError(what);
                    });

    private Answer run(String line) throws CommandException {
        return commands.run(Line.parse(line));
    }

    private void refuses(Code code, String sentence, String line) {
        var thrown = assertThrows(CommandException.class, () -> run(line), line);
        assertEquals(sentence, thrown.getMessage());
        assertEquals(code, thrown.code());
    }

    @Test
    void amendsByTheWholeId() throws Exception {
        client.messages.add(TestClient.message(MESSAGE, "hi"));
        var reply = run("/reply " + ID + " it's --so 'and' so");
        assertEquals(
                "{\"id\":\"" + "01".repeat(16) + "\",\"conversation\":\"" + TALK + "\"}", Json.write(reply.fields()));
        assertEquals(List.of(TestClient.id(1)), reply.messages());
        var amended = "{\"message\":\"" + ID + "\",\"id\":\"" + "09".repeat(16) + "\"}";
        for (var line :
                List.of("edit " + ID + "  --off ", "delete " + ID, "react " + ID + " 👍", "react --off " + ID + " x")) {
            var answer = run(line);
            assertEquals(amended, Json.write(answer.fields()), line);
            assertEquals(List.of(TestClient.id(9)), answer.messages(), "a process of its own waits for the relay");
        }
        assertEquals("{\"message\":\"" + ID + "\"}", Json.write(run("delete " + ID + " --here").fields()));
        client.said = Optional.empty();
        var nothing = run("edit " + ID + " hi");
        assertEquals("{\"message\":\"" + ID + "\"}", Json.write(nothing.fields()));
        assertEquals(List.of(), nothing.messages(), "nothing is said where nothing changes");
        assertEquals(
                List.of(
                        "reply " + TALK + " " + ID + " it's --so 'and' so",
                        "edit " + ID + "  --off ",
                        "delete " + ID,
                        "react " + ID + " 👍 true",
                        "react " + ID + " x false",
                        "erase " + ID,
                        "edit " + ID + " hi"),
                client.calls);
        assertEquals(List.of(), run("delete " + ID + " --here").messages());
    }

    @Test
    void findsAMessageByTheBeginningOfItsId() throws Exception {
        for (var hex : List.of("abcd1", "abcd2")) {
            var id = new MessageId(Bytes.ofHex((hex + "0".repeat(32)).substring(0, 32)));
            client.messages.add(TestClient.message(id, hex));
        }
        run("delete abcd1");
        assertEquals(List.of("page 200", "delete abcd1" + "0".repeat(27)), client.calls);
        refuses(Code.AMBIGUOUS, "more than one message's id begins with abcd; write more of it", "edit abcd x");
        refuses(Code.NOT_FOUND, "there is no message abce; read lists those there are", "reply abce x");
        refuses(Code.NOT_FOUND, "there is no message " + ID + "; read lists those there are", "reply " + ID + " x");
        for (var none : List.of("abc", "ABCD", "xyz1", "a".repeat(33))) {
            refuses(
                    Code.USAGE,
                    "a message's id has 32 hex digits, or at least its first 4; read lists them",
                    "react " + none + " 👍");
        }
    }

    @Test
    void whatCanBeDeletedHereAloneNamesTheOption() {
        client.saying =
                () -> {
                    throw new CommandException(Code.REFUSED, "not yours; " + Conversations.ASKS_TO_ERASE);
                };
        refuses(Code.REFUSED, "not yours; delete it here alone by --here", "delete " + ID);
        client.saying =
                () -> {
                    throw new CommandException(Code.REFUSED, "the conversation has ended");
                };
        refuses(Code.REFUSED, "the conversation has ended", "delete " + ID);
    }

    private static Message amended(int id, String text, boolean deleted, Message.Reaction... reactions) {
        var plain = TestClient.message(TestClient.id(id), text);
        return new Message(
                plain.id(),
                plain.conversation(),
                plain.order(),
                plain.author(),
                plain.from(),
                plain.own(),
                plain.text(),
                plain.at(),
                plain.state(),
                plain.file(),
                deleted ? Optional.empty() : Optional.of(TestClient.id(3)),
                deleted ? Optional.empty() : Optional.of(TestClient.AT),
                deleted,
                List.of(reactions));
    }

    @Test
    void readShowsWhatWasDone() throws Exception {
        var alice = TestClient.ACCOUNT.address();
        client.messages.add(TestClient.message(TestClient.id(3), "shall we?"));
        client.messages.add(
                amended(
                        4,
                        "yes",
                        false,
                        new Message.Reaction(alice, "👍", true),
                        new Message.Reaction(TestClient.BOB, "\u001b🎉", false),
                        new Message.Reaction(TestClient.BOB, "👍", false)));
        client.messages.add(amended(5, "", true));
        var read = run("read bob");
        var lines = read.text().lines().map(line -> line.replaceFirst("\\d\\d:\\d\\d", "TIME")).toList();
        assertEquals(
                List.of(
                        "03030303 TIME bob: shall we?",
                        "04040404 TIME bob ↳ bob “shall we?”: yes (edited)",
                        "      👍 alice, bob · \uFFFD🎉 bob",
                        "05050505 TIME bob: (deleted)"),
                lines);
        var json = Json.write(read.fields());
        assertEquals(
                "\"at\":\"2026-11-20T10:11:12.345Z\",\"replyTo\":\""
                        + "03".repeat(16)
                        + "\",\"edited\":\"2026-11-20T10:11:12.345Z\",\"reactions\":[{\"by\":\"alice@relay.example\",\"emoji\":\"👍\"}",
                json.substring(json.indexOf("\"at\"", json.indexOf("yes")), json.indexOf("👍") + 4));
        assertEquals(
                "\"text\":\"\",\"at\":\"2026-11-20T10:11:12.345Z\",\"deleted\":true}]}",
                json.substring(json.lastIndexOf("\"text\"")));
        client.messages.removeFirst();
        assertEquals(
                "bob ↳ something that is not here: yes (edited)",
                run("read bob").text().lines().findFirst().orElseThrow().substring(15));
    }
}
