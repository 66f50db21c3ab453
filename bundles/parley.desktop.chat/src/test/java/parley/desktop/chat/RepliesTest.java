package parley.desktop.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.util.stream.Collectors.joining;

import org.eclipse.swt.SWT;
import org.eclipse.swt.custom.StyledText;
import org.eclipse.swt.dnd.Clipboard;
import org.eclipse.swt.dnd.TextTransfer;
import org.eclipse.swt.graphics.Point;
import org.eclipse.swt.graphics.Rectangle;
import org.eclipse.swt.widgets.Canvas;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Listener;
import org.eclipse.swt.widgets.Menu;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.client.api.ConversationSettings;
import parley.client.api.Conversations.Kind;
import parley.client.api.Message;
import parley.protocol.Address;
import parley.protocol.ConversationId;
import parley.protocol.MessageId;
import parley.testing.desktop.Robot;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

/** A person answers, edits, deletes and reacts, by real keys and a real pointer, and sees what others do. */
class RepliesTest {

    private static final Address MIRA = FakeClient.address("mira");

    @TempDir Path home;

    private final FakeClient client = new FakeClient();
    private Stage stage;
    private Robot robot;
    private ConversationId talk;
    private Canvas list;

    @BeforeAll
    static void screen() {
        Screen.needed();
    }

    @BeforeEach
    void signedIn() {
        client.signIn("lea");
        talk = client.talk("mira@relay.example", Kind.DIRECT, FakeClient.ago(Duration.ofHours(9)), "mira");
    }

    @AfterEach
    void end() throws Exception {
        stage.close();
    }

    private MessageId said(String who, String text) {
        var state = who.equals("lea") ? Message.State.READ : Message.State.RECEIVED;
        return client.message(talk, who, text, FakeClient.ago(Duration.ofHours(8)), state).id();
    }

    /** Opens the window on the conversation. */
    private void look() {
        stage = new Stage(client, home);
        robot = stage.robot;
        robot.size(1000, 700);
        stage.open(talk);
        list = robot.find(Canvas.class, "timeline");
        var last = client.conversations.page(talk, Long.MAX_VALUE, 1).getFirst().text();
        robot.waitFor("the messages", () -> !spoken(last).isEmpty());
        robot.settle();
    }

    /** The row that says {@code text}; -1 if none does. */
    private int row(String text) {
        for (int row = 0; row < 200; row++) {
            var said = Robot.spoken(list, row);
            if (said.equals("Messages")) return -1;
            if (said.contains(text)) return row;
        }
        return -1;
    }

    /** What a screen reader says for the row that says {@code text}; empty if none does. */
    private String spoken(String text) {
        int row = row(text);
        return row < 0 ? "" : Robot.spoken(list, row);
    }

    /** Where the row is that says {@code text}; without a height while it is out of view. */
    private Rectangle place(String text) {
        return robot.place(list, row(text));
    }

    private void awaitSpoken(String row, String text) {
        robot.waitFor(text, () -> spoken(row).contains(text));
    }

    /** Goes to the row that says {@code text}, by keys. */
    private void go(String text) {
        robot.click(list, 600, 4);
        robot.press(SWT.HOME);
        int row = robot.ui(() -> row(text));
        for (int step = 0; step < row; step++) robot.press(SWT.ARROW_DOWN);
    }

    private StyledText field() {
        return robot.find(StyledText.class, "compose");
    }

    private String written() {
        return robot.ui(() -> field().getText());
    }

    private boolean writes() {
        return robot.ui(() -> field().isFocusControl());
    }

    private String strip() {
        if (!robot.shows("composer.strip")) return "";
        var strip = robot.find(Control.class, "composer.strip");
        return robot.ui(() -> Robot.spoken(strip, -1));
    }

    private Message now(MessageId id) {
        return client.conversations.message(id).orElseThrow();
    }

    private Message newest() {
        return client.conversations.page(talk, Long.MAX_VALUE, 1).getFirst();
    }

    private void awaitBanner(String sentence) {
        robot.waitFor(sentence, () -> robot.shows("banner"));
        assertTrue(robot.words("banner").contains(sentence), robot.words("banner"));
    }

