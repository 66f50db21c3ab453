package parley.desktop;

import org.eclipse.swt.graphics.RGB;

/** Reads colours as they are written in design tools. */
final class Colors {

    private Colors() {}

    /** The colour of {@code 0xRRGGBB}. */
    static RGB rgb(int hex) {
        return new RGB(hex >> 16 & 0xFF, hex >> 8 & 0xFF, hex & 0xFF);
    }
}
