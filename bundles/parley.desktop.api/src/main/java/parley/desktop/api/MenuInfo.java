package parley.desktop.api;

import org.osgi.service.component.annotations.ComponentPropertyType;

/** Says what a {@link MenuContribution} is called and what it is for, as service properties. */
@ComponentPropertyType
public @interface MenuInfo {

    /** What the names of these properties begin with. */
    String PREFIX_ = "parley.menu.";

    /** What it does, in the words of a menu: {@code "Translate"}. */
    String label();

    /** What it is done to. */
    Class<?> of();
}
