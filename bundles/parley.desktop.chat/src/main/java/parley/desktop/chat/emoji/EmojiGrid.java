package parley.desktop.chat.emoji;

import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.GC;
import org.eclipse.swt.graphics.Rectangle;
import org.eclipse.swt.widgets.Canvas;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Event;
import org.jspecify.annotations.Nullable;

import parley.desktop.api.TextStyle;
import parley.desktop.api.Theme;
import parley.desktop.api.Token;
import parley.desktop.api.control.Mirror;
import parley.desktop.api.control.Shapes;
import parley.desktop.api.text.Phrases;

import java.util.ArrayList;
import java.util.List;

/**
 * Emoji in rows under titles: only those in view are painted. Walked through by arrows, pressed by Enter or the
 * pointer, and told to screen readers one by one. Called on the UI thread.
 */
final class EmojiGrid {

    private static final Phrases T = Phrases.of(EmojiGrid.class);

    static final int CELL = 42;

    private static final int TITLE = 30;
    private static final int WHEEL = 28;

    /** What happens in the grid. */
    interface Owner {

        void chose(Emoji emoji);

        /** The keyboard or the pointer is at {@code emoji}, or at none. */
        void at(@Nullable Emoji emoji);

        /** The keyboard leaves the grid upwards. */
        void up();

        /** A letter was typed here. */
        void typed(char letter);
    }

    /**
     * Emoji under a title.
     *
     * @param id the same in every language
     * @param title none if it is empty
     */
    record Section(String id, String title, List<Emoji> emoji) {}

    /** A line of the grid: a title, or the emoji from one to before another. */
    private record Row(int top, String title, int from, int to) {

        int high() {
            return title.isEmpty() ? CELL : TITLE;
        }
    }

    final Canvas canvas;
    private final Theme theme;
    private final Owner owner;
    private final List<Emoji> all = new ArrayList<>();
    private final List<Row> rows = new ArrayList<>();
    private final List<Integer> starts = new ArrayList<>();
    private List<Section> sections = List.of();
    private int tone;
    private int current = -1;
    private int hovered = -1;
    private int scrolled;

    EmojiGrid(Composite parent, Theme theme, Owner owner) {
        this.theme = theme;
        this.owner = owner;
        canvas = new Canvas(parent, SWT.DOUBLE_BUFFERED | SWT.V_SCROLL | SWT.NO_REDRAW_RESIZE);
        canvas.setData("test.id", "picker.grid");
        canvas.addListener(SWT.Paint, this::paint);
        canvas.addListener(SWT.Resize, _ -> lay());
        canvas.addListener(
                SWT.MouseVerticalWheel,
                event -> {
                    scroll(scrolled - event.count * WHEEL);
                    event.doit = false;
                });
        canvas.getVerticalBar().addListener(SWT.Selection, _ -> scroll(canvas.getVerticalBar().getSelection()));
        canvas.addListener(SWT.MouseMove, event -> hover(index(event.x, event.y)));
        canvas.addListener(SWT.MouseExit, _ -> hover(-1));
        canvas.addListener(SWT.MouseUp, this::pressed);
        canvas.addListener(SWT.KeyDown, this::key);
        canvas.addListener(SWT.FocusIn, _ -> focused());
        canvas.addListener(SWT.FocusOut, _ -> canvas.redraw());
        canvas.addListener(
                SWT.Traverse,
                event ->
                        event.doit =
                                event.detail == SWT.TRAVERSE_TAB_NEXT || event.detail == SWT.TRAVERSE_TAB_PREVIOUS);
        new EmojiSpeech(this);
    }

    /** Shows {@code changed}, from its beginning. */
    void show(List<Section> changed) {
        sections = changed;
        all.clear();
        changed.forEach(section -> all.addAll(section.emoji()));
        current = -1;
        hovered = -1;
        scrolled = 0;
        lay();
    }

    void tone(int changed) {
        tone = changed;
        canvas.redraw();
    }

