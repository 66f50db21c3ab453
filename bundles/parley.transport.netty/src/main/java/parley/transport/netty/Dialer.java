package parley.transport.netty;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import io.netty.util.concurrent.Future;

import org.jspecify.annotations.Nullable;

import parley.protocol.wire.Bytes;
import parley.transport.api.Endpoint;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.stream.Stream;

import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;

/** Connects to an endpoint as far as HTTP: TCP, and TLS where it is asked for. */
final class Dialer {

    /** A connection on which nothing is read yet; its last handler is named {@link #HUSH} and is to be replaced. */
    record Dialed(Channel channel, List<X509Certificate> chain, Endpoint to) {

        /** Of the certificate; empty without TLS. */
        Bytes certificateHash() {
            return chain.isEmpty() ? Bytes.EMPTY : TlsIdentity.hash(chain.getFirst());
        }

        boolean isCertificateValid() {
            return !chain.isEmpty() && PublicTrust.vouchesFor(chain.toArray(X509Certificate[]::new), to.host());
        }
    }

    static final String HUSH = "hush";

    private final EventLoops loops;
    private final SslContext tls;
    private final Timeouts timeouts;

    Dialer(EventLoops loops, SslContext tls, Timeouts timeouts) {
        this.loops = loops;
        this.tls = tls;
        this.timeouts = timeouts;
    }

    /**
     * Connects. Blocks; call it from a virtual thread.
     *
     * @throws IOException with a sentence for a person
     */
    Dialed dial(Endpoint to) throws IOException {
        var channel = connect(to);
        try {
            return new Dialed(channel, to.tls() ? chain(to, channel) : List.of(), to);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** Tries each of the host's addresses in turn. */
    private Channel connect(Endpoint to) throws IOException {
        var addresses = addresses(to);
        var bootstrap = bootstrap(to);
        var end = System.nanoTime() + timeouts.connect().toNanos();
        Throwable first = null;
        for (var i = 0; i < addresses.length; i++) {
            var left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) break;
            var share = (int) Math.max(1, left / (addresses.length - i)); // a black hole must not use up all the time
            var connecting =
                    bootstrap
                            .clone()
                            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, share)
                            .connect(new InetSocketAddress(addresses[i], to.port()));
            await(connecting, connecting.channel());
            if (connecting.isSuccess()) return connecting.channel();
            if (first == null) first = connecting.cause();
        }
        var nobody = new ConnectException("nobody answers at " + to + "; check the address, or whether the relay runs");
        if (first != null) nobody.initCause(first);
        throw nobody;
    }

    private static InetAddress[] addresses(Endpoint to) throws UnknownHostException {
        try {
            return InetAddress.getAllByName(to.host());
        } catch (UnknownHostException e) {
            var unknown =
                    new UnknownHostException(
                            "the name " + to.host() + " is not known; check the address, or this computer's network");
            unknown.initCause(e);
            throw unknown;
        }
    }

    private Bootstrap bootstrap(Endpoint to) {
        return loops.client()
                .option(ChannelOption.AUTO_READ, false)
                .handler(
                        new ChannelInitializer<Channel>() {
                            @Override
                            protected void initChannel(Channel channel) {
                                if (to.tls()) {
                                    var handler = tls.newHandler(channel.alloc(), to.host(), to.port());
                                    handler.setHandshakeTimeoutMillis(timeouts.handshake().toMillis());
                                    channel.pipeline().addLast(handler);
                                }
                                channel.pipeline().addLast(HUSH, new Hush());
                            }
                        });
    }

    private List<X509Certificate> chain(Endpoint to, Channel channel) throws IOException {
        var handler = channel.pipeline().get(SslHandler.class);
        if (handler == null) throw closedAtOnce(to, null); // a closed channel has lost its handlers
        var handshake = handler.handshakeFuture();
        await(handshake, channel);
        if (!handshake.isSuccess()) throw noTls(to, handshake.cause());
        try {
            return Stream.of(handler.engine().getSession().getPeerCertificates())
                    .map(X509Certificate.class::cast)
                    .toList();
        } catch (SSLPeerUnverifiedException e) {
            throw new IOException(to + " has no certificate, and so is no Parley relay; check the address", e);
        }
    }

    private IOException noTls(Endpoint to, Throwable cause) {
        if (cause instanceof SslHandshakeTimeoutException) {
            return new IOException(
                    to
                            + " took more than "
                            + timeouts.handshake().toSeconds()
                            + " seconds for the TLS handshake; check the address, or try again later",
                    cause);
        }
        // Netty says an early end so, since it happens inside a handshake.
        var ended =
                !(cause instanceof SSLException) || String.valueOf(cause.getMessage()).startsWith("Connection closed");
        return ended
                ? closedAtOnce(to, cause)
                : new IOException(to + " speaks no TLS 1.3; check the address and the port", cause);
    }

    /** What a relay does that has no room for another connection. */
    static IOException closedAtOnce(Endpoint to, @Nullable Throwable cause) {
        var why = to.tls() ? "it may be full: try again in a minute" : "it may be full, or take wss:// only: try that";
        return new IOException(to + " closed the connection at once; " + why, cause);
    }

    /** Waits for {@code future}; an interrupt closes {@code channel}. */
    private static void await(Future<?> future, @Nullable Channel channel) throws InterruptedIOException {
        try {
            future.await();
        } catch (InterruptedException e) {
            if (channel != null) channel.close();
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("connecting was called off");
        }
    }

    /** Keeps what goes wrong before anybody listens out of Netty's own log: the futures tell it. */
    private static final class Hush extends ChannelInboundHandlerAdapter {

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            ctx.close();
        }
    }
}
