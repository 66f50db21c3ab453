package parley.desktop;

import org.eclipse.swt.SWT;
import org.eclipse.swt.accessibility.ACC;
import org.eclipse.swt.graphics.Rectangle;
import org.eclipse.swt.widgets.Canvas;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Event;
import org.jspecify.annotations.Nullable;

import parley.desktop.api.Theme;
import parley.desktop.api.Token;
import parley.desktop.api.control.Mirror;
import parley.desktop.api.control.Spoken;
import parley.desktop.api.text.Phrases;

import java.util.function.IntConsumer;

/**
 * Lies over the divider while a person moves that by keys: arrows, Home and End. It goes by Enter and Escape, and when
 * the keyboard goes elsewhere. For the UI thread.
 */
final class Grip {

    private static final Phrases T = Phrases.of(Grip.class);

    /** How far an arrow moves the divider, in points. */
    private static final int STEP = 16;

    private final Canvas canvas;
    private final @Nullable Control before;
    private final IntConsumer moved;
    private final Runnable left;

    /**
     * @param moved hears how wide the side is to be
     * @param left gives the keyboard to whatever may have it, if it cannot go back to where it was
     */
    Grip(Composite over, Theme theme, Rectangle place, IntConsumer moved, Runnable left) {
        this.moved = moved;
        this.left = left;
        before = over.getDisplay().getFocusControl();
        canvas = new Canvas(over, SWT.NONE);
        canvas.setData("test.id", "grip");
        canvas.addListener(SWT.KeyDown, this::key);
        canvas.addListener(SWT.FocusOut, _ -> canvas.getDisplay().asyncExec(this::closeUnlessFocused));
        canvas.addListener(
                SWT.Traverse,
                event ->
                        event.doit =
                                event.detail == SWT.TRAVERSE_TAB_NEXT || event.detail == SWT.TRAVERSE_TAB_PREVIOUS);
        theme.follow(canvas, () -> canvas.setBackground(theme.color(Token.FOCUS)));
        Spoken.as(canvas, () -> T.heard("grip.spoken", "width", width()));
        place(place);
        canvas.moveAbove(null);
        canvas.setFocus();
    }

    Canvas control() {
        return canvas;
    }

    /** Stands where the divider stands now. */
    void place(Rectangle divider) {
        if (!canvas.isDisposed()) canvas.setBounds(divider);
    }

    /** How wide the side is now, in points. */
    private int width() {
        var at = canvas.getBounds();
        return at.x + at.width;
    }

    private void key(Event event) {
        switch (event.keyCode) {
            case SWT.ARROW_LEFT, SWT.ARROW_RIGHT -> move(width() + STEP * Mirror.step(canvas, event.keyCode));
            case SWT.HOME -> move(Frame.MIN_SIDE);
            case SWT.END -> move(Frame.MAX_SIDE);
            case SWT.ESC, SWT.CR, SWT.KEYPAD_CR -> leave();
            default -> {}
        }
    }

    private void move(int wanted) {
        moved.accept(wanted);
        canvas.getAccessible().setFocus(ACC.CHILDID_SELF);
    }

    private void leave() {
        close();
        if (before == null || before.isDisposed() || !before.isVisible() || !before.setFocus()) left.run();
    }

    private void closeUnlessFocused() {
        if (!canvas.isDisposed() && !canvas.isFocusControl()) close();
    }

    void close() {
        canvas.dispose();
    }
}
