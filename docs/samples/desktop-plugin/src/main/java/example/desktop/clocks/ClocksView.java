package example.desktop.clocks;

import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.Point;
import org.eclipse.swt.widgets.Canvas;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Event;

import parley.desktop.api.TextStyle;
import parley.desktop.api.Theme;
import parley.desktop.api.Token;
import parley.desktop.api.View;
import parley.desktop.api.control.Spoken;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** A strip with a clock for each city. Everything here happens on the UI thread. */
final class ClocksView implements View {

    private static final List<String> ZONES = List.of("Europe/Lisbon", "Asia/Tehran", "Asia/Tokyo");
    private static final int MINUTE = 60_000;
    private static final int INSET = 18;
    private static final int GAP = 6;

    private final Theme theme;
    private final BooleanSupplier twelve;
    private final Consumer<ClocksView> closed;
    private final Canvas canvas;
    private final Runnable tick = this::tick;

    ClocksView(Composite parent, Theme theme, BooleanSupplier twelve, Consumer<ClocksView> closed) {
        this.theme = theme;
        this.twelve = twelve;
        this.closed = closed;
        canvas =
                new Canvas(parent, SWT.DOUBLE_BUFFERED) {
                    @Override
                    public Point computeSize(int width, int height, boolean changed) {
                        return new Point(Math.max(width, 1), 2 * GAP + lineHeight()); // the window asks how high
                    }
                };
        canvas.setData("test.id", "example.clocks"); // a robot finds it by this
        canvas.addListener(SWT.Paint, this::paint);
        Spoken.as(canvas, () -> String.join(", ", now())); // what is painted has no words for a screen reader
        theme.follow(canvas, canvas::redraw);
        wait(canvas);
    }

    Control control() {
        return canvas;
    }

    void refresh() {
        canvas.redraw();
    }

    @Override
    public void focus() {
        canvas.setFocus();
    }

    @Override
    public void close() {
        canvas.getDisplay().timerExec(-1, tick); // or it would come once more, to a widget that is gone
        closed.accept(this);
    }

    private void tick() {
        canvas.redraw();
        wait(canvas);
    }

    /** Comes back when the minute changes: a window in which nothing moves needs no processor. */
    private void wait(Control control) {
        int left = MINUTE - (int) (System.currentTimeMillis() % MINUTE);
        control.getDisplay().timerExec(left, tick);
    }

    private List<String> now() {
        return clocks(Instant.now(), twelve.getAsBoolean());
    }

    /** What the clocks show at {@code time}. */
    static List<String> clocks(Instant time, boolean twelve) {
        var format = DateTimeFormatter.ofPattern(twelve ? "h:mm a" : "HH:mm", Locale.ENGLISH);
        var all = new ArrayList<String>();
        for (var zone : ZONES) {
            var city = zone.substring(zone.indexOf('/') + 1);
            all.add(city + " " + format.format(time.atZone(ZoneId.of(zone))));
        }
        return all;
    }

    private int lineHeight() {
        return theme.font(TextStyle.SMALL).getFontData()[0].getHeight() * 2;
    }

    private void paint(Event event) {
        var area = canvas.getClientArea();
        var gc = event.gc;
        gc.setBackground(theme.color(Token.SIDE)); // by what it is for: each theme has its own
        gc.fillRectangle(area);
        gc.setBackground(theme.color(Token.LINE));
        gc.fillRectangle(0, 0, area.width, 1);
        gc.setFont(theme.font(TextStyle.SMALL));
        gc.setForeground(theme.color(Token.MUTED));
        int x = INSET;
        for (var clock : now()) {
            var size = gc.textExtent(clock);
            if (x + size.x > area.width) break;
            gc.drawText(clock, x, (area.height - size.y) / 2, SWT.DRAW_TRANSPARENT);
            x += size.x + 2 * INSET;
        }
    }
}
