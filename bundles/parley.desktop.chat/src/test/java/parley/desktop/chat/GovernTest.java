package parley.desktop.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.eclipse.swt.custom.StyledText;
import org.eclipse.swt.widgets.Canvas;
import org.eclipse.swt.widgets.Control;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.client.api.Conversations.Kind;
import parley.client.api.Event;
import parley.client.api.Governance.LinkState;
import parley.client.api.Governance.Rules;
import parley.client.api.Happening;
import parley.client.api.Message;
import parley.desktop.api.control.TogglePush;
import parley.protocol.ConversationId;
import parley.testing.desktop.Robot;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Groups as their admins look after them. */
class GovernTest {

    @TempDir Path home;

    private final FakeClient client = new FakeClient();
    private ConversationId crew;

    @BeforeAll
    static void screen() {
        Screen.needed();
    }

    @BeforeEach
    void group() {
        client.signIn("lea");
        client.talk("ana@relay.example", Kind.DIRECT, FakeClient.ago(Duration.ofHours(9)), "ana");
        crew = client.talk("Crew", Kind.GROUP, FakeClient.ago(Duration.ofHours(1)), "ana", "jonas", "mira");
        client.message(crew, "ana", "Hello all", FakeClient.ago(Duration.ofMinutes(50)), Message.State.READ);
    }

    private Stage details() {
        var stage = new Stage(client, home);
        stage.robot.size(1000, 800);
        stage.open(crew);
        stage.robot.click("talk.details");
        waitFor(stage.robot, "group.settings");
        return stage;
    }

    private static void waitFor(Robot robot, String id) {
        robot.waitFor(id, () -> robot.shows(id));
    }

    private void called(String call) {
        Robot.until(call, () -> client.calls().contains(call));
    }

    private static void member(Robot robot, int row) {
        robot.click(robot.find(Canvas.class, "group.members"), 100, row * 56 + 28);
        waitFor(robot, "group.member.back");
    }

    @Test
    void makesAMemberAnAdminAndSaysSoAmongTheMessages() throws Exception {
        try (var stage = details()) {
            var robot = stage.robot;
            member(robot, 0);
            assertTrue(robot.words("group").contains("ana is a member of the group."));
            robot.click("group.appoint");
            called("promote ana@relay.example");
            var people = robot.find(Canvas.class, "group.members");
            robot.waitFor("the mark", () -> Robot.spoken(people, 0).equals("ana, ana@relay.example, Admin"));
            member(robot, 0);
            assertTrue(robot.words("group").contains("is an admin: they add and remove people"));
            robot.click("group.appoint");
            called("demote ana@relay.example");
            robot.click("group.talk");
            var log = client.governance.log(crew, Long.MAX_VALUE, 1).getFirst();
            robot.waitFor("the line", () -> stage.desk.scene().talk().get().find("quiet-" + log.order()) != null);
            assertEquals(
                    "ana is no admin any more",
                    robot.ui(() -> stage.desk.scene().talk().get().find("quiet-" + log.order()).text()));
        }
    }

    @Test
    void whoeverMayNotWriteIsToldWhereOneWrites() throws Exception {
        client.membership.notAdmin.add(crew);
        try (var stage = new Stage(client, home)) {
            var robot = stage.robot;
            robot.size(1000, 700);
            stage.open(crew);
            assertTrue(robot.shows("compose"));
            robot.type("half a sentence");
            client.governance.adminsWrite(crew, true);
            robot.waitFor("no composer", () -> !robot.shows("compose"));
            assertTrue(robot.words("banner").contains("Only admins write in this group."));
            for (var dark : new boolean[] {false, true}) {
                stage.bench.theme(dark);
                robot.settle();
                robot.picture("only-admins-write-" + (dark ? "dark" : "light"));
            }
            client.membership.notAdmin.remove(crew);
            client.governance.happened(crew, Happening.Kind.PROMOTED, "ana", "lea", "", 0);
            robot.waitFor("an admin writes", () -> robot.shows("compose"));
            assertEquals("half a sentence", robot.ui(() -> robot.find(StyledText.class, "compose").getText()));
            assertFalse(robot.shows("banner"));
            client.membership.notAdmin.add(crew);
            client.governance.happened(crew, Happening.Kind.DEMOTED, "ana", "lea", "", 0);
            robot.waitFor("no composer", () -> !robot.shows("compose"));
            client.governance.adminsWrite(crew, false);
            robot.waitFor("everybody writes", () -> robot.shows("compose"));
            client.governance.adminsWrite(crew, true);
            robot.waitFor("no composer", () -> !robot.shows("compose"));
        }
        try (var stage = new Stage(client, home)) { // set before it is opened
            stage.open(crew);
            stage.robot.waitFor("no composer", () -> !stage.robot.shows("compose"));
        }
    }

