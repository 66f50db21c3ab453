package parley.desktop.chat.list;

import org.eclipse.swt.SWT;
import org.eclipse.swt.accessibility.ACC;
import org.eclipse.swt.accessibility.AccessibleAdapter;
import org.eclipse.swt.accessibility.AccessibleControlAdapter;
import org.eclipse.swt.accessibility.AccessibleControlEvent;
import org.eclipse.swt.accessibility.AccessibleEvent;
import org.eclipse.swt.graphics.GC;
import org.eclipse.swt.widgets.Canvas;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Event;

import parley.desktop.api.TextStyle;
import parley.desktop.api.Theme;
import parley.desktop.api.Token;
import parley.desktop.chat.paint.Avatar;
import parley.desktop.chat.paint.Icons;
import parley.desktop.chat.paint.Shapes;
import parley.desktop.chat.paint.Words;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** A list of people to look at, or to choose from. Called on the UI thread. */
public final class People {

    private static final int ROW = 56;
    private static final int PICTURE = 38;
    private static final int INSET = 10;
    private static final int CHECK = 22;
    private static final int WHEEL = 24;

    /** What a row says at its end. */
    public enum Check {
        /** It cannot be chosen. */
        NONE,
        OFF,
        ON,
        /** It can be chosen to be taken out. */
        REMOVE,
        REMOVING
    }

    /**
     * One person.
     *
     * @param key decides the colour of the picture, and stays the same
     * @param detail a second line; may be empty
     * @param mark a word at the end, such as "Admin"; may be empty
     */
    public record Person(String key, String title, String detail, String mark, Check check) {

        /** What a screen reader says for the row. */
        String spoken() {
            var said = new StringBuilder(title);
            for (var more : List.of(detail, mark)) if (!more.isEmpty()) said.append(", ").append(more);
            return said.append(chosen() ? ", chosen" : "").toString();
        }

        boolean chosen() {
            return check == Check.ON || check == Check.REMOVING;
        }
    }

    private final Canvas canvas;
    private final Theme theme;
    private final Token ground;
    private final String name;
    private final Consumer<Person> pressed;
    private List<Person> people = List.of();
    private int current = -1;
    private int hovered = -1;
    private int scrolled;

