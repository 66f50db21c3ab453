package parley.session;

import org.jspecify.annotations.Nullable;

import parley.protocol.AccountKey;
import parley.protocol.DeviceList;
import parley.protocol.Hash;
import parley.protocol.RelayAddress;
import parley.protocol.RelayKey;
import parley.protocol.Token;
import parley.protocol.relay.Frame;
import parley.protocol.relay.FrameCodec;
import parley.protocol.relay.Problem;
import parley.protocol.relay.Right;
import parley.protocol.relay.Transcript;
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
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/** A relay in memory, and the transport to it; does as it is told, also what a relay should not. */
final class ScriptedRelay implements Transport, AutoCloseable {

    static final URI HERE = URI.create("ws://127.0.0.1:7463");

    KeyPair pair = Ed25519.newPair();
    volatile String name = "relay.example";

    /** The certificate's hash that the relay states, and the one its client sees. */
    Bytes stated = Bytes.EMPTY;

    Bytes seen = Bytes.EMPTY;
    volatile boolean valid;

    volatile boolean isDown;

    /** Has the transport wait before it connects. */
    interface Connecting {
        void await() throws InterruptedException;
    }

    volatile Connecting connecting = () -> {};

    /** Changes each hello before it is sent. */
    UnaryOperator<Frame.RelayHello> hello = UnaryOperator.identity();

    /** Answers a request in place of the relay; null leaves it to the relay. */
    volatile BiFunction<Connection, Frame, @Nullable Frame> script = (connection, frame) -> null;

    /** What a script returns for no answer at all. */
    static final Frame SILENCE = new Frame.Goodbye(Problem.LEAVING, "silence");

    final AtomicInteger attempts = new AtomicInteger();
    final List<Endpoint> endpoints = new CopyOnWriteArrayList<>();
    final List<Connection> connections = new CopyOnWriteArrayList<>();
    final List<Frame.SignUp> signUps = new CopyOnWriteArrayList<>();
    final Map<AccountKey, String> names = new ConcurrentHashMap<>();

    /** What it says that it can. */
    volatile List<String> capabilities = List.of(Frame.RECOVER);

    /** The newest list of each account, and each that was to take its place. */
    final Map<AccountKey, DeviceList> lists = new ConcurrentHashMap<>();

    final List<DeviceList> recovered = new CopyOnWriteArrayList<>();
    final Map<Hash, Right> granted = new ConcurrentHashMap<>();
    final List<Frame.StoredKeyPackage> stock = new CopyOnWriteArrayList<>();
    final Map<Integer, Frame.StoredKeyPackage> lastResorts = new ConcurrentHashMap<>();
    final List<Frame.StoredKeyPackage> everPublished = new CopyOnWriteArrayList<>();

    RelayAddress address() {
        return new RelayAddress(HERE, RelayAddress.fingerprint(key()));
    }

    RelayKey key() {
        return new RelayKey(Ed25519.raw(pair));
    }

    Connection last() {
        return connections.getLast();
    }

    @Override
    public Link connect(Endpoint endpoint, LinkListener listener) throws IOException {
        attempts.incrementAndGet();
        endpoints.add(endpoint);
        if (isDown) throw new ConnectException("nobody listens there");
        try {
            connecting.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("connecting was called off");
        }
        var connection = new Connection(listener);
        connections.add(connection);
        return connection;
    }

    @Override
    public void close() {
        connections.forEach(connection -> connection.drop("the test is over"));
    }

    /** The client's end of a link, and what the relay does with it. */
    final class Connection implements Link {

        private final LinkListener listener;
        private final ExecutorService loop = Executors.newSingleThreadExecutor(Thread.ofVirtual().factory());
        private final List<Bytes> held = new ArrayList<>();
        private @Nullable Transcript transcript;
        private volatile boolean reading = true;
        volatile boolean writable = true;
        volatile boolean open = true;
        volatile int maxFrame;
        volatile int pauses;

        /** The words that the client closed it with. */
        volatile @Nullable String goodbye;

        final List<Frame> heard = new CopyOnWriteArrayList<>();

        Connection(LinkListener listener) {
            this.listener = listener;
        }

        @Override
        public boolean send(Bytes frame) {
            run(() -> hear(frame));
            return writable;
        }

        private void hear(Bytes bytes) {
            if (!open) return;
            Frame frame;
            try {
                frame = FrameCodec.decode(bytes);
            } catch (Exception e) {
                throw new AssertionError(e);
            }
            heard.add(frame);
            var scripted = script.apply(this, frame);
            if (scripted == SILENCE) return;
            if (scripted != null) {
                say(scripted);
                return;
            }
            switch (frame) {
                case Frame.ClientHello client -> say(hello(client));
                case Frame.SignUp up -> say(signUp(up));
                case Frame.SignIn in -> say(signIn(in));
                case Frame.Recover recover -> say(recover(recover));
                case Frame.Grant grant -> {
                    granted.put(grant.token(), grant.right());
                    say(new Frame.Done(grant.request()));
                }
                case Frame.CountKeyPackages count -> say(new Frame.KeyPackageCounts(count.request(), counts()));
                case Frame.PublishKeyPackages publish -> {
                    for (var one : publish.keyPackages()) {
                        everPublished.add(one);
                        if (one.lastResort()) lastResorts.put(one.suite(), one);
                        else stock.add(one);
                    }
                    say(new Frame.Done(publish.request()));
                }
                case Frame.Request request -> say(new Frame.Done(request.request()));
                default -> {}
            }
        }

