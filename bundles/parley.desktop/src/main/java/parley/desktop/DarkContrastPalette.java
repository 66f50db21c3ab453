package parley.desktop;

import org.eclipse.swt.graphics.RGB;
import org.osgi.service.component.annotations.Component;

import parley.desktop.api.Palette;
import parley.desktop.api.ThemeInfo;
import parley.desktop.api.Token;

/** Light letters on black, for those who need much contrast. */
@Component
@ThemeInfo(id = DarkContrastPalette.ID, label = "%theme.contrast.dark", dark = true)
public final class DarkContrastPalette implements Palette {

    static final String ID = "parley.contrast.dark";

    @Override
    public RGB rgb(Token token) {
        return Colors.rgb(
                switch (token) {
                    case BACKGROUND, SIDE -> 0x000000;
                    case RAISED -> 0x14161C;
                    case HOVER -> 0x1C2030;
                    case SELECTED -> 0x13254F;
                    case LINE -> 0xA8AEBD;
                    case TEXT -> 0xFFFFFF;
                    case MUTED -> 0xDADDE6;
                    case ACCENT -> 0xA9C4FF;
                    case ON_ACCENT -> 0x000000;
                    case ACCENT_TEXT -> 0xB7CDFF;
                    case FILL -> 0x1A3380;
                    case ON_FILL -> 0xFFFFFF;
                    case FILL_MUTED -> 0xEAF0FF;
                    case MARK -> 0x23407F;
                    case FILL_MARK -> 0x0B1A4A;
                    case GOOD -> 0x7BEBB4;
                    case WARNING -> 0xFFD27A;
                    case BAD -> 0xFFB3B8;
                    case FOCUS -> 0xFFE066;
                });
    }
}