    /** What it answers is found a moment after the words are there: who goes on sooner leaves it as it was. */
    @Test
    void aDraftGoesOnAnsweringWhoeverGoesOnAtOnce() throws Exception {
        var first = said("mira", "Shall we sail?");
        var other = client.talk("ada@relay.example", Kind.DIRECT, FakeClient.ago(Duration.ofHours(9)), "ada");
        client.settings.draft(talk, new ConversationSettings.Draft("Gladly", Optional.of(first)));
        stage = new Stage(client, home);
        robot = stage.robot;
        stage.open(other);
        robot.run(() -> {
            stage.desk.open(new Selected.Talk(talk));
            stage.desk.open(new Selected.Talk(other));
        });
        robot.settle();
        stage.open(talk);
        robot.waitFor("what it answers", () -> strip().contains("Shall we sail?"));
        assertEquals("Gladly", written());
    }

    @Test
    void answersByAKey() {
        var question = said("mira", "Shall we go by boat?");
        said("mira", "Or by train?");
        look();
        go("Shall we go by boat?");
        robot.type("r");
        assertEquals("Reply to mira: Shall we go by boat?", strip());
        assertTrue(writes());
        robot.type("By boat\r");
        robot.waitFor("the answer", () -> newest().text().equals("By boat"));
        assertEquals(Optional.of(question), newest().replyTo());
        awaitSpoken(": By boat", "replying to mira, “Shall we go by boat?”: By boat");
        assertEquals("", strip(), "the next one is no answer");
        robot.type("And you\r");
        robot.waitFor("the next", () -> newest().text().equals("And you"));
        assertEquals(Optional.empty(), newest().replyTo());
    }

    @Test
    void lettersAreLettersWhereOneWrites() {
        said("lea", "mine");
        look();
        robot.click(field(), 20, 8);
        robot.type("re");
        robot.chord(SWT.MOD2, '=');
        assertEquals("re+", written());
        assertEquals("", strip());
        assertFalse(robot.shows("emoji"));
    }

    @Test
    void leavesAnAnswerByEscapeAndByTheCross() {
        said("mira", "Shall we?");
        look();
        go("Shall we?");
        robot.type("r");
        robot.type("hm");
        robot.press(SWT.ESC);
        assertEquals("", strip());
        assertEquals("hm", written(), "the words stay");
        go("Shall we?");
        robot.type("r");
        robot.click("composer.cancel");
        assertEquals("", strip());
        robot.type("\r");
        robot.waitFor("it", () -> newest().text().equals("hm"));
        assertEquals(Optional.empty(), newest().replyTo());
    }

    @Test
    void seesWhatOthersAnswerAndGoesToWhatTheyMean() {
        var mine = said("lea", "The first of all");
        for (int i = 1; i <= 250; i++) said("mira", "message " + i);
        client.conversations.change(talk, it -> it.unread(0)); // else it would open with all that is new
        look();
        var answer = client.hear(talk, "mira", "Oh, that", mine);
        awaitSpoken("Oh, that", "replying to You, “The first of all”: Oh, that");
        assertTrue(robot.ui(() -> row("You, ")) > 50, "what it answers is not loaded");
        robot.waitFor("it in view", () -> place("Oh, that").height > 0);
        robot.settle();
        var at = robot.place(list, robot.ui(() -> row("Oh, that")));
        robot.click(list, at.x + 30, at.y + 20);
        robot.waitFor("the first page", () -> row(": The first of all") == 0);
        robot.waitFor("it in view", () -> list.getVerticalBar().getSelection() < 50);
        robot.type("r");
        assertEquals("Reply to yourself: The first of all", strip(), "the keyboard is there");
        robot.press(SWT.ESC);
        robot.click(list, 600, 4);
        robot.press(SWT.END);
        robot.press(SWT.ARROW_UP);
        robot.type("\r");
        robot.waitFor("it in view, by a key", () -> list.getVerticalBar().getSelection() < 50);
        assertEquals(answer.id(), newest().id());
    }

