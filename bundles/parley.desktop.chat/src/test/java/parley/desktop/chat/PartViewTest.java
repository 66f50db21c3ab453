package parley.desktop.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.eclipse.swt.SWT;
import org.eclipse.swt.accessibility.ACC;
import org.eclipse.swt.graphics.Point;
import org.eclipse.swt.widgets.Control;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import parley.client.api.Conversations.Kind;
import parley.client.api.Governance;
import parley.desktop.api.text.Language;
import parley.desktop.chat.image.Pixels;
import parley.protocol.ConversationId;
import parley.testing.desktop.Robot;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

import javax.imageio.ImageIO;

/** A person chooses what of a picture is shown of them, or of a group. */
class PartViewTest {

    private static final String WHY = "That is no picture that can be used; choose a PNG or JPEG of at most 48 MiB";

    private static final String RED = "800000", GREEN = "008000", BLUE = "000080", WHITE = "808080";

    @TempDir Path home;

    private final FakeClient client = new FakeClient();
    private ConversationId crew;
    private Stage stage;
    private Robot robot;

    @BeforeAll
    static void screen() {
        Screen.needed();
    }

    @BeforeEach
    void group() {
        client.signIn("lea");
        crew = client.talk("Crew", Kind.GROUP, FakeClient.ago(Duration.ofHours(1)), "mira");
    }

    @AfterEach
    void speakAsBefore() {
        Language.choose(Language.SYSTEM);
    }

    private Stage stage() {
        stage = new Stage(client, home);
        robot = stage.robot;
        robot.size(1000, 760);
        robot.waitFor("the account", () -> stage.desk.scene().account().isPresent());
        return stage;
    }

    private static byte[] png(BufferedImage image) throws IOException {
        var out = new ByteArrayOutputStream();
        ImageIO.write(image, "png", out);
        return out.toByteArray();
    }

    /** A picture of nothing, of which no small file can be made. */
    static byte[] noise() throws IOException {
        var image = new BufferedImage(300, 300, BufferedImage.TYPE_INT_RGB);
        var random = new Random(3);
        for (int y = 0; y < 300; y++) for (int x = 0; x < 300; x++) image.setRGB(x, y, random.nextInt());
        return png(image);
    }

    /** As in a book: red and green, blue and white. */
    private Path quartered() throws IOException {
        var image = new BufferedImage(1200, 800, BufferedImage.TYPE_INT_RGB);
        var pen = image.createGraphics();
        var colors = new Color[] {Color.RED, Color.GREEN, Color.BLUE, Color.WHITE};
        for (int at = 0; at < 4; at++) {
            pen.setColor(colors[at]);
            pen.fillRect(at % 2 * 600, at / 2 * 400, 600, 400);
        }
        pen.dispose();
        return Files.write(home.resolve("quartered.png"), png(image));
    }

