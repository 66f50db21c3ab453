package parley.transport.netty;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;

import parley.transport.api.Endpoint;
import parley.transport.api.LinkListener;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;

/** Asks for a link on a new connection, and gives way to it (RFC 6455 §4.1). */
final class LinkOpening extends ChannelInboundHandlerAdapter {

    private static final String DECODER = "decoder";

    /** The largest frame that a link of ours takes at first, in bytes. */
    static final int FIRST_MAX_FRAME = 4 << 20;

    private final Endpoint to;
    private final Dialer.Dialed dialed;
    private final LinkListener listener;
    private final Timeouts timeouts;
    private final Deadline deadline;
    private final String key = Upgrade.newKey();
    private final CompletableFuture<NettyLink> opened = new CompletableFuture<>();
    private boolean switched;

    LinkOpening(Endpoint to, Dialer.Dialed dialed, LinkListener listener, Timeouts timeouts) {
        this.to = to;
        this.dialed = dialed;
        this.listener = listener;
        this.timeouts = timeouts;
        this.deadline = new Deadline(dialed.channel().eventLoop(), () -> fail("it did not answer"));
    }

    /** Sends the request. */
    CompletableFuture<NettyLink> open() {
        var channel = dialed.channel();
        channel.eventLoop()
                .execute(() -> {
                    if (!channel.isActive()) {
                        fail(Dialer.closedAtOnce(to, null));
                        return;
                    }
                    var limits =
                            new HttpDecoderConfig()
                                    .setMaxInitialLineLength(RequestHead.MAX_LINE)
                                    .setMaxHeaderSize(RequestHead.MAX_HEADERS);
                    channel.pipeline().replace(Dialer.HUSH, "opening", this);
                    channel.pipeline().addBefore("opening", DECODER, new HttpResponseDecoder(limits));
                    channel.writeAndFlush(HttpHead.ofUpgrade(Upgrade.PATH, key, to, channel.alloc()));
                    deadline.in(timeouts.headers());
                    channel.config().setAutoRead(true);
                });
        return opened;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object object) {
        try {
            if (object instanceof HttpResponse response) judge(response);
            if (object instanceof LastHttpContent && switched) begin(ctx);
        } finally {
            ReferenceCountUtil.release(object);
        }
    }

    private void judge(HttpResponse response) {
        var headers = response.headers();
        if (response.decoderResult().isFailure()) {
            fail("what it sent is not HTTP");
        } else if (response.status().code() != 101) {
            fail("it answered " + response.status().code());
        } else if (!Upgrade.accept(key).equals(headers.get("sec-websocket-accept"))
                || !Upgrade.names(headers.get("upgrade"), "websocket")
                || headers.contains("sec-websocket-extensions")
                || headers.contains("sec-websocket-protocol")) { // we asked for neither
            fail("its WebSocket handshake is wrong");
        } else {
            switched = true;
        }
    }

    private void begin(ChannelHandlerContext ctx) {
        deadline.end();
        var link =
                new NettyLink(
                        dialed.channel(),
                        true,
                        dialed.certificateHash(),
                        dialed::isCertificateValid,
                        FIRST_MAX_FRAME,
                        ByteBudget.unlimited(),
                        timeouts);
        ctx.pipeline().replace(this, "link", link);
        link.begin(listener);
        opened.complete(link);
        ctx.pipeline().remove(DECODER); // what came after the answer goes to the link now
    }

    private void fail(String how) {
        fail(new IOException(to + " is no Parley relay (" + how + "); check the address"));
    }

    private void fail(IOException why) {
        deadline.end();
        opened.completeExceptionally(why);
        dialed.channel().close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        fail(Dialer.closedAtOnce(to, null));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof IOException) {
            fail(Dialer.closedAtOnce(to, cause)); // reset
        } else {
            fail("what it sent is not HTTP");
        }
    }
}
