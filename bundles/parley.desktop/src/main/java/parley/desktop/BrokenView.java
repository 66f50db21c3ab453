package parley.desktop;

import org.eclipse.swt.SWT;
import org.eclipse.swt.layout.GridLayout;
import org.eclipse.swt.widgets.Composite;

import parley.desktop.api.Theme;
import parley.desktop.api.Token;
import parley.desktop.api.View;
import parley.desktop.api.control.Sheet;
import parley.desktop.api.control.TextPush;
import parley.desktop.api.control.TextPush.Rank;
import parley.desktop.api.control.Words;
import parley.desktop.api.text.Phrases;

import java.io.PrintWriter;
import java.io.StringWriter;

/** Stands in for a view that has failed, says so, and offers to open it again. */
final class BrokenView implements View {

    private static final Phrases T = Phrases.of(BrokenView.class);
    private static final int INSET = 24;

    private final TextPush again;

    /**
     * @param retry opens the view anew
     */
    BrokenView(Composite parent, Theme theme, String title, Throwable cause, Runnable retry) {
        var outer = new GridLayout();
        outer.marginWidth = INSET;
        outer.marginHeight = INSET;
        parent.setLayout(outer);
        var column = new Composite(parent, SWT.NONE);
        column.setData("test.id", "broken");
        column.setLayoutData(new org.eclipse.swt.layout.GridData(SWT.FILL, SWT.FILL, true, true));
        theme.follow(column, () -> column.setBackground(theme.color(Token.BACKGROUND)));
        theme.follow(parent, () -> parent.setBackground(theme.color(Token.BACKGROUND)));
        var sheet = new Sheet(column, theme, () -> {});
        sheet.heading(T.get("broken.title", "view", title));
        sheet.sentence(T.get("broken.about"));
        var row = sheet.row();
        again = sheet.push(row, "broken.again", T.get("broken.again"), Rank.MAIN, retry);
        sheet.push(row, "broken.copy", T.get("broken.copy"), Rank.PLAIN, () -> copy(parent, title, cause));
    }

    private static void copy(Composite parent, String title, Throwable cause) {
        var text = new StringWriter();
        text.append(T.get("broken.title", "view", title)).append(": ");
        cause.printStackTrace(new PrintWriter(text));
        Words.copy(parent.getDisplay(), text.toString());
    }

    @Override
    public void focus() {
        again.setFocus();
    }

    @Override
    public void close() {}
}
