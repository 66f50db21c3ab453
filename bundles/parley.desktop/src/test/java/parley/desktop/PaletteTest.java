package parley.desktop;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.eclipse.swt.graphics.RGB;
import org.junit.jupiter.api.Test;

import parley.desktop.api.Palette;
import parley.desktop.api.Token;

import java.util.List;

class PaletteTest {

    private record Pair(Token ink, Token ground) {}

    private static final List<Pair> TEXT =
            List.of(
                    new Pair(Token.TEXT, Token.BACKGROUND),
                    new Pair(Token.TEXT, Token.SIDE),
                    new Pair(Token.TEXT, Token.RAISED),
                    new Pair(Token.TEXT, Token.SELECTED),
                    new Pair(Token.TEXT, Token.HOVER),
                    new Pair(Token.TEXT, Token.MARK),
                    new Pair(Token.MUTED, Token.BACKGROUND),
                    new Pair(Token.MUTED, Token.SIDE),
                    new Pair(Token.MUTED, Token.RAISED),
                    new Pair(Token.MUTED, Token.SELECTED),
                    new Pair(Token.ON_ACCENT, Token.ACCENT),
                    new Pair(Token.ACCENT_TEXT, Token.BACKGROUND),
                    new Pair(Token.ACCENT_TEXT, Token.SIDE),
                    new Pair(Token.ACCENT_TEXT, Token.RAISED),
                    new Pair(Token.ACCENT_TEXT, Token.SELECTED),
                    new Pair(Token.ON_FILL, Token.FILL),
                    new Pair(Token.ON_FILL, Token.FILL_MARK),
                    new Pair(Token.FILL_MUTED, Token.FILL),
                    new Pair(Token.BAD, Token.BACKGROUND),
                    new Pair(Token.BAD, Token.RAISED));

    @Test
    void everyTokenHasAColourInEachPalette() {
        for (var palette :
                List.of(new LightPalette(), new DarkPalette(), new LightContrastPalette(), new DarkContrastPalette())) {
            for (var token : Token.values()) assertNotNull(palette.rgb(token));
        }
    }

    /** WCAG 2.2, 1.4.3 (AA). */
    @Test
    void textCanBeReadOnItsGround() {
        for (var palette : List.of(new LightPalette(), new DarkPalette())) readable(palette, 4.5);
    }

    /** WCAG 2.2, 1.4.6 (AAA). */
    @Test
    void textOfHighContrastHasMuchMore() {
        for (var palette : List.of(new LightContrastPalette(), new DarkContrastPalette())) readable(palette, 7);
    }

    /** WCAG 2.2, 1.4.11: what tells where one is and where things end. */
    @Test
    void edgesOfHighContrastCanBeSeen() {
        for (var palette : List.of(new LightContrastPalette(), new DarkContrastPalette())) {
            for (var ink : List.of(Token.LINE, Token.FOCUS, Token.ACCENT, Token.GOOD, Token.WARNING)) {
                for (var ground : List.of(Token.BACKGROUND, Token.SIDE, Token.RAISED)) {
                    assertTrue(contrast(palette, new Pair(ink, ground)) >= 3, ink + " on " + ground);
                }
            }
        }
    }

    private static void readable(Palette palette, double least) {
        for (var pair : TEXT) {
            double contrast = contrast(palette, pair);
            assertTrue(contrast >= least, palette.getClass().getSimpleName() + " " + pair + ": " + contrast);
        }
    }

    /** The contrast ratio of WCAG 2.2. */
    private static double contrast(Palette palette, Pair pair) {
        double one = luminance(palette.rgb(pair.ink())), other = luminance(palette.rgb(pair.ground()));
        return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
    }

    private static double luminance(RGB rgb) {
        return 0.2126 * linear(rgb.red) + 0.7152 * linear(rgb.green) + 0.0722 * linear(rgb.blue);
    }

    private static double linear(int value) {
        double share = value / 255.0;
        return share <= 0.04045 ? share / 12.92 : Math.pow((share + 0.055) / 1.055, 2.4);
    }
}