    @Test
    void quotesFollowWhatTheyQuote() throws Exception {
        var first = said("mira", "at sevn");
        var answer = said("lea", "Fine");
        client.conversations.answer(answer, first);
        var lost = said("lea", "And that");
        client.conversations.answer(lost, MessageId.random());
        look();
        awaitSpoken(": And that", "replying to a message that is not here: And that");
        client.hear(talks -> talks.edit(first, MIRA, "_at sevn_")); // nothing that a quote shows
        awaitSpoken(": Fine", "replying to mira, “at sevn”, edited since: Fine");
        client.hear(talks -> talks.edit(first, MIRA, "at seven"));
        awaitSpoken(": Fine", "replying to mira, “at seven”, edited since: Fine");
        awaitSpoken(": at seven", "mira, ");
        assertTrue(robot.ui(() -> spoken(": at seven")).contains(", edited: "));
        client.hear(talks -> talks.delete(first, MIRA));
        awaitSpoken(": Fine", "replying to mira, a message that was deleted: Fine");
        go(": This message was deleted");
        robot.press(SWT.DEL);
        robot.click("message.erase");
        awaitSpoken(": Fine", "replying to a message that is not here: Fine");
        assertEquals(Optional.empty(), client.conversations.message(first));
    }

    @Test
    void editsByAKey() {
        var typo = said("lea", "at sevn");
        look();
        go("at sevn");
        robot.type("e");
        assertEquals("Edit your message: at sevn", strip());
        assertEquals("at sevn", written());
        robot.run(() -> field().setText("at seven"));
        robot.type("\r");
        robot.waitFor("the text", () -> now(typo).text().equals("at seven"));
        awaitSpoken(": at seven", ", edited, read: at seven");
        assertEquals("", strip());
        assertEquals("", written());
        robot.waitFor("it in the list", () -> stage.desk.scene().lines().getFirst().preview().equals("at seven"));
    }

    @Test
    void editsTheLastByTheArrowAndKeepsWhatWasBeingWritten() {
        said("lea", "one");
        var two = said("lea", "two");
        said("mira", "three");
        look();
        robot.click(field(), 20, 8);
        robot.press(SWT.ARROW_UP);
        assertEquals("Edit your message: two", strip());
        robot.type("!");
        robot.press(SWT.ESC);
        assertEquals("", written());
        assertEquals("two", now(two).text());
        robot.type("half a thought");
        robot.press(SWT.ARROW_UP);
        assertEquals("", strip(), "the arrow moves in what is written");
        go(": one");
        robot.type("e");
        assertEquals("one", written());
        robot.press(SWT.ESC);
        assertEquals("half a thought", written());
        go(": one");
        robot.type("e");
        robot.type("s\r");
        robot.waitFor("the edit", () -> !spoken(", edited, read: ones").isEmpty());
        assertEquals("half a thought", written(), "also after the edit");
    }

    @Test
    void editsAndAnswersNothingThatIsNotOnesOwnOrGone() throws Exception {
        var theirs = said("mira", "theirs");
        look();
        go("theirs");
        robot.type("e");
        assertEquals("", strip());
        client.hear(talks -> talks.delete(theirs, MIRA));
        awaitSpoken("mira, ", "This message was deleted");
        robot.type("r");
        assertEquals("", strip());
        robot.chord(SWT.MOD2, '=');
        assertFalse(robot.shows("emoji"));
    }

    @Test
    void keepsAnAnswerAndAnEditOverASwitchOfConversations() {
        said("mira", "Shall we?");
        var other = client.talk("ana@relay.example", Kind.DIRECT, FakeClient.ago(Duration.ofHours(9)), "ana");
        look();
        go("Shall we?");
        robot.type("r");
        robot.type("Ye");
        stage.open(other);
        robot.waitFor("an empty field", () -> field().getText().isEmpty());
        assertEquals("", strip());
        stage.open(talk);
        robot.waitFor("the words", () -> field().getText().equals("Ye"));
        assertEquals("Reply to mira: Shall we?", strip());
        robot.type("s\r");
        robot.waitFor("the answer", () -> newest().text().equals("Yes") && newest().replyTo().isPresent());
    }

    @Test
    void leavesAnAnswerToWhatIsDeletedMeanwhile() throws Exception {
        var question = said("mira", "Shall we?");
        look();
        go("Shall we?");
        robot.type("r");
        robot.type("Yes");
        client.hear(talks -> talks.edit(question, MIRA, "Shall we go?"));
        robot.waitFor("the new words", () -> strip().equals("Reply to mira: Shall we go?"));
        client.hear(talks -> talks.delete(question, MIRA));
        robot.waitFor("the end of the strip", () -> strip().isEmpty());
        assertEquals("Yes", written());
    }

