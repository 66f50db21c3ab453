package parley.desktop.api;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Has something to say at the foot of the window, now and then. Register one as a service; its service ranking decides
 * which of several stands first.
 */
@ConsumerType
public interface StatusContribution {

    /**
     * Hands over the line to speak on. Called once, on the UI thread, soon after the service has appeared; the line
     * goes dark by itself when the service goes.
     */
    void speakOn(StatusLine line);
}
