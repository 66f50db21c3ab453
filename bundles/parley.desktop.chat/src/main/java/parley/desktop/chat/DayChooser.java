package parley.desktop.chat;

import org.eclipse.swt.SWT;
import org.eclipse.swt.accessibility.ACC;
import org.eclipse.swt.graphics.GC;
import org.eclipse.swt.graphics.Rectangle;
import org.eclipse.swt.widgets.Canvas;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Event;

import parley.desktop.api.TextStyle;
import parley.desktop.api.Theme;
import parley.desktop.api.Token;
import parley.desktop.api.control.Mirror;
import parley.desktop.api.control.Shapes;
import parley.desktop.api.control.Spoken;
import parley.desktop.api.text.Language;
import parley.desktop.api.text.Phrases;
import parley.desktop.chat.paint.Icons;
import parley.desktop.chat.paint.Wording;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * A month over the conversation, to choose a day of: by the pointer, or by arrows, Page Up and Page Down for months,
 * Enter. It goes when a day is chosen, by Escape, and when the keyboard goes elsewhere.
 */
final class DayChooser {

    private static final Phrases T = Phrases.of(DayChooser.class);

    private static final int CELL = 40;
    private static final int PAD = 12;
    private static final int HEAD = 44;
    private static final int WEEKDAYS = 26;
    private static final int WEEKS = 6;

    /** How much there is to see of a day that cannot be chosen yet, of 255. */
    private static final int TO_COME = 80;

    private static final int WIDE = 7 * CELL + 2 * PAD;
    private static final int HIGH = HEAD + WEEKDAYS + WEEKS * CELL + PAD;

    private final Canvas panel;
    private final Theme theme;
    private final Wording wording;
    private final Consumer<LocalDate> chosen;
    private final Runnable closed;
    private LocalDate current;

    /**
     * @param over what it lies over
     * @param place the part of that in whose middle it stands, at the top
     * @param from the day that it begins with
     * @param closed runs when it has gone, to give the keyboard back
     */
    DayChooser(
            Composite over,
            Theme theme,
            Wording wording,
            Rectangle place,
            LocalDate from,
            Consumer<LocalDate> chosen,
            Runnable closed) {
        this.theme = theme;
        this.wording = wording;
        this.chosen = chosen;
        this.closed = closed;
        current = from.isAfter(wording.today()) ? wording.today() : from;
        panel = new Canvas(over, SWT.DOUBLE_BUFFERED);
        panel.setData("test.id", "days");
        panel.addListener(SWT.Paint, event -> paint(event.gc));
        panel.addListener(SWT.KeyDown, this::key);
        panel.addListener(SWT.MouseDown, this::press);
        panel.addListener(SWT.MouseVerticalWheel, event -> go(current.plusMonths(event.count > 0 ? -1 : 1)));
        panel.addListener(SWT.FocusOut, _ -> panel.getDisplay().asyncExec(this::left));
        panel.addListener(SWT.Traverse, event -> event.doit = event.detail != SWT.TRAVERSE_RETURN);
        Spoken.as(panel, () -> T.heard("day.go", "day", wording.longDay(current)));
        panel.setBounds(place.x + Math.max(0, (place.width - WIDE) / 2), place.y + 8, WIDE, HIGH);
        panel.moveAbove(null);
        panel.setFocus();
    }

    boolean isOpen() {
        return !panel.isDisposed();
    }

    void close() {
        if (!panel.isDisposed()) panel.dispose();
    }

    private void left() {
        if (!panel.isDisposed() && !panel.isFocusControl()) close();
    }

    private void leave() {
        close();
        closed.run();
    }

    private void choose(LocalDate day) {
        leave();
        chosen.accept(day);
    }

    private void key(Event event) {
        switch (event.keyCode) {
            case SWT.ARROW_LEFT, SWT.ARROW_RIGHT -> go(current.plusDays(Mirror.step(panel, event.keyCode)));
            case SWT.ARROW_UP -> go(current.minusWeeks(1));
            case SWT.ARROW_DOWN -> go(current.plusWeeks(1));
            case SWT.PAGE_UP -> go(current.minusMonths(1));
            case SWT.PAGE_DOWN -> go(current.plusMonths(1));
            case SWT.HOME -> go(current.withDayOfMonth(1));
            case SWT.END -> go(current.withDayOfMonth(current.lengthOfMonth()));
            case SWT.ESC -> leave();
            case SWT.CR, SWT.KEYPAD_CR, ' ' -> choose(current);
            default -> {}
        }
    }

