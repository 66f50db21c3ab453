package parley.desktop.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.RGB;
import org.eclipse.swt.widgets.Canvas;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Display;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import parley.desktop.Bench;
import parley.desktop.api.CommandContribution;
import parley.desktop.api.Palette;
import parley.desktop.api.Token;
import parley.desktop.api.View;
import parley.desktop.api.ViewContribution;
import parley.testing.desktop.Robot;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What a plug-in brings goes with it: the window holds on to nothing of it, so that its classes can go as well. */
class LeavesNothingTest {

    private static final RGB STRANGE = new RGB(1, 2, 3);

    @TempDir Path home;

    @BeforeAll
    static void screen() {
        Screen.needed();
    }

    /** Loads copies of what a plug-in brings, as a bundle's class loader does. */
    private static final class Plugin extends ClassLoader {

        Plugin() {
            super(LeavesNothingTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith(Brought.class.getName())) return super.loadClass(name, resolve);
            var known = findLoadedClass(name);
            if (known != null) return known;
            try (var in = getResourceAsStream(name.replace('.', '/') + ".class")) {
                var bytes = in.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }

        Object brought() throws ReflectiveOperationException {
            var made = loadClass(Brought.class.getName()).getDeclaredConstructor();
            made.setAccessible(true);
            return made.newInstance();
        }
    }

    /** A view, a command and a theme. */
    static final class Brought implements ViewContribution, CommandContribution, Palette {

        private static int runs;

        @Override
        public View create(Composite parent) {
            var canvas = new Canvas(parent, SWT.NONE);
            canvas.setData("test.id", "brought");
            return new View() {
                @Override
                public void focus() {
                    canvas.setFocus();
                }

                @Override
                public void close() {}
            };
        }

        @Override
        public void run() {
            runs++;
        }

        @Override
        public RGB rgb(Token token) {
            return new RGB(1, 2, 3);
        }
    }

    @Test
    void theWindowHoldsNothingOfAPluginThatHasGone() throws Exception {
        try (var bench = new Bench(home.resolve("p"));
                var robot = new Robot(bench.display())) {
            bench.addOwnCommands();
            bench.add("own", "CENTER", (ViewContribution) new Brought());
            robot.waitFor("a view", () -> robot.shows("brought"));
            var classes = use(bench, robot);
            robot.settle();
            for (int round = 0; round < 50 && classes.get() != null; round++) {
                System.gc();
                robot.settle();
            }
            assertEquals(null, classes.get(), "something of the plug-in is still held");
        }
    }

    /** Puts a plug-in in, uses it and takes it out. */
    private static WeakReference<Object> use(Bench bench, Robot robot) throws Exception {
        var brought = new Plugin().brought();
        assertNotEquals(Brought.class, brought.getClass());
        var view = (ViewContribution) brought;
        var command = (CommandContribution) brought;
        var palette = (Palette) brought;
        bench.add("plugged.theme", true, palette);
        bench.theme("plugged.theme");
        robot.waitFor("its theme", () -> bench.theme().color(Token.SIDE).getRGB().equals(STRANGE));
        bench.add("plugged", "BOTTOM", view);
        robot.waitFor("its view", () -> views() == 2);
        bench.add("plugged.command", "Plugged", "M1+M2+H", 500, command);
        robot.waitFor(
                "its command", () -> bench.commands().menu().stream().anyMatch(it -> it.label().equals("Plugged")));
        robot.chord(SWT.MOD1 | SWT.MOD2, 'h');
        robot.chord(SWT.MOD1, 'k');
        robot.type("plugged\r");
        robot.waitFor("the finder gone", () -> !robot.shows("finder.query"));
        bench.remove(view);
        bench.remove(command);
        bench.remove(palette);
        robot.waitFor("the view gone", () -> views() == 1);
        robot.waitFor("it given back", () -> bench.released(brought));
        robot.waitFor("another theme", () -> !bench.theme().color(Token.SIDE).getRGB().equals(STRANGE));
        bench.forget();
        return new WeakReference<>(brought.getClass().getClassLoader());
    }

    /** How many views of this test are open. On the UI thread. */
    private static int views() {
        return (int)
                Stream.of(Display.getCurrent().getShells()[0].getChildren())
                        .filter(Composite.class::isInstance)
                        .flatMap(part -> Stream.of(((Composite) part).getChildren()))
                        .filter(Composite.class::isInstance)
                        .flatMap(part -> Stream.of(((Composite) part).getChildren()))
                        .filter(it -> "brought".equals(it.getData("test.id")))
                        .count();
    }
}
