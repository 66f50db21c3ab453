package parley.desktop;

import org.jspecify.annotations.Nullable;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.ComponentServiceObjects;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Opens contributions in the window and closes them again, and holds each service for exactly as long as it is open.
 * One that fails to be opened or closed is logged, and keeps nothing else from it.
 */
final class Contributions {

    private static final System.Logger log = System.getLogger(Contributions.class.getName());

    /** Puts a contribution into the window, on the UI thread, and answers with how it is taken out again. */
    @FunctionalInterface
    interface Opening<T> {
        Runnable open(ServiceReference<T> reference, T contribution);
    }

    private final UiQueue ui;

    /** What is open, by what was bound. Touched on the UI thread only. */
    private final Map<Object, Runnable> closers = new LinkedHashMap<>();

    /** What went before it was there. Touched on the UI thread only. */
    private final Set<Object> gone = new HashSet<>();

    Contributions(UiQueue ui) {
        this.ui = ui;
    }

    /**
     * Gets a contribution and opens it. It is made on a thread of its own, since one that hangs while it is made must
     * not hang the window; nor, on a virtual thread, one of the few that carry all others.
     */
    <T> void add(ComponentServiceObjects<T> objects, Opening<T> opening) {
        var reference = objects.getServiceReference();
        Thread.ofPlatform()
                .daemon()
                .name("contribution")
                .start(() -> {
                    var contribution = got(objects);
                    ui.execute(() -> {
                        boolean wanted = !gone.remove(reference);
                        if (contribution == null) { // it could not be made, and is there until it goes
                            if (wanted) closers.put(reference, () -> {});
                        } else if (wanted) {
                            closers.put(reference, opened(objects, contribution, opening));
                        } else {
                            release(objects, contribution);
                        }
                    });
                });
    }

    /** Closes what {@code reference} brought: its widgets first, then the hold on its service. */
    void remove(ServiceReference<?> reference) {
        ui.execute(() -> {
            var closer = closers.remove(reference);
            if (closer != null) close(closer);
            else gone.add(reference);
        });
    }

    /** Closes all that is open, the newest first. Called on the UI thread. */
    void close() {
        List.copyOf(closers.values()).reversed().forEach(Contributions::close);
        closers.clear();
    }

    /** Opens {@code contribution}, and says how it is closed; of one that cannot be opened nothing is held. */
    private static <T> Runnable opened(ComponentServiceObjects<T> objects, T contribution, Opening<T> opening) {
        try {
            var closer = opening.open(objects.getServiceReference(), contribution);
            return () -> {
                try {
                    closer.run();
                } finally {
                    release(objects, contribution);
                }
            };
        } catch (RuntimeException | LinkageError e) {
            log.log(System.Logger.Level.ERROR, "a contribution cannot be opened", e);
            release(objects, contribution);
            return () -> {};
        }
    }

    private static void close(Runnable closer) {
        try {
            closer.run();
        } catch (RuntimeException | LinkageError e) {
            log.log(System.Logger.Level.ERROR, "a contribution failed to close", e);
        }
    }

    private static <T> @Nullable T got(ComponentServiceObjects<T> objects) {
        try {
            return objects.getService();
        } catch (IllegalStateException e) { // everything stops, or its bundle does
            log.log(System.Logger.Level.DEBUG, "gone before it was made", e);
            return null;
        }
    }

    private static <T> void release(ComponentServiceObjects<T> objects, T service) {
        try {
            objects.ungetService(service);
        } catch (IllegalStateException | IllegalArgumentException e) { // its bundle has stopped: nothing is held
            log.log(System.Logger.Level.DEBUG, "already released", e);
        }
    }
}
