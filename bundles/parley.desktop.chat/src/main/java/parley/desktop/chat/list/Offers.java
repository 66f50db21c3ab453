package parley.desktop.chat.list;

import org.eclipse.swt.SWT;
import org.eclipse.swt.accessibility.ACC;
import org.eclipse.swt.accessibility.AccessibleAdapter;
import org.eclipse.swt.accessibility.AccessibleControlAdapter;
import org.eclipse.swt.accessibility.AccessibleControlEvent;
import org.eclipse.swt.accessibility.AccessibleEvent;
import org.eclipse.swt.graphics.GC;
import org.eclipse.swt.graphics.Rectangle;
import org.eclipse.swt.widgets.Canvas;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Event;

import parley.desktop.api.TextStyle;
import parley.desktop.api.Theme;
import parley.desktop.api.Token;
import parley.desktop.api.control.Shapes;
import parley.desktop.api.control.Words;
import parley.desktop.api.text.Phrases;
import parley.desktop.chat.paint.Avatar;

import java.util.List;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/** A few rows over the page to choose from, while the keyboard is elsewhere. Called on the UI thread. */
public final class Offers {

    private static final Phrases T = Phrases.of(Offers.class);
    private static final int ROW = 38;
    private static final int PAD = 6;
    private static final int PICTURE = 26;
    private static final int WIDE = 320;

    /**
     * @param face stands before the name: an emoji, or what is called so that a picture stands for; empty for nothing
     * @param key decides the colour of that picture; empty for an emoji
     */
    public record Row(String face, String name, String key) {}

    private final Canvas canvas;
    private final Composite over;
    private final Theme theme;
    private List<Row> rows = List.of();
    private int current;

    /**
     * @param chosen hears of the row that was pressed by the pointer
     */
    public Offers(Composite over, Theme theme, IntConsumer chosen) {
        this.over = over;
        this.theme = theme;
        canvas = new Canvas(over, SWT.DOUBLE_BUFFERED | SWT.NO_FOCUS);
        canvas.setData("test.id", "offers");
        canvas.addListener(SWT.Paint, this::paint);
        canvas.addListener(SWT.MouseMove, event -> at((event.y - PAD) / row()));
        canvas.addListener(
                SWT.MouseDown,
                event -> {
                    int row = (event.y - PAD) / row();
                    if (event.button == 1 && row >= 0 && row < rows.size()) chosen.accept(row);
                });
        speak();
    }

    private int row() {
        return theme.scaled(ROW);
    }

    /** Shows {@code changed} above {@code anchor}, the first of them chosen. */
    public void show(List<Row> changed, Rectangle anchor) {
        rows = List.copyOf(changed);
        int high = rows.size() * row() + 2 * PAD, wide = Math.min(WIDE, over.getClientArea().width - 8);
        canvas.setBounds(Math.max(4, anchor.x), Math.max(4, anchor.y - high - 6), wide, high);
        canvas.moveAbove(null);
        at(0);
        canvas.redraw();
    }

    /** The row that is chosen. */
    public int current() {
        return current;
    }

    /** Chooses another row, round and round. */
    public void step(int by) {
        at(Math.floorMod(current + by, rows.size()));
    }

    public void dispose() {
        canvas.dispose();
    }

    private void at(int row) {
        if (row < 0 || row >= rows.size()) return;
        current = row;
        canvas.getAccessible().setFocus(row);
        canvas.redraw();
    }

    private void paint(Event event) {
        var gc = event.gc;
        var area = canvas.getClientArea();
        gc.setAdvanced(true);
        gc.setBackground(theme.color(Token.BACKGROUND));
        gc.fillRectangle(area);
        Shapes.fill(gc, theme.color(Token.RAISED), 0, 0, area.width, area.height, 12);
        Shapes.stroke(gc, theme.color(Token.LINE), 1, 0, 0, area.width, area.height, 12);
        for (int at = 0; at < rows.size(); at++) {
            int y = PAD + at * row();
            if (at == current) Shapes.fill(gc, theme.color(Token.SELECTED), PAD, y, area.width - 2 * PAD, row(), 8);
            int face = rows.get(at).face().isEmpty() ? 0 : paintFace(gc, rows.get(at), PAD + 8, y) + 10;
            int x = PAD + 8 + face;
            gc.setForeground(theme.color(Token.TEXT));
            gc.setFont(theme.font(TextStyle.BODY));
            var name = Words.fitted(gc, Words.line(rows.get(at).name()), Math.max(0, area.width - x - 2 * PAD));
            gc.drawText(name, x, y + (row() - gc.getFontMetrics().getHeight()) / 2, SWT.DRAW_TRANSPARENT);
        }
    }

    /** Paints what stands before the name, and says how wide that is. */
    private int paintFace(GC gc, Row row, int x, int y) {
        if (!row.key().isEmpty()) {
            Avatar.paint(gc, theme, x, y + (row() - PICTURE) / 2, PICTURE, row.face(), row.key());
            return PICTURE;
        }
        gc.setForeground(theme.color(Token.TEXT));
        gc.setFont(theme.font(TextStyle.TITLE));
        var face = Words.plain(row.face());
        var size = gc.textExtent(face);
        gc.drawText(face, x, y + (row() - size.y) / 2, SWT.DRAW_TRANSPARENT);
        return Math.max(size.x, PICTURE);
    }

    private boolean is(int child) {
        return child >= 0 && child < rows.size();
    }

    private void speak() {
        canvas.getAccessible()
                .addAccessibleListener(
                        new AccessibleAdapter() {
                            @Override
                            public void getName(AccessibleEvent event) {
                                event.result =
                                        is(event.childID) ? rows.get(event.childID).name() : T.get("list.suggestions");
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
                            public void getState(AccessibleControlEvent event) {
                                event.detail = ACC.STATE_SELECTABLE;
                                if (event.childID == current) event.detail |= ACC.STATE_SELECTED;
                            }
                        });
    }
}
