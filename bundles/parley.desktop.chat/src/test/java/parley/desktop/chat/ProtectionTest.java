package parley.desktop.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.eclipse.swt.widgets.Canvas;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.client.api.CommandException.Yes;
import parley.client.api.Conversations.Kind;
import parley.client.api.Event.SuiteChanged;
import parley.client.api.Event.SuitesPresent;
import parley.client.api.Happening;
import parley.client.api.Message;
import parley.client.api.SuiteChanges.Candidate;
import parley.client.api.SuiteChanges.Strength;
import parley.client.api.SuiteChanges.SuiteOf;
import parley.protocol.Address;
import parley.protocol.ConversationId;
import parley.testing.desktop.Robot;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Ciphers as a person meets them: a quiet line when one is missing, and changing it where they look for that. */
class ProtectionTest {

    private static final String LONG = "a.very.long.name-that-takes-32.x";

    @TempDir Path home;

    private final FakeClient client = new FakeClient();
    private final FakeSuites suites = new FakeSuites();
    private ConversationId mira;

    @BeforeAll
    static void screen() {
        Screen.needed();
    }

    @BeforeEach
    void talking() {
        client.signIn("lea");
        mira = client.talk("mira@relay.example", Kind.DIRECT, FakeClient.ago(Duration.ofHours(9)), "mira");
        client.message(mira, "mira", "Hello", FakeClient.ago(Duration.ofHours(8)), Message.State.READ);
        suites.present = List.of(FakeSuites.suite(0xF00D, "parley.cipher.xwing"), FakeSuites.suite(1, "parley.aes"));
        offers(mira, 0xF00D, candidate(1, Strength.WEAKER));
    }

    private static Candidate candidate(int suite, Strength strength, String... lacking) {
        List<Address> without = Arrays.stream(lacking).map(FakeClient::address).toList();
        return new Candidate(suite, "MLS_" + suite, strength, without);
    }

    private void offers(ConversationId id, int suite, Candidate... candidates) {
        suites.set(new SuiteOf(id, suite, "MLS_" + suite, true, true, Optional.empty(), List.of(candidates)));
    }

    private Stage stage() {
        var stage = new Stage(client, home);
        stage.ciphers.setSuites(suites);
        stage.ciphers.setChanges(suites);
        stage.robot.size(1000, 760);
        return stage;
    }

    private static void waitFor(Robot robot, String id) {
        robot.waitFor(id, () -> robot.shows(id));
    }

    private static Optional<String> line(Stage stage, String id) {
        return stage.robot.ui(
                () -> Optional.ofNullable(stage.desk.scene().talk().orElseThrow().find(id)).map(said -> said.text()));
    }

    @Test
    void aMissingCipherIsOneQuietLineThatGoesByItself() throws Exception {
        try (var stage = stage()) {
            var robot = stage.robot;
            stage.open(mira);
            assertFalse(robot.shows("banner"));
            client.ear.happened(new SuiteChanged(mira, 1, SuiteChanged.State.WAITING));
            waitFor(robot, "banner");
            assertTrue(
                    robot.words("banner")
                            .contains(
                                    "Waiting for the cipher AES-128 with X25519; what you write is sent when it is"
                                            + " back."),
                    () -> robot.words("banner"));
            client.ear.happened(new SuiteChanged(mira, 1, SuiteChanged.State.IN_USE));
            robot.waitFor("the line to go", () -> !robot.shows("banner"));
            suites.present = List.of(FakeSuites.suite(0xF00D, "parley.cipher.xwing")); // nobody has written meanwhile
            client.ear.happened(new SuitesPresent());
            waitFor(robot, "banner");
            assertTrue(robot.shows("banner.do"), "what helps");
            stage.ciphers.unsetChanges(suites);
            robot.waitFor("nothing to press", () -> !robot.shows("banner.do"));
            suites.present = List.of(FakeSuites.suite(1, "parley.cipher.aesgcm"));
            client.ear.happened(new SuitesPresent());
            robot.waitFor("the line to go", () -> !robot.shows("banner"));
        }
    }