    @Test
    void deletesForEverybodyOnlyAfterAYes() {
        var mine = said("lea", "a secret");
        look();
        go("a secret");
        robot.press(SWT.DEL);
        awaitBanner("a secret");
        assertTrue(robot.ui(() -> robot.find(Control.class, "message.keep").isFocusControl()), "the harmless answer");
        robot.type("\r");
        assertFalse(robot.shows("banner"));
        assertFalse(now(mine).deleted());
        robot.press(SWT.DEL);
        awaitBanner("a secret");
        robot.press(SWT.ESC);
        assertFalse(robot.shows("banner"));
        assertFalse(now(mine).deleted());
        robot.press(SWT.DEL);
        robot.click("message.delete");
        robot.waitFor("its end", () -> now(mine).deleted());
        awaitSpoken("You, ", "read: This message was deleted");
        robot.waitFor("the list", () -> stage.desk.scene().lines().getFirst().preview().equals("Deleted message"));
    }

    @Test
    void deletesWhatOthersSaidForOneselfAlone() {
        var before = said("mira", "before");
        var theirs = said("mira", "a lie");
        look();
        go("a lie");
        robot.press(SWT.DEL);
        awaitBanner("The others keep it.");
        assertFalse(robot.shows("message.delete"));
        robot.click("message.erase");
        robot.waitFor("its end", () -> client.conversations.message(theirs).isEmpty());
        robot.waitFor("an empty place", () -> row("a lie") < 0);
        robot.waitFor("the list", () -> stage.desk.scene().lines().getFirst().preview().equals("before"));
        robot.type("r");
        assertEquals("Reply to mira: before", strip(), "the keyboard stays in the list");
        assertTrue(client.conversations.message(before).isPresent());
    }

    @Test
    void saysOfATimeThatCannotBeWhatItsAuthorSays() throws Exception {
        var early = said("mira", "from the past");
        client.conversations.claim(early, Instant.parse("1970-01-15T12:00:00Z"));
        look();
        var says = "says that it was written on Thursday, January 15, 1970, which cannot be";
        awaitSpoken("from the past", says + ": from the past");
        awaitTip("from the past", says, place -> new Point(place.width - 20, place.height - 12));
        awaitTip("from the past", null, _ -> new Point(16, 12));
        client.hear(talks -> talks.react(early, MIRA, false, "🎉", true));
        awaitSpoken("from the past", says + ": from the past. Reactions: 🎉 from mira");
    }

    @Test
    void saysOfATimeOfAnEditThatCannotBeWhatItsAuthorSays() {
        var early = said("mira", "from the past");
        client.conversations.claimEdit(early, Instant.parse("1970-01-15T12:00:00Z"));
        look();
        var says = "says that it was edited on Thursday, January 15, 1970, which cannot be";
        awaitSpoken("from the past", "edited, " + says + ": from the past");
        awaitTip("from the past", says, place -> new Point(place.width - 20, place.height - 12));
    }

    /** Waits for {@code tip} at a place of the row {@code text}, which may be placed anew while the pointer comes. */
    private void awaitTip(String text, @Nullable String tip, Function<Rectangle, Point> where) {
        Robot.until(
                String.valueOf(tip),
                () -> {
                    var row = robot.place(list, robot.ui(() -> row(text)));
                    var at = where.apply(row);
                    robot.move(list, row.x + row.width / 2, row.y - 4); // who rests there already moves nothing
                    robot.move(list, row.x + at.x, row.y + at.y);
                    return Objects.equals(tip, robot.ui(list::getToolTipText));
                });
    }

