package parley.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.zxing.common.BitMatrix;
import com.google.zxing.qrcode.decoder.Decoder;

import org.junit.jupiter.api.Test;

/** That a camera would read what the terminal shows. */
final class QrCodeTest {

    @Test
    void whatIsDrawnReadsBack() throws Exception {
        var link =
                "parley://relay.example:7463/join?fp=" + "0123456789abcdef".repeat(4) + "#" + "Zz9_-".repeat(8) + "abc";
        var lines = QrCode.of(link).replaceAll("\u001b\\[[0-9;]*m", "").split("\n");
        var width = lines[0].length();
        var modules = width - 4;
        var matrix = new BitMatrix(modules);
        for (var y = 0; y < modules; y++) {
            for (var x = 0; x < modules; x++) {
                var c = lines[(y + 2) / 2].charAt(x + 2);
                var upper = (y + 2) % 2 == 0;
                if (c == '█' || c == (upper ? '▀' : '▄')) matrix.set(x, y);
            }
        }
        assertEquals(link, new Decoder().decode(matrix).getText());
    }

    @Test
    void whatDoesNotFitIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> QrCode.of("x".repeat(5000)));
    }
}
