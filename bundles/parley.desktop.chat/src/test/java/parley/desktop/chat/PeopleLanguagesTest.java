package parley.desktop.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.eclipse.swt.SWT;
import org.eclipse.swt.custom.StyledText;
import org.eclipse.swt.graphics.GC;
import org.eclipse.swt.graphics.Image;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Label;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import parley.client.api.Contacts.Contact;
import parley.client.api.Contacts.State;
import parley.client.api.Contacts.Trust;
import parley.client.api.Conversations.Kind;
import parley.client.api.Event.LinkChanged;
import parley.client.api.Message;
import parley.client.api.Search;
import parley.client.api.Verification.CheckState;
import parley.desktop.api.TextStyle;
import parley.desktop.api.control.TextPush;
import parley.desktop.api.text.Language;
import parley.desktop.chat.image.Pixels;
import parley.protocol.ConversationId;
import parley.testing.desktop.Robot;

import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Properties;

/** What the window says of people, of the list and at its first start, in each language: all of it, and uncut. */
class PeopleLanguagesTest {

    private static final String PHRASES = "/OSGI-INF/l10n/parley.desktop.chat";

    @TempDir Path home;

    private final FakeClient client = new FakeClient();
    private ConversationId mira;
    private Properties english;
    private Properties phrases;
    private Robot robot;
    private Stage stage;

    @BeforeAll
    static void screen() {
        Screen.needed();
    }

    @AfterEach
    void speakAsBefore() {
        Language.choose(Language.SYSTEM);
    }

    private static Properties phrases(String ending) throws IOException {
        var read = new Properties();
        try (var in = Stage.class.getResourceAsStream(PHRASES + ending + ".properties")) {
            read.load(new InputStreamReader(in, StandardCharsets.UTF_8));
        }
        return read;
    }

    private Stage stage(String language, String theme) throws IOException {
        english = phrases("");
        phrases = phrases("_" + language);
        var file = home.resolve("client/desktop.properties");
        Files.createDirectories(file.getParent());
        Files.writeString(file, "language=" + language + "\ntheme=parley." + theme + "\n");
        stage = new Stage(client, home);
        robot = stage.robot;
        robot.size(900, 700);
        return stage;
    }

    private void stranger(String name, State state, Optional<State> former) {
        client.contacts.put(
                new Contact(
                        FakeClient.address(name),
                        FakeClient.key(name),
                        state,
                        Optional.empty(),
                        Trust.UNVERIFIED,
                        former,
                        Optional.empty()));
    }

    private void everybody() throws Exception {
        client.signIn("lea");
        mira = client.talk("mira@relay.example", Kind.DIRECT, FakeClient.ago(Duration.ofHours(9)), "mira");
        client.message(mira, "mira", "The lake is frozen", FakeClient.ago(Duration.ofHours(8)), Message.State.READ);
        client.talk("Lake crew", Kind.GROUP, FakeClient.ago(Duration.ofHours(9)), "lea", "mira", "jonas");
        for (var name : List.of("ana", "jonas", "otto")) {
            var talk = client.talk(name + "@relay.example", Kind.DIRECT, FakeClient.ago(Duration.ofDays(9)), name);
            client.settings.archive(talk, true);
        }
        stranger("noor", State.ASKS, Optional.empty());
        stranger("otis", State.ASKS, Optional.of(State.BLOCKED));
        stranger("kim", State.ASKS, Optional.empty());
        stranger("spam", State.BLOCKED, Optional.empty());
        stranger("ned", State.DENIED, Optional.empty());
    }

    private Search.Page find(Search.Query query) {
        var found = new ArrayList<Search.Found>();
        for (var message : client.conversations.page(mira, Long.MAX_VALUE, 100))
            found.add(new Search.Found(message, new Search.Range(0, message.text().length()), List.of()));
        return new Search.Page(found, OptionalLong.empty(), false);
    }

    private String said(String key) {
        return phrases.getProperty(key);
    }

