package parley.desktop;

import org.eclipse.swt.SWT;
import org.eclipse.swt.accessibility.ACC;
import org.eclipse.swt.accessibility.AccessibleAdapter;
import org.eclipse.swt.accessibility.AccessibleControlAdapter;
import org.eclipse.swt.accessibility.AccessibleControlEvent;
import org.eclipse.swt.accessibility.AccessibleEvent;
import org.eclipse.swt.widgets.Canvas;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Event;
import org.jspecify.annotations.Nullable;

import parley.desktop.api.StatusLine.Tone;
import parley.desktop.api.TextStyle;
import parley.desktop.api.Theme;
import parley.desktop.api.Token;
import parley.desktop.api.control.Words;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What status lines say, one below the other; no line, no room taken. Called on the UI thread. */
final class Foot {

    private static final int ROW = 30;
    private static final int INSET = 18;
    private static final int DOT = 8;

    /** One line's place, by rank; silent while {@code text} is null. */
    static final class Line {

        private final int rank;
        private Tone tone = Tone.GOOD;
        private @Nullable String text;

        private Line(int rank) {
            this.rank = rank;
        }
    }

    private final Canvas canvas;
    private final Theme theme;
    private final Runnable resized;
    private final List<Line> lines = new ArrayList<>();
    private Token ground = Token.SIDE;

    Foot(Composite parent, Theme theme, Runnable resized) {
        this.theme = theme;
        this.resized = resized;
        canvas = new Canvas(parent, SWT.DOUBLE_BUFFERED);
        canvas.setVisible(false);
        canvas.setData("test.id", "foot");
        canvas.addListener(SWT.Paint, this::paint);
        canvas.getAccessible()
                .addAccessibleListener(
                        new AccessibleAdapter() {
                            @Override
                            public void getName(AccessibleEvent event) {
                                event.result = spoken();
                            }
                        });
        canvas.getAccessible()
                .addAccessibleControlListener(
                        new AccessibleControlAdapter() {
                            @Override
                            public void getRole(AccessibleControlEvent event) {
                                event.detail = ACC.ROLE_LABEL;
                            }
                        });
    }

    Line add(int rank) {
        var line = new Line(rank);
        lines.add(line);
        lines.sort(Comparator.comparingInt((Line one) -> -one.rank));
        return line;
    }

    void remove(Line line) {
        lines.remove(line);
        resized.run();
    }

    /** Shows {@code text} on {@code line}, or silences it if that is null. */
    void say(Line line, Tone tone, @Nullable String text) {
        line.tone = tone;
        line.text = text;
        if (canvas.isDisposed()) return;
        canvas.setToolTipText(spoken().replace("&", "&&")); // the window may be too narrow for all of it
        canvas.getAccessible().sendEvent(ACC.EVENT_NAME_CHANGED, null);
        canvas.redraw();
        resized.run();
    }

    /** What stands there now, as one text. */
    String spoken() {
        return String.join(" ", speaking().stream().map(line -> String.valueOf(line.text)).toList());
    }

    /** Stands on {@code bottom}, as high as its lines need, and says how high that is. */
    int place(int x, int bottom, int width, Token behind) {
        ground = behind;
        int high = speaking().size() * ROW;
        canvas.setVisible(high > 0);
        canvas.setBounds(x, bottom - high, width, high);
        return high;
    }

    void hide() {
        canvas.setVisible(false);
    }

    private List<Line> speaking() {
        return lines.stream().filter(line -> line.text != null).toList();
    }

    private void paint(Event event) {
        var area = canvas.getClientArea();
        var gc = event.gc;
        gc.setAntialias(SWT.ON);
        gc.setBackground(theme.color(ground));
        gc.fillRectangle(area);
        gc.setBackground(theme.color(Token.LINE));
        gc.fillRectangle(0, 0, area.width, 1);
        gc.setFont(theme.font(TextStyle.SMALL));
        int y = 0;
        for (var line : speaking()) {
            gc.setBackground(
                    theme.color(
                            switch (line.tone) {
                                case GOOD -> Token.GOOD;
                                case BUSY -> Token.ACCENT;
                                case WARNING -> Token.WARNING;
                            }));
            gc.fillOval(INSET, y + (ROW - DOT) / 2, DOT, DOT);
            gc.setForeground(theme.color(line.tone == Tone.WARNING ? Token.TEXT : Token.MUTED));
            var text = Words.fitted(gc, String.valueOf(line.text), area.width - 2 * INSET - 2 * DOT);
            gc.drawText(text, INSET + 2 * DOT, y + (ROW - gc.getFontMetrics().getHeight()) / 2, SWT.DRAW_TRANSPARENT);
            y += ROW;
        }
    }
}
