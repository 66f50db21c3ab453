package parley.desktop.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.eclipse.swt.SWT;
import org.eclipse.swt.custom.StyledText;
import org.eclipse.swt.graphics.GC;
import org.eclipse.swt.graphics.Image;
import org.eclipse.swt.graphics.ImageData;
import org.eclipse.swt.graphics.ImageLoader;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Display;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.client.api.Conversations;
import parley.client.api.Conversations.Kind;
import parley.client.api.Event;
import parley.client.api.Message;
import parley.desktop.api.Locked;
import parley.desktop.api.Notification;
import parley.desktop.api.Notifications;
import parley.desktop.notify.freedesktop.FakeDesktop;
import parley.protocol.ConversationId;
import parley.testing.desktop.Robot;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** What others write is said in small windows while nobody looks at ours. */
class BellsTest {

    @TempDir Path home;

    private final FakeClient client = new FakeClient();
    private ConversationId talk;

    @BeforeAll
    static void screen() {
        Screen.needed();
    }

    private Stage stage() {
        talk = Scripts.full(client);
        var stage = new Stage(client, home);
        stage.robot.size(800, 600);
        stage.robot.waitFor("the list", () -> !stage.desk.scene().lines().isEmpty());
        new Bells(stage.desk, stage.bench.notifications(), stage.bench.ui());
        return stage;
    }

    private Message hear(Stage stage, String text) {
        stage.robot.settle();
        stage.bench.behind(); // a small window that goes gives the keyboard back to ours
        var message = client.message(talk, "mira", text, Instant.now(), Message.State.RECEIVED);
        client.ear.happened(
                new Event.MessageReceived(
                        message.id(), talk, message.from(), text, message.at(), Optional.empty(), List.of(), false));
        return message;
    }

    /** What the small windows say, the newest last. */
    private static List<String> popups(Robot robot) {
        return robot.ui(() -> {
            var all = new ArrayList<String>();
            for (var face : faces()) all.add(Robot.spoken(face, -1));
            return all;
        });
    }

    private static List<Control> faces() {
        var all = new ArrayList<Control>();
        for (var shell : Display.getCurrent().getShells()) {
            for (var child : shell.getChildren()) if ("popup".equals(child.getData("test.id"))) all.add(child);
        }
        return all;
    }

    private static Control button(String id) {
        for (var face : faces()) {
            for (var child : ((Composite) face).getChildren()) if (id.equals(child.getData("test.id"))) return child;
        }
        throw new AssertionError("no " + id);
    }

    private static void picture(Robot robot, String name) throws Exception {
        var folder = Files.createDirectories(Path.of("target", "screenshots"));
        robot.settle();
        robot.run(() -> {
            var face = faces().getFirst();
            var size = face.getSize();
            var image = new Image(face.getDisplay(), size.x, size.y);
            var gc = new GC(face);
            gc.copyArea(image, 0, 0);
            gc.dispose();
            var loader = new ImageLoader();
            loader.data = new ImageData[] {image.getImageData()};
            loader.save(folder.resolve(name + ".png").toString(), SWT.IMAGE_PNG);
            image.dispose();
        });
    }

    @Test
    void saysWhoWritesAndOpensTheConversation() throws Exception {
        try (var stage = stage()) {
            var robot = stage.robot;
            hear(
                    stage,
                    "Are you <b>there</b>?\u202E\n"
                            + "The train leaves at nine from the other platform, so we have to hurry a bit.");
            robot.waitFor("a popup", () -> !faces().isEmpty());
            var said = popups(robot).getFirst();
            assertTrue(said.contains("mira"), said);
            assertTrue(said.contains("Are you <b>there</b>? The train"), said);
            picture(robot, "popup-light");
            var face = robot.ui(() -> faces().getFirst());
            robot.click(face, 40, 40);
            robot.waitFor("the conversation", () -> stage.desk.scene().selected().equals(new Selected.Talk(talk)));
            assertEquals(List.of(), popups(robot));
        }
    }

    @Test
    void takesItBackOnceRead() throws Exception {
        try (var stage = stage()) {
            var robot = stage.robot;
            hear(stage, "one");
            hear(stage, "two");
            robot.waitFor("the newest", () -> popups(robot).stream().anyMatch(said -> said.contains("two")));
            assertEquals(1, popups(robot).size());
            var read = robot.ui(() -> button("popup.press"));
            robot.click(read, 20, 20);
            robot.waitFor("no popup", () -> faces().isEmpty());
            hear(stage, "three");
            robot.waitFor("a popup", () -> !faces().isEmpty());
            stage.desk.markRead(talk);
            robot.waitFor("no popup", () -> faces().isEmpty());
        }
    }

