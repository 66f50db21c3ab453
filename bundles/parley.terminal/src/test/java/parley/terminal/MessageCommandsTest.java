package parley.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.client.api.Message;
import parley.protocol.MessageId;
import parley.protocol.content.Mention;
import parley.protocol.wire.Bytes;

import java.util.List;
import java.util.Optional;

/** Replies, edits, deletions and reactions as lines, and how {@code read} shows them. */
class MessageCommandsTest {

    private static final String TALK = TestClient.TALK.hex();
    private static final String ID = "ab12" + "0".repeat(28);
    private static final MessageId MESSAGE = new MessageId(Bytes.ofHex(ID));

    private final TestClient client = new TestClient();
    private final Commands commands = client.commands();

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
        assertEquals(List.of("starting abcd1 200", "delete abcd1" + "0".repeat(27)), client.calls);
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

    /** Whatever the sentence says. */
    @Test
    void whatCanBeDeletedHereAloneNamesTheOption() {
        client.saying =
                () -> {
                    throw new CommandException(Code.REFUSED, "not yours; delete it here alone");
                };
        refuses(Code.REFUSED, "not yours; delete it here alone", "delete " + ID);
        client.messages.add(TestClient.message(MESSAGE, "bob's"));
        refuses(Code.REFUSED, "not yours; delete it here alone (by --here)", "delete " + ID);
        client.saying =
                () -> {
                    throw new CommandException(Code.DISK_FULL, "the disk is full");
                };
        refuses(Code.DISK_FULL, "the disk is full", "delete " + ID);
    }

    @Test
    void mentionsThoseWhomOneNameNames() throws Exception {
        run("say 'Book club' hi");
        assertEquals(List.of(), client.mentioned);
        commands.run(Line.of(List.of("say", "Book club", "🚀 @bob, and @alice.")));
        assertEquals(
                List.of(new Mention(2, 4, TestClient.KEY), new Mention(12, 6, TestClient.ACCOUNT.key())),
                client.mentioned);
        for (var plain :
                List.of("me@bob", "@bobby", "@Bob", "@bob@relay.example", "@@bob", "@boby", "é@bob", "@ bob", "@all")) {
            commands.run(Line.of(List.of("say", "Book club", plain)));
            assertEquals(List.of(), client.mentioned, plain);
        }
        commands.run(Line.of(List.of("say", "Book club", "(@bob) @bob".concat(" @bob".repeat(100)))));
        assertEquals(Mention.MOST, client.mentioned.size(), "no more than one text may have");
        assertEquals(1, client.mentioned.getFirst().start());
        client.messages.add(TestClient.message(MESSAGE, "hi"));
        run("reply " + ID + " @bob");
        assertEquals(List.of(), client.mentioned, "of two, whose contact is none");
    }

    @Test
    void forwardsTextsAndFiles() throws Exception {
        client.messages.add(TestClient.message(MESSAGE, "hi"));
        var answer = commands.run(Line.of(List.of("forward", ID, "Book club")));
        assertEquals(
                "{\"id\":\"" + "01".repeat(16) + "\",\"conversation\":\"" + TestClient.GROUP.hex() + "\"}",
                Json.write(answer.fields()));
        assertEquals(List.of(TestClient.id(1)), answer.messages());
        var file = withFile(TestClient.message(TestClient.id(5), "notes.txt"));
        client.messages.add(file);
        var sent = run("forward " + file.id().hex() + " bob");
        assertEquals(List.of(TestClient.id(7)), sent.files());
        assertEquals(
                List.of("forward " + ID + " " + TestClient.GROUP.hex(), "forward file " + file.id().hex() + " " + TALK),
                client.calls);
        refuses(
                Code.NOT_FOUND,
                "there is no message " + "77".repeat(16) + "; read lists those there are",
                "forward " + "77".repeat(16) + " bob");
    }

    private static Message withFile(Message plain) {
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
                Optional.of(plain.id()),
                Optional.empty(),
                List.of(),
                false,
                Optional.empty(),
                false,
                List.of(),
                plain.lasts(),
                plain.claimed(),
                plain.editClaimed());
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
                List.of(),
                false,
                deleted ? Optional.empty() : Optional.of(TestClient.AT),
                deleted,
                List.of(reactions),
                plain.lasts(),
                plain.claimed(),
                plain.editClaimed());
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
                        "04040404 TIME bob (edited) ↳ bob “shall we?”: yes",
                        "      ◦ 👍 alice, bob · “\uFFFD🎉” bob",
                        "05050505 TIME bob (deleted)"),
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
                "bob (edited) ↳ something that is not here: yes",
                run("read bob").text().lines().findFirst().orElseThrow().substring(15));
        client.messages.add(amended(3, "we shall", false));
        assertEquals(
                "bob (edited) ↳ bob (edited) “we shall”: yes",
                run("read bob").text().lines().findFirst().orElseThrow().substring(15));
    }
}
