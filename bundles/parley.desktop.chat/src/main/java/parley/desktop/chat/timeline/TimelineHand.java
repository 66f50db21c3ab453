package parley.desktop.chat.timeline;

import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Event;
import org.jspecify.annotations.Nullable;

import parley.desktop.api.text.Phrases;

/** What pointer and keyboard do to the list of messages: select, copy, scroll, press. */
final class TimelineHand {

    private static final Phrases T = Phrases.of(TimelineHand.class);

    /** A place in the list: a row, where it begins, and the letter under the pointer. */
    private record Hit(int row, int top, int offset, boolean onText) {}

    private final Timeline timeline;
    private final TimelineMenu menu;
    private @Nullable Marked marked;
    private boolean dragging;
    private int current = -1;
    private int hoveredRow = -1;
    private Spot hoveredSpot = Spot.NONE;

    TimelineHand(Timeline timeline) {
        this.timeline = timeline;
        this.menu = new TimelineMenu(timeline, this);
        var canvas = timeline.canvas;
        canvas.addListener(SWT.MouseDown, this::down);
        canvas.addListener(SWT.MouseMove, this::move);
        canvas.addListener(SWT.MouseUp, this::up);
        canvas.addListener(SWT.MouseDoubleClick, this::word);
        canvas.addListener(SWT.MouseExit, _ -> hover(-1, Spot.NONE));
        canvas.addListener(SWT.KeyDown, this::key);
        canvas.addListener(SWT.MenuDetect, this::menu);
        canvas.addListener(SWT.Resize, _ -> scrolled());
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
        boolean ring = row == current && timeline.canvas.isFocusControl(), hovered = row == hoveredRow;
        var spot = hovered ? hoveredSpot : Spot.NONE;
        return new Bubbles.Mood(marked, row, ring, hovered, spot, timeline.flashed(row), timeline.height());
    }

    /** The row that the keyboard is at, or -1. */
    int current() {
        return current;
    }

    void clear() {
        menu.close();
        marked = null;
        current = -1;
        hoveredRow = -1;
        dragging = false;
    }

    /** The row {@code row} is gone. */
    void removed(int row) {
        marked = null;
        hoveredRow = -1;
        if (current > row || current == timeline.rows.size()) current--;
    }

    /** Has the keyboard at {@code row}. */
    void at(int row) {
        current = row;
        timeline.canvas.getAccessible().setFocus(row);
    }

    /** Offers emoji for {@code row}. */
    void react(int row) {
        menu.react(row);
    }

    /** The rows are elsewhere: what lay beside one does so no more. */
    void scrolled() {
        menu.close();
    }

    boolean offers() {
        return menu.offers();
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
        if (marked != null && !marked.isEmpty()) return text(marked);
        if (current < 0 || current >= timeline.rows.size()) return "";
        return words(current);
    }

    /** The words of all rows. */
    String everything() {
        return text(new Marked(0, 0, timeline.rows.size() - 1, Integer.MAX_VALUE));
    }

    /** The words of {@code row}. */
    String words(int row) {
        return text(new Marked(row, 0, row, Integer.MAX_VALUE));
    }

    private String text(Marked part) {
        return part.text(timeline.rows, timeline.wording, timeline::rich);
    }