    @Test
    void reactsByAKeyAndTakesItBackByAClick() throws Exception {
        var photo = said("mira", "The lake");
        look();
        go("The lake");
        robot.chord(SWT.MOD2, '=');
        robot.waitFor("the emoji", () -> robot.shows("emoji"));
        robot.press(SWT.ARROW_RIGHT);
        robot.type("\r");
        robot.waitFor("the heart", () -> !now(photo).reactions().isEmpty());
        assertFalse(robot.shows("emoji"));
        assertEquals("❤️", now(photo).reactions().getFirst().emoji());
        awaitSpoken("The lake", "The lake. Reactions: ❤️ from You");
        client.hear(talks -> talks.react(photo, MIRA, false, "❤️", true));
        awaitSpoken("The lake", "❤️ from You and mira");
        client.hear(talks -> talks.react(photo, MIRA, false, "🎉", true));
        awaitSpoken("The lake", "❤️ from You and mira; 🎉 from mira");
        awaitTip("The lake", "You and mira reacted with ❤️", place -> new Point(16, place.height + 16));
        var at = robot.place(list, robot.ui(() -> row("The lake")));
        robot.click(list, at.x + 16, at.y + at.height + 16);
        awaitSpoken("The lake", "Reactions: ❤️ from mira; 🎉 from mira");
        robot.click(list, at.x + 16, at.y + at.height + 16);
        awaitSpoken("The lake", "Reactions: ❤️ from mira and You; 🎉 from mira");
        client.hear(talks -> talks.react(photo, MIRA, false, "🎉", false));
        robot.waitFor("one kind alone", () -> !spoken("The lake").contains("🎉"));
    }

    @Test
    void takesEmojiAwayByEscapeAndWhereOneGoesElsewhere() {
        var photo = said("mira", "The lake");
        look();
        go("The lake");
        robot.chord(SWT.MOD2, '=');
        robot.press(SWT.ESC);
        assertFalse(robot.shows("emoji"));
        robot.type("r");
        assertEquals("Reply to mira: The lake", strip(), "the keyboard is where it was");
        go("The lake");
        robot.chord(SWT.MOD2, '=');
        robot.click(field(), 20, 8);
        robot.waitFor("their end", () -> !robot.shows("emoji"));
        go("The lake");
        robot.chord(SWT.MOD2, '=');
        robot.waitFor("the emoji", () -> robot.shows("emoji"));
        robot.wheel(list, 1);
        robot.waitFor("their end", () -> !robot.shows("emoji"));
        robot.click(field(), 20, 8);
        robot.press(SWT.ESC);
        assertEquals("", strip());
        assertEquals(List.of(), now(photo).reactions());
    }

    @Test
    void offersTheSameBesideTheBubble() {
        var photo = said("mira", "The lake");
        look();
        var at = robot.place(list, robot.ui(() -> row("The lake")));
        int y = at.y + at.height / 2;
        robot.click(list, at.x + at.width + 6 + 45, y);
        assertEquals("Reply to mira: The lake", strip());
        robot.press(SWT.ESC);
        robot.click(list, at.x + at.width + 6 + 15, y);
        robot.waitFor("the emoji", () -> robot.shows("emoji"));
        robot.click("emoji.👍");
        robot.waitFor("the thumb", () -> now(photo).reactions().size() == 1);
    }

    @Test
    void offersAMenuByPointerAndByKey() {
        said("mira", "The lake");
        look();
        var at = robot.place(list, robot.ui(() -> row("The lake")));
        robot.clickRight(list, at.x + 20, at.y + 20);
        robot.press(SWT.ARROW_DOWN);
        robot.type("\r");
        robot.waitFor("the reply", () -> strip().equals("Reply to mira: The lake"));
        robot.press(SWT.ESC);
        go("The lake");
        robot.press(SWT.MOD2, SWT.F10);
        robot.press(SWT.ARROW_DOWN); // the first copies what the keyboard is at
        robot.press(SWT.ARROW_DOWN);
        robot.type("\r");
        robot.waitFor("the reply, by keys", () -> strip().equals("Reply to mira: The lake"));
    }

    /** Opens the menu of the row that the keyboard is at, and says what it offers. */
    private List<String> menu() {
        var offered = new ArrayList<String>();
        Listener shown =
                event -> {
                    if (!(event.widget instanceof Menu menu)) return;
                    for (var item : menu.getItems())
                        if ((item.getStyle() & SWT.SEPARATOR) == 0) offered.add(item.getText());
                };
        robot.run(() -> list.getDisplay().addFilter(SWT.Show, shown));
        robot.press(SWT.MOD2, SWT.F10);
        robot.waitFor("the menu", () -> !offered.isEmpty());
        robot.run(() -> list.getDisplay().removeFilter(SWT.Show, shown));
        return offered;
    }

