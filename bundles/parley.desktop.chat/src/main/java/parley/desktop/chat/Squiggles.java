package parley.desktop.chat;

import org.eclipse.swt.SWT;
import org.eclipse.swt.custom.StyleRange;
import org.eclipse.swt.custom.StyledText;
import org.jspecify.annotations.Nullable;

import parley.desktop.api.Spelling;
import parley.desktop.api.Spelling.Range;
import parley.desktop.api.Theme;
import parley.desktop.api.Token;
import parley.protocol.content.Mention;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Marks what is misspelt, once the person pauses: of a long text only what is in view is looked at, and of a word that
 * is being written nothing is said until the caret has left it. Called on the UI thread.
 */
final class Squiggles {

    /** How long the person pauses, in milliseconds. */
    private static final int PAUSE = 350;

    private final StyledText text;
    private final Theme theme;
    private final SpellingDesk desk;
    private final Function<String, List<Mention>> mentions;
    private final Runnable look = this::look;

    /** The misspelt word that is still being written. */
    private @Nullable Range held;

    /**
     * @param mentions finds whom a text mentions: their names are right as they are
     */
    Squiggles(StyledText text, Theme theme, SpellingDesk desk, Function<String, List<Mention>> mentions) {
        this.text = text;
        this.theme = theme;
        this.desk = desk;
        this.mentions = mentions;
        text.addListener(
                SWT.Modify,
                _ -> {
                    held = null;
                    later();
                });
        text.addListener(SWT.FocusIn, _ -> later());
        text.addListener(SWT.Resize, _ -> later());
        text.getVerticalBar().addListener(SWT.Selection, _ -> later());
        text.addCaretListener(_ -> later()); // it may have left a word, or brought other lines into view
        text.addListener(SWT.Dispose, _ -> text.getDisplay().timerExec(-1, look));
        theme.follow(text, this::restyle);
    }

    /** Looks again when the person pauses. */
    void later() {
        if (!text.isDisposed()) text.getDisplay().timerExec(PAUSE, look); // anew: in place of the one before
    }

    private void look() {
        if (text.isDisposed() || !text.isVisible()) return;
        var whole = text.getText();
        int start = start(), end = end();
        if (end - start > Spelling.MOST_LETTERS) {
            int line = text.getLineAtOffset(text.getCaretOffset());
            start = text.getOffsetAtLine(line);
            end = Math.min(end(line), start + Spelling.MOST_LETTERS);
        }
        if (!desk.knows() || whole.isBlank()) {
            mark(whole, start, end, List.of());
            return;
        }
        int from = start, to = end;
        var seen = Prose.of(whole, mentions.apply(whole)).substring(from, to);
        desk.misspelt(seen, wrong -> mark(whole, from, to, wrong));
    }

    /** Where the first line that is in view begins. */
    private int start() {
        return text.getOffsetAtLine(text.getLineIndex(0));
    }

    /** Where the last one ends. */
    private int end() {
        return end(text.getLineIndex(Math.max(0, text.getClientArea().height - 1)));
    }

    private int end(int line) {
        return line + 1 < text.getLineCount() ? text.getOffsetAtLine(line + 1) : text.getCharCount();
    }

    /** Marks {@code wrong}, in places behind {@code start}, and nothing else up to {@code end}. */
    private void mark(String whole, int start, int end, List<Range> wrong) {
        if (text.isDisposed() || !text.getText().equals(whole)) return; // the next look is on its way
        held = null;
        var marks = new ArrayList<StyleRange>();
        for (var each : wrong) {
            var there = new Range(start + each.start(), start + each.end());
            if (text.isFocusControl() && text.getCaretOffset() == there.end()) held = there;
            else marks.add(mark(there));
        }
        var all = marks.toArray(StyleRange[]::new);
        if (!Arrays.equals(all, text.getStyleRanges(start, end - start)))
            text.replaceStyleRanges(start, end - start, all);
    }

    private StyleRange mark(Range there) {
        var mark = new StyleRange();
        mark.start = there.start();
        mark.length = there.end() - there.start();
        mark.underline = true;
        mark.underlineStyle = SWT.UNDERLINE_SQUIGGLE;
        mark.underlineColor = theme.color(Token.BAD);
        return mark;
    }

    /** Marks in the colour of another theme. */
    private void restyle() {
        for (var each : all()) if (!each.equals(held)) text.setStyleRange(mark(each));
    }

    /** What is known to be misspelt, in its order. */
    private List<Range> all() {
        var marked = Arrays.stream(text.getStyleRanges()).map(it -> new Range(it.start, it.start + it.length));
        return Stream.concat(marked, Stream.ofNullable(held)).sorted(Comparator.comparingInt(Range::start)).toList();
    }

    /** The misspelt word at {@code offset}. */
    Optional<Range> at(int offset) {
        return all().stream().filter(each -> each.start() <= offset && offset <= each.end()).findFirst();
    }

    /** The misspelt word at {@code offset}, or else the last one before it, or else the first. */
    Optional<Range> nearest(int offset) {
        var all = all();
        var before = all.stream().filter(each -> each.start() <= offset).reduce((_, next) -> next);
        return at(offset).or(() -> before).or(() -> all.stream().findFirst());
    }
}
