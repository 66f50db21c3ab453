package parley.desktop.api;

import org.osgi.service.component.annotations.ComponentPropertyType;

/** Says what a {@link Palette} is called, as service properties. */
@ComponentPropertyType
public @interface ThemeInfo {

    /** What the names of these properties begin with. */
    String PREFIX_ = "parley.theme.";

    /** Names the theme for good: the person's choice is remembered under this id. */
    String id();

    /** What it is called in a menu. */
    String label();

    /** Whether light letters stand on dark ground: native widgets follow. */
    boolean dark() default false;
}
