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

    private static final long PAUSE = 20;

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

    private void take(ComponentServiceObjects<SessionListener> found) {
        var reference = found.getServiceReference();
        try {
            while (there.containsKey(reference)) {
                var listener = found.getService();
                if (listener == null) { // it is not finished yet
                    Thread.sleep(PAUSE);
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