    int count() {
        return all.size();
    }

    Emoji emoji(int index) {
        return all.get(index);
    }

    /** What a screen reader says for the emoji {@code index}. */
    String spoken(int index) {
        return all.get(index).name(tone);
    }

    int current() {
        return current;
    }

    /** Scrolls to the section {@code section}. */
    void jump(int section) {
        int row = starts.get(section);
        if (row < rows.size()) scroll(rows.get(row).top());
    }

    /** Gives the keyboard to the first emoji in view. */
    void enter() {
        if (all.isEmpty()) return;
        current = Math.max(0, firstInView());
        canvas.setFocus();
        focused();
    }

    private int firstInView() {
        return rows.stream()
                .filter(row -> row.title().isEmpty() && row.top() >= scrolled)
                .mapToInt(Row::from)
                .findFirst()
                .orElse(0);
    }

    /** Where the emoji {@code index} is in the canvas. */
    Rectangle place(int index) {
        for (var row : rows) {
            if (!row.title().isEmpty() || index < row.from() || index >= row.to()) continue;
            return new Rectangle((index - row.from()) * CELL, row.top() - scrolled, CELL, CELL);
        }
        return new Rectangle(0, 0, 0, 0);
    }

    private int columns() {
        return Math.max(1, canvas.getClientArea().width / CELL);
    }

    private void lay() {
        rows.clear();
        starts.clear();
        int top = 0, at = 0, columns = columns();
        for (var section : sections) {
            starts.add(rows.size());
            if (!section.title().isEmpty()) {
                rows.add(new Row(top, section.title(), at, at));
                top += TITLE;
            }
            int end = at + section.emoji().size();
            for (; at < end; at = Math.min(at + columns, end)) {
                rows.add(new Row(top, "", at, Math.min(at + columns, end)));
                top += CELL;
            }
        }
        scroll(scrolled);
    }

    private int total() {
        return rows.isEmpty() ? 0 : rows.getLast().top() + rows.getLast().high();
    }

    private void scroll(int to) {
        int height = canvas.getClientArea().height, total = total();
        scrolled = Math.clamp(to, 0, Math.max(0, total - height));
        var bar = canvas.getVerticalBar();
        bar.setVisible(total > height);
        int thumb = Math.max(1, Math.min(height, total));
        bar.setValues(scrolled, 0, Math.max(total, 1), thumb, WHEEL, Math.max(1, height - CELL));
        canvas.redraw();
    }

    private int index(int x, int y) {
        int column = x / CELL;
        if (x < 0 || column >= columns()) return -1;
        for (var row : rows) {
            if (y + scrolled < row.top() || y + scrolled >= row.top() + row.high()) continue;
            return row.from() + column < row.to() ? row.from() + column : -1;
        }
        return -1;
    }

    private void pressed(Event event) {
        int index = index(event.x, event.y);
        if (event.button == 1 && index >= 0) owner.chose(all.get(index));
    }

    private void hover(int index) {
        if (index == hovered) return;
        hovered = index;
        canvas.setCursor(canvas.getDisplay().getSystemCursor(index < 0 ? SWT.CURSOR_ARROW : SWT.CURSOR_HAND));
        owner.at(shown());
        canvas.redraw();
    }

    /** The emoji that is pointed at, or else the one that the keyboard is at. */
    private @Nullable Emoji shown() {
        int index = hovered >= 0 ? hovered : canvas.isFocusControl() ? current : -1;
        return index < 0 || index >= all.size() ? null : all.get(index);
    }

    private void focused() {
        if (current < 0 && !all.isEmpty()) current = Math.max(0, firstInView());
        go(current);
    }

