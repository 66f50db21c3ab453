package parley.transport.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;

import org.jspecify.annotations.Nullable;

import parley.protocol.wire.Bytes;

/**
 * Writes the head and body of an HTTP message in slices, as fast as the channel takes them: written at once, all of a
 * body would be encrypted into memory outside the heap, for however slow a reader. Only for the channel's event loop.
 */
final class BodyPump {

    private static final int SLICE = 64 * 1024;

    private final Channel channel;
    private final ByteBuf rest;
    private @Nullable ByteBuf head;

    BodyPump(Channel channel, ByteBuf head, Bytes body) {
        this.channel = channel;
        this.head = head;
        this.rest = Unpooled.wrappedBuffer(body.shared());
    }

    /**
     * Writes what the channel takes now.
     *
     * @return the last write's future once everything has been handed over, else null: to be called again when the
     *     channel is writable
     */
    @Nullable ChannelFuture pump() {
        ChannelFuture last = null;
        if (head != null) {
            last = channel.write(head);
            head = null;
        }
        while (rest.isReadable() && channel.isWritable()) {
            last = channel.write(rest.readRetainedSlice(Math.min(SLICE, rest.readableBytes())));
        }
        channel.flush();
        return rest.isReadable() ? null : last;
    }
}