    private static Set<String> colors(byte[] file) {
        try {
            var image = ImageIO.read(new ByteArrayInputStream(file));
            assertEquals("256x256", image.getWidth() + "x" + image.getHeight());
            var found = new TreeSet<String>();
            for (int y = 0; y < 256; y++)
                for (int x = 0; x < 256; x++) found.add(String.format("%06x", image.getRGB(x, y) & 0x808080));
            return found;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private Set<String> ofProfile() {
        Robot.until("the picture", () -> client.profiles.own().picture().length() > 0);
        return colors(client.profiles.own().picture().toArray());
    }

    private Set<String> ofGroup() throws Exception {
        robot.waitFor("the picture", () -> robot.shows("group.picture.none"));
        var picture = client.governance.rules(crew).picture().orElseThrow();
        assertTrue(picture.length() <= Governance.MAX_PICTURE, "" + picture.length());
        return colors(picture.toArray());
    }

    private void profile(Path file) {
        stage.desk.people().choice(_ -> Optional.of(file));
        robot.run(() -> stage.desk.open(new Selected.Profile()));
        robot.waitFor("the page", () -> robot.shows("profile.save"));
        robot.waitFor("the button", () -> robot.find(Control.class, "profile.picture").isEnabled());
    }

    private void groupSettings(Path file) {
        stage.desk.people().choice(_ -> Optional.of(file));
        robot.waitFor("the group", () -> stage.desk.scene().conversation(crew).isPresent());
        robot.run(() -> stage.desk.open(new Selected.GroupSettings(crew)));
        robot.waitFor("the page", () -> robot.shows("group.picture"));
        robot.waitFor("the button", () -> robot.find(Control.class, "group.picture").isEnabled());
    }

    private String at() {
        return robot.focus().map(it -> String.valueOf(it.getData("test.id"))).orElse("");
    }

    /** Goes to the control {@code id} by the key for that. */
    private void tabTo(String id) {
        for (int step = 0; step < 40 && !robot.ui(this::at).equals(id); step++) robot.press(SWT.TAB);
        assertEquals(id, robot.ui(this::at));
    }

    private void press(int key, int times) {
        for (int time = 0; time < times; time++) robot.press(key);
    }

    private String spoken(String id) {
        var control = robot.find(Control.class, id);
        return robot.ui(() -> Robot.spoken(control, ACC.CHILDID_SELF));
    }

    private void chooser() {
        robot.waitFor("the picture", () -> at().equals("part.picture"));
    }

    @Test
    void isChosenByTheKeyboardAlone() throws Exception {
        var file = quartered();
        try (var _ = stage()) {
            profile(file);
            tabTo("profile.picture");
            robot.type("\r");
            chooser();
            assertEquals(
                    "Picture, 100 %; the circle stands 50 % from the left and 50 % from the top",
                    spoken("part.picture"));
            robot.type("+++++");
            robot.type("-");
            assertTrue(robot.words("part").contains("244 %"), robot.words("part"));
            press(SWT.ARROW_RIGHT, 40);
            press(SWT.ARROW_DOWN, 40);
            assertEquals(
                    "Picture, 244 %; the circle stands 0 % from the left and 0 % from the top", spoken("part.picture"));
            assertEquals(0, client.calls().stream().filter(it -> it.startsWith("picture")).count(), "not yet");
            robot.type("\r");
            assertEquals(Set.of(RED), ofProfile());
            robot.waitFor("the page", () -> robot.words("profile").contains("This is your picture now."));
        }
    }

    @Test
    void isChosenByButtonsAtTheKeyboard() throws Exception {
        var file = quartered();
        try (var _ = stage()) {
            groupSettings(file);
            tabTo("group.picture");
            robot.type(" ");
            chooser();
            tabTo("part.left");
            for (int time = 0; time < 12; time++) robot.type(" ");
            tabTo("part.up");
            robot.type(" ");
            assertEquals("Move the picture up; the circle stands 50 % from the top", spoken("part.up"), "all there is");
            tabTo("part.nearer");
            for (int time = 0; time < 4; time++) robot.type(" ");
            assertEquals("Larger; 244 % now", spoken("part.nearer"));
            assertEquals("Smaller; 244 % now", spoken("part.farther"));
            press(SWT.ARROW_LEFT, 20); // the arrows are the picture's wherever the keyboard is in it
            press(SWT.ARROW_UP, 20);
            assertEquals("part.nearer", robot.ui(this::at));
            assertEquals("Move the picture left; the circle stands 100 % from the left", spoken("part.left"));
            assertEquals("Move the picture down; the circle stands 100 % from the top", spoken("part.down"));
            tabTo("part.take");
            robot.type("\r");
            assertEquals(Set.of(WHITE), ofGroup());
        }
    }

    @Test
    void isChosenByThePointer() throws Exception {
        var file = quartered();
        try (var _ = stage()) {
            groupSettings(file);
            robot.click("group.picture");
            chooser();
            var picture = robot.find(Control.class, "part.picture");
            robot.wheel(picture, 4);
            robot.waitFor("nearer", () -> robot.words("part").contains("244 %"));
            drag(picture, 1, -1);
            robot.click("part.take");
            assertEquals(Set.of(BLUE), ofGroup());
        }
    }

    /** Drags the picture from the circle as far as it goes. */
    private void drag(Control picture, int right, int down) {
        var size = robot.ui(picture::getSize);
        var to = new Point(right * size.x, down * size.y);
        for (int time = 0; time < 3; time++) {
            int x = size.x / 2, y = size.y / 2;
            robot.drag(picture, x, y, x + to.x * 2 / 5, y + to.y * 2 / 5);
        }
    }

    /** To the right is where it is right on the screen, whichever way the language runs. */
    @Test
    void movesAsOnTheScreenWhereTheWindowRunsFromRightToLeft() throws Exception {
        var file = quartered();
        Files.createDirectories(home.resolve("client"));
        Files.writeString(home.resolve("client/desktop.properties"), "language=fa\n");
        try (var _ = stage()) {
            profile(file);
            robot.click("profile.picture");
            chooser();
            var picture = robot.find(Control.class, "part.picture");
            robot.type("++++");
            press(SWT.ARROW_LEFT, 40);
            press(SWT.ARROW_DOWN, 40);
            var middle = robot.ui(picture::getSize);
            assertEquals("00ff00", robot.colour(picture, middle.x / 2, middle.y / 2), "the right one above");
            drag(picture, 1, 0);
            assertEquals("ff0000", robot.colour(picture, middle.x / 2, middle.y / 2), "the left one above");
            robot.click("part.left");
            var left = robot.find(Control.class, "part.left");
            var right = robot.find(Control.class, "part.right");
            assertTrue(robot.ui(() -> left.toDisplay(0, 0).x < right.toDisplay(0, 0).x), "left is to the left");
            robot.press(SWT.ARROW_RIGHT);
            robot.click("part.take");
            assertEquals(Set.of(RED), ofProfile());
        }
    }

    @Test
    void isLeftWithNothingChanged() throws Exception {
        var file = quartered();
        try (var _ = stage()) {
            profile(file);
            for (var way : new String[] {"part.picture", "part.nearer", "part.take"}) {
                robot.click("profile.picture");
                chooser();
                tabTo(way);
                robot.press(SWT.ESC);
                robot.waitFor("the page after " + way, () -> robot.shows("profile.save") && !robot.shows("part.take"));
            }
            for (var way : new String[] {"part.leave", "part.back"}) {
                robot.click("profile.picture");
                chooser();
                robot.click(way);
                robot.waitFor("the page after " + way, () -> robot.shows("profile.save") && !robot.shows("part.take"));
            }
            assertFalse(client.calls().stream().anyMatch(it -> it.startsWith("picture")));
        }
    }

    private WeakReference<Pixels> opened() {
        var pixels = new Pixels(300, 200, new int[60_000]);
        robot.run(() -> stage.desk.open(new Selected.Picture(pixels, new Selected.Profile(), _ -> {})));
        chooser();
        return new WeakReference<>(pixels);
    }

    @Test
    void isForgottenByWhoeverGoesElsewhere() throws Exception {
        try (var _ = stage()) {
            var pixels = opened();
            stage.open(crew);
            Robot.until(
                    "nobody holds it",
                    () -> {
                        System.gc();
                        return pixels.refersTo(null);
                    });
        }
    }

    @Test
    void whatIsNoPictureIsRefusedBeforeAnythingIsAsked() throws Exception {
        var damaged = Files.write(home.resolve("damaged.png"), Arrays.copyOf(ProfileTest.sunset(), 200));
        var words = Files.writeString(home.resolve("words.jpg"), "no picture", StandardCharsets.US_ASCII);
        var vast = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(40_000, 1, BufferedImage.TYPE_BYTE_BINARY), "png", vast);
        var wide = Files.write(home.resolve("wide.png"), vast.toByteArray());
        try (var _ = stage()) {
            for (var file : new Path[] {damaged, words, wide}) {
                profile(file);
                robot.click("profile.picture");
                robot.waitFor(file + ": why", () -> robot.words("profile").contains(WHY));
                groupSettings(file);
                robot.click("group.picture");
                robot.waitFor(file + ": why", () -> robot.words("group.rules").contains(WHY));
            }
            assertFalse(robot.shows("part.take"));
            assertFalse(client.calls().stream().anyMatch(it -> it.startsWith("picture")));
        }
    }

    @Test
    void picturesOfTheChoice() throws Exception {
        var file = Files.write(home.resolve("lake.jpg"), Paintings.lake(1500, 1000));
        for (var how : new String[] {"de-light", "fa-dark"}) {
            Files.createDirectories(home.resolve("client"));
            Files.writeString(
                    home.resolve("client/desktop.properties"),
                    "language=" + how.substring(0, 2) + "\ntheme=parley." + how.substring(3) + "\n");
            try (var _ = stage()) {
                profile(file);
                robot.click("profile.picture");
                chooser();
                robot.type("++");
                press(SWT.ARROW_RIGHT, 4);
                robot.size(560, 560);
                robot.picture("part-narrow-" + how);
                robot.size(1400, 900);
                tabTo("part.nearer");
                robot.picture("part-large-" + how);
            }
        }
    }
}
