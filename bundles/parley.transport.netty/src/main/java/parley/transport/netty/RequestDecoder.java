package parley.transport.netty;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpRequestDecoder;

/** Netty's decoder with our limits, which also tells when a request begins. */
final class RequestDecoder extends HttpRequestDecoder {

    private Runnable firstByte = () -> {};
    private boolean awaiting;

    RequestDecoder() {
        super(
                new HttpDecoderConfig()
                        .setMaxInitialLineLength(RequestHead.MAX_LINE)
                        .setMaxHeaderSize(RequestHead.MAX_HEADERS)
                        .setMaxChunkSize(64 * 1024));
    }

    /** Calls {@code firstByte} for the first byte after each {@link #awaitFirstByte()}. */
    void onFirstByte(Runnable firstByte) {
        this.firstByte = firstByte;
    }

    void awaitFirstByte() {
        awaiting = true;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object data) throws Exception {
        if (awaiting) {
            awaiting = false;
            firstByte.run();
        }
        super.channelRead(ctx, data);
    }

    @Override
    protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
        // Netty would forget the length. We refuse the request, and need to see both for it.
    }
}
