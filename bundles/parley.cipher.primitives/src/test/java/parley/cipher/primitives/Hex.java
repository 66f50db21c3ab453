package parley.cipher.primitives;

import java.util.HexFormat;

/** Bytes as vectors write them: hexadecimal, with blanks where they help the eye. */
final class Hex {

    private Hex() {}

    static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replaceAll("\\s", ""));
    }

    static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
