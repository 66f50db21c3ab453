package parley.transport.api;

import parley.protocol.wire.Bytes;

import java.util.Map;
import java.util.Optional;

/**
 * An HTTP request, whole.
 *
 * @param path as sent, percent-encoding and all, without query; begins with {@code /}
 * @param headers by lower-case name; of a name sent twice the request is refused before it comes here
 */
public record HttpCall(String method, String path, Map<String, String> headers, Bytes body) {

    public HttpCall {
        headers = Map.copyOf(headers);
    }

    /**
     * @param name in lower case
     */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }
}
