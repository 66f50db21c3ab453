package parley.desktop.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.Rectangle;
import org.eclipse.swt.widgets.Canvas;
import org.eclipse.swt.widgets.Display;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import parley.client.api.ConversationSettings;
import parley.client.api.ConversationSettings.Settings;
import parley.client.api.Conversations.Kind;
import parley.client.api.Event.LinkChanged;
import parley.client.api.Message;
import parley.desktop.chat.paint.Portraits;
import parley.protocol.ConversationId;
import parley.testing.desktop.Robot;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** A person puts the list in order: pins, mutes, archives, marks as unread; by pointer and by keys. */
class ListTest {

    @TempDir Path home;

    private final FakeClient client = new FakeClient();
    private ConversationId mira;
    private ConversationId ana;
    private ConversationId crew;
    private Stage stage;
    private Robot robot;
    private Canvas list;

    @BeforeAll
    static void screen() {
        Screen.needed();
    }

    @BeforeEach
    void look() {
        client.signIn("lea");
        mira = client.talk("mira@relay.example", Kind.DIRECT, FakeClient.ago(Duration.ofHours(1)), "mira");
        ana = client.talk("ana@relay.example", Kind.DIRECT, FakeClient.ago(Duration.ofHours(2)), "ana");
        crew = client.talk("Crew", Kind.GROUP, FakeClient.ago(Duration.ofHours(3)), "mira", "ana");
        client.message(crew, "ana", "The boat is back", FakeClient.ago(Duration.ofHours(3)), Message.State.RECEIVED);
        stage = new Stage(client, home);
        robot = stage.robot;
        robot.size(1000, 700);
        list = robot.find(Canvas.class, "conversations");
        robot.waitFor("the list", () -> row(2).startsWith("Crew"));
        robot.settle();
    }

    @AfterEach
    void end() throws Exception {
        stage.close();
    }

    private String row(int row) {
        return robot.ui(() -> Robot.spoken(list, row));
    }

    private void awaitRow(int row, String beginning) {
        robot.waitFor(beginning + " at " + row + ", not " + row(row), () -> row(row).startsWith(beginning));
    }

    private Settings set(ConversationId id) throws Exception {
        return client.settings.of(id);
    }

    /** Opens the menu of {@code row} by pointer and takes its item number {@code item}. */
    private void take(int row, int item) {
        robot.clickRight(list, 100, 8 + row * 70 + 35);
        choose(item);
    }

    private void choose(int item) {
        for (int step = 0; step <= item; step++) robot.press(SWT.ARROW_DOWN);
        robot.type("\r");
    }

    /** Has the keyboard at {@code row}, and nothing open. */
    private void go(int row) {
        robot.run(list::setFocus);
        robot.press(SWT.HOME);
        for (int step = 0; step < row; step++) robot.press(SWT.ARROW_DOWN);
    }

    /** What was said in one conversation is no reason to paint the others, and who I am is no other by it. */
    @Test
    void paintsAloneWhatLooksDifferent() throws Exception {
        var painted = new ArrayList<Rectangle>();
        var head = new AtomicInteger();
        robot.run(() -> {
            list.addListener(SWT.Paint, event -> painted.add(event.getBounds()));
            robot.find(Canvas.class, "head").addListener(SWT.Paint, _ -> head.incrementAndGet());
        });
        client.hear(mira, "mira", "The sails are up");
        robot.waitFor("it", () -> row(0).contains("The sails are up"));
        robot.settle();
        assertFalse(painted.isEmpty());
        for (var each : painted) assertTrue(each.y >= 8 && each.y + each.height <= 8 + 70, "painted " + each);
        assertEquals(0, head.get());
        Runnable pictured =
                () -> {
                    Portraits.of(Display.getCurrent()).put("somebody", null);
                    stage.desk.scene().told();
                };
        for (var whole : List.of(pictured, () -> stage.desk.open(new Selected.Talk(ana)))) {
            painted.clear();
            robot.run(whole);
            robot.settle();
            assertTrue(painted.stream().anyMatch(each -> each.y <= 8 && each.height >= 3 * 70), "painted " + painted);
        }
        assertTrue(head.get() > 0, "I may have a picture");
        head.set(0);
        robot.run(() -> stage.desk.scene().link(LinkChanged.State.RECONNECTING));
        robot.settle();
        assertTrue(head.get() > 0, "the dot has gone");
    }

    @Test
    void pinsToTheTopInOrder() throws Exception {
        take(2, 1);
        awaitRow(0, "Crew, pinned, 1 new message: ana: The boat is back");
        go(2);
        robot.press(SWT.MOD2, SWT.F10);
        choose(1);
        awaitRow(1, "ana, pinned");
        awaitRow(0, "Crew, pinned");
        assertTrue(set(ana).pinned() > set(crew).pinned());
        go(0);
        robot.chord(SWT.MOD1 | SWT.MOD2, 'i');
        awaitRow(2, "Crew, 1 new message");
        assertEquals(0, set(crew).pinned());
    }

