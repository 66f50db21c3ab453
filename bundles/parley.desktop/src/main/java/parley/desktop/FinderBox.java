package parley.desktop;

import org.eclipse.swt.SWT;
import org.eclipse.swt.accessibility.ACC;
import org.eclipse.swt.custom.VerifyKeyListener;
import org.eclipse.swt.events.VerifyEvent;
import org.eclipse.swt.graphics.GC;
import org.eclipse.swt.widgets.Canvas;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Event;
import org.eclipse.swt.widgets.Listener;
import org.eclipse.swt.widgets.Shell;
import org.jspecify.annotations.Nullable;

import parley.desktop.Finder.Found;
import parley.desktop.api.TextStyle;
import parley.desktop.api.Theme;
import parley.desktop.api.Token;
import parley.desktop.api.control.Field;
import parley.desktop.api.control.RowList;
import parley.desktop.api.control.Shapes;
import parley.desktop.api.control.Words;
import parley.desktop.api.text.Phrases;

import java.util.HashMap;
import java.util.List;

/**
 * The finder as it stands open, over the top of the window: what is typed narrows the list, arrows go through it, Enter
 * chooses. It goes when something is chosen, by Escape, and when the keyboard goes elsewhere.
 */
final class FinderBox {

    private static final Phrases T = Phrases.of(FinderBox.class);
    private static final int WIDTH = 580;
    private static final int INSET = 12;
    private static final int TOP = 56;
    private static final int ROUND = 2; // a region for rounder corners would keep GTK from painting what is in the box
    private static final int MOST_ROWS = 9;
    private static final RowList.Size SIZE = new RowList.Size(42, 4, 6);

    private final Shell shell;
    private final Theme theme;
    private final Finder finder;
    private List<Found> all;
    private final Canvas box;
    private final Field query;
    private final RowList<Found> list;
    private final @Nullable Control before;
    private final Listener resized = _ -> place();
    private final Listener pressed = this::pressed;
    private List<Found> shown = List.of();
    private int at;

    FinderBox(Shell shell, Theme theme, Keys keys, List<Found> all, Finder finder) {
        this.shell = shell;
        this.theme = theme;
        this.finder = finder;
        this.all = all;
        before = shell.getDisplay().getFocusControl();
        box = new Canvas(shell, SWT.DOUBLE_BUFFERED);
        box.setData("test.id", "finder");
        box.addListener(SWT.Paint, this::paint);
        query = new Field(box, theme, Token.BACKGROUND, "finder.query", finder.hint(), false, 100);
        list =
                new RowList<>(
                        box,
                        theme,
                        Token.BACKGROUND,
                        SIZE,
                        "finder.list",
                        T.get("finder.list"),
                        new Look(),
                        this::choose);
        list.walkedFrom(query.text());
        query.text().getAccessible().addRelation(ACC.RELATION_CONTROLLER_FOR, list.control().getAccessible());
        query.text().addListener(SWT.Modify, _ -> narrow());
        query.text().addVerifyKeyListener((VerifyKeyListener) this::key);
        for (var control : List.of(query.text(), list.control())) {
            control.addListener(SWT.FocusOut, _ -> shell.getDisplay().asyncExec(this::closeUnlessFocused));
        }
        list.control()
                .addListener(
                        SWT.KeyDown,
                        event -> {
                            if (event.character == SWT.ESC) close();
                        });
        shell.addListener(SWT.Resize, resized);
        shell.getDisplay().addFilter(SWT.MouseDown, pressed);
        box.addListener(
                SWT.Dispose,
                _ -> {
                    shell.getDisplay().removeFilter(SWT.MouseDown, pressed);
                    shell.removeListener(SWT.Resize, resized);
                    finder.closed();
                });
        keys.hold(box);
        narrow();
        box.moveAbove(null);
        query.setFocus();
    }

    boolean open() {
        return !box.isDisposed();
    }

    /** Closes, and gives the keyboard back to where it was. */
    void close() {
        if (box.isDisposed()) return;
        box.dispose();
        if (before != null && !before.isDisposed()) before.setFocus();
    }

    /**
     * Offers {@code now} and nothing else. What was offered before stays as possible as it was: by now the keyboard is
     * here.
     */
    void offer(List<Found> now) {
        var walked = at < shown.size() ? shown.get(at) : null;
        var before = new HashMap<String, Boolean>();
        for (var each : all) if (each.command()) before.put(each.id(), each.enabled());
        all =
                now.stream()
                        .map(each ->
                                each.command() ? each.possible(before.getOrDefault(each.id(), each.enabled())) : each)
                        .toList();
        narrow();
        if (walked == null) return;
        for (int row = 0; row < shown.size(); row++) if (shown.get(row).same(walked)) go(row);
    }

