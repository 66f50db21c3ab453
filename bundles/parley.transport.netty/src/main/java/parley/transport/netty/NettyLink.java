package parley.transport.netty;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.WARNING;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.ScheduledFuture;

import org.jspecify.annotations.Nullable;

import parley.protocol.wire.Bytes;
import parley.transport.api.Link;
import parley.transport.api.LinkListener;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;

/**
 * A link: one WebSocket connection after its handshake, and the last handler of its channel.
 *
 * <p>Frames to send wait in a queue of their own, not in Netty's: there a frame sent to a thousand links is held once,
 * and encrypted only when the socket takes it. However many frames are queued in a row, by however many threads, the
 * event loop is asked once to send them, which it does in few writes and one flush.
 */
final class NettyLink extends ChannelInboundHandlerAdapter implements Link, FrameReader.Sink {

    /**
     * {@link #isWritable()} turns false when this many bytes wait: less where memory is short, for a thousand slow
     * readers must fit.
     */
    static final int HIGH_WATER = Math.clamp(Runtime.getRuntime().maxMemory() / 2048, 64 * 1024, 512 * 1024);

    /** {@link #isWritable()} turns true again when no more than this many bytes wait. */
    static final int LOW_WATER = HIGH_WATER / 4;

    /** Small frames are put together to about one TLS record. */
    private static final int BATCH = 16 * 1024;

    /** Frames above this size are not copied into a batch. */
    private static final int SMALL = 8 * 1024;

    private static final int NORMAL = 1000;
    private static final int GOING_AWAY = 1001;
    private static final int INTERNAL_ERROR = 1011;

    private static final System.Logger log = System.getLogger(NettyLink.class.getName());

    private final Channel channel;
    private final boolean client;
    private final Bytes certificateHash;
    private final BooleanSupplier certificateValid;
    private final InetSocketAddress remote;
    private final Timeouts timeouts;

    private final Queue<Bytes> queue = new ConcurrentLinkedQueue<>();
    private final AtomicLong queued = new AtomicLong();
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private final AtomicReference<@Nullable String> closing = new AtomicReference<>();
    private volatile boolean full;
    private volatile boolean over;
    private volatile int maxFrame;

    // The rest belongs to the event loop.
    private final FrameReader reader;
    private final MessageProgress progress;
    private final StalledSocket stall;
    private @Nullable LinkListener listener;
    private @Nullable ScheduledFuture<?> pings;
    private int unanswered;
    private boolean heard;
    private boolean deaf;
    private boolean closeSent;
    private boolean toFlush;
    private @Nullable String ending;

    /**
     * @param certificateValid answers {@link #isCertificateValid}; may block
     * @param memory for what unfinished messages take
     */
    NettyLink(
            Channel channel,
            boolean client,
            Bytes certificateHash,
            BooleanSupplier certificateValid,
            int maxFrame,
            ByteBudget.Share memory,
            Timeouts timeouts) {
        this.channel = channel;
        this.client = client;
        this.certificateHash = certificateHash;
        this.certificateValid = certificateValid;
        this.remote = (InetSocketAddress) channel.remoteAddress();
        this.maxFrame = maxFrame;
        this.timeouts = timeouts;
        this.reader = new FrameReader(!client, memory);
        this.progress = new MessageProgress(channel, reader, timeouts.progress(), this::late);
        this.stall = new StalledSocket(channel, timeouts.stall(), this::stalled);
    }

