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
import parley.desktop.chat.paint.Mark;
import parley.desktop.chat.paint.Shapes;
import parley.desktop.chat.paint.Wording;
import parley.desktop.chat.paint.Words;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** The list of conversations: a canvas of lines of one height. Called on the UI thread. */
public final class Lines {

    private static final int ROW = 70;
    private static final int MARGIN = 8;
    private static final int PICTURE = 46;
    private static final int INSET = 10;
    private static final int WHEEL = 24;

    private final Canvas canvas;
    private final Theme theme;
    private final Wording wording;
    private final Consumer<Line> chosen;
    private List<Line> lines = List.of();
    private String selected = "";
    private int current = -1;
    private int hovered = -1;
    private int scrolled;

    public Lines(Composite parent, Theme theme, Wording wording, Consumer<Line> chosen) {
        this.theme = theme;
        this.wording = wording;
        this.chosen = chosen;
        canvas = new Canvas(parent, SWT.DOUBLE_BUFFERED | SWT.V_SCROLL | SWT.NO_REDRAW_RESIZE);
        canvas.setData("test.id", "conversations");
        canvas.addListener(SWT.Paint, this::paint);
        canvas.addListener(SWT.Resize, _ -> scroll(scrolled));
        canvas.addListener(
                SWT.MouseVerticalWheel,
                event -> {
                    scroll(scrolled - event.count * WHEEL);
                    event.doit = false;
                });
        canvas.getVerticalBar().addListener(SWT.Selection, _ -> scroll(canvas.getVerticalBar().getSelection()));
        canvas.addListener(SWT.MouseMove, event -> hover(at(event)));
        canvas.addListener(SWT.MouseExit, _ -> hover(-1));
        canvas.addListener(
                SWT.MouseDown,
                event -> {
                    canvas.setFocus();
                    if (event.button == 1) choose(at(event));
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
        theme.follow(canvas, () -> canvas.setBackground(theme.color(Token.SIDE)));
        speak();
    }

    /** The widget itself, to be placed. */
    public Canvas control() {
        return canvas;
    }

    /** Shows {@code changed}, in this order; {@code open} is the id of the line that stands open, or empty. */
    public void show(List<Line> changed, String open) {
        var at = current >= 0 && current < lines.size() ? lines.get(current).id() : "";
        lines = List.copyOf(changed);
        selected = open;
        current =
                IntStream.range(0, lines.size()).filter(line -> lines.get(line).id().equals(at)).findFirst().orElse(-1);
        scroll(scrolled);
    }

    private void key(Event event) {
        int from = current >= 0 ? current : open();
        if (event.keyCode == SWT.ARROW_DOWN) go(from + 1);
        else if (event.keyCode == SWT.ARROW_UP) go(from - 1);
        else if (event.keyCode == SWT.HOME) go(0);
        else if (event.keyCode == SWT.END) go(lines.size() - 1);
        else if (event.character == '\r' || event.character == ' ') choose(current);
    }

    private int open() {
        return IntStream.range(0, lines.size())
                .filter(line -> lines.get(line).id().equals(selected))
                .findFirst()
                .orElse(-1);
    }

    private void go(int line) {
        if (lines.isEmpty()) return;
        current = Math.clamp(line, 0, lines.size() - 1);
        int top = MARGIN + current * ROW;
        int height = canvas.getClientArea().height;
        if (top < scrolled) scroll(top - MARGIN);
        else if (top + ROW > scrolled + height) scroll(top + ROW + MARGIN - height);
        else canvas.redraw();
        canvas.getAccessible().setFocus(current);
    }

    private void choose(int line) {
        if (line < 0 || line >= lines.size()) return;
        current = line;
        chosen.accept(lines.get(line));
    }

    private int at(Event event) {
        int line = Math.floorDiv(event.y + scrolled - MARGIN, ROW);
        return line >= 0 && line < lines.size() ? line : -1;
    }

    private void hover(int line) {
        canvas.setCursor(canvas.getDisplay().getSystemCursor(line < 0 ? SWT.CURSOR_ARROW : SWT.CURSOR_HAND));
        if (line == hovered) return;
        hovered = line;
        canvas.redraw();
    }

    private void scroll(int to) {
        int height = canvas.getClientArea().height;
        int total = lines.size() * ROW + 2 * MARGIN;
        scrolled = Math.clamp(to, 0, Math.max(0, total - height));
        var bar = canvas.getVerticalBar();
        bar.setVisible(total > height);
        bar.setValues(
                scrolled,
                0,
                Math.max(total, 1),
                Math.max(1, Math.min(height, total)),
                WHEEL,
                Math.max(1, height - ROW));
        canvas.redraw();
    }

    private void paint(Event event) {
        var gc = event.gc;
        var area = canvas.getClientArea();
        gc.setAdvanced(true);
        gc.setTextAntialias(SWT.ON);
        gc.setBackground(theme.color(Token.SIDE));
        gc.fillRectangle(area);
        int first = Math.max(0, (scrolled - MARGIN) / ROW);
        for (int line = first; line < lines.size(); line++) {
            int y = MARGIN + line * ROW - scrolled;
            if (y >= area.height) break;
            paint(gc, lines.get(line), line, y, area.width);
        }
    }

    private void paint(GC gc, Line line, int index, int y, int width) {
        boolean open = line.id().equals(selected);
        var ground = open ? Token.SELECTED : index == hovered ? Token.HOVER : Token.SIDE;
        int left = MARGIN, right = width - MARGIN;
        if (ground != Token.SIDE) Shapes.fill(gc, theme.color(ground), left, y + 1, right - left, ROW - 2, 12);
        if (index == current && canvas.isFocusControl()) {
            Shapes.stroke(gc, theme.color(Token.FOCUS), 2, left, y + 1, right - left, ROW - 2, 12);
        }
        int top = y + (ROW - PICTURE) / 2;
        Avatar.paint(gc, theme, left + INSET, top, PICTURE, line.title(), line.key());
        if (line.online()) Avatar.paintOnline(gc, theme, left + INSET, top, PICTURE, theme.color(ground));
        int x = left + INSET + PICTURE + 12;
        int end = right - 12;
        paintTitle(gc, line, x, y + 12, end);
        paintPreview(gc, line, x, y + 37, end);
    }

    private void paintTitle(GC gc, Line line, int x, int y, int end) {
        int stop = end;
        var at = line.at();
        if (at != null) {
            gc.setFont(theme.font(line.unread() > 0 ? TextStyle.SMALL_STRONG : TextStyle.SMALL));
            gc.setForeground(theme.color(line.unread() > 0 ? Token.ACCENT_TEXT : Token.MUTED));
            var when = wording.when(at);
            stop -= gc.textExtent(when).x;
            gc.drawText(when, stop, y + 3, SWT.DRAW_TRANSPARENT);
            stop -= 8;
        }
        gc.setFont(theme.font(TextStyle.STRONG));
        gc.setForeground(theme.color(Token.TEXT));
        gc.drawText(Words.fitted(gc, line.title(), stop - x), x, y, SWT.DRAW_TRANSPARENT);
    }

    private void paintPreview(GC gc, Line line, int x, int y, int end) {
        int from = x, stop = end;
        if (line.unread() > 0 || line.asks()) stop = paintBadge(gc, line, y, end) - 8;
        if (line.mark() != Mark.NONE) {
            gc.setFont(theme.font(TextStyle.BODY));
            var ink = theme.color(line.mark() == Mark.READ ? Token.ACCENT_TEXT : Token.MUTED);
            line.mark().paint(gc, theme, from, y, gc.getFontMetrics().getHeight(), ink);
            from += Mark.WIDTH + 4;
        }
        gc.setFont(theme.font(TextStyle.BODY));
        gc.setForeground(theme.color(Token.MUTED));
        gc.drawText(Words.fitted(gc, line.preview(), stop - from), from, y, SWT.DRAW_TRANSPARENT);
    }

    /** Paints the count of what is unread, or the dot of a request, and says where it begins. */
    private int paintBadge(GC gc, Line line, int y, int end) {
        gc.setFont(theme.font(TextStyle.SMALL_STRONG));
        var count = line.unread() > 0 ? line.unread() > 999 ? "999+" : String.valueOf(line.unread()) : "!";
        var extent = gc.textExtent(count);
        int wide = Math.max(20, extent.x + 12), x = end - wide;
        Shapes.fill(gc, theme.color(Token.ACCENT), x, y - 1, wide, 20, 10);
        gc.setForeground(theme.color(Token.ON_ACCENT));
        gc.drawText(count, x + (wide - extent.x) / 2, y - 1 + (20 - extent.y) / 2, SWT.DRAW_TRANSPARENT);
        return x;
    }

    private String name(int child) {
        if (child < 0 || child >= lines.size()) return "Conversations";
        var at = lines.get(child).at();
        return lines.get(child).spoken(at == null ? "" : wording.when(at));
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
                                event.detail = lines.size();
                            }

                            @Override
                            public void getChildren(AccessibleControlEvent event) {
                                event.children = IntStream.range(0, lines.size()).boxed().toArray();
                            }

                            @Override
                            public void getFocus(AccessibleControlEvent event) {
                                if (canvas.isFocusControl()) event.childID = current < 0 ? ACC.CHILDID_SELF : current;
                            }

                            @Override
                            public void getState(AccessibleControlEvent event) {
                                event.detail = ACC.STATE_FOCUSABLE | ACC.STATE_SELECTABLE;
                                if (event.childID < 0 || event.childID >= lines.size()) return;
                                if (lines.get(event.childID).id().equals(selected)) event.detail |= ACC.STATE_SELECTED;
                                if (event.childID == current) event.detail |= ACC.STATE_FOCUSED;
                            }

                            @Override
                            public void getLocation(AccessibleControlEvent event) {
                                var area = canvas.getClientArea();
                                boolean item = event.childID >= 0 && event.childID < lines.size();
                                var origin = canvas.toDisplay(0, item ? MARGIN + event.childID * ROW - scrolled : 0);
                                event.x = origin.x;
                                event.y = origin.y;
                                event.width = area.width;
                                event.height = item ? ROW : area.height;
                            }
                        });
    }
}
