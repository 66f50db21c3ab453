package parley.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;

import org.junit.jupiter.api.Test;

import parley.client.api.Contacts;
import parley.client.api.ConversationSettings;
import parley.client.api.Conversations;
import parley.client.api.Event;
import parley.client.api.Happening;
import parley.client.api.Message;
import parley.client.api.Transfers;
import parley.client.api.Verification;
import parley.protocol.AccountKey;
import parley.protocol.ConversationId;
import parley.protocol.MessageId;
import parley.protocol.wire.Bytes;

import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Events as docs for scripts list them: names, fields, words. */
class EventFieldsTest {

    private static final String BOB = "bob@relay.example";
    private static final String TALK = "c0".repeat(16);

    private static final ConversationSettings.Settings SETTINGS =
            new ConversationSettings.Settings(
                    1,
                    Optional.of(TestClient.AT),
                    false,
                    false,
                    Optional.empty(),
                    new ConversationSettings.Draft("well", Optional.empty()),
                    ConversationSettings.Lifetime.UNLIMITED);
    private static final String ALICE = "alice@relay.example";
    private static final Message.Mention US =
            new Message.Mention(0, 1, TestClient.ACCOUNT.key(), TestClient.ACCOUNT.address(), true);
    private static final Message.Mention OTHER = new Message.Mention(1, 2, TestClient.KEY, TestClient.BOB, false);

