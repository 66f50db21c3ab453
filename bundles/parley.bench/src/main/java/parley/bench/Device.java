package parley.bench;

import org.jspecify.annotations.Nullable;

import parley.cipher.aesgcm.Mls128X25519;
import parley.cipher.api.CipherSuite;
import parley.protocol.AccountKey;
import parley.protocol.DeviceKey;
import parley.protocol.DeviceList;
import parley.protocol.FollowerKey;
import parley.protocol.LogId;
import parley.protocol.Token;
import parley.protocol.relay.CommitBody;
import parley.protocol.relay.Entry;
import parley.protocol.relay.Frame;
import parley.protocol.relay.FrameCodec;
import parley.protocol.relay.Problem;
import parley.protocol.relay.Transcript;
import parley.protocol.wire.Bytes;
import parley.transport.api.Endpoint;
import parley.transport.api.Link;
import parley.transport.api.LinkListener;
import parley.transport.api.Transport;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;

/** One person's device as the relay sees it: an account, a link, a follower key in one log. */
final class Device implements LinkListener {

    /** Hears what the relay sends for the log. Called on an event loop. */
    interface Ears {

        void entry(Entry entry);

        void accepted(long number);
    }

    private static final CipherSuite SUITE = new Mls128X25519();
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Ears DEAF =
            new Ears() {
                @Override
                public void entry(Entry entry) {}

                @Override
                public void accepted(long number) {}
            };

    /** What it is, and proves. */
    interface Keys {

        DeviceList list();

        Bytes signAsDevice(Bytes message);

        FollowerKey follower();

        Bytes signAsFollower(Bytes message);
    }

    private final Keys keys;
    private final Map<Long, CompletableFuture<Frame>> answers = new ConcurrentHashMap<>();
    private volatile CompletableFuture<Frame.RelayHello> hello = new CompletableFuture<>();
    private final AtomicLong requests = new AtomicLong();
    private volatile Ears ears = DEAF;
    private volatile @Nullable Link link;
    private @Nullable Transcript transcript;

    /** The bytes of items' frames that came. Written on the link's event loop. */
    private volatile long received;

    Device() {
        this(new PlainKeys());
    }

    Device(Keys keys) {
        this.keys = keys;
    }

    FollowerKey follower() {
        return keys.follower();
    }

    long received() {
        return received;
    }

    void hear(Ears ears) {
        this.ears = ears;
    }

    /** Signs up, and in again on a second link, as every later start of a client does. Blocks. */
    void join(Transport transport, Endpoint endpoint, Token invite, String name) throws IOException {
        signUp(transport, endpoint, invite, name);
        var first = link;
        if (first != null) first.close("");
        greet(transport, endpoint);
        var again = transcript();
        var list = keys.list();
        ask(n -> new Frame.SignIn(n, list.account(), list.devices().getFirst(), keys.signAsDevice(again.signIn())));
    }

    /** Signs up alone; the relay's name. Blocks. */
    String signUp(Transport transport, Endpoint endpoint, Token invite, String name) throws IOException {
        var relay = greet(transport, endpoint);
        var t = transcript();
        ask(n -> new Frame.SignUp(n, Optional.of(invite), name, keys.list(), keys.signAsDevice(t.signUp(name))));
        return relay.name();
    }

    private Frame.RelayHello greet(Transport transport, Endpoint endpoint) throws IOException {
        hello = new CompletableFuture<>();
        var nonce = new byte[Frame.NONCE];
        RANDOM.nextBytes(nonce);
        link = transport.connect(endpoint, this);
        send(new Frame.ClientHello(List.of(), Bytes.wrap(nonce)));
        var relay = join(hello);
        transcript = new Transcript(Bytes.wrap(nonce), relay.nonce(), relay.key(), relay.certificateHash());
        return relay;
    }

    void open(LogId log) {
        ask(n -> new Frame.OpenLog(n, log, follower()));
    }

