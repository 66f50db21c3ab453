package parley.desktop.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.eclipse.swt.SWT;
import org.eclipse.swt.custom.StyledText;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Listener;
import org.eclipse.swt.widgets.Menu;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import parley.client.api.Conversations.Kind;
import parley.client.api.Message;
import parley.desktop.api.Spelling;
import parley.desktop.spelling.HunspellSpelling;
import parley.desktop.spelling.SpellingPage;
import parley.protocol.ConversationId;
import parley.testing.MemoryStore;
import parley.testing.desktop.Robot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A person sees what is misspelt, and has it corrected by keys or pointer. */
class SpellingViewTest {

    @TempDir Path home;

    private final FakeClient client = new FakeClient();
    private ConversationId mira;
    private Stage stage;
    private Robot robot;
    private HunspellSpelling spelling;

    @BeforeAll
    static void screen() {
        Screen.needed();
    }

    @BeforeEach
    void open() throws IOException {
        dictionary("en_US", "the", "house", "is", "green", "see", "mouse", "horse");
        dictionary("de_DE", "das", "Haus", "ist", "grün");
        client.signIn("lea");
        mira = client.talk("mira@relay.example", Kind.DIRECT, FakeClient.ago(Duration.ofHours(2)), "mira");
        client.message(
                mira, "mira", "How is the new house?", FakeClient.ago(Duration.ofMinutes(3)), Message.State.RECEIVED);
        stage = new Stage(client, home);
        robot = stage.robot;
        stage.bench.settings().set("spelling.languages", "en_US,de_DE");
        Map<String, Object> launcher = Map.of("launcher.home", home.toString());
        spelling = new HunspellSpelling(launcher, new MemoryStore(), stage.bench.settings());
        stage.spelling.setSpelling(spelling);
        stage.bench.add("parley.spelling", "Spelling", 940, new SpellingPage(spelling));
        robot.size(1000, 700);
        stage.open(mira);
        robot.click(field(), 20, 8);
    }

    @AfterEach
    void end() throws Exception {
        stage.close();
    }

    private void dictionary(String id, String... words) throws IOException {
        var folder = Files.createDirectories(home.resolve("dictionaries"));
        Files.writeString(folder.resolve(id + ".aff"), "SET UTF-8\nTRY esianrtolcdugmphbyfvkwzxq\n");
        Files.writeString(folder.resolve(id + ".dic"), words.length + "\n" + String.join("\n", words) + "\n");
    }

    private StyledText field() {
        return robot.find(StyledText.class, "compose");
    }

    private String written() {
        return robot.ui(() -> field().getText());
    }

    private void write(String text) {
        robot.run(() -> {
            field().setText(text);
            field().setCaretOffset(text.length());
            field().showSelection();
        });
    }

    /** The words that are marked now. */
    private String marked() {
        return robot.ui(() ->
                Arrays.stream(field().getStyleRanges())
                        .filter(it -> it.underline && it.underlineStyle == SWT.UNDERLINE_SQUIGGLE)
                        .map(it -> field().getTextRange(it.start, it.length))
                        .collect(Collectors.joining(" ")));
    }

    private void awaitMarked(String words) {
        robot.waitFor("\"" + words + "\" marked", () -> marked().equals(words));
    }

    private String offer(int row) {
        var list = robot.find(Control.class, "offers");
        return robot.ui(() -> Robot.spoken(list, row));
    }

    @Test
    void marksWhatIsMisspeltInAnyLanguageOncePaused() throws Exception {
        robot.type("das Haus ist grün, the hosue is gren, ");
        awaitMarked("hosue gren");
        stage.bench.theme(false);
        robot.picture("spelling-light");
        stage.bench.theme(true);
        robot.settle();
        robot.picture("spelling-dark");
        assertEquals("hosue gren", marked(), "in another theme too");
        robot.type("see hoouse");
        robot.settle();
        awaitMarked("hosue gren");
        robot.press(SWT.HOME);
        awaitMarked("hosue gren hoouse");
    }

    @Test
    void correctsByKeysAlone() throws Exception {
        robot.type("the hosue is green");
        awaitMarked("hosue");
        robot.chord(SWT.MOD1, '.');
        robot.waitFor("the offers", () -> robot.shows("offers"));
        robot.picture("spelling-offers");
        assertEquals("house", offer(0));
        var offers = IntStream.range(0, 7).mapToObj(this::offer).takeWhile(it -> !it.equals("Suggestions")).toList();
        assertTrue(offers.size() <= 6, "" + offers);
        assertEquals("Add “hosue” to my words", offers.getLast());
        robot.type("\r");
        assertEquals("the house is green", written());
        awaitMarked("");
        robot.chord(SWT.MOD1, '.');
        assertFalse(robot.shows("offers"), "nothing is misspelt");
        assertEquals(0, client.conversations.page(mira, Long.MAX_VALUE, 9).stream().filter(it -> it.own()).count());
        robot.type("!\r");
        robot.waitFor("it", () -> client.conversations.page(mira, Long.MAX_VALUE, 9).size() == 2);
        var sent = client.conversations.page(mira, Long.MAX_VALUE, 1).getFirst();
        assertEquals("the house is green!", sent.text(), "one writes on where one was");
    }

