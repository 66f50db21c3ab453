package parley.desktop.chat.timeline;

import org.eclipse.swt.SWT;
import org.eclipse.swt.dnd.Clipboard;
import org.eclipse.swt.dnd.TextTransfer;
import org.eclipse.swt.dnd.Transfer;
import org.eclipse.swt.graphics.Rectangle;
import org.eclipse.swt.widgets.Event;
import org.eclipse.swt.widgets.Menu;
import org.eclipse.swt.widgets.MenuItem;
import org.jspecify.annotations.Nullable;

/** What pointer and keyboard do to the list of messages: select, copy, scroll, press. */
final class TimelineHand {

    private static final int NO_SPOT = -1;

    /** A place in the list: a row, where it begins, and the letter under the pointer. */
    private record Hit(int row, int top, int offset, boolean onText) {}

    private final Timeline timeline;
    private @Nullable Marked marked;
    private boolean dragging;
    private int current = -1;
    private int hoveredRow = -1;
    private int hoveredSpot = NO_SPOT;

    TimelineHand(Timeline timeline) {
        this.timeline = timeline;
        var canvas = timeline.canvas;
        canvas.addListener(SWT.MouseDown, this::down);
        canvas.addListener(SWT.MouseMove, this::move);
        canvas.addListener(SWT.MouseUp, this::up);
        canvas.addListener(SWT.MouseDoubleClick, this::word);
        canvas.addListener(SWT.MouseExit, _ -> hover(-1, NO_SPOT));
        canvas.addListener(SWT.KeyDown, this::key);
        canvas.addListener(SWT.MenuDetect, this::menu);
        canvas.addListener(SWT.FocusIn, _ -> canvas.redraw());
        canvas.addListener(SWT.FocusOut, _ -> canvas.redraw());
        canvas.addListener(
                SWT.Traverse,
                event ->
                        event.doit =
                                event.detail == SWT.TRAVERSE_TAB_NEXT
                                        || event.detail == SWT.TRAVERSE_TAB_PREVIOUS
                                        || event.detail == SWT.TRAVERSE_ESCAPE);
    }

    /** How {@code row} is to be painted. */
    Bubbles.Mood mood(int row) {
        boolean ring = row == current && timeline.canvas.isFocusControl();
        return new Bubbles.Mood(marked, row, ring, row == hoveredRow ? hoveredSpot : NO_SPOT, timeline.height());
    }

    /** The row that the keyboard is at, or -1. */
    int current() {
        return current;
    }

    void clear() {
        marked = null;
        current = -1;
        hoveredRow = -1;
        dragging = false;
    }

    void inserted() {
        marked = null; // its rows have moved
        current = -1;
        hoveredRow = -1;
    }

    void prepended(int count) {
        if (marked != null) marked = marked.shifted(count);
        if (current >= 0) current += count;
        hoveredRow = -1;
    }

    /** The selected text, or the words of the row that the keyboard is at; empty if there is neither. */
    String selected() {
        if (marked != null && !marked.isEmpty()) return marked.text(timeline.rows, timeline.wording);
        if (current < 0 || current >= timeline.rows.size()) return "";
        return whole(current).text(timeline.rows, timeline.wording);
    }

    private Marked whole(int row) {
        var said = timeline.rows.get(row);
        var card = said.card();
        return new Marked(row, 0, row, card == null ? said.text().length() : card.name().length());
    }

    private void down(Event event) {
        timeline.canvas.setFocus();
        if (event.button != 1) return;
        var jump = timeline.jump();
        if (jump != null && jump.contains(event.x, event.y)) {
            timeline.toEnd();
            return;
        }
        current = -1;
        var hit = hit(event.x, event.y);
        marked = hit == null ? null : new Marked(hit.row(), hit.offset(), hit.row(), hit.offset());
        dragging = hit != null;
        timeline.canvas.redraw();
    }

