package parley.testing.desktop;

import org.eclipse.swt.SWT;
import org.eclipse.swt.accessibility.ACC;
import org.eclipse.swt.custom.StyledText;
import org.eclipse.swt.dnd.FileTransfer;
import org.eclipse.swt.dnd.TextTransfer;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Display;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/**
 * The robot for those who share no class with the desktop but Java's own: each call is a word and what it needs. A test
 * that runs the desktop in a framework installs this bundle there and makes one of these by its class loader.
 */
public final class SpokenRobot implements Function<List<String>, String>, AutoCloseable {

    private static final int MOST = 200;

    private final Robot robot;

    /** Sits down before the one window of this process. Waits for it. */
    public SpokenRobot() {
        Robot.until("a display", () -> display() != null);
        var display = display();
        if (display == null) throw new AssertionError("the display is gone");
        robot = new Robot(display);
    }

    private static @Nullable Display display() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Display::findDisplay)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    @Override
    public String apply(List<String> words) {
        switch (words.getFirst()) {
            case "size" -> robot.size(number(words, 1), number(words, 2));
            case "click" -> robot.click(words.get(1));
            case "click at" -> clickAt(words.get(1), number(words, 2), number(words, 3));
            case "fill" -> {
                var field = robot.find(StyledText.class, words.get(1));
                robot.run(() -> field.setText(words.get(2)));
            }
            case "drop" -> robot.drop(words.get(1), words.get(2));
            case "key" -> robot.chord(SWT.MOD1, words.get(1).charAt(0));
            case "chord" -> robot.chord(SWT.MOD1 | SWT.MOD2, words.get(1).charAt(0));
            case "command" -> robot.chord(SWT.MOD1, words.get(1).charAt(0));
            case "copy" -> robot.copy(words.get(1), TextTransfer.getInstance());
            case "copy file" -> robot.copy(new String[] {words.get(1)}, FileTransfer.getInstance());
            case "press" -> press(words.get(1));
            case "type" -> robot.type(words.get(1));
            case "close" -> {
                var shell = robot.shell();
                robot.run(shell::close);
            }
            case "minimize" -> {
                var shell = robot.shell();
                robot.run(() -> shell.setMinimized(true));
            }
            case "minimized" -> {
                var shell = robot.shell();
                return robot.ui(() -> Boolean.toString(shell.getMinimized()));
            }
            case "theme" -> robot.chord(SWT.MOD1 | SWT.MOD2, 'l');
            case "picture" -> picture(words.get(1));
            case "focus" -> {
                return robot.ui(() -> robot.focus().map(it -> String.valueOf(it.getData("test.id"))).orElse(""));
            }
            case "said" -> {
                return robot.ui(() -> robot.focus().map(Robot::spokenAt).orElse(""));
            }
            case "pointer" -> {
                return Integer.toString(robot.pointed());
            }
            case "shows" -> {
                return Boolean.toString(robot.shows(words.get(1)));
            }
            case "colour" -> {
                return robot.colour(robot.find(Control.class, words.get(1)), number(words, 2), number(words, 3));
            }
            case "name" -> {
                var control = robot.find(Control.class, words.get(1));
                return robot.ui(() -> Robot.spoken(control, ACC.CHILDID_SELF));
            }
            case "says" -> {
                return robot.words(words.get(1));
            }
            case "spoken" -> {
                return spoken(robot.find(Control.class, words.get(1)));
            }
            default -> throw new IllegalArgumentException("the robot cannot " + words);
        }
        return "";
    }

    /** Presses a key that writes nothing; or the plus, as it is written where it wants Shift. */
    private void press(String key) {
        switch (key) {
            case "up" -> robot.press(SWT.ARROW_UP);
            case "down" -> robot.press(SWT.ARROW_DOWN);
            case "home" -> robot.press(SWT.HOME);
            case "end" -> robot.press(SWT.END);
            case "page down" -> robot.press(SWT.PAGE_DOWN);
            case "tab" -> robot.press(SWT.TAB);
            case "back tab" -> robot.press(SWT.MOD2, SWT.TAB);
            case "enter" -> robot.type("\r");
            case "escape" -> robot.press(SWT.ESC);
            case "delete" -> robot.press(SWT.DEL);
            case "menu" -> robot.press(SWT.MOD2, SWT.F10);
            case "plus" -> robot.chord(SWT.MOD2, '=');
            default -> throw new IllegalArgumentException("no key is called " + key);
        }
    }

    private static int number(List<String> words, int index) {
        return Integer.parseInt(words.get(index));
    }

    /** Clicks at a place of a control; a negative one counts from its right or lower edge. */
    private void clickAt(String id, int x, int y) {
        var control = robot.find(Control.class, id);
        var size = robot.ui(control::getSize);
        robot.click(control, x < 0 ? size.x + x : x, y < 0 ? size.y + y : y);
    }

    private void picture(String name) {
        try {
            robot.picture(name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a screen reader would say of all that is in view, one line each. */
    private String spoken(Control control) {
        return robot.ui(() -> {
            var all = new StringBuilder();
            var self = Robot.spoken(control, ACC.CHILDID_SELF);
            for (var child = 0; child < MOST; child++) {
                var said = Robot.spoken(control, child);
                if (said.isEmpty() || said.equals(self)) break;
                all.append(said).append('\n');
            }
            return all.toString();
        });
    }

    @Override
    public void close() {
        robot.close();
    }
}