    /** What a script is told in the fullest case, by event. */
    private static final Map<Event, Map<String, Object>> TOLD =
            Map.ofEntries(
                    Map.entry(
                            new Event.LinkChanged(
                                    Event.LinkChanged.State.CONNECTED, Optional.of("relay"), Optional.of("why")),
                            Map.of("event", "link", "state", "connected", "path", "relay", "reason", "why")),
                    Map.entry(
                            new Event.ContactChanged(TestClient.BOB, TestClient.KEY, Contacts.State.ASKS),
                            Map.of("event", "contact", "account", BOB, "state", "asks")),
                    Map.entry(
                            new Event.MessageExpired(TestClient.TALK, TestClient.id(1)),
                            Map.of("event", "expired", "message", "01".repeat(16), "conversation", TALK)),
                    Map.entry(
                            new Event.ProfileChanged(TestClient.BOB, TestClient.KEY),
                            Map.of("event", "profile", "account", BOB)),
                    Map.entry(
                            renamed("rowers"),
                            Map.of(
                                    "event",
                                    "group",
                                    "conversation",
                                    TestClient.GROUP.hex(),
                                    "change",
                                    "renamed",
                                    "by",
                                    BOB,
                                    "title",
                                    "rowers",
                                    "at",
                                    "2026-11-20T12:00:00Z")),
                    Map.entry(
                            new Event.JoinRequested(TestClient.GROUP, TestClient.BOB, TestClient.KEY),
                            Map.of("event", "request", "conversation", TestClient.GROUP.hex(), "account", BOB)),
                    Map.entry(
                            new Event.TrustChanged(TestClient.BOB, TestClient.KEY, Contacts.Trust.CHANGED),
                            Map.of("event", "trust", "account", BOB, "trust", "changed")),
                    Map.entry(
                            new Event.CheckChanged(
                                    TestClient.TALK,
                                    TestClient.BOB,
                                    new Verification.Check(
                                            Verification.CheckState.COMPARE,
                                            List.of("one", "two", "three"),
                                            Optional.empty())),
                            Map.of(
                                    "event",
                                    "check",
                                    "account",
                                    BOB,
                                    "conversation",
                                    TALK,
                                    "check",
                                    "compare",
                                    "words",
                                    "one two three")),
                    Map.entry(
                            new Event.TypingChanged(TestClient.TALK, TestClient.BOB, true),
                            Map.of("event", "typing", "conversation", TALK, "account", BOB, "typing", true)),
                    Map.entry(
                            new Event.SettingsChanged(TestClient.TALK, SETTINGS),
                            Map.of(
                                    "event",
                                    "settings",
                                    "conversation",
                                    TALK,
                                    "pinned",
                                    true,
                                    "muted",
                                    "2026-11-20T10:11:12.345Z",
                                    "draft",
                                    "well")),
                    Map.entry(
                            new Event.ConversationOpened(TestClient.TALK, "Title", Conversations.Kind.GROUP),
                            Map.of("event", "conversation", "id", TALK, "title", "Title", "kind", "group")),
                    Map.entry(
                            new Event.MessageReceived(
                                    TestClient.id(1),
                                    TestClient.TALK,
                                    TestClient.BOB,
                                    "hi",
                                    TestClient.AT,
                                    Optional.of(TestClient.id(2)),
                                    List.of(US),
                                    true),
                            Map.ofEntries(
                                    Map.entry("event", "message"),
                                    Map.entry("id", "01".repeat(16)),
                                    Map.entry("conversation", TALK),
                                    Map.entry("from", BOB),
                                    Map.entry("text", "hi"),
                                    Map.entry("at", "2026-11-20T10:11:12.345Z"),
                                    Map.entry("replyTo", "02".repeat(16)),
                                    Map.entry("mentions", List.of(Map.of("account", ALICE, "start", 0, "length", 1))),
                                    Map.entry("mentionsMe", true),
                                    Map.entry("forwarded", true))),
                    Map.entry(
                            new Event.MessageEdited(
                                    TestClient.TALK,
                                    TestClient.id(1),
                                    TestClient.BOB,
                                    "hi!",
                                    TestClient.AT,
                                    List.of(OTHER)),
                            Map.of(
                                    "mentions",
                                    List.of(Map.of("account", BOB, "start", 1, "length", 2)),
                                    "event",
                                    "edited",
                                    "message",
                                    "01".repeat(16),
                                    "conversation",
                                    TALK,
                                    "by",
                                    BOB,
                                    "text",
                                    "hi!",
                                    "at",
                                    "2026-11-20T10:11:12.345Z")),
                    Map.entry(
                            new Event.MessageDeleted(TestClient.TALK, TestClient.id(1), TestClient.BOB),
                            Map.of("event", "deleted", "message", "01".repeat(16), "conversation", TALK, "by", BOB)),
                    Map.entry(
                            new Event.ReactionChanged(TestClient.TALK, TestClient.id(1), TestClient.BOB, "👍", false),
                            Map.of(
                                    "event",
                                    "reaction",
                                    "message",
                                    "01".repeat(16),
                                    "conversation",
                                    TALK,
                                    "by",
                                    BOB,
                                    "emoji",
                                    "👍",
                                    "set",
                                    false)),
                    Map.entry(
                            new Event.ReceiptChanged(
                                    TestClient.TALK,
                                    TestClient.id(1),
                                    Message.State.DELIVERED,
                                    Optional.of(TestClient.BOB)),
                            Map.of("event", "receipt", "message", "01".repeat(16), "state", "delivered", "by", BOB)),
                    Map.entry(
                            new Event.PresenceChanged(
                                    TestClient.BOB, TestClient.KEY, Event.PresenceChanged.Presence.AWAY, ""),
                            Map.of("event", "presence", "account", BOB, "state", "away")),
                    Map.entry(
                            new Event.PresenceChanged(
                                    TestClient.BOB,
                                    TestClient.KEY,
                                    Event.PresenceChanged.Presence.ONLINE,
                                    "At \u202Elunch"),
                            Map.of("event", "presence", "account", BOB, "state", "online", "status", "At \u202Elunch")),
                    Map.entry(
                            new Event.MemberChanged(
                                    TestClient.TALK, TestClient.BOB, Event.MemberChanged.Change.REMOVED),
                            Map.of("event", "member", "conversation", TALK, "account", BOB, "change", "removed")),
                    Map.entry(new Event.FileChanged(full(Transfers.State.DONE)), fullFile("done")),
                    Map.entry(new Event.FileProgress(full(Transfers.State.RUNNING)), fullFile("running")),
                    Map.entry(
                            new Event.SuiteChanged(TestClient.TALK, 3, Event.SuiteChanged.State.IN_USE),
                            Map.of("event", "suite", "conversation", TALK, "suite", 3, "state", "in use")),
                    Map.entry(new Event.Notice("Stored."), Map.of("event", "notice", "text", "Stored.")),
                    Map.entry(new Event.Warning("Passing."), Map.of("event", "notice", "text", "Passing.")));