    private void move(Event event) {
        if (dragging && marked != null) {
            if (event.y < 0) timeline.view.by(event.y);
            if (event.y > timeline.height()) timeline.view.by(event.y - timeline.height());
            var hit = hit(event.x, Math.clamp(event.y, 0, Math.max(0, timeline.height() - 1)));
            if (hit == null) return;
            marked = new Marked(marked.fromRow(), marked.fromOffset(), hit.row(), hit.offset());
            timeline.moved();
            return;
        }
        var hit = hit(event.x, event.y);
        hover(hit == null ? -1 : hit.row(), hit == null ? NO_SPOT : spot(hit, event.x, event.y));
        timeline.canvas.setCursor(timeline.canvas.getDisplay().getSystemCursor(cursor(hit, event.x, event.y)));
    }

    private int cursor(@Nullable Hit hit, int x, int y) {
        var jump = timeline.jump();
        if (jump != null && jump.contains(x, y)) return SWT.CURSOR_HAND;
        if (hit == null) return SWT.CURSOR_ARROW;
        if (spot(hit, x, y) != NO_SPOT || link(hit) != null) return SWT.CURSOR_HAND;
        return hit.onText() ? SWT.CURSOR_IBEAM : SWT.CURSOR_ARROW;
    }

    private void up(Event event) {
        boolean click = dragging && (marked == null || marked.isEmpty());
        dragging = false;
        if (event.button != 1 || !click) return;
        var hit = hit(event.x, event.y);
        if (hit == null) return;
        int spot = spot(hit, event.x, event.y);
        if (spot != NO_SPOT) press(hit.row(), Math.max(0, spot - 1));
        var link = link(hit);
        if (link == null) return;
        if (link.target().equals(Laid.SHOW_ALL)) timeline.expand(hit.row());
        else offer(link.target());
    }

    private void word(Event event) {
        var hit = hit(event.x, event.y);
        if (hit == null || !hit.onText()) return;
        var text = timeline.laid(hit.row()).text;
        if (text == null) return;
        var word = text.word(hit.offset());
        marked = new Marked(hit.row(), word[0], hit.row(), word[1]);
        dragging = false;
        timeline.canvas.redraw();
    }

    private void key(Event event) {
        boolean command = (event.stateMask & SWT.MOD1) != 0;
        if (command && event.keyCode == 'c') copy(selected());
        else if (command && event.keyCode == 'a') all();
        else if (event.keyCode == SWT.ARROW_UP) go(current < 0 ? timeline.rows.size() - 1 : current - 1);
        else if (event.keyCode == SWT.ARROW_DOWN) go(current < 0 ? timeline.rows.size() - 1 : current + 1);
        else if (event.keyCode == SWT.PAGE_UP) page(-1);
        else if (event.keyCode == SWT.PAGE_DOWN) page(1);
        else if (event.keyCode == SWT.HOME) go(0);
        else if (event.keyCode == SWT.END) timeline.toEnd();
        else if ((event.character == '\r' || event.character == ' ') && current >= 0) press(current, 0);
    }

    private void go(int row) {
        if (timeline.rows.size() == 0) return;
        current = Math.clamp(row, 0, timeline.rows.size() - 1);
        timeline.view.reveal(current);
        timeline.canvas.getAccessible().setFocus(current);
        timeline.moved();
    }

    private void page(int direction) {
        timeline.view.by(direction * Math.max(40, timeline.height() - 60));
        timeline.moved();
    }

    private void all() {
        int last = timeline.rows.size() - 1;
        if (last < 0) return;
        marked = new Marked(0, 0, last, whole(last).toOffset());
        timeline.canvas.redraw();
    }

    /** Does what button {@code which} of the file in {@code row} says. */
    private void press(int row, int which) {
        var said = timeline.rows.get(row);
        var card = said.card();
        if (card != null && which < card.acts().size()) timeline.actions.act(said, card.acts().get(which));
    }

    private void copy(String text) {
        if (text.isEmpty()) return;
        var clipboard = new Clipboard(timeline.canvas.getDisplay());
        clipboard.setContents(new Object[] {text}, new Transfer[] {TextTransfer.getInstance()});
        clipboard.dispose();
    }

