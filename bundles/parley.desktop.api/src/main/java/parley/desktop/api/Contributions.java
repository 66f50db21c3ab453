package parley.desktop.api;

import org.osgi.annotation.versioning.ConsumerType;
import org.osgi.annotation.versioning.ProviderType;
import org.osgi.service.component.ComponentServiceObjects;

import java.util.Map;

/**
 * Takes in what other bundles contribute, for whoever has a place for it. Each contribution is made on a thread of its
 * own: one that hangs or throws meanwhile hangs nobody, and the window says of which bundle something is missing.
 */
@ProviderType
public interface Contributions {

    /** Puts a contribution where it belongs. */
    @ConsumerType
    @FunctionalInterface
    interface Opening<T> {

        /**
         * Called on the UI thread once {@code contribution} is made.
         *
         * @param properties of its service
         * @return takes it out again: run on the UI thread when its service goes, or the window does
         */
        Runnable open(T contribution, Map<String, Object> properties);
    }

    /** Takes them in for one place. Called on any thread, as Declarative Services binds and unbinds them. */
    @ProviderType
    interface Intake<T> {

        /** Has a contribution made and opened. */
        void add(ComponentServiceObjects<T> objects);

        /** Takes a contribution out again, and lets go of its service after. */
        void remove(ComponentServiceObjects<T> objects);
    }

    /** For a place in which {@code opening} opens what comes. */
    <T> Intake<T> intake(Opening<T> opening);
}
