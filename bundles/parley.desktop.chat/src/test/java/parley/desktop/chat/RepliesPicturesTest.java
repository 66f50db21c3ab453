package parley.desktop.chat;

import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Canvas;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import parley.client.api.Conversations.Kind;
import parley.protocol.MessageId;
import parley.testing.desktop.Robot;

import java.nio.file.Path;
import java.time.Duration;

/** Takes pictures of quotes, edits, deletions and reactions, light and dark, large and small. */
class RepliesPicturesTest {

    private static final String LONG_NAME = "a.very.long.name-that-takes-32.x";

    @TempDir Path home;

    private final FakeClient client = new FakeClient();

    private Album album;

    @BeforeEach
    void album() {
        album = new Album(client, home);
    }

    @BeforeAll
    static void screen() {
        Screen.needed();
    }

    @Test
    void ofAConversationBetweenTwo() throws Exception {
        client.signIn("lea");
        var talk = client.talk("mira@relay.example", Kind.DIRECT, FakeClient.ago(Duration.ofHours(1)), "mira");
        var boat = album.said(talk, "mira", "Shall we go by boat on Saturday? The first one leaves at nine.");
        var yes = album.answer(talk, "lea", "Yes!", boat);
        album.answer(
                talk, "mira", "Then I will get the tickets tonight, before they are gone again like last summer.", yes);
        var rtl = album.said(talk, "mira", "سلام! شنبه ساعت ۹ کنار دریاچه می‌بینمت؟");
        album.answer(talk, "lea", "بله، حتماً", rtl);
        album.answer(talk, "mira", "👍", rtl);
        var taken = album.said(talk, "lea", "taken back");
        album.answer(talk, "mira", "What was that?", taken);
        album.answer(talk, "mira", "And this one?", MessageId.random());
        var photo = album.said(talk, "mira", "The lake on Saturday 🌄");
        var mine = album.said(talk, "lea", "at seven");
        var large = album.said(talk, "lea", "🎉");
        client.hear(talks -> talks.delete(taken, FakeClient.address("lea")));
        client.hear(talks -> talks.edit(mine, FakeClient.address("lea"), "See you at seven then"));
        for (var emoji : new String[] {"❤️", "😮", "👍"}) album.thinks(photo, "lea", emoji);
        album.thinks(photo, "mira", "🔥");
        album.thinks(photo, "mira", "❤️");
        album.thinks(mine, "mira", "👍");
        album.thinks(mine, "lea", "👍");
        album.thinks(large, "mira", "🥳");
        album.open(
                talk,
                "replies",
                (stage, mode) -> doings(stage, stage.robot, mode),
                Album.Size.LARGE,
                Album.Size.NARROW);
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
                album.said(
                        talk,
                        LONG_NAME,
                        "The second half is too dark, I think: the light in the harbour took us three evenings, and one"
                                + " sees nothing of it on a small screen. "
                                + "Endless".repeat(30));
        album.answer(talk, "jonas", "I do not", cut);
        album.answer(talk, "ana", "שלום! הסרט מוכן — 93 minutes, ואני חושבת שזה טוב כמו שזה", cut);
        var long1 = album.answer(talk, LONG_NAME, "ok", cut);
        album.answer(talk, "lea", "👨‍👩‍👧‍👦🏳️‍🌈🎬", long1);
        var many = album.said(talk, "lea", "Who is in?");
        var all =
                "👍 ❤️ 😂 😮 😢 🙏 🎉 🔥 👏 🤔 👀 ✅ 🚀 💯 🥳 😍 👨‍👩‍👧‍👦 🏳️‍🌈 🇫🇮 an-odd-one-that-is-a-very-long-word"
                        .split(" ");
        for (int at = 0; at < all.length; at++) album.thinks(many, "q" + at / 8, all[at]);
        for (int person = 0; person < 1200; person++) album.thinks(many, "p" + person, "👍");
        album.thinks(many, "lea", "👍");
        album.said(talk, "jonas", "Good.");
        album.open(talk, "replies-group", Album.Size.LARGE, Album.Size.NARROW);
    }
}
