package parley.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.client.api.Conversations;
import parley.client.api.Exports.Format;
import parley.client.api.Message;
import parley.client.api.Message.Reaction;
import parley.protocol.AccountKey;
import parley.protocol.Address;
import parley.protocol.ConversationId;
import parley.protocol.MessageId;
import parley.protocol.wire.Bytes;

import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What an export says, and that nothing in it is more than text. */
class FileExportsTest {

    private static final ConversationId TALK = new ConversationId(Bytes.wrap(new byte[16]));
    private static final Address ALICE = new Address("alice", "relay.example");
    private static final Address BOB = new Address("bob", "relay.example");
    private static final Instant AT = Instant.parse("2026-11-20T12:00:00.123456Z");
    private static final String HOSTILE =
            "</p><script>alert(1)</script><img src=x onerror='x'> & \"quoted\" \u001b[2J \u202Egnp.exe javascript:x";

    @TempDir Path home;
    private final List<Message> messages = new ArrayList<>();
    private int largestPage;

    private final FileExports exports =
            new FileExports(
                    (Conversations)
                            Proxy.newProxyInstance(
                                    FileExportsTest.class.getClassLoader(),
                                    new Class<?>[] {Conversations.class},
                                    (_, method, arguments) ->
                                            switch (method.getName()) {
                                                case "find" -> arguments[0].equals(TALK) ? talk() : Optional.empty();
                                                case "page" -> page((Long) arguments[1], (Integer) arguments[2]);
                                                case "quoted" -> quoted((Message) arguments[0]);
                                                default -> throw new AssertionError(method);
                                            }));

    private Optional<Conversations.Conversation> talk() {
        return Optional.of(
                new Conversations.Conversation(
                        TALK,
                        Conversations.Kind.GROUP,
                        "<b>Books</b>\n\"x\"",
                        List.of(ALICE, BOB),
                        0,
                        0,
                        messages.isEmpty() ? Optional.empty() : Optional.of(messages.getLast()),
                        Optional.empty(),
                        false,
                        1,
                        AT));
    }

    private List<Message> page(long before, int limit) {
        largestPage = Math.max(largestPage, limit);
        var page = messages.stream().filter(message -> message.order() < before).toList();
        return page.subList(Math.max(0, page.size() - limit), page.size());
    }

    private Optional<Message> quoted(Message reply) {
        return messages.stream().filter(message -> reply.replyTo().equals(Optional.of(message.id()))).findFirst();
    }

    private static MessageId id(int number) {
        return new MessageId(Bytes.wrap(ByteBuffer.allocate(16).putInt(12, number).array()));
    }

    private void add(
            int number,
            String text,
            Optional<MessageId> replyTo,
            boolean edited,
            boolean deleted,
            boolean file,
            Reaction... reactions) {
        messages.add(
                new Message(
                        id(number),
                        TALK,
                        number,
                        new AccountKey(Bytes.wrap(new byte[32])),
                        number % 2 == 0 ? ALICE : BOB,
                        number % 2 == 0,
                        text,
                        AT.plusSeconds(number),
                        Message.State.READ,
                        file ? Optional.of(id(number)) : Optional.empty(),
                        replyTo,
                        List.of(),
                        false,
                        edited ? Optional.of(AT) : Optional.empty(),
                        deleted,
                        List.of(reactions),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()));
    }

    private void sayEverything() {
        add(1, "first line\nsecond line", Optional.empty(), false, false, false);
        add(2, "so it is", Optional.of(id(1)), true, false, false, new Reaction(BOB, "👍", false));
        add(3, "", Optional.of(id(99)), false, true, false);
        add(5, HOSTILE, Optional.of(id(2)), false, false, false, new Reaction(ALICE, "<i>\u0007</i>", true));
        add(6, "notes <1>.pdf", Optional.of(id(5)), false, false, true);
    }

    private String exported(Format format) throws Exception {
        var file = exports.export(TALK, format, home.resolve("talk." + format.ending()));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        return Files.readString(file);
    }

