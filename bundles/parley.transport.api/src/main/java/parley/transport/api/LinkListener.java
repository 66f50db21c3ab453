package parley.transport.api;

import org.osgi.annotation.versioning.ConsumerType;

import parley.protocol.wire.Bytes;

/** Hears one link. Called in order for each link, on an event loop that must not be kept waiting. */
@ConsumerType
public interface LinkListener {

    void received(Bytes frame);

    /** A queue that was full may be filled again. */
    default void writable() {}

    /** The last call. {@code reason} is a sentence, for a log or a person; empty if the other end just closed. */
    void closed(String reason);
}
