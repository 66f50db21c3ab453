package parley.desktop.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Canvas;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Label;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import parley.client.api.Conversations.Kind;
import parley.client.api.Governance.LinkState;
import parley.client.api.Governance.Rules;
import parley.client.api.Message;
import parley.client.api.Plugins.Declared;
import parley.client.api.Plugins.Offer;
import parley.client.api.Plugins.State;
import parley.client.api.SuiteChanges.Candidate;
import parley.client.api.SuiteChanges.Strength;
import parley.client.api.SuiteChanges.SuiteOf;
import parley.desktop.api.control.Push;
import parley.desktop.api.control.TextPush;
import parley.desktop.api.control.TogglePush;
import parley.desktop.api.text.Language;
import parley.protocol.Address;
import parley.protocol.ConversationId;
import parley.testing.desktop.Robot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The pages about a conversation, ciphers and plug-ins in every language: whole, and with room for what they say. */
class PagesInLanguagesTest {

    private static final String NAME = "example.cipher.jdk";

    /** What others have written, and what is the same everywhere. */
    private static final Set<String> OTHERS =
            Set.of(
                    "Boats && tea for all",
                    "Suite one by the JDK.",
                    "Ciphers, network.",
                    PluginFacts.grouped(FakePlugins.PUBLISHER));

    /** What is said in English: read once, for all. */
    private static final Set<String> english = new TreeSet<>();

    private static final Pattern WORDS = Pattern.compile("(?s).*\\p{L}{2,}[,.:]? \\p{L}{2,}.*");

    @TempDir Path home;

    private final FakeClient client = new FakeClient();
    private final FakeSuites suites = new FakeSuites();
    private final FakePlugins plugins = new FakePlugins();
    private final Set<String> said = new TreeSet<>();
    private ConversationId crew;
    private ConversationId mira;
    private ConversationId team;

    @BeforeAll
    static void screen() {
        Screen.needed();
    }

    @AfterEach
    void speakAsBefore() {
        Language.choose(Language.SYSTEM);
    }

    @BeforeEach
    void talking() throws Exception {
        client.signIn("lea");
        mira = client.talk("mira@relay.example", Kind.DIRECT, FakeClient.ago(Duration.ofHours(9)), "mira");
        client.message(mira, "mira", "👋", FakeClient.ago(Duration.ofHours(8)), Message.State.READ);
        client.settings.lifetime(mira, Duration.ofDays(7), Duration.ofHours(1));
        team = client.talk("Team", Kind.GROUP, FakeClient.ago(Duration.ofHours(3)), "mira", "jonas");
        client.membership.stuck.add(team);
        client.stop(team, "👋", true);
        crew = client.talk("Crew", Kind.GROUP, FakeClient.ago(Duration.ofHours(1)), "ana", "jonas", "mira");
        client.message(crew, "ana", "👋", FakeClient.ago(Duration.ofMinutes(50)), Message.State.READ);
        client.governance.asks(crew, "noor");
        var link = new LinkState(Optional.of(Instant.now().plusSeconds(90_000)), Optional.of(7));
        var banned = List.of(client.governance.person(FakeClient.address("mallory")));
        client.governance.set(
                crew,
                _ ->
                        new Rules(
                                "",
                                "Boats & tea for all",
                                Optional.empty(),
                                true,
                                true,
                                false,
                                Optional.of(link),
                                banned,
                                true,
                                true));
        client.membership.linked.add(crew);
        suites.present = List.of(FakeSuites.suite(0xF00D, "parley.cipher.xwing"), FakeSuites.suite(1, NAME));
        var candidates = List.of(candidate(1, Strength.WEAKER, "jonas", "ana"), candidate(5, Strength.EQUAL, "mira"));
        suites.set(new SuiteOf(crew, 0xF00D, "MLS_61453", true, true, Optional.empty(), candidates));
        suites.set(new SuiteOf(mira, 1, "MLS_1", false, false, Optional.empty(), List.of()));
        plugins.all.add(FakePlugins.plugin(NAME, "1.0.0", State.RUNNING, Optional.empty(), "suite one by the JDK"));
        plugins.offer =
                Optional.of(
                        new Offer(
                                NAME,
                                "1.2.0",
                                FakePlugins.PUBLISHER,
                                false,
                                false,
                                new Declared("suite one by the JDK", List.of("ciphers")),
                                ""));
    }

