package parley.transport.netty;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static parley.transport.netty.Net.soon;

import io.netty.buffer.Unpooled;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import parley.protocol.wire.Bytes;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Messages that begin on a link and do not end, or not soon. */
class UnfinishedTest {

    private static final int FREE = Gathering.FIRST;
    private static final String LONG = "82ff" + "0000000000400000" + "00000000"; // 4 MiB, masked with nothing
    private static final String BUSY = "the relay is busy with other large messages; try again in a second";
    private static final String SLOW = "a message came too slowly; connect again on a better line";

    private final CountDownLatch never = new CountDownLatch(1);

    private static void send(Socket socket, String hex) throws IOException {
        socket.getOutputStream().write(Bytes.ofHex(hex).toArray());
    }

    private static void send(Socket socket, int zeros) throws IOException {
        socket.getOutputStream().write(new byte[zeros]);
    }

    private void pause(int millis) throws InterruptedException {
        assertFalse(never.await(millis, TimeUnit.MILLISECONDS));
    }

    private static void read(FrameReader reader, int zeros) throws BrokenFrameException {
        reader.read(Unpooled.wrappedBuffer(new byte[zeros]), 4 << 20, new Nobody());
    }

    private static final class Nobody implements FrameReader.Sink {
        @Override
        public void message(Bytes message) {}

        @Override
        public void control(int control, Bytes payload) {}
    }

    private static FrameReader begun(ByteBudget budget) throws BrokenFrameException {
        var reader = new FrameReader(false, budget.share(InetAddress.getLoopbackAddress()));
        var head = Bytes.ofHex("827f0000000000400000").toArray();
        reader.read(Unpooled.wrappedBuffer(head), 4 << 20, new Nobody());
        return reader;
    }

    @Test
    void whatIsHeldAbove64KiBIsTakenAndGivenBack() throws Exception {
        var budget = new ByteBudget(4 << 20);
        var reader = begun(budget);
        read(reader, FREE);
        assertEquals(4 << 20, budget.left(), "64 KiB are free");
        read(reader, 1);
        assertEquals((4 << 20) - 3 * FREE, budget.left(), "an array of 256 KiB");
        read(reader, 3 * FREE);
        assertEquals((4 << 20) - 15 * FREE, budget.left(), "one of 1 MiB");
        read(reader, (4 << 20) - 4 * FREE - 1);
        assertFalse(reader.isUnfinished());
        assertEquals(4 << 20, budget.left());
        var other = begun(budget);
        read(other, FREE + 1);
        other.forget();
        assertEquals(4 << 20, budget.left());
    }

    @Test
    void memoryThatIsNotThereIsNotTaken() throws Exception {
        var enough = begun(new ByteBudget(3 * FREE));
        assertDoesNotThrow(() -> read(enough, FREE + 1));
        var scant = new ByteBudget(3 * FREE - 1);
        var reader = begun(scant);
        read(reader, FREE);
        assertEquals(BrokenFrameException.BUSY, assertThrows(BrokenFrameException.class, () -> read(reader, 1)).code);
        reader.forget();
        assertEquals(3 * FREE - 1, scant.left());
    }

    @Test
    void aLinkIsClosedWhenNothingIsLeftForItsMessage() throws Exception {
        try (var net = new Net(Net.Kind.PLAIN_EPOLL);
                var small = net.socket();
                var large = net.socket()) {
            var budget = ((NettyListener) net.listener).messages();
            var all = budget.left();
            var others = budget.share(InetAddress.getLoopbackAddress());
            var free = RawLink.open(net, small);
            var charged = RawLink.open(net, large);
            assertTrue(others.take(all));
            send(small, "82ff" + "0000000000010000" + "00000000");
            send(small, FREE);
            assertEquals(FREE, free.end().next().length());
            send(large, LONG);
            send(large, FREE + 1);
            assertEquals(BUSY, soon(closedBy(large, charged)));
            assertEquals(0, budget.left());
            others.giveBack(all);
        }
    }

