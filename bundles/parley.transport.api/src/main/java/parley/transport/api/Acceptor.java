package parley.transport.api;

import org.osgi.annotation.versioning.ConsumerType;

/** Takes what arrives at a {@link Listener}. */
@ConsumerType
public interface Acceptor {

    /** A new link, before its first frame. Called on an event loop that must not be kept waiting. */
    LinkListener accepted(Link link);

    /**
     * Answers an HTTP request that is no WebSocket upgrade. Called on a virtual thread of its own, one at a time for
     * each connection; it may block. What it throws becomes a bare 500.
     */
    HttpReply answer(HttpCall call);
}
