package parley.desktop.api;

import org.eclipse.swt.graphics.Color;
import org.eclipse.swt.graphics.Font;
import org.eclipse.swt.graphics.GC;
import org.eclipse.swt.graphics.RGB;
import org.eclipse.swt.widgets.Widget;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Colours, fonts and icons of the window. Views take them from here and make none of their own, so that a change of
 * theme reaches everything. Everything here is called on the UI thread; what is handed out is never disposed by the
 * caller.
 */
@ProviderType
public interface Theme {

    /** The colour for {@code token} in the theme of this moment: ask again at each paint. */
    Color color(Token token);

    /** A colour that the theme does not know, such as one of a person's picture. */
    Color color(RGB rgb);

    /** The font for {@code style}. */
    Font font(TextStyle style);

    /** {@code points} as large as letters are now: how high something is that holds some. */
    int scaled(int points);

    /** Draws {@code icon} into the square of {@code size} at (x, y), in points. */
    void draw(GC gc, Icon icon, int x, int y, int size, Color color);

    /** Whether light letters stand on dark ground. */
    boolean dark();

    /** Changes from light to dark or back, and remembers it. */
    void toggle();

    /** Runs {@code restyle} now, and again after every change of theme, until {@code widget} is disposed. */
    void follow(Widget widget, Runnable restyle);
}
