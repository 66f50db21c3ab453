package parley.desktop.chat;

import org.eclipse.jface.layout.GridDataFactory;
import org.eclipse.swt.SWT;
import org.eclipse.swt.layout.GridData;
import org.eclipse.swt.layout.GridLayout;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Label;
import org.jspecify.annotations.Nullable;

import parley.desktop.api.TextStyle;
import parley.desktop.api.Theme;
import parley.desktop.api.Token;
import parley.desktop.chat.paint.TextPush;

/** A sentence between the messages and the composer, with a button if something can be done about it. */
final class Banner {

    private final Composite bar;
    private final Label label;
    private final TextPush push;
    private String text = "";
    private @Nullable Runnable action;

    Banner(Composite parent, Theme theme) {
        bar = new Composite(parent, SWT.NONE);
        bar.setData("test.id", "banner");
        var layout = new GridLayout(2, false);
        layout.marginWidth = 20;
        layout.marginHeight = 8;
        layout.horizontalSpacing = 12;
        bar.setLayout(layout);
        theme.follow(bar, () -> bar.setBackground(theme.color(Token.RAISED)));
        label = Texts.label(bar, theme, TextStyle.SMALL, Token.TEXT, Token.RAISED, "");
        GridDataFactory.fillDefaults().grab(true, false).align(SWT.FILL, SWT.CENTER).applyTo(label);
        push =
                new TextPush(
                        bar,
                        theme,
                        Token.RAISED,
                        "banner.do",
                        "",
                        TextPush.Rank.MAIN,
                        () -> {
                            if (action != null) action.run();
                        });
        GridDataFactory.swtDefaults().hint(140, SWT.DEFAULT).applyTo(push);
    }

    Composite control() {
        return bar;
    }

    /** Shows {@code sentence}, with a button called {@code label} that runs {@code done} unless that is null. */
    void show(String sentence, String button, @Nullable Runnable done) {
        text = sentence;
        action = done;
        Texts.say(label, Texts.sentence(sentence));
        push.name(button);
        push.setVisible(done != null);
        ((GridData) push.getLayoutData()).exclude = done == null;
        bar.layout(true, true);
    }

    void hide() {
        text = "";
        action = null;
    }

    /** How high it wants to be at {@code width}; 0 while it says nothing. */
    int high(int width) {
        return text.isEmpty() ? 0 : bar.computeSize(width, SWT.DEFAULT).y;
    }
}
