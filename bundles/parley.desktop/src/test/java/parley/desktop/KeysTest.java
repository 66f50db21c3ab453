package parley.desktop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.eclipse.jface.bindings.keys.KeySequence;
import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Event;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import parley.desktop.api.CommandContribution;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

class KeysTest {

    @TempDir Path home;

    private final List<String> ran = new ArrayList<>();

    private Keys keys(Preferences preferences) {
        return new Keys(preferences);
    }

    private Preferences preferences() {
        return new Preferences(home.resolve("p"));
    }

    private static Event press(Keys keys, int modifiers, char letter) {
        return write(keys, modifiers, letter, (char) 0);
    }

    private static Event write(Keys keys, int modifiers, int keyCode, char letter) {
        var event = new Event();
        event.type = SWT.KeyDown;
        event.keyCode = keyCode;
        event.character = letter;
        event.stateMask = modifiers;
        event.doit = true;
        keys.pressed(event);
        return event;
    }

    @Test
    void runsACommandByItsKeyAndTakesTheKeyFromTheControl() {
        var keys = keys(preferences());
        keys.add("a", "A", "M1+N", () -> ran.add("a"));
        assertTrue(press(keys, 0, 'n').doit);
        assertEquals(List.of(), ran);
        assertFalse(press(keys, SWT.MOD1, 'n').doit);
        assertEquals(List.of("a"), ran);
    }

    @Test
    void runsACommandByPlusMinusAndNoughtWithCtrl() {
        var keys = keys(preferences());
        keys.add("in", "In", "M1++", () -> ran.add("in"));
        keys.add("out", "Out", "M1+-", () -> ran.add("out"));
        keys.add("usual", "Usual", "M1+0", () -> ran.add("usual"));
        assertFalse(write(keys, SWT.MOD1 | SWT.MOD2, '=', '+').doit);
        assertFalse(write(keys, SWT.MOD1, '+', '+').doit);
        assertFalse(write(keys, SWT.MOD1, SWT.KEYPAD_ADD, '+').doit);
        assertFalse(write(keys, SWT.MOD1, '-', '-').doit);
        assertFalse(write(keys, SWT.MOD1, '0', '0').doit);
        assertEquals(List.of("in", "in", "in", "out", "usual"), ran);
    }

    @Test
    void runsACommandByTwoKeysInARow() {
        var keys = keys(preferences());
        keys.add("a", "A", "M1+K M1+T", () -> ran.add("a"));
        assertFalse(press(keys, SWT.MOD1, 'k').doit);
        press(keys, SWT.MOD1, 't');
        assertEquals(List.of("a"), ran);
        press(keys, SWT.MOD1, 'k');
        press(keys, SWT.MOD1, 'x');
        press(keys, SWT.MOD1, 't');
        assertEquals(List.of("a"), ran);
    }

    /** The plus of most keyboards is Shift and another key; that of others, and of the number pad, is its own. */
    @Test
    void runsACommandByWhatAKeyWritesHoweverItIsWritten() {
        var keys = keys(preferences());
        keys.add("a", "A", "+", () -> ran.add("a"));
        assertTrue(write(keys, 0, '=', '=').doit);
        assertFalse(write(keys, SWT.MOD2, '=', '+').doit);
        assertFalse(write(keys, 0, '+', '+').doit);
        assertFalse(write(keys, 0, SWT.KEYPAD_ADD, '+').doit);
        assertTrue(write(keys, SWT.MOD1, '+', '+').doit);
        assertEquals(List.of("a", "a", "a"), ran);
    }

    @Test
    void takesALetterWithShiftForAnotherKey() {
        var keys = keys(preferences());
        keys.add("a", "A", "R", () -> ran.add("a"));
        assertTrue(write(keys, SWT.MOD2, 'r', 'R').doit);
        assertFalse(write(keys, 0, 'r', 'r').doit);
        assertEquals(List.of("a"), ran);
    }

    @Test
    void takesThePersonsKeyInsteadOfOurs() {
        var preferences = preferences();
        preferences.put("key.a", "M1+J");
        var keys = keys(preferences);
        keys.add("a", "A", "M1+N", () -> ran.add("a"));
        press(keys, SWT.MOD1, 'n');
        assertEquals(List.of(), ran);
        press(keys, SWT.MOD1, 'j');
        assertEquals(List.of("a"), ran);
    }

    @Test
    void leavesACommandWithoutAKeyWhereTheKeyIsNone() {
        var preferences = preferences();
        preferences.put("key.a", "M1++++");
        var keys = keys(preferences);
        keys.add("a", "A", "M1+N", () -> ran.add("a"));
        press(keys, SWT.MOD1, 'n');
        assertEquals("", keys.shown("a"));
        assertEquals(List.of(), ran);
    }

