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
    private final Theme theme;
    private final Label label;
    private final TextPush push;
    private Token ink = Token.TEXT;
    private String text = "";
    private @Nullable Runnable action;

    Banner(Composite parent, Theme theme) {
        this.theme = theme;
        bar = new Composite(parent, SWT.NONE);
        bar.setData("test.id", "banner");
        var layout = new GridLayout(2, false);
        layout.marginWidth = 20;
        layout.marginHeight = 8;
        layout.horizontalSpacing = 12;
        bar.setLayout(layout);
        theme.follow(bar, () -> bar.setBackground(theme.color(Token.RAISED)));
        label = Texts.label(bar, theme, TextStyle.SMALL, Token.TEXT, Token.RAISED, "");
        theme.follow(label, () -> label.setForeground(theme.color(ink)));
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
        GridDataFactory.swtDefaults().applyTo(push);
    }

    Composite control() {
        return bar;
    }

    /** Shows {@code sentence}, with a button called {@code button} that runs {@code done} unless that is null. */
    void show(String sentence, String button, @Nullable Runnable done) {
        show(sentence, button, done, false);
    }

    /** As {@link #show}, of something that passes by itself: it does not call for anybody. */
    void quiet(String sentence, String button, @Nullable Runnable done) {
        show(sentence, button, done, true);
    }

    private void show(String sentence, String button, @Nullable Runnable done, boolean quiet) {
        ink = quiet ? Token.MUTED : Token.TEXT;
        label.setForeground(theme.color(ink));
        push.rank(quiet ? TextPush.Rank.PLAIN : TextPush.Rank.MAIN);
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
