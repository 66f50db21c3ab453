package parley.transport.netty;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;

/** As much of the Distinguished Encoding Rules (X.690) as one kind of certificate takes. */
final class Der {

    static final int BOOLEAN = 0x01;
    static final int BIT_STRING = 0x03;
    static final int OCTET_STRING = 0x04;
    static final int UTF8_STRING = 0x0C;
    static final int SEQUENCE = 0x30;
    static final int SET = 0x31;

    private static final int INTEGER = 0x02;
    private static final int OBJECT_IDENTIFIER = 0x06;
    private static final int UTC_TIME = 0x17;
    private static final int GENERALIZED_TIME = 0x18;

    private Der() {}

    /** A tag, the length, and {@code parts} after each other. */
    static byte[] of(int tag, byte[]... parts) {
        var length = Arrays.stream(parts).mapToInt(part -> part.length).sum();
        var out = new ByteArrayOutputStream(length + 6);
        out.write(tag);
        if (length < 128) {
            out.write(length);
        } else {
            var bytes = (39 - Integer.numberOfLeadingZeros(length)) / 8;
            out.write(0x80 | bytes);
            for (var i = bytes - 1; i >= 0; i--) out.write(length >>> 8 * i);
        }
        for (var part : parts) out.writeBytes(part);
        return out.toByteArray();
    }

    static byte[] integer(BigInteger value) {
        return of(INTEGER, value.toByteArray());
    }

    /**
     * @param dotted for example {@code 2.5.29.17}
     */
    static byte[] oid(String dotted) {
        var arcs = dotted.split("\\.");
        var out = new ByteArrayOutputStream();
        base128(out, Long.parseLong(arcs[0]) * 40 + Long.parseLong(arcs[1]));
        for (var i = 2; i < arcs.length; i++) base128(out, Long.parseLong(arcs[i]));
        return of(OBJECT_IDENTIFIER, out.toByteArray());
    }

    /** A date of a certificate: in two digits of year up to 2049 (RFC 5280 §4.1.2.5). */
    static byte[] time(Instant time) {
        var utc = time.atOffset(ZoneOffset.UTC);
        var old = utc.getYear() < 2050;
        var text = DateTimeFormatter.ofPattern(old ? "yyMMddHHmmss'Z'" : "yyyyMMddHHmmss'Z'").format(utc);
        return of(old ? UTC_TIME : GENERALIZED_TIME, text.getBytes(US_ASCII));
    }

    private static void base128(ByteArrayOutputStream out, long value) {
        for (var shift = 56; shift > 0; shift -= 7) {
            if (value >>> shift != 0) out.write((int) (value >>> shift & 0x7F | 0x80));
        }
        out.write((int) (value & 0x7F));
    }
}
