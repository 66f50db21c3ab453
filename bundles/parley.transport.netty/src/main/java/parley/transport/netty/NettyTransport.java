package parley.transport.netty;

import static java.lang.System.Logger.Level.INFO;

import io.netty.channel.Channel;
import io.netty.channel.unix.Errors.NativeIoException;
import io.netty.handler.ssl.SslContext;
import io.netty.util.ReferenceCountUtil;

import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

import parley.protocol.wire.Bytes;
import parley.transport.api.Acceptor;
import parley.transport.api.Endpoint;
import parley.transport.api.HttpConnection;
import parley.transport.api.Link;
import parley.transport.api.LinkListener;
import parley.transport.api.ListenOptions;
import parley.transport.api.Listener;
import parley.transport.api.Transport;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;

/** Moves frames by Netty: WebSocket over TLS 1.3, with HTTP beside it on the same port. */
@Component
public final class NettyTransport implements Transport {

    private static final System.Logger log = System.getLogger(NettyTransport.class.getName());

    /** What takes some tenths of a second to set up, and so is not before it is needed. */
    private record Engine(EventLoops loops, Tls tls, SslContext clientTls, Dialer dialer) {}

    private final BooleanSupplier epoll;
    private final BooleanSupplier boringSsl;
    private final Timeouts timeouts;
    private final InstantSource clock;
    private final Set<NettyListener> listeners = ConcurrentHashMap.newKeySet();
    private final Set<Channel> dialed = ConcurrentHashMap.newKeySet();

    /** Guards the two fields below. */
    private final Object lock = new Object();

    private @Nullable Engine engine;
    private boolean closed;

    @Activate
    public NettyTransport() {
        this(EventLoops::epollLoads, Tls::boringSslLoads, Timeouts.DEFAULT, InstantSource.system());
    }

    /**
     * @param epoll whether to use Linux's epoll, which must load then
     * @param boringSsl whether to use BoringSSL, which must load then
     */
    NettyTransport(BooleanSupplier epoll, BooleanSupplier boringSsl, Timeouts timeouts, InstantSource clock) {
        this.epoll = epoll;
        this.boringSsl = boringSsl;
        this.timeouts = timeouts;
        this.clock = clock;
    }

    private Engine engine() throws IOException {
        synchronized (lock) {
            if (closed) throw new IOException("this program is stopping");
            var running = engine;
            if (running == null) {
                running = start();
                engine = running;
            }
            return running;
        }
    }

    private Engine start() throws IOException {
        var withEpoll = epoll.getAsBoolean();
        var withBoringSsl = boringSsl.getAsBoolean();
        var tls = new Tls(withBoringSsl);
        var clientTls = tls.client();
        var loops = new EventLoops(withEpoll);
        log.log(
                INFO,
                "Connections go by {0}, TLS by {1}",
                withEpoll ? "epoll" : "the JDK's selectors",
                withBoringSsl ? "BoringSSL" : "the JDK");
        return new Engine(loops, tls, clientTls, new Dialer(loops, clientTls, timeouts));
    }

    @Override
    public Link connect(Endpoint endpoint, LinkListener listener) throws IOException {
        var connection = dial(endpoint);
        return await(new LinkOpening(endpoint, connection, listener, timeouts).open(), connection.channel());
    }

    @Override
    public HttpConnection connectHttp(Endpoint endpoint, Bytes certificateHash) throws IOException {
        var connection = dial(endpoint);
        if (!connection.certificateHash().equals(certificateHash)) {
            connection.channel().close();
            throw new IOException("the relay's certificate has changed; connect again");
        }
        var http = new NettyHttpConnection(endpoint, connection.channel(), timeouts);
        http.begin();
        return http;
    }

    private Dialer.Dialed dial(Endpoint endpoint) throws IOException {
        var connection = engine().dialer().dial(endpoint);
        var channel = connection.channel();
        dialed.add(channel);
        channel.closeFuture().addListener(_ -> dialed.remove(channel));
        return connection;
    }

    private static <T> T await(CompletableFuture<T> future, Channel channel) throws IOException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException io ? new IOException(io.getMessage(), io) : new IOException(e);
        } catch (InterruptedException e) {
            channel.close();
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("connecting was called off");
        }
    }

    @Override
    public Listener listen(ListenOptions options, Acceptor acceptor) throws IOException {
        var identity =
                switch (options.tls()) {
                    case ListenOptions.Tls.None _ -> null;
                    case ListenOptions.Tls.SelfSigned(var directory, var name) -> SelfSigned.in(directory, name, clock);
                    case ListenOptions.Tls.Pem(var certificate, var key) -> Pem.operators(certificate, key, clock);
                };
        var address = address(options);
        var running = engine();
        var context = identity == null ? null : running.tls().server(identity);
        var hash = identity == null ? Bytes.EMPTY : identity.hash();
        var listener = new NettyListener(options, acceptor, context, hash, timeouts, listeners::remove);
        var binding = running.loops().server().childHandler(listener).bind(address).awaitUninterruptibly();
        if (!binding.isSuccess()) {
            if (context != null) ReferenceCountUtil.release(context);
            throw notBound(options, binding.cause());
        }
        listener.bound(binding.channel());
        listeners.add(listener);
        return listener;
    }

    private static InetSocketAddress address(ListenOptions options) throws BindException {
        try {
            return new InetSocketAddress(InetAddress.getByName(options.host()), options.port());
        } catch (UnknownHostException e) {
            throw notOurs(options, e);
        }
    }

    private static BindException notBound(ListenOptions options, Throwable cause) {
        var why = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
        var errno =
                cause instanceof NativeIoException e ? -e.expectedErr() : 0; // Linux's numbers: only epoll throws it
        if (errno == 13 || why.contains("permission denied")) {
            return because(
                    "port "
                            + options.port()
                            + " is reserved for the system; choose one above 1023 with "
                            + "--listen HOST:PORT",
                    cause);
        }
        if (errno == 99 || why.contains("assign requested address")) return notOurs(options, cause);
        return because(
                "port "
                        + options.port()
                        + " is already used by another program; choose another with "
                        + "--listen HOST:PORT, or stop that program",
                cause);
    }

    private static BindException notOurs(ListenOptions options, Throwable cause) {
        return because(
                options.host()
                        + " is no address of this computer; choose one with --listen HOST:PORT, "
                        + "or 0.0.0.0 for all",
                cause);
    }

    private static BindException because(String sentence, @Nullable Throwable cause) {
        var exception = new BindException(sentence);
        exception.initCause(cause);
        return exception;
    }

    /** Closes the listeners, then what we have connected, then the threads. */
    @Deactivate
    public void close() {
        Engine running;
        synchronized (lock) {
            closed = true;
            running = engine;
        }
        if (running == null) return;
        for (var listener : listeners) listener.close();
        for (var channel : dialed) {
            var link = channel.pipeline().get(NettyLink.class);
            if (link != null) {
                link.close("this program is stopping");
            } else {
                channel.close();
            }
        }
        var deadline = System.nanoTime() + 1_000_000_000L;
        for (var channel : dialed) {
            channel.closeFuture().awaitUninterruptibly(Math.max(0, (deadline - System.nanoTime()) / 1_000_000));
        }
        running.loops().close();
        ReferenceCountUtil.release(running.clientTls());
    }
}
