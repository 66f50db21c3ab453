package parley.desktop.chat.timeline;

import org.eclipse.swt.graphics.Color;
import org.eclipse.swt.graphics.Font;
import org.eclipse.swt.graphics.TextStyle;
import org.jspecify.annotations.Nullable;

import parley.desktop.api.Theme;
import parley.desktop.api.Token;

/**
 * The fonts and colours of a text.
 *
 * @param lead links and other words that lead somewhere
 * @param ground behind code
 * @param mark behind words that name the person at this window
 * @param ink of those words
 */
record Look(Theme theme, Font font, Color lead, Color ground, Color mark, Color ink) {

    /** Those of the words of a message, in {@code font}; on the person's own colour if it is {@code filled}. */
    static Look of(Theme theme, Font font, boolean filled) {
        var lead = theme.color(filled ? Token.ON_FILL : Token.ACCENT_TEXT);
        return new Look(
                theme,
                font,
                lead,
                theme.color(filled ? Token.FILL_MARK : Token.BACKGROUND),
                theme.color(filled ? Token.FILL_MARK : Token.MARK),
                theme.color(filled ? Token.ON_FILL : Token.TEXT));
    }

    Font mono() {
        return theme.font(parley.desktop.api.TextStyle.MONO);
    }

    /** How letters look that have all the {@code styles}, as {@link Rich.Style#bit}s. */
    TextStyle style(int styles) {
        boolean code = has(styles, Rich.Style.CODE);
        boolean link = has(styles, Rich.Style.LINK);
        boolean own = has(styles, Rich.Style.OWN), mention = own || has(styles, Rich.Style.MENTION);
        var behind = code ? ground : own ? mark : null;
        var style = new TextStyle(font(styles), own ? ink : link || mention ? lead : null, behind);
        style.underline = link;
        style.strikeout = has(styles, Rich.Style.STRIKE);
        return style;
    }

    private @Nullable Font font(int styles) {
        if (has(styles, Rich.Style.CODE)) return mono();
        boolean bold = has(styles, Rich.Style.BOLD) || has(styles, Rich.Style.MENTION) || has(styles, Rich.Style.OWN);
        boolean italic = has(styles, Rich.Style.ITALIC);
        if (bold && italic) return theme.font(parley.desktop.api.TextStyle.STRONG_ITALIC);
        if (bold) return theme.font(parley.desktop.api.TextStyle.STRONG);
        return italic ? theme.font(parley.desktop.api.TextStyle.ITALIC) : null;
    }

    private static boolean has(int styles, Rich.Style style) {
        return (styles & style.bit()) != 0;
    }
}
