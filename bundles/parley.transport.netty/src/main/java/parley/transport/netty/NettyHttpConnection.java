package parley.transport.netty;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;

import org.jspecify.annotations.Nullable;

import parley.transport.api.Endpoint;
import parley.transport.api.HttpCall;
import parley.transport.api.HttpConnection;
import parley.transport.api.HttpReply;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;

/** HTTP exchanges on one connection, which the caller's thread waits for and an event loop carries out. */
final class NettyHttpConnection extends ChannelInboundHandlerAdapter implements HttpConnection {

    /** The longest body of an answer, in bytes. */
    static final int MAX_REPLY = 16 << 20;

    private static final class Exchange {

        final HttpCall call;
        final CompletableFuture<HttpReply> reply = new CompletableFuture<>();
        volatile long progress = System.nanoTime();
        boolean interim;
        boolean last;
        int status;
        Map<String, String> headers = Map.of();
        int expected;
        final Gathering body = new Gathering();

        Exchange(HttpCall call) {
            this.call = call;
        }
    }

    private final class ResponseDecoder extends HttpResponseDecoder {

        ResponseDecoder() {
            super(
                    new HttpDecoderConfig()
                            .setMaxInitialLineLength(RequestHead.MAX_LINE)
                            .setMaxHeaderSize(RequestHead.MAX_HEADERS)
                            .setMaxChunkSize(64 * 1024));
        }

        @Override
        protected boolean isContentAlwaysEmpty(HttpMessage message) {
            var exchange = current.get();
            return exchange != null && exchange.call.method().equals("HEAD") || super.isContentAlwaysEmpty(message);
        }
    }

    private final Endpoint to;
    private final Channel channel;
    private final Timeouts timeouts;
    private final AtomicReference<@Nullable Exchange> current = new AtomicReference<>();
    private @Nullable BodyPump pump; // the event loop's

    NettyHttpConnection(Endpoint to, Channel channel, Timeouts timeouts) {
        this.to = to;
        this.channel = channel;
        this.timeouts = timeouts;
    }

    /** Takes the channel over. */
    void begin() {
        channel.eventLoop()
                .execute(() -> {
                    channel.pipeline().replace(Dialer.HUSH, "http", this);
                    channel.pipeline().addBefore("http", "decoder", new ResponseDecoder());
                    channel.config().setAutoRead(true);
                });
    }

    @Override
    public HttpReply exchange(HttpCall call) throws IOException {
        var head = HttpHead.of(call, to, channel.alloc());
        var exchange = new Exchange(call);
        if (!current.compareAndSet(null, exchange)) {
            head.release();
            throw new IllegalStateException("another exchange is under way on this connection");
        }
        try {
            channel.eventLoop()
                    .execute(() -> {
                        if (!channel.isActive()) {
                            head.release();
                            fail("the connection to " + to + " has ended; connect again", null);
                            return;
                        }
                        pump = new BodyPump(channel, head, call.body());
                        writeOn();
                    });
            return await(exchange);
        } catch (RejectedExecutionException e) {
            head.release();
            throw new IOException("the connection to " + to + " has ended: this program is stopping", e);
        } finally {
            current.set(null);
        }
    }

    private HttpReply await(Exchange exchange) throws IOException {
        try {
            while (true) {
                var left = exchange.progress + timeouts.progress().toNanos() - System.nanoTime();
                if (left <= 0) {
                    throw new IOException(
                            to + " has not gone on for " + timeouts.progress().toSeconds() + " seconds; connect again");
                }
                try {
                    return exchange.reply.get(left, TimeUnit.NANOSECONDS);
                } catch (TimeoutException e) {
                    continue; // unless something has moved meanwhile, the above throws
                }
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException io ? new IOException(io.getMessage(), io) : new IOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the exchange was called off");
        } finally {
            if (!exchange.reply.isDone() || exchange.reply.isCompletedExceptionally()) channel.close();
        }
    }

    @Override
    public void close() {
        channel.close();
    }

    private void writeOn() {
        var exchange = current.get();
        if (pump == null || exchange == null) return;
        exchange.progress = System.nanoTime();
        if (pump.pump() != null) pump = null;
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (channel.isWritable()) writeOn();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object object) {
        try {
            var exchange = current.get();
            if (exchange == null || exchange.reply.isDone()) {
                channel.close(); // speaks without being asked
                return;
            }
            exchange.progress = System.nanoTime();
            if (object instanceof HttpResponse response) begin(exchange, response);
            if (object instanceof HttpContent content && !exchange.reply.isDone()) gather(exchange, content);
        } finally {
            ReferenceCountUtil.release(object);
        }
    }

    private void begin(Exchange exchange, HttpResponse response) {
        if (response.decoderResult().isFailure()) {
            fail(
                    to + " is no Parley relay (what it sent is not HTTP); check the address",
                    response.decoderResult().cause());
            return;
        }
        exchange.status = response.status().code();
        exchange.interim = exchange.status < 200;
        var headers = new HashMap<String, String>();
        for (var each : response.headers()) {
            headers.merge(each.getKey().toLowerCase(Locale.ROOT), each.getValue(), (one, two) -> one + ", " + two);
        }
        exchange.headers = headers;
        exchange.last =
                Upgrade.names(headers.get("connection"), "close")
                        || !response.protocolVersion().equals(HttpVersion.HTTP_1_1);
        exchange.expected = MAX_REPLY;
        var length = headers.get("content-length");
        if (length == null || exchange.call.method().equals("HEAD")) return;
        if (length.length() > 9
                || !length.chars().allMatch(c -> c >= '0' && c <= '9')
                || Integer.parseInt(length) > MAX_REPLY) {
            fail(to + " sent an answer of more than " + MAX_REPLY + " bytes; connect again", null);
        } else {
            exchange.expected = Integer.parseInt(length);
        }
    }

    private void gather(Exchange exchange, HttpContent content) {
        var count = content.content().readableBytes();
        if (content.decoderResult().isFailure() || count > exchange.expected - exchange.body.length()) {
            fail(to + " sent an answer that is too long or cut up wrongly; connect again", null);
            return;
        }
        if (count > 0) exchange.body.take(content.content(), count, exchange.expected);
        if (!(content instanceof LastHttpContent) || exchange.interim) return;
        var ended = exchange.last || pump != null; // it answered before it had heard all
        pump = null;
        if (ended) channel.close();
        exchange.reply.complete(new HttpReply(exchange.status, exchange.headers, exchange.body.finish()));
    }

    private void fail(String why, @Nullable Throwable cause) {
        var exchange = current.get();
        if (exchange != null) exchange.reply.completeExceptionally(new IOException(why, cause));
        channel.close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        fail(to + " closed the connection before it had answered; connect again", null);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        fail("the connection to " + to + " was lost; connect again", cause);
    }
}