    private void menu(Event event) {
        var at = timeline.canvas.toControl(event.x, event.y);
        var hit = hit(at.x, at.y);
        var menu = new Menu(timeline.canvas);
        var chosen = selected();
        if (!chosen.isEmpty()) item(menu, "Copy", () -> copy(chosen));
        if (hit != null) {
            var said = timeline.rows.get(hit.row());
            var one = whole(hit.row()).text(timeline.rows, timeline.wording);
            item(menu, "Copy message", () -> copy(one));
            var card = said.card();
            if (card != null)
                card.acts().forEach(act -> item(menu, act.label(), () -> timeline.actions.act(said, act)));
        }
        if (timeline.rows.size() > 0) item(menu, "Select all", this::all);
        pop(menu, event.x, event.y);
    }

    /** Says where a link leads, and goes there only if the person then chooses to. */
    private void offer(String target) {
        var menu = new Menu(timeline.canvas);
        item(menu, "Open " + Links.host(target), () -> timeline.actions.open(target));
        item(menu, "Copy link", () -> copy(target));
        var at = timeline.canvas.getDisplay().getCursorLocation();
        pop(menu, at.x, at.y);
    }

    private static void pop(Menu menu, int x, int y) {
        menu.setLocation(x, y);
        menu.addListener(SWT.Hide, _ -> menu.getDisplay().asyncExec(menu::dispose)); // after its item has been heard
        menu.setVisible(true);
    }

    private static void item(Menu menu, String label, Runnable chosen) {
        var item = new MenuItem(menu, SWT.PUSH);
        item.setText(label.replace("&", "&&"));
        item.addListener(SWT.Selection, _ -> chosen.run());
    }

    private void hover(int row, int spot) {
        if (row == hoveredRow && spot == hoveredSpot) return;
        boolean painted = spot != NO_SPOT || hoveredSpot != NO_SPOT;
        hoveredRow = row;
        hoveredSpot = spot;
        if (painted) timeline.canvas.redraw();
    }

    /** The place under (x, y), or the row beside it; nothing above the first row. */
    private @Nullable Hit hit(int x, int y) {
        int top = timeline.view.firstTop();
        for (int row = timeline.view.first(); row < timeline.rows.size() && top < timeline.height(); row++) {
            var laid = timeline.laid(row);
            if (y >= top && y < top + laid.height) return hit(laid, row, top, x, y);
            top += laid.height;
        }
        return null;
    }

    private Hit hit(Laid laid, int row, int top, int x, int y) {
        var text = laid.text;
        if (text == null) {
            var card = timeline.rows.get(row).card();
            boolean after = x > laid.bubble.x + laid.bubble.width / 2;
            return new Hit(row, top, after && card != null ? card.name().length() : 0, false);
        }
        int inX = x - laid.textAt.x, inY = y - top - laid.textAt.y;
        return new Hit(row, top, text.offset(inX, inY), text.contains(inX, inY));
    }

    /** The spot of a file's card under (x, y): 0 its round mark, 1 and on its buttons. */
    private int spot(Hit hit, int x, int y) {
        var card = timeline.rows.get(hit.row()).card();
        if (card == null) return NO_SPOT;
        var laid = timeline.laid(hit.row());
        var acts = card.acts();
        if (acts.size() == 1 && contains(laid.badge(), hit.top(), x, y)) return 0;
        for (int which = 0; which < acts.size() && acts.size() > 1; which++) {
            if (contains(laid.button(which, acts.size()), hit.top(), x, y)) return which + 1;
        }
        return NO_SPOT;
    }

    private static boolean contains(Rectangle place, int top, int x, int y) {
        return place.contains(x, y - top);
    }

    private Links.@Nullable Link link(Hit hit) {
        if (!hit.onText()) return null;
        for (var link : timeline.laid(hit.row()).links) {
            if (hit.offset() >= link.start() && hit.offset() <= link.end()) return link;
        }
        return null;
    }
}
