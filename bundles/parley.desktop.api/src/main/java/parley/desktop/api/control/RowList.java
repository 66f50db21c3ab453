package parley.desktop.api.control;

import org.eclipse.swt.SWT;
import org.eclipse.swt.accessibility.ACC;
import org.eclipse.swt.accessibility.AccessibleAdapter;
import org.eclipse.swt.accessibility.AccessibleControlAdapter;
import org.eclipse.swt.accessibility.AccessibleControlEvent;
import org.eclipse.swt.accessibility.AccessibleEvent;
import org.eclipse.swt.graphics.GC;
import org.eclipse.swt.graphics.Point;
import org.eclipse.swt.widgets.Canvas;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Event;

import parley.desktop.api.Theme;
import parley.desktop.api.Token;

import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * A canvas of rows of one height: scrolled, walked through and pressed by pointer or keys, and told to screen readers.
 * What a row looks like and says is its owner's business. Called on the UI thread.
 */
public final class RowList<T> {

    private static final int WHEEL = 24;
    private static final int ROUND = 12;

    /** What the owner knows of its rows. */
    public interface Look<T> {

        /** The same for as long as the row is there, and of no other. */
        String id(T row);

        /** What a screen reader says for it. */
        String spoken(T row);

        /** Whether pressing it does something. */
        boolean pressable(T row);

        /** Whether it is chosen, or stands open. */
        boolean chosen(T row);

        /** Paints it between {@code x} and {@code end}, from {@code y} down, on {@code ground}. */
        void paint(GC gc, T row, int x, int y, int end, Token ground);
    }

    /**
     * How large things are, in points.
     *
     * @param row how high one is where letters have their usual size
     * @param margin around all rows together
     * @param side left and right of each row
     */
    public record Size(int row, int margin, int side) {

        /** How high a row is now. */
        public int row(Theme theme) {
            return theme.scaled(row);
        }
    }

    private final Canvas canvas;
    private final Theme theme;
    private final Token ground;
    private final Size size;
    private final String name;
    private final Look<T> look;
    private final Consumer<T> pressed;
    private List<T> rows = List.of();
    private Control walked; // what has the keyboard while keys walk through the rows
    private int current = -1;
    private int hovered = -1;
    private int scrolled;

    /**
     * @param name what a screen reader calls the list
     * @param pressed hears of the row that was pressed
     */
    public RowList(
            Composite parent,
            Theme theme,
            Token ground,
            Size size,
            String id,
            String name,
            Look<T> look,
            Consumer<T> pressed) {
        this.theme = theme;
        this.ground = ground;
        this.size = size;
        this.name = name;
        this.look = look;
        this.pressed = pressed;
        canvas = new Canvas(parent, SWT.DOUBLE_BUFFERED | SWT.V_SCROLL | SWT.NO_REDRAW_RESIZE);
        walked = canvas;
        canvas.setData("test.id", id);
        canvas.addListener(SWT.Paint, this::paint);
        canvas.addListener(SWT.Resize, _ -> scroll(scrolled));
        canvas.addListener(
                SWT.MouseVerticalWheel,
                event -> {
                    scroll(scrolled - event.count * WHEEL);
                    event.doit = false;
                });
        canvas.getVerticalBar().addListener(SWT.Selection, _ -> scroll(canvas.getVerticalBar().getSelection()));
        canvas.addListener(SWT.MouseMove, event -> hover(at(event.y)));
        canvas.addListener(SWT.MouseExit, _ -> hover(-1));
        canvas.addListener(
                SWT.MouseDown,
                event -> {
                    canvas.setFocus();
                    if (event.button == 1) press(at(event.y));
                });
        canvas.addListener(SWT.KeyDown, this::key);
        canvas.addListener(SWT.FocusIn, _ -> canvas.redraw());
        canvas.addListener(SWT.FocusOut, _ -> canvas.redraw());
        canvas.addListener(
                SWT.Traverse,
                event ->
                        event.doit =
                                event.detail == SWT.TRAVERSE_TAB_NEXT
                                        || event.detail == SWT.TRAVERSE_TAB_PREVIOUS
                                        || event.detail == SWT.TRAVERSE_ESCAPE);
        theme.follow(canvas, () -> canvas.setBackground(theme.color(ground)));
        speak();
    }

