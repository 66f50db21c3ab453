package parley.desktop.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.eclipse.swt.SWT;
import org.eclipse.swt.dnd.Clipboard;
import org.eclipse.swt.dnd.TextTransfer;
import org.eclipse.swt.graphics.RGB;
import org.eclipse.swt.widgets.Canvas;
import org.eclipse.swt.widgets.Composite;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import parley.desktop.Bench;
import parley.desktop.api.CommandContribution;
import parley.desktop.api.StatusContribution;
import parley.desktop.api.Token;
import parley.desktop.api.View;
import parley.desktop.api.ViewContribution;
import parley.testing.desktop.Robot;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A view that fails takes neither the window nor the other views along. */
class BrokenViewTest {

    @TempDir Path home;

    @BeforeAll
    static void screen() {
        Screen.needed();
    }

    /** What one view does wrong. */
    private static final class Wrong implements View {

        final Canvas canvas;

        Wrong(Composite parent, String id) {
            canvas = new Canvas(parent, SWT.NONE);
            canvas.setData("test.id", id);
        }

        @Override
        public void focus() {
            canvas.setFocus();
        }

        @Override
        public void close() {
            throw new IllegalStateException("on purpose, while closing");
        }
    }

    private static ViewContribution well(String id) {
        return parent -> new Wrong(parent, id);
    }

    @Test
    void aViewThatCannotBeOpenedIsOpenedAgainOnceItCan() throws Exception {
        var attempts = new AtomicInteger();
        try (var bench = new Bench(home.resolve("p"));
                var robot = new Robot(bench.display())) {
            bench.add("good", "SIDE", well("good.canvas"));
            bench.add(
                    "wrong",
                    "CENTER",
                    parent -> {
                        new Canvas(parent, SWT.NONE).setData("test.id", "half");
                        parent.addListener(
                                SWT.Paint,
                                _ -> {
                                    throw new IllegalStateException("a listener of a view that was never there");
                                });
                        if (attempts.incrementAndGet() == 1) throw new IllegalStateException("on purpose");
                        return new Wrong(parent, "wrong.canvas");
                    });
            robot.waitFor("a card", () -> robot.shows("broken"));
            assertFalse(robot.shows("half"));
            assertTrue(robot.shows("good.canvas"));
            assertTrue(robot.words("broken").contains("wrong has failed"));
            robot.picture("broken");
            robot.click("broken.copy");
            var copied =
                    robot.ui(() -> {
                        var clipboard = new Clipboard(org.eclipse.swt.widgets.Display.getCurrent());
                        try {
                            return (String) clipboard.getContents(TextTransfer.getInstance());
                        } finally {
                            clipboard.dispose();
                        }
                    });
            assertTrue(copied.contains("IllegalStateException: on purpose"), copied);
            robot.click("broken.again");
            robot.waitFor("the view", () -> robot.shows("wrong.canvas") || robot.shows("broken"));
            assertEquals(2, attempts.get());
        }
    }

    @Test
    void aViewThatCannotPaintIsReplacedAtOnce() throws Exception {
        try (var bench = new Bench(home.resolve("p"));
                var robot = new Robot(bench.display())) {
            bench.add("good", "SIDE", well("good.canvas"));
            bench.add(
                    "wrong",
                    "CENTER",
                    parent -> {
                        var view = new Wrong(parent, "wrong.canvas");
                        view.canvas.addListener(
                                SWT.Paint,
                                _ -> {
                                    throw new IllegalStateException("on purpose");
                                });
                        return view;
                    });
            robot.waitFor("a card", () -> robot.shows("broken"));
            assertTrue(robot.shows("good.canvas"));
        }
    }

    @Test
    void aViewWhoseListenerFailsStaysUntilItFailsTooOften() throws Exception {
        try (var bench = new Bench(home.resolve("p"));
                var robot = new Robot(bench.display())) {
            bench.add(
                    "wrong",
                    "CENTER",
                    parent -> {
                        var view = new Wrong(parent, "wrong.canvas");
                        view.canvas.addListener(
                                SWT.MouseDown,
                                _ -> {
                                    throw new IllegalStateException("on purpose");
                                });
                        return view;
                    });
            robot.click("wrong.canvas");
            robot.waitFor("a word at the foot", () -> robot.shows("foot"));
            var foot = robot.find(Canvas.class, "foot");
            assertTrue(robot.ui(() -> Robot.spoken(foot, -1)).contains("wrong could not do that"));
            robot.click("wrong.canvas");
            assertTrue(robot.shows("wrong.canvas"));
            robot.click("wrong.canvas");
            robot.waitFor("a card", () -> robot.shows("broken"));
        }
    }

