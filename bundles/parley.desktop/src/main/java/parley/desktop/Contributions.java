package parley.desktop;

import org.jspecify.annotations.Nullable;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.ComponentServiceObjects;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Opens contributions in the window and closes them again, and holds each service for exactly as long as it is open.
 * One that fails to be opened or closed is logged, and keeps nothing else from it; of one that cannot be made, or takes
 * too long, the person is told.
 */
final class Contributions {

    private static final System.Logger log = System.getLogger(Contributions.class.getName());

    /** Puts a contribution into the window, on the UI thread, and answers with how it is taken out again. */
    @FunctionalInterface
    interface Opening<T> {
        Runnable open(ServiceReference<T> reference, T contribution);
    }

    /** How long a contribution may take to be made. */
    static final Duration PATIENCE = Duration.ofSeconds(10);

    private final UiQueue ui;
    private final Duration patience;
    private final Function<String, Runnable> notice;

    /** What is open, by what was bound. Touched on the UI thread only. */
    private final Map<Object, Runnable> closers = new LinkedHashMap<>();

    /** What went before it was there. Touched on the UI thread only. */
    private final Set<Object> gone = new HashSet<>();

    /** What could not be made, or not yet, and by what bundle it comes. Touched on the UI thread only. */
    private final Map<Object, String> missing = new HashMap<>();

    /** How what is said of a bundle is taken back. Touched on the UI thread only. */
    private final Map<String, Runnable> notices = new HashMap<>();

    /**
     * @param patience after how long a contribution that is not made is missed
     * @param notice says that something of the bundle so named is missing, on the UI thread, and answers with how that
     *     is taken back
     */
    Contributions(UiQueue ui, Duration patience, Function<String, Runnable> notice) {
        this.ui = ui;
        this.patience = patience;
        this.notice = notice;
    }

    /**
     * Gets a contribution and opens it. It is made on a thread of its own, since one that hangs while it is made must
     * not hang the window; nor, on a virtual thread, one of the few that carry all others.
     */
    <T> void add(ComponentServiceObjects<T> objects, Opening<T> opening) {
        var reference = objects.getServiceReference();
        var making = new CompletableFuture<@Nullable T>();
        making.copy()
                .orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS)
                .exceptionally(_ -> {
                    log.log(System.Logger.Level.WARNING, "a contribution takes long to be made: {0}", reference);
                    ui.execute(() -> {
                        if (!making.isDone() && !gone.contains(reference)) miss(reference);
                    });
                    return null;
                });
        making.thenAccept(contribution -> ui.execute(() -> made(objects, contribution, opening)));
        Thread.ofPlatform().daemon().name("contribution").start(() -> making.complete(got(objects)));
    }

    private <T> void made(ComponentServiceObjects<T> objects, @Nullable T contribution, Opening<T> opening) {
        var reference = objects.getServiceReference();
        boolean wanted = !gone.remove(reference);
        if (contribution == null) { // it could not be made, and is there until it goes
            if (!wanted) return;
            closers.put(reference, () -> {});
            miss(reference);
        } else if (wanted) {
            found(reference);
            closers.put(reference, opened(objects, contribution, opening));
        } else {
            release(objects, contribution);
        }
    }

    /** What {@code reference} brings is not there; once for all that comes by the same bundle. */
    private void miss(ServiceReference<?> reference) {
        var bundle = reference.getBundle();
        if (bundle == null) return; // it is no more
        missing.put(reference, bundle.getSymbolicName());
        notices.computeIfAbsent(bundle.getSymbolicName(), notice);
    }

    /** Nobody misses what {@code reference} brings any more. */
    private void found(ServiceReference<?> reference) {
        var name = missing.remove(reference);
        if (name == null || missing.containsValue(name)) return;
        var taken = notices.remove(name);
        if (taken != null) taken.run();
    }

    /** Closes what {@code reference} brought: its widgets first, then the hold on its service. */
    void remove(ServiceReference<?> reference) {
        ui.execute(() -> {
            found(reference);
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
        } catch (RuntimeException | LinkageError e) {
            log.log(System.Logger.Level.ERROR, "a contribution cannot be made", e);
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