    private void down(Event event) {
        timeline.canvas.setFocus();
        if (event.button != 1) return;
        switch (timeline.floats.at(event.x, event.y)) {
            case END -> {
                timeline.toEnd();
                return;
            }
            case NEWS -> {
                timeline.toNews();
                return;
            }
            case DAY -> {
                timeline.actions.days(timeline.rows.get(timeline.view.first()));
                return;
            }
            case NONE -> {}
        }
        int day = timeline.dayAt(event.x, event.y);
        if (day >= 0) {
            timeline.actions.days(timeline.rows.get(day));
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
        hover(hit == null ? -1 : hit.row(), hit == null ? Spot.NONE : spot(hit, event.x, event.y));
        timeline.canvas.setCursor(timeline.canvas.getDisplay().getSystemCursor(cursor(hit, event.x, event.y)));
    }

    private int cursor(@Nullable Hit hit, int x, int y) {
        if (timeline.floats.at(x, y) != Floats.Kind.NONE || timeline.dayAt(x, y) >= 0) return SWT.CURSOR_HAND;
        if (hit == null) return SWT.CURSOR_ARROW;
        var spot = spot(hit, x, y);
        if (spot.is(Spot.Kind.TIME)) return SWT.CURSOR_ARROW;
        if (!spot.is(Spot.Kind.NONE)) return SWT.CURSOR_HAND;
        return hit.onText() ? SWT.CURSOR_IBEAM : SWT.CURSOR_ARROW;
    }

    private void up(Event event) {
        boolean click = dragging && (marked == null || marked.isEmpty());
        dragging = false;
        if (event.button != 1 || !click) return;
        var hit = hit(event.x, event.y);
        if (hit == null) return;
        var spot = spot(hit, event.x, event.y);
        press(hit.row(), spot);
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
        if (command && event.keyCode == 'c') menu.copy(selected());
        else if (command && event.keyCode == 'a') all();
        else if (event.keyCode == SWT.ARROW_UP) go(current < 0 ? timeline.rows.size() - 1 : current - 1);
        else if (event.keyCode == SWT.ARROW_DOWN) go(current < 0 ? timeline.rows.size() - 1 : current + 1);
        else if (event.keyCode == SWT.PAGE_UP && (event.stateMask & SWT.SHIFT) != 0) timeline.toNews();
        else if (event.keyCode == SWT.PAGE_UP) page(-1);
        else if (event.keyCode == SWT.PAGE_DOWN) page(1);
        else if (event.keyCode == SWT.HOME) go(0);
        else if (event.keyCode == SWT.END) timeline.toEnd();
        else if ((event.character == '\r' || event.character == ' ') && current >= 0) press(current, main(current));
    }

    private void go(int row) {
        if (timeline.rows.size() == 0) return;
        at(Math.clamp(row, 0, timeline.rows.size() - 1));
        timeline.view.reveal(current);
        timeline.moved();
    }

    private void page(int direction) {
        timeline.view.by(direction * Math.max(40, timeline.height() - 60));
        timeline.floats.scrolled();
        timeline.moved();
    }

    void all() {
        int last = timeline.rows.size() - 1;
        if (last < 0) return;
        marked = new Marked(0, 0, last, Integer.MAX_VALUE);
        timeline.canvas.redraw();
    }

    /** What Enter presses of {@code row}. */
    private Spot main(int row) {
        var said = timeline.rows.get(row);
        if (said.card() != null) return new Spot(timeline.laid(row).picture ? Spot.Kind.IMAGE : Spot.Kind.BUTTON, 0);
        if (said.quote() != null && said.quote().leads()) return new Spot(Spot.Kind.QUOTE, 0);
        return timeline.links(row).isEmpty() ? Spot.NONE : new Spot(Spot.Kind.LINK, 0);
    }

    private void press(int row, Spot spot) {
        var said = timeline.rows.get(row);
        switch (spot.kind()) {
            case NONE, TIME -> {}
            case IMAGE -> timeline.look(row);
            case BADGE, BUTTON -> {
                var card = said.card();
                if (card != null && spot.which() < card.acts().size()) {
                    timeline.actions.act(said, card.acts().get(spot.which()));
                }
            }
            case QUOTE -> {
                if (said.quote() != null) timeline.actions.lead(said.quote().id());
            }
            case COPY -> {
                var text = timeline.laid(row).text;
                if (text != null) menu.copy(text.code(spot.which()));
            }
            case LINK -> {
                var link = timeline.links(row).get(spot.which());
                if (link.target().equals(Rich.SHOW_ALL)) timeline.expand(said.id());
                else menu.offer(said.id(), link);
            }
            case CHIP -> {
                var chip = said.fate().chips().get(spot.which());
                timeline.actions.react(said, chip.emoji(), !chip.mine());
            }
            case TOOL -> {
                switch (timeline.laid(row).tools.get(spot.which()).kind()) {
                    case REACT -> timeline.act(said, Said.Act.REACT);
                    case REPLY -> timeline.act(said, Said.Act.REPLY);
                    case MORE -> {
                        var at = timeline.canvas.getDisplay().getCursorLocation();
                        menu.open(row, at.x, at.y);
                    }
                }
            }
        }
    }

    private void menu(Event event) {
        if (event.detail == SWT.MENU_KEYBOARD) {
            if (current < 0 || current >= timeline.rows.size()) return;
            timeline.view.reveal(current);
            var at = timeline.place(timeline.rows.get(current).id());
            if (at == null) return;
            var corner = timeline.canvas.toDisplay(at.x + 12, Math.min(at.y + at.height, timeline.height()));
            menu.open(current, corner.x, corner.y);
            return;
        }
        var at = timeline.canvas.toControl(event.x, event.y);
        var hit = hit(at.x, at.y);
        menu.open(hit == null ? -1 : hit.row(), event.x, event.y);
    }

    private void hover(int row, Spot spot) {
        if (row == hoveredRow && spot.equals(hoveredSpot)) return;
        hoveredRow = row;
        hoveredSpot = spot;
        timeline.canvas.setToolTipText(tip(row, spot));
        timeline.canvas.redraw();
    }

    private @Nullable String tip(int row, Spot spot) {
        return switch (spot.kind()) {
            case CHIP -> timeline.rows.get(row).fate().chips().get(spot.which()).tip().replace("&", "&&");
            case TOOL -> timeline.laid(row).tools.get(spot.which()).kind().label();
            case COPY -> T.get("timeline.copy.code");
            case TIME -> timeline.rows.get(row).tip();
            case NONE, IMAGE, BADGE, BUTTON, QUOTE, LINK -> null;
        };
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

    private Spot spot(Hit hit, int x, int y) {
        var spot = Spot.at(timeline.rows.get(hit.row()), timeline.laid(hit.row()), x, y - hit.top());
        return spot.is(Spot.Kind.NONE) && hit.onText() ? link(hit) : spot;
    }

    private Spot link(Hit hit) {
        var links = timeline.links(hit.row());
        for (int which = 0; which < links.size(); which++) {
            if (hit.offset() >= links.get(which).start() && hit.offset() <= links.get(which).end()) {
                return new Spot(Spot.Kind.LINK, which);
            }
        }
        return Spot.NONE;
    }
}
