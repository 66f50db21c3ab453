package parley.transport.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelId;
import io.netty.channel.DefaultChannelId;
import io.netty.channel.embedded.EmbeddedChannel;

import org.junit.jupiter.api.Test;

import parley.protocol.wire.Bytes;
import parley.transport.api.Acceptor;
import parley.transport.api.HttpCall;
import parley.transport.api.HttpReply;
import parley.transport.api.Link;
import parley.transport.api.LinkListener;
import parley.transport.api.ListenOptions;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;

/** What one address may hold of a listener's budgets. */
class BudgetTest {

    private static final InetAddress ALICE = address("203.0.113.1");
    private static final InetAddress BOB = address("203.0.113.2");

    private static InetAddress address(String literal) {
        try {
            return InetAddress.getByName(literal);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void anAddressHoldsAQuarterAtMost() {
        var budget = new ByteBudget(400);
        assertFalse(budget.share(ALICE).take(101));
        assertTrue(budget.share(ALICE).take(60));
        assertTrue(budget.share(ALICE).take(40));
        assertFalse(budget.share(ALICE).take(1));
        assertTrue(budget.share(BOB).take(100));
        assertEquals(200, budget.left());
        budget.share(ALICE).giveBack(40);
        assertFalse(budget.share(ALICE).take(41));
        assertTrue(budget.share(ALICE).take(40));
        budget.share(ALICE).giveBack(100);
        budget.share(BOB).giveBack(100);
        assertEquals(400, budget.left());
        assertEquals(0, budget.addresses());
    }

    @Test
    void loopbackMayHoldAllAndAllIsTheMost() {
        var budget = new ByteBudget(400);
        assertTrue(budget.share(InetAddress.getLoopbackAddress()).take(399));
        assertFalse(budget.share(BOB).take(2));
        assertTrue(budget.share(BOB).take(1));
        assertEquals(0, budget.left());
    }

    @Test
    void anIpv6AddressCountsByItsNetwork() {
        var budget = new ByteBudget(400);
        assertTrue(budget.share(address("2001:db8::1")).take(100));
        assertFalse(budget.share(address("2001:db8::2:1")).take(1));
        assertTrue(budget.share(address("2001:db8:0:1::1")).take(1));
    }

    /** A connection from {@code from}, without a socket. */
    private static EmbeddedChannel connection(NettyListener listener, InetAddress from) {
        ChannelId id = DefaultChannelId.newInstance();
        var channel =
                new EmbeddedChannel(id) {
                    @Override
                    protected SocketAddress remoteAddress0() {
                        return new InetSocketAddress(from, 4711);
                    }
                };
        channel.pipeline().addLast(listener);
        return channel;
    }

    private static String answerTo(EmbeddedChannel channel, String request) {
        channel.writeInbound(Unpooled.copiedBuffer(request, ISO_8859_1));
        var answer = new ByteBuf[1];
        Net.until(() -> {
            channel.runPendingTasks();
            return (answer[0] = channel.readOutbound()) != null;
        });
        return answer[0].toString(ISO_8859_1);
    }

    @Test
    void oneAddressLeavesRoomForTheUploadsOfOthers() {
        var nobody =
                new Acceptor() {
                    @Override
                    public LinkListener accepted(Link link) {
                        throw new AssertionError("no link was asked for");
                    }

                    @Override
                    public HttpReply answer(HttpCall call) {
                        return HttpReply.of(200);
                    }
                };
        var options =
                new ListenOptions("127.0.0.1", 0, new ListenOptions.Tls.None(), 100, Net.MAX_BODY, 10_000, 10_000);
        var listener = new NettyListener(options, nobody, null, Bytes.EMPTY, Timeouts.DEFAULT, _ -> {});
        var share = listener.bodies().left();
        var request =
                "PUT / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: " + Net.MAX_BODY + "\r\n\r\n";
        var welcome = new ArrayList<EmbeddedChannel>();
        for (var held = 0L; held + Net.MAX_BODY <= share / 4; held += Net.MAX_BODY) {
            var channel = connection(listener, ALICE);
            assertTrue(answerTo(channel, request).startsWith("HTTP/1.1 100 "));
            welcome.add(channel);
        }
        var unwelcome = connection(listener, ALICE);
        assertTrue(answerTo(unwelcome, request).startsWith("HTTP/1.1 503 "));
        var other = connection(listener, BOB);
        assertTrue(answerTo(other, request).startsWith("HTTP/1.1 100 "));
        for (var channel : welcome) channel.close();
        other.close();
        assertEquals(share, listener.bodies().left());
    }
}
