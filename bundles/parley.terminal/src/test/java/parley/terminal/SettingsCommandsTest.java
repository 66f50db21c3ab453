package parley.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.client.api.ConversationSettings;
import parley.client.api.ConversationSettings.Draft;
import parley.client.api.ConversationSettings.Lifetime;
import parley.client.api.ConversationSettings.Settings;
import parley.client.api.Conversations.Kind;
import parley.client.api.Event;
import parley.client.api.Happening;
import parley.protocol.MessageId;
import parley.protocol.wire.Bytes;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What is set, as lines, and how lists and events show it. */
class SettingsCommandsTest {

    private static final String TALK = TestClient.TALK.hex();
    private static final String ID = "ab12" + "0".repeat(28);

    private final TestClient client = new TestClient();
    private final Commands commands = client.commands();

    @BeforeEach
    void thereAreCommands() {
        new SettingsCommands(client.conversations, client.settings, client.privacy, () -> TestClient.AT)
                .addTo(commands);
    }

    private Answer run(String line) throws CommandException {
        return commands.run(Line.parse(line));
    }

    private void does(String call, String line) throws CommandException {
        client.calls.clear();
        assertEquals("{\"conversation\":\"" + TALK + "\"}", Json.write(run(line).fields()), line);
        assertEquals(List.of(call), client.calls, line);
    }

    private void refuses(Code code, String sentence, String line) {
        var thrown = assertThrows(CommandException.class, () -> run(line), line);
        assertEquals(sentence, thrown.getMessage());
        assertEquals(code, thrown.code());
    }

    @Test
    void setsWhatIsSaid() throws Exception {
        does("typing " + TALK + " true", "/typing bob");
        does("typing " + TALK + " false", "typing bob --off");
        does("draft " + TALK + " it's --so \"and\" so ", "draft bob it's --so \"and\" so ");
        does("draft " + TALK + " ", "draft bob");
        does("draft " + TALK + " --", "draft bob --");
        does("pin " + TALK + " true", "pin bob");
        does("pin " + TALK + " false", "pin bob --off");
        does("mute " + TALK + " off", "mute bob --off");
        does("archive " + TALK + " true", "archive bob");
        does("archive " + TALK + " false", "archive --off bob");
        does("unread " + TALK, "unread bob");
        does("receipts " + TALK + " true", "receipts bob on");
        does("receipts " + TALK + " false", "receipts bob off");
        does("receipts " + TALK + " default", "receipts bob default");
    }

    @Test
    void mutesForADurationOrForEver() throws Exception {
        var some = run("mute bob --for 8h");
        assertEquals(
                "{\"conversation\":\"" + TALK + "\",\"muted\":\"2026-11-20T18:11:12.345Z\"}",
                Json.write(some.fields()));
        var all = run("mute bob");
        assertEquals("{\"conversation\":\"" + TALK + "\",\"muted\":\"forever\"}", Json.write(all.fields()));
        assertEquals("Muted.", all.text());
        assertEquals(
                List.of(
                        "mute " + TALK + " 2026-11-20T18:11:12.345678Z",
                        "mute " + TALK + " " + ConversationSettings.FOR_EVER),
                client.calls);
    }

    @Test
    void refusesWhatIsNoDuration() {
        for (var wrong : List.of("0h", "8", "h", "8y", "-1h", "08h", "1h30m", "1234567890s", "8 h")) {
            refuses(
                    Code.USAGE,
                    "--for takes a number and s, m, h, d or w, such as 8h or 2d",
                    "[\"mute\",\"bob\",\"--for\",\"" + wrong + "\"]");
        }
    }

    @Test
    void saysDurationsInTheLongestUnit() throws Exception {
        for (var one : List.of("1 second", "30 seconds", "90 seconds", "1 minute", "36 hours", "1 day", "4 weeks")) {
            var written = one.replaceAll(" ([a-z]).*", "$1");
            assertEquals(one, Durations.words(Durations.parse("it", written)));
        }
        assertEquals("1 day", Durations.words(Duration.ofHours(24)));
        assertEquals("0 seconds", Durations.words(Duration.ZERO));
    }

    @Test
    void pinsMessages() throws Exception {
        assertEquals("No message is pinned there; pin --message ID does it.", run("pinned bob").text());
        client.messages.add(TestClient.message(new MessageId(Bytes.ofHex(ID)), "hi"));
        assertEquals("{\"message\":\"" + ID + "\"}", Json.write(run("pin --message ab12").fields()));
        run("pin --off --message " + ID);
        assertEquals(
                List.of("pin " + ID + " true", "pin " + ID + " false"),
                client.calls.stream().filter(call -> call.startsWith("pin")).toList());
        assertEquals(1, ((List<?>) run("pinned bob").fields().get("messages")).size());
        for (var line : List.of("pin", "pin --off", "pin --message ab12 bob")) {
            refuses(
                    Code.USAGE,
                    "pin takes either a CONVERSATION or --message ID; read shows the ids of messages",
                    line);
        }
    }

