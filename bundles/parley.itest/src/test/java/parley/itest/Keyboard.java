package parley.itest;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;

/** A person before the window who has no pointer: walks by Tab and arrows, and hears what a screen reader is told. */
final class Keyboard {

    /** Nobody walks further than this to anything in a window. */
    private static final int FARTHEST = 60;

    private final SeenDesktop desktop;

    Keyboard(SeenDesktop desktop) {
        this.desktop = desktop;
    }

    /** Walks by Tab to the control {@code id} as soon as it is in view. */
    void reach(String id) {
        desktop.awaitShown(id);
        var passed = new ArrayList<String>();
        while (!at().equals(id)) {
            passed.add(at() + " (" + said() + ")");
            if (passed.size() > FARTHEST) throw new AssertionError("no Tab leads to " + id + ", but to " + passed);
            desktop.robot("press", "tab");
        }
    }

    /** Waits until the keyboard has come to {@code id} by itself. */
    void awaitAt(String id) {
        SeenDesktop.until("the keyboard at " + id, () -> at().equals(id), this::at);
    }

    /** Walks to the control {@code id} and presses it. */
    void press(String id) {
        reach(id);
        enter();
    }

    /** Walks to the control {@code id} and writes {@code text}. */
    void write(String id, String text) {
        reach(id);
        type(text);
    }

    /** Walks to the row of {@code id} with {@code text} in what is said of it, and presses it. */
    void choose(String id, String text) {
        walk(id, text);
        enter();
    }

    /** Walks to the row of {@code id} with {@code text} in what is said of it. */
    void walk(String id, String text) {
        desktop.awaitSpoken(id, text);
        reach(id);
        desktop.robot("press", "home");
        var passed = new ArrayList<String>();
        while (!said().contains(text) && passed.size() < FARTHEST) {
            passed.add(said());
            desktop.robot("press", "down");
        }
        assertTrue(said().contains(text), () -> "no arrow leads to " + text + ", but to " + passed);
    }

    void type(String text) {
        desktop.robot("type", text);
    }

    void enter() {
        desktop.robot("press", "enter");
    }

    /** Presses {@code letter} with Ctrl. */
    void command(String letter) {
        desktop.robot("command", letter);
    }

    /** Presses {@code letter} with Ctrl and Shift. */
    void chord(String letter) {
        desktop.robot("chord", letter);
    }

    /** Pastes {@code text}, which came from another program. */
    void paste(String text) {
        desktop.robot("copy", text);
        command("v");
    }

    /** Waits until the keyboard has come by itself to where a screen reader says {@code text}. */
    void awaitSaid(String text) {
        SeenDesktop.until(text, () -> said().contains(text), this::said);
    }

    private String at() {
        return desktop.robot("focus");
    }

    /** What a screen reader says of where the keyboard is. */
    String said() {
        return desktop.robot("said");
    }
}