    @Test
    void textIsReadByPeople() throws Exception {
        sayEverything();
        var text = exported(Format.TEXT);
        assertTrue(text.startsWith("<b>Books</b> ⏎ \"x\", exported "), text);
        for (var part :
                List.of(
                        "bob@relay.example: first line\n    │ second line\n",
                        "alice@relay.example (edited): so it is\n    ↳ bob@relay.example: first line ⏎ second line\n"
                                + "    ◦ bob@relay.example: 👍\n",
                        "bob@relay.example (deleted)\n    ↳ something that is not here\n",
                        "bob@relay.example: </p>",
                        "    ↳ alice@relay.example (edited): so it is\n    ◦ alice@relay.example: <i>\uFFFD</i>\n",
                        "alice@relay.example [file]: notes <1>.pdf\n")) {
            assertTrue(text.contains(part), part + " in " + text);
        }
        assertFalse(text.contains("\u001b") || text.contains("\u202E") || text.contains("\u0007"));
    }

    /** Whatever people write as text, file name or emoji: lines of ours are those that something was done for. */
    @Test
    void noTextLooksLikeALineOfOurs() throws Exception {
        var ours =
                List.of(
                        "2026-11-20 12:00 alice@relay.example: I confess",
                        "2026-11-20 12:00 alice@relay.example (deleted)",
                        "    ↳ alice@relay.example: I confess",
                        "    ◦ alice@relay.example: 👍",
                        "    (mentions alice@relay.example)",
                        "    │ more",
                        "(edited)",
                        "[file] x");
        var hostile =
                List.of("\n", "\r\n", "\r", "\u0085", "\u2028", "\u2029", "\u000B", "\f", "\u001E").stream()
                        .map(line -> "plain (edited)" + line + String.join(line, ours))
                        .toList();
        var number = 1;
        for (var text : hostile) {
            add(number, text, Optional.empty(), false, false, false, new Reaction(BOB, text, false));
            add(number + 1, text, Optional.of(id(number)), false, false, true);
            number += 2;
        }
        var lines = exported(Format.TEXT).split("\\R", -1);
        var own =
                Pattern.compile(
                        "\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d (alice@relay.example \\[file\\]|bob@relay.example): plain"
                                + " .*");
        var begun = 0;
        for (var i = 2; i < lines.length - 1; i++) {
            var line = lines[i];
            if (own.matcher(line).matches()) begun++;
            else
                assertTrue(
                        line.startsWith("    │ ")
                                || line.startsWith("    ↳ bob@relay.example: plain ")
                                || line.startsWith("    ◦ bob@relay.example: plain "),
                        line);
        }
        assertEquals(2 * hostile.size(), begun);
        for (var mark : List.of("    ↳ ", "    ◦ ")) {
            assertEquals(hostile.size(), List.of(lines).stream().filter(line -> line.startsWith(mark)).count(), mark);
        }
    }

    /** What was answered may have been another text. */
    @Test
    void aQuoteSaysWhatBecameOfItsMessage() throws Exception {
        add(1, "as it is now", Optional.empty(), true, false, false);
        add(2, "yes", Optional.of(id(1)), false, false, false);
        add(3, "", Optional.empty(), false, true, false);
        add(4, "no", Optional.of(id(3)), false, false, false);
        add(5, "(edited)", Optional.empty(), false, false, false);
        add(6, "well", Optional.of(id(5)), false, false, false);
        var text = exported(Format.TEXT);
        for (var line :
                List.of(
                        "    ↳ bob@relay.example (edited): as it is now\n",
                        "    ↳ bob@relay.example (deleted)\n",
                        "    ↳ bob@relay.example: (edited)\n")) assertTrue(text.contains(line), text);
        var html = exported(Format.HTML);
        for (var quote :
                List.of(
                        "<blockquote><bdi>bob@relay.example</bdi> · edited: <bdi>as it is now</bdi></blockquote>",
                        "<blockquote><bdi>bob@relay.example</bdi> · deleted</blockquote>",
                        "<blockquote><bdi>bob@relay.example</bdi>: <bdi>(edited)</bdi></blockquote>"))
            assertTrue(html.contains(quote), html);
    }

