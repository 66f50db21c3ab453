package parley.desktop.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;

import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Canvas;
import org.eclipse.swt.widgets.Control;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import parley.client.api.CommandException;
import parley.client.api.Conversations.Kind;
import parley.client.api.Message;
import parley.client.api.Transfers.State;
import parley.protocol.ConversationId;
import parley.protocol.MessageId;
import parley.testing.desktop.Robot;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import javax.imageio.ImageIO;

/** Pictures in the list of messages and large, by real keys and a real pointer. */
class ImagesTest {

    @TempDir Path home;

    private final FakeClient client = new FakeClient();
    private ConversationId talk;
    private int ago = 30;

    @BeforeAll
    static void screen() {
        Screen.needed();
    }

    @BeforeEach
    void signedIn() {
        client.signIn("lea");
        client.transfers.folder = home;
        talk = client.talk("mira@relay.example", Kind.DIRECT, FakeClient.ago(Duration.ofHours(1)), "mira");
    }

    private MessageId sent(String who, String name, State state) {
        var how = who.equals("lea") ? Message.State.READ : Message.State.RECEIVED;
        var at = FakeClient.ago(Duration.ofMinutes(ago--));
        var file = client.file(talk, who, name, 40_000, state, 40_000, at, how);
        client.conversations.change(talk, it -> it.unread(0));
        return file.id();
    }