    private static Candidate candidate(int suite, Strength strength, String... lacking) {
        List<Address> without = Arrays.stream(lacking).map(FakeClient::address).toList();
        return new Candidate(suite, "MLS_" + suite, strength, without);
    }

    private Stage stage(String language) throws IOException {
        var file = home.resolve("client/desktop.properties");
        Files.createDirectories(file.getParent());
        Files.writeString(file, "language=" + language + "\ntheme=parley.light\n");
        var stage = new Stage(client, home);
        stage.ciphers.setSuites(suites);
        stage.ciphers.setChanges(suites);
        stage.plugins.setPlugins(plugins);
        stage.robot.waitFor("the list", () -> !stage.desk.scene().lines().isEmpty());
        return stage;
    }

    /** Shows one page after the other, at a size at which long words have little room. */
    private void show(Stage stage, String how) throws IOException {
        var robot = stage.robot;
        open(stage, new Selected.Group(crew), "group.asking");
        look(robot, "group", how);
        robot.click(robot.find(Canvas.class, "group.asking"), 60, 30);
        looked(robot, "group.approve", "group", "group-asking", how);
        robot.click("group.later");
        waitFor(robot, "group.add");
        robot.click("group.add");
        looked(robot, "group.add.yes", "group", "group-adding", how);
        robot.click("group.add.no");
        waitFor(robot, "group.leave");
        robot.click("group.leave");
        looked(robot, "group.stay", "group", "group-leaving", how);
        robot.click("group.stay");
        waitFor(robot, "group.leave");
        robot.click(robot.find(Canvas.class, "group.members"), 60, 56 + 28);
        looked(robot, "group.ban", "group", "group-member", how);
        robot.click("group.ban");
        looked(robot, "group.keep", "group", "group-ban", how);
        robot.click("group.keep");
        waitFor(robot, "group.leave");
        open(stage, new Selected.GroupSettings(crew), "group.banned");
        look(robot, "group.rules", how);
        open(stage, new Selected.GroupLink(crew), "group.link.end");
        look(robot, "group.links", how);
        open(stage, new Selected.Lasting(mira), "lasting.0");
        look(robot, "lasting", how);
        open(stage, new Selected.Export(mira), "export.save");
        look(robot, "export", how);
        open(stage, new Selected.Path(mira), "path.details");
        if (!robot.shows("path.copy")) robot.click("path.details");
        looked(robot, "path.copy", "path", "path", how);
        open(stage, new Selected.Protection(mira), "protection.restart");
        robot.waitFor("its buttons", () -> robot.shows("protection.plugins"));
        looked(robot, "protection.restart", "protection", "protection-missing", how);
        open(stage, new Selected.Protection(crew), "protection.ciphers");
        robot.waitFor("its ciphers", () -> robot.shows("protection.ciphers"));
        look(robot, "protection", how);
        robot.click(robot.find(Canvas.class, "protection.ciphers"), 60, 30);
        looked(robot, "protection.yes", "protection", "protection-question", how);
        open(stage, new Selected.Ciphers(), "ciphers.list");
        look(robot, "ciphers", how);
        robot.click(robot.find(Canvas.class, "ciphers.list"), 60, 90);
        looked(robot, "ciphers.prefer", "ciphers", "cipher", how);
        open(stage, new Selected.Plugins(), "plugins.list");
        look(robot, "plugins", how);
        robot.click(robot.find(Canvas.class, "plugins.list"), 60, 30);
        looked(robot, "plugins.remove", "plugins", "plugin", how);
        robot.click("plugins.remove");
        looked(robot, "plugins.remove.yes", "plugins", "plugin-removal", how);
        robot.click("plugins.remove.no");
        waitFor(robot, "plugins.update");
        robot.drop("plugins", "/somewhere/sample.jar");
        looked(robot, "plugins.yes", "plugins", "plugin-question", how);
        open(stage, new Selected.Group(team), "group.restart");
        robot.click("group.restart");
        looked(robot, "group.restart.yes", "group", "group-restart", how);
        robot.click("group.restart.no");
    }