    @Test
    void saysWhyNoMoreCanBePinned() throws Exception {
        for (int i = 0; i < 3; i++) client.settings.pin(client.talk("t" + i, Kind.GROUP, Instant.now(), "mira"), true);
        stage.desk.soon();
        awaitRow(3, "mira");
        go(3);
        robot.chord(SWT.MOD1 | SWT.MOD2, 'i');
        var status = robot.find(org.eclipse.swt.widgets.Control.class, "foot");
        robot.waitFor("why", () -> Robot.spoken(status, -1).contains("3 conversations are pinned"));
        assertEquals(0, set(mira).pinned());
    }

    @Test
    void mutesForATimeAndForEver() throws Exception {
        robot.clickRight(list, 100, 8 + 2 * 70 + 35);
        for (int step = 0; step < 3; step++) robot.press(SWT.ARROW_DOWN);
        robot.press(SWT.ARROW_RIGHT);
        robot.press(SWT.ARROW_DOWN);
        robot.type("\r");
        awaitRow(2, "Crew, muted, 1 new message");
        var hours = Duration.between(Instant.now(), set(crew).mutedUntil().orElseThrow()).toMinutes();
        assertTrue(hours > 7 * 60 && hours <= 8 * 60, hours + " minutes");
        take(2, 2);
        awaitRow(2, "Crew, 1 new message");
        assertEquals(Optional.empty(), set(crew).mutedUntil());
        go(0);
        robot.chord(SWT.MOD1 | SWT.MOD2, 'm');
        awaitRow(0, "mira, muted");
        assertEquals(Optional.of(ConversationSettings.FOR_EVER), set(mira).mutedUntil());
    }

    @Test
    void archivesAndFindsItAgain() throws Exception {
        stage.open(mira);
        robot.chord(SWT.MOD1 | SWT.MOD2, 'a');
        awaitRow(0, "ana");
        awaitRow(2, "Archived · 1: mira");
        assertEquals(new Selected.Nothing(), stage.desk.scene().selected());
        take(1, 3);
        awaitRow(1, "Archived · 2, 1 new message: mira, Crew");
        robot.picture("archived-end-light");
        go(1);
        robot.type("\r");
        awaitRow(0, "Archived: Back to the others");
        awaitRow(1, "mira");
        awaitRow(2, "Crew");
        robot.picture("archived-light");
        robot.press(SWT.ESC);
        awaitRow(0, "ana");
        robot.click(list, 100, 8 + 70 + 35);
        awaitRow(1, "mira");
        robot.click(list, 100, 8 + 70 + 35);
        robot.waitFor("mira", () -> stage.desk.scene().selected().equals(new Selected.Talk(mira)));
        take(1, 3);
        awaitRow(1, "Crew");
        take(1, 3);
        awaitRow(0, "mira"); // nothing is archived any more
        assertFalse(set(mira).archived() || set(crew).archived());
        robot.click("search");
        client.settings.archive(crew, true);
        robot.type("crew");
        awaitRow(0, "Crew"); // wherever it stands
    }

    @Test
    void marksAsUnreadWhatIsThenLeft() throws Exception {
        stage.open(mira);
        robot.chord(SWT.MOD1 | SWT.MOD2, 'r');
        awaitRow(0, "mira, marked unread");
        assertEquals(new Selected.Nothing(), stage.desk.scene().selected());
        assertTrue(set(mira).markedUnread());
        stage.open(mira);
        awaitRow(0, "mira: ");
        assertFalse(set(mira).markedUnread(), "it was looked at");
        take(1, 0);
        awaitRow(1, "ana, marked unread");
        take(1, 0);
        awaitRow(1, "ana: ");
        take(2, 0);
        awaitRow(2, "Crew: ");
        assertTrue(client.calls().contains("markRead"));
    }

    @Test
    void looksLikeThat() throws Exception {
        var long_ = client.talk("گروه دریاچه — Family & friends of the lake", Kind.GROUP, Instant.now(), "mira", "ana");
        client.message(long_, "mira", "سلام! شنبه می‌بینمت؟", Instant.now(), Message.State.RECEIVED);
        client.settings.mute(long_, Optional.of(ConversationSettings.FOR_EVER));
        client.settings.pin(crew, true);
        client.settings.pin(long_, true);
        client.settings.markUnread(ana);
        client.settings.draft(
                mira, new ConversationSettings.Draft("a word about 🚤 and nothing more than that", Optional.empty()));
        client.settings.pin(mira, true);
        var old = client.talk("kim@relay.example", Kind.DIRECT, FakeClient.ago(Duration.ofDays(4)), "kim");
        client.settings.archive(old, true);
        stage.desk.soon();
        awaitRow(1, "گروه دریاچه");
        robot.waitFor("all", () -> row(4).startsWith("Archived"));
        for (boolean dark : new boolean[] {false, true}) {
            stage.bench.theme(dark);
            robot.size(1000, 700);
            robot.picture("list-" + (dark ? "dark" : "light"));
            robot.size(640, 520);
            robot.picture("list-small-" + (dark ? "dark" : "light"));
        }
    }
}