    private static final List<Event> UNTOLD =
            List.of(new Event.SuitesPresent(), new Event.SendingStopped(TestClient.TALK, Optional.of("why")));

    private static Transfers.Transfer full(Transfers.State state) {
        return new Transfers.Transfer(
                TestClient.id(2),
                TestClient.TALK,
                TestClient.KEY,
                TestClient.BOB,
                true,
                "notes.txt",
                2000,
                state,
                1000,
                Optional.of(Path.of("/home/notes.txt")),
                Optional.of("ab".repeat(32)),
                Optional.of("because"));
    }

    private static Map<String, Object> fullFile(String state) {
        return Map.ofEntries(
                Map.entry("event", "file"),
                Map.entry("id", "02".repeat(16)),
                Map.entry("conversation", TALK),
                Map.entry("from", BOB),
                Map.entry("name", "notes.txt"),
                Map.entry("size", 2000),
                Map.entry("state", state),
                Map.entry("bytes", 1000),
                Map.entry("path", "/home/notes.txt"),
                Map.entry("sha256", "ab".repeat(32)),
                Map.entry("reason", "because"));
    }

    private static JsonObject json(Event event) {
        var fields = EventFields.json(event);
        return Reading.object(Json.write(fields));
    }

    @Test
    void tellsScriptsWhatTheTableSays() {
        TOLD.forEach(
                (event, fields) -> assertEquals(jakarta.json.Json.createObjectBuilder(fields).build(), json(event)));
        for (var event : UNTOLD) assertNull(EventFields.json(event));
    }

    /** Whoever adds an event meets this test. */
    @Test
    void knowsEveryEvent() {
        var known = Stream.concat(TOLD.keySet().stream(), UNTOLD.stream()).map(Object::getClass);
        assertEquals(records(Event.class), known.collect(Collectors.toSet()));
    }

    private static Set<Class<?>> records(Class<?> type) {
        if (!type.isSealed()) return Set.of(type);
        var all = new HashSet<Class<?>>();
        for (var one : type.getPermittedSubclasses()) all.addAll(records(one));
        return all;
    }

    @Test
    void leavesOutAbsentFields() {
        assertEquals(
                Set.of("event", "state"),
                json(new Event.LinkChanged(Event.LinkChanged.State.RECONNECTING, Optional.empty(), Optional.empty()))
                        .keySet());
        assertEquals(
                Set.of("event", "message", "state"),
                json(new Event.ReceiptChanged(TestClient.TALK, TestClient.id(1), Message.State.SENT, Optional.empty()))
                        .keySet());
        assertEquals(
                Set.of("event", "id", "conversation", "from", "name", "size", "state", "bytes"),
                json(new Event.FileChanged(TestClient.file(1, false, Transfers.State.OFFERED))).keySet());
    }

    @Test
    void usesTheTablesWords() {
        assertEquals(
                List.of("connected", "reconnecting", "offline"),
                Stream.of(Event.LinkChanged.State.values())
                        .map(it -> state(new Event.LinkChanged(it, Optional.empty(), Optional.empty())))
                        .toList());
        assertEquals(
                List.of("asks", "requested", "approved", "denied", "blocked"),
                Stream.of(Contacts.State.values())
                        .map(it -> state(new Event.ContactChanged(TestClient.BOB, TestClient.KEY, it)))
                        .toList());
        assertEquals(
                List.of("online", "away", "offline"),
                Stream.of(Event.PresenceChanged.Presence.values())
                        .map(it -> state(new Event.PresenceChanged(TestClient.BOB, TestClient.KEY, it, "")))
                        .toList());
        assertEquals(
                List.of("joined", "left", "removed"),
                Stream.of(Event.MemberChanged.Change.values())
                        .map(it ->
                                json(new Event.MemberChanged(TestClient.TALK, TestClient.BOB, it)).getString("change"))
                        .toList());
        assertEquals(
                List.of("offered", "running", "paused", "done", "declined", "failed", "failed"),
                Stream.of(Transfers.State.values())
                        .map(it -> state(new Event.FileChanged(TestClient.file(1, true, it))))
                        .toList());
        assertEquals(
                List.of("in use", "waiting", "changed"),
                Stream.of(Event.SuiteChanged.State.values())
                        .map(it -> state(new Event.SuiteChanged(TestClient.TALK, 1, it)))
                        .toList());
    }

