package parley.itest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Stands on the wire between clients and the plain port of a relay, passes everything on, and looks for needles in all
 * of it: what TLS would hide from others, a relay's operator sees.
 */
final class Wiretap implements AutoCloseable {

    private final ServerSocket listening;
    private final int relay;
    private final Needles needles;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final Set<String> found = ConcurrentHashMap.newKeySet();
    private final AtomicLong bytes = new AtomicLong();

    /**
     * @param relay the port of the relay
     */
    Wiretap(int relay, Needles needles) throws IOException {
        this.relay = relay;
        this.needles = needles;
        this.listening = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().name("wiretap").start(this::accept);
    }

    int port() {
        return listening.getLocalPort();
    }

    /** How many bytes have passed, both ways. */
    long bytes() {
        return bytes.get();
    }

    /** The names of the needles that have passed. */
    Set<String> found() {
        return new TreeSet<>(found);
    }

    @Override
    public void close() throws IOException {
        listening.close();
        for (var socket : open) socket.close();
    }

    private void accept() {
        try {
            while (true) {
                var client = listening.accept();
                open.add(client);
                Thread.ofVirtual().start(() -> connect(client));
            }
        } catch (IOException e) { // closed
        }
    }

    private void connect(Socket client) {
        try (client;
                var behind = new Socket(InetAddress.getLoopbackAddress(), relay)) {
            open.add(behind);
            client.setTcpNoDelay(true);
            behind.setTcpNoDelay(true);
            var down = Thread.ofVirtual().start(() -> pass(behind, client, new Ear()));
            pass(client, behind, new UnmaskingEar());
            down.join();
        } catch (IOException e) { // either end is gone
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(client);
        }
    }

    private void pass(Socket from, Socket to, Ear ear) {
        try (from;
                to;
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            var buffer = new byte[1 << 16];
            for (int read; (read = in.read(buffer)) >= 0; ) {
                bytes.addAndGet(read);
                ear.hear(buffer, read); // first: what has arrived has been heard
                out.write(buffer, 0, read);
            }
        } catch (IOException e) { // either end is gone
        } finally {
            open.remove(from);
            open.remove(to);
        }
    }

    /** Looks for the needles in what passes one way on one connection. */
    private class Ear {

        private final byte[] block = new byte[1 << 17];
        private int length;

        void hear(byte[] passing, int count) {
            if (length + count > block.length) throw new IllegalStateException("more than was to pass at once");
            System.arraycopy(passing, 0, block, length, count);
            length += count;
            var names = new TreeSet<String>();
            needles.search(block, length, names);
            found.addAll(names);
            var kept = Math.min(needles.longest(), length); // in case one lies across
            System.arraycopy(block, length - kept, block, 0, kept);
            length = kept;
        }
    }

    /**
     * For what clients send: a WebSocket's client hides each frame behind a mask that goes before it (RFC 6455 §5.3).
     */
    private final class UnmaskingEar extends Ear {

        private final ByteArrayOutputStream request = new ByteArrayOutputStream();
        private final byte[] head = new byte[14];
        private boolean upgraded;
        private boolean plain;
        private int headLength;
        private long left; // of the frame
        private int passed;

        @Override
        void hear(byte[] passing, int count) {
            var clear = new byte[count];
            for (var i = 0; i < count; i++) clear[i] = clear(passing[i]);
            super.hear(clear, count);
        }

        private byte clear(byte next) {
            if (plain) return next;
            if (!upgraded) {
                request.write(next);
                if (next == '\n') readRequest();
                return next;
            }
            if (left == 0) {
                head[headLength++] = next;
                if (headLength == headSize()) beginFrame();
                return next;
            }
            left--;
            return (byte) (next ^ head[headSize() - 4 + (passed++ & 3)]);
        }

        private void readRequest() {
            var text = request.toString(ISO_8859_1).toLowerCase(Locale.ROOT);
            if (!text.endsWith("\r\n\r\n")) return;
            upgraded = text.contains("upgrade: websocket");
            plain = !upgraded;
        }

        private int headSize() {
            return switch (head[1] & 0x7F) {
                case 126 -> 8;
                case 127 -> 14;
                default -> 6;
            };
        }

        private void beginFrame() {
            var size = headSize() - 6;
            left = size == 0 ? head[1] & 0x7F : 0;
            for (var i = 0; i < size; i++) left = left << 8 | (head[2 + i] & 0xFF);
            passed = 0;
            headLength = 0;
        }
    }
}
