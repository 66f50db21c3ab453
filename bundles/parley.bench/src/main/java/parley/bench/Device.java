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

    private final CipherSuite.KeyPair account = SUITE.signatureKeyPair();
    private final CipherSuite.KeyPair device = SUITE.signatureKeyPair();
    private final CipherSuite.KeyPair followerPair = SUITE.signatureKeyPair();
    private final FollowerKey follower = new FollowerKey(Bytes.wrap(followerPair.publicKey()));
    private final Map<Long, CompletableFuture<Frame>> answers = new ConcurrentHashMap<>();
    private volatile CompletableFuture<Frame.RelayHello> hello = new CompletableFuture<>();
    private final AtomicLong requests = new AtomicLong();
    private volatile Ears ears = DEAF;
    private volatile @Nullable Link link;
    private @Nullable Transcript transcript;

    FollowerKey follower() {
        return follower;
    }

    void hear(Ears ears) {
        this.ears = ears;
    }

    /** Signs up, and in again on a second link, as every later start of a client does. Blocks. */
    void join(Transport transport, Endpoint endpoint, Token invite, String name) throws IOException {
        greet(transport, endpoint);
        var key = new AccountKey(Bytes.wrap(account.publicKey()));
        var deviceKey = new DeviceKey(Bytes.wrap(device.publicKey()));
        var inboxKey = Bytes.wrap(new byte[DeviceList.INBOX_KEY]);
        var signed = DeviceList.signed(key, 1, List.of(deviceKey), 1, inboxKey);
        var list = new DeviceList(key, 1, List.of(deviceKey), 1, inboxKey, sign(account, signed));
        var t = transcript();
        ask(n -> new Frame.SignUp(n, Optional.of(invite), name, list, sign(device, t.signUp(name))));
        var first = link;
        if (first != null) first.close("");
        greet(transport, endpoint);
        var again = transcript();
        ask(n -> new Frame.SignIn(n, key, deviceKey, sign(device, again.signIn())));
    }

    private void greet(Transport transport, Endpoint endpoint) throws IOException {
        hello = new CompletableFuture<>();
        var nonce = new byte[Frame.NONCE];
        RANDOM.nextBytes(nonce);
        link = transport.connect(endpoint, this);
        send(new Frame.ClientHello(List.of(), Bytes.wrap(nonce)));
        var relay = join(hello);
        transcript = new Transcript(Bytes.wrap(nonce), relay.nonce(), relay.key(), relay.certificateHash());
    }

    void open(LogId log) {
        ask(n -> new Frame.OpenLog(n, log, follower));
    }

    void add(LogId log, FollowerKey other) {
        var body =
                new CommitBody(
                        Bytes.of((byte) 1),
                        List.of(new CommitBody.NewFollower(other, false)),
                        List.of(),
                        Optional.empty());
        ask(n -> new Frame.Commit(n, log, follower, 0, body, List.of()));
    }

    /** The position of the log's last commit. */
    long follow(LogId log) {
        var t = transcript();
        var answer = ask(n -> new Frame.Follow(n, log, follower, 0, sign(followerPair, t.follow(log))));
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

    private Frame ask(LongFunction<Frame.Request> request) {
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

    private static Bytes sign(CipherSuite.KeyPair pair, Bytes message) {
        return Bytes.wrap(SUITE.sign(pair.privateKey(), message.shared()));
    }

    @Override
    public void received(Bytes bytes) {
        try {
            switch (FrameCodec.decode(bytes)) {
                case Frame.Items items -> {
                    for (var item : items.items()) if (item instanceof Entry entry) ears.entry(entry);
                }
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
