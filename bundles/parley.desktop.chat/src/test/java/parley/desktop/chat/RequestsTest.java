package parley.desktop.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Canvas;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import parley.client.api.Contacts.Contact;
import parley.client.api.Contacts.State;
import parley.client.api.Contacts.Trust;
import parley.client.api.Conversations.Kind;
import parley.protocol.Address;
import parley.testing.desktop.Robot;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Strangers, who have a box of their own until a person answers them. */
class RequestsTest {

    private static final String LOOKS = "The address looks like mira@relay.example, and this is somebody else.";

    @TempDir Path home;

    private final FakeClient client = new FakeClient();

    @BeforeAll
    static void screen() {
        Screen.needed();
    }

    @BeforeEach
    void asked() {
        client.signIn("lea");
        client.talk("mira@relay.example", Kind.DIRECT, FakeClient.ago(Duration.ofHours(9)), "mira");
        client.asks("noor");
        stranger("mirra", State.ASKS, Optional.empty(), Optional.of(FakeClient.address("mira")));
        stranger("otis", State.ASKS, Optional.of(State.BLOCKED), Optional.empty());
        stranger("spam", State.BLOCKED, Optional.empty(), Optional.empty());
        stranger("ned", State.DENIED, Optional.empty(), Optional.empty());
    }

    private void stranger(String name, State state, Optional<State> former, Optional<Address> like) {
        client.contacts.put(
                new Contact(
                        FakeClient.address(name),
                        FakeClient.key(name),
                        state,
                        Optional.empty(),
                        Trust.UNVERIFIED,
                        former,
                        like));
    }

    private static List<String> rows(Robot robot, String id, int count) {
        var list = robot.find(Canvas.class, id);
        return robot.ui(() -> IntStream.range(0, count).mapToObj(row -> Robot.spoken(list, row)).toList());
    }

    @Test
    void strangersStandInABoxAndAreAnsweredThere() throws Exception {
        client.profiles.says("noor", "The Bank"); // which nobody is shown before the answer
        try (var stage = new Stage(client, home)) {
            var robot = stage.robot;
            robot.size(1000, 700);
            robot.waitFor("the list", () -> stage.desk.scene().lines().size() == 2);
            var lines = robot.find(Canvas.class, "conversations");
            assertEquals(
                    "Requests · 3: noor@relay.example and 2 others want to talk with you",
                    robot.ui(() -> Robot.spoken(lines, 0)));
            robot.click(lines, 100, 40);
            robot.waitFor("the box", () -> robot.shows("requests.asking"));
            assertEquals(
                    List.of(
                            "noor@relay.example, Wants to talk with you",
                            "mirra@relay.example, " + LOOKS,
                            "otis@relay.example, You have blocked this address before, with another key."),
                    rows(robot, "requests.asking", 3));
            assertEquals(
                    List.of("spam@relay.example, Blocked", "ned@relay.example, Declined"),
                    rows(robot, "requests.refused", 2));
            assertFalse(robot.words("requests").contains("Bank"));
            robot.click(robot.find(Canvas.class, "requests.asking"), 60, 90);
            robot.waitFor("the person", () -> robot.shows("person.block"));
            assertTrue(robot.words("person").contains("looks like mira@relay.example"));
            robot.click("person.block");
            robot.waitFor("the box again", () -> robot.shows("requests.asking"));
            assertEquals(List.of("block mirra@relay.example"), client.calls());
            var refused = robot.find(Canvas.class, "requests.refused");
            robot.waitFor("it is remembered", () -> Robot.spoken(refused, 0).equals("mirra@relay.example, " + LOOKS));
            robot.click(robot.find(Canvas.class, "requests.asking"), 60, 30);
            robot.waitFor("the person", () -> robot.shows("person.accept"));
            robot.click("person.accept");
            robot.waitFor("the conversation", () -> robot.shows("compose"));
            robot.waitFor("one less", () -> stage.desk.scene().lines().getFirst().title().equals("Requests · 1"));
        }
    }

    @Test
    void takesBackWhatWasRefused() throws Exception {
        try (var stage = new Stage(client, home)) {
            var robot = stage.robot;
            robot.size(1000, 700);
            robot.waitFor("the list", () -> !stage.desk.scene().contacts().isEmpty());
            robot.run(() -> stage.desk.open(new Selected.Asking()));
            robot.waitFor("the box", () -> robot.shows("requests.refused"));
            var refused = robot.find(Canvas.class, "requests.refused");
            robot.run(refused::setFocus);
            robot.press(SWT.HOME);
            robot.press(SWT.CR);
            robot.waitFor("who was blocked", () -> robot.shows("contact.unblock"));
            assertFalse(robot.shows("contact.mark"), "nothing to compare with whom one does not talk");
            robot.click("contact.unblock");
            Robot.until("heard again", () -> client.calls().contains("unblock spam@relay.example"));
            robot.click("contact.back");
            robot.waitFor("the box", () -> robot.shows("requests.refused"));
        }
    }

    @Test
    void picturesOfRequests() throws Exception {
        try (var stage = new Stage(client, home)) {
            var robot = stage.robot;
            robot.waitFor("the list", () -> stage.desk.scene().lines().size() == 2);
            for (boolean dark : new boolean[] {false, true}) {
                stage.bench.theme(dark);
                for (boolean small : new boolean[] {false, true}) {
                    var how = (small ? "small-" : "") + (dark ? "dark" : "light");
                    robot.size(small ? 560 : 1180, small ? 560 : 780);
                    robot.run(() -> stage.desk.open(new Selected.Asking()));
                    robot.waitFor("the box", () -> robot.shows("requests.asking"));
                    robot.picture("requests-" + how);
                    robot.run(() -> stage.desk.open(new Selected.Person(FakeClient.key("mirra"))));
                    robot.waitFor("the person", () -> robot.shows("person.accept"));
                    robot.picture("requests-person-" + how);
                }
            }
        }
    }
}
