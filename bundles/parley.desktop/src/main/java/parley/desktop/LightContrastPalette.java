package parley.desktop;

import org.eclipse.swt.graphics.RGB;
import org.osgi.service.component.annotations.Component;

import parley.desktop.api.Palette;
import parley.desktop.api.ThemeInfo;
import parley.desktop.api.Token;

/** Black letters on white, for those who need much contrast. */
@Component
@ThemeInfo(id = LightContrastPalette.ID, label = "%theme.contrast.light")
public final class LightContrastPalette implements Palette {

    static final String ID = "parley.contrast.light";

    @Override
    public RGB rgb(Token token) {
        return Colors.rgb(
                switch (token) {
                    case BACKGROUND, SIDE -> 0xFFFFFF;
                    case RAISED -> 0xF3F4F7;
                    case HOVER -> 0xE8ECF6;
                    case SELECTED -> 0xD9E4FF;
                    case LINE -> 0x4A5060;
                    case TEXT -> 0x000000;
                    case MUTED -> 0x2C313C;
                    case ACCENT, FILL -> 0x10308F;
                    case ON_ACCENT, ON_FILL -> 0xFFFFFF;
                    case ACCENT_TEXT -> 0x10308F;
                    case FILL_MUTED -> 0xEAF0FF;
                    case MARK -> 0xBFD2FF;
                    case FILL_MARK -> 0x081C5C;
                    case GOOD -> 0x07482A;
                    case WARNING -> 0x5A3300;
                    case BAD -> 0x86101E;
                    case FOCUS -> 0x10308F;
                });
    }
}
