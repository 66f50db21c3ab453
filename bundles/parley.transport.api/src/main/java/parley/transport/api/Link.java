package parley.transport.api;

import org.osgi.annotation.versioning.ProviderType;

import parley.protocol.wire.Bytes;

import java.net.InetSocketAddress;
import java.util.List;

/** Frames between two endpoints, in order, until one closes. Called from any thread; every method returns at once. */
@ProviderType
public interface Link {

    /**
     * Queues a frame.
     *
     * @return {@link #isWritable()} afterwards; the frame is queued either way, but whoever goes on against a false
     *     fills memory. After the link has closed the frame is dropped
     */
    boolean send(Bytes frame);

    /** Queues several frames with one wake-up of the event loop. */
    boolean send(List<Bytes> frames);

    /** Whether the queue is below its high-water mark; {@link LinkListener#writable()} says when it is again. */
    boolean isWritable();

    /**
     * Stops reading from the network, or goes on: the sender then feels the back-pressure. Frames of what had been read
     * before, at most some 64 KiB, still come.
     */
    void setReading(boolean reading);

    /** The largest frame taken from now on, in bytes; a larger one closes the link. Starts as the options said. */
    void setMaxFrame(int bytes);

    /** SHA-256 of the listener's TLS certificate (DER) as this end sees it; empty without TLS. */
    Bytes certificateHash();

    /**
     * Whether the authorities that this system trusts vouch that the listener's certificate is its host's (WebPKI).
     * False without TLS, and at the listener's end. Blocks the first time; call it from a virtual thread.
     */
    default boolean isCertificateValid() {
        return false;
    }

    InetSocketAddress remote();

    boolean isOpen();

    /** Sends what is queued, then a WebSocket close frame with {@code reason} (at most 120 bytes of it), and closes. */
    void close(String reason);
}