    private void closeUnlessFocused() {
        if (!box.isDisposed() && !within(shell.getDisplay().getFocusControl())) box.dispose();
    }

    /** The pointer has pressed something, which need not take the keyboard. */
    private void pressed(Event event) {
        if (event.widget instanceof Control control && !within(control)) close();
    }

    private boolean within(@Nullable Control control) {
        for (var each = control; each != null; each = each.getParent()) {
            if (each == box) return true;
        }
        return false;
    }

    private void narrow() {
        shown = finder.among(all, query.text().getText());
        at = 0;
        list.show(shown);
        place();
        go(0);
    }

    private void key(VerifyEvent event) {
        boolean toggles = (event.stateMask & SWT.MOD1) != 0 && event.keyCode == 'k';
        if (event.keyCode == SWT.ARROW_DOWN) go(at + 1);
        else if (event.keyCode == SWT.ARROW_UP) go(at - 1);
        else if (event.keyCode == SWT.PAGE_DOWN) go(at + MOST_ROWS);
        else if (event.keyCode == SWT.PAGE_UP) go(at - MOST_ROWS);
        else if (event.character == SWT.ESC || toggles) close();
        else if (event.character == '\r' || event.character == '\n') chooseCurrent();
        else return;
        event.doit = false;
    }

    private void go(int row) {
        if (shown.isEmpty()) return;
        at = Math.clamp(row, 0, shown.size() - 1);
        list.go(at);
        list.control().redraw();
    }

    private void chooseCurrent() {
        if (at < shown.size()) choose(shown.get(at));
    }

    private void choose(Found found) {
        if (!found.enabled()) return;
        close();
        finder.used(found);
        found.chosen().run();
    }

    private void place() {
        if (box.isDisposed()) return;
        var area = shell.getClientArea();
        int wide = Math.min(WIDTH, area.width - 2 * INSET);
        int field = query.computeSize(wide - 2 * INSET, SWT.DEFAULT).y;
        int room = Math.max(1, (area.height - TOP - field - 4 * INSET) / SIZE.row(theme));
        int rows = Math.min(Math.max(1, shown.size()), Math.min(MOST_ROWS, room));
        int high = rows * SIZE.row(theme) + 2 * SIZE.margin();
        box.setBounds(area.x + (area.width - wide) / 2, area.y + TOP, wide, field + high + 2 * INSET + 4);
        query.setBounds(INSET, INSET, wide - 2 * INSET, field);
        list.control().setBounds(2, INSET + field + 4, wide - 4, high);
        box.redraw();
    }

    private void paint(Event event) {
        var area = box.getClientArea();
        event.gc.setBackground(theme.color(Token.BACKGROUND));
        event.gc.fillRectangle(area);
        Shapes.stroke(event.gc, theme.color(Token.MUTED), 1, 0, 0, area.width, area.height, ROUND);
    }

    private final class Look implements RowList.Look<Found> {

        @Override
        public String id(Found row) {
            return row.id();
        }

        @Override
        public String spoken(Found row) {
            return row.spoken();
        }

        @Override
        public boolean pressable(Found row) {
            return row.enabled();
        }

        @Override
        @SuppressWarnings("ReferenceEquality") // the row itself
        public boolean chosen(Found row) {
            return at < shown.size() && shown.get(at) == row;
        }

        @Override
        public void paint(GC gc, Found row, int x, int y, int end, Token ground) {
            int left = x + INSET, right = Keycap.paint(gc, theme, row.key(), end - INSET, y, SIZE.row(theme));
            gc.setFont(theme.font(TextStyle.BODY));
            gc.setForeground(theme.color(row.enabled() ? Token.TEXT : Token.MUTED));
            var title = Words.fitted(gc, row.title(), right - left - INSET);
            gc.drawText(title, left, y + (SIZE.row(theme) - gc.getFontMetrics().getHeight()) / 2, SWT.DRAW_TRANSPARENT);
            int after = left + gc.textExtent(title).x + 10;
            if (row.detail().isEmpty() || after >= right - 40) return;
            gc.setFont(theme.font(TextStyle.SMALL));
            gc.setForeground(theme.color(Token.MUTED));
            var detail = Words.fitted(gc, row.detail(), right - after - INSET);
            gc.drawText(
                    detail, after, y + (SIZE.row(theme) - gc.getFontMetrics().getHeight()) / 2, SWT.DRAW_TRANSPARENT);
        }
    }
}