    /** Takes {@code item} of the menu of {@code row}, by keys. */
    private void take(String row, String item) {
        go(row);
        var offered = menu();
        assertTrue(offered.contains(item), () -> item + " is not in " + offered);
        for (int step = 0; step <= offered.indexOf(item); step++) robot.press(SWT.ARROW_DOWN);
        robot.type("\r");
    }

    @Test
    void theMenuSaysWhoReactedAndThinksSoTooOrNoMore() throws Exception {
        var photo = said("mira", "The lake");
        client.hear(talks -> talks.react(photo, MIRA, false, "🎉", true));
        look();
        take("The lake", "mira reacted with 🎉");
        awaitSpoken("The lake", "Reactions: 🎉 from mira and You");
        take("The lake", "mira and You reacted with 🎉");
        robot.waitFor("no more", () -> spoken("The lake").endsWith("Reactions: 🎉 from mira"));
    }

    @Test
    void theMenuOffersTheRestOfALongTextAndEachOfItsLinksAndCodes() {
        var links = IntStream.rangeClosed(1, 21).mapToObj(at -> "https://h" + at + ".example").collect(joining(" "));
        said("mira", links + "\n```\nfirst code\n```\n```\nsecond code\n```\n" + "word ".repeat(2000));
        look();
        go("h1.example");
        var offered = menu();
        robot.press(SWT.ESC);
        assertTrue(offered.contains("Open h20.example…"), () -> "" + offered);
        assertFalse(offered.contains("Open h21.example…"), () -> "" + offered);
        take("h1.example", "Copy code 2 of 2");
        robot.waitFor("the second", () -> clipboard().strip().equals("second code"));
        take("h1.example", "Copy code 1 of 2");
        robot.waitFor("the first", () -> clipboard().strip().equals("first code"));
        int before = robot.ui(() -> place("h1.example").height);
        take("h1.example", "Show all");
        robot.waitFor("all of it", () -> place("h1.example").height > before);
        go("h1.example");
        assertFalse(menu().contains("Show all"));
        robot.press(SWT.ESC);
    }

    private String clipboard() {
        var clipboard = new Clipboard(list.getDisplay());
        var text = clipboard.getContents(TextTransfer.getInstance());
        clipboard.dispose();
        return text instanceof String copied ? copied : "";
    }

    @Test
    void theMenuSaysOfATimeThatCannotBeWhatItsAuthorSays() {
        var early = said("mira", "from the past");
        said("mira", "of today");
        client.conversations.claim(early, Instant.parse("1970-01-15T12:00:00Z"));
        look();
        var says = "says that it was written on Thursday, January 15, 1970, which cannot be";
        go("from the past");
        assertTrue(menu().contains(says));
        robot.press(SWT.ESC);
        go("of today");
        assertFalse(menu().contains(says));
        robot.press(SWT.ESC);
    }

    @Test
    void saysWhyItCouldNotBeDoneAndGivesTheWordsBack() {
        var mine = said("lea", "mine");
        look();
        client.refusal = Optional.of(new CommandException(Code.REFUSED, "sending has stopped; open Details"));
        go("mine");
        robot.chord(SWT.MOD2, '=');
        robot.type("\r");
        awaitBanner("Sending has stopped; open Details.");
        robot.click("banner.do");
        robot.click(field(), 20, 8);
        robot.type("half");
        go("mine");
        robot.type("e");
        robot.type("!\r");
        awaitBanner("Sending has stopped; open Details.");
        robot.waitFor("the edit again", () -> written().equals("mine!"));
        assertEquals("Edit your message: mine", strip());
        client.refusal = Optional.empty();
        robot.click(field(), 60, 8);
        robot.type("\r");
        robot.waitFor("the edit", () -> now(mine).text().endsWith("!"));
        assertEquals("half", written());
    }

    @Test
    void takesUpNothingTooLongToBeEdited() {
        var text = "x".repeat(1200);
        said("lea", text);
        look();
        go("xxx");
        robot.type("e");
        awaitBanner("That is too long to be edited here.");
        assertEquals("", written());
        assertEquals("", strip());
    }
}
