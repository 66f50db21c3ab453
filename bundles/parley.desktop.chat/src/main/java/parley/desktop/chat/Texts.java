package parley.desktop.chat;

import org.eclipse.swt.SWT;
import org.eclipse.swt.graphics.GC;
import org.eclipse.swt.graphics.TextLayout;
import org.eclipse.swt.layout.GridData;
import org.eclipse.swt.widgets.Composite;
import org.eclipse.swt.widgets.Label;
import org.jspecify.annotations.Nullable;

import parley.client.api.Sentences;
import parley.desktop.api.TextStyle;
import parley.desktop.api.Theme;
import parley.desktop.api.Token;
import parley.desktop.api.control.Mirror;
import parley.desktop.api.control.Words;
import parley.desktop.api.text.Phrases;

/** Paints and places sentences. */
final class Texts {

    private static final Phrases T = Phrases.of(Texts.class);

    private static final int MARGIN = 16;

    private Texts() {}

    /** Paints {@code text} centred and wrapped between x and x + width, from y down, and says where it ends. */
    static int centred(GC gc, Theme theme, TextStyle style, Token ink, String text, int x, int y, int width) {
        var layout = new TextLayout(gc.getDevice());
        try {
            layout.setFont(theme.font(style));
            layout.setText(text);
            layout.setAlignment(SWT.CENTER);
            if (Mirror.of(gc)) layout.setOrientation(SWT.RIGHT_TO_LEFT);
            layout.setWidth(Math.max(1, width - 2 * MARGIN));
            gc.setForeground(theme.color(ink));
            layout.draw(gc, x + MARGIN, y);
            return y + layout.getBounds().height;
        } finally {
            layout.dispose();
        }
    }

    /** A sentence as a widget of its own, so that screen readers find it. */
    static Label label(Composite parent, Theme theme, TextStyle style, Token ink, Token ground, String text) {
        var label = new Label(parent, SWT.WRAP);
        say(label, text);
        theme.follow(
                label,
                () -> {
                    label.setFont(theme.font(style));
                    label.setForeground(theme.color(ink));
                    label.setBackground(theme.color(ground));
                });
        return label;
    }

    /** {@code text}, which may be written for the end of a line of output, as a sentence of its own. */
    static String sentence(@Nullable String text) {
        return text == null ? T.get("texts.failed") : Sentences.of(text);
    }

    /** Changes the sentence of {@code label}, in a grid where it takes no room while it says nothing. */
    static void sayOrHide(Label label, String text) {
        say(label, text);
        label.setVisible(!text.isEmpty());
        ((GridData) label.getLayoutData()).exclude = text.isEmpty();
    }

    /** Changes the sentence of {@code label}. */
    static void say(Label label, String text) {
        label.setText(Words.apart(text).replace("&", "&&"));
    }
}