        private Frame hello(Frame.ClientHello client) {
            var nonce = Token.random().bytes();
            transcript = new Transcript(client.nonce(), nonce, key(), stated);
            var signature = Ed25519.sign(pair, transcript.hello(name, false));
            return hello.apply(new Frame.RelayHello(capabilities, nonce, key(), stated, name, false, signature));
        }

        private Frame signUp(Frame.SignUp up) {
            signUps.add(up);
            var device = up.devices().devices().getFirst();
            if (!Ed25519.verify(device.bytes(), said().signUp(up.name()), up.signature())) {
                return new Frame.Refused(up.request(), Problem.DENIED, "The signature does not hold.");
            }
            names.put(up.devices().account(), up.name());
            lists.put(up.devices().account(), up.devices());
            return new Frame.SignedIn(up.request(), up.name());
        }

        Frame recover(Frame.Recover recover) {
            var devices = recover.devices();
            recovered.add(devices);
            var device = devices.devices().getFirst();
            var name = names.get(devices.account());
            if (name == null || !Ed25519.verify(device.bytes(), said().recover(), recover.signature())) {
                return new Frame.Refused(recover.request(), Problem.DENIED, "The recovery does not hold.");
            }
            var before = lists.get(devices.account());
            if (before.version() >= devices.version()) return new Frame.Person(recover.request(), name, before);
            lists.put(devices.account(), devices);
            return new Frame.SignedIn(recover.request(), name);
        }

        private Frame signIn(Frame.SignIn in) {
            var name = names.get(in.account());
            if (name == null || !Ed25519.verify(in.device().bytes(), said().signIn(), in.signature())) {
                return new Frame.Refused(in.request(), Problem.DENIED, "The sign-in does not hold.");
            }
            return new Frame.SignedIn(in.request(), name);
        }

        private Transcript said() {
            if (transcript == null) throw new AssertionError("no hello before");
            return transcript;
        }

        private List<Frame.SuiteCount> counts() {
            return stock.stream()
                    .map(Frame.StoredKeyPackage::suite)
                    .distinct()
                    .map(suite ->
                            new Frame.SuiteCount(suite, stock.stream().filter(one -> one.suite() == suite).count()))
                    .toList();
        }

        void say(Frame frame) {
            sayBytes(FrameCodec.encode(frame));
        }

        void sayBytes(Bytes bytes) {
            run(() -> {
                if (!open) return;
                if (reading) listener.received(bytes);
                else held.add(bytes);
            });
        }

        /** The relay, or the network, ends it. */
        void drop(String reason) {
            run(() -> end(reason));
        }

        private void end(String reason) {
            if (!open) return;
            open = false;
            listener.closed(reason);
            loop.shutdown();
        }

        void fill() {
            writable = false;
        }

        void drain() {
            writable = true;
            run(listener::writable);
        }

        boolean isReading() {
            return reading;
        }

        int held() {
            return held.size();
        }

        @Override
        public void setReading(boolean on) {
            if (on) {
                run(this::readOn);
            } else {
                pauses++;
                reading = false;
            }
        }

        private void readOn() {
            reading = true;
            while (reading && !held.isEmpty()) listener.received(held.removeFirst());
        }

        /** On the event loop, unless that has ended with the link. */
        private void run(Runnable step) {
            try {
                loop.execute(step);
            } catch (RejectedExecutionException e) {
                if (open) throw e;
            }
        }

        @Override
        public boolean send(List<Bytes> frames) {
            frames.forEach(this::send);
            return writable;
        }

        @Override
        public boolean isWritable() {
            return writable;
        }

        @Override
        public void setMaxFrame(int bytes) {
            maxFrame = bytes;
        }

        @Override
        public Bytes certificateHash() {
            return seen;
        }

        @Override
        public boolean isCertificateValid() {
            return valid;
        }

        @Override
        public InetSocketAddress remote() {
            return new InetSocketAddress("127.0.0.1", 7463);
        }

        @Override
        public boolean isOpen() {
            return open;
        }

        @Override
        public void close(String reason) {
            if (goodbye == null) goodbye = reason;
            run(() -> end(""));
        }
    }

    @Override
    public HttpConnection connectHttp(Endpoint endpoint, Bytes certificateHash) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Listener listen(ListenOptions options, Acceptor acceptor) {
        throw new UnsupportedOperationException();
    }

    Optional<Frame.StoredKeyPackage> take(int suite) {
        var first = stock.stream().filter(one -> one.suite() == suite).findFirst();
        first.ifPresent(stock::remove);
        return first;
    }
}