    /** To test all takes longer than to show a window: what is not tested yet is taken to be there. */
    @Test
    void suitesAreTestedWhenAPersonLooksAtThem() throws Exception {
        suites.untested = List.of(1);
        suites.present = List.of();
        try (var stage = stage()) {
            var robot = stage.robot;
            stage.open(mira);
            assertFalse(robot.shows("banner"), "nothing is missing as far as is known");
            assertFalse(suites.awaited);
            robot.run(() -> stage.bench.commands().run("parley.ciphers.show"));
            Robot.until("they are tested", () -> suites.awaited);
            suites.untested = List.of();
            client.ear.happened(new SuitesPresent());
            robot.run(() -> stage.desk.open(new Selected.Talk(mira)));
            waitFor(robot, "banner");
        }
    }

    @Test
    void saysInTheListThatTheCipherWasChanged() throws Exception {
        try (var stage = stage()) {
            stage.open(mira);
            var change = client.governance.happened(mira, Happening.Kind.SUITE, "mira", "", "", 0xF00D);
            var id = "quiet-" + change.order();
            stage.robot.waitFor("the line", () -> line(stage, id).isPresent());
            assertEquals("mira changed the cipher to X-Wing", line(stage, id).orElseThrow());
        }
    }

    @Test
    void aWeakerOneIsUsedOnlyAfterAYesThatSaysWhatIsLost() throws Exception {
        try (var stage = stage()) {
            var robot = stage.robot;
            stage.open(mira);
            robot.click("talk.details");
            robot.click("contact.protection");
            robot.waitFor("the ciphers", () -> robot.shows("protection.ciphers"));
            var page = robot.words("protection");
            assertTrue(page.contains("The cipher is X-Wing: withstands quantum computers too."), page);
            var list = robot.find(Canvas.class, "protection.ciphers");
            assertEquals("AES-128 with X25519, Strong, Weaker", robot.ui(() -> Robot.spoken(list, 0)));
            robot.click(list, 100, 30);
            waitFor(robot, "protection.yes");
            var asked = robot.words("protection");
            assertTrue(asked.contains("AES-128 with X25519 is weaker than X-Wing."), asked);
            assertTrue(asked.contains("with a quantum computer"), asked);
            assertTrue(asked.contains("less in reserve"), asked);
            robot.type(" "); // what has the keyboard does no harm
            robot.waitFor("the ciphers", () -> !robot.shows("protection.yes"));
            assertEquals(List.of(), suites.calls());
            robot.click(list, 100, 30);
            robot.click("protection.yes");
            Robot.until("the change", () -> suites.calls().equals(List.of("use 1 weaker")));
            robot.waitFor("word of it", () -> robot.words("protection").contains("The cipher is changed"));
        }
    }

    @Test
    void namesWhoLacksOneAndWaitsOrLeavesIt() throws Exception {
        var team = client.talk("Design Team", Kind.GROUP, FakeClient.ago(Duration.ofHours(1)), "mira", "jonas", "ana");
        offers(team, 1, candidate(0xF00D, Strength.STRONGER, "jonas", "ana"));
        try (var stage = stage()) {
            var robot = stage.robot;
            stage.open(team);
            robot.click("talk.details");
            waitFor(robot, "group.protection");
            robot.click("group.protection");
            robot.waitFor("the ciphers", () -> robot.shows("protection.ciphers"));
            var list = robot.find(Canvas.class, "protection.ciphers");
            assertEquals(
                    "X-Wing, Withstands quantum computers too · 2 lack it, Stronger",
                    robot.ui(() -> Robot.spoken(list, 0)));
            robot.click(list, 100, 30);
            waitFor(robot, "protection.yes");
            var asked = robot.words("protection");
            assertTrue(asked.contains("jonas and ana have not said"), asked);
            robot.click("protection.yes");
            Robot.until("the wish", () -> suites.calls().equals(List.of("use " + 0xF00D + " waiting")));
            waitFor(robot, "protection.cancel");
            assertTrue(robot.words("protection").contains("The change to X-Wing waits for"));
            robot.click("protection.cancel");
            Robot.until("the end of it", () -> suites.calls().contains("cancel"));
            robot.waitFor("no wish", () -> !robot.shows("protection.cancel"));
            suites.refusal = Optional.of(new CommandException(Code.REFUSED, "the relay withholds a key; try again"));
            robot.click(list, 100, 30);
            waitFor(robot, "protection.yes");
            robot.click("protection.yes");
            robot.waitFor("the refusal", () -> robot.words("protection").contains("The relay withholds a key"));
            robot.click("protection.no");
            robot.click("protection.back");
            waitFor(robot, "group.protection");
        }
    }

