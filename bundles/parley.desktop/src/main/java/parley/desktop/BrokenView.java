package parley.desktop;

import org.eclipse.swt.SWT;
import org.eclipse.swt.custom.StyledText;
import org.eclipse.swt.widgets.Composite;

import parley.desktop.api.TextStyle;
import parley.desktop.api.Theme;
import parley.desktop.api.Token;
import parley.desktop.api.View;

/** Stands in for a view that could not be opened, and says so. */
final class BrokenView implements View {

    private final StyledText text;

    BrokenView(Composite parent, Theme theme, String title) {
        text = new StyledText(parent, SWT.READ_ONLY | SWT.WRAP);
        text.setMargins(24, 24, 24, 24);
        text.setText(title + " could not be opened. The rest of the window goes on; the log says what happened.");
        theme.follow(
                text,
                () -> {
                    text.setFont(theme.font(TextStyle.BODY));
                    text.setBackground(theme.color(Token.BACKGROUND));
                    text.setForeground(theme.color(Token.TEXT));
                });
    }

    @Override
    public void focus() {
        text.setFocus();
    }

    @Override
    public void close() {}
}
