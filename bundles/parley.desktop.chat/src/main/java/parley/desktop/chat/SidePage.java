package parley.desktop.chat;

import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.swt.SWT;
import org.eclipse.swt.layout.GridLayout;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Control;
import org.eclipse.swt.widgets.Label;

import parley.desktop.api.TextStyle;
import parley.desktop.api.Theme;
import parley.desktop.api.Token;
import parley.desktop.api.control.Field;
import parley.desktop.api.control.TextPush;
import parley.desktop.api.control.TextPush.Rank;

/** A page at the side: sentences, fields and buttons as wide as it is, one below the other. For the UI thread. */
final class SidePage {

    private final Composite page;
    private final Theme theme;

    SidePage(Composite parent, Theme theme, String id) {
        this.theme = theme;
        page = new Composite(parent, SWT.NONE);
        page.setData("test.id", id);
        var layout = new GridLayout(1, false);
        layout.marginWidth = 18;
        layout.marginHeight = 8;
        layout.verticalSpacing = 10;
        page.setLayout(layout);
        theme.follow(page, () -> page.setBackground(theme.color(Token.SIDE)));
    }

    Composite control() {
        return page;
    }

    /** Places everything anew: a sentence has changed. */
    void layout() {
        page.layout(true, true);
    }

    Label label(TextStyle style, Token ink, String text) {
        var label = Texts.label(page, theme, style, ink, Token.SIDE, text);
        fill(label);
        return label;
    }

    /** A sentence with which something else begins: it stands apart from what is above. */
    void apart(String text) {
        var label = Texts.label(page, theme, TextStyle.STRONG, Token.TEXT, Token.SIDE, text);
        GridDataFactory.fillDefaults().grab(true, false).indent(0, 18).applyTo(label);
    }

    /** A line to type into; {@code enter} and {@code escape} are what those keys do there. */
    Field field(String id, String hint, int limit, Runnable enter, Runnable escape) {
        var field = new Field(page, theme, Token.SIDE, id, hint, false, limit);
        fill(field);
        field.text()
                .addListener(
                        SWT.KeyDown,
                        event -> {
                            if (event.character == SWT.CR) enter.run();
                            if (event.character == SWT.ESC) escape.run();
                        });
        return field;
    }

    TextPush push(String id, String name, Rank rank, Runnable pressed) {
        var push = new TextPush(page, theme, Token.SIDE, id, name, rank, pressed);
        fill(push);
        return push;
    }

    private static void fill(Control control) {
        GridDataFactory.fillDefaults().grab(true, false).applyTo(control);
    }
}
