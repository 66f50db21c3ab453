package parley.transport.netty;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.WARNING;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.ssl.SslContext;
import io.netty.util.ReferenceCountUtil;

import org.jspecify.annotations.Nullable;

import parley.protocol.wire.Bytes;
import parley.transport.api.Acceptor;
import parley.transport.api.HttpCall;
import parley.transport.api.HttpReply;
import parley.transport.api.ListenOptions;
import parley.transport.api.Listener;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** A bound port, its connections, and what they share. */
final class NettyListener extends ChannelInitializer<Channel> implements Listener {

    /** Requests answered at once; others wait. Each may make a body of some size. */
    private static final int MOST_ANSWERING = 32;

    /** The least that unfinished messages may hold: of it one address has room for one of 4 MiB. */
    private static final long MIN_MESSAGES = 16 << 20;

    private static final System.Logger log = System.getLogger(NettyListener.class.getName());

    private final ListenOptions options;
    private final Acceptor acceptor;
    private final @Nullable SslContext tls;
    private final Bytes certificateHash;
    private final Timeouts timeouts;
    private final Runnable whenClosed;

    private final ConnectionLimits limits;
    private final ByteBudget bodies;
    private final ByteBudget replies;
    private final ByteBudget messages;
    private final Semaphore answering = new Semaphore(MOST_ANSWERING, true);
    private final Set<Thread> answers = ConcurrentHashMap.newKeySet();
    private final AtomicLong answerNumbers = new AtomicLong();
    private final Set<Channel> channels = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile @Nullable Channel port;

    NettyListener(
            ListenOptions options,
            Acceptor acceptor,
            @Nullable SslContext tls,
            Bytes certificateHash,
            Timeouts timeouts,
            Consumer<NettyListener> whenClosed) {
        this.options = options;
        this.acceptor = acceptor;
        this.tls = tls;
        this.certificateHash = certificateHash;
        this.timeouts = timeouts;
        this.whenClosed = () -> whenClosed.accept(this);
        limits = new ConnectionLimits(options.maxConnections(), options.maxConnectionsPerAddress());
        var share = Math.max(4L * options.maxBody(), Runtime.getRuntime().maxMemory() / 4);
        bodies = new ByteBudget(share);
        replies = new ByteBudget(share);
        messages = new ByteBudget(Math.max(MIN_MESSAGES, Runtime.getRuntime().maxMemory() / 8));
    }

    void bound(Channel port) {
        this.port = port;
    }

    @Override
    protected void initChannel(Channel channel) {
        if (!(channel.remoteAddress() instanceof InetSocketAddress remote)) { // gone before we looked
            channel.close();
            return;
        }
        var from = remote.getAddress();
        if (closed.get() || !limits.enter(from)) {
            log.log(DEBUG, "Refused a connection from {0}: too many", channel.remoteAddress());
            channel.close();
            return;
        }
        channels.add(channel);
        channel.closeFuture()
                .addListener(_ -> {
                    channels.remove(channel);
                    limits.leave(from);
                });
        var decoder = new RequestDecoder();
        if (tls != null) {
            var handler = tls.newHandler(channel.alloc());
            handler.setHandshakeTimeoutMillis(timeouts.handshake().toMillis());
            channel.pipeline().addLast(handler);
        }
        channel.pipeline().addLast(decoder, new HttpServing(this, channel, from, decoder, timeouts));
    }

    int maxBody() {
        return options.maxBody();
    }

    ByteBudget bodies() {
        return bodies;
    }

    ByteBudget replies() {
        return replies;
    }

    /** What unfinished messages on links hold. */
    ByteBudget messages() {
        return messages;
    }

    ConnectionLimits limits() {
        return limits;
    }

    NettyLink newLink(Channel channel, InetAddress from) {
        var memory = messages.share(from);
        return new NettyLink(channel, false, certificateHash, () -> false, options.maxFrame(), memory, timeouts);
    }

    /** Hands a new link to the acceptor. Called on its event loop. */
    void begin(NettyLink link) {
        try {
            link.begin(acceptor.accepted(link));
        } catch (RuntimeException | Error e) { // must not end a loop that serves others
            log.log(WARNING, "The link from " + link.remote() + " was not accepted", e);
            link.close("something went wrong inside the relay; its log says what");
        }
    }

    /**
     * Has the acceptor asked on a virtual thread whether it refuses {@code head}'s body; passes that to {@code then}.
     */
    void ask(HttpCall head, Consumer<Optional<HttpReply>> then) {
        Thread.ofVirtual()
                .name("parley-http-", answerNumbers.getAndIncrement())
                .start(() -> {
                    Optional<HttpReply> refusal;
                    try {
                        refusal = acceptor.refusal(head);
                    } catch (RuntimeException | Error e) {
                        log.log(WARNING, "A request was answered with 500", e);
                        refusal = Optional.of(HttpReply.of(500));
                    }
                    then.accept(refusal);
                });
    }

    /** Has {@code call} answered on a virtual thread, which then passes the answer to {@code then}. */
    void answer(HttpCall call, Consumer<HttpReply> then) {
        var thread =
                Thread.ofVirtual()
                        .name("parley-http-", answerNumbers.getAndIncrement())
                        .unstarted(() -> {
                            HttpReply reply;
                            try {
                                answering.acquire();
                                try {
                                    reply = acceptor.answer(call);
                                } finally {
                                    answering.release();
                                }
                            } catch (InterruptedException e) {
                                reply = HttpReply.of(503);
                            } catch (RuntimeException | Error e) {
                                log.log(WARNING, "A request was answered with 500", e);
                                reply = HttpReply.of(500);
                            } finally {
                                answers.remove(Thread.currentThread());
                            }
                            then.accept(reply);
                        });
        answers.add(thread);
        thread.start();
    }

    @Override
    public int port() {
        var bound = port;
        return bound == null ? options.port() : ((InetSocketAddress) bound.localAddress()).getPort();
    }

    @Override
    public Bytes certificateHash() {
        return certificateHash;
    }

    @Override
    public void close(String reason) {
        if (!closed.compareAndSet(false, true)) return;
        var bound = port;
        if (bound != null) bound.close().awaitUninterruptibly(3, TimeUnit.SECONDS);
        for (var channel : channels) {
            channel.eventLoop()
                    .execute(() -> {
                        var link = channel.pipeline().get(NettyLink.class);
                        var http = channel.pipeline().get(HttpServing.class);
                        if (link != null) link.close(reason);
                        if (http != null) http.stop();
                    });
        }
        var deadline = System.nanoTime() + Duration.ofSeconds(3).toNanos();
        for (var channel : channels) {
            if (!channel.closeFuture().awaitUninterruptibly(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) break;
        }
        for (var channel : channels) channel.close();
        join(deadline);
        if (tls != null) ReferenceCountUtil.release(tls);
        whenClosed.run();
    }

    /** Waits for the answers under way; the last resort is an interrupt, for it can close a file that others share. */
    private void join(long deadline) {
        try {
            for (var thread : answers) {
                var left = deadline + Duration.ofSeconds(2).toNanos() - System.nanoTime();
                if (left <= 0 || !thread.join(Duration.ofNanos(left))) thread.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
