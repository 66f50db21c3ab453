package parley.desktop.chat;

import org.eclipse.swt.SWT;
import org.eclipse.swt.layout.RowLayout;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Listener;

import parley.desktop.api.Theme;
import parley.desktop.api.Token;
import parley.desktop.api.control.TextPush;
import parley.desktop.api.control.TextPush.Rank;

import java.util.ArrayList;
import java.util.List;

/** Buttons beside one another, in as many lines as they need. For the UI thread. */
final class PushRow {

    private final Composite row;
    private final Theme theme;
    private final Listener keys;
    private final List<TextPush> before = new ArrayList<>();

    /**
     * @param keys hears of the keys that are pressed at a button
     */
    PushRow(Composite parent, Theme theme, Listener keys) {
        this.theme = theme;
        this.keys = keys;
        row = new Composite(parent, SWT.NONE);
        theme.follow(row, () -> row.setBackground(theme.color(Token.BACKGROUND)));
        var layout = new RowLayout();
        layout.spacing = 10;
        layout.marginLeft = 0;
        layout.marginRight = 0;
        row.setLayout(layout);
    }

    Composite control() {
        return row;
    }

    /**
     * Begins the row anew. Those that are not added again go with the next {@link #sweep}; the others stay what they
     * are, so that a page painted anew takes neither the keyboard from them nor a click half done.
     */
    void clear() {
        for (var old : row.getChildren()) if (!before.contains(old)) before.add((TextPush) old);
    }

    /** Adds a button. */
    TextPush push(String id, String name, Rank rank, Runnable pressed) {
        var same = before.stream().filter(it -> it.is(id, name, rank)).findFirst();
        if (same.isPresent()) {
            var push = same.get();
            before.remove(push);
            push.moveBelow(null);
            push.pressed(pressed);
            push.setEnabled(true);
            return push;
        }
        var push = new TextPush(row, theme, Token.BACKGROUND, id, name, rank, pressed);
        push.addListener(SWT.KeyDown, keys);
        return push;
    }

    /** Takes away those that were not added again. */
    void sweep() {
        before.forEach(Control::dispose);
        before.clear();
    }

    void enable(boolean enabled) {
        for (var each : row.getChildren()) each.setEnabled(enabled);
    }

    /** Gives the keyboard to the last button, which is the harmless one. */
    void focusLast() {
        var pushes = row.getChildren();
        if (pushes.length > 0) pushes[pushes.length - 1].setFocus();
    }

    /** Gives the keyboard to the first button. */
    void focusFirst() {
        var pushes = row.getChildren();
        if (pushes.length > 0 && row.isVisible()) pushes[0].setFocus();
    }
}