    /**
     * Takes a picture of the page {@code id}, after a look at it: it says {@code key}, nothing in English, all whole.
     */
    private void look(String id, String key, String picture) throws IOException {
        robot.waitFor(id, () -> robot.shows(id));
        robot.waitFor(key, () -> words(id).contains(said(key)));
        robot.settle();
        robot.picture("people-" + picture + "-" + Language.current().tag());
        for (var each : english.stringPropertyNames()) {
            var plain = english.getProperty(each);
            if (plain.equals(said(each)) || phrases.containsValue(plain) || plain.indexOf('{') >= 0) continue;
            assertTrue(!words(id).contains(plain), () -> picture + " says in English: " + plain);
        }
        var control = robot.find(Control.class, id);
        assertEquals(List.of(), robot.ui(() -> cut(control)), picture);
    }

    /** What labels and buttons say within {@code id}. */
    private List<String> words(String id) {
        var control = robot.find(Control.class, id);
        return robot.ui(() -> gathered(control));
    }

    private static List<String> gathered(Control control) {
        var all = new ArrayList<String>();
        gather(control, all);
        return all;
    }

    private static void gather(Control control, List<String> all) {
        if (!control.isVisible()) return;
        if (control instanceof Label label) all.add(label.getText().replace("&&", "&"));
        else if (control.getData("test.id") != null) all.add(Robot.spoken(control, -1));
        if (control instanceof Composite parent) for (var child : parent.getChildren()) gather(child, all);
    }

    /** What of a button's word or a sentence is out of view. */
    private List<String> cut(Control control) {
        var cut = new ArrayList<String>();
        if (!control.isVisible()) return cut;
        var size = control.getSize();
        if (control instanceof TextPush push) {
            var name = Robot.spoken(push, -1);
            var gc = new GC(push);
            gc.setFont(stage.bench.theme().font(TextStyle.STRONG));
            if (gc.textExtent(name).x > size.x - 16) cut.add(name);
            gc.dispose();
        } else if (control instanceof Label label && !label.getText().isEmpty()) {
            if (label.computeSize(size.x, SWT.DEFAULT).y > size.y) cut.add(label.getText());
            if (size.x > label.getParent().getClientArea().width) cut.add(label.getText());
        }
        if (control instanceof Composite parent) for (var child : parent.getChildren()) cut.addAll(cut(child));
        return cut;
    }

    private void open(Selected chosen) {
        robot.run(() -> stage.desk.open(chosen));
    }

    @ParameterizedTest
    @CsvSource({"de,dark", "es,light", "fa,dark", "zh,light", "fa,light"})
    void peopleAreSpokenOfInEachLanguage(String language, String theme) throws Exception {
        everybody();
        try (var _ = stage(language, theme)) {
            robot.waitFor("the list", () -> stage.desk.scene().lines().size() > 2);
            stage.notices.link(LinkChanged.State.OFFLINE, Optional.empty(), true);
            var list = robot.find(Control.class, "conversations");
            assertTrue(robot.ui(() -> Robot.spoken(list, 0)).startsWith(said("requests.title")));
            robot.picture("people-list-" + language);
            open(new Selected.Asking());
            look("requests", "requests.about", "requests");
            open(new Selected.Person(FakeClient.key("noor")));
            look("person", "person.asks", "person");
            open(new Selected.Profile());
            robot.waitFor("what one says", () -> robot.shows("profile.save"));
            look("profile", "profile.seen", "profile");
            open(new Selected.Picture(new Pixels(300, 200, new int[60_000]), new Selected.Profile(), _ -> {}));
            look("part", "part.how", "part");
            robot.run(stage.door::open);
            look("add.page", "add.who", "add");
            robot.click("add.back");
            contact();
            search();
        }
    }

    private void contact() throws Exception {
        open(new Selected.Contact(FakeClient.key("mira")));
        robot.waitFor("the number", () -> robot.shows("contact.number"));
        look("contact", "contact.words", "contact");
        robot.click("contact.block");
        look("contact", "contact.block.no", "block");
        robot.click("contact.block.no");
        client.verification.stands("mira", CheckState.COMPARE, "", "river", "candle", "orbit");
        robot.waitFor("three words", () -> robot.shows("contact.words"));
        robot.size(640, 700);
        look("contact", "verify.same", "words");
        client.verification.stands("mira", CheckState.ENDED, "");
        robot.size(900, 700);
        client.verification.anotherKey("mira");
        stage.open(mira);
        robot.waitFor("the question", () -> robot.shows("key.keep"));
        look("banner", "doubt.compare", "doubt");
    }

