package parley.transport.netty;

import parley.protocol.wire.Bytes;
import parley.transport.api.Acceptor;
import parley.transport.api.Endpoint;
import parley.transport.api.HttpCall;
import parley.transport.api.HttpReply;
import parley.transport.api.Link;
import parley.transport.api.LinkListener;
import parley.transport.api.ListenOptions;
import parley.transport.api.Listener;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/** A transport and a listener of it on loopback, with everything that arrives kept for the test. */
final class Net implements AutoCloseable {

    static final int MAX_FRAME = 100_000;
    static final int MAX_BODY = (1 << 20) + 16;

    /** What moves the bytes. */
    enum Kind {
        BORINGSSL_EPOLL(true, true, true),
        JDK_NIO(false, false, true),
        PLAIN_EPOLL(true, true, false),
        PLAIN_NIO(false, false, false);

        final boolean epoll;
        final boolean boringSsl;
        final boolean tls;

        Kind(boolean epoll, boolean boringSsl, boolean tls) {
            this.epoll = epoll && EventLoops.epollLoads();
            this.boringSsl = boringSsl && Tls.boringSslLoads();
            this.tls = tls;
        }
    }

    /** One end of a link, as its listener saw it. */
    static final class End implements LinkListener {

        final BlockingQueue<Bytes> frames = new LinkedBlockingQueue<>();
        final CompletableFuture<String> closed = new CompletableFuture<>();
        final Semaphore writable = new Semaphore(0);

        @Override
        public void received(Bytes frame) {
            frames.add(frame);
        }

        @Override
        public void writable() {
            writable.release();
        }

        @Override
        public void closed(String reason) {
            if (!closed.complete(reason)) throw new AssertionError("closed was called twice");
        }

        Bytes next() throws InterruptedException {
            var frame = frames.poll(30, TimeUnit.SECONDS);
            if (frame == null) throw new AssertionError("no frame came; closed: " + closed);
            return frame;
        }
    }

    record Accepted(Link link, End end) {}

    /** Two ends of one link. */
    record Pair(Link client, End clientEnd, Link server, End serverEnd) {}

    final NettyTransport transport;
    final Listener listener;
    final Endpoint endpoint;
    final Path directory;
    final BlockingQueue<Accepted> accepted = new LinkedBlockingQueue<>();
    volatile Function<Link, LinkListener> accepting =
            link -> {
                var end = new End();
                accepted.add(new Accepted(link, end));
                return end;
            };
    volatile Function<HttpCall, Optional<HttpReply>> refusing = _ -> Optional.empty();
    volatile Function<HttpCall, HttpReply> answering = _ -> HttpReply.of(404);

    Net(Kind kind) throws IOException {
        this(kind, Timeouts.DEFAULT, 10_000, 10_000);
    }

    Net(Kind kind, Timeouts timeouts) throws IOException {
        this(kind, timeouts, 10_000, 10_000);
    }

    Net(Kind kind, Timeouts timeouts, int maxConnections, int maxBodyOverride) throws IOException {
        directory = Files.createTempDirectory("parley-net");
        transport = new NettyTransport(() -> kind.epoll, () -> kind.boringSsl, timeouts, InstantSource.system());
        var tls = kind.tls ? new ListenOptions.Tls.SelfSigned(directory, "localhost") : new ListenOptions.Tls.None();
        var maxBody = maxBodyOverride == 10_000 ? MAX_BODY : maxBodyOverride;
        listener =
                transport.listen(
                        new ListenOptions("127.0.0.1", 0, tls, MAX_FRAME, maxBody, maxConnections, 10_000),
                        new Acceptor() {
                            @Override
                            public LinkListener accepted(Link link) {
                                return accepting.apply(link);
                            }

                            @Override
                            public Optional<HttpReply> refusal(HttpCall head) {
                                return refusing.apply(head);
                            }

                            @Override
                            public HttpReply answer(HttpCall call) {
                                return answering.apply(call);
                            }
                        });
        endpoint = new Endpoint("127.0.0.1", listener.port(), kind.tls);
    }

    Pair pair() throws IOException, InterruptedException {
        var end = new End();
        var link = transport.connect(endpoint, end);
        var other = accepted.poll(30, TimeUnit.SECONDS);
        if (other == null) throw new AssertionError("no link was accepted");
        return new Pair(link, end, other.link(), other.end());
    }

    Socket socket() throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), listener.port());
        socket.setSoTimeout(30_000);
        return socket;
    }

    /** What a test makes short; everything else stays long, for the machine may be busy. */
    enum Short {
        HANDSHAKE,
        HEADERS,
        PROGRESS,
        IDLE,
        PING,
        STALL,
        LINGER
    }

    static Timeouts timeouts(long millis, Short... which) {
        var these = Set.of(which);
        var usual = Timeouts.DEFAULT;
        var wait = Duration.ofMillis(millis);
        return new Timeouts(
                usual.connect(),
                these.contains(Short.HANDSHAKE) ? wait : usual.handshake(),
                these.contains(Short.HEADERS) ? wait : usual.headers(),
                these.contains(Short.PROGRESS) ? wait : usual.progress(),
                these.contains(Short.IDLE) ? wait : usual.idle(),
                these.contains(Short.PING) ? wait : usual.ping(),
                these.contains(Short.STALL) ? wait : usual.stall(),
                these.contains(Short.LINGER) ? wait : usual.linger());
    }

    static <T> T soon(Future<T> future) throws InterruptedException, ExecutionException, TimeoutException {
        return future.get(30, TimeUnit.SECONDS);
    }

    /** Waits until {@code condition} holds. */
    static void until(BooleanSupplier condition) {
        var deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) throw new AssertionError("it did not come about within 30 seconds");
            Thread.onSpinWait();
            Thread.yield();
        }
    }

    @Override
    public void close() throws IOException {
        transport.close();
        try (var files = Files.list(directory)) {
            for (var file : files.toList()) Files.delete(file);
        }
        Files.delete(directory);
    }
}
