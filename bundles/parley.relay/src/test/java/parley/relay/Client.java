package parley.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.jspecify.annotations.Nullable;

import parley.protocol.DeviceList;
import parley.protocol.FollowerKey;
import parley.protocol.LogId;
import parley.protocol.Token;
import parley.protocol.relay.CommitBody;
import parley.protocol.relay.Frame;
import parley.protocol.relay.FrameCodec;
import parley.protocol.relay.LogItem;
import parley.protocol.relay.Problem;
import parley.protocol.relay.Transcript;
import parley.protocol.wire.Bytes;
import parley.transport.api.Endpoint;
import parley.transport.api.Link;
import parley.transport.api.LinkListener;
import parley.transport.api.Transport;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;

/** A small client: one link, answers by request number, items by log, and all other frames in a queue. */
final class Client implements LinkListener, AutoCloseable {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int PATIENCE = 30;

    final Link link;
    final BlockingQueue<Frame> others = new LinkedBlockingQueue<>();
    final CompletableFuture<String> closed = new CompletableFuture<>();
    private final Map<Long, CompletableFuture<Frame.Answer>> answers = new ConcurrentHashMap<>();
    private final Map<LogId, BlockingQueue<LogItem>> items = new ConcurrentHashMap<>();
    private final AtomicLong requests = new AtomicLong();
    private final Bytes nonce;
    private @Nullable Transcript transcript;

    private Client(Transport transport, Endpoint endpoint) throws IOException {
        var bytes = new byte[Frame.NONCE];
        RANDOM.nextBytes(bytes);
        nonce = Bytes.wrap(bytes);
        link = transport.connect(endpoint, this);
    }

    /** A link without any frame sent. */
    static Client silent(Transport transport, Endpoint endpoint) throws IOException {
        return new Client(transport, endpoint);
    }

    /** A link after verified hellos. */
    static Client greeted(Transport transport, Endpoint endpoint) throws IOException {
        var client = new Client(transport, endpoint);
        client.greet();
        return client;
    }

    Frame.RelayHello greet() {
        send(new Frame.ClientHello(List.of(), nonce));
        var hello = assertInstanceOf(Frame.RelayHello.class, other());
        transcript = new Transcript(nonce, hello.nonce(), hello.key(), hello.certificateHash());
        assertEquals(link.certificateHash(), hello.certificateHash());
        assertTrue(
                Person.SUITE.verify(
                        hello.key().bytes().shared(),
                        transcript.hello(hello.name(), hello.openRegistration()).shared(),
                        hello.signature().shared()));
        return hello;
    }

    Transcript transcript() {
        assertNotNull(transcript);
        return transcript;
    }

    void send(Frame frame) {
        link.send(FrameCodec.encode(frame));
    }

    /** The next frame that is neither answer nor items. */
    Frame other() {
        try {
            var frame = others.poll(PATIENCE, TimeUnit.SECONDS);
            assertNotNull(frame, "no frame came");
            return frame;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    Frame.Answer ask(LongFunction<Frame.Request> request) {
        var number = requests.incrementAndGet();
        var answer = new CompletableFuture<Frame.Answer>();
        answers.put(number, answer);
        send(request.apply(number));
        return join(answer);
    }

    void done(LongFunction<Frame.Request> request) {
        assertInstanceOf(Frame.Done.class, ask(request));
    }

    void refused(Problem problem, LongFunction<Frame.Request> request) {
        var refused = assertInstanceOf(Frame.Refused.class, ask(request));
        assertEquals(problem, refused.problem(), refused.text());
        assertTrue(refused.text().length() > 10);
    }

    static <T> T join(CompletableFuture<T> future) {
        return future.orTimeout(PATIENCE, TimeUnit.SECONDS).join();
    }

    LongFunction<Frame.Request> signUp(Person person, Optional<Token> invite) {
        return n ->
                new Frame.SignUp(
                        n, invite, person.name, person.devices(), person.device.sign(transcript().signUp(person.name)));
    }

    LongFunction<Frame.Request> signIn(Person person) {
        return n ->
                new Frame.SignIn(n, person.accountKey(), person.deviceKey(), person.device.sign(transcript().signIn()));
    }

    /** Puts the list in place of the account's. */
    LongFunction<Frame.Request> recover(DeviceList devices, Person.Pair device) {
        return n -> new Frame.Recover(n, devices, device.sign(transcript().recover()));
    }

    LongFunction<Frame.Request> follow(LogId log, Person.Pair follower, long after) {
        return n -> new Frame.Follow(n, log, follower.follower(), after, follower.sign(transcript().follow(log)));
    }

    Frame.Following following(LogId log, Person.Pair follower, long after) {
        return assertInstanceOf(Frame.Following.class, ask(follow(log, follower, after)));
    }

    void append(LogId log, FollowerKey follower, long number, long base, String text) {
        append(log, follower, number, base, Bytes.wrap(text.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    }

    void append(LogId log, FollowerKey follower, long number, long base, Bytes body) {
        send(new Frame.Append(log, follower, number, base, false, body));
    }

    void accepted(long number) {
        var accepted = assertInstanceOf(Frame.Accepted.class, other());
        assertEquals(number, accepted.number());
    }

    LongFunction<Frame.Request> commit(
            LogId log,
            FollowerKey follower,
            long base,
            List<FollowerKey> added,
            List<FollowerKey> removed,
            String mls) {
        var followers = added.stream().map(key -> new CommitBody.NewFollower(key, false)).toList();
        var body =
                new CommitBody(
                        Bytes.wrap(mls.getBytes(java.nio.charset.StandardCharsets.UTF_8)),
                        followers,
                        removed,
                        Optional.empty());
        return n -> new Frame.Commit(n, log, follower, base, body, List.of());
    }

    /** The next item of {@code log}. */
    LogItem item(LogId log) {
        try {
            var item = queue(log).poll(PATIENCE, TimeUnit.SECONDS);
            assertNotNull(item, "no item came");
            return item;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    List<LogItem> items(LogId log, int count) {
        var taken = new ArrayList<LogItem>(count);
        for (var i = 0; i < count; i++) taken.add(item(log));
        return taken;
    }

    int waitingItems(LogId log) {
        return queue(log).size();
    }

    private BlockingQueue<LogItem> queue(LogId log) {
        return items.computeIfAbsent(log, _ -> new LinkedBlockingQueue<>());
    }

    Frame.Goodbye goodbye(Problem problem) {
        var goodbye = assertInstanceOf(Frame.Goodbye.class, other());
        assertEquals(problem, goodbye.problem(), goodbye.text());
        return goodbye;
    }

    /** Waits until the relay has closed the link. */
    String closedByRelay() {
        return join(closed);
    }

    @Override
    public void received(Bytes bytes) {
        try {
            switch (FrameCodec.decode(bytes)) {
                case Frame.Answer answer -> {
                    var waiting = answers.remove(answer.request());
                    if (waiting == null) others.add(answer); // a second answer is as wrong as an unasked one
                    else waiting.complete(answer);
                }
                case Frame.Items(var log, var some) -> queue(log).addAll(some);
                case Frame frame -> others.add(frame);
            }
        } catch (Exception e) {
            closed.completeExceptionally(e);
        }
    }

    @Override
    public void closed(String reason) {
        closed.complete(reason);
    }

    @Override
    public void close() {
        link.close("");
    }
}
