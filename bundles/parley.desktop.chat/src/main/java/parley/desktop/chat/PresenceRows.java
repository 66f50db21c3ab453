package parley.desktop.chat;

import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Composite;
import org.jspecify.annotations.Nullable;

import parley.client.api.Presences;
import parley.client.api.Presences.Own;
import parley.desktop.api.TextStyle;
import parley.desktop.api.Theme;
import parley.desktop.api.Token;
import parley.desktop.api.control.Field;
import parley.desktop.api.control.Sheet;
import parley.desktop.api.control.TogglePush;
import parley.desktop.api.text.Phrases;

import java.util.function.Consumer;

/**
 * What one says of one's being there, as a part of the own page: a line, kept with the page, and whether one is away.
 */
final class PresenceRows {

    private static final Phrases T = Phrases.of(PresenceRows.class);

    private final MiddlePage page;
    private final Desk desk;
    private final Consumer<String> failed;
    private final Field status;
    private final TogglePush away;
    private @Nullable Own own;

    /**
     * @param typed runs at each change of the line
     * @param failed hears why something could not be done
     */
    PresenceRows(MiddlePage page, Desk desk, Theme theme, Runnable typed, Consumer<String> failed) {
        this.page = page;
        this.desk = desk;
        this.failed = failed;
        page.label(TextStyle.STRONG, Token.TEXT).setText(T.get("presence.status"));
        status =
                new Field(
                        page.body(),
                        theme,
                        Token.BACKGROUND,
                        "presence.status",
                        T.get("presence.status.hint"),
                        false,
                        Presences.MAX_STATUS);
        Proofs.wide(status);
        status.text().addListener(SWT.Modify, _ -> typed.run());
        var column = new Composite(page.body(), SWT.NONE);
        theme.follow(column, () -> column.setBackground(theme.color(Token.BACKGROUND)));
        Proofs.wide(column);
        away =
                new Sheet(column, theme, () -> {})
                        .tick(
                                "presence.away",
                                T.get("presence.away"),
                                T.get("presence.away.detail"),
                                false,
                                this::away);
    }

    /** Shows it, read anew; what was typed and not kept yet stays. */
    void show() {
        desk.people().presences(Presences::own, this::read, failed);
    }

    private void read(Own found) {
        if (page.control().isDisposed()) return;
        var before = own;
        own = found;
        var text = status.text();
        if ((before == null || text.getText().equals(before.status())) && !text.getText().equals(found.status()))
            text.setText(found.status());
        if (away.on() != found.away()) away.set(found.away());
    }

    /** What was typed and not kept is gone. */
    void forget() {
        own = null;
    }

    /** Whether there is something to keep. */
    boolean changed() {
        var shown = own;
        return shown != null && !status.text().getText().strip().equals(shown.status());
    }

    /** Keeps what was typed, and goes on with {@code done}. */
    void save(Runnable done) {
        var typed = status.text().getText();
        desk.people()
                .presences(
                        presences -> presences.status(typed),
                        now -> {
                            own = null; // what is kept is what is shown
                            read(now);
                            done.run();
                        },
                        failed);
    }

    private void away(boolean on) {
        desk.people()
                .presences(
                        presences -> presences.away(on),
                        now -> {
                            read(now);
                            desk.presence();
                        },
                        why -> {
                            failed.accept(why);
                            if (!page.control().isDisposed()) away.set(!on);
                        });
    }
}
