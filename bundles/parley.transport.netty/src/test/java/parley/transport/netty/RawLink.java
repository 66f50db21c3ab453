package parley.transport.netty;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.util.concurrent.TimeUnit;

/** A link opened by hand. */
final class RawLink {

    private RawLink() {}

    /** The listener's end of a link over {@code socket}, on which frames may be written by hand from now on. */
    static Net.Accepted open(Net net, Socket socket) throws IOException, InterruptedException {
        var request =
                "GET /link HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: upgrade\r\n"
                        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n";
        socket.setTcpNoDelay(true);
        socket.getOutputStream().write(request.getBytes(ISO_8859_1));
        var in = new DataInputStream(socket.getInputStream());
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) head.append((char) in.readUnsignedByte());
        var accepted = net.accepted.poll(30, TimeUnit.SECONDS);
        if (accepted == null) throw new AssertionError("no link was accepted");
        accepted.link().setMaxFrame(4 << 20);
        return accepted;
    }
}