    private static void open(Stage stage, Selected page, String shows) {
        stage.robot.run(() -> stage.desk.open(page));
        waitFor(stage.robot, shows);
    }

    private static void waitFor(Robot robot, String id) {
        robot.waitFor(id, () -> robot.shows(id));
    }

    private void looked(Robot robot, String shows, String page, String name, String how) throws IOException {
        waitFor(robot, shows);
        look(robot, page, name, how);
    }

    private void look(Robot robot, String page, String how) throws IOException {
        look(robot, page, page, how);
    }

    /** Notes what the page says, takes its picture, and finds what has no room. */
    private void look(Robot robot, String page, String name, String how) throws IOException {
        robot.picture("pages-" + name.replace('.', '-') + "-" + how);
        var parent = robot.find(Composite.class, page);
        var cut = new ArrayList<String>();
        robot.run(() -> read(parent, cut));
        assertEquals(List.of(), cut, name + " " + how);
    }

    private void read(Composite parent, List<String> cut) {
        for (var child : parent.getChildren()) {
            if (!child.isVisible()) continue;
            switch (child) {
                case Label label -> {
                    said.add(label.getText());
                    if (high(label) > label.getSize().y) cut.add(label.getText());
                }
                case TogglePush toggle -> {
                    said.add(Robot.spoken(toggle, -1));
                    if (high(toggle) > toggle.getSize().y) cut.add(Robot.spoken(toggle, -1));
                }
                case TextPush push -> {
                    said.add(Robot.spoken(push, -1));
                    int wide = push.computeSize(SWT.DEFAULT, SWT.DEFAULT).x, room = parent.getClientArea().width;
                    boolean whole = high(push) <= push.getSize().y && wide <= 2 * push.getSize().x;
                    if (!whole || push.getSize().x > room) cut.add(Robot.spoken(push, -1));
                }
                case Push push -> said.add(Robot.spoken(push, -1));
                case Composite inner -> read(inner, cut);
                default -> {}
            }
        }
    }

    private static int high(Control control) {
        return control.computeSize(control.getSize().x, SWT.DEFAULT).y;
    }

    /** Everything that the pages say, in a window so small that sentences and buttons have little room. */
    private Set<String> said(String language) throws Exception {
        try (var stage = stage(language)) {
            stage.robot.size(600, 640);
            stage.bench.theme(language.equals("fa") || language.equals("de"));
            show(stage, language);
        }
        return said;
    }

    /** What the pages say in English, where more than a word. */
    private Set<String> english() throws Exception {
        if (english.isEmpty()) {
            said("en").stream().filter(each -> WORDS.matcher(each).matches()).forEach(english::add);
            english.removeAll(OTHERS);
            assertTrue(english.size() > 60, () -> "nearly everything was read: " + english);
            said.clear();
        }
        return english;
    }

    @ParameterizedTest
    @ValueSource(strings = {"de", "es", "fa", "zh"})
    void nothingIsLeftInEnglishOrCutOff(String language) throws Exception {
        var before = english();
        var left = new TreeSet<>(said(language));
        left.retainAll(before);
        assertEquals(Set.of(), left);
        if (!language.equals("fa")) return;
        assertTrue(said.contains("۴ نفر"), said.toString());
        var until = Pattern.compile("تا \\P{IsLatin}*۲۰\\P{IsLatin}* به ۷ نفر دیگر");
        assertTrue(said.stream().anyMatch(each -> until.matcher(each).find()), said.toString());
        var key = "\u2068" + PluginFacts.grouped(FakePlugins.PUBLISHER) + "\u2069";
        assertTrue(said.contains(key), "a key runs from left to right, or its groups change places");
    }
}