    @Test
    void bansAfterAQuestionAndLetsComeBack() throws Exception {
        try (var stage = details()) {
            var robot = stage.robot;
            member(robot, 1);
            assertTrue(robot.shows("group.ask"), "jonas is no contact");
            robot.click("group.ban");
            waitFor(robot, "group.keep");
            assertTrue(robot.words("group").contains("before they are unbanned"));
            robot.type(" ");
            waitFor(robot, "group.settings");
            assertFalse(client.calls().contains("ban jonas@relay.example"));
            member(robot, 1);
            robot.click("group.ban");
            waitFor(robot, "group.remove");
            robot.click("group.remove");
            called("ban jonas@relay.example");
            waitFor(robot, "group.settings");
            robot.click("group.settings");
            waitFor(robot, "group.banned");
            var banned = robot.find(Canvas.class, "group.banned");
            assertEquals("jonas, jonas@relay.example, Let come back", robot.ui(() -> Robot.spoken(banned, 0)));
            robot.click(banned, 60, 28);
            called("unban jonas@relay.example");
            robot.waitFor("nobody", () -> !robot.shows("group.banned"));
        }
    }

    @Test
    void renamesDescribesAndRules() throws Exception {
        try (var stage = details()) {
            var robot = stage.robot;
            robot.click("group.settings");
            var title = robot.find(StyledText.class, "group.rename");
            robot.waitFor("what it is called", () -> title.getText().equals("Crew"));
            assertFalse(robot.ui(() -> robot.find(Control.class, "group.rules.save").isEnabled()), "nothing to keep");
            robot.run(() -> title.setText("Harbour crew"));
            robot.run(() -> robot.find(StyledText.class, "group.describe").setText("Boats & tea"));
            client.ear.happened(new Event.Warning("x")); // something else happens meanwhile
            robot.waitFor("to be kept", () -> robot.find(Control.class, "group.rules.save").isEnabled());
            robot.click("group.rules.save");
            called("rename Harbour crew");
            called("describe Boats & tea");
            var writes = robot.find(TogglePush.class, "group.rule.writes");
            robot.waitFor("the rules", writes::isEnabled);
            robot.run(() -> writes.setFocus());
            robot.type(" ");
            called("admins write true");
            robot.waitFor("it is so", () -> writes.isEnabled() && writes.on());
            client.governance.refusal =
                    Optional.of(new CommandException(Code.REFUSED, "you are no admin any more; ask one"));
            robot.run(writes::setFocus);
            robot.type(" ");
            robot.waitFor("why not", () -> robot.words("group.rules").contains("You are no admin any more; ask one."));
            robot.waitFor("it stays", () -> writes.on());
            robot.click("group.rules.back");
            robot.waitFor("the words", () -> robot.words("group").contains("Boats & tea".replace("&", "&&")));
        }
    }

    @Test
    void makesALinkWithLimitsAndEndsIt() throws Exception {
        try (var stage = details()) {
            var robot = stage.robot;
            robot.click("group.link");
            waitFor(robot, "group.link.make");
            assertTrue(robot.words("group.links").contains("There is no link that holds"));
            assertFalse(robot.shows("group.link.end"));
            robot.click("group.link.uses.10");
            robot.click("group.link.hours.24");
            robot.click("group.link.make");
            called("link 10 for a time");
            waitFor(robot, "group.link.end");
            assertTrue(robot.words("group.links").contains("The link lets in 10 more people, until "));
            robot.click("group.link.end");
            called("unlink");
            robot.waitFor("its end", () -> !robot.shows("group.link.end"));
        }
    }