    @Test
    void goesBackAlthoughItWasAskedTwice() {
        robot.type("the hosue is green");
        awaitMarked("hosue");
        robot.chord(SWT.MOD1, '.');
        robot.chord(SWT.MOD1, '.');
        robot.waitFor("the offers", () -> robot.shows("offers"));
        robot.type("\r");
        robot.waitFor("no offers", () -> !robot.shows("offers"));
        robot.type("!");
        assertEquals("the house is green!", written());
        robot.press(SWT.HOME);
        robot.type("is the hosue ");
        awaitMarked("hosue");
        robot.chord(SWT.MOD1, '.');
        robot.waitFor("the offers", () -> robot.shows("offers"));
        robot.type("\r");
        robot.waitFor("no offers", () -> !robot.shows("offers"));
        robot.type("the ");
        assertEquals("is the house the the house is green!", written());
    }

    @Test
    void leavesAWordAloneOnEscape() {
        robot.type("hosue the");
        awaitMarked("hosue");
        robot.chord(SWT.MOD1, '.');
        robot.waitFor("the offers", () -> robot.shows("offers"));
        robot.press(SWT.ESC);
        robot.waitFor("no offers", () -> !robot.shows("offers"));
        assertEquals("hosue the", written());
        assertTrue(robot.ui(() -> field().isFocusControl()));
    }

    @Test
    void learnsAWordAndForgetsItAgain() throws Exception {
        robot.type("see Plonk the");
        awaitMarked("Plonk");
        robot.chord(SWT.MOD1, '.');
        robot.waitFor("the offers", () -> robot.shows("offers"));
        robot.press(SWT.ARROW_UP); // the last one
        robot.type("\r");
        awaitMarked("");
        assertEquals("see Plonk the", written());
        robot.chord(SWT.MOD1, ',');
        robot.waitFor("the search", () -> robot.isAt("preferences.search"));
        robot.type("spell");
        robot.settle();
        assertTrue(robot.shows("spelling.language.en_US") && robot.shows("spelling.language.de_DE"));
        robot.picture("preferences-spelling-dark");
        robot.click("spelling.word.Plonk");
        robot.press(SWT.ESC);
        robot.waitFor("the preferences gone", () -> !robot.shows("preferences.search"));
        robot.click(field(), 20, 8);
        awaitMarked("Plonk");
    }

    @Test
    void correctsByThePointer() {
        robot.type("hosue the");
        awaitMarked("hosue");
        var at = robot.ui(() -> field().getLocationAtOffset(2));
        var opened = new AtomicBoolean();
        Listener shown =
                event -> {
                    if (event.widget instanceof Menu) opened.set(true);
                };
        robot.run(() -> field().getDisplay().addFilter(SWT.Show, shown));
        robot.clickRight(field(), at.x + 2, at.y + 6);
        robot.waitFor("the menu", opened::get);
        robot.press(SWT.ARROW_DOWN);
        robot.type("\r");
        robot.waitFor("the word", () -> written().equals("house the"));
        awaitMarked("");
    }

    @Test
    void marksNothingWhenTheOneWhoKnowsGoes() {
        robot.type("hosue the");
        awaitMarked("hosue");
        stage.spelling.unsetSpelling(spelling);
        robot.type(" ");
        awaitMarked("");
        robot.chord(SWT.MOD1, '.');
        assertFalse(robot.shows("offers"));
    }

    @Test
    void looksAtWhatIsInViewAlone() {
        write("hosue the\n".repeat(300) + "gren the");
        robot.waitFor("marks", () -> marked().endsWith("gren"));
        assertTrue(marked().split(" ").length < 20, marked());
        robot.press(SWT.MOD1, SWT.HOME);
        robot.waitFor("marks above", () -> robot.ui(() -> field().getStyleRangeAtOffset(1) != null));
        assertTrue(marked().split(" ").length < 40, marked());
    }

    /** Whoever knows is slow, hangs or fails: the window is not. */
    @Test
    void waitsForNobody() throws Exception {
        var asked = new CountDownLatch(1);
        var ended = new CountDownLatch(1);
        stage.spelling.setSpelling(
                new Spelling() {
                    @Override
                    public List<Range> misspelt(String text) throws InterruptedException {
                        if (text.contains("fail")) throw new IllegalStateException("on purpose");
                        if (!text.contains("hang")) return List.of(new Range(0, 3));
                        asked.countDown();
                        try {
                            new CountDownLatch(1).await();
                        } finally {
                            ended.countDown();
                        }
                        return List.of();
                    }

                    @Override
                    public List<String> suggestions(String word, int most) {
                        return List.of();
                    }

                    @Override
                    public void learn(String word) {}
                });
        robot.type("hang");
        asked.await();
        robot.type(" on");
        ended.await(); // it was told that nobody waits
        write("fail");
        robot.settle();
        write("abcdef");
        awaitMarked("abc");
    }

    @Test
    void takesAKeyAtOnceInLongAndStrangeTexts() {
        for (var text :
                List.of(
                        "misspelt wrods that mkae a line \n".repeat(1_900),
                        "wrod ".repeat(Room.LINE / 5),
                        "a\u0336".repeat(400))) {
            write(text);
            robot.settle();
            robot.type("a");
            long before = stage.bench.cpuNanos();
            robot.type("bcdefgh");
            long took = (stage.bench.cpuNanos() - before) / 7;
            System.out.printf("a key, spelling looked at: %.1f ms%n", took / 1e6);
            assertTrue(took < 1_000_000_000L, took / 1e6 + " ms");
        }
    }
}
