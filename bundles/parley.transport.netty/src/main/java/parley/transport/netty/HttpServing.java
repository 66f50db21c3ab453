package parley.transport.netty;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.WARNING;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.ReferenceCountUtil;

import org.jspecify.annotations.Nullable;

import parley.protocol.wire.Bytes;
import parley.transport.api.HttpCall;
import parley.transport.api.HttpReply;

import java.net.InetAddress;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;

/**
 * Serves one connection until it becomes a link: gathers each request, has it answered on a virtual thread, writes the
 * answer, and only then looks at the next request.
 */
final class HttpServing extends ChannelInboundHandlerAdapter {

    /** What must come or go of a body in {@link Timeouts#progress()}, in bytes. */
    static final int MIN_PROGRESS = 16 * 1024;

    /** What may wait while a request is answered; a client sends so much ahead by design only. */
    private static final int MAX_AHEAD = 256;

    /** Bodies below this size need no place in the budget. */
    private static final int SMALL_BODY = 16 * 1024;

    private static final System.Logger log = System.getLogger(HttpServing.class.getName());

    private enum State {
        HEAD,
        ASKING,
        BODY,
        ANSWERING,
        WRITING,
        PARTING
    }

    private final NettyListener listener;
    private final Channel channel;
    private final InetAddress from;
    private final ByteBudget.Share bodies;
    private final ByteBudget.Share replies;
    private final RequestDecoder decoder;
    private final Timeouts timeouts;
    private final Deadline deadline;
    private final Queue<Object> ahead = new ArrayDeque<>();
    private State state = State.HEAD;
    private boolean stopping;

    // of the request at hand
    private @Nullable RequestHead head;
    private Gathering body = new Gathering();
    private int progress;
    private long reserved;
    private @Nullable BodyPump pump;

    HttpServing(NettyListener listener, Channel channel, InetAddress from, RequestDecoder decoder, Timeouts timeouts) {
        this.listener = listener;
        this.channel = channel;
        this.from = from;
        this.bodies = listener.bodies().share(from);
        this.replies = listener.replies().share(from);
        this.decoder = decoder;
        this.timeouts = timeouts;
        this.deadline = new Deadline(channel.eventLoop(), this::late);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        decoder.onFirstByte(() -> {
            if (state == State.HEAD) deadline.in(timeouts.headers());
        });
        deadline.in(timeouts.headers());
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        deadline.end();
        body = new Gathering();
        for (var object : ahead) ReferenceCountUtil.release(object);
        ahead.clear();
        if (state == State.BODY || state == State.WRITING) giveBack();
        pump = null;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof SslHandshakeCompletionEvent done) {
            if (done.isSuccess()) {
                deadline.in(timeouts.headers());
            } else {
                log.log(DEBUG, "No TLS with {0}: {1}", channel.remoteAddress(), String.valueOf(done.cause()));
            }
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object object) {
        if (state == State.PARTING) {
            ReferenceCountUtil.release(object);
        } else if (state == State.ASKING || state == State.ANSWERING || state == State.WRITING) {
            channel.config().setAutoRead(false); // until this is decided, or its answer written
            if (ahead.size() < MAX_AHEAD) {
                ahead.add(object);
            } else {
                ReferenceCountUtil.release(object);
                ctx.close();
            }
        } else {
            take(object);
        }
    }

    private void take(Object object) {
        try {
            if (object instanceof HttpRequest request) begin(request);
            if (object instanceof HttpContent content && state == State.BODY) gather(content);
        } catch (RefusedRequestException e) {
            refuse(e.status, e.why);
        } finally {
            ReferenceCountUtil.release(object);
        }
    }

    private void begin(HttpRequest request) throws RefusedRequestException {
        var begun = RequestHead.of(request, listener.maxBody());
        head = begun;
        progress = 0;
        if (begun.bodyAtMost() > SMALL_BODY) {
            state = State.ASKING; // first whether it is wanted at all: whoever may not upload takes no room from others
            deadline.clear();
            var bare = new HttpCall(begun.method(), begun.path(), begun.headers(), Bytes.EMPTY);
            listener.ask(bare, refusal -> onLoop(() -> asked(begun, refusal)));
        } else {
            welcome(begun);
        }
    }