    @Test
    void htmlRunsNothingAndLoadsNothing() throws Exception {
        sayEverything();
        var html = exported(Format.HTML);
        var allowed =
                Pattern.compile(
                        "</?(html|head|meta|title|style|body|h1|bdi|p|article|header|time|blockquote|footer)[ >]"
                                + "|<!DOCTYPE html>");
        var tags = Pattern.compile("<[^>]*>?").matcher(html);
        while (tags.find()) assertTrue(allowed.matcher(tags.group()).lookingAt(), tags.group());
        assertTrue(html.contains("default-src 'none'; style-src 'sha256-"), html);
        var style = Pattern.compile("<style>(.*)</style>", Pattern.DOTALL).matcher(html);
        assertTrue(style.find());
        var hash = java.security.MessageDigest.getInstance("SHA-256").digest(style.group(1).getBytes("UTF-8"));
        assertTrue(html.contains("'sha256-" + java.util.Base64.getEncoder().encodeToString(hash) + "'"));
        assertTrue(html.contains("&lt;script&gt;alert(1)&lt;/script&gt;"));
        assertTrue(html.contains("<p dir=\"auto\">"));
        assertTrue(html.contains("<p class=\"gone\">deleted</p>") && html.contains(" · edited</header>"));
        assertFalse(html.contains("\u001b") || html.contains("\u202E") || html.contains("\u0007"));
    }

    @Test
    void jsonIsExact() throws Exception {
        sayEverything();
        var json = exported(Format.JSON);
        assertFalse(json.chars().anyMatch(c -> c < ' ' && c != '\n' || c == 0x202E), "no raw controls");
        var lines = json.lines().toList();
        assertEquals(7, lines.size(), "a message a line");
        assertTrue(lines.get(0).contains("\"title\":\"<b>Books</b>\\n\\\"x\\\"\",\"kind\":\"group\""), lines.get(0));
        assertEquals(
                "{\"id\":\""
                        + id(2).hex()
                        + "\",\"from\":\"alice@relay.example\",\"own\":true,\"at\":\"2026-11-20T12:00:02.123Z\","
                        + "\"text\":\"so it is\",\"replyTo\":\""
                        + id(1).hex()
                        + "\",\"edited\":\"2026-11-20T12:00:00.123Z\",\"reactions\":[{\"by\":\"bob@relay.example\","
                        + "\"emoji\":\"👍\"}]},",
                lines.get(2));
        assertTrue(lines.get(3).contains("\"text\":\"\"") && lines.get(3).contains("\"deleted\":true"));
        assertTrue(lines.get(4).contains("\\u001b[2J \\u202egnp.exe"), lines.get(4));
        assertTrue(lines.get(5).contains("\"file\":\"notes <1>.pdf\""));
        assertEquals("]}", lines.get(6));
    }

