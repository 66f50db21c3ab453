package parley.transport.api;

import org.osgi.annotation.versioning.ProviderType;

import parley.protocol.wire.Bytes;

import java.io.IOException;

/** Opens links, takes them, and speaks HTTP on the same port (for blobs and the web client). */
@ProviderType
public interface Transport {

    /**
     * Connects to {@code endpoint}: WebSocket binary frames, over TLS 1.3 if the endpoint says so. Any certificate is
     * taken: who the relay is, its signed hello decides, which covers {@link Link#certificateHash()}. Frames may reach
     * {@code listener} before this returns. The link takes frames of 4 MiB until {@link Link#setMaxFrame}. Blocks; call
     * it from a virtual thread.
     *
     * @throws java.net.ConnectException if nobody listens there
     * @throws IOException if the connection or a handshake fails, with a sentence fit for a person
     */
    Link connect(Endpoint endpoint, LinkListener listener) throws IOException;

    /**
     * Connects to {@code endpoint} for HTTP exchanges. Blocks; call it from a virtual thread.
     *
     * @param certificateHash what {@link Link#certificateHash()} gave on a link whose hello was verified; another
     *     certificate ends the connection. Empty without TLS
     */
    HttpConnection connectHttp(Endpoint endpoint, Bytes certificateHash) throws IOException;

    /**
     * Listens. Blocks until the port is bound; call it from a virtual thread.
     *
     * @throws java.net.BindException if the port is taken
     */
    Listener listen(ListenOptions options, Acceptor acceptor) throws IOException;
}