    /** What was taken back is not to be read on in a small window. */
    @Test
    void takesItBackOnceItIsDeletedEditedOrExpired() throws Exception {
        try (var stage = stage()) {
            var robot = stage.robot;
            for (var change :
                    List.<Function<Message, Event>>of(
                            it -> new Event.MessageDeleted(talk, it.id(), it.from()),
                            it -> new Event.MessageExpired(talk, it.id()),
                            it ->
                                    new Event.MessageEdited(
                                            talk, it.id(), it.from(), "another", Instant.now(), List.of()))) {
                var message = hear(stage, "the code is 4711");
                robot.waitFor("a popup", () -> !faces().isEmpty());
                client.ear.happened(change.apply(message));
                robot.waitFor("no popup", () -> faces().isEmpty());
            }
        }
    }

    /** What bells tell of each notification, and what they take back. */
    private static List<String> bells(Stage stage, Function<Notification, String> what) {
        stage.robot.waitFor("the list", () -> !stage.desk.scene().lines().isEmpty());
        var told = new ArrayList<String>();
        var notifications =
                new Notifications() {
                    @Override
                    public void show(Notification notification) {
                        told.add(what.apply(notification));
                    }

                    @Override
                    public void withdraw(String key) {
                        told.add("withdrawn");
                    }
                };
        new Bells(stage.desk, notifications, stage.bench.ui());
        return told;
    }

    /** Who is called as somebody in a group is shown would seem to have written there. */
    @Test
    void nobodyIsCalledAsSomebodyInAGroup() throws Exception {
        talk = Scripts.full(client);
        var names = List.of("Mira · Crew", "Mira •Crew", "Mira· Crew", "Mira\u2003・Crew", "Mira·Crew", "Mira Crew");
        try (var stage = new Stage(client, home)) {
            var told = bells(stage, Notification::title);
            for (var name : names) {
                client.profiles.says("mira", name);
                stage.robot.waitFor(name, () -> stage.desk.titles().of(FakeClient.address("mira")).equals(name));
                hear(stage, "one");
                int heard = names.indexOf(name) + 1;
                stage.robot.waitFor("it", () -> told.size() == heard);
            }
            client.profiles.says("mira", "Mira · x");
            stage.robot.waitFor("x", () -> stage.desk.titles().of(FakeClient.address("mira")).equals("Mira · x"));
            talk = client.talk("y · z", Kind.GROUP, Instant.now(), "mira");
            client.ear.happened(new Event.ConversationOpened(talk, "y · z", Kind.GROUP));
            stage.robot.waitFor("the group", () -> stage.desk.scene().conversation(talk).isPresent());
            hear(stage, "one");
            stage.robot.waitFor("all", () -> told.size() == names.size() + 1);
            assertEquals(
                    List.of(
                            "Mira, Crew",
                            "Mira, Crew",
                            "Mira, Crew",
                            "Mira, Crew",
                            "Mira·Crew",
                            "Mira Crew",
                            "Mira, x · y, z"),
                    told);
        }
    }

    /** Whoever changes what they said before takes nobody else's words away: each is taken back for itself alone. */
    @Test
    void takesBackNoOther() throws Exception {
        talk = Scripts.full(client);
        try (var stage = new Stage(client, home)) {
            var told = bells(stage, Notification::text);
            var first = hear(stage, "one");
            var edited = hear(stage, "two");
            var last = hear(stage, "three");
            client.ear.happened(new Event.MessageDeleted(talk, first.id(), first.from()));
            client.ear.happened(new Event.MessageExpired(talk, first.id()));
            client.ear.happened(
                    new Event.MessageEdited(talk, edited.id(), edited.from(), "2", Instant.now(), List.of()));
            hear(stage, "four");
            stage.robot.waitFor("the last", () -> told.contains("four"));
            assertEquals(List.of("one", "two", "three", "four"), told);
            var newest = hear(stage, "five");
            client.ear.happened(new Event.MessageDeleted(talk, last.id(), last.from()));
            client.ear.happened(new Event.MessageDeleted(talk, newest.id(), newest.from()));
            stage.robot.waitFor("it is taken back", () -> told.contains("withdrawn"));
            assertEquals(List.of("one", "two", "three", "four", "five", "withdrawn"), told);
        }
    }