    @Test
    void saysHowLongMessagesLast() throws Exception {
        var unset = "\"lifetime\":{\"now\":0,\"own\":0,\"theirs\":0}}";
        var said = run("lifetime bob 1d");
        assertEquals(
                "{\"conversation\":\"" + TALK + "\",\"id\":\"" + "09".repeat(16) + "\"," + unset,
                Json.write(said.fields()));
        assertEquals(List.of(TestClient.id(9)), said.messages(), "a process of its own waits for the relay");
        run("lifetime bob off");
        var shown = run("lifetime bob");
        assertEquals("{\"conversation\":\"" + TALK + "\"," + unset, Json.write(shown.fields()));
        assertEquals("Messages stay; you said off, the other off.", shown.text());
        assertEquals(List.of("lifetime " + TALK + " 86400", "lifetime " + TALK + " 0"), client.calls);
        refuses(Code.USAGE, "lifetime takes a number and s, m, h, d or w, such as 8h or 2d", "lifetime bob always");
        assertEquals(
                "Messages disappear 1 day after they were read; you said 1 hour, the other 1 day.",
                SettingsFields.line(
                        new Lifetime(Duration.ofDays(1), Duration.ofHours(1), Duration.ofDays(1)), Kind.DIRECT));
        assertEquals(
                "Messages disappear 1 day after they were read.",
                SettingsFields.line(
                        new Lifetime(Duration.ofDays(1), Duration.ofDays(1), Duration.ofDays(1)), Kind.GROUP));
    }

    @Test
    void tellsWhatIsAgreed() {
        tells(
                "— bob@relay.example proposed that messages disappear 1 day after they were read",
                Happening.Kind.LIFETIME_WANTED,
                86_400);
        tells("— bob@relay.example wanted messages to stay", Happening.Kind.LIFETIME_WANTED, 0);
        tells(
                "— bob@relay.example had messages disappear 30 seconds after they were read",
                Happening.Kind.LIFETIME,
                30);
        tells("— bob@relay.example had messages stay", Happening.Kind.LIFETIME, 0);
    }

    private static void tells(String line, Happening.Kind kind, long seconds) {
        var by = Optional.of(new Happening.Person(TestClient.KEY, TestClient.BOB, false));
        var happening = new Happening(TestClient.TALK, 7, 9, TestClient.AT, kind, by, Optional.empty(), "", seconds);
        var event = new Event.GroupChanged(happening);
        assertEquals(Optional.of(line), EventFields.line(event, EventFieldsTest.names(_ -> Optional.empty())));
        assertTrue(Json.write(Happenings.fields(happening)).contains("\"value\":" + seconds), "for scripts, 0 as well");
    }

    @Test
    void tellsOrNot() throws Exception {
        var all = run("privacy show");
        assertEquals(
                "{\"delivered\":true,\"receipts\":true,\"typing\":true,\"presence\":true}", Json.write(all.fields()));
        assertEquals(
                "Others are told that a message has come, what you have read, that you are writing, and that you are"
                        + " there.",
                all.text());
        tells("{\"delivered\":true,\"receipts\":false,\"typing\":true,\"presence\":true}", "privacy receipts off");
        tells("{\"delivered\":false,\"receipts\":false,\"typing\":true,\"presence\":true}", "privacy delivered off");
        tells("{\"delivered\":true,\"receipts\":false,\"typing\":true,\"presence\":true}", "privacy delivered on");
        tells("{\"delivered\":true,\"receipts\":false,\"typing\":false,\"presence\":true}", "privacy typing off");
        run("privacy presence off");
        var none = run("privacy delivered off");
        assertEquals(
                "{\"delivered\":false,\"receipts\":false,\"typing\":false,\"presence\":false}",
                Json.write(none.fields()));
        assertEquals(
                "Others are not told that a message has come, not what you have read, not that you are writing, and"
                        + " not that you are there.",
                none.text());
        refuses(Code.USAGE, "maybe is neither on nor off; write one", "privacy delivered maybe");
        refuses(Code.USAGE, "maybe is neither on nor off; write one", "privacy typing maybe");
        refuses(Code.USAGE, "maybe is neither on nor off; write one", "receipts bob maybe");
    }

    private void tells(String fields, String line) throws Exception {
        assertEquals(fields, Json.write(run(line).fields()));
    }

    @Test
    void showsWhatIsSet() {
        var reply = new MessageId(Bytes.ofHex(ID));
        var all =
                new Settings(
                        2,
                        Optional.of(ConversationSettings.FOR_EVER),
                        true,
                        true,
                        Optional.of(false),
                        new Draft("well", Optional.of(reply)),
                        new Lifetime(Duration.ZERO, Duration.ofHours(1), Duration.ZERO));
        var fields =
                "\"pinned\":true,\"muted\":\"forever\",\"archived\":true,\"markedUnread\":true,\"receipts\":false,"
                        + "\"draft\":\"well\",\"draftReplyTo\":\""
                        + ID
                        + "\",\"lifetime\":{\"now\":0,\"own\":3600,\"theirs\":0}";
        assertEquals("{" + fields + "}", Json.write(SettingsFields.json(all)));
        assertEquals("{}", Json.write(SettingsFields.json(Settings.NONE)));
        assertEquals(" [pinned, marked unread, archived, muted, a draft]", SettingsFields.line(all, TestClient.AT));
        assertEquals("", SettingsFields.line(Settings.NONE, TestClient.AT));
        var past =
                new Settings(
                        0, Optional.of(TestClient.AT), false, false, Optional.empty(), Draft.NONE, Lifetime.UNLIMITED);
        assertEquals("", SettingsFields.line(past, TestClient.AT));
        assertEquals(
                "{\"event\":\"settings\",\"conversation\":\"" + TALK + "\"," + fields + "}",
                Json.write(EventFields.json(new Event.SettingsChanged(TestClient.TALK, all))));
    }
}
