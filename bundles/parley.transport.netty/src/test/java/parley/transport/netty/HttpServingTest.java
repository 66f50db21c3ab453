package parley.transport.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import parley.protocol.wire.Bytes;
import parley.transport.api.HttpCall;
import parley.transport.api.HttpReply;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Requests written by hand to a listener. */
class HttpServingTest {

    private static final String HOST = "Host: x\r\n";

    private final LinkedBlockingQueue<HttpCall> calls = new LinkedBlockingQueue<>();
    private Net net;

    @BeforeEach
    void listen() throws IOException {
        net = new Net(Net.Kind.PLAIN_EPOLL);
        record();
    }

    @AfterEach
    void close() throws IOException {
        net.close();
    }

    private void record() {
        net.answering =
                call -> {
                    calls.add(call);
                    return new HttpReply(200, Map.of("x-seen", call.path()), call.body());
                };
    }

    private void restart(Timeouts timeouts) throws IOException {
        net.close();
        net = new Net(Net.Kind.PLAIN_EPOLL, timeouts);
        record();
    }

    /** One answer, with its body as it was said to be. */
    private static String answer(DataInputStream in) throws IOException {
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) head.append((char) in.readUnsignedByte());
        var at = head.indexOf("content-length: ");
        var length = at < 0 ? 0 : Integer.parseInt(head.substring(at + 16, head.indexOf("\r", at)));
        return head + new String(in.readNBytes(length), ISO_8859_1);
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(ISO_8859_1));
    }

    private String ask(String text) throws IOException {
        try (var socket = net.socket()) {
            write(socket, text);
            return answer(new DataInputStream(socket.getInputStream()));
        }
    }

    private void refused(String text, int status) throws IOException {
        try (var socket = net.socket()) {
            write(socket, text);
            var in = new DataInputStream(socket.getInputStream());
            var answer = answer(in);
            assertTrue(answer.startsWith("HTTP/1.1 " + status + " "), answer);
            assertTrue(answer.contains("connection: close\r\n"), answer);
            assertEquals(-1, in.read(), "the connection goes on");
            assertTrue(calls.isEmpty(), "passed on");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "//",
                "/a%2Fb",
                "/%00",
                "/..%2f../",
                "/../../etc",
                "/;a=b",
                "/%zz",
                "/a\\b",
                "/\"'<>|^`{}",
                "/a//b/."
            })
    void aPathIsPassedOnAsSent(String path) throws Exception {
        assertTrue(ask("GET " + path + " HTTP/1.1\r\n" + HOST + "\r\n").startsWith("HTTP/1.1 200 OK\r\n"));
        assertEquals(path, calls.take().path());
        ask("GET " + path + "?q=1?2#3 HTTP/1.1\r\n" + HOST + "\r\n");
        assertEquals(path, calls.take().path());
    }

    @Test
    void methodHeadersAndBodyArePassedOn() throws Exception {
        var answer = ask("PUT /b HTTP/1.1\r\n" + HOST + "X-Token: aBc\r\nContent-Length: 5\r\n\r\nhello");
        assertTrue(answer.endsWith("\r\n\r\nhello"), answer);
        assertTrue(answer.contains("content-length: 5\r\n"), answer);
        assertTrue(answer.contains("x-seen: /b\r\n"), answer);
        var call = calls.take();
        assertEquals("PUT", call.method());
        assertEquals("aBc", call.header("x-token").orElseThrow());
        assertEquals(Bytes.of("hello".getBytes(ISO_8859_1)), call.body());
    }

    @Test
    void chunksArePutTogether() throws Exception {
        ask("PUT /b HTTP/1.1\r\n" + HOST + "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n1;x=y\r\nd\r\n0\r\n\r\n");
        assertEquals(Bytes.of("abcd".getBytes(ISO_8859_1)), calls.take().body());
    }

    @Test
    void headHasALengthAndNoBody() throws Exception {
        net.answering = _ -> new HttpReply(200, Map.of(), Bytes.of(new byte[7]));
        try (var socket = net.socket()) {
            write(socket, "HEAD /b HTTP/1.1\r\n" + HOST + "\r\nGET /c HTTP/1.1\r\n" + HOST + "\r\n");
            var in = new DataInputStream(socket.getInputStream());
            var head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) head.append((char) in.readUnsignedByte());
            assertTrue(head.toString().contains("content-length: 7\r\n"));
            assertTrue(answer(in).startsWith("HTTP/1.1 200 "), "what follows is the next answer");
        }
    }

    @ParameterizedTest
    @CsvSource({"204", "304"})
    void someAnswersHaveNoLength(int status) throws Exception {
        net.answering = _ -> HttpReply.of(status);
        var answer = ask("GET /b HTTP/1.1\r\n" + HOST + "\r\n");
        assertTrue(answer.startsWith("HTTP/1.1 " + status), answer);
        assertTrue(!answer.contains("content-length"), answer);
    }

    @Test
    void whatIsNotHttpIsRefused() throws Exception {
        refused("HELLO\r\n\r\n", 400);
        refused("\u0016\u0003\u0001\u0000\u0000\r\n\r\n", 400);
        refused("GET b HTTP/1.1\r\n" + HOST + "\r\n", 400);
        refused("GET http://x/b HTTP/1.1\r\n" + HOST + "\r\n", 400);
        refused("OPTIONS * HTTP/1.1\r\n" + HOST + "\r\n", 400);
        refused("CONNECT x:1 HTTP/1.1\r\n" + HOST + "\r\n", 400);
        refused("GET /\u00e4 HTTP/1.1\r\n" + HOST + "\r\n", 400);
        refused("GET / HTTP/2.0\r\n" + HOST + "\r\n", 505);
        refused("GET / HTTP/1.1\r\n\r\n", 400); // no host
        refused("GET / HTTP/1.1\r\n" + HOST + "bad name: x\r\n\r\n", 400);
        refused("GET / HTTP/1.1\r\n" + HOST + "no colon\r\n\r\n", 400);
    }

    @Test
    void aHeaderSentTwiceIsRefused() throws Exception {
        refused("GET / HTTP/1.1\r\n" + HOST + HOST + "\r\n", 400);
        refused("GET / HTTP/1.1\r\n" + HOST + "X-Token: a\r\nx-token: b\r\n\r\n", 400);
        refused("PUT / HTTP/1.1\r\n" + HOST + "Content-Length: 1\r\nContent-Length: 1\r\n\r\nx", 400);
        refused("PUT / HTTP/1.1\r\n" + HOST + "Content-Length: 1\r\nContent-Length: 2\r\n\r\nxx", 400);
    }

    @Test
    void aLengthSaidInTwoWaysIsRefused() throws Exception {
        refused("PUT / HTTP/1.1\r\n" + HOST + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400);
        refused("PUT / HTTP/1.1\r\n" + HOST + "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n", 400);
        refused("PUT / HTTP/1.1\r\n" + HOST + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", 501);
        refused("PUT / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400);
        refused("PUT / HTTP/1.1\r\n" + HOST + "Content-Length: -1\r\n\r\n", 400);
        refused("PUT / HTTP/1.1\r\n" + HOST + "Content-Length: +1\r\n\r\nx", 400);
        refused("PUT / HTTP/1.1\r\n" + HOST + "Content-Length: 1, 1\r\n\r\nx", 400);
        refused("PUT / HTTP/1.1\r\n" + HOST + "Transfer-Encoding: chunked\r\n\r\nzz\r\n", 400);
    }

    @Test
    void headersAndLinesHaveALimit() throws Exception {
        var room = RequestHead.MAX_HEADERS - 200;
        assertTrue(ask("GET / HTTP/1.1\r\n" + HOST + "X: " + "a".repeat(room) + "\r\n\r\n").startsWith("HTTP/1.1 200"));
        calls.clear();
        refused("GET / HTTP/1.1\r\n" + HOST + "X: " + "a".repeat(room + 300) + "\r\n\r\n", 431);
        refused("GET / HTTP/1.1\r\n" + HOST + "X: y\r\n".repeat(3000) + "\r\n", 431);
        assertTrue(ask("GET /" + "a".repeat(4000) + " HTTP/1.1\r\n" + HOST + "\r\n").startsWith("HTTP/1.1 200"));
        calls.clear();
        refused("GET /" + "a".repeat(4100) + " HTTP/1.1\r\n" + HOST + "\r\n", 414);
    }

    @Test
    void aBodyHasALimitAndItsRefusalArrives() throws Exception {
        var most = Net.MAX_BODY;
        var body = "x".repeat(most);
        assertTrue(
                ask("PUT / HTTP/1.1\r\n" + HOST + "Content-Length: " + most + "\r\n\r\n" + body)
                        .startsWith("HTTP/1.1 200"));
        calls.clear();
        refused("PUT / HTTP/1.1\r\n" + HOST + "Content-Length: " + (most + 1) + "\r\n\r\nx" + body, 413);
        refused("PUT / HTTP/1.1\r\n" + HOST + "Content-Length: 99999999999999999999\r\n\r\n", 400);
        refused("PUT / HTTP/1.1\r\n" + HOST + "Content-Length: 4294967296\r\n\r\n", 413);
        refused(
                "PUT / HTTP/1.1\r\n"
                        + HOST
                        + "Transfer-Encoding: chunked\r\n\r\n"
                        + Integer.toHexString(most + 1)
                        + "\r\nx"
                        + body
                        + "\r\n0\r\n\r\n",
                413);
    }

    @Test
    void aBodyAskedForFirstIsWelcomedOrRefused() throws Exception {
        try (var socket = net.socket()) {
            var in = new DataInputStream(socket.getInputStream());
            write(socket, "PUT / HTTP/1.1\r\n" + HOST + "Expect: 100-continue\r\nContent-Length: 2\r\n\r\n");
            assertTrue(answer(in).startsWith("HTTP/1.1 100 Continue\r\n\r\n"));
            write(socket, "ok");
            assertTrue(answer(in).endsWith("ok"));
        }
        calls.clear();
        refused("PUT / HTTP/1.1\r\n" + HOST + "Expect: 100-continue\r\nContent-Length: 9999999\r\n\r\n", 413);
        refused("PUT / HTTP/1.1\r\n" + HOST + "Expect: miracles\r\nContent-Length: 2\r\n\r\n", 417);
    }

    @Test
    void connectionsAreKeptOrNotAsAsked() throws Exception {
        try (var socket = net.socket()) {
            var in = new DataInputStream(socket.getInputStream());
            for (var i = 0; i < 100; i++) {
                write(socket, "GET /" + i + " HTTP/1.1\r\n" + HOST + "\r\n");
                assertTrue(answer(in).contains("x-seen: /" + i + "\r\n"));
            }
            write(socket, "GET /last HTTP/1.1\r\n" + HOST + "Connection: close\r\n\r\n");
            assertTrue(answer(in).contains("connection: close\r\n"));
            assertEquals(-1, in.read());
        }
        try (var socket = net.socket()) {
            var in = new DataInputStream(socket.getInputStream());
            write(socket, "GET /a HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
            assertTrue(answer(in).contains("connection: keep-alive\r\n"));
            write(socket, "GET /b HTTP/1.0\r\n\r\n");
            assertTrue(answer(in).contains("connection: close\r\n"));
            assertEquals(-1, in.read());
        }
    }

    @Test
    void requestsSentAheadAreAnsweredInTurnOneAtATime() throws Exception {
        var atOnce = new AtomicInteger();
        var most = new AtomicInteger();
        net.answering =
                call -> {
                    most.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
                    Thread.yield();
                    atOnce.decrementAndGet();
                    return new HttpReply(200, Map.of("x-seen", call.path()), call.body());
                };
        try (var socket = net.socket()) {
            var all = new StringBuilder();
            for (var i = 0; i < 60; i++) {
                all.append("PUT /").append(i).append(" HTTP/1.1\r\n" + HOST + "Content-Length: 3\r\n\r\nabc");
            }
            write(socket, all.toString());
            var in = new DataInputStream(socket.getInputStream());
            for (var i = 0; i < 60; i++) assertTrue(answer(in).contains("x-seen: /" + i + "\r\n"));
        }
        assertEquals(1, most.get());
    }

    @Test
    void aFailureIsA500AndNothingElse() throws Exception {
        net.answering =
                _ -> {
                    throw new IllegalStateException("secret, on purpose");
                };
        assertEquals(
                "HTTP/1.1 500 Internal Server Error\r\ncontent-length: 0\r\nconnection: keep-alive\r\n\r\n",
                ask("GET / HTTP/1.1\r\n" + HOST + "\r\n"));
        net.answering = _ -> new HttpReply(200, Map.of("x", "a\r\nset-cookie: b"), Bytes.EMPTY);
        assertTrue(ask("GET / HTTP/1.1\r\n" + HOST + "\r\n").startsWith("HTTP/1.1 500 "));
        net.answering = _ -> new HttpReply(101, Map.of(), Bytes.EMPTY);
        assertTrue(ask("GET / HTTP/1.1\r\n" + HOST + "\r\n").startsWith("HTTP/1.1 500 "));
        net.answering = _ -> new HttpReply(200, Map.of("Content-Length", "77", "Connection", "x"), Bytes.EMPTY);
        assertTrue(ask("GET / HTTP/1.1\r\n" + HOST + "\r\n").contains("content-length: 0\r\n"));
    }

    @Test
    void tooManyBodiesAtOnceAreTurnedAway() throws Exception {
        var promised = new ArrayList<Socket>();
        var share = Math.max(4L * Net.MAX_BODY, Runtime.getRuntime().maxMemory() / 4);
        try {
            for (var held = 0L; held + Net.MAX_BODY <= share; held += Net.MAX_BODY) {
                var socket = net.socket();
                promised.add(socket);
                write(
                        socket,
                        "PUT / HTTP/1.1\r\n"
                                + HOST
                                + "Expect: 100-continue\r\nContent-Length: "
                                + Net.MAX_BODY
                                + "\r\n\r\n");
                assertTrue(answer(new DataInputStream(socket.getInputStream())).startsWith("HTTP/1.1 100"));
            }
            var request =
                    "PUT / HTTP/1.1\r\n"
                            + HOST
                            + "Content-Length: "
                            + Net.MAX_BODY
                            + "\r\n\r\n"
                            + "x".repeat(Net.MAX_BODY);
            var busy = ask(request);
            assertTrue(busy.startsWith("HTTP/1.1 503 ") && busy.contains("retry-after: 1\r\n"), busy);
            assertTrue(ask("PUT / HTTP/1.1\r\n" + HOST + "Content-Length: 2\r\n\r\nok").startsWith("HTTP/1.1 200"));
            promised.removeLast().close(); // gives its place back
            Net.until(() -> {
                try {
                    return ask(request).startsWith("HTTP/1.1 200 ");
                } catch (SocketException e) { // refused while it was still being written
                    return false;
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
        } finally {
            for (var socket : promised) socket.close();
        }
        var listener = (NettyListener) net.listener;
        Net.until(() -> listener.bodies().left() == share && listener.replies().left() == share);
    }

    @Test
    void aLargeBodyIsAskedForBeforeRoomIsMadeForIt() throws Exception {
        var budget = ((NettyListener) net.listener).bodies();
        var all = budget.left();
        var mallory = budget.share(InetAddress.getLoopbackAddress());
        assertTrue(mallory.take(all)); // who is refused is refused without asking for room
        var asked = new LinkedBlockingQueue<HttpCall>();
        net.refusing =
                head -> {
                    asked.add(head);
                    return Optional.of(new HttpReply(401, Map.of("x-why", "none"), Bytes.wrap(new byte[] {'n', 'o'})));
                };
        var large = "PUT /a?b HTTP/1.1\r\n" + HOST + "Expect: 100-continue\r\nContent-Length: 16385\r\n\r\n";
        refused(large, 401);
        assertEquals("/a", asked.take().path());
        refused("PUT /c HTTP/1.1\r\n" + HOST + "Transfer-Encoding: chunked\r\n\r\n", 401);
        assertEquals("/c", asked.take().path());
        refused("PUT /b HTTP/1.1\r\n" + HOST + "Content-Length: 16385\r\n\r\n" + "x".repeat(16_385), 401);
        assertEquals(Bytes.EMPTY, asked.take().body());
        assertEquals(0, budget.left());
        var small = "PUT /d HTTP/1.1\r\n" + HOST + "Content-Length: 16384\r\n\r\n" + "x".repeat(16_384);
        assertTrue(ask(small).startsWith("HTTP/1.1 200 "));
        assertTrue(asked.isEmpty());
        calls.clear();
        net.refusing =
                _ -> {
                    throw new IllegalStateException("refusing, on purpose");
                };
        refused(large, 500);
        net.refusing = _ -> Optional.of(new HttpReply(404, Map.of("x", "a\r\nset-cookie: b"), Bytes.EMPTY));
        refused(large, 500);
        net.refusing = _ -> Optional.empty();
        refused(large, 503);
        mallory.giveBack(all);
        var both = "PUT /e HTTP/1.1\r\n" + HOST + "Content-Length: 99999\r\n\r\n" + "y".repeat(99_999);
        try (var socket = net.socket()) { // what was sent ahead of the decision is not lost
            write(socket, both + both);
            var in = new DataInputStream(socket.getInputStream());
            for (var i = 0; i < 2; i++) assertTrue(answer(in).endsWith("y".repeat(99_999)));
        }
        Net.until(() -> budget.left() == all);
    }

    @Test
    void whoIsSlowWithHeadersIsLeft() throws Exception {
        restart(Net.timeouts(500, Net.Short.HEADERS));
        try (var socket = net.socket()) { // says nothing
            assertEquals(-1, socket.getInputStream().read());
        }
        try (var socket = net.socket()) { // a byte at a time
            var begun = System.nanoTime();
            drip(socket, "GET / HTTP/1.1\r\n" + HOST + "X-Slow: ");
            assertTrue(Duration.ofNanos(System.nanoTime() - begun).toMillis() < 5000);
        }
        try (var socket = net.socket()) { // well-behaved once, then not
            write(socket, "GET / HTTP/1.1\r\n" + HOST + "\r\n");
            answer(new DataInputStream(socket.getInputStream()));
            drip(socket, "GET / HTTP/1.1\r\n" + HOST + "X-Slow: ");
        }
        assertEquals(1, calls.size());
    }

    /** Writes {@code text}, then goes on with a byte now and then until the other end has had enough. */
    private static void drip(Socket socket, String text) throws Exception {
        write(socket, text);
        var pause = new CountDownLatch(1);
        try {
            for (var i = 0; i < 1000; i++) {
                write(socket, "a");
                assertTrue(!pause.await(10, TimeUnit.MILLISECONDS));
            }
            throw new AssertionError("it waited for 10 seconds");
        } catch (SocketException e) {
            return; // the other end has closed
        }
    }

    @Test
    void whoIsSlowWithABodyIsLeft() throws Exception {
        restart(Net.timeouts(300, Net.Short.PROGRESS));
        refused("PUT / HTTP/1.1\r\n" + HOST + "Content-Length: 100\r\n\r\nonly this", 408);
    }

    @Test
    void anIdleConnectionIsClosed() throws Exception {
        restart(Net.timeouts(300, Net.Short.IDLE));
        try (var socket = net.socket()) {
            var in = new DataInputStream(socket.getInputStream());
            write(socket, "GET / HTTP/1.1\r\n" + HOST + "\r\n");
            answer(in);
            assertEquals(-1, in.read());
        }
    }

    @Test
    void whoDoesNotReadAnAnswerIsLeft() throws Exception {
        restart(Net.timeouts(300, Net.Short.PROGRESS));
        net.answering = _ -> new HttpReply(200, Map.of(), Bytes.wrap(new byte[64 << 20]));
        try (var socket = net.socket()) {
            socket.setReceiveBufferSize(4096);
            Net.until(() -> ((NettyListener) net.listener).limits().count() == 1);
            write(socket, "GET / HTTP/1.1\r\n" + HOST + "\r\n");
            Net.until(() -> ((NettyListener) net.listener).limits().count() == 0);
        }
    }

    @Test
    void aLongAnswerComesWhole() throws Exception {
        var body = new byte[5 << 20];
        new Random(31).nextBytes(body);
        net.answering = _ -> new HttpReply(200, Map.of(), Bytes.wrap(body));
        try (var socket = net.socket()) {
            write(socket, "GET / HTTP/1.1\r\n" + HOST + "Connection: close\r\n\r\n");
            var all = new DataInputStream(socket.getInputStream()).readAllBytes();
            assertEquals(Bytes.wrap(body), Bytes.wrap(all).slice(all.length - body.length, all.length));
        }
    }

    @Test
    void closingTheListenerLetsAnAnswerFinish() throws Exception {
        var begun = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        net.answering =
                _ -> {
                    begun.countDown();
                    try {
                        goOn.await();
                    } catch (InterruptedException e) {
                        return HttpReply.of(500);
                    }
                    return HttpReply.of(204);
                };
        var socket = net.socket();
        write(socket, "GET / HTTP/1.1\r\n" + HOST + "\r\n");
        begun.await();
        var closing = Thread.startVirtualThread(() -> net.listener.close());
        goOn.countDown();
        assertTrue(answer(new DataInputStream(socket.getInputStream())).startsWith("HTTP/1.1 204 "));
        socket.close();
        closing.join();
    }
}
