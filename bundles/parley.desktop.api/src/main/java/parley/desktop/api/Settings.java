package parley.desktop.api;

import org.osgi.annotation.versioning.ProviderType;

/**
 * What a person has chosen, remembered in the profile over restarts. May be called from any thread.
 *
 * <p>It is kept in the clear, next to the profile: nothing that was said belongs here, and nobody's name.
 */
@ProviderType
public interface Settings {

    /** The longest value, in characters. */
    int LONGEST = 10_000;

    /** What is remembered under {@code key}, or {@code otherwise}. It may have been meddled with: check it. */
    String get(String key, String otherwise);

    /**
     * Remembers {@code value} under {@code key}, and tells every {@link SettingsListener}.
     *
     * @param key letters, digits, dots and dashes, beginning with the name of the bundle that it belongs to
     * @throws IllegalArgumentException if the key has other characters, or the value is longer than {@link #LONGEST}
     */
    void set(String key, String value);
}
