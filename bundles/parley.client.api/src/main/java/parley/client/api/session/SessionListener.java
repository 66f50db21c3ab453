package parley.client.api.session;

import org.osgi.annotation.versioning.ConsumerType;

import parley.protocol.relay.Frame;

/**
 * Hears the link; register it as a service. Called in order, on the session's one reader thread: a listener hands work
 * over and returns. Keeping it waiting is the back-pressure: the relay then stops sending.
 */
@ConsumerType
public interface SessionListener {

    /**
     * Signed in; followed logs are to be followed again. A listener that appears later hears it too if the link is up.
     */
    void up(Session.Up link);

    /** The link went down. */
    void down();

    /**
     * A frame that answers no request: Items, Accepted, AppendRefused, Signal. A Following comes here as well as to
     * whoever asked, in its place among the Items: what came before it belongs to an earlier Follow.
     */
    void received(Frame frame);
}