    /** The suite of the conversation with mira is gone, another is there. */
    private void isMissing() {
        suites.present = List.of(FakeSuites.suite(0xF00D, "parley.cipher.xwing"));
        suites.set(
                new SuiteOf(
                        mira,
                        1,
                        "MLS_1",
                        false,
                        false,
                        Optional.empty(),
                        List.of(candidate(0xF00D, Strength.STRONGER))));
    }

    @Test
    void leadsFromTheQuietLineToWhatHelpsAndChangesNothing() throws Exception {
        isMissing();
        try (var stage = stage()) {
            var robot = stage.robot;
            stage.plugins.setPlugins(new FakePlugins());
            stage.open(mira);
            waitFor(robot, "banner.do");
            robot.click("banner.do");
            waitFor(robot, "protection.plugins");
            assertTrue(robot.words("protection").contains("It is not here at the moment"));
            assertTrue(robot.words("protection").contains("There are also"));
            robot.click(robot.find(Canvas.class, "protection.ciphers"), 100, 30);
            assertFalse(robot.shows("protection.yes"), "this device cannot");
            robot.picture("what-helps");
            robot.click("protection.plugins");
            waitFor(robot, "plugins.install");
            assertEquals(List.of(), suites.calls());
        }
    }

    @Test
    void beginsAnewWhatCannotGoOnBetweenTwo() throws Exception {
        isMissing();
        client.membership.weakens = true;
        try (var stage = stage()) {
            var robot = stage.robot;
            stage.open(mira);
            robot.click("talk.details");
            robot.click("contact.protection");
            waitFor(robot, "protection.restart");
            robot.click("protection.restart");
            robot.waitFor("the question", () -> robot.words("protection").contains("is weaker than P384"));
            robot.click("protection.restart");
            Robot.until("begun", () -> client.calls().containsAll(List.of("restart", "restart weaker")));
            robot.waitFor("the answer", () -> robot.words("protection").contains("It begins anew"));
        }
    }

    /** Only the relay knew: what this profile knows of others is as old as their keys. */
    @Test
    void offersToWaitForWhomNobodyKnewToLackIt() throws Exception {
        suites.refusal =
                Optional.of(
                        new CommandException(
                                Yes.WAITING,
                                "mira@relay.example does not have the cipher MLS_1; ask them to install it, or wait"));
        try (var stage = stage()) {
            var robot = stage.robot;
            stage.open(mira);
            robot.click("talk.details");
            robot.click("contact.protection");
            robot.waitFor("the ciphers", () -> robot.shows("protection.ciphers"));
            robot.click(robot.find(Canvas.class, "protection.ciphers"), 100, 30);
            waitFor(robot, "protection.yes");
            robot.click("protection.yes");
            robot.waitFor("the refusal", () -> robot.words("protection").contains("mira@relay.example does not have"));
            robot.click("protection.yes");
            Robot.until("the wish", () -> suites.calls().equals(List.of("use 1 weaker", "use 1 weaker waiting")));
        }
    }

