package parley.transport.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static parley.transport.netty.Net.soon;
import static parley.transport.netty.Net.until;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import parley.protocol.wire.Bytes;
import parley.transport.api.Link;
import parley.transport.api.LinkListener;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

class LinkTest {

    private static Bytes filled(int length, int with) {
        var array = new byte[length];
        Arrays.fill(array, (byte) with);
        return Bytes.wrap(array);
    }

    @ParameterizedTest
    @EnumSource(Net.Kind.class)
    void framesOfEverySizeGoBothWays(Net.Kind kind) throws Exception {
        try (var net = new Net(kind)) {
            var pair = net.pair();
            for (var length : new int[] {0, 1, 125, 126, 8192, 8193, 16_384, 65_535, 65_536, Net.MAX_FRAME}) {
                pair.client().send(filled(length, 1));
                assertEquals(filled(length, 1), pair.serverEnd().next());
                pair.server().send(filled(length, 2));
                assertEquals(filled(length, 2), pair.clientEnd().next());
            }
            pair.server().send(List.of(filled(1, 1), filled(20_000, 2), Bytes.EMPTY));
            assertEquals(filled(1, 1), pair.clientEnd().next());
            assertEquals(filled(20_000, 2), pair.clientEnd().next());
            assertEquals(Bytes.EMPTY, pair.clientEnd().next());
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Net.Kind.class,
            names = {"BORINGSSL_EPOLL", "PLAIN_NIO"})
    void aFrameOverTheLimitClosesTheLinkAndSaysWhy(Net.Kind kind) throws Exception {
        try (var net = new Net(kind)) {
            var pair = net.pair();
            pair.client().send(filled(Net.MAX_FRAME + 1, 1));
            var why = "a frame was larger than the 100000 bytes taken here";
            assertEquals(why, soon(pair.clientEnd().closed));
            assertEquals(why, soon(pair.serverEnd().closed));
            assertTrue(pair.serverEnd().frames.isEmpty());
            assertFalse(pair.client().isOpen());
            assertFalse(pair.client().send(Bytes.EMPTY));

            var other = net.pair();
            other.server().setMaxFrame(Net.MAX_FRAME + 1);
            other.client().send(filled(Net.MAX_FRAME + 1, 1));
            assertEquals(Net.MAX_FRAME + 1, other.serverEnd().next().length());
            other.client().setMaxFrame(3);
            other.server().send(filled(3, 1));
            other.server().send(filled(4, 1));
            assertEquals(3, other.clientEnd().next().length());
            assertEquals("a frame was larger than the 3 bytes taken here", soon(other.serverEnd().closed));
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Net.Kind.class,
            names = {"BORINGSSL_EPOLL", "JDK_NIO"})
    void bothEndsSeeTheSameCertificate(Net.Kind kind) throws Exception {
        try (var net = new Net(kind)) {
            var pair = net.pair();
            assertEquals(32, pair.client().certificateHash().length());
            assertEquals(pair.server().certificateHash(), pair.client().certificateHash());
            assertEquals(net.listener.certificateHash(), pair.client().certificateHash());
            assertEquals(net.listener.port(), pair.client().remote().getPort());
            assertTrue(pair.server().remote().getAddress().isLoopbackAddress());
        }
        try (var net = new Net(Net.Kind.PLAIN_EPOLL)) {
            assertEquals(Bytes.EMPTY, net.pair().client().certificateHash());
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Net.Kind.class,
            names = {"BORINGSSL_EPOLL", "PLAIN_NIO"})
    void framesOfEachThreadKeepTheirOrder(Net.Kind kind) throws Exception {
        var threads = 4;
        var each = 25_000;
        try (var net = new Net(kind)) {
            var all = new CompletableFuture<String>();
            var next = new int[threads];
            net.accepting =
                    _ ->
                            new LinkListener() {
                                private int seen;

                                @Override
                                public void received(Bytes frame) {
                                    var thread = frame.view().getInt(0);
                                    var number = frame.view().getInt(4);
                                    if (next[thread]++ != number)
                                        all.complete(thread + " sent " + number + " out of order");
                                    if (++seen == threads * each) all.complete("in order");
                                }

                                @Override
                                public void closed(String reason) {
                                    all.complete("closed: " + reason);
                                }
                            };
            var end = new Net.End();
            var link = net.transport.connect(net.endpoint, end);
            var senders = new ArrayList<Thread>();
            for (var thread = 0; thread < threads; thread++) {
                var who = thread;
                senders.add(
                        Thread.ofPlatform()
                                .start(() -> {
                                    for (var i = 0; i < each; i++) {
                                        var frame = ByteBuffer.allocate(32).putInt(who).putInt(i);
                                        if (!link.send(Bytes.wrap(frame.array()))) until(link::isWritable);
                                    }
                                }));
            }
            for (var sender : senders) sender.join();
            assertEquals("in order", soon(all));
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Net.Kind.class,
            names = {"BORINGSSL_EPOLL", "JDK_NIO"})
    void aReaderThatStopsIsFelt(Net.Kind kind) throws Exception {
        try (var net = new Net(kind)) {
            var pair = net.pair();
            pair.client().setReading(false);
            var sent = 0;
            while (pair.server().send(filled(64 * 1024, 1))) {
                sent++;
                assertTrue(sent < 1000, "64 MB went nowhere and no end");
                if (sent % 8 == 0) Thread.yield();
            }
            assertFalse(pair.server().isWritable());
            assertTrue(pair.clientEnd().frames.size() <= 8, "a burst at most came after reading was stopped");
            pair.client().setReading(true);
            assertTrue(pair.serverEnd().writable.tryAcquire(30, TimeUnit.SECONDS));
            assertTrue(pair.server().isWritable());
            for (var i = 0; i <= sent; i++) assertEquals(64 * 1024, pair.clientEnd().next().length());
        }
    }

    @Test
    void writableIsSaidOnceForEachTimeTheQueueWasFull() throws Exception {
        try (var net = new Net(Net.Kind.PLAIN_EPOLL)) {
            var pair = net.pair();
            for (var round = 0; round < 50; round++) {
                pair.client().send(Collections.nCopies(6, filled(90_000, round))); // more than the mark
                until(pair.client()::isWritable);
                for (var i = 0; i < 6; i++) pair.serverEnd().next();
            }
            assertTrue(pair.clientEnd().writable.availablePermits() <= 50);
            assertTrue(pair.clientEnd().writable.availablePermits() > 0);
        }
    }

    @ParameterizedTest
    @EnumSource(Net.Kind.class)
    void aGoodbyeComesAfterAllThatWasSent(Net.Kind kind) throws Exception {
        try (var net = new Net(kind)) {
            var pair = net.pair();
            for (var i = 0; i < 50; i++) pair.client().send(filled(50_000, i));
            pair.client().close("until tomorrow");
            assertFalse(pair.client().isOpen());
            assertEquals("until tomorrow", soon(pair.serverEnd().closed));
            assertEquals(50, pair.serverEnd().frames.size());
            assertEquals("until tomorrow", soon(pair.clientEnd().closed));

            var other = net.pair();
            for (var i = 0; i < 50; i++) other.server().send(filled(50_000, i));
            other.server().close("ä".repeat(100));
            other.server().close("not this");
            assertEquals("ä".repeat(60), soon(other.clientEnd().closed));
            assertEquals(50, other.clientEnd().frames.size());
            assertEquals("ä".repeat(100), soon(other.serverEnd().closed));
        }
    }

    @Test
    void aGoodbyeToWhoDoesNotReadIsCutShort() throws Exception {
        try (var net = new Net(Net.Kind.PLAIN_EPOLL, Net.timeouts(300, Net.Short.LINGER))) {
            var pair = net.pair();
            pair.client().setReading(false);
            for (var i = 0; i < 1000 && pair.server().isWritable(); i++) pair.server().send(filled(90_000, 1));
            pair.server().close("enough");
            assertEquals("enough", soon(pair.serverEnd().closed));
        }
    }

    @Test
    void closingBothEndsAtOnceIsFine() throws Exception {
        try (var net = new Net(Net.Kind.BORINGSSL_EPOLL)) {
            for (var i = 0; i < 50; i++) {
                var pair = net.pair();
                pair.client().close("one");
                pair.server().close("two");
                assertTrue(List.of("one", "two").contains(soon(pair.clientEnd().closed)));
                assertTrue(List.of("one", "two").contains(soon(pair.serverEnd().closed)));
            }
        }
    }

    @Test
    void aListenerThatFailsLosesItsLinkOnly() throws Exception {
        try (var net = new Net(Net.Kind.BORINGSSL_EPOLL)) {
            var bystander = net.pair();
            var usual = net.accepting;
            var closed = new CompletableFuture<String>();
            net.accepting =
                    _ ->
                            new LinkListener() {
                                @Override
                                public void received(Bytes frame) {
                                    throw new IllegalStateException("listener, on purpose");
                                }

                                @Override
                                public void closed(String reason) {
                                    closed.complete(reason);
                                    throw new IllegalStateException("listener at its end, on purpose");
                                }
                            };
            var end = new Net.End();
            var link = net.transport.connect(net.endpoint, end);
            link.send(List.of(Bytes.EMPTY, Bytes.EMPTY));
            assertTrue(soon(end.closed).startsWith("something went wrong"));
            assertTrue(soon(closed).startsWith("something went wrong"));

            net.accepting =
                    _ -> {
                        throw new IllegalStateException("acceptor, on purpose");
                    };
            var refused = new Net.End();
            net.transport.connect(net.endpoint, refused);
            assertTrue(soon(refused.closed).startsWith("something went wrong"));

            net.accepting = usual;
            bystander.client().send(filled(3, 3));
            assertEquals(filled(3, 3), bystander.serverEnd().next());
        }
    }

    @Test
    void aListenerMaySendAndCloseFromInside() throws Exception {
        try (var net = new Net(Net.Kind.BORINGSSL_EPOLL)) {
            net.accepting =
                    link ->
                            new LinkListener() {
                                @Override
                                public void received(Bytes frame) {
                                    link.send(frame);
                                    if (frame.isEmpty()) link.close("as you wish");
                                }

                                @Override
                                public void closed(String reason) {}
                            };
            var end = new Net.End();
            var link = net.transport.connect(net.endpoint, end);
            link.send(List.of(filled(5, 5), Bytes.EMPTY, filled(6, 6)));
            assertEquals("as you wish", soon(end.closed));
            assertEquals(List.of(filled(5, 5), Bytes.EMPTY), List.copyOf(end.frames));
        }
    }

    @Test
    void pingsKeepAnIdleLink() throws Exception {
        try (var net = new Net(Net.Kind.PLAIN_EPOLL, Net.timeouts(1000, Net.Short.PING))) {
            var pair = net.pair();
            pair.server().setReading(false); // its own pings still say that it lives
            var enough = new CountDownLatch(1);
            assertFalse(enough.await(3500, TimeUnit.MILLISECONDS)); // silent, it would be closed after 3000
            assertTrue(pair.client().isOpen() && pair.server().isOpen());
            pair.server().setReading(true);
            pair.client().send(filled(1, 1));
            assertEquals(filled(1, 1), pair.serverEnd().next());
        }
    }

    @Test
    void aThousandIdleLinksComeAndGoQuickly() throws Exception {
        try (var net = new Net(Net.Kind.BORINGSSL_EPOLL)) {
            var count = 1000;
            var ends = new ArrayList<Net.End>();
            var links = new ArrayList<Link>();
            for (var i = 0; i < count; i++) {
                var end = new Net.End();
                ends.add(end);
                links.add(net.transport.connect(net.endpoint, end));
            }
            for (var link : links) link.send(filled(10, 1));
            for (var i = 0; i < count; i++) {
                var accepted = net.accepted.poll(30, TimeUnit.SECONDS);
                assertTrue(accepted != null && accepted.end().next().length() == 10);
            }
            net.listener.close("good night");
            for (var end : ends) assertEquals("good night", soon(end.closed));
        }
    }
}