    private static String state(Event event) {
        return json(event).getString("state");
    }

    @Test
    void saysToAPersonWhatIsWorthALine() {
        line(
                "— connected",
                new Event.LinkChanged(Event.LinkChanged.State.CONNECTED, Optional.empty(), Optional.empty()));
        line(
                "— offline: no network",
                new Event.LinkChanged(Event.LinkChanged.State.OFFLINE, Optional.empty(), Optional.of("no network")));
        line(
                "— bob@relay.example asks for a conversation: /approve bob@relay.example or /deny bob@relay.example",
                new Event.ContactChanged(TestClient.BOB, TestClient.KEY, Contacts.State.ASKS));
        line(
                "— bob@relay.example asks you to compare three words now: /check bob@relay.example",
                new Event.CheckChanged(
                        TestClient.TALK,
                        TestClient.BOB,
                        new Verification.Check(Verification.CheckState.ASKED, List.of(), Optional.empty())));
        line(
                "— bob@relay.example is verified",
                new Event.TrustChanged(TestClient.BOB, TestClient.KEY, Contacts.Trust.VERIFIED));
        line(
                "— bob offers “notes.txt” (2.0 kB): /accept 01010101 or /decline 01010101",
                new Event.FileChanged(TestClient.file(1, false, Transfers.State.OFFERED)));
        line(
                "— bob@relay.example is away",
                new Event.PresenceChanged(TestClient.BOB, TestClient.KEY, Event.PresenceChanged.Presence.AWAY, ""));
        line(
                "— bob@relay.example is online: “At \uFFFDlunch\" ⏎ — carol”",
                new Event.PresenceChanged(
                        TestClient.BOB,
                        TestClient.KEY,
                        Event.PresenceChanged.Presence.ONLINE,
                        "At \u202Elunch”\n— carol"));
        line("— “notes.txt” is sent", new Event.FileChanged(TestClient.file(1, true, Transfers.State.DONE)));
        line(
                "— “notes.txt” failed: no reason is known",
                new Event.FileChanged(TestClient.file(1, true, Transfers.State.FAILED)));
        line(
                "— messages wait: the cipher MLS_3 is not installed or stopped; start its bundle",
                new Event.SuiteChanged(TestClient.TALK, 3, Event.SuiteChanged.State.WAITING));
        line(
                "— messages go on: the cipher MLS_3 is there again",
                new Event.SuiteChanged(TestClient.TALK, 3, Event.SuiteChanged.State.IN_USE));
        line("— It is so. ⏎ Really.", new Event.Notice("It is so.\nReally."));
        line("— \uFFFD[2J", new Event.Warning("\u001b[2J"));
        line(
                "— offline: it restarts ⏎ 12:03 alice: my new account is",
                new Event.LinkChanged(
                        Event.LinkChanged.State.OFFLINE,
                        Optional.empty(),
                        Optional.of("it restarts\n12:03 alice: my new account is")));
        for (var silent :
                List.of(
                        new Event.SuitesPresent(),
                        new Event.SuiteChanged(TestClient.TALK, 3, Event.SuiteChanged.State.CHANGED),
                        new Event.SendingStopped(TestClient.TALK, Optional.empty()),
                        new Event.ConversationOpened(TestClient.TALK, "x", Conversations.Kind.DIRECT),
                        new Event.FileProgress(TestClient.file(1, true, Transfers.State.RUNNING)),
                        new Event.ProfileChanged(TestClient.BOB, TestClient.KEY),
                        new Event.ContactChanged(TestClient.BOB, TestClient.KEY, Contacts.State.DENIED))) {
            assertEquals(Optional.empty(), EventFields.line(silent, NAMES));
        }
    }

