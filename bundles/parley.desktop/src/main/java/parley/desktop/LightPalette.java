package parley.desktop;

import org.eclipse.swt.graphics.RGB;
import org.osgi.service.component.annotations.Component;

import parley.desktop.api.Palette;
import parley.desktop.api.ThemeInfo;
import parley.desktop.api.Token;

/** Dark letters on white. */
@Component
@ThemeInfo(id = LightPalette.ID, label = "%theme.light")
public final class LightPalette implements Palette {

    static final String ID = "parley.light";

    @Override
    public RGB rgb(Token token) {
        return Colors.rgb(
                switch (token) {
                    case BACKGROUND -> 0xFFFFFF;
                    case SIDE -> 0xF5F6FA;
                    case RAISED -> 0xEEF0F5;
                    case HOVER -> 0xE7E9F1;
                    case SELECTED -> 0xDDE6FF;
                    case LINE -> 0xE2E5EC;
                    case TEXT -> 0x14171F;
                    case MUTED -> 0x5E6576;
                    case ACCENT, FILL -> 0x2B58DE;
                    case ON_ACCENT, ON_FILL -> 0xFFFFFF;
                    case ACCENT_TEXT -> 0x2450CC;
                    case FILL_MUTED -> 0xE3EAFF;
                    case MARK -> 0xB9CDFF;
                    case FILL_MARK -> 0x1C3FA8;
                    case GOOD -> 0x16794A;
                    case WARNING -> 0x9A5B00;
                    case BAD -> 0xC02B3A;
                    case FOCUS -> 0x5B86FF;
                });
    }
}
