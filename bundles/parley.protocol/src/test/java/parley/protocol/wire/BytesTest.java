package parley.protocol.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.nio.ReadOnlyBufferException;

class BytesTest {

    @Test
    void isItsContent() {
        var bytes = Bytes.ofHex("00ff7f");
        assertEquals(bytes, Bytes.of((byte) 0, (byte) 0xFF, (byte) 0x7F));
        assertEquals(bytes.hashCode(), Bytes.ofHex("00FF7F").hashCode());
        assertNotEquals(bytes, Bytes.ofHex("00ff"));
        assertEquals("ff7f", bytes.slice(1, 3).hex());
        assertSame(Bytes.EMPTY, Bytes.of());
        assertSame(Bytes.EMPTY, bytes.slice(1, 1));
        assertThrows(IllegalArgumentException.class, () -> Bytes.ofHex("0"));
    }

    @Test
    void isNotChangedFromOutside() {
        var array = new byte[] {1, 2};
        var bytes = Bytes.of(array);
        array[0] = 9;
        bytes.toArray()[0] = 9;
        assertEquals("0102", bytes.hex());
        assertThrows(ReadOnlyBufferException.class, () -> bytes.view().put((byte) 9));
    }

    @Test
    void comparesUnsigned() {
        assertTrue(Bytes.ofHex("80").compareTo(Bytes.ofHex("7f")) > 0);
        assertTrue(Bytes.ofHex("80").compareTo(Bytes.ofHex("8000")) < 0);
        assertEquals(0, Bytes.ofHex("80").compareTo(Bytes.ofHex("80")));
    }

    @Test
    void printsNoContent() {
        assertEquals("2 bytes", Bytes.ofHex("abcd").toString());
    }
}