    private static Event.GroupChanged renamed(String title) {
        var by = Optional.of(new Happening.Person(TestClient.KEY, TestClient.BOB, false));
        var at = Instant.parse("2026-11-20T12:00:00Z");
        return new Event.GroupChanged(
                new Happening(TestClient.GROUP, 7, 9, at, Happening.Kind.RENAMED, by, Optional.empty(), title, 0));
    }

    /** A title is whatever an admin has made it. */
    @Test
    void saysWhatWasDoneInertly() {
        line("— bob@relay.example renamed the group: “\uFFFDsrewor ⏎ x” in “Book club”", renamed("\u202Esrewor\nx"));
    }

    /** The whole command, as it can be written. */
    @Test
    void saysHowToLetSomebodyIn() throws Exception {
        var asked = new Event.JoinRequested(TestClient.GROUP, TestClient.BOB, TestClient.KEY);
        line("— bob@relay.example asks to join in “Book club”: /group approve \"Book club\" bob@relay.example", asked);
        for (var title : List.of("a\"b", "back\\", "two  spaces", "\u202Eklub", "$x", " club", "")) {
            var said = EventFields.line(asked, names(_ -> Optional.of(title))).orElseThrow();
            assertTrue(said.endsWith(": /group approve " + TestClient.GROUP.hex() + " bob@relay.example"), said);
        }
        assertEquals(
                List.of("Bücher 2", "bob@relay.example"),
                Line.parse("/group approve \"Bücher 2\" bob@relay.example").words());
    }

    @Test
    void saysWhoCameAndWent() {
        for (var change : Event.MemberChanged.Change.values()) {
            var said = Map.of("JOINED", "joined", "LEFT", "left", "REMOVED", "was removed from").get(change.name());
            line(
                    "— bob@relay.example " + said + " “Book club”",
                    new Event.MemberChanged(TestClient.GROUP, TestClient.BOB, change));
            line(
                    "— bob@relay.example " + said + " the group",
                    new Event.MemberChanged(TestClient.TALK, TestClient.BOB, change));
        }
        line(
                "— you are in “Book\uFFFD club”",
                new Event.ConversationOpened(TestClient.GROUP, "Book\u001b club", Conversations.Kind.GROUP));
    }

    /** What is quoted is what this profile has, and nothing in it is obeyed. */
    @Test
    void saysWhatWasDoneToMessages() {
        var reply =
                new Event.MessageReceived(
                        TestClient.id(1),
                        TestClient.GROUP,
                        TestClient.BOB,
                        "yes",
                        TestClient.AT,
                        Optional.of(TestClient.id(2)),
                        List.of(),
                        false);
        behind(" [Book club] bob ↳ something that is not here: yes", reply, NAMES);
        var asked = TestClient.message(TestClient.id(2), "shall we?\n\u001b[2Jno " + "x".repeat(80));
        var names = names(_ -> Optional.empty(), Optional.of(asked));
        behind(" bob ↳ bob “shall we? ⏎ \uFFFD[2Jno " + "x".repeat(21) + "…”: yes", reply, names);
        behind(
                " bob (edited) (mentions bob): hi!",
                new Event.MessageEdited(
                        TestClient.TALK, TestClient.id(1), TestClient.BOB, "hi!", TestClient.AT, List.of(OTHER, OTHER)),
                NAMES);
        line(
                "— bob deleted a message in “Book club”",
                new Event.MessageDeleted(TestClient.GROUP, TestClient.id(1), TestClient.BOB));
        line(
                "— bob reacts 👍 in “Book club”",
                new Event.ReactionChanged(TestClient.GROUP, TestClient.id(1), TestClient.BOB, "👍", true));
        var hi = names(_ -> Optional.empty(), Optional.of(TestClient.message(TestClient.id(2), "hi")));
        assertEquals(
                Optional.of("— bob takes back “\uFFFD[2J” to “hi”"),
                EventFields.line(
                        new Event.ReactionChanged(
                                TestClient.TALK, TestClient.id(2), TestClient.BOB, "\u001b[2J", false),
                        hi));
    }

