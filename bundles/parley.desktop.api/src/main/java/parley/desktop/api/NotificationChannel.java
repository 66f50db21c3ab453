package parley.desktop.api;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * A way to show notifications. Register one as a service, with a {@link ChannelInfo}; of those that a person has left
 * on, the one with the highest service ranking that is ready is used. Everything here is called on one thread of the
 * workbench that is not the UI thread, and may take a second.
 */
@ConsumerType
public interface NotificationChannel {

    /** Whether it could show something at this moment. */
    boolean ready();

    /**
     * Shows {@code notification}, in place of what it shows for the same key. Title and text hold no controls and are
     * short; what the person wants hidden is not in them.
     *
     * @throws IllegalStateException if it could not be shown: the next channel is tried
     */
    void show(Notification notification);

    /** Takes back what it shows for {@code key}, if anything. */
    void withdraw(String key);
}
