package parley.desktop.api;

import org.osgi.annotation.versioning.ConsumerType;

/** Something a person can have done by a key. Register one as a service, with a {@link CommandInfo}. */
@ConsumerType
public interface CommandContribution {

    /** Does it. Called on the UI thread: longer work goes to a thread of its own. */
    void run();

    /** Whether it can be done at this moment; its key passes on to the focused control while not. */
    default boolean enabled() {
        return true;
    }
}