    /**
     * @param name what a screen reader calls the list
     * @param pressed hears of the row that was pressed, unless it cannot be chosen
     */
    public People(Composite parent, Theme theme, Token ground, String id, String name, Consumer<Person> pressed) {
        this.theme = theme;
        this.ground = ground;
        this.name = name;
        this.pressed = pressed;
        canvas = new Canvas(parent, SWT.DOUBLE_BUFFERED | SWT.V_SCROLL | SWT.NO_REDRAW_RESIZE);
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

    /** The widget itself, to be placed. */
    public Canvas control() {
        return canvas;
    }

    /** Shows {@code changed}, in this order. */
    public void show(List<Person> changed) {
        var at = current >= 0 && current < people.size() ? people.get(current).key() : "";
        people = List.copyOf(changed);
        current =
                IntStream.range(0, people.size())
                        .filter(row -> people.get(row).key().equals(at))
                        .findFirst()
                        .orElse(-1);
        hovered = -1;
        scroll(scrolled);
    }

    private void key(Event event) {
        if (event.keyCode == SWT.ARROW_DOWN) go(current + 1);
        else if (event.keyCode == SWT.ARROW_UP) go(current - 1);
        else if (event.keyCode == SWT.HOME) go(0);
        else if (event.keyCode == SWT.END) go(people.size() - 1);
        else if (event.character == '\r' || event.character == ' ') press(current);
    }

    private void go(int row) {
        if (people.isEmpty()) return;
        current = Math.clamp(row, 0, people.size() - 1);
        int top = current * ROW, height = canvas.getClientArea().height;
        if (top < scrolled) scroll(top);
        else if (top + ROW > scrolled + height) scroll(top + ROW - height);
        else canvas.redraw();
        canvas.getAccessible().setFocus(current);
    }

    private void press(int row) {
        if (row < 0 || row >= people.size()) return;
        current = row;
        canvas.redraw();
        if (people.get(row).check() != Check.NONE) pressed.accept(people.get(row));
    }

    private int at(int y) {
        int row = Math.floorDiv(y + scrolled, ROW);
        return row >= 0 && row < people.size() ? row : -1;
    }

    private void hover(int row) {
        boolean hand = row >= 0 && people.get(row).check() != Check.NONE;
        canvas.setCursor(canvas.getDisplay().getSystemCursor(hand ? SWT.CURSOR_HAND : SWT.CURSOR_ARROW));
        if (row == hovered) return;
        hovered = row;
        canvas.redraw();
    }

    private void scroll(int to) {
        int height = canvas.getClientArea().height, total = people.size() * ROW;
        scrolled = Math.clamp(to, 0, Math.max(0, total - height));
        var bar = canvas.getVerticalBar();
        bar.setVisible(total > height);
        int thumb = Math.max(1, Math.min(height, total));
        bar.setValues(scrolled, 0, Math.max(total, 1), thumb, WHEEL, Math.max(1, height - ROW));
        canvas.redraw();
    }

    private void paint(Event event) {
        var gc = event.gc;
        var area = canvas.getClientArea();
        gc.setAdvanced(true);
        gc.setTextAntialias(SWT.ON);
        gc.setBackground(theme.color(ground));
        gc.fillRectangle(area);
        for (int row = scrolled / ROW; row < people.size(); row++) {
            int y = row * ROW - scrolled;
            if (y >= area.height) break;
            paint(gc, people.get(row), row, y, area.width);
        }
    }

    private void paint(GC gc, Person person, int row, int y, int width) {
        boolean choosable = person.check() != Check.NONE;
        boolean leaves = person.check() == Check.REMOVING;
        var ground = leaves ? Token.SELECTED : Token.HOVER;
        if (leaves || choosable && row == hovered) Shapes.fill(gc, theme.color(ground), 0, y + 1, width, ROW - 2, 12);
        if (row == current && canvas.isFocusControl())
            Shapes.stroke(gc, theme.color(Token.FOCUS), 2, 0, y + 1, width, ROW - 2, 12);
        Avatar.paint(gc, theme, INSET, y + (ROW - PICTURE) / 2, PICTURE, person.title(), person.key());
        int x = INSET + PICTURE + 12, end = width - INSET;
        if (choosable) end = paintCheck(gc, person.check(), y, end) - 10;
        if (!person.mark().isEmpty()) {
            gc.setFont(theme.font(TextStyle.SMALL));
            gc.setForeground(theme.color(Token.MUTED));
            var extent = gc.textExtent(person.mark());
            end -= extent.x;
            gc.drawText(person.mark(), end, y + (ROW - extent.y) / 2, SWT.DRAW_TRANSPARENT);
            end -= 10;
        }
        boolean two = !person.detail().isEmpty();
        gc.setFont(theme.font(TextStyle.STRONG));
        gc.setForeground(theme.color(Token.TEXT));
        int middle = y + (ROW - gc.getFontMetrics().getHeight()) / 2;
        gc.drawText(Words.fitted(gc, person.title(), end - x), x, two ? middle - 10 : middle, SWT.DRAW_TRANSPARENT);
        if (!two) return;
        gc.setFont(theme.font(TextStyle.SMALL));
        gc.setForeground(theme.color(Token.MUTED));
        gc.drawText(Words.fitted(gc, person.detail(), end - x), x, middle + 11, SWT.DRAW_TRANSPARENT);
    }

    private int paintCheck(GC gc, Check check, int y, int end) {
        int x = end - CHECK, top = y + (ROW - CHECK) / 2;
        switch (check) {
            case ON -> {
                Shapes.circle(gc, theme.color(Token.ACCENT), x, top, CHECK);
                theme.draw(gc, Icons.CHECK, x + 4, top + 4, CHECK - 8, theme.color(Token.ON_ACCENT));
            }
            case OFF -> Shapes.stroke(gc, theme.color(Token.MUTED), 1.5f, x, top, CHECK, CHECK, CHECK);
            case REMOVE -> theme.draw(gc, Icons.CLOSE, x + 3, top + 3, CHECK - 6, theme.color(Token.MUTED));
            case REMOVING -> theme.draw(gc, Icons.CLOSE, x + 3, top + 3, CHECK - 6, theme.color(Token.BAD));
            case NONE -> {}
        }
        return x;
    }

    private String name(int child) {
        return child < 0 || child >= people.size() ? name : people.get(child).spoken();
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
                                event.detail = people.size();
                            }

                            @Override
                            public void getChildren(AccessibleControlEvent event) {
                                event.children = IntStream.range(0, people.size()).boxed().toArray();
                            }

                            @Override
                            public void getFocus(AccessibleControlEvent event) {
                                if (canvas.isFocusControl()) event.childID = current < 0 ? ACC.CHILDID_SELF : current;
                            }

                            @Override
                            public void getState(AccessibleControlEvent event) {
                                event.detail = ACC.STATE_FOCUSABLE | ACC.STATE_SELECTABLE;
                                if (event.childID < 0 || event.childID >= people.size()) return;
                                if (people.get(event.childID).chosen()) event.detail |= ACC.STATE_SELECTED;
                                if (event.childID == current) event.detail |= ACC.STATE_FOCUSED;
                            }

                            @Override
                            public void getLocation(AccessibleControlEvent event) {
                                var area = canvas.getClientArea();
                                boolean item = event.childID >= 0 && event.childID < people.size();
                                var origin = canvas.toDisplay(0, item ? event.childID * ROW - scrolled : 0);
                                event.x = origin.x;
                                event.y = origin.y;
                                event.width = area.width;
                                event.height = item ? ROW : area.height;
                            }
                        });
    }
}
