package parley.desktop.api;

import org.osgi.annotation.versioning.ProviderType;

import java.util.function.Supplier;

/**
 * Where a view says how much waits for the person, so that they see it while the window is behind others: in the title
 * of the window, and in the tray and on the task bar where the system has them. May be called from any thread; returns
 * at once.
 */
@ProviderType
public interface Attention {

    /**
     * Shows that {@code count} things wait to be seen; 0 takes that back.
     *
     * @param words what they are, in the language of the window: {@code "5 new messages"}. Asked for on the UI thread,
     *     where there is room for them
     * @throws IllegalArgumentException if {@code count} is negative
     */
    void waiting(int count, Supplier<String> words);
}
