package parley.transport.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static parley.transport.netty.Net.soon;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import parley.protocol.wire.Bytes;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.util.concurrent.TimeUnit;

/** A link whose other end is written by hand, byte by byte. */
class RawLinkTest {

    private static final String UPGRADE =
            "GET /link HTTP/1.1\r\nHost: x\r\nUpgrade: WebSocket\r\n"
                    + "Connection: keep-alive, upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                    + "Sec-WebSocket-Version: 13\r\nOrigin: https://X\r\n\r\n";

    private static String head(DataInputStream in) throws IOException {
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) head.append((char) in.readUnsignedByte());
        return head.toString();
    }

    private static void send(Socket socket, String hex) throws IOException {
        socket.getOutputStream().write(Bytes.ofHex(hex).toArray());
    }

    private static Bytes receive(DataInputStream in, int count) throws IOException {
        return Bytes.wrap(in.readNBytes(count));
    }

    @Test
    void theHandshakeIsThatOfTheRfc() throws Exception {
        try (var net = new Net(Net.Kind.PLAIN_EPOLL);
                var socket = net.socket()) {
            // a frame in the same packet as the request, and another byte by byte
            socket.getOutputStream().write((UPGRADE + "\u0082\u0081\0\0\0\0\u0007").getBytes(ISO_8859_1));
            var in = new DataInputStream(socket.getInputStream());
            var head = head(in);
            assertTrue(head.startsWith("HTTP/1.1 101 "), head);
            assertTrue(head.contains("sec-websocket-accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"), head); // RFC 6455 §1.3
            var accepted = net.accepted.poll(30, TimeUnit.SECONDS);
            assertTrue(accepted != null);
            assertEquals(Bytes.of((byte) 7), accepted.end().next());
            for (var one : Bytes.ofHex("828301020304" + "000000").toArray()) socket.getOutputStream().write(one);
            assertEquals(Bytes.ofHex("010203"), accepted.end().next());
            send(socket, "0281" + "00000000" + "41" + "8980" + "00000000" + "8081" + "00000000" + "42");
            assertEquals(Bytes.ofHex("4142"), accepted.end().next());
            assertEquals(Bytes.ofHex("8a00"), receive(in, 2));
            accepted.link().send(Bytes.ofHex("aabb"));
            assertEquals(Bytes.ofHex("8202aabb"), receive(in, 4));
            send(socket, "888a" + "00000000" + "03e8" + "676f6f6420627965");
            assertEquals(Bytes.ofHex("880203e8"), receive(in, 4));
            assertEquals(-1, in.read());
            assertEquals("good bye", soon(accepted.end().closed));
        }
    }

    @Test
    void anUpgradeSentInPiecesWorksToo() throws Exception {
        try (var net = new Net(Net.Kind.PLAIN_NIO);
                var socket = net.socket()) {
            socket.setTcpNoDelay(true);
            for (var one : (UPGRADE + "\u0082\u0080\1\2\3\4").getBytes(ISO_8859_1)) socket.getOutputStream().write(one);
            assertTrue(head(new DataInputStream(socket.getInputStream())).startsWith("HTTP/1.1 101 "));
            var accepted = net.accepted.poll(30, TimeUnit.SECONDS);
            assertTrue(accepted != null);
            assertEquals(Bytes.EMPTY, accepted.end().next());
            socket.close(); // says nothing
            assertEquals("", soon(accepted.end().closed));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "81820000000068 69=03eb", // text
                "820101=03ea", // not masked
                "c28000000000=03ea", // compressed, which nobody agreed to
                "82ff0000000000ffffff00000000=03f1", // 16 MB
                "888103000000 03=03ea", // half a close code
            })
    void whatIsNotTakenIsRefusedByCode(String hexAndCode) throws Exception {
        var parts = hexAndCode.replace(" ", "").split("=", -1);
        try (var net = new Net(Net.Kind.PLAIN_EPOLL);
                var socket = net.socket()) {
            socket.getOutputStream().write(UPGRADE.getBytes(ISO_8859_1));
            var in = new DataInputStream(socket.getInputStream());
            head(in);
            send(socket, parts[0] + "82800000000082800000000082800000000082");
            assertEquals("88", receive(in, 1).hex());
            var length = in.readUnsignedByte();
            assertEquals(parts[1], receive(in, 2).hex());
            var reason = new String(in.readNBytes(length - 2), ISO_8859_1);
            var accepted = net.accepted.poll(30, TimeUnit.SECONDS);
            socket.close();
            assertTrue(accepted != null);
            assertEquals(reason, soon(accepted.end().closed));
            assertTrue(reason.length() > 10);
            assertTrue(accepted.end().frames.isEmpty());
        }
    }

    @Test
    void aLinkThatHasGoneSilentIsClosed() throws Exception {
        try (var net = new Net(Net.Kind.PLAIN_EPOLL, Net.timeouts(300, Net.Short.PING));
                var socket = net.socket()) {
            socket.getOutputStream().write(UPGRADE.getBytes(ISO_8859_1));
            var in = new DataInputStream(socket.getInputStream());
            head(in);
            assertEquals("8900", receive(in, 2).hex());
            send(socket, "8a80" + "00000000"); // the first ping is answered
            var pings = 0;
            String frame;
            while ((frame = receive(in, 1).hex()).equals("89")) {
                assertEquals(0, in.readUnsignedByte());
                pings++;
            }
            assertEquals("88", frame);
            assertTrue(pings >= 2 && pings <= 4, pings + " pings"); // two, and what crossed with our answer
            var accepted = net.accepted.poll(30, TimeUnit.SECONDS);
            assertTrue(accepted != null);
            assertTrue(soon(accepted.end().closed).startsWith("the other end has not answered for"));
        }
    }

    @Test
    void whoPingsWithoutReadingIsNotAnsweredWithoutEnd() throws Exception {
        try (var net = new Net(Net.Kind.PLAIN_EPOLL);
                var socket = net.socket()) {
            socket.getOutputStream().write(UPGRADE.getBytes(ISO_8859_1));
            head(new DataInputStream(socket.getInputStream()));
            var pings = Bytes.ofHex(("89fd00000000" + "00".repeat(125)).repeat(500)).toArray();
            for (var i = 0; i < 300; i++) socket.getOutputStream().write(pings); // 20 MB of them
            send(socket, "828100000000" + "05");
            var accepted = net.accepted.poll(30, TimeUnit.SECONDS);
            assertTrue(accepted != null);
            assertEquals(Bytes.ofHex("05"), accepted.end().next());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Sec-WebSocket-Version: 13=Sec-WebSocket-Version: 8=426",
                "dGhlIHNhbXBsZSBub25jZQ====400",
                "dGhlIHNhbXBsZSBub25jZQ===***lIHNhbXBsZSBub25jZQ===400",
                "Sec-WebSocket-Key=Sec-WebSocket-K=400",
                "/link=/other=404",
                "/link=/link/=404",
                "Origin: https://X=Origin: https://elsewhere.example=403",
                "Origin: https://X=Origin: https://x.elsewhere.example=403",
                "Origin: https://X=Origin: https://x:81=403",
                "Origin: https://X=Origin: null=403",
                "Upgrade: WebSocket=Upgrade: h2c=404",
                "Connection: keep-alive, upgrade=Connection: keep-alive=404",
            })
    void anUpgradeThatIsNoneIsAnsweredAsWhatItIs(String change) throws Exception {
        var at = change.lastIndexOf('=');
        var status = change.substring(at + 1);
        var fromTo = change.substring(0, at);
        var middle = fromTo.startsWith("dGh") ? 24 : fromTo.indexOf('=');
        var request = UPGRADE.replace(fromTo.substring(0, middle), fromTo.substring(middle + 1));
        try (var net = new Net(Net.Kind.PLAIN_EPOLL);
                var socket = net.socket()) {
            socket.getOutputStream().write(request.getBytes(ISO_8859_1));
            var head = head(new DataInputStream(socket.getInputStream()));
            assertTrue(head.startsWith("HTTP/1.1 " + status + " "), head);
            assertTrue(net.accepted.isEmpty());
        }
    }
}
