package parley.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.ComponentServiceObjects;

import parley.client.api.session.SessionListener;
import parley.testing.Eventually;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** What listeners are told, and how they come to be told. */
class DeliveriesTest {

    private final Deliveries deliveries = new Deliveries();

    @BeforeEach
    void start() {
        deliveries.start();
    }

    @AfterEach
    void close() {
        deliveries.close();
    }

    /** Whatever a listener throws, the others hear, and whoever waits for what came is let go on. */
    @Test
    void oneListenersFaultIsNoOthers() {
        var before = new Heard();
        var after = new Heard();
        deliveries.join(before);
        deliveries.join(
                new Heard() {
                    @Override
                    public void down() {
                        throw new NoClassDefFoundError("its bundle is being taken away");
                    }
                });
        deliveries.join(
                new Heard() {
                    @Override
                    public void down() {
                        throw new IllegalStateException("its own fault");
                    }
                });
        deliveries.join(after);
        deliveries.ended();
        deliveries.ended();
        assertTimeoutPreemptively(Duration.ofSeconds(30), deliveries::awaitTaken);
        assertEquals(List.of("down", "down"), before.words);
        assertEquals(List.of("down", "down"), after.words);
    }

    @Test
    void asksAgainForAListenerThatIsNotFinished() throws Exception {
        var late = new LateListeners(deliveries);
        var joined = new CountDownLatch(1);
        var listener =
                new Heard() {
                    @Override
                    public void down() {
                        joined.countDown();
                    }
                };
        var asked = new AtomicInteger();
        var found =
                new ComponentServiceObjects<SessionListener>() {

                    private final ServiceReference<SessionListener> reference = reference();

                    @Override
                    public SessionListener getService() {
                        if (asked.incrementAndGet() < 3) return null;
                        // It hears of this end as soon as it has joined.
                        Thread.ofVirtual().start(() -> Eventually.until("joined", this::told));
                        return listener;
                    }

                    private boolean told() {
                        deliveries.ended();
                        return joined.getCount() == 0;
                    }

                    @Override
                    public void ungetService(SessionListener service) {}

                    @Override
                    public ServiceReference<SessionListener> getServiceReference() {
                        return reference;
                    }
                };
        late.bind(found);
        assertTrue(joined.await(30, TimeUnit.SECONDS));
        assertEquals(3, asked.get());
    }

    @Test
    void asksLessAndLessOften() {
        assertEquals(20, LateListeners.pause(0));
        assertEquals(40, LateListeners.pause(1));
        assertEquals(640, LateListeners.pause(5));
        assertEquals(1000, LateListeners.pause(6));
        assertEquals(1000, LateListeners.pause(Integer.MAX_VALUE));
    }

    @SuppressWarnings("unchecked")
    private static ServiceReference<SessionListener> reference() {
        return (ServiceReference<SessionListener>)
                Proxy.newProxyInstance(
                        ServiceReference.class.getClassLoader(),
                        new Class<?>[] {ServiceReference.class},
                        (proxy, method, args) ->
                                switch (method.getName()) {
                                    case "hashCode" -> 1;
                                    case "equals" -> proxy == args[0];
                                    default -> null;
                                });
    }
}
