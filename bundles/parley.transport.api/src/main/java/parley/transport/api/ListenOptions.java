package parley.transport.api;

import java.nio.file.Path;

/**
 * How to listen.
 *
 * @param host the address to bind
 * @param port 0 takes a free one
 * @param maxFrame the largest frame of a new link, in bytes; {@link Link#setMaxFrame} raises it after sign-in
 * @param maxBody the largest HTTP body taken, in bytes
 * @param maxConnections connections at once, of all kinds
 * @param maxConnectionsPerAddress connections at once from one remote address (loopback is exempt)
 */
public record ListenOptions(
        String host, int port, Tls tls, int maxFrame, int maxBody, int maxConnections, int maxConnectionsPerAddress) {

    /** Where the certificate comes from. */
    public sealed interface Tls {

        /** No TLS: on loopback, or behind a proxy that adds it. */
        record None() implements Tls {}

        /** A certificate of our own, made in {@code directory} on first use and kept there, its key of mode 0600. */
        record SelfSigned(Path directory, String name) implements Tls {}

        /** The operator's certificate chain and PKCS #8 key. */
        record Pem(Path certificate, Path key) implements Tls {}
    }
}
