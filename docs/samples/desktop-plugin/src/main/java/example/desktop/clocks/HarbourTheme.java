package example.desktop.clocks;

import org.eclipse.swt.graphics.RGB;
import org.osgi.service.component.annotations.Component;

import parley.desktop.api.Palette;
import parley.desktop.api.ThemeInfo;
import parley.desktop.api.Token;

/** A theme: a colour for each purpose. People choose it in the preferences, under Appearance. */
@Component
@ThemeInfo(id = "example.desktop.harbour", label = "Harbour at night", dark = true)
public final class HarbourTheme implements Palette {

    @Override
    public RGB rgb(Token token) {
        int rgb = switch (token) { // without a default: the compiler tells of a purpose that is new
                    case BACKGROUND -> 0x08191F;
                    case SIDE -> 0x0B2129;
                    case RAISED -> 0x153440;
                    case HOVER -> 0x112B35;
                    case SELECTED -> 0x1B4553;
                    case LINE -> 0x1A3A46;
                    case TEXT -> 0xE8F3F4;
                    case MUTED -> 0x9DB7BD;
                    case ACCENT -> 0xF2B25C;
                    case ON_ACCENT -> 0x1D1203;
                    case ACCENT_TEXT -> 0xF6C47F;
                    case FILL -> 0x1B6F7E;
                    case ON_FILL -> 0xFFFFFF;
                    case FILL_MUTED -> 0xE0F4F6;
                    case MARK -> 0x2F5F6E;
                    case FILL_MARK -> 0x0E4A56;
                    case GOOD -> 0x62CFA0;
                    case WARNING -> 0xF2B25C;
                    case BAD -> 0xFF9A8E;
                    case FOCUS -> 0xF6C47F;
                };
        return new RGB(rgb >> 16, rgb >> 8 & 0xFF, rgb & 0xFF);
    }
}
