package parley.desktop.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.eclipse.swt.SWT;
import org.eclipse.swt.accessibility.ACC;
import org.eclipse.swt.widgets.Canvas;
import org.eclipse.swt.widgets.Composite;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import parley.desktop.Bench;
import parley.desktop.api.View;
import parley.desktop.chat.paint.Mark;
import parley.desktop.chat.paint.Wording;
import parley.desktop.chat.timeline.Said;
import parley.desktop.chat.timeline.Timeline;
import parley.desktop.chat.timeline.TimelineActions;
import parley.testing.desktop.Robot;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;

/** What a press on a link opens: nothing, before the person has seen where it leads and said yes. */
class LinkOpeningTest {

    @TempDir Path home;

    /** The addresses that were opened. */
    private final List<String> opened = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void screen() {
        Screen.needed();
    }

    /** Wants nothing but to note what is opened. */
    private final TimelineActions actions =
            (TimelineActions)
                    Proxy.newProxyInstance(
                            TimelineActions.class.getClassLoader(),
                            new Class<?>[] {TimelineActions.class},
                            (_, method, arguments) -> {
                                if (method.getName().equals("open")) opened.add((String) arguments[0]);
                                return null;
                            });

    private View list(Composite parent, Bench bench, String... texts) {
        var list = new Timeline(parent, bench.theme(), Wording.ofThisSystem(), actions);
        list.open(IntStream.range(0, texts.length).mapToObj(at -> said(at, texts[at])).toList(), "", 0);
        return new View() {
            @Override
            public void focus() {
                list.control().setFocus();
            }

            @Override
            public void close() {}
        };
    }

    private static Said said(int order, String text) {
        var id = "m" + order;
        return new Said(id, order, "mira", "mira", false, Instant.now(), text, Mark.NONE, null, null, Said.Fate.NONE);
    }

    private static String card(Robot robot) {
        var card = robot.find(Canvas.class, "link");
        return robot.ui(() -> Robot.spoken(card, ACC.CHILDID_SELF));
    }

    @Test
    void opensOneAddressAndOnlyAfterTheYes() throws Exception {
        try (var bench = new Bench(home.resolve("p"));
                var robot = new Robot(bench.display())) {
            robot.size(900, 600);
            bench.add("talk", "CENTER", parent -> list(parent, bench, "https://Example.ORG/a?b"));
            var list = robot.find(Canvas.class, "timeline");
            robot.waitFor("the words", () -> robot.place(list, 0).height > 0);
            var at = robot.place(list, 0);
            robot.click(list, at.x + 60, at.y + at.height / 2);
            assertTrue(card(robot).startsWith("This leads to. example.org. https://example.org/a?b"), card(robot));
            robot.press(SWT.ESC);
            assertFalse(robot.shows("link"));
            press(robot, list);
            robot.click("link.copy");
            assertFalse(robot.shows("link"));
            assertEquals(List.of(), opened, "neither is a yes");
            press(robot, list);
            robot.click("link.open");
            assertFalse(robot.shows("link"), "so that it is not pressed twice");
            assertEquals(List.of("https://example.org/a?b"), opened);
            press(robot, list);
            robot.type("\r");
            assertFalse(robot.shows("link"));
            assertEquals(2, opened.size(), "by a key, the same");
        }
    }

    /** Presses the link of the message by a key, which opens nothing yet. */
    private void press(Robot robot, Canvas list) {
        int before = opened.size();
        robot.run(list::setFocus);
        robot.press(SWT.HOME);
        robot.type("\r");
        assertTrue(robot.shows("link"));
        assertEquals(before, opened.size());
    }

    /** Others start programs, or read what is on this computer. */
    @Test
    void nothingButTheWebIsALink() throws Exception {
        var all =
                List.of(
                        "javascript:alert(document.cookie)",
                        "file:///etc/passwd",
                        "data:text/html,<script>alert(1)</script>",
                        "JAVASCRIPT://example.org/%0aalert(1)",
                        "[words to be pressed](javascript:alert(1))",
                        "[words to be pressed](file:///etc/passwd)",
                        "[words to be pressed](data:text/html,x)",
                        "[words to be pressed](javascript://example.org/%0aalert(1))",
                        "<a href=\"file:///etc/passwd\">words to be pressed</a>");
        try (var bench = new Bench(home.resolve("p"));
                var robot = new Robot(bench.display())) {
            robot.size(900, 800);
            bench.add("talk", "CENTER", parent -> list(parent, bench, all.toArray(String[]::new)));
            var list = robot.find(Canvas.class, "timeline");
            robot.waitFor("the words", () -> robot.place(list, all.size() - 1).height > 0);
            for (int row = 0; row < all.size(); row++) {
                var at = robot.place(list, row);
                robot.click(list, at.x + 40, at.y + at.height / 2);
                assertFalse(robot.shows("link"), all.get(row));
            }
            robot.press(SWT.HOME);
            for (var text : all) {
                robot.type("\r");
                assertFalse(robot.shows("link"), text);
                robot.press(SWT.ARROW_DOWN);
            }
            assertEquals(List.of(), opened);
        }
    }
}
