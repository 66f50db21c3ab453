package parley.relay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import parley.protocol.BlobId;
import parley.protocol.Hash;
import parley.protocol.LogId;
import parley.protocol.relay.Frame;
import parley.protocol.relay.Problem;
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
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/** Somebody asks and reads no answers, at a relay that is real but for its end of that link. */
@Timeout(60)
final class FullLinkTest {

    private static final long SECOND = 1_000_000_000L;

    @TempDir private Path home;

    private RelayFixture relay;
    private Client alice;
    private final Wire wire = new Wire();
    private Client mallory;

    @BeforeEach
    void start() throws IOException {
        relay = new RelayFixture(home);
        alice = relay.signedUp(new Person("alice"));
        mallory = Client.greeted(wire, relay.endpoint());
        var person = new Person("mallory");
        assertInstanceOf(
                Frame.SignedIn.class, mallory.ask(mallory.signUp(person, java.util.Optional.of(relay.invite(1)))));
    }

    @AfterEach
    void stop() {
        relay.close();
    }

    /** What was under way has had more than its time: three requests of somebody else went the same way. */
    private void settle() {
        for (var i = 0; i < 3; i++) {
            alice.refused(Problem.NOT_FOUND, n -> new Frame.Lookup(n, "nobody"));
            var key = new Person.Pair();
            alice.refused(Problem.NOT_FOUND, alice.follow(LogId.random(), key, 0));
        }
    }

    @Test
    void aLargeAnswerIsOneAtATimeWhileTheLinkIsFull() {
        var log = LogId.random();
        var key = new Person.Pair();
        mallory.done(n -> new Frame.OpenLog(n, log, key.follower()));
        mallory.following(log, key, 0);
        mallory.append(log, key.follower(), 1, 0, Bytes.wrap(new byte[1 << 20]));
        mallory.accepted(1);
        mallory.item(log);
        wire.fullAt = 1 << 20;
        var before = wire.sent.get();
        for (var i = 0; i < 50; i++) mallory.send(mallory.follow(log, key, 0).apply(1000 + i));
        mallory.item(log);
        settle();
        assertEquals(before + 2, wire.sent.get(), "one answer with its entry");
        mallory.send(mallory.follow(log, key, 0).apply(1050)); // the others may all have come before the link was full
        assertFalse(wire.reading, "and nothing more is read");
        settle();
        assertEquals(before + 2, wire.sent.get(), "nor answered");
        wire.fullAt = Integer.MAX_VALUE;
        wire.writableAgain();
        for (var i = 1; i <= 50; i++) mallory.item(log);
        for (var i = 0; i <= 50; i++) assertInstanceOf(Frame.Following.class, mallory.other());
    }

    @Test
    void nothingIsHandledWhileTheLinkIsFullAndAllOfItAfterwards() {
        var blob = new BlobId(Bytes.wrap(new byte[16]));
        var hash = Hash.of(Bytes.EMPTY);
        mallory.done(n -> new Frame.ReserveBlob(n, blob, 1 << 20, hash, hash));
        var log = LogId.random();
        var key = new Person.Pair();
        wire.writable = false;
        var before = wire.sent.get();
        for (var i = 0; i < 10; i++) mallory.send(new Frame.AskBlob(1000 + i, blob, 4096));
        mallory.send(new Frame.OpenLog(2000, log, key.follower()));
        mallory.send(new Frame.Lookup(2001, "alice"));
        mallory.link.send(Bytes.of((byte) 250)); // a type that nobody knows
        settle();
        assertEquals(before, wire.sent.get());
        wire.writableAgain();
        for (var i = 0; i < 13; i++) mallory.other();
        assertTrue(wire.reading);
        mallory.following(log, key, 0);
    }

    @Test
    void aLinkThatTakesNothingForAMinuteIsClosedWhateverFilledIt() {
        var link = wire.relaySide();
        ((RunningRelay) relay.running).hub().clientLinks().remove(link); // whose clock is another
        link.tick(0);
        link.tick(100 * SECOND);
        assertFalse(wire.closed.isDone());
        wire.writable = false;
        link.tick(200 * SECOND);
        link.tick(260 * SECOND - 1);
        assertFalse(wire.closed.isDone());
        wire.writableAgain();
        wire.writable = false;
        link.tick(261 * SECOND);
        link.tick(321 * SECOND - 1);
        assertFalse(wire.closed.isDone(), "it had taken something in between");
        link.tick(321 * SECOND);
        assertTrue(wire.closed.isDone());
    }

    /** Both ends of a link in memory; the relay's is full when the test says so. */
    private final class Wire implements Transport {

        final AtomicInteger sent = new AtomicInteger();
        final CompletableFuture<String> closed = new CompletableFuture<>();
        volatile boolean writable = true;
        volatile boolean reading = true;

        /** A frame of this many bytes fills the link. */
        volatile int fullAt = Integer.MAX_VALUE;

        private final CompletableFuture<LinkListener> accepted = new CompletableFuture<>();

        ClientLink relaySide() {
            return (ClientLink) accepted.join();
        }

        void writableAgain() {
            writable = true;
            accepted.join().writable();
        }

        @Override
        public Link connect(Endpoint endpoint, LinkListener client) {
            accepted.complete(
                    ((RunningRelay) relay.running)
                            .accepted(
                                    new End() {
                                        @Override
                                        public boolean send(Bytes frame) {
                                            sent.incrementAndGet();
                                            if (frame.length() >= fullAt) writable = false;
                                            client.received(frame);
                                            return writable;
                                        }

                                        @Override
                                        public boolean isWritable() {
                                            return writable;
                                        }
                                    }));
            return new End() {
                @Override
                public boolean send(Bytes frame) {
                    accepted.join().received(frame);
                    return true;
                }

                @Override
                public boolean isWritable() {
                    return true;
                }
            };
        }

        @Override
        public HttpConnection connectHttp(Endpoint endpoint, Bytes certificateHash) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Listener listen(ListenOptions options, Acceptor acceptor) {
            throw new UnsupportedOperationException();
        }

        private abstract class End implements Link {

            @Override
            public boolean send(List<Bytes> frames) {
                frames.forEach(this::send);
                return isWritable();
            }

            @Override
            public void setReading(boolean is) {
                reading = is;
            }

            @Override
            public void setMaxFrame(int bytes) {}

            @Override
            public Bytes certificateHash() {
                return Bytes.EMPTY;
            }

            @Override
            public InetSocketAddress remote() {
                return new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
            }

            @Override
            public boolean isOpen() {
                return !closed.isDone();
            }

            @Override
            public void close(String reason) {
                closed.complete(reason);
            }
        }
    }
}
