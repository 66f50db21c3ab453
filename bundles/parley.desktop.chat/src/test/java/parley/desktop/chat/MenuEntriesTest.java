package parley.desktop.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Canvas;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Display;
import org.eclipse.swt.widgets.Listener;
import org.eclipse.swt.widgets.Menu;
import org.eclipse.swt.widgets.MenuItem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.service.component.ComponentServiceObjects;

import parley.client.api.Conversations.Conversation;
import parley.client.api.Conversations.Kind;
import parley.client.api.Message;
import parley.desktop.api.MenuContribution;
import parley.protocol.ConversationId;
import parley.testing.desktop.Robot;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** What other bundles put into the menus of messages and of conversations. */
class MenuEntriesTest {

    @TempDir Path home;

    private final FakeClient client = new FakeClient();
    private final List<String> done = new CopyOnWriteArrayList<>();
    private ConversationId mira;
    private Stage stage;
    private Robot robot;

    /** The menu that opened last. Touched on the UI thread only. */
    private final List<Menu> opened = new ArrayList<>();

    @BeforeAll
    static void screen() {
        Screen.needed();
    }

    @BeforeEach
    void look() {
        client.signIn("lea");
        mira = client.talk("mira@relay.example", Kind.DIRECT, FakeClient.ago(Duration.ofHours(1)), "mira");
        client.message(mira, "mira", "The lake", FakeClient.ago(Duration.ofHours(1)), Message.State.READ);
        stage = new Stage(client, home);
        robot = stage.robot;
        robot.size(1000, 700);
        stage.open(mira);
        Listener noting =
                event -> {
                    if (event.widget instanceof Menu menu) opened.add(menu);
                };
        robot.run(() -> Display.getCurrent().addFilter(SWT.Show, noting));
    }

    @AfterEach
    void end() throws Exception {
        stage.close();
    }

    @SuppressWarnings("unchecked") // as SCR does, which knows a service by its class alone
    private static ComponentServiceObjects<MenuContribution<?>> entries(ComponentServiceObjects<?> objects) {
        return (ComponentServiceObjects<MenuContribution<?>>) objects;
    }

    private <T> void add(String label, int rank, Class<T> of, MenuContribution<T> entry) {
        Map<String, Object> properties =
                Map.of("parley.menu.of", of.getName(), "parley.menu.label", label, "service.ranking", rank);
        int before = robot.ui(() -> stage.menus.of(of).size());
        stage.menus.addEntry(entries(stage.bench.objects(MenuContribution.class, entry, properties)));
        robot.waitFor("the entry", () -> stage.menus.of(of).size() == before + 1);
    }

    private void remove(Class<?> of, MenuContribution<?> entry) {
        int before = robot.ui(() -> stage.menus.of(of).size());
        stage.menus.removeEntry(entries(stage.bench.taken(MenuContribution.class, entry)));
        robot.waitFor("it gone", () -> stage.menus.of(of).size() == before - 1);
    }

    /** Opens the menu of the first message, and says what is in it, but for what divides it. */
    private List<String> ofMessage() {
        var list = robot.find(Canvas.class, "timeline");
        robot.run(list::setFocus);
        robot.press(SWT.HOME);
        return menu();
    }

    private List<String> ofConversation() {
        var list = robot.find(Canvas.class, "conversations");
        robot.run(list::setFocus);
        robot.press(SWT.HOME);
        return menu();
    }

    private List<String> menu() {
        robot.run(opened::clear);
        robot.press(SWT.MOD2, SWT.F10);
        robot.waitFor("the menu", () -> !opened.isEmpty());
        return robot.ui(() ->
                Stream.of(opened.getFirst().getItems())
                        .filter(item -> (item.getStyle() & SWT.SEPARATOR) == 0)
                        .map(MenuItem::getText)
                        .toList());
    }

    /** Takes {@code label} from the menu that is open. */
    private void take(List<String> menu, String label) {
        for (int at = menu.size(); at > menu.indexOf(label); at--) robot.press(SWT.ARROW_UP);
        robot.type("\r");
    }

