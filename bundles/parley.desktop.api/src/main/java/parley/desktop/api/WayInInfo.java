package parley.desktop.api;

import org.osgi.service.component.annotations.ComponentPropertyType;

/** Says what a {@link WayIn} is called, as service properties. */
@ComponentPropertyType
public @interface WayInInfo {

    /** What the names of these properties begin with. */
    String PREFIX_ = "parley.way.";

    /** Names the way for good. */
    String id();

    /** What choosing it does, in the words of a button: {@code "Restore a backup"}. */
    String label();
}