    private void asked(RequestHead begun, Optional<HttpReply> refusal) {
        if (!channel.isActive() || state != State.ASKING) return;
        if (refusal.isPresent()) {
            refuse(refusal.get());
            return;
        }
        if (!bodies.take(begun.bodyAtMost())) {
            refuse(503, "the relay is busy with other uploads; try again in a second");
            return;
        }
        reserved = begun.bodyAtMost();
        welcome(begun);
        takeAhead();
    }

    private void welcome(RequestHead begun) {
        state = State.BODY;
        deadline.in(timeouts.progress());
        if (begun.expectsContinue()) {
            channel.writeAndFlush(Unpooled.copiedBuffer("HTTP/1.1 100 Continue\r\n\r\n", UTF_8));
        }
    }

    private void gather(HttpContent content) throws RefusedRequestException {
        var begun = head;
        if (begun == null) return;
        if (content.decoderResult().isFailure()) throw new RefusedRequestException(400, "the body was cut up wrongly");
        var count = content.content().readableBytes();
        if (count > begun.bodyAtMost() - body.length()) throw RequestHead.tooLarge(listener.maxBody());
        if (count > 0) body.take(content.content(), count, begun.bodyAtMost());
        progress += count;
        if (progress >= MIN_PROGRESS) {
            progress = 0;
            deadline.in(timeouts.progress());
        }
        if (content instanceof LastHttpContent) {
            deadline.clear();
            if (begun.upgrade()) {
                upgrade(begun);
            } else {
                answer(begun, body.finish());
            }
        }
    }

    private void upgrade(RequestHead request) throws RefusedRequestException {
        if (!Upgrade.isFromHere(request.headers().get("origin"), request.headers().get("host"))) {
            throw new RefusedRequestException(403, "a page of another site opens no link here");
        }
        var key = request.headers().get("sec-websocket-key");
        if (!"13".equals(request.headers().get("sec-websocket-version"))) {
            throw new RefusedRequestException(426, "WebSocket version 13 is spoken here");
        }
        if (key == null || !Upgrade.isKey(key)) throw new RefusedRequestException(400, "sec-websocket-key is no key");
        if (!ahead.isEmpty()) throw new RefusedRequestException(400, "nothing else may go before an upgrade's answer");
        channel.writeAndFlush(HttpHead.ofSwitch(Upgrade.accept(key), channel.alloc()), channel.voidPromise());
        var link = listener.newLink(channel, from);
        channel.pipeline().replace(this, "link", link);
        listener.begin(link);
        channel.pipeline().remove(decoder); // what came after the request goes to the link now
    }

    private void answer(RequestHead request, Bytes bytes) {
        state = State.ANSWERING;
        var call = new HttpCall(request.method(), request.path(), request.headers(), bytes);
        listener.answer(call, reply -> onLoop(() -> write(request, reply)));
    }

    private void onLoop(Runnable then) {
        try {
            channel.eventLoop().execute(then);
        } catch (RejectedExecutionException e) { // the loop has stopped, and the channel with it
            log.log(DEBUG, "An answer came after the end");
        }
    }

    private void write(RequestHead request, HttpReply reply) {
        giveBack();
        if (!channel.isActive() || state != State.ANSWERING) return;
        state = State.WRITING;
        var size = reply.body().length();
        if (size > SMALL_BODY) {
            if (!replies.take(size)) {
                refuse(503, "the relay is busy with other downloads; try again in a second");
                return;
            }
            reserved = -size; // taken from the other budget
        }
        try {
            var bare = request.method().equals("HEAD") || reply.status() == 204 || reply.status() == 304;
            var keepAlive = request.keepAlive() && !stopping;
            var withLength = reply.status() != 204 && reply.status() != 304;
            var out = HttpHead.of(reply, withLength, keepAlive, channel.alloc());
            pump = new BodyPump(channel, out, bare ? Bytes.EMPTY : reply.body());
        } catch (IllegalArgumentException e) {
            log.log(WARNING, "An answer to " + request.method() + " could not be written", e);
            refuse(500, "the relay failed to answer; its log says why");
            return;
        }
        writeOn();
    }