    @Test
    void leavesTheKeyToTheControlWhileTheCommandCannotRun() {
        var keys = keys(preferences());
        keys.add(
                "a",
                "A",
                "M1+N",
                new CommandContribution() {
                    @Override
                    public void run() {
                        ran.add("a");
                    }

                    @Override
                    public boolean enabled() {
                        return false;
                    }
                });
        assertTrue(press(keys, SWT.MOD1, 'n').doit);
        assertEquals(List.of(), ran);
    }

    @Test
    void forgetsACommandThatHasGone() {
        var keys = keys(preferences());
        CommandContribution command = () -> ran.add("a");
        keys.add("a", "A", "M1+N", command);
        keys.remove("a", command);
        assertTrue(press(keys, SWT.MOD1, 'n').doit);
        keys.add("a", "A", "M1+N", command);
        press(keys, SWT.MOD1, 'n');
        assertEquals(List.of("a"), ran);
    }

    @Test
    void givesAnIdBackToTheCommandThatHadItBefore() {
        var keys = keys(preferences());
        CommandContribution first = () -> ran.add("first"), second = () -> ran.add("second");
        keys.add("a", "First", "M1+N", first);
        keys.add("a", "Second", "M1+N", second);
        keys.remove("a", second);
        press(keys, SWT.MOD1, 'n');
        assertEquals(List.of("first"), ran);
        assertEquals(List.of("First"), keys.all().stream().map(Keys.Known::label).toList());
        keys.add("a", "Second", "M1+N", second);
        keys.remove("a", first);
        press(keys, SWT.MOD1, 'n');
        assertEquals(List.of("first", "second"), ran);
        keys.remove("a", second);
        assertTrue(press(keys, SWT.MOD1, 'n').doit);
        assertEquals(List.of(), keys.all());
    }

    @Test
    void goesOnAfterACommandThatThrows() {
        var keys = keys(preferences());
        keys.add(
                "a",
                "A",
                "M1+N",
                () -> {
                    throw new IllegalStateException("on purpose");
                });
        assertFalse(press(keys, SWT.MOD1, 'n').doit);
    }

    /** Such as one of a plug-in that was made for another API. */
    @Test
    void aCommandThatCannotBeLinkedIsNotPossible() {
        assertFalse(
                Keys.enabled(
                        new CommandContribution() {
                            @Override
                            public void run() {}

                            @Override
                            public boolean enabled() {
                                throw new NoSuchMethodError("on purpose");
                            }
                        }));
        Keys.run(() -> {
            throw new NoClassDefFoundError("on purpose");
        });
    }

    @Test
    void givesAKeyThatTwoAskForToTheFirst() {
        var keys = keys(preferences());
        CommandContribution first = () -> ran.add("a");
        keys.add("a", "A", "M1+N", first);
        keys.add("b", "B", "M1+N", () -> ran.add("b"));
        keys.add("c", "C", "M1+N M1+T", () -> ran.add("c")); // it would never come so far
        press(keys, SWT.MOD1, 'n');
        assertEquals(List.of("a"), ran);
        assertEquals("", keys.shown("b"));
        assertEquals("", keys.shown("c"));
        keys.remove("a", first);
        press(keys, SWT.MOD1, 'n');
        assertEquals(List.of("a", "b"), ran);
    }

    @Test
    void takesAKeyFromItsCommandWhenAPersonWantsItElsewhere() throws Exception {
        var preferences = preferences();
        var keys = keys(preferences);
        keys.add("a", "A", "M1+N", () -> ran.add("a"));
        keys.add("b", "B", "", () -> ran.add("b"));
        keys.choose("b", KeySequence.getInstance("M1+N"));
        press(keys, SWT.MOD1, 'n');
        assertEquals(List.of("b"), ran);
        var after = keys(preferences());
        after.add("a", "A", "M1+N", () -> ran.add("a"));
        after.add("b", "B", "", () -> ran.add("b"));
        press(after, SWT.MOD1, 'n');
        assertEquals(List.of("b", "b"), ran);
        after.reset("b");
        after.reset("a");
        press(after, SWT.MOD1, 'n');
        assertEquals(List.of("b", "b", "a"), ran);
    }

    @Test
    void handsTheNextKeyToWhoeverCapturesIt() {
        var keys = keys(preferences());
        keys.add("a", "A", "M1+N", () -> ran.add("a"));
        keys.capture(stroke -> {
            ran.add(stroke.toString());
            keys.capture(null);
        });
        assertFalse(press(keys, SWT.MOD1, 'n').doit);
        assertEquals(List.of("CTRL+N"), ran);
        press(keys, SWT.MOD1, 'n');
        assertEquals(List.of("CTRL+N", "a"), ran);
    }
}
