package parley.transport.netty;

import static parley.transport.netty.BrokenFrameException.BUSY;
import static parley.transport.netty.BrokenFrameException.PROTOCOL_ERROR;
import static parley.transport.netty.BrokenFrameException.TOO_BIG;
import static parley.transport.netty.BrokenFrameException.UNACCEPTABLE;

import io.netty.buffer.ByteBuf;

import parley.protocol.wire.Bytes;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Reads WebSocket frames (RFC 6455 §5.2) from whatever pieces the network makes of them. Our own, because Netty's
 * copies each frame twice more before it is an array on the heap. Takes binary messages only; pieces of one are put
 * together.
 *
 * <pre>
 *  0               1               2..9                +4       +n
 * +-+---+----+-+-------+---------------------------+--------+---------+
 * |F|RSV|op  |M| len   | extended length (0, 2, 8) | mask   | payload |
 * +-+---+----+-+-------+---------------------------+--------+---------+
 * </pre>
 */
final class FrameReader {

    static final int CONTINUATION = 0;
    static final int TEXT = 1;
    static final int BINARY = 2;
    static final int CLOSE = 8;
    static final int PING = 9;
    static final int PONG = 10;

    /** The longest payload of a control frame. */
    static final int MAX_CONTROL = 125;

    /** Sees the messages and control frames of one link. */
    interface Sink {

        void message(Bytes message);

