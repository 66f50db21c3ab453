package parley.transport.netty;

import static java.nio.charset.StandardCharsets.UTF_8;

import parley.protocol.wire.Bytes;

import java.util.Arrays;

/** What a WebSocket close frame says (RFC 6455 §5.5.1); code 1005 stands for nothing. */
record Goodbye(int code, String reason) {

    /** The most of a reason that is sent, in bytes of UTF-8. */
    static final int MAX_REASON = 120;

    private static final int NOTHING = 1005;

    /** Reads a close frame's payload. What cannot be shown to a person is replaced. */
    static Goodbye of(Bytes payload) throws BrokenFrameException {
        if (payload.isEmpty()) return new Goodbye(NOTHING, "");
        if (payload.length() == 1) {
            throw new BrokenFrameException(BrokenFrameException.PROTOCOL_ERROR, "a close frame had half a code");
        }
        var code = (payload.get(0) & 0xFF) << 8 | payload.get(1) & 0xFF;
        if (code < 1000 || code >= 5000 || code == 1004 || code == NOTHING || code == 1006 || code == 1015) {
            throw new BrokenFrameException(BrokenFrameException.PROTOCOL_ERROR, "close code " + code + " is not used");
        }
        var text = new String(payload.shared(), 2, payload.length() - 2, UTF_8);
        return new Goodbye(code, text.replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]", " "));
    }

    Bytes payload() {
        if (code == NOTHING) return Bytes.EMPTY;
        var text = reason.getBytes(UTF_8);
        var length = Math.min(text.length, MAX_REASON);
        while (length < text.length && length > 0 && (text[length] & 0xC0) == 0x80) length--; // not inside a character
        var payload = new byte[2 + length];
        payload[0] = (byte) (code >>> 8);
        payload[1] = (byte) code;
        System.arraycopy(text, 0, payload, 2, length);
        return Bytes.wrap(Arrays.copyOf(payload, payload.length));
    }
}
