package parley.transport.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import parley.transport.api.Endpoint;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** What a person hears when there is no relay where they look for one. */
class DialTest {

    /** Takes one connection after another, answers whatever comes with {@code answer}, and closes. */
    private static void answerWith(ServerSocket server, String answer) {
        Thread.ofVirtual()
                .start(() -> {
                    while (true) {
                        try (var socket = server.accept()) {
                            if (answer.isEmpty()) continue;
                            socket.getInputStream().read();
                            socket.getOutputStream()
                                    .write(answer.replace("|", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
                            socket.shutdownOutput();
                            socket.getInputStream().readAllBytes();
                        } catch (IOException e) {
                            if (server.isClosed()) return; // else the client was faster in closing
                        }
                    }
                });
    }

    private static String failure(Net net, Endpoint to) {
        return String.valueOf(
                assertThrows(IOException.class, () -> net.transport.connect(to, new Net.End())).getMessage());
    }

    @Test
    void nobodyAnswers() throws Exception {
        try (var net = new Net(Net.Kind.BORINGSSL_EPOLL);
                var silent = new Socket()) {
            silent.bind(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)); // so that nobody else listens there
            var to = new Endpoint("127.0.0.1", silent.getLocalPort(), true);
            var e = assertThrows(ConnectException.class, () -> net.transport.connect(to, new Net.End()));
            assertEquals("nobody answers at " + to + "; check the address, or whether the relay runs", e.getMessage());
            assertThrows(ConnectException.class, () -> net.transport.connectHttp(to, net.listener.certificateHash()));
        }
    }

    @Test
    void theNameIsNotKnown() throws Exception {
        try (var net = new Net(Net.Kind.BORINGSSL_EPOLL)) {
            var e =
                    assertThrows(
                            UnknownHostException.class,
                            () -> net.transport.connect(new Endpoint("no such host", 1, true), new Net.End()));
            assertEquals(
                    "the name no such host is not known; check the address, or this computer's network",
                    e.getMessage());
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Net.Kind.class,
            names = {"BORINGSSL_EPOLL", "JDK_NIO"})
    void noTlsThere(Net.Kind kind) throws Exception {
        try (var net = new Net(kind);
                var plain = new Net(Net.Kind.PLAIN_EPOLL);
                var ssh = new ServerSocket(0, 9, InetAddress.getLoopbackAddress());
                var shut = new ServerSocket(0, 9, InetAddress.getLoopbackAddress())) {
            var to = new Endpoint("127.0.0.1", plain.listener.port(), true);
            saysThereIsNoTls(net, to);
            answerWith(ssh, "SSH-2.0-OpenSSH_9.9|");
            saysThereIsNoTls(net, new Endpoint("127.0.0.1", ssh.getLocalPort(), true));
            answerWith(shut, "");
            to = new Endpoint("127.0.0.1", shut.getLocalPort(), true);
            assertEquals(
                    to + " closed the connection at once; it may be full: try again in a minute", failure(net, to));
        }
    }

    /** A peer that ends the connection behind what it says may take that with it: then we know only the end. */
    private static void saysThereIsNoTls(Net net, Endpoint to) {
        var sentence = failure(net, to);
        assertTrue(
                sentence.equals(to + " speaks no TLS 1.3; check the address and the port")
                        || sentence.startsWith(to + " closed the connection"),
                sentence);
    }

    @ParameterizedTest
    @EnumSource(
            value = Net.Kind.class,
            names = {"BORINGSSL_EPOLL", "JDK_NIO"})
    void olderTlsIsNotSpoken(Net.Kind kind) throws Exception {
        var identity = SelfSigned.make("localhost", InstantSource.system());
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("a", identity.key(), new char[0], identity.chain().toArray(X509Certificate[]::new));
        var keys = KeyManagerFactory.getInstance("PKIX");
        keys.init(store, new char[0]);
        var context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), new TrustManager[] {new TakeAny()}, null);
        try (var net = new Net(kind);
                var server =
                        (SSLServerSocket)
                                context.getServerSocketFactory()
                                        .createServerSocket(0, 9, InetAddress.getLoopbackAddress())) {
            server.setEnabledProtocols(new String[] {"TLSv1.2"});
            answerWith(server, "HTTP/1.1 404 Not Found||");
            saysThereIsNoTls(net, new Endpoint("127.0.0.1", server.getLocalPort(), true));

            // and the other way round: an old client at our listener
            try (var socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", net.listener.port())) {
                socket.setEnabledProtocols(new String[] {"TLSv1.2"});
                assertThrows(IOException.class, socket::startHandshake);
            }
            try (var socket = (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", net.listener.port())) {
                socket.startHandshake();
                assertEquals("TLSv1.3", socket.getSession().getProtocol());
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "HTTP/1.1 404 Not Found|content-length: 0||, it answered 404",
        "HTTP/1.1 200 OK|content-length: 0||, it answered 200",
        "SSH-2.0-OpenSSH_9.9|, what it sent is not HTTP",
        "HTTP/1.1 101 Switching Protocols|upgrade: websocket|connection: upgrade|sec-websocket-accept: x||, its"
                + " WebSocket handshake is wrong",
    })
    void notARelay(String answer, String why) throws Exception {
        try (var net = new Net(Net.Kind.PLAIN_EPOLL);
                var server = new ServerSocket(0, 9, InetAddress.getLoopbackAddress())) {
            answerWith(server, answer);
            var to = new Endpoint("127.0.0.1", server.getLocalPort(), false);
            assertEquals(to + " is no Parley relay (" + why + "); check the address", failure(net, to));
        }
    }

    @Test
    void aTlsPortAskedWithoutTls() throws Exception {
        try (var net = new Net(Net.Kind.BORINGSSL_EPOLL)) {
            var to = new Endpoint("127.0.0.1", net.listener.port(), false);
            assertEquals(
                    to + " closed the connection at once; it may be full, or take wss:// only: try that",
                    failure(net, to));
        }
    }

    @Test
    void whoSaysNothingIsNotAwaitedForEver() throws Exception {
        try (var net = new Net(Net.Kind.BORINGSSL_EPOLL, Net.timeouts(300, Net.Short.HANDSHAKE, Net.Short.HEADERS));
                var silent = new ServerSocket(0, 9, InetAddress.getLoopbackAddress())) {
            var tls = failure(net, new Endpoint("127.0.0.1", silent.getLocalPort(), true));
            assertTrue(tls.contains("for the TLS handshake"), tls);
            var plain = failure(net, new Endpoint("127.0.0.1", silent.getLocalPort(), false));
            assertTrue(plain.contains("is no Parley relay (it did not answer)"), plain);
            // and a silent client at our listener
            try (var socket = net.socket()) {
                assertEquals(-1, socket.getInputStream().read());
            }
        }
    }

    @Test
    void anInterruptCallsItOff() throws Exception {
        var came = new CountDownLatch(1);
        try (var net = new Net(Net.Kind.BORINGSSL_EPOLL);
                var silent = new ServerSocket(0, 9, InetAddress.getLoopbackAddress())) {
            var outcome = new CompletableFuture<Throwable>();
            var dialing =
                    Thread.ofVirtual()
                            .start(() -> {
                                try {
                                    net.transport.connect(
                                            new Endpoint("127.0.0.1", silent.getLocalPort(), true), new Net.End());
                                } catch (IOException e) {
                                    outcome.complete(e);
                                }
                            });
            Thread.ofVirtual()
                    .start(() -> {
                        try (var socket = silent.accept()) {
                            came.countDown();
                            socket.getInputStream().readAllBytes();
                        } catch (IOException e) {
                            return; // the client was faster in closing
                        }
                    });
            came.await();
            dialing.interrupt();
            assertInstanceOf(InterruptedIOException.class, Net.soon(outcome));
        }
    }

    @ParameterizedTest
    @EnumSource(Net.Kind.class)
    void aFullRelayTurnsAway(Net.Kind kind) throws Exception {
        try (var net = new Net(kind, Timeouts.DEFAULT, 2, Net.MAX_BODY)) {
            var first = net.pair();
            net.pair();
            for (var i = 0; i < 50; i++) { // it happens at every step of connecting
                var said = failure(net, net.endpoint);
                assertTrue(said.startsWith(net.endpoint + " closed the connection at once; it may be full"), said);
            }
            first.client().close("room for another");
            Net.soon(first.serverEnd().closed);
            Net.until(() -> ((NettyListener) net.listener).limits().count() == 1);
            net.pair();
        }
    }

    private static final class TakeAny implements X509TrustManager {

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