    private String foot() {
        return Robot.spoken(robot.find(Control.class, "foot"), -1);
    }

    @Test
    void oneIsInTheMenuOfEachMessageAndIsToldOfWhich() throws Exception {
        var before = ofMessage();
        robot.press(SWT.ESC);
        MenuContribution<Message> weigh = message -> done.add(message.text());
        MenuContribution<Message> last = _ -> done.add("last");
        add("Weigh & measure\n", 5, Message.class, weigh);
        add("A last one", 0, Message.class, last);
        var menu = ofMessage();
        robot.picture("menu-message");
        var both = List.of("Weigh && measure", "A last one");
        assertEquals(Stream.of(before, both).mapToInt(List::size).sum(), menu.size());
        int at = menu.indexOf("Weigh && measure");
        assertEquals(both, menu.subList(at, at + 2), "by their rankings");
        assertTrue(at > menu.indexOf("Reply"), menu.toString());
        take(menu, "Weigh && measure");
        Robot.until("it done", () -> done.equals(List.of("The lake")));
        assertFalse(ofConversation().contains("Weigh && measure"));
        robot.press(SWT.ESC);
        remove(Message.class, weigh);
        remove(Message.class, last);
        assertEquals(before, ofMessage());
        robot.press(SWT.ESC);
    }

    @Test
    void oneIsInTheMenuOfEachConversation() throws Exception {
        var before = ofConversation();
        robot.press(SWT.ESC);
        MenuContribution<Conversation> count = talk -> done.add(talk.id().hex());
        add("Count", 0, Conversation.class, count);
        var menu = ofConversation();
        robot.picture("menu-conversation");
        assertEquals(Stream.concat(before.stream(), Stream.of("Count")).toList(), menu);
        take(menu, "Count");
        Robot.until("it done", () -> done.equals(List.of(mira.hex())));
        assertFalse(ofMessage().contains("Count"));
        robot.press(SWT.ESC);
        remove(Conversation.class, count);
        assertEquals(before, ofConversation());
        robot.press(SWT.ESC);
    }

    /** Such as one that was made for another API: the foot says it, and all else goes on. */
    @Test
    void oneThatFailsIsSaidToHave() {
        add(
                "Weigh",
                0,
                Message.class,
                _ -> {
                    throw new NoSuchMethodError("on purpose");
                });
        add("Count", 0, Message.class, message -> done.add(message.text()));
        take(ofMessage(), "Weigh");
        robot.waitFor("why", () -> foot().contains("“Weigh” did not work."));
        take(ofMessage(), "Count");
        Robot.until("it done", () -> done.equals(List.of("The lake")));
    }

    /** A menu that is open says what was there then. */
    @Test
    void oneThatHasGoneSinceDoesNothing() {
        MenuContribution<Message> weigh = message -> done.add("weighed " + message.text());
        add("Weigh", 0, Message.class, weigh);
        add("Count", 0, Message.class, message -> done.add(message.text()));
        var menu = ofMessage();
        remove(Message.class, weigh);
        take(menu, "Weigh");
        take(ofMessage(), "Count");
        Robot.until("what is there", () -> done.contains("The lake"));
        assertEquals(List.of("The lake"), done);
    }

    @Test
    void nothingIsOfferedOfWhatWasTakenBack() throws Exception {
        add("Weigh", 0, Message.class, _ -> {});
        var mine = client.message(mira, "lea", "mine", FakeClient.ago(Duration.ofMinutes(1)), Message.State.READ);
        var list = robot.find(Canvas.class, "timeline");
        for (boolean there : new boolean[] {true, false}) {
            if (!there) client.conversations.delete(mine.id());
            stage.open(mira);
            robot.run(list::setFocus);
            robot.press(SWT.HOME);
            robot.press(SWT.ARROW_DOWN);
            var menu = menu();
            robot.press(SWT.ESC);
            assertEquals(there, menu.contains("Weigh"), menu.toString());
            assertFalse(menu.isEmpty());
        }
    }
}
