package parley.transport.netty;

import java.time.Duration;

/**
 * How long the transport waits for the other end.
 *
 * @param connect for a TCP connection
 * @param handshake for a TLS handshake
 * @param headers for the headers of one HTTP request or upgrade, from its first byte or the connection's beginning on
 * @param progress for {@link HttpServing#MIN_PROGRESS} bytes of a body, either way, or of a link's unfinished message
 * @param idle for the next request on a kept-alive connection
 * @param ping between two pings on a link; two in a row without any sign of life close it
 * @param stall for the socket of a link to take any byte of what waits for it
 * @param linger for the other end to take a goodbye
 */
record Timeouts(
        Duration connect,
        Duration handshake,
        Duration headers,
        Duration progress,
        Duration idle,
        Duration ping,
        Duration stall,
        Duration linger) {

    static final Timeouts DEFAULT =
            new Timeouts(
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(60),
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(60),
                    Duration.ofSeconds(5));
}
