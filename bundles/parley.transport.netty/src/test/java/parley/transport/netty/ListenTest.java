package parley.transport.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import parley.protocol.wire.Bytes;
import parley.transport.api.Acceptor;
import parley.transport.api.HttpCall;
import parley.transport.api.HttpReply;
import parley.transport.api.Link;
import parley.transport.api.LinkListener;
import parley.transport.api.ListenOptions;

import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.InstantSource;

class ListenTest {

    private static final Acceptor NOBODY =
            new Acceptor() {
                @Override
                public LinkListener accepted(Link link) {
                    return new Net.End();
                }

                @Override
                public HttpReply answer(HttpCall call) {
                    return HttpReply.of(404);
                }
            };

    private static ListenOptions at(String host, int port) {
        return new ListenOptions(host, port, new ListenOptions.Tls.None(), 1000, 1000, 10, 10);
    }

    @ParameterizedTest
    @EnumSource(
            value = Net.Kind.class,
            names = {"PLAIN_EPOLL", "PLAIN_NIO"})
    void aPortInUseIsNamed(Net.Kind kind) throws Exception {
        var transport =
                new NettyTransport(() -> kind.epoll, () -> kind.boringSsl, Timeouts.DEFAULT, InstantSource.system());
        try (var other = new ServerSocket()) {
            other.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            var port = other.getLocalPort();
            var e = assertThrows(BindException.class, () -> transport.listen(at("127.0.0.1", port), NOBODY));
            assertEquals(
                    "port "
                            + port
                            + " is already used by another program; choose another with --listen HOST:PORT, "
                            + "or stop that program",
                    e.getMessage());
            for (var host : new String[] {"192.0.2.1", "no such host"}) {
                e = assertThrows(BindException.class, () -> transport.listen(at(host, 0), NOBODY));
                assertEquals(
                        host
                                + " is no address of this computer; choose one with --listen HOST:PORT, "
                                + "or 0.0.0.0 for all",
                        e.getMessage());
            }
        } finally {
            transport.close();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Net.Kind.class,
            names = {"BORINGSSL_EPOLL", "JDK_NIO"})
    void closingTellsEveryLinkAndFreesThePort(Net.Kind kind) throws Exception {
        try (var net = new Net(kind)) {
            var one = net.pair();
            var two = net.pair();
            net.listener.close("back in five minutes");
            assertEquals("back in five minutes", Net.soon(one.clientEnd().closed));
            assertEquals("back in five minutes", Net.soon(two.clientEnd().closed));
            assertEquals("back in five minutes", Net.soon(one.serverEnd().closed));
            net.listener.close("again"); // does nothing
            try (var again = net.transport.listen(at("127.0.0.1", net.endpoint.port()), NOBODY)) {
                assertEquals(net.endpoint.port(), again.port());
            }
        }
    }

    @Test
    void stoppingTheTransportClosesEverything() throws Exception {
        var net = new Net(Net.Kind.BORINGSSL_EPOLL);
        var pair = net.pair();
        var other = new Net(Net.Kind.BORINGSSL_EPOLL);
        var end = new Net.End();
        net.transport.connect(other.endpoint, end);
        net.close();
        assertEquals("the relay has stopped", Net.soon(pair.clientEnd().closed));
        assertEquals("this program is stopping", Net.soon(end.closed));
        assertTrue(!pair.server().isOpen() && !pair.server().send(Bytes.EMPTY));
        pair.server().close("late");
        other.close();
    }

    @Test
    void countsConnectionsInAllAndByAddress() throws Exception {
        var limits = new ConnectionLimits(5, 2);
        var one = InetAddress.getByName("192.0.2.1");
        var two = InetAddress.getByName("192.0.2.2");
        assertTrue(limits.enter(one));
        assertTrue(limits.enter(one));
        assertTrue(!limits.enter(one), "the third from one address");
        assertTrue(limits.enter(two));
        var loopback = InetAddress.getByName("127.0.0.2");
        assertTrue(limits.enter(loopback));
        assertTrue(limits.enter(loopback));
        assertEquals(5, limits.count());
        assertTrue(!limits.enter(loopback) && !limits.enter(InetAddress.getByName("192.0.2.3")), "the sixth in all");
        limits.leave(one);
        assertTrue(limits.enter(one));
        for (var each : new InetAddress[] {one, one, two, loopback, loopback}) limits.leave(each);
        assertEquals(0, limits.count());
        assertEquals(0, limits.addresses());
    }

    @Test
    void aNetworkOfIpv6IsOneAddress() throws Exception {
        var limits = new ConnectionLimits(10, 2);
        assertTrue(limits.enter(InetAddress.getByName("2001:db8::1")));
        assertTrue(limits.enter(InetAddress.getByName("2001:db8::ffff:2")));
        assertTrue(!limits.enter(InetAddress.getByName("2001:db8::3")));
        assertTrue(limits.enter(InetAddress.getByName("2001:db8:0:1::1")));
        for (var i = 0; i < 3; i++) {
            assertTrue(limits.enter(InetAddress.getByName("::1")), "loopback has no limit of its own");
        }
    }

    @Test
    void aBudgetGivesNoMoreThanItHas() {
        var budget = new ByteBudget(10).share(InetAddress.getLoopbackAddress());
        assertTrue(budget.take(10));
        assertTrue(!budget.take(1));
        budget.giveBack(3);
        assertTrue(!budget.take(4));
        assertTrue(budget.take(3));
        assertTrue(!budget.take(1));
    }
}
