package parley.desktop.api;

import org.osgi.service.component.annotations.ComponentPropertyType;

/** Says what a {@link PreferencePage} is called, as service properties. */
@ComponentPropertyType
public @interface PreferencePageInfo {

    /** What the names of these properties begin with. */
    String PREFIX_ = "parley.preferences.";

    /** Names the page for good. */
    String id();

    /** What it is called in the list of pages. */
    String title();

    /** What a person may look for and find on this page, besides its title: {@code "dark light colour zoom"}. */
    String words() default "";
}