    /** A lake in the evening, as high as is asked for. */
    private void paint(String name, int width, int height) throws IOException {
        var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int warm = 255 * y / height, hill = height / 2 + (int) (height / 6.0 * Math.sin(9.0 * x / width));
                image.setRGB(
                        x, y, y > hill ? 0x1E3A56 + y * 60 / height : 0x30407A + (warm / 2 << 16) + (warm / 4 << 8));
            }
        }
        assertTrue(ImageIO.write(image, name.substring(name.lastIndexOf('.') + 1), home.resolve(name).toFile()));
    }

    private static void awaitPicture(Robot robot, Canvas list, int row) {
        Robot.until(
                "the picture in row " + row,
                () -> {
                    robot.settle();
                    return robot.place(list, row).height > 120;
                });
    }

    @Test
    void showsPicturesAndLeavesAloneWhatIsNone() throws Exception {
        paint("lake.png", 1600, 1000);
        paint("tall.jpg", 500, 1500);
        Files.writeString(home.resolve("broken.png"), "no picture");
        sent("mira", "lake.png", State.DONE);
        sent("lea", "tall.jpg", State.DONE);
        sent("mira", "broken.png", State.DONE);
        sent("mira", "gone.png", State.DONE);
        sent("mira", "later.png", State.OFFERED);
        sent("mira", "holiday.jpg.exe", State.OFFERED);
        sent("mira", "setup.MSI", State.DONE);
        try (var stage = new Stage(client, home)) {
            var robot = stage.robot;
            robot.size(1000, 860);
            stage.open(talk);
            var list = robot.find(Canvas.class, "timeline");
            robot.waitFor("the files", () -> Robot.spoken(list, 4).contains("later.png"));
            robot.run(list::forceFocus); // a click could open a picture
            robot.press(SWT.END);
            robot.waitFor("the last in view", () -> robot.place(list, 6).height > 0);
            for (int row : new int[] {3, 4, 5, 6}) {
                var high = robot.place(list, row).height;
                assertTrue(high > 0 && high < 150, "row " + row + " is no picture that is here: " + high);
            }
            var warned = robot.ui(() -> Robot.spoken(list, 5));
            assertTrue(warned.contains("A program: take it only if you expect it"), warned);
            assertTrue(robot.ui(() -> Robot.spoken(list, 6)).contains("start it only if you trust"));
            stage.bench.theme(false);
            robot.picture("files-programs-light");
            robot.press(SWT.HOME);
            awaitPicture(robot, list, 0);
            awaitPicture(robot, list, 1);
            assertTrue(robot.place(list, 2).height < 100, "it is none");
            for (boolean dark : new boolean[] {false, true}) {
                stage.bench.theme(dark);
                robot.picture("images-" + (dark ? "dark" : "light"));
            }
            robot.size(560, 700);
            robot.picture("images-small-dark");
        }
    }

    /** A few kilobytes that unpack to gigabytes, and once for each frame: their card stays, and nothing is unpacked. */
    @Test
    void anAnimationThatUnpacksToTooMuchStaysACard() throws Exception {
        Files.write(home.resolve("bomb.gif"), Bombs.gif(7100, 200));
        Files.write(home.resolve("bomb.png"), Bombs.png(7100, 200));
        Files.write(home.resolve("calm.gif"), Bombs.gif(200, 3));
        Files.write(home.resolve("calm.png"), Bombs.png(200, 3));
        for (var name : List.of("bomb.gif", "bomb.png", "calm.gif", "calm.png")) sent("mira", name, State.DONE);
        try (var stage = new Stage(client, home)) {
            var robot = stage.robot;
            robot.size(1000, 860);
            stage.open(talk);
            var list = robot.find(Canvas.class, "timeline");
            for (int row : new int[] {2, 3}) awaitPicture(robot, list, row); // one is read after the other
            robot.settle();
            for (int row : new int[] {0, 1}) {
                var high = robot.place(list, row).height;
                assertTrue(high > 0 && high < 150, "row " + row + " is no picture: " + high);
            }
            long used = allocated("pictures");
            assertTrue(used < 64 << 20, used + " bytes");
        }
    }

    /** How much memory the thread {@code name} has asked for so far, in bytes. */
    private static long allocated(String name) {
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals(name))
                .mapToLong(thread -> threads.getThreadAllocatedBytes(thread.threadId()))
                .max()
                .orElseThrow();
    }

    @Test
    void showsThemLargeAndTheNextOnes() throws Exception {
        paint("lake.png", 1600, 1000);
        paint("tall.jpg", 500, 1500);
        sent("mira", "lake.png", State.DONE);
        sent("lea", "tall.jpg", State.DONE);
        try (var stage = new Stage(client, home)) {
            var robot = stage.robot;
            robot.size(1000, 860);
            stage.open(talk);
            var list = robot.find(Canvas.class, "timeline");
            awaitPicture(robot, list, 1);
            Robot.until(
                    "the viewer",
                    () -> { // the other picture may come meanwhile, and move what is clicked
                        var at = robot.place(list, 1);
                        robot.click(list, at.x + at.width / 2, Math.max(20, at.y + at.height / 2));
                        robot.settle();
                        return robot.shows("viewer");
                    });
            var viewer = robot.find(Control.class, "viewer");
            robot.waitFor(
                    "Picture 2 of 2, tall.jpg", () -> Robot.spoken(viewer, -1).equals("Picture 2 of 2, tall.jpg"));
            robot.press(SWT.ARROW_LEFT);
            robot.waitFor(
                    "Picture 1 of 2, lake.png", () -> Robot.spoken(viewer, -1).equals("Picture 1 of 2, lake.png"));
            robot.press(SWT.ARROW_LEFT);
            robot.waitFor(
                    "Picture 1 of 2, lake.png", () -> Robot.spoken(viewer, -1).equals("Picture 1 of 2, lake.png"));
            robot.settle();
            robot.picture("viewer-light");
            robot.type("++");
            robot.picture("viewer-near-light");
            robot.press(SWT.ESC);
            assertFalse(robot.shows("viewer"));
            assertTrue(robot.ui(list::isFocusControl), "the keyboard is back");
            robot.press(SWT.ARROW_UP);
            robot.type("\r");
            assertTrue(robot.shows("viewer"), "by a key");
        }
    }

    /** Opens the picture of {@code row} by the keyboard, and says where. */
    private static Control look(Robot robot, Canvas list, int row, String spoken) {
        awaitPicture(robot, list, row);
        robot.run(list::forceFocus);
        robot.press(SWT.HOME);
        for (int at = 0; at < row; at++) robot.press(SWT.ARROW_DOWN);
        robot.type("\r");
        var viewer = robot.find(Control.class, "viewer");
        robot.waitFor(spoken, () -> Robot.spoken(viewer, -1).equals(spoken));
        return viewer;
    }

    private void takenBack(MessageId picture) throws CommandException {
        client.hear(talks -> talks.delete(picture, FakeClient.address("mira")));
    }

    @Test
    void whatIsTakenBackIsLookedAtNoLonger() throws Exception {
        for (var name : List.of("one.png", "two.png", "three.png")) paint(name, 800, 500);
        var one = sent("mira", "one.png", State.DONE);
        var two = sent("mira", "two.png", State.DONE);
        var three = sent("mira", "three.png", State.DONE);
        try (var stage = new Stage(client, home)) {
            var robot = stage.robot;
            robot.size(1000, 860);
            stage.open(talk);
            var list = robot.find(Canvas.class, "timeline");
            awaitPicture(robot, list, 2);
            var viewer = look(robot, list, 1, "Picture 2 of 3, two.png");
            takenBack(three);
            robot.waitFor("two", () -> Robot.spoken(viewer, -1).equals("Picture 2 of 2, two.png"));
            robot.press(SWT.ARROW_RIGHT);
            assertEquals("Picture 2 of 2, two.png", robot.ui(() -> Robot.spoken(viewer, -1)));
            takenBack(one);
            robot.waitFor("one", () -> Robot.spoken(viewer, -1).equals("Picture 1 of 1, two.png"));
            takenBack(two);
            robot.waitFor("it gone", () -> !robot.shows("viewer"));
            robot.waitFor("the keyboard back", list::isFocusControl);
        }
    }

    @Test
    void whoeverWritesElsewhereKeepsTheKeyboardWhenAPictureIsTakenBack() throws Exception {
        paint("one.png", 800, 500);
        var one = sent("mira", "one.png", State.DONE);
        try (var stage = new Stage(client, home)) {
            var robot = stage.robot;
            robot.size(1000, 860);
            stage.open(talk);
            look(robot, robot.find(Canvas.class, "timeline"), 0, "Picture 1 of 1, one.png");
            var search = robot.find(Control.class, "search");
            robot.run(search::forceFocus);
            takenBack(one);
            robot.waitFor("it gone", () -> !robot.shows("viewer"));
            assertTrue(robot.ui(search::isFocusControl));
        }
    }

    @Test
    void anotherConversationIsNotCoveredByThePictureOfOne() throws Exception {
        paint("one.png", 800, 500);
        sent("mira", "one.png", State.DONE);
        var other = client.talk("jonas@relay.example", Kind.DIRECT, FakeClient.ago(Duration.ofHours(2)), "jonas");
        try (var stage = new Stage(client, home)) {
            var robot = stage.robot;
            robot.size(1000, 860);
            stage.open(talk);
            look(robot, robot.find(Canvas.class, "timeline"), 0, "Picture 1 of 1, one.png");
            stage.open(other);
            assertFalse(robot.shows("viewer"));
        }
    }

    /** Black and white above red and blue. */
    private void quarters(String name) throws IOException {
        var image = new BufferedImage(800, 800, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < 800; y++) {
            for (int x = 0; x < 800; x++) {
                boolean left = x < 400;
                image.setRGB(x, y, y < 400 ? left ? 0 : 0xFFFFFF : left ? 0xFF0000 : 0x0000FF);
            }
        }
        assertTrue(ImageIO.write(image, "png", home.resolve(name).toFile()));
    }

    @Test
    void keysMoveWhatIsNear() throws Exception {
        quarters("quarters.png");
        sent("mira", "quarters.png", State.DONE);
        try (var stage = new Stage(client, home)) {
            var robot = stage.robot;
            robot.size(1000, 860);
            stage.open(talk);
            var viewer = look(robot, robot.find(Canvas.class, "timeline"), 0, "Picture 1 of 1, quarters.png");
            var size = robot.ui(viewer::getSize);
            int x = size.x / 2 - 20, y = (size.y - 44) / 2 - 20; // left of the middle and above it
            assertEquals("000000", robot.colour(viewer, x, y));
            robot.press(SWT.MOD2, SWT.ARROW_LEFT);
            assertEquals("000000", robot.colour(viewer, x, y), "all of it is in view");
            robot.type("++");
            assertEquals("000000", robot.colour(viewer, x, y));
            robot.press(SWT.MOD2, SWT.ARROW_LEFT);
            assertEquals("ffffff", robot.colour(viewer, x, y));
            robot.press(SWT.MOD2, SWT.ARROW_UP);
            assertEquals("0000ff", robot.colour(viewer, x, y));
            robot.press(SWT.MOD2, SWT.ARROW_RIGHT);
            assertEquals("ff0000", robot.colour(viewer, x, y));
            robot.press(SWT.MOD2, SWT.ARROW_DOWN);
            assertEquals("000000", robot.colour(viewer, x, y));
        }
    }
}
