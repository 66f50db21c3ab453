package parley.desktop.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.GC;
import org.eclipse.swt.widgets.Canvas;
import org.eclipse.swt.widgets.Control;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import parley.client.api.Conversations.Kind;
import parley.client.api.Happening;
import parley.client.api.Message;
import parley.client.api.Profiles.Profile;
import parley.client.api.Transfers.State;
import parley.desktop.api.control.Words;
import parley.desktop.api.text.Language;
import parley.protocol.ConversationId;
import parley.protocol.MessageId;
import parley.protocol.wire.Bytes;
import parley.testing.desktop.Robot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A conversation, and what is done in it, in the language that a person has chosen. */
class TalkLanguagesTest {

    private static final Map<String, String> HEART =
            Map.of("de", "rotes Herz", "es", "corazón rojo", "fa", "قلب قرمز", "zh", "红心");

    @TempDir Path home;

    private final FakeClient client = new FakeClient();
    private ConversationId crew;
    private ConversationId mira;

    @BeforeAll
    static void screen() {
        Screen.needed();
    }

    @AfterEach
    void speakAsBefore() {
        Language.choose(Language.SYSTEM);
    }

    @BeforeEach
    void everythingHappens() throws Exception {
        client.signIn("lea");
        client.profiles.says(
                "kim", new Profile(FakeClient.key("kim"), "علی رضایی", "", Bytes.EMPTY, Optional.empty(), false));
        var album = new Album(client, home);
        mira = client.talk("mira@relay.example", Kind.DIRECT, FakeClient.ago(Duration.ofDays(3)), "mira");
        files();
        crew = client.talk("Harbour crew", Kind.GROUP, FakeClient.ago(Duration.ofDays(2)), "mira", "kim");
        happened(Happening.Kind.CREATED, "mira", "", 0);
        happened(Happening.Kind.ADDED, "mira", "lea", 0);
        happened(Happening.Kind.LIFETIME, "mira", "", 172_800);
        client.governance.happened(crew, Happening.Kind.RENAMED, "lea", "", "Harbour crew", 0);
        var boat = album.said(crew, "mira", "Shall we go by boat on Saturday? See https://example.org/boats");
        album.answer(crew, "lea", "Yes, at nine!", boat);
        var later = album.said(crew, "lea", "At ten");
        var gone = album.said(crew, "mira", "never mind");
        album.answer(crew, "mira", "And this?", MessageId.random());
        album.said(crew, "kim", "قایق از اسکلهٔ سوم می‌رود");
        client.hear(talks -> talks.edit(later, FakeClient.address("lea"), "At half past nine"));
        client.hear(talks -> talks.delete(gone, FakeClient.address("mira")));
        album.thinks(boat, "lea", "👍");
        album.thinks(boat, "mira", "👍");
        client.settings.pin(boat, true);
        client.settings.pin(later, true);
        client.settings.lifetime(crew, Duration.ofDays(2), Duration.ofDays(2));
        client.conversations.change(crew, it -> it.unread(2));
    }

    private void happened(Happening.Kind kind, String by, String who, long number) {
        client.governance.happened(crew, kind, by, who, "", number);
    }

    private void files() {
        file("lea", "lake-photos.zip", State.RUNNING, 153_800_000);
        file("mira", "boats.exe", State.OFFERED, 0);
        file("mira", "minutes.odt", State.PAUSED, 1_400_000);
        var whole = file("mira", "tickets.run", State.DONE, 248_000_000);
        client.transfers.ended(whole, Optional.of("ab".repeat(32)), Optional.empty());
        file("lea", "notes.txt", State.DECLINED, 0);
        client.conversations.change(mira, it -> it.unread(0));
    }

    private MessageId file(String who, String name, State state, long bytes) {
        var at = FakeClient.ago(Duration.ofMinutes(30));
        return client.file(mira, who, name, 248_000_000, state, bytes, at, Message.State.READ).id();
    }