        /**
         * @param control {@link #CLOSE}, {@link #PING} or {@link #PONG}
         */
        void control(int control, Bytes payload) throws BrokenFrameException;
    }

    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN).withInvokeExactBehavior();

    private final boolean masked;
    private final ByteBudget.Share memory;
    private final byte[] header = new byte[14];
    private int headerHas;
    private int headerNeeds = 2;

    private boolean inPayload;
    private int opcode;
    private boolean last;
    private int payload;
    private int payloadLeft;

    private boolean inMessage;
    private Gathering message = new Gathering();
    private final Gathering control = new Gathering();
    private long held;
    private long taken;
    private long ended;

    /**
     * @param masked whether the other end masks, as clients must and servers must not
     * @param memory where what an unfinished message takes above {@link Gathering#FIRST} comes from
     */
    FrameReader(boolean masked, ByteBudget.Share memory) {
        this.masked = masked;
        this.memory = memory;
    }

    /**
     * Reads all of {@code in}.
     *
     * @param maxMessage the longest message taken, in bytes
     */
    void read(ByteBuf in, int maxMessage, Sink sink) throws BrokenFrameException {
        while (in.isReadable()) {
            if (inPayload) {
                readPayload(in, maxMessage);
            } else {
                readHeader(in, maxMessage);
            }
            if (inPayload && payloadLeft == 0) endFrame(sink);
        }
    }

    /** Whether a message or a frame has begun and not ended. */
    boolean isUnfinished() {
        return inMessage || inPayload || headerHas > 0;
    }

    /** How many bytes of messages have come in all; those of control frames and headers do not count. */
    long taken() {
        return taken;
    }

    /** How many messages have ended, and control frames outside of any. */
    long ended() {
        return ended;
    }

    /** Gives back the memory of an unfinished message; nothing may be read after that. */
    void forget() {
        message = new Gathering();
        giveBack();
    }

    private void giveBack() {
        if (held > 0) memory.giveBack(held);
        held = 0;
    }

    private void readHeader(ByteBuf in, int maxMessage) throws BrokenFrameException {
        var count = Math.min(headerNeeds - headerHas, in.readableBytes());
        in.readBytes(header, headerHas, count);
        headerHas += count;
        if (headerHas < headerNeeds) return;
        if (headerHas == 2) {
            beginFrame();
            if (headerHas < headerNeeds) return;
        }
        var length = length();
        if (opcode < CLOSE && length > maxMessage - message.length()) {
            throw new BrokenFrameException(TOO_BIG, "a frame was larger than the " + maxMessage + " bytes taken here");
        }
        payload = (int) length;
        payloadLeft = payload;
        inPayload = true;
        headerHas = 0;
        headerNeeds = 2;
    }

    private void beginFrame() throws BrokenFrameException {
        last = (header[0] & 0x80) != 0;
        opcode = header[0] & 0x0F;
        var length = header[1] & 0x7F;
        if ((header[0] & 0x70) != 0) throw broken("a reserved bit was set");
        if (((header[1] & 0x80) != 0) != masked) throw broken(masked ? "a frame was not masked" : "a frame was masked");
        switch (opcode) {
            case CONTINUATION -> {
                if (!inMessage) throw broken("a continuation continued nothing");
            }
            case BINARY -> {
                if (inMessage) throw broken("a message began inside another");
                inMessage = true;
            }
            case TEXT ->
                    throw new BrokenFrameException(UNACCEPTABLE, "text frames are not taken here, only binary ones");
            case CLOSE, PING, PONG -> {
                if (!last || length > MAX_CONTROL) throw broken("a control frame was too long or in pieces");
            }
            default -> throw broken("frame type " + opcode + " is unknown");
        }
        headerNeeds = 2 + (length == 127 ? 8 : length == 126 ? 2 : 0) + (masked ? 4 : 0);
    }

    private long length() throws BrokenFrameException {
        var length = header[1] & 0x7F;
        if (length < 126) return length;
        if (length == 126) {
            var medium = (header[2] & 0xFF) << 8 | header[3] & 0xFF;
            if (medium < 126) throw broken("a length took more bytes than it needs");
            return medium;
        }
        var large = (long) LONG.get(header, 2);
        if (large >>> 16 == 0 || large < 0) throw broken("a length took more bytes than it needs, or too many");
        return large;
    }

    private void readPayload(ByteBuf in, int maxMessage) throws BrokenFrameException {
        var count = Math.min(payloadLeft, in.readableBytes());
        var target = opcode < CLOSE ? message : control;
        // Of a message in pieces nobody knows the length: were its memory to fit each piece, tiny ones would be copied
        // over and over.
        var expected = last ? target.length() + payloadLeft : maxMessage;
        hold(target.memoryWith(count, expected));
        target.take(in, count, expected);
        payloadLeft -= count;
        if (opcode < CLOSE) taken += count;
    }

    private void hold(int bytes) throws BrokenFrameException {
        var more = bytes - Gathering.FIRST - held;
        if (more <= 0) return;
        if (!memory.take(more)) {
            throw new BrokenFrameException(BUSY, "the relay is busy with other large messages; try again in a second");
        }
        held += more;
    }

    private void endFrame(Sink sink) throws BrokenFrameException {
        inPayload = false;
        var target = opcode < CLOSE ? message : control;
        if (masked) {
            var maskAt = (header[1] & 0x7F) == 127 ? 10 : (header[1] & 0x7F) == 126 ? 4 : 2;
            mask(target.array(), target.length() - payload, target.length(), header, maskAt);
        }
        if (opcode >= CLOSE) {
            if (!inMessage) ended++;
            sink.control(opcode, control.finish());
        } else if (last) {
            inMessage = false;
            ended++;
            var whole = message.finish();
            giveBack();
            sink.message(whole);
        }
    }

    /** Masks, or unmasks, {@code array} from {@code from} to {@code to} (exclusive) (RFC 6455 §5.3). */
    private static void mask(byte[] array, int from, int to, byte[] key, int keyAt) {
        var k =
                (key[keyAt] & 0xFF) << 24
                        | (key[keyAt + 1] & 0xFF) << 16
                        | (key[keyAt + 2] & 0xFF) << 8
                        | key[keyAt + 3] & 0xFF;
        if (k == 0) return;
        var twice = (long) k << 32 | k & 0xFFFFFFFFL;
        var i = from;
        for (; i <= to - 8; i += 8) LONG.set(array, i, (long) LONG.get(array, i) ^ twice);
        for (; i < to; i++) array[i] ^= key[keyAt + (i - from & 3)];
    }

    private static BrokenFrameException broken(String how) {
        return new BrokenFrameException(PROTOCOL_ERROR, "what came was no WebSocket frame: " + how);
    }
}
