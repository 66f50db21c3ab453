package parley.desktop.chat.paint;

import com.google.zxing.WriterException;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import com.google.zxing.qrcode.encoder.ByteMatrix;
import com.google.zxing.qrcode.encoder.Encoder;

import org.eclipse.swt.graphics.GC;
import org.eclipse.swt.graphics.RGB;

import parley.desktop.api.Theme;
import parley.desktop.api.control.Mirror;
import parley.desktop.api.control.Shapes;

/** A QR code, black on a white card in every theme: cameras want it so. For the UI thread. */
public final class Qr {

    /** The white margin that a camera needs, in modules (ISO/IEC 18004). */
    private static final int MARGIN = 4;

    private static final RGB BLACK = new RGB(0, 0, 0);
    private static final RGB WHITE = new RGB(255, 255, 255);

    private final ByteMatrix modules;

    /**
     * @throws IllegalArgumentException if the text is too long for a QR code
     */
    public Qr(String text) {
        try {
            modules = Encoder.encode(text, ErrorCorrectionLevel.M).getMatrix();
        } catch (WriterException e) {
            throw new IllegalArgumentException("the text does not fit a QR code", e);
        }
    }

    /** Paints it into the square of {@code size} at (x, y): whole points for each module, or a camera sees stripes. */
    public void paint(GC gc, Theme theme, int x, int y, int size) {
        Shapes.fill(gc, theme.color(WHITE), x, y, size, size, 12);
        int point = Math.max(1, size / (modules.getWidth() + 2 * MARGIN));
        int from = (size - point * modules.getWidth()) / 2;
        gc.setBackground(theme.color(BLACK));
        boolean turned = Mirror.of(gc); // which a camera would not read
        for (int row = 0; row < modules.getHeight(); row++)
            for (int column = 0; column < modules.getWidth(); column++)
                if (modules.get(turned ? modules.getWidth() - 1 - column : column, row) == 1)
                    gc.fillRectangle(x + from + column * point, y + from + row * point, point, point);
    }

    /** The smallest square in which a camera can tell its modules apart, in points. */
    public int least() {
        return 3 * (modules.getWidth() + 2 * MARGIN);
    }
}
