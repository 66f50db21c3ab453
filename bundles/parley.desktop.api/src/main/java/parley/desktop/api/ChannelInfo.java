package parley.desktop.api;

import org.osgi.service.component.annotations.ComponentPropertyType;

/** Says what a {@link NotificationChannel} is called, as service properties. */
@ComponentPropertyType
public @interface ChannelInfo {

    /** What the names of these properties begin with. */
    String PREFIX_ = "parley.channel.";

    /** Names the channel for good: whether a person wants it is remembered under this id. */
    String id();

    /** What it is called in the preferences. */
    String label();
}