    /** Hands this link's frames to {@code listener} from now on. Called on the event loop, once, before the first. */
    void begin(LinkListener listener) {
        this.listener = listener;
        if (!channel.isActive()) {
            end();
            return;
        }
        var nanos = timeouts.ping().toNanos();
        pings = channel.eventLoop().scheduleAtFixedRate(this::ping, nanos, nanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public boolean send(Bytes frame) {
        if (!isOpen()) return false;
        queue.add(frame);
        return queued(frame.length() + FrameWriter.MAX_HEADER);
    }

    @Override
    public boolean send(List<Bytes> frames) {
        if (!isOpen()) return false;
        var bytes = 0L;
        for (var frame : frames) {
            queue.add(frame);
            bytes += frame.length() + FrameWriter.MAX_HEADER;
        }
        return queued(bytes);
    }

    private boolean queued(long bytes) {
        if (queued.addAndGet(bytes) >= HIGH_WATER) full = true; // before the drain is asked for: it looks at this last
        schedule();
        return isWritable();
    }

    @Override
    public boolean isWritable() {
        return !full && isOpen();
    }

    @Override
    public void setReading(boolean reading) {
        if (!isOpen()) return;
        if (reading && !channel.config().isAutoRead()) progress.resumed();
        channel.config().setAutoRead(reading);
    }

    @Override
    public void setMaxFrame(int bytes) {
        maxFrame = bytes;
    }

    @Override
    public Bytes certificateHash() {
        return certificateHash;
    }

    @Override
    public boolean isCertificateValid() {
        return certificateValid.getAsBoolean();
    }

    @Override
    public InetSocketAddress remote() {
        return remote;
    }

    @Override
    public boolean isOpen() {
        return !over && closing.get() == null;
    }

    @Override
    public void close(String reason) {
        if (closing.compareAndSet(null, reason)) schedule();
    }

    private void schedule() {
        if (!scheduled.compareAndSet(false, true)) return;
        try {
            channel.eventLoop().execute(this::drain);
        } catch (RejectedExecutionException e) { // the loop has stopped, and every channel with it
            over = true;
        }
    }

    private void drain() {
        scheduled.set(false); // before the queue is looked at: who adds after that asks again
        if (over || closeSent) {
            queue.clear();
            return;
        }
        writeQueue();
        if (full && queued.get() <= LOW_WATER) {
            full = false;
            tell(LinkListener::writable);
        }
        var reason = closing.get();
        if (reason == null) return;
        if (ending == null) beginLinger(reason);
        if (queue.isEmpty()) sendClose(NORMAL, reason);
    }

    private void writeQueue() {
        ByteBuf batch = null;
        var wrote = false;
        while (channel.isWritable()) {
            var frame = queue.poll();
            if (frame == null) break;
            wrote = true;
            var length = frame.length();
            var inBatch = FrameWriter.MAX_HEADER + (client || length <= SMALL ? length : 0);
            if (batch != null && batch.writableBytes() < inBatch) {
                channel.write(batch, channel.voidPromise());
                batch = null;
            }
            if (batch == null) {
                var room = Math.min(BATCH, queued.get());
                batch = channel.alloc().directBuffer((int) Math.max(room, inBatch));
            }
            if (client || length <= SMALL) {
                FrameWriter.frame(batch, FrameReader.BINARY, frame, client);
            } else {
                FrameWriter.header(batch, FrameReader.BINARY, length, false);
                channel.write(batch, channel.voidPromise());
                batch = null;
                channel.write(Unpooled.wrappedBuffer(frame.shared()), channel.voidPromise());
            }
            queued.addAndGet(-(length + FrameWriter.MAX_HEADER));
        }
        if (batch != null) channel.write(batch, channel.voidPromise());
        if (wrote) channel.flush();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (!over) stall.changed();
        if (channel.isWritable()) schedule();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object data) {
        heard = true;
        try {
            if (deaf || !(data instanceof ByteBuf in)) return;
            reader.read(in, maxFrame, this);
            progress.read();
        } catch (BrokenFrameException e) {
            hearNoMore(e.code, e.why); // where the next frame begins is not known any more
        } finally {
            ReferenceCountUtil.release(data);
        }
    }

    private void late() {
        hearNoMore(BrokenFrameException.TOO_SLOW, "a message came too slowly; connect again on a better line");
    }

    private void hearNoMore(int code, String why) {
        deaf = true;
        reader.forget();
        progress.end();
        log.log(DEBUG, "Closed the link with {0}: {1}", remote, why);
        fail(code, why);
    }

    /** Ends the link at once: a goodbye would wait behind what is not taken. */
    private void stalled() {
        var why = "the other end has taken nothing of what was sent for " + timeouts.stall().toSeconds() + " seconds";
        log.log(DEBUG, "Closed the link with {0}: {1}", remote, why);
        closing.compareAndSet(null, why);
        if (ending == null) ending = why;
        queue.clear();
        channel.close();
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (toFlush) channel.flush();
        toFlush = false;
    }

    @Override
    public void message(Bytes message) {
        if (isOpen() && ending == null) tell(to -> to.received(message));
    }

    @Override
    public void control(int control, Bytes payload) throws BrokenFrameException {
        switch (control) {
            case FrameReader.PING -> {
                // Who sends pings without reading the answers gets none: an answer is owed to the last one only
                // (§5.5.3).
                if (!closeSent && channel.isWritable()) write(FrameReader.PONG, payload);
            }
            case FrameReader.CLOSE -> closedByPeer(payload);
            default -> {} // a pong has done its work by coming
        }
    }

    private void closedByPeer(Bytes payload) throws BrokenFrameException {
        var goodbye = Goodbye.of(payload);
        if (ending == null) beginLinger(goodbye.reason()); // who says goodbye may not take what we still say
        deaf = true;
        if (closeSent) {
            channel.close();
        } else {
            closeSent = true;
            queue.clear();
            write(FrameReader.CLOSE, new Goodbye(goodbye.code(), "").payload());
            channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        }
    }

    private void ping() {
        if (heard || !channel.config().isAutoRead()) unanswered = 0; // what we do not read we cannot hear
        heard = false;
        if (unanswered >= 2) {
            fail(
                    GOING_AWAY,
                    "the other end has not answered for " + timeouts.ping().multipliedBy(3).toSeconds() + " seconds");
            return;
        }
        unanswered++;
        if (closeSent || !channel.isWritable()) return; // behind what waits it would ask nothing in time
        write(FrameReader.PING, Bytes.EMPTY);
        channel.flush();
    }

    private void write(int opcode, Bytes payload) {
        var out = channel.alloc().directBuffer(FrameWriter.MAX_HEADER + payload.length());
        FrameWriter.frame(out, opcode, payload, client);
        channel.write(out, channel.voidPromise());
        toFlush = true;
    }

    /** Closes because the other end, or our listener, did wrong: nothing that waits is sent. */
    private void fail(int code, String reason) {
        if (over || closeSent) return;
        queue.clear();
        closing.compareAndSet(null, reason);
        if (ending == null) beginLinger(reason);
        sendClose(code, reason);
    }

    private void beginLinger(String reason) {
        ending = reason;
        channel.config().setAutoRead(true); // the other end's goodbye is still to come
        channel.eventLoop().schedule(() -> channel.close(), timeouts.linger().toNanos(), TimeUnit.NANOSECONDS);
    }

    private void sendClose(int code, String reason) {
        if (closeSent) return;
        closeSent = true;
        write(FrameReader.CLOSE, new Goodbye(code, reason).payload());
        channel.flush();
    }

    private interface Call {
        void on(LinkListener listener);
    }

    private void tell(Call call) {
        if (listener == null) return;
        try {
            call.on(listener);
        } catch (RuntimeException | Error e) { // must not end a loop that serves others
            log.log(WARNING, "Closed the link with " + remote + " because its listener failed", e);
            fail(INTERNAL_ERROR, "something went wrong inside this program; its log says what");
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (ending == null) {
            ending =
                    cause instanceof IOException
                            ? "the connection was lost"
                            : "the connection was disturbed: what came was not what the other end sent";
        }
        log.log(DEBUG, "The link with {0} broke: {1}", remote, cause.toString());
        ctx.close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        end();
    }

    private void end() {
        if (over) return;
        over = true;
        deaf = true;
        reader.forget();
        progress.end();
        stall.end();
        queue.clear();
        if (pings != null) pings.cancel(false);
        var reason = ending != null ? ending : closing.get() != null ? closing.get() : "";
        var to = listener;
        listener = null;
        if (to == null) return;
        try {
            to.closed(reason == null ? "" : reason);
        } catch (RuntimeException | Error e) {
            log.log(WARNING, "The listener of the link with " + remote + " failed at its end", e);
        }
    }
}
