package parley.transport.netty;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.codec.http.HttpResponseStatus;

import parley.transport.api.Endpoint;
import parley.transport.api.HttpCall;
import parley.transport.api.HttpReply;

import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Writes the heads of HTTP/1.1 messages (RFC 9112 §2). Nothing in them can begin a line that is not ours. */
final class HttpHead {

    /** Said by the transport alone: where a body ends must not depend on who answers. */
    private static final Set<String> OURS =
            Set.of("connection", "content-length", "host", "keep-alive", "transfer-encoding", "upgrade");

    private HttpHead() {}

    /**
     * @param withLength whether to say how long the body is
     * @throws IllegalArgumentException if the reply cannot be written
     */
    static ByteBuf of(HttpReply reply, boolean withLength, boolean keepAlive, ByteBufAllocator buffers) {
        if (reply.status() < 200 || reply.status() > 599) {
            throw new IllegalArgumentException(reply.status() + " is no status of a final answer");
        }
        var head = new StringBuilder(256);
        head.append("HTTP/1.1 ").append(reply.status()).append(' ');
        head.append(HttpResponseStatus.valueOf(reply.status()).reasonPhrase()).append("\r\n");
        headers(head, reply.headers());
        if (withLength) header(head, "content-length", Integer.toString(reply.body().length()));
        header(head, "connection", keepAlive ? "keep-alive" : "close");
        return finish(head, buffers);
    }

    /**
     * @throws IllegalArgumentException if the call cannot be written
     */
    static ByteBuf of(HttpCall call, Endpoint to, ByteBufAllocator buffers) {
        if (!isToken(call.method())) throw new IllegalArgumentException("an HTTP method is a word");
        if (!isPath(call.path())) throw new IllegalArgumentException("an HTTP path begins with / and has no spaces");
        var head = new StringBuilder(256);
        head.append(call.method()).append(' ').append(call.path()).append(" HTTP/1.1\r\n");
        header(head, "host", host(to));
        headers(head, call.headers());
        if (!call.body().isEmpty() || !Set.of("GET", "HEAD", "DELETE", "OPTIONS").contains(call.method())) {
            header(head, "content-length", Integer.toString(call.body().length()));
        }
        return finish(head, buffers);
    }

    static ByteBuf ofUpgrade(String path, String key, Endpoint to, ByteBufAllocator buffers) {
        var head = new StringBuilder(256);
        head.append("GET ").append(path).append(" HTTP/1.1\r\n");
        header(head, "host", host(to));
        header(head, "upgrade", "websocket");
        header(head, "connection", "Upgrade");
        header(head, "sec-websocket-key", key);
        header(head, "sec-websocket-version", "13");
        return finish(head, buffers);
    }

    static ByteBuf ofSwitch(String accept, ByteBufAllocator buffers) {
        var head = new StringBuilder(160);
        head.append("HTTP/1.1 101 Switching Protocols\r\n");
        header(head, "upgrade", "websocket");
        header(head, "connection", "Upgrade");
        header(head, "sec-websocket-accept", accept);
        return finish(head, buffers);
    }

    /** Whether {@code path} can stand in a request line as it is (RFC 9112 §3.2.1), odd encodings and all. */
    static boolean isPath(String path) {
        return path.startsWith("/") && path.chars().allMatch(c -> c > ' ' && c < 0x7F);
    }

    /** Whether {@code word} is a token (RFC 9110 §5.6.2). */
    static boolean isToken(String word) {
        return !word.isEmpty()
                && word.chars()
                        .allMatch(c -> c < 0x7F && (Character.isLetterOrDigit(c) || "!#$%&'*+-.^_`|~".indexOf(c) >= 0));
    }

    private static String host(Endpoint to) {
        return (to.host().contains(":") ? "[" + to.host() + "]" : to.host()) + ":" + to.port();
    }

    private static void headers(StringBuilder head, Map<String, String> headers) {
        headers.forEach((name, value) -> {
            if (!isToken(name)) throw new IllegalArgumentException("a header's name is a word");
            if (!value.chars().allMatch(c -> c >= ' ' && c < 0x7F || c == '\t')) {
                throw new IllegalArgumentException("the header " + name + " has characters that HTTP does not carry");
            }
            if (!OURS.contains(name.toLowerCase(Locale.ROOT))) header(head, name, value);
        });
    }

    private static void header(StringBuilder head, String name, String value) {
        head.append(name).append(": ").append(value).append("\r\n");
    }

    private static ByteBuf finish(StringBuilder head, ByteBufAllocator buffers) {
        head.append("\r\n");
        var out = buffers.directBuffer(head.length());
        out.writeCharSequence(head, ISO_8859_1);
        return out;
    }
}
