package parley.transport.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.net.URI;

class EndpointTest {

    @ParameterizedTest
    @CsvSource({
        "wss://relay.example:7463, relay.example, 7463, true",
        "ws://127.0.0.1:1, 127.0.0.1, 1, false",
        "wss://[2001:db8::1]:65535, 2001:db8::1, 65535, true",
    })
    void comesBackAsItWasWritten(String url, String host, int port, boolean tls) {
        var endpoint = Endpoint.of(URI.create(url));
        assertEquals(new Endpoint(host, port, tls), endpoint);
        assertEquals(url, endpoint.toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://relay.example:1",
                "relay.example:1",
                "wss://relay.example",
                "wss://relay.example:0",
                "wss:///x"
            })
    void whatIsNoEndpointIsRefused(String url) {
        assertThrows(IllegalArgumentException.class, () -> Endpoint.of(URI.create(url)));
    }

    @Test
    void aPortIsWithinItsLimits() {
        assertEquals(1, new Endpoint("x", 1, true).port());
        assertEquals(65_535, new Endpoint("x", 65_535, true).port());
        assertThrows(IllegalArgumentException.class, () -> new Endpoint("x", 0, true));
        assertThrows(IllegalArgumentException.class, () -> new Endpoint("x", 65_536, true));
        assertThrows(IllegalArgumentException.class, () -> new Endpoint("", 1, true));
    }
}
