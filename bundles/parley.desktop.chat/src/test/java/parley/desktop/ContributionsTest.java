package parley.desktop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.ComponentServiceObjects;

import parley.desktop.chat.Screen;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

class ContributionsTest {

    @TempDir Path home;

    @BeforeAll
    static void screen() {
        Screen.needed();
    }

    /** A service that can be made, or not. */
    private static final class Made implements ComponentServiceObjects<String> {

        private final ServiceReference<String> reference;
        private final BlockingQueue<Thread> makers = new ArrayBlockingQueue<>(9);
        private volatile @Nullable String service;

        @SuppressWarnings("unchecked")
        private Made() {
            reference =
                    (ServiceReference<String>)
                            Proxy.newProxyInstance(
                                    Made.class.getClassLoader(),
                                    new Class<?>[] {ServiceReference.class},
                                    (self, method, arguments) ->
                                            switch (method.getName()) {
                                                case "hashCode" -> System.identityHashCode(self);
                                                case "equals" -> self == arguments[0];
                                                default -> null;
                                            });
        }

        @Override
        public @Nullable String getService() {
            makers.add(Thread.currentThread());
            return service;
        }

        @Override
        public void ungetService(String gone) {}

        @Override
        public ServiceReference<String> getServiceReference() {
            return reference;
        }

        /** Until it has been made, or not, and the UI thread has heard of it. */
        private void made(UiQueue ui) throws Exception {
            makers.take().join();
            var heard = new CompletableFuture<Boolean>();
            ui.execute(() -> heard.complete(true));
            heard.join();
        }
    }

    /** Who comes again is let in, though they could not be made before. */
    @Test
    void forgetsWhatCouldNotBeMadeOnceItGoes() throws Exception {
        try (var bench = new Bench(home.resolve("p"))) {
            var opened = new CopyOnWriteArrayList<String>();
            var contributions = new Contributions(bench.ui);
            Contributions.Opening<String> opening =
                    (_, contribution) -> {
                        opened.add(contribution);
                        return () -> opened.remove(contribution);
                    };
            var objects = new Made();
            contributions.add(objects, opening);
            objects.made(bench.ui);
            contributions.remove(objects.reference);
            objects.service = "it";
            contributions.add(objects, opening);
            objects.made(bench.ui);
            assertEquals(List.of("it"), opened);
            contributions.remove(objects.reference);
            contributions.add(objects, opening);
            objects.made(bench.ui);
            assertEquals(List.of("it"), opened);
        }
    }
}
