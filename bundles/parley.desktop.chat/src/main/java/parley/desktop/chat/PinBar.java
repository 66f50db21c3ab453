package parley.desktop.chat;

import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.GC;
import org.eclipse.swt.widgets.Canvas;
import org.eclipse.swt.widgets.Composite;

import parley.desktop.api.TextStyle;
import parley.desktop.api.Theme;
import parley.desktop.api.Token;
import parley.desktop.api.control.IconPush;
import parley.desktop.api.control.Push;
import parley.desktop.api.control.Shapes;
import parley.desktop.api.control.Words;
import parley.desktop.api.text.Phrases;
import parley.desktop.chat.paint.Icons;
import parley.desktop.chat.timeline.Said;

import java.util.List;
import java.util.function.Consumer;

/**
 * Below the head of a conversation: the message that was pinned last. Pressed, it leads there, and shows the one before
 * it. For the UI thread.
 */
final class PinBar {

    private static final Phrases T = Phrases.of(PinBar.class);

    private static final int HEIGHT = 48;
    private static final int LEFT = 20;
    private static final int PUSH = 38;

    private final Canvas bar;
    private final Theme theme;
    private final Line line;
    private final IconPush all;
    private final Consumer<String> lead;
    private List<Said> pins = List.of();
    private int at;

    /**
     * @param lead hears of the message that the person wants to be led to
     * @param all leads to all that are pinned
     */
    PinBar(Composite parent, Theme theme, Consumer<String> lead, Runnable all) {
        this.theme = theme;
        this.lead = lead;
        bar = new Canvas(parent, SWT.DOUBLE_BUFFERED);
        bar.setData("test.id", "pins");
        bar.setVisible(false);
        theme.follow(bar, () -> bar.setBackground(theme.color(Token.BACKGROUND)));
        bar.addListener(SWT.Paint, event -> underline(event.gc));
        line = new Line();
        this.all = IconPush.quiet(bar, theme, Token.BACKGROUND, "pins.all", T.get("pin.all"), Icons.MORE, all);
        bar.addListener(SWT.Resize, _ -> place());
    }

    Canvas control() {
        return bar;
    }

    private int tall() {
        return theme.scaled(HEIGHT);
    }

    /** How high it wants to be; 0 while nothing is pinned. */
    int high() {
        return pins.isEmpty() ? 0 : tall();
    }

    /** Shows the last of {@code changed}, which are in the order in which they were pinned. */
    void show(List<Said> changed) {
        boolean same = changed.stream().map(Said::id).toList().equals(pins.stream().map(Said::id).toList());
        pins = List.copyOf(changed);
        if (!same) at = pins.size() - 1;
        bar.setVisible(!pins.isEmpty());
        line.redraw();
    }

    private void place() {
        var area = bar.getClientArea();
        int wide = Math.max(0, area.width - PUSH - 16);
        line.setBounds(0, 0, wide, Math.max(0, area.height - 1));
        all.setBounds(area.width - 8 - PUSH, (tall() - PUSH) / 2 - 1, PUSH, PUSH);
    }

    private void underline(GC gc) {
        var area = bar.getClientArea();
        gc.setBackground(theme.color(Token.LINE));
        gc.fillRectangle(0, area.height - 1, area.width, 1);
    }

    private void press() {
        if (pins.isEmpty()) return;
        var shown = pins.get(at);
        at = at == 0 ? pins.size() - 1 : at - 1;
        line.redraw();
        lead.accept(shown.id());
    }

    private String title() {
        if (pins.size() < 2) return T.get("pin.one");
        return T.get("pin.of", "at", at + 1, "all", pins.size());
    }

    private String words() {
        if (pins.isEmpty()) return "";
        var said = pins.get(at);
        return T.get("said.of", "who", said.who(), "text", said.line());
    }

    /** The message, which can be pressed. */
    private final class Line extends Push {

        Line() {
            super(bar, PinBar.this.theme, Token.BACKGROUND, "pins.line", "", PinBar.this::press);
        }

        @Override
        protected String spoken() {
            return T.heard("list.and", "one", title(), "other", words());
        }

        @Override
        protected void paint(GC gc) {
            var area = getClientArea();
            gc.setAdvanced(true);
            if (hovered()) Shapes.fill(gc, theme.color(Token.HOVER), 8, 3, area.width - 8, area.height - 7, 10);
            if (isFocusControl())
                Shapes.stroke(gc, theme.color(Token.FOCUS), 2, 8, 3, area.width - 8, area.height - 7, 10);
            segments(gc, area.height);
            theme.draw(gc, Icons.PIN, LEFT + 11, (tall() - 20) / 2 - 1, 20, theme.color(Token.ACCENT_TEXT));
            int x = LEFT + 44, room = area.width - x - 8;
            gc.setFont(theme.font(TextStyle.SMALL_STRONG));
            gc.setForeground(theme.color(Token.ACCENT_TEXT));
            gc.drawText(Words.fitted(gc, title(), room), x, theme.scaled(6), SWT.DRAW_TRANSPARENT);
            gc.setFont(theme.font(TextStyle.SMALL));
            gc.setForeground(theme.color(Token.TEXT));
            gc.drawText(Words.fitted(gc, words(), room), x, theme.scaled(24), SWT.DRAW_TRANSPARENT);
        }

        /** A bar of as many parts as there are, up to four, with the shown one marked. */
        private void segments(GC gc, int height) {
            int parts = Math.clamp(pins.size(), 1, 4), high = (height - 14) / parts;
            int marked = pins.size() <= 4 ? at : at * 4 / pins.size();
            for (int part = 0; part < parts; part++) {
                var ink = part == marked ? Token.ACCENT : Token.LINE;
                Shapes.fill(gc, theme.color(ink), LEFT, 6 + part * high, 3, Math.max(2, high - 2), 2);
            }
        }
    }
}
