package parley.admin;

import com.google.zxing.WriterException;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import com.google.zxing.qrcode.encoder.ByteMatrix;
import com.google.zxing.qrcode.encoder.Encoder;

/** A QR code in a terminal: two modules to a character, black on white whatever the terminal's colours. */
final class QrCode {

    /**
     * The white margin that a camera needs, in modules (ISO/IEC 18004 asks for 4; 2 read well and fit a small window).
     */
    private static final int MARGIN = 2;

    private static final String BLACK_ON_WHITE = "\u001b[30;107m";
    private static final String RESET = "\u001b[0m";

    private QrCode() {}

    /**
     * @throws IllegalArgumentException if the text is too long for a QR code
     */
    static String of(String text) {
        try {
            return draw(Encoder.encode(text, ErrorCorrectionLevel.L).getMatrix());
        } catch (WriterException e) {
            throw new IllegalArgumentException("the text does not fit a QR code", e);
        }
    }

    private static String draw(ByteMatrix modules) {
        var out = new StringBuilder();
        for (var y = -MARGIN; y < modules.getHeight() + MARGIN; y += 2) {
            out.append(BLACK_ON_WHITE);
            for (var x = -MARGIN; x < modules.getWidth() + MARGIN; x++) {
                var upper = isBlack(modules, x, y);
                var lower = isBlack(modules, x, y + 1);
                out.append(upper ? lower ? '█' : '▀' : lower ? '▄' : ' ');
            }
            out.append(RESET).append('\n');
        }
        return out.toString();
    }

    private static boolean isBlack(ByteMatrix modules, int x, int y) {
        return x >= 0 && y >= 0 && x < modules.getWidth() && y < modules.getHeight() && modules.get(x, y) == 1;
    }
}
