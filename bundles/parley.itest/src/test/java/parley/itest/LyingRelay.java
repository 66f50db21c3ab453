package parley.itest;

import parley.protocol.relay.Frame;
import parley.protocol.relay.FrameCodec;
import parley.protocol.relay.UnknownFrameException;
import parley.protocol.wire.Bytes;
import parley.protocol.wire.MalformedException;
import parley.transport.api.Acceptor;
import parley.transport.api.Endpoint;
import parley.transport.api.HttpCall;
import parley.transport.api.HttpReply;
import parley.transport.api.Link;
import parley.transport.api.LinkListener;
import parley.transport.api.ListenOptions;
import parley.transport.api.Listener;
import parley.transport.api.Transport;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * What a dishonest operator can do to one client: a relay that passes on what an honest one says, except where it lies.
 * It stands between the client and the honest relay's plain port, as such an operator's own code would, and so it has
 * the relay's key for all that the client can tell.
 */
final class LyingRelay implements AutoCloseable {

    /** Says everything as it is. */
    static final Function<Frame, List<Frame>> HONEST = List::of;

    private final Transport transport;
    private final Endpoint honest;
    private final Listener listener;
    private final Set<Link> clients = ConcurrentHashMap.newKeySet();

    private volatile Function<Frame, List<Frame>> lie = HONEST;

    LyingRelay(Transport transport, int honestPort) throws IOException {
        this.transport = transport;
        this.honest = new Endpoint("127.0.0.1", honestPort, false);
        this.listener =
                transport.listen(
                        new ListenOptions(
                                "127.0.0.1", 0, new ListenOptions.Tls.None(), Frame.MAX_FRAME, 1 << 21, 100, 100),
                        new Acceptor() {
                            @Override
                            public LinkListener accepted(Link link) {
                                clients.add(link);
                                return new Between(link);
                            }

                            @Override
                            public HttpReply answer(HttpCall call) {
                                return HttpReply.of(404);
                            }
                        });
    }

    int port() {
        return listener.port();
    }

    /** From now on every frame to the client becomes what {@code lie} makes of it. */
    void lie(Function<Frame, List<Frame>> lie) {
        this.lie = lie;
    }

    /** Cuts the client's links; it comes back by itself. */
    void cut() {
        clients.forEach(client -> client.close("cut"));
        clients.clear();
    }

    @Override
    public void close() {
        listener.close();
    }

    /** One client's link, and behind it one to the honest relay. */
    private final class Between implements LinkListener {

        private final Link client;
        private final Queue<Bytes> early = new ArrayDeque<>(); // until the link behind is up; guarded by this
        private volatile Link relay;

        Between(Link client) {
            this.client = client;
            Thread.ofVirtual().start(this::connect);
        }

        private void connect() {
            try {
                var link =
                        transport.connect(
                                honest,
                                new LinkListener() {
                                    @Override
                                    public void received(Bytes frame) {
                                        lie.apply(decode(frame)).forEach(said -> client.send(FrameCodec.encode(said)));
                                    }

                                    @Override
                                    public void closed(String reason) {
                                        client.close(reason);
                                    }
                                });
                synchronized (this) {
                    early.forEach(link::send);
                    relay = link;
                }
            } catch (IOException e) {
                client.close("the honest relay is away");
            }
        }

        @Override
        public synchronized void received(Bytes frame) {
            if (relay == null) {
                early.add(frame);
            } else {
                relay.send(frame);
            }
        }

        @Override
        public void closed(String reason) {
            clients.remove(client);
            var link = relay;
            if (link != null) link.close(reason);
        }
    }

    private static Frame decode(Bytes bytes) {
        try {
            return FrameCodec.decode(bytes);
        } catch (MalformedException | UnknownFrameException e) {
            throw new IllegalStateException("the honest relay said something malformed", e);
        }
    }
}
