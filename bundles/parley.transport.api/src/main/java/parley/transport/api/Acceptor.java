package parley.transport.api;

import org.osgi.annotation.versioning.ConsumerType;

import java.util.Optional;

/** Takes what arrives at a {@link Listener}. */
@ConsumerType
public interface Acceptor {

    /** A new link, before its first frame. Called on an event loop that must not be kept waiting. */
    LinkListener accepted(Link link);

    /**
     * Whether the body that follows {@code head}, whose own is empty, is refused before any of it is taken. Asked of
     * bodies above 16 KiB, before memory is set aside for them: what is refused here takes no room from others. Called
     * on a virtual thread of its own; it may block. What it throws becomes a bare 500.
     *
     * @return the answer instead of {@link #answer}'s, after which the connection is closed; empty to take the body
     */
    default Optional<HttpReply> refusal(HttpCall head) {
        return Optional.empty();
    }

    /**
     * Answers an HTTP request that is no WebSocket upgrade. Called on a virtual thread of its own, one at a time for
     * each connection; it may block. What it throws becomes a bare 500.
     */
    HttpReply answer(HttpCall call);
}