    private void search() throws Exception {
        stage.search.setSearch((query, _, _) -> find(query));
        var list = robot.find(Control.class, "conversations");
        robot.click("search");
        robot.type("lake");
        robot.waitFor("what was found", () -> Robot.spoken(list, 1).startsWith(said("hits.title")));
        robot.picture("people-search-" + Language.current().tag());
    }

    @ParameterizedTest
    @CsvSource({"de,light", "es,dark", "fa,light", "zh,dark"})
    void theFirstStartSpeaksEachLanguage(String language, String theme) throws Exception {
        try (var _ = stage(language, theme)) {
            stage.cover(parent ->
                    new FirstRunView(parent, client, stage.ownRelay, stage.bench.theme(), stage.bench.ui(), () -> {}));
            robot.waitFor("the name", () -> robot.shows("first.name"));
            robot.size(640, 560);
            robot.picture("people-first-" + language);
            var own = robot.find(Control.class, "first.own");
            assertEquals(List.of(), robot.ui(() -> cut(own.getParent())));
            assertEquals(said("first.own"), name("first.own"));
            assertEquals(said("first.link.hint"), name("first.link"));
        }
    }

    @ParameterizedTest
    @CsvSource({"de,dark", "es,light", "fa,dark", "zh,light"})
    void aProfileThatCannotBeUsedIsSpokenOfInEachLanguage(String language, String theme) throws Exception {
        try (var _ = stage(language, theme)) {
            var sentence = "Another Parley (process 4711) has this profile open: use that one, or close it first.";
            stage.cover(parent -> new ProblemView(parent, stage.bench.theme(), sentence, () -> {}));
            robot.waitFor("the way on", () -> robot.shows("problem.again"));
            robot.size(640, 440);
            robot.picture("people-problem-" + language);
            var again = robot.find(Control.class, "problem.again");
            assertEquals(List.of(), robot.ui(() -> cut(again.getParent())));
            assertEquals(said("problem.retry"), name("problem.again"));
            var set = robot.ui(() -> gathered(again.getParent())).contains("\u2068" + sentence + "\u2069");
            assertEquals(language.equals("fa"), set, "set apart where it runs the other way");
        }
    }

    /** SWT counts x from the right in a text, but for the caret that it paints. */
    @ParameterizedTest
    @CsvSource({"fa,right", "de,left"})
    void theCaretStandsWhereOneWrites(String language, String side) throws Exception {
        client.signIn("lea");
        try (var _ = stage(language, "light")) {
            robot.waitFor("the search", () -> robot.shows("search"));
            robot.click("search");
            var search = robot.find(StyledText.class, "search");
            robot.waitFor("the keyboard", search::isFocusControl);
            robot.type("x");
            robot.press(SWT.BS);
            robot.waitFor("nothing in it", () -> search.getCharCount() == 0);
            int wide = robot.ui(() -> search.getClientArea().width);
            Robot.until("the caret at the " + side, () -> inked(search, wide).equals(side));
            assertEquals(0, robot.ui(() -> search.getCaret().getLocation().x), "as the text has placed it");
        }
    }

    /** At which edge of {@code text} something is painted: left, right, both or neither. It may blink. */
    private String inked(StyledText text, int wide) {
        return robot.ui(() -> {
            var image = new Image(text.getDisplay(), wide, 12);
            var gc = new GC(text);
            gc.copyArea(image, 0, 0);
            gc.dispose();
            var data = image.getImageData();
            image.dispose();
            int ground = data.getPixel(wide / 2, 6);
            boolean left = data.getPixel(0, 6) != ground || data.getPixel(1, 6) != ground;
            boolean right = data.getPixel(wide - 1, 6) != ground || data.getPixel(wide - 2, 6) != ground;
            return left && right ? "both" : left ? "left" : right ? "right" : "neither";
        });
    }

    private String name(String id) {
        var control = robot.find(Control.class, id);
        return robot.ui(() -> Robot.spoken(control, -1));
    }
}
