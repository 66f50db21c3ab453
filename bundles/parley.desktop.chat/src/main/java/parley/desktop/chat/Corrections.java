package parley.desktop.chat;

import org.eclipse.swt.SWT;
import org.eclipse.swt.custom.StyledText;
import org.eclipse.swt.graphics.Point;
import org.eclipse.swt.widgets.Event;
import org.eclipse.swt.widgets.Menu;
import org.eclipse.swt.widgets.MenuItem;
import org.jspecify.annotations.Nullable;

import parley.desktop.api.Spelling.Range;
import parley.desktop.api.text.Phrases;
import parley.desktop.chat.Completion.Offer;

import java.util.List;
import java.util.stream.Stream;

/**
 * Offers what a misspelt word could be, above the text for the keyboard and in a menu for the pointer, where the usual
 * things that one does to a text stand too. Called on the UI thread.
 */
final class Corrections {

    private static final Phrases T = Phrases.of(Corrections.class);

    private static final int MOST = 5;

    private final StyledText text;
    private final SpellingDesk desk;
    private final Squiggles squiggles;
    private final Completion completion;
    private final Runnable paste;

    /** Where the person was writing before the word that is to be corrected. */
    private record Left(Range there, int caret) {}

    private @Nullable Left left;

    /**
     * @param paste takes what was copied last, whatever that is
     */
    Corrections(StyledText text, SpellingDesk desk, Squiggles squiggles, Completion completion, Runnable paste) {
        this.text = text;
        this.desk = desk;
        this.squiggles = squiggles;
        this.completion = completion;
        this.paste = paste;
        text.addListener(SWT.MenuDetect, this::menu);
        text.addCaretListener(event -> moved(event.caretOffset));
        text.addListener(SWT.Dispose, _ -> desk.leave(this));
        desk.arrive(this);
    }

    /** Whether there is something to be corrected where the keyboard is. */
    boolean can() {
        return text.isFocusControl() && squiggles.nearest(text.getCaretOffset()).isPresent();
    }

    /** Offers what the misspelt word nearest to the caret could be. */
    void offer() {
        squiggles
                .nearest(text.getCaretOffset())
                .ifPresent(there -> {
                    var word = word(there);
                    int caret = left(there);
                    text.setSelection(there.end());
                    text.showSelection();
                    left = new Left(there, caret);
                    desk.suggestions(word, MOST, found -> offer(there, word, found, caret));
                });
    }

    /** Where the person was writing: whoever asks again before the answer has come is at the word already. */
    private int left(Range there) {
        return left != null && left.there().equals(there) ? left.caret() : text.getCaretOffset();
    }

    /** What was left stays so only until the caret is moved on. */
    private void moved(int caret) {
        if (left != null && caret != left.there().end()) left = null;
    }

    private String word(Range there) {
        return text.getTextRange(there.start(), there.end() - there.start());
    }

    /** Whether {@code word} still stands {@code there}. */
    private boolean stands(Range there, String word) {
        return !text.isDisposed() && text.getCharCount() >= there.end() && word(there).equals(word);
    }

    /**
     * @param caret where the person was writing
     */
    private void offer(Range there, String word, List<String> found, int caret) {
        if (!stands(there, word) || text.getCaretOffset() != there.end()) return;
        var offers = found.stream().map(each -> new Offer("", each, each, "", () -> goBack(there, each, caret)));
        Runnable learning =
                () -> {
                    learn(word);
                    goBack(there, word, caret);
                };
        var learn = new Offer("", add(word), word, "", learning);
        completion.offer(
                new Completion.Match(there.start(), there.end(), Stream.concat(offers, Stream.of(learn)).toList()));
    }

    /** Goes back to where the person was writing, now that {@code words} stand {@code there}. */
    private void goBack(Range there, String words, int caret) {
        int end = there.start() + words.length();
        text.setCaretOffset(caret > there.end() ? caret + end - there.end() : Math.min(caret, end));
        text.showSelection();
    }

    private static String add(String word) {
        return T.get("correct.add", "word", word);
    }

    private void learn(String word) {
        desk.learn(word);
        squiggles.later();
    }

    private void replace(Range there, String word, String by) {
        if (!stands(there, word)) return;
        text.replaceTextRange(there.start(), there.end() - there.start(), by);
        text.setCaretOffset(there.start() + by.length());
    }

    /** Somebody wants a menu, by pointer or by key. */
    private void menu(Event event) {
        event.doit = false;
        boolean key = event.detail == SWT.MENU_KEYBOARD;
        int offset = key ? text.getCaretOffset() : text.getOffsetAtPoint(text.toControl(event.x, event.y));
        var at = key ? text.toDisplay(text.getLocationAtOffset(offset)) : new Point(event.x, event.y);
        var there = offset < 0 ? null : squiggles.at(offset).orElse(null);
        if (there == null) open(at, null, "", List.of());
        else {
            var word = word(there);
            desk.suggestions(word, MOST, found -> open(at, there, word, found));
        }
    }

    private void open(Point at, @Nullable Range there, String word, List<String> found) {
        if (text.isDisposed()) return;
        var menu = new Menu(text);
        if (there != null && stands(there, word)) {
            for (var each : found) item(menu, each, true, () -> replace(there, word, each));
            if (found.isEmpty()) item(menu, T.get("correct.none"), false, () -> {});
            item(menu, add(word), true, () -> learn(word));
            new MenuItem(menu, SWT.SEPARATOR);
        }
        boolean selected = text.getSelectionCount() > 0;
        item(menu, T.get("correct.cut"), selected, text::cut);
        item(menu, T.get("correct.copy"), selected, text::copy);
        item(menu, T.get("correct.paste"), true, paste);
        item(menu, T.get("correct.all"), text.getCharCount() > 0, text::selectAll);
        menu.setLocation(at);
        menu.addListener(SWT.Hide, _ -> menu.getDisplay().asyncExec(menu::dispose)); // after its item has been heard
        menu.setVisible(true);
    }

    private static void item(Menu menu, String label, boolean enabled, Runnable chosen) {
        var item = new MenuItem(menu, SWT.PUSH);
        item.setText(label.replace("&", "&&"));
        item.setEnabled(enabled);
        item.addListener(SWT.Selection, _ -> chosen.run());
    }
}
