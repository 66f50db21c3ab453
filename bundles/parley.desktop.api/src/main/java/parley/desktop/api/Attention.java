package parley.desktop.api;

import org.osgi.annotation.versioning.ProviderType;

/**
 * Where a view says how much waits for the person, so that they see it while the window is behind others: in the title
 * of the window, and in the tray and on the task bar where the system has them. May be called from any thread; returns
 * at once.
 */
@ProviderType
public interface Attention {

    /**
     * Shows that {@code count} things, such as messages, wait to be seen; 0 takes that back.
     *
     * @throws IllegalArgumentException if {@code count} is negative
     */
    void waiting(int count);
}
