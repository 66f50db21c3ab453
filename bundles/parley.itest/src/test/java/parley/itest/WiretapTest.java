package parley.itest;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import static java.nio.charset.StandardCharsets.US_ASCII;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;

/** What passes in the clear is found, whichever way it goes, behind WebSocket's mask too. */
@Timeout(60)
class WiretapTest {

    private static final String NEEDLE = "needle-in-what-passes";
    private static final byte[] UPGRADE = "GET / HTTP/1.1\r\nUpgrade: websocket\r\n\r\n".getBytes(US_ASCII);
    private static final byte[] MASK = {1, 2, 3, 4};

    private final Needles needles = new Needles().add("it", NEEDLE.getBytes(US_ASCII));

    @Test
    void nothingIsFoundWhereNothingIs() throws Exception {
        assertEquals(Set.of(), passing(concat(UPGRADE, frame("hello", 5)), "hello".getBytes(US_ASCII)));
    }

    @Test
    void findsWhatARelaySays() throws Exception {
        assertEquals(Set.of("it"), passing(UPGRADE, ("said: " + NEEDLE).getBytes(US_ASCII)));
    }

    @Test
    void findsWhatAClientSaysBehindItsMask() throws Exception {
        for (var size : new int[] {0, 200, 70_000}) {
            var first = frame("x".repeat(size), size); // so that the next one has to be found
            assertEquals(Set.of("it"), passing(concat(UPGRADE, first, frame(NEEDLE, NEEDLE.length())), new byte[1]));
        }
    }

    @Test
    void findsWhatAClientUploads() throws Exception {
        var upload = "PUT / HTTP/1.1\r\n\r\n" + NEEDLE;
        assertEquals(Set.of("it"), passing(upload.getBytes(US_ASCII), new byte[1]));
    }

    /** What is found when a client says {@code up}, and is answered {@code down}; both arrive as they are. */
    private Set<String> passing(byte[] up, byte[] down) throws Exception {
        try (var relay = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var tap = new Wiretap(relay.getLocalPort(), needles);
                var client = new Socket(InetAddress.getLoopbackAddress(), tap.port())) {
            try (var there = relay.accept()) {
                var sending = Thread.ofVirtual().start(() -> write(client, up));
                assertArrayEquals(up, there.getInputStream().readNBytes(up.length));
                sending.join();
                there.getOutputStream().write(down);
                assertArrayEquals(down, client.getInputStream().readNBytes(down.length));
                client.shutdownOutput();
                assertEquals(-1, there.getInputStream().read()); // all was heard
            }
            assertEquals(-1, client.getInputStream().read());
            return tap.found();
        }
    }

    private static void write(Socket socket, byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A masked frame of WebSocket (RFC 6455 §5.2). */
    private static byte[] frame(String text, int size) {
        var out = new ByteArrayOutputStream();
        out.write(0x82);
        var lengthBytes = size < 126 ? 0 : size < 1 << 16 ? 2 : 8;
        out.write(0x80 | (lengthBytes == 0 ? size : lengthBytes == 2 ? 126 : 127));
        for (var i = lengthBytes - 1; i >= 0; i--) out.write((int) ((long) size >>> 8 * i));
        out.writeBytes(MASK);
        var bytes = text.getBytes(US_ASCII);
        for (var i = 0; i < size; i++) out.write(bytes[i] ^ MASK[i & 3]);
        return out.toByteArray();
    }

    private static byte[] concat(byte[]... parts) {
        var all = new ByteArrayOutputStream();
        for (var part : parts) all.writeBytes(part);
        return all.toByteArray();
    }
}
