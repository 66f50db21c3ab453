package parley.transport.netty;

import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The head of a request that may be answered: one reading of it only, so that no proxy before us can have had another.
 *
 * @param path without query
 * @param headers by lower-case name
 * @param bodyAtMost the body's length, or the most it may be where it comes in chunks
 * @param upgrade whether it asks for a link
 */
record RequestHead(
        String method,
        String path,
        Map<String, String> headers,
        int bodyAtMost,
        boolean keepAlive,
        boolean expectsContinue,
        boolean upgrade) {

    /** The most bytes of request line. */
    static final int MAX_LINE = 4096;

    /** The most bytes of headers. */
    static final int MAX_HEADERS = 8192;

    static RequestHead of(HttpRequest request, int maxBody) throws RefusedRequestException {
        if (request.decoderResult().isFailure()) throw undecoded(request.decoderResult().cause());
        var old = request.protocolVersion().equals(HttpVersion.HTTP_1_0);
        if (!old && !request.protocolVersion().equals(HttpVersion.HTTP_1_1)) {
            throw new RefusedRequestException(505, "HTTP/1.1 is spoken here");
        }
        var method = request.method().name();
        if (!HttpHead.isToken(method) || !HttpHead.isPath(request.uri())) {
            throw new RefusedRequestException(400, "the request line is not one of HTTP");
        }
        var headers = headers(request);
        if (!old && !headers.containsKey("host")) throw new RefusedRequestException(400, "the host header is missing");
        var bodyAtMost = bodyAtMost(headers, old, maxBody);
        var expect = headers.get("expect");
        if (expect != null && !expect.equalsIgnoreCase("100-continue")) {
            throw new RefusedRequestException(417, "only 100-continue may be expected");
        }
        var connection = headers.get("connection");
        var keepAlive = old ? Upgrade.names(connection, "keep-alive") : !Upgrade.names(connection, "close");
        var query = request.uri().indexOf('?');
        var path = query < 0 ? request.uri() : request.uri().substring(0, query);
        var upgrade =
                method.equals("GET")
                        && !old
                        && path.equals(Upgrade.PATH)
                        && bodyAtMost == 0
                        && Upgrade.names(headers.get("upgrade"), "websocket")
                        && Upgrade.names(connection, "upgrade");
        return new RequestHead(
                method,
                path,
                Map.copyOf(headers),
                bodyAtMost,
                keepAlive,
                expect != null && bodyAtMost > 0 && !old,
                upgrade);
    }

    static RefusedRequestException tooLarge(int maxBody) {
        return new RefusedRequestException(413, "a body has at most " + maxBody + " bytes here");
    }

    private static RefusedRequestException undecoded(Throwable cause) {
        return switch (cause) {
            case TooLongHttpLineException _ ->
                    new RefusedRequestException(414, "a request line has at most " + MAX_LINE + " bytes here");
            case TooLongHttpHeaderException _ ->
                    new RefusedRequestException(431, "headers have at most " + MAX_HEADERS + " bytes here");
            default -> new RefusedRequestException(400, "the request is not one of HTTP/1.1");
        };
    }

    private static Map<String, String> headers(HttpRequest request) throws RefusedRequestException {
        var headers = new HashMap<String, String>();
        for (var each : request.headers()) {
            var name = each.getKey().toLowerCase(Locale.ROOT);
            if (headers.put(name, each.getValue()) != null) {
                throw new RefusedRequestException(400, "a header was sent twice");
            }
        }
        return headers;
    }

    private static int bodyAtMost(Map<String, String> headers, boolean old, int maxBody)
            throws RefusedRequestException {
        var coding = headers.get("transfer-encoding");
        var length = headers.get("content-length");
        if (coding != null) {
            if (length != null || old) throw new RefusedRequestException(400, "the body's length is said in two ways");
            if (!coding.equalsIgnoreCase("chunked"))
                throw new RefusedRequestException(501, "only chunked is understood");
            return maxBody;
        }
        if (length == null) return 0;
        if (length.isEmpty() || !length.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new RefusedRequestException(400, "the body's length is no number");
        }
        if (length.length() > 10 || Long.parseLong(length) > maxBody) throw tooLarge(maxBody);
        return Integer.parseInt(length);
    }
}
