package parley.transport.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import parley.protocol.wire.Bytes;
import parley.transport.api.Endpoint;
import parley.transport.api.HttpCall;
import parley.transport.api.HttpConnection;
import parley.transport.api.HttpReply;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;

class HttpConnectionTest {

    private static HttpCall call(String method, String path, Bytes body) {
        return new HttpCall(method, path, Map.of("x-token", "t"), body);
    }

    private static Bytes noise(int length) {
        var bytes = new byte[length];
        new Random(131).nextBytes(bytes);
        return Bytes.wrap(bytes);
    }

    private static HttpConnection connection(Net net) throws IOException {
        return net.transport.connectHttp(net.endpoint, net.listener.certificateHash());
    }

    @ParameterizedTest
    @EnumSource(Net.Kind.class)
    void bodiesGoBothWays(Net.Kind kind) throws Exception {
        try (var net = new Net(kind)) {
            net.answering =
                    call ->
                            new HttpReply(
                                    201,
                                    Map.of("X-Method", call.method(), "x-saw", call.header("x-token").orElse("")),
                                    call.body());
            try (var http = connection(net)) {
                for (var length : new int[] {0, 1, 65_535, 65_536, 65_537, Net.MAX_BODY}) {
                    var reply = http.exchange(call("PUT", "/b/" + length, noise(length)));
                    assertEquals(201, reply.status());
                    assertEquals("PUT", reply.headers().get("x-method"));
                    assertEquals("t", reply.headers().get("x-saw"));
                    assertEquals(noise(length), reply.body());
                }
                assertEquals(Bytes.EMPTY, http.exchange(call("GET", "/", Bytes.EMPTY)).body());
                net.answering = _ -> new HttpReply(206, Map.of("content-range", "bytes 0-1/9"), noise(2));
                var head = http.exchange(call("HEAD", "/", Bytes.EMPTY));
                assertEquals("2", head.headers().get("content-length"));
                assertEquals(Bytes.EMPTY, head.body());
                assertEquals(noise(2), http.exchange(call("GET", "/", Bytes.EMPTY)).body());
                net.answering = _ -> HttpReply.of(204);
                assertEquals(204, http.exchange(call("DELETE", "/", Bytes.EMPTY)).status());
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Net.Kind.class,
            names = {"BORINGSSL_EPOLL", "JDK_NIO"})
    void anotherCertificateEndsTheConnection(Net.Kind kind) throws Exception {
        try (var net = new Net(kind)) {
            for (var wrong : new Bytes[] {Bytes.EMPTY, Bytes.wrap(new byte[32])}) {
                var e = assertThrows(IOException.class, () -> net.transport.connectHttp(net.endpoint, wrong));
                assertEquals("the relay's certificate has changed; connect again", e.getMessage());
            }
        }
    }

    @Test
    void aRefusalInTheMiddleOfABodyIsHeard() throws Exception {
        try (var net = new Net(Net.Kind.BORINGSSL_EPOLL);
                var http = connection(net)) {
            assertEquals(413, http.exchange(call("PUT", "/", noise(Net.MAX_BODY + 1))).status());
            Net.until(() -> ((NettyListener) net.listener).limits().count() == 0);
            var e = assertThrows(IOException.class, () -> http.exchange(call("GET", "/", Bytes.EMPTY)));
            assertTrue(e.getMessage().endsWith("connect again"), e.getMessage());
        }
    }

    @Test
    void oneExchangeAtATime() throws Exception {
        var begun = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        try (var net = new Net(Net.Kind.PLAIN_EPOLL);
                var http = connection(net)) {
            net.answering =
                    _ -> {
                        begun.countDown();
                        try {
                            goOn.await();
                        } catch (InterruptedException e) {
                            return HttpReply.of(500);
                        }
                        return HttpReply.of(200);
                    };
            var first =
                    Thread.ofVirtual()
                            .start(() -> {
                                try {
                                    http.exchange(call("GET", "/", Bytes.EMPTY));
                                } catch (IOException e) {
                                    throw new AssertionError(e);
                                }
                            });
            begun.await();
            assertThrows(IllegalStateException.class, () -> http.exchange(call("GET", "/", Bytes.EMPTY)));
            goOn.countDown();
            first.join();
            assertEquals(200, http.exchange(call("GET", "/", Bytes.EMPTY)).status());
        }
    }

    @Test
    void whatCannotBeWrittenIsRefusedAtOnce() throws Exception {
        try (var net = new Net(Net.Kind.PLAIN_EPOLL);
                var http = connection(net)) {
            assertThrows(IllegalArgumentException.class, () -> http.exchange(call("GET", "/a b", Bytes.EMPTY)));
            assertThrows(IllegalArgumentException.class, () -> http.exchange(call("G T", "/", Bytes.EMPTY)));
            var bad = new HttpCall("GET", "/", Map.of("x", "a\r\nb: c"), Bytes.EMPTY);
            assertThrows(IllegalArgumentException.class, () -> http.exchange(bad));
            assertEquals(404, http.exchange(call("GET", "/", Bytes.EMPTY)).status());
        }
    }

    @Test
    void anAnswerThatDoesNotComeIsNotAwaitedForEver() throws Exception {
        var goOn = new CountDownLatch(1);
        try (var net = new Net(Net.Kind.PLAIN_EPOLL, Net.timeouts(300, Net.Short.PROGRESS));
                var http = connection(net)) {
            net.answering =
                    _ -> {
                        try {
                            goOn.await();
                        } catch (InterruptedException e) {
                            return HttpReply.of(500);
                        }
                        return HttpReply.of(200);
                    };
            var e = assertThrows(IOException.class, () -> http.exchange(call("GET", "/", Bytes.EMPTY)));
            assertTrue(e.getMessage().contains("has not gone on for"), e.getMessage());
            goOn.countDown();
        }
    }

    @Test
    void anInterruptEndsTheWait() throws Exception {
        var goOn = new CountDownLatch(1);
        var begun = new CountDownLatch(1);
        try (var net = new Net(Net.Kind.PLAIN_EPOLL);
                var http = connection(net)) {
            net.answering =
                    _ -> {
                        begun.countDown();
                        try {
                            goOn.await();
                        } catch (InterruptedException e) {
                            return HttpReply.of(500);
                        }
                        return HttpReply.of(200);
                    };
            var waiting =
                    Thread.ofVirtual()
                            .start(() ->
                                    assertThrows(
                                            InterruptedIOException.class,
                                            () -> http.exchange(call("GET", "/", Bytes.EMPTY))));
            begun.await();
            waiting.interrupt();
            waiting.join();
            goOn.countDown();
        }
    }

    /** Answers of a relay that means ill, or is none. */
    @ParameterizedTest
    @CsvSource({
        "HTTP/1.1 200 OK|content-length: 99999999||, more than 16777216 bytes",
        "HTTP/1.1 200 OK|content-length: x||, HTTP",
        "HTTP/1.1 200 OK|content-length: 5||ab, closed the connection",
        "HTTP/1.1 200 OK|transfer-encoding: chunked||fffffff|, closed the connection",
        "SSH-2.0-OpenSSH|, no Parley relay",
        "'', closed the connection",
    })
    void whatIsWrongWithAnAnswerIsSaid(String answer, String why) throws Exception {
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var net = new Net(Net.Kind.PLAIN_EPOLL)) {
            var serving =
                    Thread.ofVirtual()
                            .start(() -> {
                                try (var socket = server.accept()) {
                                    socket.getInputStream().read();
                                    socket.getOutputStream()
                                            .write(answer.replace("|", "\r\n").getBytes(StandardCharsets.US_ASCII));
                                    socket.shutdownOutput();
                                    socket.getInputStream().readAllBytes();
                                } catch (IOException e) {
                                    throw new AssertionError(e);
                                }
                            });
            var endpoint = new Endpoint("127.0.0.1", server.getLocalPort(), false);
            try (var http = net.transport.connectHttp(endpoint, Bytes.EMPTY)) {
                var e = assertThrows(IOException.class, () -> http.exchange(call("GET", "/", Bytes.EMPTY)));
                assertTrue(e.getMessage().contains(why), e.getMessage());
            }
            serving.join();
        }
    }

    @Test
    void anAnswerWithoutLengthEndsWithTheConnection() throws Exception {
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var net = new Net(Net.Kind.PLAIN_EPOLL)) {
            Thread.ofVirtual()
                    .start(() -> {
                        try (var socket = server.accept()) {
                            socket.getInputStream().read();
                            var answer = "HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 200 OK\r\nA: 1\r\na: 2\r\n\r\nhello";
                            socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
                            socket.shutdownOutput();
                            socket.getInputStream().readAllBytes();
                        } catch (IOException e) {
                            throw new AssertionError(e);
                        }
                    });
            var endpoint = new Endpoint("127.0.0.1", server.getLocalPort(), false);
            try (var http = net.transport.connectHttp(endpoint, Bytes.EMPTY)) {
                var reply = http.exchange(call("GET", "/", Bytes.EMPTY));
                assertEquals(Bytes.of("hello".getBytes(StandardCharsets.US_ASCII)), reply.body());
                assertEquals("1, 2", reply.headers().get("a"));
            }
        }
    }
}