    private Stage stage(String language, boolean dark) throws IOException {
        var file = home.resolve("client/desktop.properties");
        Files.createDirectories(file.getParent());
        Files.writeString(file, "language=" + language + "\n");
        var stage = new Stage(client, home);
        stage.bench.theme(dark);
        stage.robot.size(1000, 860);
        return stage;
    }

    private static List<String> all(Stage stage) {
        var list = stage.robot.find(Canvas.class, "timeline");
        return stage.robot.ui(() -> {
            var all = new ArrayList<String>();
            for (int row = 0; row < 20; row++) all.add(Robot.spoken(list, row));
            return all;
        });
    }

    private static String spoken(Stage stage, String id) {
        var control = stage.robot.find(Control.class, id);
        return stage.robot.ui(() -> Robot.spoken(control, -1));
    }

    private static void has(List<String> all, String part) {
        assertTrue(all.stream().anyMatch(each -> each.contains(part)), part + " is not in " + all);
    }

    /** Has the keyboard at the message that says {@code text}. */
    private static void to(Stage stage, String text) {
        var robot = stage.robot;
        robot.run(robot.find(Canvas.class, "timeline")::setFocus);
        robot.waitFor("the keyboard in the list", () -> robot.isAt("timeline"));
        robot.press(SWT.HOME);
        for (int row = 0; !all(stage).get(row).contains(text); row++) robot.press(SWT.ARROW_DOWN);
    }

    /** Whether {@code id} is where it can be seen and pressed in {@code around}, whichever way the window runs. */
    private static void within(Robot robot, String id, String around) {
        var inner = robot.find(Control.class, id);
        var outer = robot.find(Control.class, around);
        assertTrue(
                robot.ui(() -> {
                    var display = inner.getDisplay();
                    var at = display.map(inner.getParent(), null, inner.getBounds());
                    var area = display.map(outer.getParent(), null, outer.getBounds());
                    return area.intersection(at).equals(at);
                }),
                id + " is not within " + around);
    }

    /** Does what there is to do in a conversation, with a picture of each. */
    private void tour(Stage stage, String name) throws Exception {
        var robot = stage.robot;
        stage.open(crew);
        robot.picture("talk-" + name);
        robot.size(640, 860);
        robot.picture("talk-small-" + name);
        robot.size(1000, 860);
        to(stage, "Saturday");
        robot.type("\r");
        robot.waitFor("where it leads", () -> robot.shows("link"));
        robot.picture("talk-link-" + name);
        within(robot, "link.open", "link");
        within(robot, "link.copy", "link");
        robot.press(SWT.ESC);
        robot.chord(SWT.MOD2, '=');
        robot.waitFor("emoji", () -> robot.shows("emoji"));
        robot.picture("talk-emoji-" + name);
        within(robot, "emoji.👍", "emoji");
        within(robot, "emoji.more", "emoji");
        robot.click("emoji.more");
        robot.waitFor("all emoji", () -> robot.shows("picker"));
        robot.type("red heart"); // by its English name as well
        var grid = robot.find(Canvas.class, "picker.grid");
        robot.waitFor("its name", () -> Robot.spoken(grid, 0).equals(HEART.get(name)));
        robot.picture("talk-picker-" + name);
        robot.press(SWT.ESC);
        robot.waitFor("its end", () -> !robot.shows("picker"));
        robot.type("r");
        robot.picture("talk-reply-" + name);
        robot.press(SWT.ESC);
        to(stage, "half past nine");
        robot.press(SWT.DEL);
        robot.waitFor("the question", () -> robot.shows("message.keep"));
        robot.picture("talk-delete-" + name);
        robot.size(640, 860);
        robot.picture("talk-delete-small-" + name);
        robot.size(1000, 860);
        robot.click("message.keep");
        robot.chord(SWT.MOD1, 'g');
        robot.waitFor("a month", () -> robot.shows("days"));
        robot.picture("talk-days-" + name);
        robot.press(SWT.ESC);
        robot.chord(SWT.MOD1, 'p');
        robot.waitFor("what is pinned", () -> robot.shows("pinned.list"));
        robot.picture("talk-pinned-" + name);
        stage.open(crew);
        to(stage, "half past nine");
        robot.type("f");
        robot.waitFor("whom?", () -> robot.isAt("forward.search"));
        robot.picture("talk-forward-" + name);
        stage.open(mira);
        robot.picture("talk-files-" + name);
        robot.size(640, 860);
        robot.picture("talk-files-small-" + name);
    }