    public Canvas control() {
        return canvas;
    }

    private int row() {
        return size.row(theme);
    }

    /** Where {@code row} begins now, from the top of the canvas. */
    private int top(int row) {
        return size.margin + row * row() - scrolled;
    }

    /** Whether there is no row. */
    public boolean isEmpty() {
        return rows.isEmpty();
    }

    /** Says that {@code other} has the keyboard while somebody walks through the rows by {@link #go}. */
    public void walkedFrom(Control other) {
        walked = other;
    }

    /** Shows {@code changed}, in this order. */
    public void show(List<T> changed) {
        keep(changed);
        scroll(scrolled);
    }

    private void keep(List<T> changed) {
        var at = current >= 0 && current < rows.size() ? look.id(rows.get(current)) : "";
        rows = List.copyOf(changed);
        current = first(row -> look.id(row).equals(at));
        if (hovered >= rows.size()) hovered = -1;
    }

    /**
     * As {@link #show}, of rows that look as those before that they are equal to: others alone are painted again, where
     * they are as many.
     */
    public void renew(List<T> changed) {
        var before = rows;
        if (changed.size() != before.size()) {
            show(changed);
            return;
        }
        keep(changed);
        for (int row = 0; row < rows.size(); row++) {
            if (rows.get(row).equals(before.get(row))) continue;
            canvas.redraw(0, top(row), canvas.getClientArea().width, row(), false);
        }
    }

    /** The row that keys act on, if there is one. */
    public Optional<T> current() {
        return current >= 0 && current < rows.size() ? Optional.of(rows.get(current)) : Optional.empty();
    }

    /**
     * Has {@code asked} say what can be done to a row, when the person asks for that by the pointer's other button or
     * by the key for menus; it hears of the place for it on the screen, too.
     */
    public void menu(BiConsumer<T, Point> asked) {
        canvas.addListener(
                SWT.MenuDetect,
                event -> {
                    boolean key = event.detail == SWT.MENU_KEYBOARD;
                    int row = key ? from() : at(canvas.toControl(event.x, event.y).y);
                    if (row < 0) return;
                    go(row);
                    int below = top(row) + row() * 3 / 4;
                    asked.accept(
                            rows.get(row), key ? canvas.toDisplay(4 * size.side, below) : new Point(event.x, event.y));
                });
    }

    /** Where keys begin. */
    private int from() {
        return current >= 0 ? current : first(look::chosen);
    }

    private int first(java.util.function.Predicate<T> wanted) {
        return IntStream.range(0, rows.size()).filter(row -> wanted.test(rows.get(row))).findFirst().orElse(-1);
    }

    private void key(Event event) {
        int from = from();
        if (event.keyCode == SWT.ARROW_DOWN) go(from + 1);
        else if (event.keyCode == SWT.ARROW_UP) go(from - 1);
        else if (event.keyCode == SWT.HOME) go(0);
        else if (event.keyCode == SWT.END) go(rows.size() - 1);
        else if (event.character == '\r' || event.character == ' ') press(current);
    }

    /** Makes {@code row}, or the nearest there is, the one that keys act on, and scrolls it into view. */
    public void go(int row) {
        if (rows.isEmpty()) return;
        current = Math.clamp(row, 0, rows.size() - 1);
        int top = size.margin + current * row();
        int height = canvas.getClientArea().height;
        if (top < scrolled) scroll(top - size.margin);
        else if (top + row() > scrolled + height) scroll(top + row() + size.margin - height);
        else canvas.redraw();
        canvas.getAccessible().setFocus(current);
    }

    private void press(int row) {
        if (row < 0 || row >= rows.size()) return;
        current = row;
        canvas.redraw();
        if (look.pressable(rows.get(row))) pressed.accept(rows.get(row));
    }

    private int at(int y) {
        int row = Math.floorDiv(y + scrolled - size.margin, row());
        return row >= 0 && row < rows.size() ? row : -1;
    }

