package parley.session;

import org.osgi.framework.ServiceReference;
import org.osgi.service.component.ComponentServiceObjects;

import parley.client.api.session.SessionListener;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Takes listeners on threads of their own. Most listeners are made with the session, so that one may be half made while
 * the session is being made for it; asked for in that moment, it would be missing for good.
 */
final class LateListeners {

    private static final System.Logger log = System.getLogger(LateListeners.class.getName());

    /** Before a listener is asked for again, in milliseconds; each time twice as long. */
    private static final long SHORTEST = 20;

    private static final long LONGEST = 1000;

    /** At this attempt, some ten seconds after the first, it is said that a listener does not come. */
    private static final int LATE = 15;

    private final Deliveries deliveries;

    /** Those that are there, with the listener once it was taken. */
    private final Map<ServiceReference<SessionListener>, Optional<SessionListener>> there = new ConcurrentHashMap<>();

    LateListeners(Deliveries deliveries) {
        this.deliveries = deliveries;
    }

    void bind(ComponentServiceObjects<SessionListener> found) {
        there.put(found.getServiceReference(), Optional.empty());
        Thread.ofVirtual().name("session-listener").start(() -> take(found));
    }

    void unbind(ComponentServiceObjects<SessionListener> gone) {
        var taken = there.remove(gone.getServiceReference());
        if (taken != null) taken.ifPresent(deliveries::leave);
    }

    /** How long to wait after {@code attempt}, counted from 0, in milliseconds. */
    static long pause(int attempt) {
        return Math.min(SHORTEST << Math.min(attempt, 10), LONGEST);
    }

    private static Object name(ServiceReference<?> reference) {
        var component = reference.getProperty("component.name");
        return component == null ? reference : component;
    }

    private void take(ComponentServiceObjects<SessionListener> found) {
        var reference = found.getServiceReference();
        try {
            for (int attempt = 0; there.containsKey(reference); attempt++) {
                var listener = found.getService();
                if (listener == null) { // it is not finished yet
                    if (attempt == LATE) {
                        log.log(
                                System.Logger.Level.WARNING,
                                "{0} hears nothing of the relay: it could not be started; restart its bundle",
                                name(reference));
                    }
                    Thread.sleep(pause(attempt));
                    continue;
                }
                there.computeIfPresent(
                        reference,
                        (_, before) -> {
                            if (before.isPresent()) return before;
                            deliveries.join(listener);
                            return Optional.of(listener);
                        });
                return;
            }
        } catch (InterruptedException | IllegalStateException e) { // the session is being taken down
            log.log(System.Logger.Level.DEBUG, "A listener was not taken", e);
        }
    }
}
