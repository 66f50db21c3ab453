package parley.desktop.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.eclipse.swt.SWT;
import org.eclipse.swt.custom.StyledText;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Display;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.client.api.Conversations.Kind;
import parley.client.api.Governance;
import parley.client.api.Message;
import parley.client.api.Profiles.Profile;
import parley.desktop.api.Token;
import parley.desktop.api.control.TogglePush;
import parley.desktop.chat.paint.Portraits;
import parley.protocol.Address;
import parley.protocol.ConversationId;
import parley.protocol.wire.Bytes;
import parley.testing.desktop.Robot;

import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Pattern;

import javax.imageio.ImageIO;

/** What one says of oneself, and the pictures of others. */
class ProfileTest {

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
        mira = client.talk("mira@relay.example", Kind.DIRECT, FakeClient.ago(Duration.ofHours(2)), "mira");
        client.message(mira, "mira", "Hello", FakeClient.ago(Duration.ofHours(1)), Message.State.READ);
    }

    /** A picture of a sunset over water. */
    static byte[] sunset() throws IOException {
        var image = new BufferedImage(320, 200, BufferedImage.TYPE_INT_RGB);
        var pen = image.createGraphics();
        pen.setPaint(new GradientPaint(0, 0, new Color(0x2B3A77), 0, 130, new Color(0xF2A65A)));
        pen.fillRect(0, 0, 320, 130);
        pen.setPaint(new GradientPaint(0, 130, new Color(0x1F6F8B), 0, 200, new Color(0x0E3B4D)));
        pen.fillRect(0, 130, 320, 70);
        pen.setPaint(new Color(0xFFF1C9));
        pen.fillOval(140, 70, 46, 46);
        pen.dispose();
        var out = new ByteArrayOutputStream();
        ImageIO.write(image, "png", out);
        return out.toByteArray();
    }

    private void pictured(String who, String name, byte[] picture, Optional<Address> like) {
        client.profiles.says(who, new Profile(FakeClient.key(who), name, "Sails.", Bytes.of(picture), like, false));
    }

    /** Under what their picture is painted. */
    private static String key(String who) {
        return Names.key(FakeClient.key(who));
    }

    private static boolean has(Stage stage, String key) {
        return stage.robot.ui(() -> Portraits.of(Display.getCurrent()).has(key));
    }

    /** With what Parley is locked by, all that it knew of others leaves the memory. */
    @Test
    void leavesNobodysPictureInMemory() throws Exception {
        pictured("mira", "Mira", sunset(), Optional.empty());
        client.talk("mira@relay.example", Kind.DIRECT, Instant.now(), "mira");
        try (var stage = new Stage(client, home)) {
            stage.robot.waitFor("her picture", () -> has(stage, key("mira")));
            stage.desk.people().close();
            stage.robot.waitFor("none", () -> !has(stage, key("mira")));
        }
    }

    private static boolean enabled(Robot robot, String id) {
        return robot.ui(() -> robot.find(Control.class, id).isEnabled());
    }

    @Test
    void keepsNameWordsAndPicture() throws Exception {
        var file = Files.write(home.resolve("me.png"), sunset());
        try (var stage = new Stage(client, home)) {
            var robot = stage.robot;
            robot.size(1000, 760);
            robot.waitFor("the account", () -> stage.desk.scene().account().isPresent());
            robot.click(robot.find(Control.class, "head"), 36, 32);
            robot.waitFor("the page", () -> robot.shows("profile.save"));
            assertFalse(enabled(robot, "profile.save"), "nothing to keep");
            var name = robot.find(StyledText.class, "profile.name");
            robot.run(() -> name.setText("Lea Brandt"));
            robot.run(() -> robot.find(StyledText.class, "profile.bio").setText("Boats & tea"));
            robot.waitFor("something to keep", () -> enabled(robot, "profile.save"));
            robot.click("profile.save");
            Robot.until("the words", () -> client.calls().contains("bio Boats & tea"));
            robot.waitFor("the answer", () -> robot.words("profile").contains("Kept."));
            assertFalse(enabled(robot, "profile.save"), "it is kept");
            robot.waitFor("the name", () -> stage.desk.titles().of(stage.client.mine()).equals("Lea Brandt"));
            stage.desk.people().choice(_ -> Optional.of(file));
            robot.click("profile.picture");
            robot.click("part.take");
            Robot.until("it is shown", () -> has(stage, key("lea")));
            robot.waitFor("to be taken away", () -> robot.shows("profile.picture.none"));
            robot.click("profile.picture.none");
            Robot.until("it is gone", () -> !has(stage, key("lea")));
        }
    }

    @Test
    void keepsAStatusAndSaysThatOneIsAway() throws Exception {
        try (var stage = new Stage(client, home)) {
            var robot = stage.robot;
            robot.size(1000, 900);
            robot.waitFor("the account", () -> stage.desk.scene().account().isPresent());
            robot.run(() -> stage.desk.open(new Selected.Profile()));
            robot.waitFor("the page", () -> robot.shows("profile.save"));
            var status = robot.find(StyledText.class, "presence.status");
            robot.run(status::setFocus);
            robot.type("At sea");
            robot.waitFor("something to keep", () -> enabled(robot, "profile.save"));
            robot.picture("profile-status");
            robot.press(SWT.TAB);
            var away = robot.find(TogglePush.class, "presence.away");
            robot.waitFor("the tick behind it", away::isFocusControl);
            robot.type(" ");
            Robot.until("away", () -> client.calls().contains("away true"));
            robot.waitFor("it is ticked", away::on);
            assertEquals("At sea", robot.ui(status::getText), "what was typed stays");
            robot.click("profile.save");
            Robot.until("the status", () -> client.calls().contains("status At sea"));
            robot.waitFor("the answer", () -> robot.words("profile").contains("Kept."));
            assertFalse(enabled(robot, "profile.save"), "it is kept");
            assertFalse(client.calls().stream().anyMatch(call -> call.startsWith("bio")), "nothing else is");
            client.refusal = Optional.of(new CommandException(Code.TOO_LARGE, "a status is too long; shorten it"));
            robot.run(() -> status.setText("Back on Sunday"));
            robot.waitFor("something to keep", () -> enabled(robot, "profile.save"));
            robot.click("profile.save");
            robot.waitFor("why", () -> robot.words("profile").contains("A status is too long; shorten it."));
            robot.click("presence.away");
            robot.waitFor("it was not done", () -> client.calls().contains("away false") && away.on());
            client.refusal = Optional.empty();
            robot.run(() -> stage.bench.commands().run(AwayCommand.ID));
            Robot.until("back", () -> client.calls().getLast().equals("away false"));
            var foot = robot.find(Control.class, "foot");
            robot.waitFor("it is said", () -> Robot.spoken(foot, -1).contains("You are shown as there again."));
            robot.waitFor("the page shows it", () -> !away.on());
        }
    }

    /** In the middle of the dot on one's own picture, which is that of a ring where one is away. */
    private static String dot(Stage stage) {
        return stage.robot.colour(stage.robot.find(Control.class, "head"), 52, 47);
    }

    private static String colour(Stage stage, Token token) {
        return stage.robot.ui(() -> {
            var color = stage.bench.theme().color(token);
            return String.format("%02x%02x%02x", color.getRed(), color.getGreen(), color.getBlue());
        });
    }

    @Test
    void onesOwnPictureShowsThatOneIsAway() throws Exception {
        client.presences.away(true); // in an earlier run
        try (var stage = new Stage(client, home)) {
            var robot = stage.robot;
            robot.size(1000, 700);
            var head = robot.find(Control.class, "head");
            robot.waitFor("away", () -> Robot.spoken(head, -1).equals("Chats of lea@relay.example, connected, away"));
            assertEquals(colour(stage, Token.SIDE), dot(stage));
            robot.run(() -> stage.bench.commands().run(AwayCommand.ID));
            robot.waitFor("back", () -> Robot.spoken(head, -1).equals("Chats of lea@relay.example, connected"));
            assertEquals(colour(stage, Token.GOOD), dot(stage));
            robot.run(() -> stage.desk.open(new Selected.Profile()));
            robot.waitFor("the page", () -> robot.shows("presence.away"));
            robot.click("presence.away");
            robot.waitFor(
                    "away again", () -> Robot.spoken(head, -1).equals("Chats of lea@relay.example, connected, away"));
            assertEquals(colour(stage, Token.SIDE), dot(stage));
            robot.picture("profile-away");
        }
    }

    @Test
    void saysWhyANameOrAPictureIsRefused() throws Exception {
        var large = home.resolve("large.png");
        Files.write(large, PartViewTest.noise());
        try (var stage = new Stage(client, home)) {
            var robot = stage.robot;
            robot.size(1000, 760);
            robot.waitFor("the account", () -> stage.desk.scene().account().isPresent());
            robot.run(() -> stage.desk.open(new Selected.Profile()));
            var name = robot.find(StyledText.class, "profile.name");
            robot.waitFor("the page", () -> robot.shows("profile.save"));
            robot.run(() -> name.setText("ü".repeat(65))); // two bytes each, one too many
            robot.waitFor("something to keep", () -> enabled(robot, "profile.save"));
            robot.click("profile.save");
            robot.waitFor("why", () -> robot.words("profile").contains("A name has at most 128 bytes; shorten it."));
            assertEquals("ü".repeat(65), robot.ui(name::getText), "what was typed stays");
            stage.desk.people().choice(_ -> Optional.of(large));
            robot.click("profile.picture");
            robot.click("part.take");
            robot.waitFor("why", () -> robot.words("profile").contains("The picture is too large; shrink it."));
            stage.desk.people().choice(_ -> Optional.of(home.resolve("gone.png")));
            robot.click("profile.picture");
            robot.waitFor("why", () -> robot.words("profile").contains("The file cannot be read"));
        }
    }

    /** Whoever could be meant to mislead does not get to wear another's face. */
    @Test
    void showsPicturesOfOthersButNotOfLookalikesNorDamagedOnes() throws Exception {
        pictured("mira", "Mira", sunset(), Optional.empty());
        pictured("mallory", "M\u0456ra", sunset(), Optional.of(FakeClient.address("mira")));
        pictured("ana", "Ana", new byte[] {1, 2, 3}, Optional.empty());
        client.talk("mallory@relay.example", Kind.DIRECT, FakeClient.ago(Duration.ofHours(3)), "mallory");
        client.talk("ana@relay.example", Kind.DIRECT, FakeClient.ago(Duration.ofHours(3)), "ana");
        try (var stage = new Stage(client, home)) {
            Robot.until("mira", () -> has(stage, key("mira")));
            stage.robot.settle();
            assertFalse(has(stage, key("mallory")));
            assertFalse(has(stage, key("ana")));
            pictured("mira", "Mira", new byte[0], Optional.empty());
            Robot.until("none", () -> !has(stage, key("mira")));
        }
    }

    /** What somebody says of themselves is words on the page about them, whatever it seems to be. */
    @Test
    void whatOthersSayOfThemselvesIsNothingButWords() throws Exception {
        var bio =
                "<b>Sails</b> & <a href=\"https://evil.example\">here</a> https://evil.example"
                        + " [x](file:///etc/passwd)\n"
                        + "\u202Egpj.exe\u2067\u0000\u0007 Z\u0335\u0321\u0322\u0323\u0324\u0325\u0326 ";
        client.profiles.says(
                "mira",
                new Profile(
                        FakeClient.key("mira"), "Mira", bio + "x".repeat(1000), Bytes.EMPTY, Optional.empty(), false));
        try (var stage = new Stage(client, home)) {
            var robot = stage.robot;
            robot.size(1000, 760);
            stage.open(mira);
            robot.click("talk.details");
            robot.waitFor("the words", () -> robot.words("contact").contains("Sails"));
            var said = robot.words("contact").lines().filter(line -> line.contains("Sails")).findFirst().orElseThrow();
            assertTrue(
                    said.startsWith(
                            "<b>Sails</b> && <a href=\"https://evil.example\">here</a> https://evil.example"
                                    + " [x](file:///etc/passwd) gpj.exe"),
                    said);
            assertTrue(said.endsWith("xxx…"), "cut where it is too long: " + said.length());
            assertTrue(said.length() < 600, "" + said.length());
            var harmful = Pattern.compile("[\\p{Cc}\\u202A-\\u202E\\u2066-\\u2069]|\\p{M}{5}");
            assertFalse(harmful.matcher(said).find(), said);
        }
    }

    /** A picture that unpacks to more than anybody has memory for is nobody's: their letters stay. */
    @Test
    void showsNoPictureThatUnpacksToTooMuch() throws Exception {
        for (var who : List.of("mallory", "ana", "zoe"))
            client.talk(who + "@relay.example", Kind.DIRECT, FakeClient.ago(Duration.ofHours(3)), who);
        try (var stage = new Stage(client, home)) {
            stage.robot.waitFor("the list", () -> stage.desk.scene().lines().size() == 4);
            pictured("mallory", "Mallory", Bombs.gif(7100, 3), Optional.empty());
            pictured("ana", "Ana", Bombs.png(7100, 3), Optional.empty());
            pictured("zoe", "Zoe", sunset(), Optional.empty()); // one is read after the other
            Robot.until("the last", () -> has(stage, key("zoe")));
            assertFalse(has(stage, key("mallory")));
            assertFalse(has(stage, key("ana")));
        }
    }

    @Test
    void givesAGroupAPictureThatFits() throws Exception {
        var crew = client.talk("Crew", Kind.GROUP, FakeClient.ago(Duration.ofHours(1)), "mira");
        var file = Files.write(home.resolve("crew.png"), sunset());
        try (var stage = new Stage(client, home)) {
            var robot = stage.robot;
            robot.size(1000, 760);
            stage.open(crew);
            robot.run(() -> stage.desk.open(new Selected.GroupSettings(crew)));
            robot.waitFor("the page", () -> robot.shows("group.picture"));
            stage.desk.people().choice(_ -> Optional.of(home.resolve("no.png")));
            robot.waitFor("the button", () -> enabled(robot, "group.picture"));
            robot.click("group.picture");
            robot.waitFor("why", () -> robot.words("group.rules").contains("The file cannot be read"));
            stage.desk.people().choice(_ -> Optional.of(file));
            robot.click("group.picture");
            robot.click("part.take");
            Robot.until("the picture", () -> has(stage, crew.hex()));
            var picture = client.governance.rules(crew).picture().orElseThrow();
            assertTrue(picture.length() <= Governance.MAX_PICTURE, "" + picture.length());
            robot.waitFor("to be taken away", () -> robot.shows("group.picture.none"));
            robot.click("group.picture.none");
            Robot.until("none", () -> !has(stage, crew.hex()));
        }
    }

    /** For each a group is opened, and the window is to be there first. */
    @Test
    void readsPicturesOfGroupsOnceTheWindowIsPainted() throws Exception {
        client.painted = new CompletableFuture<>();
        var crew = client.talk("Crew", Kind.GROUP, Instant.now(), "mira");
        givePicture(crew);
        try (var stage = new Stage(client, home)) {
            for (var turn = 0; turn < 2; turn++) { // the list has been read, then what that led to
                var done = new CountDownLatch(1);
                stage.desk.work(done::countDown);
                done.await();
            }
            assertTrue(stage.desk.people().isNew(crew));
            client.painted.complete(null);
            Robot.until("the picture", () -> has(stage, crew.hex()));
        }
    }

    /** Without a word of when, as before the start. */
    private void givePicture(ConversationId group) {
        client.governance.set(
                group,
                it ->
                        new Governance.Rules(
                                "",
                                "",
                                Optional.of(bytes()),
                                false,
                                false,
                                false,
                                Optional.empty(),
                                it.banned(),
                                true,
                                true));
    }

    @Test
    void picturesOfProfiles() throws Exception {
        pictured("mira", "Mira Okafor", sunset(), Optional.empty());
        pictured("lea", "Lea Brandt", sunset(), Optional.empty());
        var crew = client.talk("Crew", Kind.GROUP, FakeClient.ago(Duration.ofHours(1)), "mira", "jonas");
        givePicture(crew);
        client.message(
                crew, "mira", "Who is in on Saturday?", FakeClient.ago(Duration.ofMinutes(9)), Message.State.READ);
        client.message(crew, "jonas", "I am.", FakeClient.ago(Duration.ofMinutes(8)), Message.State.READ);
        try (var stage = new Stage(client, home)) {
            var robot = stage.robot;
            Robot.until("the pictures", () -> has(stage, key("mira")) && has(stage, crew.hex()));
            for (boolean dark : new boolean[] {false, true}) {
                stage.bench.theme(dark);
                for (boolean small : new boolean[] {false, true}) {
                    var how = (small ? "small-" : "") + (dark ? "dark" : "light");
                    robot.size(small ? 560 : 1180, small ? 560 : 780);
                    stage.open(crew);
                    robot.picture("portraits-" + how);
                    robot.run(() -> stage.desk.open(new Selected.Profile()));
                    robot.waitFor("the page", () -> robot.shows("profile.save"));
                    robot.picture("profile-" + how);
                }
            }
        }
    }

    private static Bytes bytes() {
        try {
            return Bytes.of(sunset());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