    private static Message message(
            String text, Optional<Instant> edited, Optional<Instant> claimed, Optional<Instant> editClaimed) {
        return new Message(
                TestClient.id(1),
                TestClient.TALK,
                1,
                new AccountKey(Bytes.wrap(new byte[32])),
                TestClient.BOB,
                false,
                text,
                TestClient.AT,
                Message.State.READ,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                false,
                edited,
                false,
                List.of(),
                Optional.empty(),
                claimed,
                editClaimed);
    }

    @Test
    void saysWhatAMessageClaims() {
        var claimed = Instant.parse("1970-01-15T12:00:00.5Z");
        var event =
                new Event.MessageReceived(
                        TestClient.id(1),
                        TestClient.TALK,
                        TestClient.BOB,
                        "hi",
                        TestClient.AT,
                        Optional.empty(),
                        List.of(),
                        true,
                        Optional.of(claimed));
        var fields = EventFields.json(event);
        assertEquals(claimed, fields.get("claimed"));
        assertEquals(TestClient.AT.truncatedTo(ChronoUnit.MILLIS), fields.get("at"));
        var when = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm").format(claimed.atZone(ZoneId.systemDefault()));
        behind(" bob (says " + when + ", which cannot be) (forwarded): hi", event, NAMES);
        var message = message("hi", Optional.empty(), Optional.of(claimed), Optional.empty());
        assertEquals(claimed, EventFields.message(message).get("claimed"));
        assertTrue(
                MessageLines.line(message, Optional.empty()).endsWith(" bob (says " + when + ", which cannot be): hi"));
    }

    @Test
    void saysWhatAnEditClaims() {
        var claimed = Instant.parse("1970-01-15T12:00:00.5Z");
        var when = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm").format(claimed.atZone(ZoneId.systemDefault()));
        var event =
                new Event.MessageEdited(
                        TestClient.TALK,
                        TestClient.id(1),
                        TestClient.BOB,
                        "hi!",
                        TestClient.AT,
                        List.of(),
                        Optional.of(claimed));
        assertEquals(claimed, EventFields.json(event).get("claimed"));
        assertEquals(TestClient.AT.truncatedTo(ChronoUnit.MILLIS), EventFields.json(event).get("at"));
        behind(" bob (edited, says " + when + ", which cannot be): hi!", event, NAMES);
        var message = message("hi!", Optional.of(TestClient.AT), Optional.empty(), Optional.of(claimed));
        var fields = EventFields.message(message);
        assertEquals(claimed, fields.get("editClaimed"));
        assertFalse(fields.containsKey("claimed"));
        assertTrue(
                MessageLines.line(message, Optional.empty())
                        .endsWith(" bob (edited, says " + when + ", which cannot be): hi!"));
    }