    @Test
    void aThemeThatFailsIsFilledUpWithOneOfOurs() throws Exception {
        var ours = new RGB(0x19, 0x1C, 0x24);
        var theirs = new RGB(7, 8, 9);
        try (var bench = new Bench(home.resolve("p"));
                var robot = new Robot(bench.display())) {
            bench.add("good", "SIDE", well("good.canvas"));
            bench.add(
                    "failing",
                    true,
                    token -> {
                        if (token == Token.SIDE) throw new IllegalStateException("on purpose");
                        return theirs;
                    });
            bench.theme("failing");
            robot.waitFor("their theme", () -> bench.theme().color(Token.TEXT).getRGB().equals(theirs));
            robot.waitFor("our colour", () -> bench.theme().color(Token.SIDE).getRGB().equals(ours));
            assertTrue(robot.shows("good.canvas"));
        }
    }

    @Test
    void aTaskThatFailsIsNobodysView() throws Exception {
        try (var bench = new Bench(home.resolve("p"));
                var robot = new Robot(bench.display())) {
            bench.add("good", "CENTER", well("good.canvas"));
            robot.click("good.canvas");
            var done = new CountDownLatch(3);
            for (int i = 0; i < 3; i++) {
                bench.display()
                        .asyncExec(() -> {
                            done.countDown();
                            throw new IllegalStateException("on purpose");
                        });
            }
            done.await();
            robot.settle();
            assertTrue(robot.shows("good.canvas"));
            assertFalse(robot.shows("broken"));
        }
    }

    @Test
    void anErrorInATaskStopsNoOther() throws Exception {
        try (var bench = new Bench(home.resolve("p"));
                var robot = new Robot(bench.display())) {
            for (var error : List.of(new NoSuchMethodError("on purpose"), new StackOverflowError("on purpose"))) {
                var waiting = new CountDownLatch(1);
                bench.ui.execute(() -> {
                    bench.ui.execute(waiting::countDown);
                    throw error;
                });
                assertTrue(waiting.await(30, TimeUnit.SECONDS), "what waits already, after " + error);
                var later = new CountDownLatch(1);
                bench.ui.execute(later::countDown);
                assertTrue(later.await(30, TimeUnit.SECONDS), "what comes later, after " + error);
            }
            robot.settle();
        }
    }

    /** Such as those of a plug-in that was made for another API. */
    @Test
    void viewsThatCannotBeLinkedAreReplacedByCards() throws Exception {
        try (var bench = new Bench(home.resolve("p"));
                var robot = new Robot(bench.display())) {
            ViewContribution ending =
                    parent -> {
                        var canvas = new Canvas(parent, SWT.NONE);
                        canvas.setData("test.id", "ending.canvas");
                        return new View() {
                            @Override
                            public void focus() {
                                throw new NoSuchMethodError("on purpose, at the keyboard");
                            }

                            @Override
                            public void close() {
                                throw new NoClassDefFoundError("on purpose, while closing");
                            }
                        };
                    };
            bench.add("ending", "CENTER", ending); // the first has the keyboard
            robot.waitFor("a card", () -> robot.shows("broken"));
            assertTrue(robot.words("broken").contains("ending has failed"));
            bench.remove(ending);
            robot.waitFor("nothing", () -> bench.released(ending));
            bench.add(
                    "wrong",
                    "CENTER",
                    parent -> {
                        throw new NoSuchMethodError("on purpose, while opening");
                    });
            robot.waitFor("a card", () -> robot.shows("broken"));
            assertTrue(robot.words("broken").contains("wrong has failed"));
        }
    }

    @Test
    void whatCannotBeOpenedIsGivenBack() throws Exception {
        try (var bench = new Bench(home.resolve("p"));
                var robot = new Robot(bench.display())) {
            CommandContribution nameless = () -> {};
            bench.add("", "Nameless", "M1+N", nameless);
            robot.waitFor("it given back", () -> bench.released(nameless));
            StatusContribution mute =
                    line -> {
                        throw new NoSuchMethodError("on purpose");
                    };
            bench.add(mute);
            robot.waitFor("it given back", () -> bench.released(mute));
        }
    }

    @Test
    void aContributionThatHangsWhileItIsMadeDoesNotHangTheWindow() throws Exception {
        var release = new CountDownLatch(1);
        try (var bench = new Bench(home.resolve("p"));
                var robot = new Robot(bench.display())) {
            ViewContribution late = well("late.canvas");
            bench.addLate("late", "CENTER", late, release);
            bench.add("good", "SIDE", well("good.canvas"));
            robot.waitFor("the other view", () -> robot.shows("good.canvas"));
            assertFalse(robot.shows("late.canvas"));
            release.countDown();
            robot.waitFor("the view", () -> robot.shows("late.canvas"));
        }
    }

    @Test
    void aContributionThatIsGoneBeforeItWasMadeNeverAppears() throws Exception {
        var release = new CountDownLatch(1);
        try (var bench = new Bench(home.resolve("p"));
                var robot = new Robot(bench.display())) {
            ViewContribution late = well("late.canvas");
            bench.addLate("late", "CENTER", late, release);
            bench.remove(late);
            bench.add("good", "SIDE", well("good.canvas"));
            robot.waitFor("the other view", () -> robot.shows("good.canvas"));
            release.countDown();
            robot.waitFor("it given back", () -> bench.released(late));
            assertFalse(robot.shows("late.canvas"));
        }
    }
}