    private void go(LocalDate day) {
        current = day.isAfter(wording.today()) ? wording.today() : day;
        panel.getAccessible().setFocus(ACC.CHILDID_SELF);
        panel.redraw();
    }

    private void press(Event event) {
        if (event.button != 1) return;
        panel.setFocus();
        if (event.y < HEAD) {
            if (event.x < PAD + CELL) go(current.minusMonths(1));
            else if (event.x >= WIDE - PAD - CELL) go(current.plusMonths(1));
            return;
        }
        int column = Math.floorDiv(event.x - PAD, CELL), row = Math.floorDiv(event.y - HEAD - WEEKDAYS, CELL);
        if (column < 0 || column > 6 || row < 0 || row >= WEEKS) return;
        var day = first().plusDays(row * 7L + column);
        if (!day.isAfter(wording.today()) && YearMonth.from(day).equals(YearMonth.from(current))) choose(day);
    }

    /** The day at the upper left. */
    private LocalDate first() {
        var begins = current.withDayOfMonth(1);
        return begins.minusDays(Math.floorMod(begins.getDayOfWeek().getValue() - monday().getValue(), 7));
    }

    /** The day with which a week begins here. */
    private DayOfWeek monday() {
        return wording.weekBegins();
    }

    private void paint(GC gc) {
        var area = panel.getClientArea();
        gc.setAdvanced(true);
        gc.setTextAntialias(SWT.ON);
        gc.setBackground(theme.color(Token.RAISED));
        gc.fillRectangle(area);
        Shapes.stroke(gc, theme.color(Token.LINE), 1, 0, 0, area.width - 1, area.height - 1, 0);
        theme.draw(gc, Icons.BACK, PAD + 10, (HEAD - 20) / 2, 20, theme.color(Token.MUTED));
        boolean last = YearMonth.from(current).equals(YearMonth.from(wording.today()));
        if (!last) theme.draw(gc, Icons.NEXT, WIDE - PAD - 30, (HEAD - 20) / 2, 20, theme.color(Token.MUTED));
        centred(gc, TextStyle.STRONG, Token.TEXT, wording.month(current), PAD + CELL, 0, WIDE - 2 * (PAD + CELL), HEAD);
        paintWeekdays(gc);
        var day = first();
        for (int cell = 0; cell < WEEKS * 7; cell++, day = day.plusDays(1)) {
            if (YearMonth.from(day).equals(YearMonth.from(current)))
                paint(gc, day, PAD + cell % 7 * CELL, HEAD + WEEKDAYS + cell / 7 * CELL);
        }
    }

    /** Names the days of a week, by letters where a name of one does not fit. */
    private void paintWeekdays(GC gc) {
        var days = IntStream.range(0, 7).mapToObj(monday()::plus).toList();
        gc.setFont(theme.font(TextStyle.SMALL));
        boolean fit = days.stream().allMatch(day -> gc.textExtent(wording.weekday(day)).x <= CELL - 4);
        for (int column = 0; column < 7; column++) {
            var name = fit ? wording.weekday(days.get(column)) : wording.weekdayLetter(days.get(column));
            centred(gc, TextStyle.SMALL, Token.MUTED, name, PAD + column * CELL, HEAD, CELL, WEEKDAYS);
        }
    }

    private void paint(GC gc, LocalDate day, int x, int y) {
        boolean chosen = day.equals(current), today = day.equals(wording.today());
        if (chosen) Shapes.circle(gc, theme.color(Token.ACCENT), x + 3, y + 3, CELL - 6);
        else if (today) Shapes.stroke(gc, theme.color(Token.ACCENT_TEXT), 1.5f, x + 3, y + 3, CELL - 6, CELL - 6, CELL);
        gc.setAlpha(day.isAfter(wording.today()) ? TO_COME : 255);
        var ink = chosen ? Token.ON_ACCENT : Token.TEXT;
        centred(
                gc,
                chosen ? TextStyle.STRONG : TextStyle.BODY,
                ink,
                Language.number(day.getDayOfMonth()),
                x,
                y,
                CELL,
                CELL);
        gc.setAlpha(255);
    }

    private void centred(GC gc, TextStyle style, Token ink, String text, int x, int y, int wide, int high) {
        gc.setFont(theme.font(style));
        gc.setForeground(theme.color(ink));
        var extent = gc.textExtent(text);
        gc.drawText(text, x + (wide - extent.x) / 2, y + (high - extent.y) / 2, SWT.DRAW_TRANSPARENT);
    }
}
