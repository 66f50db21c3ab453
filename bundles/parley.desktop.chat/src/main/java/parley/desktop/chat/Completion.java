package parley.desktop.chat;

import org.eclipse.swt.SWT;
import org.eclipse.swt.custom.StyledText;
import org.eclipse.swt.graphics.Rectangle;
import org.eclipse.swt.widgets.Composite;
import org.jspecify.annotations.Nullable;

import parley.desktop.api.Theme;
import parley.desktop.chat.list.Offers;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Offers, while one writes, what a word could become: arrows choose, Enter takes, Escape leaves it as it is. The
 * keyboard stays in the text. Called on the UI thread.
 */
final class Completion {

    /**
     * What a word could become.
     *
     * @param face stands before it; empty for nothing
     * @param key decides the colour of the picture that {@code face} stands on; empty for an emoji, which has none
     * @param taken runs when it has become so
     */
    record Offer(String face, String name, String words, String key, Runnable taken) {

        Offer(String face, String name, String words, String key) {
            this(face, name, words, key, () -> {});
        }
    }

    /** What the text from {@code start} to {@code end} could become. */
    record Match(int start, int end, List<Offer> offers) {

        Match {
            offers = List.copyOf(offers);
        }
    }

    /** Knows what words could become. */
    @FunctionalInterface
    interface Source {

        /** What the word that ends at {@code caret} in {@code text} could become, best first; empty if nothing. */
        Optional<Match> at(String text, int caret);
    }

    private final Composite over;
    private final Theme theme;
    private final StyledText text;
    private final Supplier<Rectangle> anchor;
    private final List<Source> sources;
    private @Nullable Match match;
    private @Nullable Offers list;
    private boolean taking;

    /** The start of a word that the person wants left as it is; -1 if there is none. */
    private int declined = -1;

    /**
     * @param over what the offers lie over
     * @param anchor where the text is in that: they stand above it
     */
    Completion(Composite over, Theme theme, StyledText text, Supplier<Rectangle> anchor, List<Source> sources) {
        this.over = over;
        this.theme = theme;
        this.text = text;
        this.anchor = anchor;
        this.sources = List.copyOf(sources);
        text.addListener(SWT.Modify, _ -> look());
        text.addListener(SWT.FocusOut, _ -> text.getDisplay().asyncExec(this::left));
        text.addCaretListener(_ -> text.getDisplay().asyncExec(this::moved)); // after the text has changed as well
        text.addListener(
                SWT.Traverse,
                event -> {
                    if (list == null || event.detail != SWT.TRAVERSE_TAB_NEXT) return;
                    event.detail = SWT.TRAVERSE_NONE; // it takes what is offered, and goes nowhere
                    take(list.current());
                });
        text.addVerifyKeyListener(event -> event.doit = event.doit && !key(event.keyCode, event.stateMask));
    }

    boolean isOpen() {
        return list != null;
    }

    /** Offers what was asked for and not what a source knows, for the word that ends at the caret. */
    void offer(Match asked) {
        declined = -1;
        show(asked);
    }

    /** The keyboard may have gone elsewhere, and not only for the moment in which the offers appear. */
    private void left() {
        if (!text.isDisposed() && !text.isFocusControl()) close();
    }

    private void moved() {
        if (!text.isDisposed() && match != null && text.getCaretOffset() != match.end()) look();
    }

    private void look() {
        if (taking || !text.isFocusControl()) return;
        int caret = text.getCaretOffset();
        var words = text.getText();
        var found = sources.stream().flatMap(source -> source.at(words, caret).stream()).findFirst();
        if (found.isEmpty() || found.get().offers().isEmpty()) {
            if (found.isEmpty()) declined = -1;
            close();
        } else if (found.get().start() != declined) {
            declined = -1;
            show(found.get());
        }
    }

    private void show(Match changed) {
        match = changed;
        if (list == null) list = new Offers(over, theme, this::take);
        list.show(changed.offers().stream().map(Completion::row).toList(), anchor.get());
        if (!text.isFocusControl()) text.setFocus(); // GTK may give it to what appears
    }

    private static Offers.Row row(Offer offer) {
        return new Offers.Row(offer.face(), offer.name(), offer.key());
    }

    /** Whether the key was for the offers. */
    private boolean key(int code, int modifiers) {
        if (list == null || (modifiers & SWT.MODIFIER_MASK) != 0) return false;
        switch (code) {
            case SWT.ARROW_DOWN -> list.step(1);
            case SWT.ARROW_UP -> list.step(-1);
            case SWT.CR, SWT.KEYPAD_CR -> take(list.current());
            case SWT.ESC -> leave();
            default -> {
                return false;
            }
        }
        return true;
    }

    private void take(int offer) {
        if (match == null || offer < 0 || offer >= match.offers().size()) return;
        var taken = match;
        close();
        taking = true;
        var chosen = taken.offers().get(offer);
        var words = chosen.words();
        text.replaceTextRange(taken.start(), taken.end() - taken.start(), words);
        text.setCaretOffset(taken.start() + words.length());
        taking = false;
        text.setFocus();
        chosen.taken().run();
    }

    /** Leaves the word as it is, until another one begins. */
    private void leave() {
        if (match != null) declined = match.start();
        close();
    }

    void close() {
        match = null;
        if (list != null) list.dispose();
        list = null;
    }
}
