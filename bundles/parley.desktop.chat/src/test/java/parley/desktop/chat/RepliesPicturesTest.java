package parley.desktop.chat;

import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Canvas;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import parley.client.api.Conversations.Kind;
import parley.client.api.Message;
import parley.protocol.ConversationId;
import parley.protocol.MessageId;
import parley.testing.desktop.Robot;

import java.nio.file.Path;
import java.time.Duration;

/** Takes pictures of quotes, edits, deletions and reactions, light and dark, large and small. */
class RepliesPicturesTest {

    private static final String LONG_NAME = "a.very.long.name-that-takes-32.x";

    @TempDir Path home;

    private final FakeClient client = new FakeClient();
    private int ago = 50;

    @BeforeAll
    static void screen() {
        Screen.needed();
    }

    private MessageId said(ConversationId talk, String who, String text) {
        var state = who.equals("lea") ? Message.State.READ : Message.State.RECEIVED;
        return client.message(talk, who, text, FakeClient.ago(Duration.ofMinutes(ago--)), state).id();
    }

    private MessageId answer(ConversationId talk, String who, String text, MessageId to) {
        var id = said(talk, who, text);
        client.answer(id, to);
        return id;
    }

    private void thinks(MessageId id, String who, String emoji) throws Exception {
        client.hear(talks -> talks.react(id, FakeClient.address(who), who.equals("lea"), emoji, true));
    }

    @Test
    void ofAConversationBetweenTwo() throws Exception {
        client.signIn("lea");
        var talk = client.talk("mira@relay.example", Kind.DIRECT, FakeClient.ago(Duration.ofHours(1)), "mira");
        var boat = said(talk, "mira", "Shall we go by boat on Saturday? The first one leaves at nine.");
        var yes = answer(talk, "lea", "Yes!", boat);
        answer(talk, "mira", "Then I will get the tickets tonight, before they are gone again like last summer.", yes);
        var rtl = said(talk, "mira", "سلام! شنبه ساعت ۹ کنار دریاچه می‌بینمت؟");
        answer(talk, "lea", "بله، حتماً", rtl);
        answer(talk, "mira", "👍", rtl);
        var taken = said(talk, "lea", "taken back");
        answer(talk, "mira", "What was that?", taken);
        answer(talk, "mira", "And this one?", MessageId.random());
        var photo = said(talk, "mira", "The lake on Saturday 🌄");
        var mine = said(talk, "lea", "at seven");
        var large = said(talk, "lea", "🎉");
        client.hear(talks -> talks.delete(taken, FakeClient.address("lea")));
        client.hear(talks -> talks.edit(mine, FakeClient.address("lea"), "See you at seven then"));
        for (var emoji : new String[] {"❤️", "😮", "👍"}) thinks(photo, "lea", emoji);
        thinks(photo, "mira", "🔥");
        thinks(photo, "mira", "❤️");
        thinks(mine, "mira", "👍");
        thinks(mine, "lea", "👍");
        thinks(large, "mira", "🥳");
        try (var stage = new Stage(client, home)) {
            var robot = stage.robot;
            stage.open(talk);
            for (boolean dark : new boolean[] {false, true}) {
                var mode = dark ? "dark" : "light";
                stage.bench.theme(dark);
                robot.size(1000, 860);
                robot.picture("replies-" + mode);
                robot.size(640, 860);
                robot.picture("replies-small-" + mode);
                robot.size(1000, 860);
                doings(stage, robot, mode);
            }
        }
    }

