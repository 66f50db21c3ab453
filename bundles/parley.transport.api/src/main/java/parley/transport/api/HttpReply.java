package parley.transport.api;

import parley.protocol.wire.Bytes;

import java.util.Map;

/**
 * An HTTP response, whole; {@code Content-Length} is added by the transport.
 *
 * @param headers as they are to be sent; from {@link HttpConnection}, by lower-case name, of one sent twice both values
 *     with a comma between
 */
public record HttpReply(int status, Map<String, String> headers, Bytes body) {

    public HttpReply {
        headers = Map.copyOf(headers);
    }

    public static HttpReply of(int status) {
        return new HttpReply(status, Map.of(), Bytes.EMPTY);
    }
}
