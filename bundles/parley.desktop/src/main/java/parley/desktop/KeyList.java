package parley.desktop;

import org.eclipse.jface.bindings.keys.KeySequence;
import org.eclipse.jface.bindings.keys.KeyStroke;
import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.GC;
import org.eclipse.swt.widgets.Label;
import org.jspecify.annotations.Nullable;

import parley.desktop.Keys.Known;
import parley.desktop.api.TextStyle;
import parley.desktop.api.Theme;
import parley.desktop.api.Token;
import parley.desktop.api.control.RowList;
import parley.desktop.api.control.Sheet;
import parley.desktop.api.control.TextPush;
import parley.desktop.api.control.TextPush.Rank;
import parley.desktop.api.control.Words;
import parley.desktop.api.text.Phrases;

/**
 * Every command with its key. Choosing one asks for another key; one that belongs to another command is taken from it
 * only when a person says so. For the UI thread.
 */
final class KeyList {

    private static final Phrases T = Phrases.of(KeyList.class);
    private static final RowList.Size SIZE = new RowList.Size(42, 2, 0);

    private final Sheet sheet;
    private final Keys keys;
    private final Theme theme;
    private final Label words;
    private final TextPush take;
    private final TextPush usual;
    private final RowList<Known> list;
    private @Nullable Known asking;
    private @Nullable Known chosen;
    private KeySequence wanted = KeySequence.getInstance();

    KeyList(Sheet sheet, Keys keys) {
        this.sheet = sheet;
        this.keys = keys;
        this.theme = sheet.theme();
        words = sheet.sentence("");
        var row = sheet.row();
        take = sheet.push(row, "keys.take", T.get("keys.take"), Rank.MAIN, this::take);
        usual = sheet.push(row, "keys.usual", T.get("keys.usual"), Rank.PLAIN, this::usual);
        sheet.push(row, "keys.usual.all", T.get("keys.usual.all"), Rank.PLAIN, this::usualForAll);
        list =
                new RowList<>(
                        sheet.column(),
                        theme,
                        Token.BACKGROUND,
                        SIZE,
                        "keys.list",
                        T.get("keys.list"),
                        new Look(),
                        this::ask);
        sheet.grow(list.control(), 240);
        list.control().addListener(SWT.FocusOut, _ -> leave());
        list.control().addListener(SWT.Dispose, _ -> keys.capture(null));
        say(T.get("keys.hint"));
    }

    private void say(String text) {
        take.setEnabled(!wanted.isEmpty());
        usual.setEnabled(chosen != null && keys.chosen(chosen.id()));
        list.show(keys.all());
        sheet.say(words, text);
    }

    private void ask(Known command) {
        asking = command;
        chosen = command;
        wanted = KeySequence.getInstance();
        say(T.get("keys.ask", "command", label(command)));
        keys.capture(this::pressed);
    }

    /** The keyboard has gone elsewhere, or Escape was pressed: nothing changes. */
    private void leave() {
        if (asking == null) return;
        asking = null;
        keys.capture(null);
        if (!list.control().isDisposed()) say(T.get("keys.hint"));
    }

    private void pressed(KeyStroke stroke) {
        var command = asking;
        if (command == null) return;
        if (stroke.equals(KeyStroke.getInstance(SWT.ESC))) {
            leave();
            return;
        }
        boolean none = stroke.equals(KeyStroke.getInstance(SWT.BS));
        if (!none && writes(stroke) && !command.key().equals(stroke.toString())) {
            say(T.get("keys.alone"));
            return;
        }
        asking = null;
        keys.capture(null);
        var sequence = none ? KeySequence.getInstance() : KeySequence.getInstance(stroke);
        var owner = none ? null : keys.owner(sequence).filter(each -> !each.id().equals(command.id())).orElse(null);
        if (owner == null) {
            give(command, sequence);
        } else {
            wanted = sequence;
            say(T.get("keys.taken", "key", Keys.words(sequence), "command", label(owner)));
        }
    }

    /** Whether {@code stroke} writes something where one writes. */
    private static boolean writes(KeyStroke stroke) {
        boolean held = (stroke.getModifierKeys() & ~SWT.SHIFT) != 0;
        return !held && (stroke.getNaturalKey() & SWT.KEYCODE_BIT) == 0;
    }

    private void give(Known command, KeySequence sequence) {
        wanted = KeySequence.getInstance();
        keys.choose(command.id(), sequence);
        say(now(command, Keys.words(sequence)));
    }

    private static String now(Known command, String key) {
        return key.isEmpty()
                ? T.get("keys.none", "command", label(command))
                : T.get("keys.now", "command", label(command), "key", key);
    }

    private void take() {
        if (chosen != null && !wanted.isEmpty()) give(chosen, wanted);
        list.control().setFocus();
    }

    private void usual() {
        if (chosen == null) return;
        keys.reset(chosen.id());
        say(now(chosen, keys.shown(chosen.id())));
        list.control().setFocus();
    }

    private void usualForAll() {
        keys.all().forEach(each -> keys.reset(each.id()));
        wanted = KeySequence.getInstance();
        say(T.get("keys.all.usual"));
    }

    private static String label(Known command) {
        return Words.line(command.label());
    }

    private final class Look implements RowList.Look<Known> {

        @Override
        public String id(Known row) {
            return row.id();
        }

        @Override
        public String spoken(Known row) {
            var key = keys.shown(row.id());
            return key.isEmpty()
                    ? T.heard("keys.spoken.none", "command", label(row))
                    : T.heard("keys.spoken", "command", label(row), "key", key);
        }

        @Override
        public boolean pressable(Known row) {
            return true;
        }

        @Override
        public boolean chosen(Known row) {
            return row.equals(chosen);
        }

        @Override
        public void paint(GC gc, Known row, int x, int y, int end, Token ground) {
            int left = x + 12, right = end - 12;
            if (row.equals(asking)) {
                right = Keycap.paint(gc, theme, T.get("keys.press"), right, y, SIZE.row(theme));
            } else {
                right = Keycap.paint(gc, theme, keys.shown(row.id()), right, y, SIZE.row(theme));
            }
            gc.setFont(theme.font(TextStyle.BODY));
            gc.setForeground(theme.color(Token.TEXT));
            var label = Words.fitted(gc, label(row), right - left - 12);
            gc.drawText(label, left, y + (SIZE.row(theme) - gc.getFontMetrics().getHeight()) / 2, SWT.DRAW_TRANSPARENT);
        }
    }
}