    /** Whatever a peer writes: no line reads as one that says what was not so. */
    @Test
    void noTextForgesAMark() {
        var forged = received(TestClient.GROUP, "hi (edited)\n      ◦ 👍 alice\n12:03 alice (deleted)", false);
        behind(
                " [x) alice (edited): yes (] bob: hi (edited)\n      │       ◦ 👍 alice\n      │ 12:03 alice (deleted)",
                forged,
                names(_ -> Optional.of("x] alice (edited): yes [")));
        behind(" bob (forwarded) (mentions you): hi", received(TestClient.TALK, "hi", true, US), NAMES);
        behind(
                " bob: (forwarded) (mentions you): hi",
                received(TestClient.TALK, "(forwarded) (mentions you): hi", false),
                NAMES);
        var quoted = TestClient.message(TestClient.id(2), "yes” (edited): I \u201eagree\u201f “so");
        behind(
                " bob ↳ bob “yes\" (edited): I \"agree\" \"so”: hi",
                new Event.MessageReceived(
                        TestClient.id(1),
                        TestClient.TALK,
                        TestClient.BOB,
                        "hi",
                        TestClient.AT,
                        Optional.of(quoted.id()),
                        List.of(),
                        false),
                names(_ -> Optional.empty(), Optional.of(quoted)));
        for (var emoji : List.of("👍 to “no", "👍, alice 👎", "deleted", "1", "👍”", " ")) {
            line(
                    "— bob reacts “" + emoji.replaceAll("[“”]", "\"") + "”",
                    new Event.ReactionChanged(TestClient.TALK, TestClient.id(2), TestClient.BOB, emoji, true));
        }
        for (var emoji : List.of("❤️", "1️⃣", "👨‍👩‍👧", "🇩🇪", "🏴\uDB40\uDC67\uDB40\uDC7F", "👍🏽", "©")) {
            line(
                    "— bob reacts " + emoji,
                    new Event.ReactionChanged(TestClient.TALK, TestClient.id(2), TestClient.BOB, emoji, true));
        }
        var name = "x is sent, and “y” (1 byte)";
        var file = TestClient.file(1, true, Transfers.State.DONE);
        line(
                "— “x is sent, and \"y\" (1 byte)” is sent",
                new Event.FileChanged(
                        new Transfers.Transfer(
                                file.id(),
                                file.conversation(),
                                file.author(),
                                file.from(),
                                true,
                                name,
                                1,
                                file.state(),
                                1,
                                file.path(),
                                file.sha256(),
                                file.reason())));
    }

    private static Event received(ConversationId talk, String text, boolean forwarded, Message.Mention... mentions) {
        return new Event.MessageReceived(
                TestClient.id(1),
                talk,
                TestClient.BOB,
                text,
                TestClient.AT,
                Optional.empty(),
                List.of(mentions),
                forwarded);
    }

    private static void behind(String line, Event event, FeedPrinter.Names names) {
        assertEquals(line, EventFields.line(event, names).orElseThrow().substring(5));
    }

    private static final FeedPrinter.Names NAMES =
            names(id -> id.equals(TestClient.GROUP) ? Optional.of("Book club") : Optional.empty());

    static FeedPrinter.Names names(Function<ConversationId, Optional<String>> groups) {
        return names(groups, Optional.empty());
    }

    /** Every message is {@code one}, and answers it. */
    private static FeedPrinter.Names names(Function<ConversationId, Optional<String>> groups, Optional<Message> one) {
        return new FeedPrinter.Names() {
            @Override
            public Optional<String> group(ConversationId id) {
                return groups.apply(id);
            }

            @Override
            public String suite(int suite) {
                return "MLS_" + suite;
            }

            @Override
            public Optional<Message> message(MessageId id) {
                return one;
            }

            @Override
            public Optional<Message> quoted(MessageId reply) {
                return one;
            }
        };
    }

    private static void line(String line, Event event) {
        assertEquals(Optional.of(line), EventFields.line(event, NAMES));
    }

    @Test
    void setsFurtherLinesOfAMessageIn() {
        var line =
                EventFields.line(
                                new Event.MessageReceived(
                                        TestClient.id(1),
                                        TestClient.TALK,
                                        TestClient.BOB,
                                        "one\r\nalice: two\u001b[A",
                                        TestClient.AT,
                                        Optional.empty(),
                                        List.of(),
                                        false),
                                NAMES)
                        .orElseThrow();
        assertEquals(" bob: one\n      │ alice: two\uFFFD[A", line.substring(5));
    }

    @Test
    void writesSizesInUnitsOfAThousand() {
        var sizes = new ArrayList<String>();
        for (var size : new long[] {0, 999, 1000, 999_949, 999_950, 5L << 30, Long.MAX_VALUE}) {
            sizes.add(EventFields.size(size));
        }
        assertEquals(List.of("0 bytes", "999 bytes", "1.0 kB", "999.9 kB", "1.0 MB", "5.4 GB", "9223372.0 TB"), sizes);
    }
}