    @Test
    void speaksGerman() throws Exception {
        try (var stage = stage("de", false)) {
            stage.open(crew);
            var all = all(stage);
            has(all, "mira hat diese Unterhaltung begonnen, ");
            has(all, "mira hat dich hinzugefügt, ");
            has(all, "mira hat die Zeit für verschwindende Nachrichten auf 2 Tage gesetzt, ");
            has(all, "Du hast die Gruppe in „Harbour crew“ umbenannt, ");
            has(all, "Antwort auf: mira, „Shall we go by boat on Saturday?");
            has(all, ", bearbeitet, angeheftet, gelesen: At half past nine");
            has(all, ": Diese Nachricht wurde gelöscht");
            has(all, "Antwort auf eine Nachricht, die nicht hier ist: And this?");
            has(all, ". Reaktionen: 👍: Du und mira");
            assertEquals("Harbour crew, Privat · 3 Personen · Nachrichten bleiben 2 Tage", spoken(stage, "talk.head"));
            assertEquals("Chats von lea@relay.example, verbunden", spoken(stage, "head"));
            assertEquals("Mitglieder", spoken(stage, "talk.details"));
            assertTrue(spoken(stage, "pins.line").startsWith("Angeheftete Nachricht 2 von 2, Du: At half past"));
            tour(stage, "de");
            var files = all(stage);
            has(files, "Datei lake-photos.zip, 153,8 von 248,0 MB");
            has(files, "248,0 MB · Ein Programm: Nimm es nur an, wenn du es erwartest");
            has(files, "248,0 MB · Gespeichert, geprüft. Ein Programm: Starte es nur");
            has(files, "248,0 MB · Abgelehnt");
        }
    }

    /** A line with something set apart in it, in what the list is painted with. */
    private static String line(Stage stage, boolean turned) {
        return stage.robot.<String>ui(() -> {
            var gc = new GC(stage.robot.find(Control.class, "timeline"));
            try {
                return Words.wrapped(gc, "\u2068۲\u2069 مگابایت", 500, 2, turned).getFirst();
            } finally {
                gc.dispose();
            }
        });
    }

    @Test
    void speaksPersianFromRightToLeft() throws Exception {
        try (var stage = stage("fa", true)) {
            stage.open(crew);
            var all = all(stage);
            has(all, "\u2068mira\u2069 این گفتگو را آغاز کرد");
            has(all, ": این پیام حذف شد");
            assertFalse(
                    all.stream().anyMatch(each -> each.contains("disappear") || each.contains("deleted")), "" + all);
            tour(stage, "fa");
            // The list runs from left to right in every language: what a card says is turned by itself.
            assertEquals('\u200F', line(stage, true).charAt(0));
            assertEquals('\u200E', line(stage, false).charAt(0));
        }
    }

    @Test
    void speaksSpanishAndChinese() throws Exception {
        for (var language : List.of("es", "zh")) {
            try (var stage = stage(language, language.equals("es"))) {
                tour(stage, language);
            }
        }
    }

    /** English is what the others were made of: it says what it said before there were others. */
    @Test
    void speaksEnglish() throws Exception {
        try (var stage = stage("en", false)) {
            stage.open(crew);
            var all = all(stage);
            has(all, "You renamed the group to “Harbour crew”, ");
            has(all, "mira set messages to disappear after 2 days, ");
            assertEquals("Harbour crew, Private · 3 people · disappears after 2 days", spoken(stage, "talk.head"));
            assertEquals("Chats of lea@relay.example, connected", spoken(stage, "head"));
            stage.open(mira);
            has(all(stage), "File tickets.run, 248.0 MB · Saved, checked. A program: start it only if you trust who");
        }
    }
}
