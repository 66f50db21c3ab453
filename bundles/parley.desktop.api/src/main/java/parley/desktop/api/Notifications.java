package parley.desktop.api;

import org.osgi.annotation.versioning.ProviderType;

/**
 * Where views say what a person should hear of. Whether it is shown, how much of it and where is the person's choice:
 * not while a window of ours is in front, not while they want no disturbance, not while there is a {@link Locked}. May
 * be called from any thread; returns at once.
 */
@ProviderType
public interface Notifications {

    /** Shows {@code notification}, soon. Of several with one key only the newest counts. */
    void show(Notification notification);

    /** Takes back what is shown for {@code key}: the person knows. */
    void withdraw(String key);
}