    /** When the other end of {@code socket} is left alone after its goodbye. */
    private static CompletableFuture<String> closedBy(Socket socket, Net.Accepted accepted) throws IOException {
        var in = new DataInputStream(socket.getInputStream());
        int type;
        while ((type = in.readUnsignedByte()) == 0x89) in.readUnsignedByte(); // pings
        assertEquals(0x88, type);
        socket.close();
        return accepted.end().closed;
    }

    @Test
    void aLinksEndGivesBackWhatItsMessageTook() throws Exception {
        try (var net = new Net(Net.Kind.PLAIN_EPOLL)) {
            var budget = ((NettyListener) net.listener).messages();
            var all = budget.left();
            try (var socket = net.socket()) {
                var accepted = RawLink.open(net, socket);
                send(socket, LONG);
                send(socket, (1 << 20) + 1);
                Net.until(() -> budget.left() == all - (4 << 20) + FREE); // all of the array, not what has come
                socket.close();
                soon(accepted.end().closed);
                Net.until(() -> budget.left() == all);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"82", LONG, LONG + "00", "028100000000" + "07", "89"})
    void whatBeginsAndDoesNotGoOnEndsTheLink(String hex) throws Exception {
        try (var net = new Net(Net.Kind.PLAIN_EPOLL, Net.timeouts(300, Net.Short.PROGRESS));
                var socket = net.socket()) {
            var accepted = RawLink.open(net, socket);
            send(socket, hex);
            assertEquals(SLOW, soon(closedBy(socket, accepted)));
        }
    }

    @Test
    void dripsAndPingsAreNoProgress() throws Exception {
        try (var net = new Net(Net.Kind.PLAIN_EPOLL, Net.timeouts(500, Net.Short.PROGRESS, Net.Short.LINGER));
                var socket = net.socket()) {
            var accepted = RawLink.open(net, socket);
            send(socket, "028100000000" + "07"); // the first piece of a message
            var ping = "89fd00000000" + "00".repeat(125);
            assertThrows(
                    SocketException.class,
                    () -> {
                        for (var i = 0; i < 1000; i++) {
                            send(socket, ping.repeat(20) + "008100000000" + "07" + "008000000000");
                            pause(10);
                        }
                    });
            assertEquals(SLOW, soon(accepted.end().closed));
            assertTrue(accepted.end().frames.isEmpty());
        }
    }

    @Test
    void aMessageThatGoesOnIsTakenHoweverLongItTakes() throws Exception {
        try (var net = new Net(Net.Kind.PLAIN_EPOLL, Net.timeouts(1000, Net.Short.PROGRESS));
                var socket = net.socket()) {
            var accepted = RawLink.open(net, socket);
            send(socket, "82ff" + "0000000000020000" + "00000000");
            for (var i = 0; i < 8; i++) {
                send(socket, HttpServing.MIN_PROGRESS);
                pause(200);
            }
            assertEquals(8 * HttpServing.MIN_PROGRESS, accepted.end().next().length());
            for (var i = 0; i < 7; i++) { // small ones count by their ends
                send(socket, "8281" + "00000000" + "07" + "82");
                pause(200);
                send(socket, "81" + "00000000" + "07");
            }
            for (var i = 0; i < 14; i++) assertEquals(1, accepted.end().next().length());
            pause(1200); // between messages nothing is owed
            assertTrue(accepted.link().isOpen());
        }
    }

    @Test
    void timeInWhichWeDoNotReadDoesNotCount() throws Exception {
        try (var net = new Net(Net.Kind.PLAIN_EPOLL, Net.timeouts(500, Net.Short.PROGRESS));
                var socket = net.socket()) {
            var accepted = RawLink.open(net, socket);
            send(socket, "8281" + "00000000" + "07" + "8281");
            accepted.end().next();
            accepted.link().setReading(false);
            send(socket, "00000000" + "07");
            pause(1500);
            assertTrue(accepted.link().isOpen());
            accepted.link().setReading(true);
            assertEquals(1, accepted.end().next().length());
            send(socket, "82");
            accepted.link().setReading(false);
            pause(700);
            accepted.link().setReading(true);
            assertEquals(SLOW, soon(closedBy(socket, accepted))); // but it goes on
        }
    }
}