    private void hover(int row) {
        boolean hand = row >= 0 && look.pressable(rows.get(row));
        canvas.setCursor(canvas.getDisplay().getSystemCursor(hand ? SWT.CURSOR_HAND : SWT.CURSOR_ARROW));
        if (row == hovered) return;
        hovered = row;
        canvas.redraw();
    }

    private void scroll(int to) {
        int height = canvas.getClientArea().height;
        int total = rows.size() * row() + 2 * size.margin;
        scrolled = Math.clamp(to, 0, Math.max(0, total - height));
        var bar = canvas.getVerticalBar();
        bar.setVisible(total > height);
        int thumb = Math.max(1, Math.min(height, total));
        bar.setValues(scrolled, 0, Math.max(total, 1), thumb, WHEEL, Math.max(1, height - row()));
        canvas.redraw();
    }

    private void paint(Event event) {
        var gc = event.gc;
        var area = canvas.getClientArea();
        gc.setAdvanced(true);
        gc.setTextAntialias(SWT.ON);
        gc.setBackground(theme.color(ground));
        gc.fillRectangle(area);
        int first = Math.max(0, (scrolled - size.margin + event.y) / row()), end = event.y + event.height;
        for (int row = first; row < rows.size() && top(row) < end; row++) paint(gc, row, top(row), area.width);
    }

    private void paint(GC gc, int index, int y, int width) {
        var row = rows.get(index);
        boolean over = index == hovered && look.pressable(row);
        var behind = look.chosen(row) ? Token.SELECTED : over ? Token.HOVER : ground;
        int x = size.side, wide = width - 2 * size.side;
        if (behind != ground) Shapes.fill(gc, theme.color(behind), x, y + 1, wide, row() - 2, ROUND);
        if (index == current && canvas.isFocusControl()) {
            Shapes.stroke(gc, theme.color(Token.FOCUS), 2, x, y + 1, wide, row() - 2, ROUND);
        }
        look.paint(gc, row, x, y, x + wide, behind);
    }

    private String name(int child) {
        return child < 0 || child >= rows.size() ? name : look.spoken(rows.get(child));
    }

    private void speak() {
        canvas.getAccessible()
                .addAccessibleListener(
                        new AccessibleAdapter() {
                            @Override
                            public void getName(AccessibleEvent event) {
                                event.result = name(event.childID);
                            }
                        });
        canvas.getAccessible()
                .addAccessibleControlListener(
                        new AccessibleControlAdapter() {
                            @Override
                            public void getRole(AccessibleControlEvent event) {
                                event.detail = event.childID == ACC.CHILDID_SELF ? ACC.ROLE_LIST : ACC.ROLE_LISTITEM;
                            }

                            @Override
                            public void getChildCount(AccessibleControlEvent event) {
                                event.detail = rows.size();
                            }

                            @Override
                            public void getChildren(AccessibleControlEvent event) {
                                event.children = IntStream.range(0, rows.size()).boxed().toArray();
                            }

                            @Override
                            public void getFocus(AccessibleControlEvent event) {
                                if (canvas.isFocusControl()) event.childID = current < 0 ? ACC.CHILDID_SELF : current;
                            }

                            @Override
                            public void getState(AccessibleControlEvent event) {
                                event.detail = ACC.STATE_FOCUSABLE | ACC.STATE_SELECTABLE;
                                if (event.childID < 0 || event.childID >= rows.size()) return;
                                if (look.chosen(rows.get(event.childID))) event.detail |= ACC.STATE_SELECTED;
                                if (event.childID == current && walked.isFocusControl())
                                    event.detail |= ACC.STATE_FOCUSED;
                            }

                            @Override
                            public void getLocation(AccessibleControlEvent event) {
                                var area = canvas.getClientArea();
                                boolean item = event.childID >= 0 && event.childID < rows.size();
                                int y = item ? top(event.childID) : 0;
                                var origin = canvas.toDisplay(0, y);
                                event.x = origin.x;
                                event.y = origin.y;
                                event.width = area.width;
                                event.height = item ? row() : area.height;
                            }
                        });
    }
}