    /** What is written tells nothing: another refusal that ends as the questions do is none. */
    @Test
    void asksNothingThatTheRefusalDoesNot() throws Exception {
        suites.refusal =
                Optional.of(
                        new CommandException(
                                Code.REFUSED, "the relay may hide what they have, or let the change wait for them"));
        try (var stage = stage()) {
            var robot = stage.robot;
            stage.open(mira);
            robot.click("talk.details");
            robot.click("contact.protection");
            robot.waitFor("the ciphers", () -> robot.shows("protection.ciphers"));
            robot.click(robot.find(Canvas.class, "protection.ciphers"), 100, 30);
            waitFor(robot, "protection.yes");
            robot.click("protection.yes");
            robot.waitFor("the refusal", () -> robot.words("protection").contains("The relay may hide"));
            robot.click("protection.yes");
            Robot.until("the same again", () -> suites.calls().equals(List.of("use 1 weaker", "use 1 weaker")));
        }
    }

    @Test
    void isNotThereWithoutTheServiceBehindIt() throws Exception {
        var team = client.talk("Design Team", Kind.GROUP, FakeClient.ago(Duration.ofHours(1)), "mira");
        try (var stage = new Stage(client, home)) {
            var robot = stage.robot;
            robot.size(1000, 760);
            stage.open(mira);
            robot.click("talk.details");
            waitFor(robot, "contact.block");
            assertFalse(robot.shows("contact.protection"));
            stage.open(team);
            robot.click("talk.details");
            waitFor(robot, "group.leave");
            assertFalse(robot.shows("group.protection"));
            assertFalse(robot.words("group").contains("cipher"));
        }
    }

    @Test
    void picturesOfCiphers() throws Exception {
        var team =
                client.talk(
                        "צוות העיצוב — Design & balcony team 🐈 of the very long name",
                        Kind.GROUP,
                        FakeClient.ago(Duration.ofHours(1)),
                        "mira",
                        "jonas",
                        "ana",
                        LONG);
        client.message(team, "mira", "سلام! 🎬", FakeClient.ago(Duration.ofMinutes(5)), Message.State.READ);
        offers(
                team,
                1,
                candidate(0xF00D, Strength.STRONGER, "jonas", "ana", LONG),
                candidate(4, Strength.STRONGER),
                candidate(3, Strength.EQUAL));
        try (var stage = stage()) {
            var robot = stage.robot;
            for (boolean dark : new boolean[] {false, true}) {
                stage.bench.theme(dark);
                for (boolean small : new boolean[] {false, true}) {
                    var how = (small ? "small-" : "") + (dark ? "dark" : "light");
                    robot.size(small ? 520 : 1180, small ? 560 : 780);
                    stage.open(team);
                    client.ear.happened(new SuiteChanged(team, 1, SuiteChanged.State.WAITING));
                    client.governance.happened(team, Happening.Kind.SUITE, "mira", "", "", 1);
                    client.ear.happened(new SuiteChanged(team, 1, SuiteChanged.State.WAITING));
                    waitFor(robot, "banner");
                    robot.picture("quiet-line-" + how);
                    client.ear.happened(new SuiteChanged(team, 1, SuiteChanged.State.IN_USE));
                    robot.click("talk.details");
                    waitFor(robot, "group.protection");
                    robot.picture("group-details-" + how);
                    robot.click("group.protection");
                    robot.waitFor("the ciphers", () -> robot.shows("protection.ciphers"));
                    robot.picture("protection-" + how);
                    robot.click(robot.find(Canvas.class, "protection.ciphers"), 60, 30);
                    waitFor(robot, "protection.yes");
                    robot.picture("protection-question-" + how);
                    robot.click("protection.no");
                    stage.open(mira);
                    robot.click("talk.details");
                    robot.click("contact.protection");
                    robot.waitFor("the ciphers", () -> robot.shows("protection.ciphers"));
                    robot.picture("details-direct-" + how);
                    robot.click(robot.find(Canvas.class, "protection.ciphers"), 60, 30);
                    waitFor(robot, "protection.yes");
                    robot.picture("protection-weaker-" + how);
                    robot.click("protection.no");
                }
            }
        }
    }
}
