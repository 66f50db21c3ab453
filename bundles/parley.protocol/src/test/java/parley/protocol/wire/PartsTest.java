package parley.protocol.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

import java.util.Optional;

class PartsTest {

    private static final Parts TWO = Parts.NONE.with(7, Bytes.of((byte) 1, (byte) 2)).with(1, Bytes.EMPTY);

    private static Parts read(String hex) throws MalformedException {
        return WireReader.decode(Bytes.ofHex(hex), Parts::read);
    }

    private static String written(Parts parts) {
        var out = new WireWriter();
        parts.write(out);
        return out.toBytes().hex();
    }

    @Test
    void standInTheOrderOfTheirTypesWhicheverCameFirst() throws MalformedException {
        assertEquals("010007020102", written(TWO));
        assertEquals(TWO, read("010007020102"));
        assertEquals(TWO.hashCode(), read("010007020102").hashCode());
        assertNotEquals(TWO, TWO.without(1));
    }

    @Test
    void noneTakeNoBytes() throws MalformedException {
        assertEquals("", written(Parts.NONE));
        assertEquals(Parts.NONE, read(""));
        assertEquals(Parts.NONE, TWO.without(7).without(1));
    }

    @Test
    void keepThoseThatNobodyKnows() throws MalformedException {
        assertEquals("0100ff0155", written(read("ff0155").with(1, Bytes.EMPTY)));
    }

    @Test
    void areReadWhole() throws MalformedException {
        assertEquals(Optional.of(0x0102), TWO.get(7, WireReader::u16));
        assertEquals(Optional.empty(), TWO.get(8, WireReader::u16));
        assertThrows(MalformedException.class, () -> TWO.get(7, WireReader::u8));
        assertThrows(MalformedException.class, () -> TWO.get(1, WireReader::u8));
    }

    @Test
    void refuseTwoOfATypeAndAWrongOrder() {
        for (var hex : new String[] {"01000100", "02000100", "01", "010200"}) {
            assertThrows(MalformedException.class, () -> read(hex), hex);
        }
    }

    @Test
    void haveTypesOfOneByte() {
        assertThrows(IllegalArgumentException.class, () -> TWO.with(0x100, Bytes.EMPTY));
        assertThrows(IllegalArgumentException.class, () -> TWO.with(-1, Bytes.EMPTY));
        assertEquals("ff00", written(Parts.NONE.with(0xFF, Bytes.EMPTY)));
    }

    @Test
    void areSilentAboutWhatTheySay() {
        assertEquals("Parts[1, 7]", TWO.toString());
    }
}