    private void writeOn() {
        var writing = pump;
        var request = head;
        if (writing == null || request == null) return;
        var last = writing.pump();
        if (last == null) {
            deadline.in(timeouts.progress());
            return;
        }
        pump = null;
        giveBack();
        if (request.keepAlive() && !stopping) {
            next();
        } else {
            part(last);
        }
    }

    private void next() {
        state = State.HEAD;
        head = null;
        decoder.awaitFirstByte();
        deadline.in(timeouts.idle());
        takeAhead();
    }

    private void takeAhead() {
        Object object;
        while ((state == State.HEAD || state == State.BODY) && (object = ahead.poll()) != null) take(object);
        if (ahead.isEmpty() && channel.isRegistered()) channel.config().setAutoRead(true);
    }

    private void giveBack() {
        if (reserved > 0) bodies.giveBack(reserved);
        if (reserved < 0) replies.giveBack(-reserved);
        reserved = 0;
    }

    /** Answers what is not passed on, and parts: where the next request would begin is not known. */
    private void refuse(int status, String why) {
        var headers =
                status == 503
                        ? Map.of("content-type", "text/plain; charset=utf-8", "retry-after", "1")
                        : status == 426
                                ? Map.of("content-type", "text/plain; charset=utf-8", "sec-websocket-version", "13")
                                : Map.of("content-type", "text/plain; charset=utf-8");
        log.log(DEBUG, "Refused a request from {0}: {1}", channel.remoteAddress(), why);
        refuse(new HttpReply(status, headers, Bytes.wrap((why + "\n").getBytes(UTF_8))));
    }

    private void refuse(HttpReply reply) {
        log.log(DEBUG, "Refused a request from {0} with {1}", channel.remoteAddress(), reply.status());
        giveBack();
        body = new Gathering();
        try {
            channel.write(HttpHead.of(reply, true, false, channel.alloc()));
        } catch (IllegalArgumentException e) {
            log.log(WARNING, "A refusal could not be written", e);
            refuse(500, "the relay failed to answer; its log says why");
            return;
        }
        var none = head != null && head.method().equals("HEAD");
        part(channel.writeAndFlush(none ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(reply.body().shared())));
    }

    /**
     * Ends the connection once {@code last} is out. The other end's bytes are read and dropped for a while: closed with
     * bytes unread, TCP would throw away the answer on its way.
     */
    private void part(ChannelFuture last) {
        state = State.PARTING;
        deadline.in(timeouts.linger());
        channel.config().setAutoRead(true);
        last.addListener(
                (ChannelFutureListener)
                        written -> {
                            var tls = channel.pipeline().get(SslHandler.class);
                            if (!written.isSuccess()) {
                                channel.close();
                            } else if (tls != null) {
                                tls.closeOutbound().addListener(_ -> ((DuplexChannel) channel).shutdownOutput());
                            } else {
                                ((DuplexChannel) channel).shutdownOutput();
                            }
                        });
    }

    /** Ends the connection when its answer, if it owes one, is written. Called on the event loop. */
    void stop() {
        stopping = true;
        if (state == State.HEAD || state == State.ASKING || state == State.BODY) channel.close();
    }

    private void late() {
        log.log(DEBUG, "Closed the connection from {0}: too slow while {1}", channel.remoteAddress(), state);
        if (state == State.BODY) {
            refuse(408, "the request came too slowly");
        } else {
            channel.close();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (channel.isWritable()) writeOn();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        log.log(DEBUG, "The connection from {0} broke: {1}", channel.remoteAddress(), cause.toString());
        ctx.close();
    }
}
