package parley.desktop.chat;

import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.swt.SWT;
import org.eclipse.swt.layout.GridLayout;
import org.eclipse.swt.widgets.Canvas;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;

import parley.desktop.api.TextStyle;
import parley.desktop.api.Theme;
import parley.desktop.api.Token;
import parley.desktop.api.View;
import parley.desktop.api.control.Spoken;
import parley.desktop.api.control.TextPush;
import parley.desktop.api.control.TextPush.Rank;
import parley.desktop.api.text.Phrases;
import parley.desktop.chat.paint.Icons;

/** Why the profile cannot be used, and two ways on. */
final class ProblemView implements View {

    private static final Phrases T = Phrases.of(ProblemView.class);

    private static final int WIDTH = 460;

    private final TextPush again;

    ProblemView(Composite parent, Theme theme, String sentence, Runnable look) {
        var page = new Composite(parent, SWT.NONE);
        var layout = new GridLayout(1, false);
        layout.verticalSpacing = 14;
        page.setLayout(layout);
        theme.follow(page, () -> page.setBackground(theme.color(Token.BACKGROUND)));
        var picture = new Canvas(page, SWT.DOUBLE_BUFFERED);
        picture.addListener(
                SWT.Paint,
                event -> {
                    event.gc.setBackground(theme.color(Token.BACKGROUND));
                    event.gc.fillRectangle(picture.getClientArea());
                    theme.draw(event.gc, Icons.WARNING, 4, 4, 48, theme.color(Token.WARNING));
                });
        Spoken.as(picture, () -> T.get("problem.warning"));
        GridDataFactory.swtDefaults().align(SWT.CENTER, SWT.END).grab(true, true).hint(56, 56).applyTo(picture);
        var title = T.get("problem.heading");
        var heading = Texts.label(page, theme, TextStyle.HEADING, Token.TEXT, Token.BACKGROUND, title);
        heading.setAlignment(SWT.CENTER);
        GridDataFactory.fillDefaults().grab(true, false).hint(1, SWT.DEFAULT).applyTo(heading);
        var why = Texts.label(page, theme, TextStyle.BODY, Token.TEXT, Token.BACKGROUND, Texts.sentence(sentence));
        place(why, false);
        again = new TextPush(page, theme, Token.BACKGROUND, "problem.again", T.get("problem.retry"), Rank.MAIN, look);
        place(again, false);
        var close =
                new TextPush(
                        page,
                        theme,
                        Token.BACKGROUND,
                        "problem.close",
                        T.get("problem.quit"),
                        Rank.PLAIN,
                        () -> page.getShell().close());
        place(close, true);
    }

    @Override
    public void focus() {
        again.setFocus();
    }

    @Override
    public void close() {}

    private static void place(Control control, boolean last) {
        GridDataFactory.swtDefaults()
                .align(SWT.CENTER, last ? SWT.BEGINNING : SWT.CENTER)
                .grab(true, last)
                .hint(WIDTH, SWT.DEFAULT)
                .applyTo(control);
    }
}