    private static void doings(Stage stage, Robot robot, String mode) throws Exception {
        var list = robot.find(Canvas.class, "timeline");
        int photo = row(robot, list, "The lake on Saturday");
        var at = robot.place(list, photo);
        robot.move(list, at.x + at.width + 6 + 15, at.y + at.height / 2);
        robot.picture("replies-hover-" + mode);
        robot.click(list, 600, 4);
        robot.press(SWT.HOME);
        for (int step = 0; step < photo; step++) robot.press(SWT.ARROW_DOWN);
        robot.chord(SWT.MOD2, '=');
        robot.picture("replies-emoji-" + mode);
        robot.press(SWT.ESC);
        robot.type("r");
        robot.type("What a view");
        robot.picture("replies-strip-" + mode);
        robot.size(640, 560);
        robot.picture("replies-strip-small-" + mode);
        robot.size(1000, 860);
        robot.press(SWT.ESC);
        robot.click(list, 600, 4);
        robot.press(SWT.HOME);
        for (int step = 0; step < row(robot, list, "See you at seven"); step++) robot.press(SWT.ARROW_DOWN);
        robot.type("e");
        robot.picture("replies-edit-" + mode);
        robot.press(SWT.ESC);
        robot.click(list, 600, 4);
        robot.press(SWT.HOME);
        for (int step = 0; step < row(robot, list, "See you at seven"); step++) robot.press(SWT.ARROW_DOWN);
        robot.press(SWT.DEL);
        robot.picture("replies-delete-" + mode);
        robot.size(640, 560);
        robot.picture("replies-delete-small-" + mode);
        robot.size(1000, 860);
        robot.press(SWT.ESC);
        var quoting = robot.place(list, row(robot, list, "Then I will get the tickets"));
        robot.click(list, quoting.x + 30, quoting.y + 20);
        robot.picture("replies-led-" + mode);
        robot.run(() -> stage.desk.scene().talk().ifPresent(talk -> talk.failed("", Draft.EMPTY)));
        robot.run(() -> robot.find(org.eclipse.swt.custom.StyledText.class, "compose").setText(""));
    }

    private static int row(Robot robot, Canvas list, String text) {
        return robot.ui(() -> {
            for (int row = 0; row < 40; row++) if (Robot.spoken(list, row).contains(": " + text)) return row;
            throw new AssertionError(text);
        });
    }

    @Test
    void ofAGroupOfPeopleWithAllKindsOfNames() throws Exception {
        client.signIn("lea");
        var title = "نمل — Harbour at night, the second cut and everybody who has a say in it 🎬";
        var talk = client.talk(title, Kind.GROUP, FakeClient.ago(Duration.ofHours(1)), "jonas", "ana", LONG_NAME);
        var cut =
                said(
                        talk,
                        LONG_NAME,
                        "The second half is too dark, I think: the light in the harbour took us three evenings, and one"
                                + " sees nothing of it on a small screen. "
                                + "Endless".repeat(30));
        answer(talk, "jonas", "I do not", cut);
        answer(talk, "ana", "שלום! הסרט מוכן — 93 minutes, ואני חושבת שזה טוב כמו שזה", cut);
        var long1 = answer(talk, LONG_NAME, "ok", cut);
        answer(talk, "lea", "👨‍👩‍👧‍👦🏳️‍🌈🎬", long1);
        var many = said(talk, "lea", "Who is in?");
        var all =
                "👍 ❤️ 😂 😮 😢 🙏 🎉 🔥 👏 🤔 👀 ✅ 🚀 💯 🥳 😍 👨‍👩‍👧‍👦 🏳️‍🌈 🇫🇮 an-odd-one-that-is-a-very-long-word"
                        .split(" ");
        for (int at = 0; at < all.length; at++) thinks(many, "q" + at / 8, all[at]);
        for (int person = 0; person < 1200; person++) thinks(many, "p" + person, "👍");
        thinks(many, "lea", "👍");
        said(talk, "jonas", "Good.");
        try (var stage = new Stage(client, home)) {
            var robot = stage.robot;
            stage.open(talk);
            for (boolean dark : new boolean[] {false, true}) {
                var mode = dark ? "dark" : "light";
                stage.bench.theme(dark);
                robot.size(1000, 860);
                robot.picture("replies-group-" + mode);
                robot.size(640, 860);
                robot.picture("replies-group-small-" + mode);
            }
        }
    }
}
