package parley.desktop.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.swt.SWT;
import org.eclipse.swt.accessibility.ACC;
import org.eclipse.swt.custom.StyledText;
import org.eclipse.swt.graphics.Point;
import org.eclipse.swt.widgets.Canvas;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Layout;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.client.api.Contacts.State;
import parley.client.api.Conversations.Kind;
import parley.client.api.Message;
import parley.client.api.Profiles.Profile;
import parley.client.api.Verification.CheckState;
import parley.protocol.ConversationId;
import parley.protocol.content.SafetyNumber;
import parley.protocol.wire.Bytes;
import parley.testing.desktop.Robot;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** Whether somebody is who they seem, as a person finds out. */
class VerifyTest {

    @TempDir Path home;

    private final FakeClient client = new FakeClient();
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
    }

    private Stage stage() {
        var stage = new Stage(client, home);
        stage.robot.size(1000, 760);
        return stage;
    }

    private static void waitFor(Robot robot, String id) {
        robot.waitFor(id, () -> robot.shows(id));
    }

    private static void details(Stage stage) {
        stage.robot.click("talk.details");
        waitFor(stage.robot, "contact.number");
    }

    private static String card(Robot robot) {
        var card = robot.find(Canvas.class, "contact.card");
        return robot.ui(() -> Robot.spoken(card, ACC.CHILDID_SELF));
    }

    @Test
    void showsTheNumberAndRemembersThatItWasCompared() throws Exception {
        try (var stage = stage()) {
            var robot = stage.robot;
            stage.open(mira);
            details(stage);
            var number = robot.find(Canvas.class, "contact.number");
            var digits = SafetyNumber.of(FakeClient.key("lea"), FakeClient.key("mira")).text().replace(" ", ", ");
            assertEquals("Safety number: " + digits, robot.ui(() -> Robot.spoken(number, ACC.CHILDID_SELF)));
            assertEquals("mira, mira@relay.example, Not verified yet", card(robot));
            robot.click("contact.mark");
            robot.waitFor("the mark", () -> card(robot).contains("Verified on "));
            assertEquals(List.of("verified mira@relay.example"), client.calls());
            robot.click("contact.back");
            var head = robot.find(Canvas.class, "talk.head");
            robot.waitFor("the head", () -> Robot.spoken(head, ACC.CHILDID_SELF).contains("Verified · "));
            details(stage);
            robot.click("contact.mark");
            robot.waitFor("no mark", () -> card(robot).contains("Not verified yet"));
            assertEquals("not verified mira@relay.example", client.calls().getLast());
        }
    }

    /** Counts how often what it stands in is placed with all that is in it. */
    private static final class Counted extends Layout {

        private final AtomicInteger count;

        Counted(AtomicInteger count) {
            this.count = count;
        }

        @Override
        protected Point computeSize(Composite composite, int width, int height, boolean flush) {
            return new Point(0, 0);
        }

        @Override
        protected void layout(Composite composite, boolean flush) {
            count.incrementAndGet();
        }
    }

    /** Placing all of it takes a moment, which a person waits for. */
    @Test
    void isPlacedOnceAllThatIsKnownHasBeenRead() throws Exception {
        client.talk("jonas@relay.example", Kind.DIRECT, FakeClient.ago(Duration.ofHours(7)), "jonas");
        var placed = new AtomicInteger();
        var changes = new AtomicInteger();
        try (var stage = stage()) {
            var robot = stage.robot;
            stage.open(mira);
            details(stage);
            var page = robot.find(Composite.class, "contact");
            var number = robot.find(Canvas.class, "contact.number");
            robot.run(() -> {
                var counter = new Composite(page, SWT.NONE);
                GridDataFactory.swtDefaults().exclude(true).applyTo(counter);
                counter.setLayout(new Counted(placed));
                stage.desk.scene().watch(page, changes::incrementAndGet);
                placed.set(0);
                changes.set(0);
                stage.desk.open(new Selected.Contact(FakeClient.key("jonas")));
            });
            var digits = SafetyNumber.of(FakeClient.key("lea"), FakeClient.key("jonas")).text().replace(" ", ", ");
            robot.waitFor("jonas", () -> Robot.spoken(number, ACC.CHILDID_SELF).equals("Safety number: " + digits));
            robot.settle();
            assertTrue(card(robot).startsWith("jonas, "), card(robot));
            assertTrue(
                    robot.ui(() -> placed.get() >= 1 && placed.get() <= changes.get()),
                    () -> placed + " times, for " + changes + " changes");
        }
    }

    @Test
    void comparesThreeWordsWithThePersonWhoAgrees() throws Exception {
        try (var stage = stage()) {
            var robot = stage.robot;
            stage.open(mira);
            details(stage);
            robot.click("contact.check");
            robot.waitFor("the asking", () -> robot.words("contact").contains("is asked to compare three words"));
            assertFalse(robot.shows("contact.words"));
            assertFalse(robot.shows("contact.mark"), "one thing at a time");
            client.verification.stands("mira", CheckState.COMPARE, "", "river", "candle", "orbit");
            waitFor(robot, "contact.words");
            var tiles = robot.find(Canvas.class, "contact.words");
            assertEquals(
                    "Words to compare: river, candle, orbit", robot.ui(() -> Robot.spoken(tiles, ACC.CHILDID_SELF)));
            robot.click("check.same");
            robot.waitFor("the finding", () -> robot.words("contact").contains("The words are the same"));
            robot.waitFor("the mark", () -> card(robot).contains("Verified on "));
            assertTrue(client.calls().contains("match mira@relay.example"), () -> "" + client.calls());
            robot.click("check.seen");
            waitFor(robot, "contact.mark");
        }
    }

    /** The other begins, and the words turn out to differ. */
    @Test
    void isAskedWhereOneTalksAndWarnsIfTheyDiffer() throws Exception {
        client.verification.mark("mira", true);
        try (var stage = stage()) {
            var robot = stage.robot;
            stage.open(mira);
            client.verification.stands("mira", CheckState.ASKED, "");
            waitFor(robot, "banner.do");
            assertTrue(robot.words("banner").contains("wants to compare three words with you now"));
            robot.click("banner.do");
            waitFor(robot, "check.agree");
            robot.click("check.agree");
            robot.waitFor("the way", () -> robot.words("contact").contains("on their way"));
            client.verification.stands("mira", CheckState.COMPARE, "", "a", "b", "c");
            waitFor(robot, "check.differ");
            robot.click("check.differ");
            robot.waitFor("the warning", () -> robot.words("contact").contains("somebody may be between you"));
            robot.waitFor("no mark", () -> card(robot).contains("Not verified yet"));
            client.verification.stands("mira", CheckState.ENDED, "they have ended it, or it took too long");
            robot.waitFor("why", () -> robot.words("contact").contains("They have ended it, or it took too long."));
        }
    }

    @Test
    void comparesACodeThatWasSentAnotherWay() throws Exception {
        try (var stage = stage()) {
            var robot = stage.robot;
            stage.open(mira);
            details(stage);
            robot.click("contact.scan");
            var field = robot.find(StyledText.class, "contact.code");
            robot.waitFor("the field", field::isFocusControl);
            robot.type("nonsense");
            robot.click("contact.scan.yes");
            robot.waitFor("the refusal", () -> robot.words("contact").contains("This is no code to compare keys by"));
            robot.run(() -> field.setText("parley-verify:abc"));
            robot.click("contact.scan.yes");
            robot.waitFor("the mark", () -> card(robot).contains("Verified on "));
        }
    }

    @Test
    void anotherKeyTakesTheComposersPlaceAndKeepsWhatWasWritten() throws Exception {
        try (var stage = stage()) {
            var robot = stage.robot;
            stage.open(mira);
            robot.click("compose");
            robot.type("half a thought");
            client.verification.anotherKey("mira");
            waitFor(robot, "key.keep");
            assertFalse(robot.shows("compose"), "nothing can be written");
            assertTrue(robot.words("banner").contains("has another key than before"), robot.words("banner"));
            robot.click("key.compare");
            waitFor(robot, "contact.accept");
            var number = robot.find(Canvas.class, "contact.number");
            var other = SafetyNumber.of(FakeClient.key("lea"), FakeClient.key("another mira")).text();
            robot.waitFor(
                    "the new number", () -> Robot.spoken(number, ACC.CHILDID_SELF).endsWith(other.replace(" ", ", ")));
            assertFalse(robot.shows("contact.check"), "the known key is not compared while another is there");
            robot.click("contact.keep");
            waitFor(robot, "compose");
            // What was written is saved when it will.
            var calls = client.calls().stream().filter(call -> !call.startsWith("draft")).toList();
            assertEquals("keep mira@relay.example", calls.getLast());
            assertEquals("half a thought", robot.ui(() -> robot.find(StyledText.class, "compose").getText()));
        }
    }

    @Test
    void acceptsTheNewKeyAndSaysWhereThatFailed() throws Exception {
        try (var stage = stage()) {
            var robot = stage.robot;
            stage.open(mira);
            client.verification.anotherKey("mira");
            client.verification.refusal =
                    Optional.of(new CommandException(Code.WRONG_KEY, "the relay names yet another key; ask them"));
            waitFor(robot, "key.accept");
            robot.click("key.compare");
            waitFor(robot, "contact.accept");
            robot.click("contact.accept");
            robot.waitFor("why", () -> robot.words("contact").contains("The relay names yet another key; ask them."));
            client.verification.refusal = Optional.empty();
            robot.click("contact.accept");
            robot.waitFor("the new one", () -> stage.desk.scene().selected() instanceof Selected.Person);
        }
    }

    @Test
    void takesAlongWhatWasWrittenUnderTheFormerKey() throws Exception {
        var anew =
                client.talk("mira.anew@relay.example", Kind.DIRECT, FakeClient.ago(Duration.ofHours(1)), "mira.anew");
        client.verification.opens = Optional.of(anew);
        try (var stage = stage()) {
            var robot = stage.robot;
            stage.open(mira);
            robot.click("compose");
            robot.type("half a thought");
            client.verification.anotherKey("mira");
            waitFor(robot, "key.accept");
            robot.click("key.accept");
            robot.waitFor("the other", () -> stage.desk.scene().selected().equals(new Selected.Talk(anew)));
            waitFor(robot, "compose");
            robot.waitFor("it", () -> robot.find(StyledText.class, "compose").getText().equals("half a thought"));
            stage.open(mira);
            robot.waitFor("nothing", () -> robot.find(StyledText.class, "compose").getText().isEmpty());
        }
    }

    /** An address may have had several keys: only a link says which is meant. */
    @Test
    void namesPeopleByTheirKey() throws Exception {
        try (var stage = stage()) {
            stage.open(mira);
            details(stage);
            var key = Base64.getUrlEncoder().withoutPadding().encodeToString(FakeClient.key("mira").bytes().toArray());
            assertTrue(client.verification.named.endsWith("#" + key), client.verification.named);
        }
    }

    @Test
    void blocksAfterAQuestionAndUnblocks() throws Exception {
        try (var stage = stage()) {
            var robot = stage.robot;
            stage.open(mira);
            details(stage);
            robot.click("contact.block");
            waitFor(robot, "contact.block.yes");
            robot.type(" "); // what has the keyboard does no harm
            waitFor(robot, "contact.block");
            assertEquals(List.of(), client.calls());
            robot.click("contact.block");
            robot.click("contact.block.yes");
            waitFor(robot, "contact.unblock");
            assertTrue(card(robot).endsWith("Blocked"), card(robot));
            assertEquals(List.of("block mira@relay.example"), client.calls());
            robot.click("contact.unblock");
            waitFor(robot, "contact.block");
        }
    }

    @Test
    void leadsToTheGroupsThatOneShares() throws Exception {
        var crew = client.talk("Crew", Kind.GROUP, FakeClient.ago(Duration.ofHours(1)), "mira", "jonas");
        client.talk("Others", Kind.GROUP, FakeClient.ago(Duration.ofHours(1)), "jonas");
        try (var stage = stage()) {
            var robot = stage.robot;
            stage.open(mira);
            details(stage);
            var groups = robot.find(Canvas.class, "contact.groups");
            assertEquals("Crew, 3 people", robot.ui(() -> Robot.spoken(groups, 0)));
            robot.click(groups, 60, 30);
            robot.waitFor("the group", () -> stage.desk.scene().selected().equals(new Selected.Talk(crew)));
        }
    }

    @Test
    void warnsOfANameThatLooksLikeAnothers() throws Exception {
        client.profiles.looksLike("mira", "Jonas Weber", FakeClient.address("jonas"));
        try (var stage = stage()) {
            var robot = stage.robot;
            stage.open(mira);
            details(stage);
            robot.waitFor("the warning", () -> robot.words("contact").contains("looks like jonas@relay.example"));
            assertTrue(card(robot).startsWith("mira@relay.example, “Jonas Weber”, Not verified yet"), card(robot));
        }
    }

    @Test
    void picturesOfAContact() throws Exception {
        client.profiles.says(
                "mira",
                new Profile(
                        FakeClient.key("mira"),
                        "Mira Okafor",
                        "Sails on Saturdays. ⛵ Answers in the evening.",
                        Bytes.EMPTY,
                        Optional.empty(),
                        false));
        client.profiles.looksLike("mallory", "میرا اُکافور", FakeClient.address("mira"));
        var mallory = client.talk("mallory@relay.example", Kind.DIRECT, FakeClient.ago(Duration.ofHours(7)), "mallory");
        client.talk("Crew", Kind.GROUP, FakeClient.ago(Duration.ofHours(1)), "mira", "jonas");
        client.talk("صبحانه یکشنبه — Breakfast club", Kind.GROUP, FakeClient.ago(Duration.ofHours(2)), "mira");
        try (var stage = stage()) {
            var robot = stage.robot;
            for (boolean dark : new boolean[] {false, true}) {
                stage.bench.theme(dark);
                for (boolean small : new boolean[] {false, true}) {
                    var how = (small ? "small-" : "") + (dark ? "dark" : "light");
                    robot.size(small ? 560 : 1180, small ? 600 : 820);
                    stage.open(mira);
                    details(stage);
                    robot.picture("contact-" + how);
                    client.verification.stands("mira", CheckState.COMPARE, "", "river", "candlelight", "orbit");
                    waitFor(robot, "check.same");
                    robot.picture("contact-words-" + how);
                    robot.run(() -> stage.desk.scene().checked(mira, null));
                    client.verification.stands("mira", CheckState.ENDED, "");
                    robot.run(() -> stage.desk.scene().checked(mira, null));
                    stage.open(mallory);
                    details(stage);
                    robot.picture("contact-lookalike-" + how);
                    client.verification.anotherKey("mira");
                    stage.open(mira);
                    waitFor(robot, "key.keep");
                    robot.picture("key-changed-" + how);
                    robot.click("key.compare");
                    waitFor(robot, "contact.accept");
                    robot.picture("contact-key-changed-" + how);
                    client.verification.keep("mira");
                    waitFor(robot, "contact.block");
                }
            }
        }
        assertEquals(State.APPROVED, client.contacts.find(FakeClient.address("mira")).state());
    }
}