    void add(LogId log, FollowerKey other) {
        var body =
                new CommitBody(
                        Bytes.of((byte) 1),
                        List.of(new CommitBody.NewFollower(other, false)),
                        List.of(),
                        Optional.empty());
        ask(n -> new Frame.Commit(n, log, follower(), 0, body, List.of()));
    }

    /** The position of the log's last commit. */
    long follow(LogId log) {
        return follow(log, 0);
    }

    /** The same, from {@code after} on. */
    long follow(LogId log, long after) {
        var proof = keys.signAsFollower(transcript().follow(log));
        var answer = ask(n -> new Frame.Follow(n, log, follower(), after, proof));
        if (answer instanceof Frame.Gone(var _, var tail)) return follow(log, tail); // what all others have is deleted
        return ((Frame.Following) answer).lastCommit();
    }

    void send(Frame frame) {
        var to = link;
        if (to == null) throw new IllegalStateException("not connected");
        to.send(FrameCodec.encode(frame));
    }

    private Transcript transcript() {
        if (transcript == null) throw new IllegalStateException("not connected");
        return transcript;
    }

    /** Asks, and waits for the answer. Blocks. */
    Frame ask(LongFunction<Frame.Request> request) {
        var number = requests.incrementAndGet();
        var answer = new CompletableFuture<Frame>();
        answers.put(number, answer);
        send(request.apply(number));
        var got = join(answer);
        if (got instanceof Frame.Refused(var _, var problem, var text)) {
            throw new IllegalStateException(problem + ": " + text);
        }
        return got;
    }

    private static <T> T join(CompletableFuture<T> future) {
        return future.orTimeout(60, TimeUnit.SECONDS).join();
    }

    /** Keys alone: an inbox that nobody can write to. */
    private static final class PlainKeys implements Keys {

        private final CipherSuite.KeyPair account = SUITE.signatureKeyPair();
        private final CipherSuite.KeyPair device = SUITE.signatureKeyPair();
        private final CipherSuite.KeyPair follower = SUITE.signatureKeyPair();
        private final DeviceList list;

        PlainKeys() {
            var key = new AccountKey(Bytes.wrap(account.publicKey()));
            var devices = List.of(new DeviceKey(Bytes.wrap(device.publicKey())));
            var inboxKey = Bytes.wrap(new byte[DeviceList.INBOX_KEY]);
            var signed = DeviceList.signed(key, 1, devices, 1, inboxKey);
            list = new DeviceList(key, 1, devices, 1, inboxKey, sign(account, signed));
        }

        @Override
        public DeviceList list() {
            return list;
        }

        @Override
        public Bytes signAsDevice(Bytes message) {
            return sign(device, message);
        }

        @Override
        public FollowerKey follower() {
            return new FollowerKey(Bytes.wrap(follower.publicKey()));
        }

        @Override
        public Bytes signAsFollower(Bytes message) {
            return sign(follower, message);
        }

        private static Bytes sign(CipherSuite.KeyPair pair, Bytes message) {
            return Bytes.wrap(SUITE.sign(pair.privateKey(), message.shared()));
        }
    }

    @Override
    @SuppressWarnings("NonAtomicOperationOnVolatileField") // one event loop writes
    public void received(Bytes bytes) {
        try {
            switch (FrameCodec.decode(bytes)) {
                case Frame.Items items -> {
                    received += bytes.length();
                    for (var item : items.items()) if (item instanceof Entry entry) ears.entry(entry);
                }
                case Frame.Signal _ -> {} // who is online, and who types
                case Frame.Accepted accepted -> ears.accepted(accepted.number());
                case Frame.RelayHello relay -> hello.complete(relay);
                case Frame.Answer answer -> {
                    var waiting = answers.remove(answer.request());
                    if (waiting != null) waiting.complete(answer);
                }
                case Frame.Goodbye(var problem, var text) -> {
                    if (problem != Problem.LEAVING) throw new IllegalStateException(text);
                }
                case Frame frame -> throw new IllegalStateException("unexpected: " + frame);
            }
        } catch (Exception e) {
            System.err.println("The load stops counting here: " + e.getMessage());
        }
    }

    @Override
    public void closed(String reason) {} // whoever waits for an answer says that none came
}
