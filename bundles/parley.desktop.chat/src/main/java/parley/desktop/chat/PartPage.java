package parley.desktop.chat;

import org.eclipse.swt.SWT;
import org.eclipse.swt.widgets.Composite;
import org.jspecify.annotations.Nullable;

import parley.desktop.api.TextStyle;
import parley.desktop.api.Theme;
import parley.desktop.api.Token;
import parley.desktop.api.control.TextPush.Rank;
import parley.desktop.api.text.Phrases;
import parley.desktop.chat.image.PartChooser;

/** Where a person chooses what of a picture is shown of them, or of a group. */
final class PartPage {

    private static final Phrases T = Phrases.of(PartPage.class);

    private static final int LEAST = 220;

    private final MiddlePage page;
    private final Desk desk;
    private final PartChooser chooser;
    private Selected.@Nullable Picture open;

    PartPage(Composite parent, Desk desk, Theme theme) {
        this.desk = desk;
        page = new MiddlePage(parent, theme, "part", "part.back", T.get("page.back"), this::leave);
        page.title(T.get("part.title"));
        chooser = new PartChooser(page.body(), theme, this::take);
        page.grow(chooser, LEAST);
        Texts.say(page.label(TextStyle.SMALL, Token.MUTED), T.get("part.how"));
        page.push("part.take", T.get("part.take"), Rank.MAIN, this::take);
        page.push("part.leave", T.get("part.leave"), Rank.PLAIN, this::leave);
        page.control().addListener(SWT.Hide, _ -> forget());
        page.control()
                .addListener(
                        SWT.Traverse,
                        event -> {
                            if (event.detail == SWT.TRAVERSE_ESCAPE) leave(); // from wherever the keyboard is in it
                        });
    }

    Composite control() {
        return page.control();
    }

    /** Has a part of {@code wanted} be chosen. */
    void show(Selected.Picture wanted) {
        if (wanted == open) return;
        open = wanted;
        chooser.show(wanted.pixels());
        page.layout();
    }

    /** The page was opened. */
    void opened() {
        chooser.setFocus();
    }

    private void take() {
        var wanted = open;
        if (wanted == null) return;
        var part = chooser.part();
        desk.open(wanted.back());
        wanted.taken().accept(part);
    }

    private void leave() {
        if (open != null) desk.open(open.back());
    }

    /** Nobody's picture stays in the memory once it is not shown. */
    private void forget() {
        open = null;
        chooser.clear();
    }
}
