package parley.desktop.api;

import org.osgi.service.component.annotations.ComponentPropertyType;

/** Says what a {@link ViewContribution} is called and where it goes, as service properties. */
@ComponentPropertyType
public @interface ViewInfo {

    /** What the names of these properties begin with. */
    String PREFIX_ = "parley.view.";

    /** Names the view for good: the workbench remembers its place under this id. */
    String id();

    /** What the view is called, for people and for screen readers. */
    String title();

    /** Where the view goes. */
    Place place() default Place.CENTER;

    /** The parts of the window. Of several views for one part, the one with the highest service ranking is shown. */
    enum Place {
        /** The column at the leading edge; a person may make it wider. */
        SIDE,
        /** Most of the window. */
        CENTER,
        /** A strip below both, as high as it asks to be. */
        BOTTOM,
        /** All of the window, over everything else, for as long as the contribution is there. */
        COVER
    }
}
