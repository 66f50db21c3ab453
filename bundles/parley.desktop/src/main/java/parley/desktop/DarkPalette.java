package parley.desktop;

import org.eclipse.swt.graphics.RGB;
import org.osgi.service.component.annotations.Component;

import parley.desktop.api.Palette;
import parley.desktop.api.ThemeInfo;
import parley.desktop.api.Token;

/** Light letters on near black. */
@Component
@ThemeInfo(id = DarkPalette.ID, label = "%theme.dark", dark = true)
public final class DarkPalette implements Palette {

    static final String ID = "parley.dark";

    @Override
    public RGB rgb(Token token) {
        return Colors.rgb(
                switch (token) {
                    case BACKGROUND -> 0x13151B;
                    case SIDE -> 0x191C24;
                    case RAISED -> 0x262A35;
                    case HOVER -> 0x222631;
                    case SELECTED -> 0x2B3550;
                    case LINE -> 0x2A2E39;
                    case TEXT -> 0xECEEF4;
                    case MUTED -> 0xA0A6B6;
                    case ACCENT -> 0x6D90FF;
                    case ON_ACCENT -> 0x0B1020;
                    case ACCENT_TEXT -> 0x8FABFF;
                    case FILL -> 0x345CDB;
                    case ON_FILL -> 0xFFFFFF;
                    case FILL_MUTED -> 0xE2E9FF;
                    case MARK -> 0x3D5490;
                    case FILL_MARK -> 0x1B3690;
                    case GOOD -> 0x4CC38A;
                    case WARNING -> 0xF0B455;
                    case BAD -> 0xFF8088;
                    case FOCUS -> 0x7D9CFF;
                });
    }
}