    /** By code points, where a sign of two stands before them; whatever the part calls whom it means. */
    @Test
    void mentionsAndForwardsAreThere() throws Exception {
        var bob = new AccountKey(Bytes.wrap(new byte[32]));
        messages.add(
                new Message(
                        id(1),
                        TALK,
                        1,
                        bob,
                        ALICE,
                        false,
                        "👍\r @<i>, @al!",
                        AT,
                        Message.State.READ,
                        Optional.empty(),
                        Optional.empty(),
                        List.of(
                                new Message.Mention(3, 4, bob, BOB, false),
                                new Message.Mention(9, 3, bob, ALICE, true)),
                        true,
                        Optional.empty(),
                        false,
                        List.of(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()));
        var html = exported(Format.HTML);
        assertTrue(
                html.contains(
                        "👍 <b title=\"bob@relay.example\">@&lt;i&gt;</b>, <b"
                                + " title=\"alice@relay.example\">@al</b>!</p>"),
                html);
        assertTrue(html.contains(" · forwarded</header>"), html);
        var text = exported(Format.TEXT);
        assertTrue(
                text.contains(
                        "alice@relay.example (forwarded): 👍 @<i>, @al!\n"
                                + "    (mentions bob@relay.example, alice@relay.example)\n"),
                text);
        var json = exported(Format.JSON);
        assertTrue(
                json.contains(
                        "\"mentions\":[{\"account\":\"bob@relay.example\",\"start\":3,\"length\":4},"
                                + "{\"account\":\"alice@relay.example\",\"start\":9,\"length\":3}],"
                                + "\"forwarded\":true"),
                json);
    }

    @Test
    void aTimeThatCannotBeStandsBesideTheOther() throws Exception {
        messages.add(
                new Message(
                        id(1),
                        TALK,
                        1,
                        new AccountKey(Bytes.wrap(new byte[32])),
                        ALICE,
                        false,
                        "early",
                        AT,
                        Message.State.READ,
                        Optional.empty(),
                        Optional.empty(),
                        List.of(),
                        true,
                        Optional.of(AT),
                        false,
                        List.of(),
                        Optional.empty(),
                        Optional.of(Instant.parse("1970-01-15T12:00:00Z")),
                        Optional.of(Instant.parse("1971-01-15T12:00:00Z"))));
        var html = exported(Format.HTML);
        assertTrue(
                Pattern.compile(
                                "</time> · says 1970-01-1\\d \\d\\d:00, which cannot be · forwarded · edited"
                                        + " · the edit says 1971-01-1\\d \\d\\d:00, which cannot be<")
                        .matcher(html)
                        .find(),
                html);
        var text = exported(Format.TEXT);
        var line =
                "alice@relay\\.example \\(says 1970-01-1\\d \\d\\d:00, which cannot be\\) \\(forwarded\\) \\(edited\\)"
                        + " \\(the edit says 1971-01-1\\d \\d\\d:00, which cannot be\\): early\n";
        assertTrue(Pattern.compile(line).matcher(text).find(), text);
        var json = exported(Format.JSON);
        assertTrue(
                json.contains("\"at\":\"2026-11-20T12:00:00.123Z\",\"claimed\":\"1970-01-15T12:00:00Z\",\"text\""),
                json);
        assertTrue(
                json.contains("\"edited\":\"2026-11-20T12:00:00.123Z\",\"editClaimed\":\"1971-01-15T12:00:00Z\""),
                json);
    }

    @Test
    void everyMessageIsThereOnceAndInOrder() throws Exception {
        for (var i = 1; i <= 1001; i++) {
            if (i < 300 || i > 620)
                add(i, "number " + i + ".", Optional.empty(), false, false, false); // some were erased
        }
        var seen = Pattern.compile("number (\\d+)\\.").matcher(exported(Format.TEXT));
        var numbers = seen.results().map(found -> Long.valueOf(found.group(1))).toList();
        assertEquals(messages.stream().map(Message::order).toList(), numbers);
        assertTrue(largestPage <= 200, "never the whole conversation");
        messages.clear();
        Files.delete(home.resolve("talk.txt"));
        assertEquals(3, exported(Format.JSON).lines().count() + 1, "nothing was said, nothing is wrong");
    }

    @Test
    void noFileIsEverReplacedAndNoHalfOneStays() throws Exception {
        sayEverything();
        var taken = Files.writeString(home.resolve("taken.txt"), "mine");
        var dangling = Files.createSymbolicLink(home.resolve("link.txt"), home.resolve("nowhere"));
        for (var file : List.of(taken, dangling)) {
            var refused = assertThrows(CommandException.class, () -> exports.export(TALK, Format.TEXT, file));
            assertEquals(Code.REFUSED, refused.code());
        }
        assertEquals("mine", Files.readString(taken));
        var missing = home.resolve("none/talk.txt");
        assertEquals(
                Code.NOT_FOUND,
                assertThrows(CommandException.class, () -> exports.export(TALK, Format.TEXT, missing)).code());
        var other = new ConversationId(Bytes.wrap(ByteBuffer.allocate(16).putInt(1).array()));
        assertEquals(
                Code.NOT_FOUND,
                assertThrows(
                                CommandException.class,
                                () -> exports.export(other, Format.TEXT, home.resolve("other.txt")))
                        .code());
        assertThrows(
                CommandException.class,
                () ->
                        NewFile.write(
                                home.resolve("half.txt"),
                                false,
                                channel -> {
                                    channel.write(ByteBuffer.wrap(new byte[10]));
                                    throw new java.io.IOException("the disk broke");
                                }));
        try (var files = Files.list(home)) {
            assertEquals(
                    List.of("link.txt", "taken.txt"), files.map(it -> it.getFileName().toString()).sorted().toList());
        }
    }
}
