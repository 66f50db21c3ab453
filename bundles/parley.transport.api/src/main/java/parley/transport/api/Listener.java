package parley.transport.api;

import org.osgi.annotation.versioning.ProviderType;

import parley.protocol.wire.Bytes;

/** A bound port. */
@ProviderType
public interface Listener extends AutoCloseable {

    /** The port in truth, where the options asked for 0. */
    int port();

    /** SHA-256 of the certificate in use (DER); empty without TLS. */
    Bytes certificateHash();

    /** Stops accepting, closes every link with {@code reason}, and frees the port. Blocks, at most some seconds. */
    void close(String reason);

    @Override
    default void close() {
        close("the relay has stopped");
    }
}
