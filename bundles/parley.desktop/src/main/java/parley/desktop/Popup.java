package parley.desktop;

import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.GC;
import org.eclipse.swt.widgets.Canvas;
import org.eclipse.swt.widgets.Display;
import org.eclipse.swt.widgets.Event;
import org.eclipse.swt.widgets.Shell;

import parley.desktop.api.Icon;
import parley.desktop.api.Notification;
import parley.desktop.api.Notification.Kind;
import parley.desktop.api.TextStyle;
import parley.desktop.api.Theme;
import parley.desktop.api.Token;
import parley.desktop.api.control.IconPush;
import parley.desktop.api.control.Mirror;
import parley.desktop.api.control.Shapes;
import parley.desktop.api.control.Spoken;
import parley.desktop.api.control.TextPush;
import parley.desktop.api.control.TextPush.Rank;
import parley.desktop.api.control.Words;
import parley.desktop.api.text.Phrases;

import java.util.ArrayList;
import java.util.List;

/**
 * One notification in a window of its own, at the corner of the screen. It takes no keyboard, goes by itself after a
 * while, and stays while the pointer is on it. For the UI thread.
 */
final class Popup {

    private static final Phrases T = Phrases.of(Popup.class);
    private static final Icon CLOSE = new Icon("M6 6 L18 18 M18 6 L6 18");
    private static final int WIDTH = 340;
    private static final int INSET = 16;
    private static final int GAP = 10;
    private static final int MOST_LINES = 3;

    /** For how long it stands, in milliseconds. */
    private static final int STAYS = 8_000;

    private final Shell shell;
    private final Theme theme;
    private final Notification notification;
    private final Runnable gone;
    private final List<TextPush> buttons = new ArrayList<>();
    private final Canvas face;
    private final IconPush close;
    private List<String> lines = List.of();

    /**
     * @param gone takes it away; called when it was clicked or has stood for long enough
     */
    Popup(Display display, Theme theme, Notification notification, Runnable gone) {
        this.theme = theme;
        this.notification = notification;
        this.gone = gone;
        shell = new Shell(display, SWT.NO_TRIM | SWT.ON_TOP | SWT.TOOL | SWT.NO_FOCUS | Mirror.style());
        shell.setText(Window.TITLE);
        face = new Canvas(shell, SWT.DOUBLE_BUFFERED);
        face.setData("test.id", "popup");
        face.addListener(SWT.Paint, this::paint);
        face.addListener(SWT.MouseUp, _ -> open());
        face.setCursor(display.getSystemCursor(SWT.CURSOR_HAND));
        Spoken.as(face, () -> notification.title() + ". " + notification.text());
        close = IconPush.quiet(face, theme, Token.RAISED, "popup.close", T.get("popup.close"), CLOSE, gone);
        for (var action : notification.actions()) {
            if (action.kind() != Kind.PRESS) continue; // who writes an answer needs the keyboard
            Runnable press =
                    () -> {
                        gone.run();
                        action.chosen().accept("");
                    };
            var label = Words.line(action.label());
            buttons.add(new TextPush(face, theme, Token.RAISED, "popup.press", label, Rank.PLAIN, press));
        }
        fadeLater();
    }

    private void fadeLater() {
        shell.getDisplay()
                .timerExec(
                        STAYS,
                        () -> {
                            if (shell.isDisposed()) return;
                            var at = shell.getDisplay().getCursorControl();
                            if (at != null && at.getShell() == shell) fadeLater();
                            else gone.run();
                        });
    }

    private void open() {
        gone.run();
        notification.actions().stream()
                .filter(action -> action.kind() == Kind.OPEN)
                .findFirst()
                .ifPresent(action -> action.chosen().accept(""));
    }

    void close() {
        if (!shell.isDisposed()) shell.dispose();
    }

    /** Stands {@code y} points below the top of the screen's usable part, and says where the next may. */
    int place(int y) {
        var screen = shell.getDisplay().getPrimaryMonitor().getClientArea();
        var gc = new GC(shell);
        gc.setFont(theme.font(TextStyle.BODY));
        lines = Words.wrapped(gc, notification.text(), WIDTH - 2 * INSET, MOST_LINES);
        int line = gc.getFontMetrics().getHeight();
        gc.dispose();
        int high = 2 * INSET + (lines.size() + 1) * line + 4 + (buttons.isEmpty() ? 0 : 40 + GAP);
        int left = Mirror.of(shell) ? GAP : screen.width - WIDTH - GAP;
        shell.setBounds(screen.x + left, screen.y + GAP + y, WIDTH, high);
        face.setBounds(0, 0, WIDTH, high);
        close.setBounds(WIDTH - 38 - 6, 6, 38, 38);
        int x = INSET;
        for (var button : buttons) {
            int wide = Math.min(button.computeSize(SWT.DEFAULT, SWT.DEFAULT).x, WIDTH - INSET - x);
            button.setBounds(x, high - INSET - 40, Math.max(0, wide), 40);
            x += wide + GAP;
        }
        shell.setVisible(true); // not opened: the keyboard stays where it is
        return y + high + GAP;
    }

    private void paint(Event event) {
        var gc = event.gc;
        var area = face.getClientArea();
        gc.setBackground(theme.color(Token.RAISED));
        gc.fillRectangle(area);
        Shapes.stroke(gc, theme.color(Token.MUTED), 1, 0, 0, area.width, area.height, 2);
        gc.setFont(theme.font(TextStyle.STRONG));
        gc.setForeground(theme.color(Token.TEXT));
        int y = INSET;
        var title = Words.fitted(gc, notification.title(), area.width - 2 * INSET - 38);
        gc.drawText(title, INSET, y, SWT.DRAW_TRANSPARENT);
        y += gc.getFontMetrics().getHeight() + 4;
        gc.setFont(theme.font(TextStyle.BODY));
        for (var each : lines) {
            gc.drawText(each, INSET, y, SWT.DRAW_TRANSPARENT);
            y += gc.getFontMetrics().getHeight();
        }
    }
}
