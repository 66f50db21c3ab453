package parley.desktop.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.eclipse.swt.SWT;
import org.eclipse.swt.accessibility.ACC;
import org.eclipse.swt.custom.StyledText;
import org.eclipse.swt.widgets.Canvas;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Label;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import parley.desktop.chat.image.Pixels;
import parley.testing.desktop.Robot;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What a screen reader finds: everything that can be seen has a name, and items are sentences. */
class SpokenTest {

    @TempDir Path home;

    @BeforeAll
    static void screen() {
        Screen.needed();
    }

    @Test
    void everyControlHasAName() throws Exception {
        var client = new FakeClient();
        var mira = Scripts.full(client);
        try (var stage = new Stage(client, home)) {
            var robot = stage.robot;
            robot.size(1000, 700);
            robot.waitFor("conversations", () -> !stage.desk.scene().lines().isEmpty());
            assertEquals(List.of(), robot.ui(() -> nameless(robot.shell())), "nothing chosen");
            robot.run(() -> stage.desk.open(new Selected.Person(FakeClient.key("noor"))));
            assertEquals(List.of(), robot.ui(() -> nameless(robot.shell())), "a request");
            robot.run(() -> stage.desk.open(new Selected.Asking()));
            assertEquals(List.of(), robot.ui(() -> nameless(robot.shell())), "requests");
            robot.run(() -> stage.desk.open(new Selected.Contact(FakeClient.key("mira"))));
            robot.waitFor("the number", () -> robot.shows("contact.number"));
            assertEquals(List.of(), robot.ui(() -> nameless(robot.shell())), "a contact");
            robot.run(() -> stage.desk.open(new Selected.Profile()));
            robot.waitFor("the profile", () -> robot.shows("profile.save"));
            assertEquals(List.of(), robot.ui(() -> nameless(robot.shell())), "my profile");
            var picture = new Pixels(300, 200, new int[60_000]);
            robot.run(() -> stage.desk.open(new Selected.Picture(picture, new Selected.Profile(), _ -> {})));
            robot.waitFor("the picture", () -> robot.shows("part.take"));
            assertEquals(List.of(), robot.ui(() -> nameless(robot.shell())), "a part of a picture");
            var team = client.conversations.all().stream().filter(it -> it.title().equals("Design Team")).findFirst();
            var group = team.orElseThrow().id();
            client.governance.asks(group, "noor");
            robot.run(() -> stage.desk.open(new Selected.Group(group)));
            robot.waitFor("the group", () -> robot.shows("group.asking"));
            assertEquals(List.of(), robot.ui(() -> nameless(robot.shell())), "a group");
            robot.run(() -> stage.desk.open(new Selected.GroupSettings(group)));
            robot.waitFor("its rules", () -> robot.shows("group.picture"));
            assertEquals(List.of(), robot.ui(() -> nameless(robot.shell())), "what holds in a group");
            robot.run(() -> stage.desk.open(new Selected.GroupLink(group)));
            robot.waitFor("its link", () -> robot.shows("group.link.make"));
            assertEquals(List.of(), robot.ui(() -> nameless(robot.shell())), "the link of a group");
            stage.open(mira);
            assertEquals(List.of(), robot.ui(() -> nameless(robot.shell())), "a conversation");
            var list = robot.find(Canvas.class, "timeline");
            robot.waitFor("messages", () -> !Robot.spoken(list, 0).equals("Messages"));
            robot.click(list, 630, 4);
            robot.press(SWT.END);
            robot.press(SWT.ARROW_UP);
            robot.chord(SWT.MOD2, '=');
            robot.waitFor("emoji", () -> robot.shows("emoji"));
            assertEquals(List.of(), robot.ui(() -> nameless(robot.shell())), "emoji");
            var heart = robot.find(Control.class, "emoji.❤️");
            assertEquals("Heart", robot.ui(() -> Robot.spoken(heart, ACC.CHILDID_SELF)));
            robot.press(SWT.ESC);
            robot.type("e");
            robot.waitFor("an edit", () -> robot.shows("composer.strip"));
            assertEquals(List.of(), robot.ui(() -> nameless(robot.shell())), "an edit");
            var field = robot.find(StyledText.class, "compose");
            assertEquals("Edit your message", robot.ui(() -> Robot.spoken(field, ACC.CHILDID_SELF)));
            robot.press(SWT.ESC);
            robot.run(stage.door::open);
            assertEquals(List.of(), robot.ui(() -> nameless(robot.shell())), "somebody new");
            stage.cover(parent ->
                    new FirstRunView(parent, client, stage.ownRelay, stage.bench.theme(), stage.bench.ui(), () -> {}));
            robot.find(Control.class, "first.name");
            assertEquals(List.of(), robot.ui(() -> nameless(robot.shell())), "the first start");
        }
    }

    @Test
    void itemsAreSentences() throws Exception {
        var client = new FakeClient();
        var mira = Scripts.full(client);
        try (var stage = new Stage(client, home)) {
            var robot = stage.robot;
            robot.size(1000, 700);
            stage.open(mira);
            var lines = robot.find(Canvas.class, "conversations");
            assertEquals(
                    "Requests · 1: noor@relay.example wants to talk with you", robot.ui(() -> Robot.spoken(lines, 0)));
            var team = robot.ui(() -> Robot.spoken(lines, 2));
            assertTrue(team.startsWith("Design Team, 5 new messages: jonas: new bubble colours are in"), team);
            var messages = robot.find(Canvas.class, "timeline");
            robot.waitFor(
                    "messages",
                    () -> Robot.spoken(messages, 0) != null && !Robot.spoken(messages, 0).equals("Messages"));
            var first = robot.ui(() -> Robot.spoken(messages, 0));
            assertTrue(first.matches("mira, \\d\\d:\\d\\d: Good morning! Did the photos.*"), first);
            var second = robot.ui(() -> Robot.spoken(messages, 1));
            assertTrue(second.matches("You, \\d\\d:\\d\\d, read: Not yet.*"), second);
            assertEquals("Messages", robot.ui(() -> Robot.spoken(messages, ACC.CHILDID_SELF)));
        }
    }

    /** The visible leaves under {@code parent} that have no name. */
    private static List<String> nameless(Composite parent) {
        var found = new ArrayList<String>();
        for (var child : parent.getChildren()) {
            boolean painted = child.isVisible() && child.getSize().x > 1 && child.getSize().y > 1;
            if (!painted) continue;
            boolean leaf =
                    child instanceof StyledText || !(child instanceof Composite one && one.getChildren().length > 0);
            boolean gap = child instanceof Label label && label.getText().isEmpty();
            boolean layout = child.getClass() == Composite.class;
            boolean divider =
                    child.getCursor() != null && child.getCursor().equals(child.getDisplay().getSystemCursor(9));
            if (leaf && !gap && !layout && !divider && Robot.spoken(child, ACC.CHILDID_SELF).isBlank()) {
                found.add(child + " " + child.getData("test.id") + " " + child.getBounds());
            }
            if (child instanceof Composite composite && !(child instanceof StyledText))
                found.addAll(nameless(composite));
        }
        return found;
    }
}
