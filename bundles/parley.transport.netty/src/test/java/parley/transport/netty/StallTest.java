package parley.transport.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static parley.transport.netty.Net.soon;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import parley.protocol.wire.Bytes;
import parley.transport.api.Link;

import java.io.DataInputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Collections;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Links whose socket takes nothing, or little. */
class StallTest {

    private final CountDownLatch never = new CountDownLatch(1);

    /** Queues more than sockets take unread. */
    private static void fill(Link link) {
        link.send(Collections.nCopies(8, Bytes.wrap(new byte[3 << 20])));
    }

    @ParameterizedTest
    @EnumSource(
            value = Net.Kind.class,
            names = {"BORINGSSL_EPOLL", "PLAIN_NIO"})
    void aLinkWhoseOtherEndTakesNothingIsClosed(Net.Kind kind) throws Exception {
        try (var net = new Net(kind, Net.timeouts(400, Net.Short.STALL))) {
            var pair = net.pair();
            pair.client().setReading(false);
            pair.server().setReading(false); // silence would be forgiven
            fill(pair.server());
            assertEquals(
                    "the other end has taken nothing of what was sent for 0 seconds", soon(pair.serverEnd().closed));
            assertFalse(pair.server().isOpen());

            var other = net.pair(); // the same at the client's end
            other.server().setMaxFrame(4 << 20); // some is read still
            other.server().setReading(false);
            other.client().setReading(false);
            fill(other.client());
            assertTrue(soon(other.clientEnd().closed).startsWith("the other end has taken nothing"));
        }
    }

    @Test
    void whoTakesALittleNowAndThenIsKept() throws Exception {
        try (var net = new Net(Net.Kind.PLAIN_EPOLL, Net.timeouts(2500, Net.Short.STALL));
                var socket = new Socket()) {
            socket.setReceiveBufferSize(32 * 1024);
            socket.connect(new InetSocketAddress("127.0.0.1", net.listener.port()));
            var accepted = RawLink.open(net, socket);
            accepted.link().send(Bytes.wrap(new byte[60 << 20])); // never writable meanwhile
            var in = new DataInputStream(socket.getInputStream());
            for (var i = 0; i < 30; i++) {
                in.readNBytes(256 * 1024);
                assertFalse(never.await(100, TimeUnit.MILLISECONDS));
            }
            assertTrue(accepted.link().isOpen());
            assertFalse(accepted.end().closed.isDone());
            assertTrue(soon(accepted.end().closed).startsWith("the other end has taken nothing"));
        }
    }

    @Test
    void anIdleLinkIsNotStalled() throws Exception {
        try (var net = new Net(Net.Kind.PLAIN_EPOLL, Net.timeouts(1500, Net.Short.STALL))) {
            var pair = net.pair();
            pair.client().setReading(false);
            fill(pair.server());
            pair.client().setReading(true);
            assertTrue(pair.serverEnd().writable.tryAcquire(30, TimeUnit.SECONDS));
            assertFalse(never.await(2000, TimeUnit.MILLISECONDS));
            assertTrue(pair.server().isOpen() && pair.client().isOpen());
        }
    }

    @Test
    void whoSaysGoodbyeWithoutReadingIsLeftToo() throws Exception {
        try (var net = new Net(Net.Kind.PLAIN_EPOLL, Net.timeouts(300, Net.Short.LINGER));
                var socket = net.socket()) {
            var accepted = RawLink.open(net, socket);
            fill(accepted.link());
            socket.getOutputStream().write(Bytes.ofHex("8880" + "00000000").toArray());
            assertEquals("", soon(accepted.end().closed));
        }
    }
}
