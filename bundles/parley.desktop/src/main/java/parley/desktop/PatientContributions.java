package parley.desktop;

import org.jspecify.annotations.Nullable;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.ComponentServiceObjects;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

import parley.desktop.api.Contributions;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Opens contributions in the window and closes them again, and holds each service for exactly as long as it is open.
 * One that fails to be opened or closed is logged, and keeps nothing else from it; of one that cannot be made, or takes
 * longer than ten seconds, the person is told.
 */
@Component(service = {Contributions.class, PatientContributions.class})
public final class PatientContributions implements Contributions {

    private static final System.Logger log = System.getLogger(PatientContributions.class.getName());

    /** How long a contribution may take to be made, in seconds. */
    private static final int PATIENCE = 10;

    private final UiQueue ui;
    private final Executor late;

    /** What is contributed, that which is open last, by where and what was bound. Touched on the UI thread only. */
    private final Map<Key, Held> all = new LinkedHashMap<>();

    /** What could not be made, or not yet, and by what bundle it comes. Touched on the UI thread only. */
    private final Map<Held, String> missing = new HashMap<>();

    /** How what is said of a bundle is taken back. Touched on the UI thread only. */
    private final Map<String, Runnable> notices = new HashMap<>();

    private Function<String, Runnable> notice = _ -> () -> {};

    /** One service may be contributed to several places. */
    private record Key(Intake<?> place, ServiceReference<?> reference) {}

    /** A contribution from when it is bound to when it is not. Touched on the UI thread only. */
    private static final class Held {
        boolean made;
        boolean gone;
        Runnable closer = () -> {};
    }

    @Activate
    public PatientContributions(@Reference UiQueue ui) {
        this(ui, CompletableFuture.delayedExecutor(PATIENCE, TimeUnit.SECONDS, Runnable::run));
    }

    /**
     * @param late runs what it is given when a contribution has taken too long
     */
    PatientContributions(UiQueue ui, Executor late) {
        this.ui = ui;
        this.late = late;
    }

    /**
     * Has {@code said} say that something of the bundle so named is missing, and answer with how that is taken back.
     * Called on the UI thread, as that is.
     */
    void missing(Function<String, Runnable> said) {
        notice = said;
    }

    @Override
    public <T> Opened<T> intake(Opening<T> opening) {
        return new Opened<>(opening);
    }

    /** Closes all that is open, the newest first. Called on the UI thread. */
    void close() {
        List.copyOf(all.values()).reversed().forEach(PatientContributions::close);
        all.clear();
    }

    /** What is open, or soon, at one place. */
    final class Opened<T> implements Intake<T> {

        private final Opening<T> opening;

        /** Opens what has been made, the first first. */
        private final Queue<Runnable> made = new ConcurrentLinkedQueue<>();

        private Opened(Opening<T> opening) {
            this.opening = opening;
        }

        /**
         * It is made on a thread of its own, since one that hangs while it is made must not hang the window; nor, on a
         * virtual thread, one of the few that carry all others.
         */
        @Override
        public void add(ComponentServiceObjects<T> objects) {
            var reference = objects.getServiceReference(); // here, as none is known any more once it is unbound
            var held = new Held();
            ui.execute(() -> all.put(new Key(this, reference), held));
            late.execute(() -> ui.execute(() -> late(reference, held)));
            Thread.ofPlatform()
                    .daemon()
                    .name("contribution")
                    .start(() -> {
                        var contribution = got(objects);
                        made.add(() -> made(objects, reference, contribution, held));
                        ui.execute(this::next);
                    });
        }

        @Override
        public void remove(ComponentServiceObjects<T> objects) {
            var key = new Key(this, objects.getServiceReference());
            ui.execute(() -> {
                var held = all.remove(key);
                if (held == null) return;
                held.gone = true;
                found(held);
                close(held);
            });
        }

        /** Opens what is made by now, before its turn. Called on the UI thread, also before it does what waits. */
        void hurry() {
            while (!made.isEmpty()) next();
        }

        private void next() {
            var task = made.poll();
            if (task != null) task.run();
        }

        private void made(
                ComponentServiceObjects<T> objects,
                ServiceReference<T> reference,
                @Nullable T contribution,
                Held held) {
            held.made = true;
            if (contribution == null) { // it could not be made, and is there until it goes
                if (!held.gone) miss(reference, held);
            } else if (held.gone) {
                release(objects, contribution);
            } else {
                found(held);
                held.closer = opened(objects, reference, contribution);
                var key = new Key(this, reference);
                all.remove(key);
                all.put(key, held);
            }
        }

        /** Opens {@code contribution}, and says how it is closed; of one that cannot be opened nothing is held. */
        private Runnable opened(ComponentServiceObjects<T> objects, ServiceReference<T> reference, T contribution) {
            try {
                var closer = opening.open(contribution, FrameworkUtil.asMap(reference.getProperties()));
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
    }

    private void late(ServiceReference<?> reference, Held held) {
        if (held.made || held.gone) return;
        log.log(System.Logger.Level.WARNING, "a contribution takes long to be made: {0}", reference);
        miss(reference, held);
    }

    /** What {@code reference} brings is not there; once for all that comes by the same bundle. */
    private void miss(ServiceReference<?> reference, Held held) {
        var bundle = reference.getBundle();
        if (bundle == null) return; // it is no more
        missing.put(held, bundle.getSymbolicName());
        notices.computeIfAbsent(bundle.getSymbolicName(), notice);
    }

    /** Nobody misses {@code held} any more. */
    private void found(Held held) {
        var name = missing.remove(held);
        if (name == null || missing.containsValue(name)) return;
        var taken = notices.remove(name);
        if (taken != null) taken.run();
    }

    private static void close(Held held) {
        var closer = held.closer;
        held.closer = () -> {}; // it holds on to the contribution
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
