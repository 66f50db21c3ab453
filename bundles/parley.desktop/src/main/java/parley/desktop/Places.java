package parley.desktop;

import org.jspecify.annotations.Nullable;

import parley.desktop.api.ViewInfo.Place;

/** Reads a view's place from its service properties. */
final class Places {

    private Places() {}

    /** The place called {@code property}; in the middle if there is none of that name. */
    static Place of(@Nullable Object property) {
        for (var place : Place.values()) {
            if (place.name().equals(property)) return place;
        }
        return Place.CENTER;
    }
}