    @Test
    void saysHowALinkStandsAtBothSidesOfItsLimits() {
        var now = Instant.parse("2030-01-01T10:00:00Z");
        assertTrue(
                linked(now, Optional.of(now.plusSeconds(1)), Optional.of(1))
                        .startsWith("The link lets in 1 more person"));
        assertTrue(linked(now, Optional.of(now), Optional.of(1)).startsWith("There is no link that holds"));
        assertTrue(linked(now, Optional.empty(), Optional.of(0)).startsWith("There is no link that holds"));
        assertTrue(
                linked(now, Optional.empty(), Optional.empty()).startsWith("The link lets in any number of people."));
    }

    private static String linked(Instant now, Optional<Instant> until, Optional<Integer> uses) {
        var link = Optional.of(new LinkState(until, uses));
        var rules = new Rules("", "", Optional.empty(), false, true, false, link, List.of(), true, true);
        return GroupLinkPage.sentence(rules, now);
    }

    @Test
    void answersWhoWantsToJoin() throws Exception {
        client.governance.asks(crew, "noor");
        client.governance.asks(crew, "otis");
        try (var stage = details()) {
            var robot = stage.robot;
            waitFor(robot, "group.asking");
            var asking = robot.find(Canvas.class, "group.asking");
            assertEquals("noor, Wants to join by the link, Answer", robot.ui(() -> Robot.spoken(asking, 0)));
            robot.click(asking, 60, 30);
            waitFor(robot, "group.approve");
            robot.click("group.approve");
            called("let in noor@relay.example");
            var people = robot.find(Canvas.class, "group.members");
            robot.waitFor("the member", () -> Robot.spoken(people, 4).startsWith("noor"));
            robot.waitFor("one less", () -> Robot.spoken(asking, 0).startsWith("otis"));
            robot.click(asking, 60, 30);
            waitFor(robot, "group.deny");
            robot.click("group.deny");
            called("leave out otis@relay.example");
            robot.waitFor("nobody", () -> !robot.shows("group.asking"));
        }
    }

    @Test
    void picturesOfGoverning() throws Exception {
        client.governance.asks(crew, "noor");
        client.governance.set(
                crew,
                it ->
                        new Rules(
                                "",
                                "Boats, tea, and who brings what.\nچای یکشنبه 🫖",
                                Optional.empty(),
                                true,
                                true,
                                false,
                                Optional.of(
                                        new LinkState(Optional.of(Instant.now().plusSeconds(90_000)), Optional.of(7))),
                                List.of(client.governance.person(FakeClient.address("mallory"))),
                                true,
                                true));
        client.membership.linked.add(crew);
        client.profiles.says("ana", "Ana Lucía Reyes");
        for (var kind : List.of(Happening.Kind.CREATED, Happening.Kind.LINK_MADE, Happening.Kind.PICTURED))
            client.governance.happened(crew, kind, "ana", "", "", 1);
        client.governance.happened(crew, Happening.Kind.PROMOTED, "ana", "lea", "", 0);
        client.governance.happened(crew, Happening.Kind.RENAMED, "lea", "", "خدمه — Crew", 0);
        client.governance.happened(crew, Happening.Kind.LIFETIME, "lea", "", "", 86_400);
        try (var stage = details()) {
            var robot = stage.robot;
            for (boolean dark : new boolean[] {false, true}) {
                stage.bench.theme(dark);
                for (boolean small : new boolean[] {false, true}) {
                    var how = (small ? "small-" : "") + (dark ? "dark" : "light");
                    robot.size(small ? 560 : 1180, small ? 560 : 820);
                    stage.open(crew);
                    robot.picture("govern-log-" + how);
                    robot.click("talk.details");
                    waitFor(robot, "group.asking");
                    robot.picture("govern-group-" + how);
                    robot.click("group.settings");
                    waitFor(robot, "group.banned");
                    robot.picture("govern-settings-" + how);
                    robot.click("group.rules.back");
                    waitFor(robot, "group.link");
                    robot.click("group.link");
                    waitFor(robot, "group.link.end");
                    robot.picture("govern-link-" + how);
                    robot.click("group.link.back");
                    waitFor(robot, "group.link");
                }
            }
        }
    }
}
