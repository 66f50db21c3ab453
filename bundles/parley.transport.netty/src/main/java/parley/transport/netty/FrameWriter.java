package parley.transport.netty;

import io.netty.buffer.ByteBuf;

import parley.protocol.wire.Bytes;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.concurrent.ThreadLocalRandom;

/** Writes WebSocket frames (RFC 6455 §5.2), each in one piece. */
final class FrameWriter {

    /** The most bytes that a frame's header takes. */
    static final int MAX_HEADER = 14;

    private static final VarHandle LONG =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN).withInvokeExactBehavior();

    private FrameWriter() {}

    /** Appends a whole frame. */
    static void frame(ByteBuf out, int opcode, Bytes payload, boolean masked) {
        header(out, opcode, payload.length(), masked);
        if (!masked) {
            out.writeBytes(payload.shared());
            return;
        }
        // Masks keep a page's script from writing bytes of its choice to the wire (§10.3). Ours go over TLS or stay on
        // this machine, so that the mask need not be secret, only there.
        var key = ThreadLocalRandom.current().nextInt();
        out.writeInt(key);
        var twice = (long) key << 32 | key & 0xFFFFFFFFL;
        var array = payload.shared();
        var i = 0;
        for (; i <= array.length - 8; i += 8) out.writeLong((long) LONG.get(array, i) ^ twice);
        for (; i < array.length; i++) out.writeByte(array[i] ^ key >>> 8 * (3 - (i & 3)));
    }

    /** Appends a header; a mask and the payload are to follow. */
    static void header(ByteBuf out, int opcode, int length, boolean masked) {
        var mask = masked ? 0x80 : 0;
        out.writeByte(0x80 | opcode);
        if (length < 126) {
            out.writeByte(mask | length);
        } else if (length < 1 << 16) {
            out.writeByte(mask | 126).writeShort(length);
        } else {
            out.writeByte(mask | 127).writeLong(length);
        }
    }
}