    private void key(Event event) {
        switch (event.keyCode) {
            case SWT.ARROW_RIGHT, SWT.ARROW_LEFT -> go(current + Mirror.step(canvas, event.keyCode));
            case SWT.ARROW_DOWN -> vertically(1);
            case SWT.ARROW_UP -> vertically(-1);
            case SWT.PAGE_DOWN -> page(1);
            case SWT.PAGE_UP -> page(-1);
            case SWT.HOME -> go(0);
            case SWT.END -> go(all.size() - 1);
            default -> letter(event);
        }
    }

    private void letter(Event event) {
        boolean command = (event.stateMask & (SWT.MOD1 | SWT.MOD3)) != 0;
        if (event.character == '\r' || event.character == '\n') {
            if (current >= 0) owner.chose(all.get(current));
        } else if (event.character == SWT.BS || event.character >= ' ' && event.character != SWT.DEL && !command) {
            owner.typed(event.character);
        }
    }

    private void page(int direction) {
        for (int step = canvas.getClientArea().height / CELL - 1; step > 0; step--) vertically(direction);
    }

    private void vertically(int direction) {
        int at = row(current);
        if (at < 0) return;
        int column = current - rows.get(at).from();
        for (int next = at + direction; next >= 0 && next < rows.size(); next += direction) {
            var row = rows.get(next);
            if (!row.title().isEmpty()) continue;
            go(Math.min(row.from() + column, row.to() - 1));
            return;
        }
        if (direction < 0) owner.up();
    }

    private int row(int index) {
        for (int at = 0; at < rows.size(); at++) {
            var row = rows.get(at);
            if (index >= row.from() && index < row.to()) return at;
        }
        return -1;
    }

    private void go(int index) {
        if (all.isEmpty()) return;
        current = Math.clamp(index, 0, all.size() - 1);
        int at = row(current), height = canvas.getClientArea().height;
        var row = rows.get(at);
        int top = at > 0 && !rows.get(at - 1).title().isEmpty() ? rows.get(at - 1).top() : row.top();
        if (top < scrolled) scroll(top);
        else if (row.top() + CELL > scrolled + height) scroll(row.top() + CELL - height);
        canvas.getAccessible().setFocus(current);
        owner.at(shown());
        canvas.redraw();
    }

    private void paint(Event event) {
        var gc = event.gc;
        var area = canvas.getClientArea();
        gc.setAdvanced(true);
        gc.setBackground(theme.color(Token.RAISED));
        gc.fillRectangle(area);
        if (all.isEmpty()) title(gc, T.get("emoji.none"), 0);
        for (var row : rows) {
            int y = row.top() - scrolled;
            if (y + row.high() <= 0) continue;
            if (y >= area.height) break;
            if (row.title().isEmpty()) paint(gc, row, y);
            else title(gc, row.title(), y);
        }
    }

    private void title(GC gc, String title, int y) {
        gc.setFont(theme.font(TextStyle.SMALL_STRONG));
        gc.setForeground(theme.color(Token.MUTED));
        gc.drawText(title, 8, y + TITLE - gc.getFontMetrics().getHeight() - 4, SWT.DRAW_TRANSPARENT);
    }

    private void paint(GC gc, Row row, int y) {
        gc.setFont(theme.font(TextStyle.TITLE));
        gc.setForeground(theme.color(Token.TEXT));
        for (int index = row.from(); index < row.to(); index++) {
            int x = (index - row.from()) * CELL;
            boolean at = index == current && canvas.isFocusControl();
            if (index == hovered || at) {
                Shapes.fill(gc, theme.color(Token.HOVER), x + 1, y + 1, CELL - 2, CELL - 2, 10);
            }
            if (at) Shapes.stroke(gc, theme.color(Token.FOCUS), 2, x + 1, y + 1, CELL - 2, CELL - 2, 10);
            gc.setForeground(theme.color(Token.TEXT));
            var text = all.get(index).in(tone);
            var extent = gc.textExtent(text);
            gc.drawText(text, x + (CELL - extent.x) / 2, y + (CELL - extent.y) / 2, SWT.DRAW_TRANSPARENT);
        }
    }
}
