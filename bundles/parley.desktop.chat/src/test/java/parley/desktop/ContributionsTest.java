package parley.desktop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.ComponentServiceObjects;

import parley.desktop.chat.Screen;
import parley.testing.desktop.Robot;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

class ContributionsTest {

    private static final String NAME = "example.clocks";
    private static final Duration LONG = Duration.ofDays(1);

    @TempDir Path home;

    /** Of whom something is said to be missing. */
    private final List<String> missed = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void screen() {
        Screen.needed();
    }

    /** A service that can be made, or not. */
    private static final class Made implements ComponentServiceObjects<String> {

        private final ServiceReference<String> reference;
        private final BlockingQueue<Thread> makers = new ArrayBlockingQueue<>(9);
        private volatile @Nullable String service;

        /** Until then it cannot be made. */
        private volatile CountDownLatch hanging = new CountDownLatch(0);

        @SuppressWarnings("unchecked")
        private Made(String name) {
            var bundle =
                    (Bundle)
                            Proxy.newProxyInstance(
                                    Made.class.getClassLoader(),
                                    new Class<?>[] {Bundle.class},
                                    (_, method, _) -> method.getName().equals("getSymbolicName") ? name : null);
            reference =
                    (ServiceReference<String>)
                            Proxy.newProxyInstance(
                                    Made.class.getClassLoader(),
                                    new Class<?>[] {ServiceReference.class},
                                    (self, method, arguments) ->
                                            switch (method.getName()) {
                                                case "getBundle" -> bundle;
                                                case "hashCode" -> System.identityHashCode(self);
                                                case "equals" -> self == arguments[0];
                                                default -> null;
                                            });
        }

        @Override
        public @Nullable String getService() {
            makers.add(Thread.currentThread());
            try {
                hanging.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            if ("throws".equals(service)) throw new IllegalArgumentException("on purpose");
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
            heard(ui);
        }

        /** Until the UI thread has done what waits. */
        private static void heard(UiQueue ui) {
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
            var contributions = contributions(bench, LONG);
            Contributions.Opening<String> opening =
                    (_, contribution) -> {
                        opened.add(contribution);
                        return () -> opened.remove(contribution);
                    };
            var objects = new Made(NAME);
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

    private Contributions contributions(Bench bench, Duration patience) {
        return new Contributions(
                bench.ui,
                patience,
                name -> {
                    missed.add(name);
                    return () -> missed.remove(name);
                });
    }

    /** Whether it is answered with nothing or with an exception; once for all that is missing of one bundle. */
    @Test
    void whatCannotBeMadeIsMissedUntilItGoes() throws Exception {
        try (var bench = new Bench(home.resolve("p"))) {
            var contributions = contributions(bench, LONG);
            var well = new Made(NAME);
            var nothing = new Made(NAME);
            var throwing = new Made(NAME);
            well.service = "it";
            throwing.service = "throws";
            contributions.add(well, (_, _) -> () -> {});
            well.made(bench.ui);
            assertEquals(List.of(), missed);
            for (var each : List.of(nothing, throwing)) {
                contributions.add(each, (_, _) -> () -> {});
                each.made(bench.ui);
                assertEquals(List.of(NAME), missed);
            }
            contributions.remove(well.reference);
            contributions.remove(nothing.reference);
            Made.heard(bench.ui);
            assertEquals(List.of(NAME), missed);
            contributions.remove(throwing.reference);
            Made.heard(bench.ui);
            assertEquals(List.of(), missed);
        }
    }

    @Test
    void whatHangsWhileItIsMadeIsMissedUntilItComesOrGoes() throws Exception {
        try (var bench = new Bench(home.resolve("p"))) {
            for (boolean comes : new boolean[] {true, false}) {
                var opened = new CopyOnWriteArrayList<String>();
                var contributions = contributions(bench, Duration.ofMillis(1));
                var objects = new Made(NAME);
                var release = new CountDownLatch(1);
                objects.hanging = release;
                objects.service = "it";
                contributions.add(
                        objects,
                        (_, contribution) -> {
                            opened.add(contribution);
                            return () -> {};
                        });
                Robot.until("it is missed", () -> missed.equals(List.of(NAME)));
                if (!comes) contributions.remove(objects.reference);
                Made.heard(bench.ui);
                assertEquals(comes ? List.of(NAME) : List.of(), missed);
                release.countDown();
                objects.made(bench.ui);
                assertEquals(comes ? List.of("it") : List.of(), opened);
                assertEquals(List.of(), missed);
            }
        }
    }

    @Test
    void whatGoesBeforeItIsMadeOrIsWaitedForIsNotMissed() throws Exception {
        try (var bench = new Bench(home.resolve("p"))) {
            var all = new ArrayList<Made>();
            var release = new CountDownLatch(1);
            for (var name : List.of("waited for", "gone", "missed")) {
                var objects = new Made(name);
                objects.hanging = release;
                var patience = name.equals("waited for") ? LONG : Duration.ofMillis(1);
                var contributions = contributions(bench, patience);
                contributions.add(objects, (_, _) -> () -> {});
                if (name.equals("gone")) contributions.remove(objects.reference);
                all.add(objects);
            }
            Robot.until("it is missed", () -> missed.contains("missed"));
            assertFalse(missed.contains("waited for"));
            release.countDown();
            for (var each : all) each.made(bench.ui);
            assertFalse(missed.contains("gone"));
        }
    }
}
