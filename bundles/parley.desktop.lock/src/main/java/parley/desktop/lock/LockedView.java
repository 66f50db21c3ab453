package parley.desktop.lock;

import org.eclipse.swt.SWT;
import org.eclipse.swt.layout.GridData;
import org.eclipse.swt.layout.GridLayout;
import org.eclipse.swt.widgets.Canvas;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Event;
import org.eclipse.swt.widgets.Label;

import parley.client.api.AppLock;
import parley.desktop.api.Icon;
import parley.desktop.api.TextStyle;
import parley.desktop.api.Theme;
import parley.desktop.api.Token;
import parley.desktop.api.UiThread;
import parley.desktop.api.View;
import parley.desktop.api.control.Shapes;
import parley.desktop.api.control.Spoken;
import parley.desktop.api.control.TextPush;
import parley.desktop.api.control.TextPush.Rank;
import parley.desktop.api.text.Phrases;

import java.time.Duration;
import java.util.Arrays;

/** Asks for the passphrase, and shows nothing else. */
final class LockedView implements View {

    private static final Phrases T = Phrases.of(LockedView.class);
    private static final Icon LOCK =
            new Icon(
                    "M6 11 H18 A1.2 1.2 0 0 1 19.2 12.2 V19.4 A1.2 1.2 0 0 1 18 20.6 H6 A1.2 1.2 0 0 1 4.8 19.4 V12.2"
                            + " A1.2 1.2 0 0 1 6 11 Z M8 11 V7.6 A4 4 0 0 1 16 7.6 V11");
    private static final int WIDTH = 380;
    private static final int MEDAL = 76;
    private static final int SECOND = 1000;

    private final AppLock lock;
    private final Theme theme;
    private final UiThread ui;
    private final Composite page;
    private final SecretField passphrase;
    private final Label answer;
    private final TextPush open;
    private boolean busy;

    LockedView(Composite parent, AppLock lock, Theme theme, UiThread ui) {
        this.lock = lock;
        this.theme = theme;
        this.ui = ui;
        page = new Composite(parent, SWT.NONE);
        var layout = new GridLayout(1, false);
        layout.verticalSpacing = 12;
        page.setLayout(layout);
        theme.follow(page, () -> page.setBackground(theme.color(Token.BACKGROUND)));
        var medal = new Canvas(page, SWT.DOUBLE_BUFFERED);
        medal.addListener(SWT.Paint, this::medal);
        Spoken.as(medal, () -> T.get("locked"));
        var place = new GridData(SWT.CENTER, SWT.END, true, true);
        place.widthHint = MEDAL;
        place.heightHint = MEDAL;
        medal.setLayoutData(place);
        place(label(TextStyle.HEADING, Token.TEXT, T.get("locked.title")), SWT.CENTER);
        place(label(TextStyle.BODY, Token.MUTED, T.get("locked.about")), SWT.CENTER);
        passphrase = new SecretField(page, theme, "locked.passphrase", T.get("locked.passphrase"));
        place(passphrase, SWT.CENTER);
        open = new TextPush(page, theme, Token.BACKGROUND, "locked.open", T.get("locked.open"), Rank.MAIN, this::open);
        place(open, SWT.CENTER);
        answer = label(TextStyle.BODY, Token.BAD, "");
        answer.setData("test.id", "locked.answer");
        // Room for two lines from the start: nothing jumps when there is something to say.
        place(answer, SWT.BEGINNING).heightHint = 2 * theme.font(TextStyle.BODY).getFontData()[0].getHeight() * 2;
        passphrase.listen(this::refresh, () -> true, this::open);
        if (lock.pause().isPositive()) wait(false);
        refresh();
    }

    private void medal(Event event) {
        event.gc.setBackground(theme.color(Token.BACKGROUND));
        event.gc.fillRectangle(event.x, event.y, event.width, event.height);
        Shapes.circle(event.gc, theme.color(Token.RAISED), 0, 0, MEDAL);
        theme.draw(event.gc, LOCK, (MEDAL - 36) / 2, (MEDAL - 36) / 2, 36, theme.color(Token.ACCENT_TEXT));
    }

    private Label label(TextStyle style, Token ink, String text) {
        var label = new Label(page, SWT.WRAP | SWT.CENTER);
        label.setText(text);
        theme.follow(
                label,
                () -> {
                    label.setFont(theme.font(style));
                    label.setForeground(theme.color(ink));
                    label.setBackground(theme.color(Token.BACKGROUND));
                });
        return label;
    }

    private static GridData place(Control control, int vertical) {
        var data = new GridData(SWT.CENTER, vertical, true, vertical == SWT.BEGINNING);
        data.widthHint = WIDTH;
        control.setLayoutData(data);
        return data;
    }

    @Override
    public void focus() {
        passphrase.setFocus();
    }

    @Override
    public void close() {
        if (!passphrase.isDisposed()) passphrase.clear();
    }

    private void refresh() {
        open.setEnabled(!busy && !passphrase.isEmpty());
        open.redraw();
    }

    private void open() {
        if (busy || passphrase.isEmpty()) return;
        busy(true);
        say("");
        open.name(T.get("locked.opening"));
        var tried = passphrase.characters();
        passphrase.clear();
        Errand unlock =
                () -> {
                    try {
                        lock.unlock(tried);
                    } finally {
                        Arrays.fill(tried, '\0');
                    }
                };
        unlock.start(ui, () -> {}, this::failed);
    }

    private void busy(boolean now) {
        busy = now;
        if (!now) open.name(T.get("locked.open"));
        refresh();
    }

    private void failed(String why) {
        if (page.isDisposed()) return;
        open.name(T.get("locked.open"));
        if (lock.pause().isPositive()) {
            wait(true);
        } else {
            say(why);
            busy(false);
        }
        passphrase.setFocus();
    }

    /**
     * Counts down until the next passphrase may be tried.
     *
     * @param wrong whether the last one was not it
     */
    private void wait(boolean wrong) {
        busy = true;
        var left = lock.pause();
        if (left.isZero()) {
            say(T.get(wrong ? "locked.wrong.again" : "locked.again"));
            busy(false);
            return;
        }
        var seconds = left.plus(Duration.ofMillis(SECOND - 1)).toSeconds();
        say(T.get(wrong ? "locked.wrong.wait" : "locked.wait", "seconds", seconds));
        page.getDisplay()
                .timerExec(
                        (int) Math.min(SECOND, left.toMillis() + 1),
                        () -> {
                            if (!page.isDisposed()) wait(wrong);
                        });
    }

    private void say(String text) {
        answer.setText(text);
        page.layout(true, true);
    }
}