    /** Written into a small window, which is gone by the time that it fails. */
    @Test
    void anAnswerThatIsNotSaidIsGivenBack() throws Exception {
        try (var stage = stage()) {
            var robot = stage.robot;
            var other =
                    client.conversations.all().stream()
                            .map(Conversations.Conversation::id)
                            .filter(each -> !each.equals(talk))
                            .findFirst()
                            .orElseThrow();
            stage.open(other);
            client.refusal = Optional.of(new CommandException(Code.REFUSED, "sending is stopped here"));
            stage.desk.talk().answer(talk, "I am on my way");
            Robot.until("it was tried", () -> client.calls().contains("refused"));
            robot.settle();
            client.refusal = Optional.empty();
            stage.open(talk);
            var field = robot.find(StyledText.class, "compose");
            assertEquals("I am on my way", robot.ui(field::getText));
            assertTrue(robot.words("banner").toLowerCase(Locale.ROOT).contains("sending is stopped here"));
        }
    }

    /** What waits to be shown has been shown, or is not. */
    private static List<String> shown(Stage stage) throws Exception {
        stage.robot.settle();
        stage.bench.notified();
        stage.robot.settle();
        return popups(stage.robot);
    }

    @Test
    void showsNothingWhileParleyIsLocked() throws Exception {
        try (var stage = stage()) {
            var robot = stage.robot;
            hear(stage, "one");
            robot.waitFor("a popup", () -> !faces().isEmpty());
            var lock = new Locked() {};
            stage.bench.add(lock);
            robot.waitFor("no popup", () -> faces().isEmpty());
            hear(stage, "two");
            assertEquals(List.of(), shown(stage), "neither who wrote nor what");
            stage.bench.remove(lock);
            hear(stage, "three");
            assertTrue(shown(stage).getFirst().contains("three"), () -> popups(robot).toString());
        }
    }

    /** All the way: to the server that the desktop has, and from an answer that is written there. */
    @Test
    void theDesktopsOwnServerShowsItAndAnAnswerThereIsAMessage() throws Exception {
        try (var desktop = FakeDesktop.ofThisSession("body", "actions", "body-markup", "inline-reply");
                var stage = stage()) {
            stage.bench.add("parley.freedesktop", "Of the desktop", desktop.channel());
            hear(stage, "Are you <b>there</b>?\u202E");
            var asked = desktop.shown();
            assertEquals("mira", asked.summary());
            assertEquals("Are you &lt;b&gt;there&lt;/b&gt;?", asked.body());
            assertTrue(asked.actions().contains("inline-reply"), () -> asked.actions().toString());
            assertEquals(List.of(), shown(stage), "and by nobody else");
            desktop.reply(asked.id(), "I am here");
            assertEquals(asked.id(), desktop.takenBack());
            Robot.until("the answer", () -> said("I am here") > 0);
            stage.robot.settle();
            assertEquals(1, said("I am here"));
        }
    }

    /** How often {@code text} was said by us. */
    private long said(String text) {
        return client.conversations.page(talk, Long.MAX_VALUE, 99).stream()
                .filter(message -> message.own() && message.text().equals(text))
                .count();
    }

    /** As the page of the preferences has it: at once, by a press. */
    @Test
    void showsAsMuchAsThePersonWants() throws Exception {
        try (var stage = stage()) {
            var robot = stage.robot;
            robot.run(() -> stage.bench.preferencePages().open("parley.notifications"));
            robot.waitFor("the page", () -> robot.shows("notify.quiet"));
            hear(stage, "a secret");
            assertTrue(shown(stage).getFirst().contains("mira"));
            assertTrue(popups(robot).getFirst().contains("a secret"));
            robot.click("notify.show.sender");
            hear(stage, "a secret");
            assertTrue(shown(stage).getFirst().contains("mira"));
            assertFalse(popups(robot).getFirst().contains("a secret"), () -> popups(robot).getFirst());
            robot.click("notify.show.nothing");
            hear(stage, "a secret");
            assertFalse(shown(stage).getFirst().matches("(?s).*(mira|a secret).*"), () -> popups(robot).getFirst());
            stage.desk.markRead(talk);
            robot.waitFor("no popup", () -> faces().isEmpty());
            robot.click("notify.quiet");
            hear(stage, "a secret");
            assertEquals(List.of(), shown(stage));
            robot.click("notify.quiet");
            hear(stage, "a secret");
            assertEquals(1, shown(stage).size(), "it is taken back");
        }
    }
}
