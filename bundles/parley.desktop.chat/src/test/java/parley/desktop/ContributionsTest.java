package parley.desktop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.eclipse.swt.graphics.RGB;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.ComponentServiceObjects;

import parley.desktop.api.Contributions;
import parley.desktop.api.FinderSource;
import parley.desktop.api.NotificationChannel;
import parley.desktop.api.Palette;
import parley.desktop.api.PreferencePage;
import parley.desktop.api.Token;
import parley.desktop.chat.Screen;
import parley.testing.desktop.Robot;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;

@Timeout(60) // else what hangs a thread that it must not would hang this one
class ContributionsTest {

    private static final String NAME = "example.clocks";

    @TempDir Path home;

    /** Of whom something is said to be missing. */
    private final List<String> missed = new CopyOnWriteArrayList<>();

    /** What was opened and is not closed. */
    private final List<String> opened = new CopyOnWriteArrayList<>();

    /** What is done with each that was contributed once it has taken too long: nothing passes here by itself. */
    private final BlockingQueue<Runnable> late = new LinkedBlockingQueue<>();

    @BeforeAll
    static void screen() {
        Screen.needed();
    }

    /** A service that can be made, or not. */
    private static final class Made<T> implements ComponentServiceObjects<T> {

        private final ServiceReference<T> reference;
        private final BlockingQueue<Thread> makers = new ArrayBlockingQueue<>(9);
        private final List<T> released = new CopyOnWriteArrayList<>();
        private volatile @Nullable T service;

        /** Until then it cannot be made. */
        private volatile CountDownLatch hanging = new CountDownLatch(0);

        private volatile boolean throwing;
        private volatile boolean bound;

        private Made() {
            this(NAME, Map.of());
        }

        @SuppressWarnings("unchecked")
        private Made(String name, Map<String, Object> properties) {
            var bundle =
                    (Bundle)
                            Proxy.newProxyInstance(
                                    Made.class.getClassLoader(),
                                    new Class<?>[] {Bundle.class},
                                    (_, method, _) -> method.getName().equals("getSymbolicName") ? name : null);
            reference =
                    (ServiceReference<T>)
                            Proxy.newProxyInstance(
                                    Made.class.getClassLoader(),
                                    new Class<?>[] {ServiceReference.class},
                                    (self, method, arguments) ->
                                            switch (method.getName()) {
                                                case "getBundle" -> bundle;
                                                case "getProperties" -> FrameworkUtil.asDictionary(properties);
                                                case "hashCode" -> System.identityHashCode(self);
                                                case "equals" -> self == arguments[0];
                                                default -> null;
                                            });
        }

        @Override
        public @Nullable T getService() {
            var until = hanging;
            var answer = service;
            makers.add(Thread.currentThread());
            try {
                until.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            if (throwing) throw new IllegalArgumentException("on purpose");
            return answer;
        }

        @Override
        public void ungetService(T gone) {
            released.add(gone);
        }

        @Override
        public @Nullable ServiceReference<T> getServiceReference() {
            return bound ? reference : null; // as with SCR
        }

        private void bind(Consumer<ComponentServiceObjects<T>> add) {
            bound = true;
            add.accept(this);
        }

        private void unbind(Consumer<ComponentServiceObjects<T>> remove) {
            remove.accept(this);
            bound = false;
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

    private PatientContributions contributions(Bench bench) {
        var contributions = new PatientContributions(bench.ui, late::add);
        bench.ui.execute(() ->
                contributions.missing(name -> {
                    missed.add(name);
                    return () -> missed.remove(name);
                }));
        return contributions;
    }

    private Contributions.Intake<String> intake(Bench bench) {
        return contributions(bench).intake(this::open);
    }

    private Runnable open(String contribution, Map<String, Object> properties) {
        opened.add(contribution);
        return () -> opened.remove(contribution);
    }

    /** The one that was contributed first, of those of which that was not said yet, has taken too long. */
    private void late(Bench bench) throws InterruptedException {
        late.take().run();
        Made.heard(bench.ui);
    }

    /** Who comes again is let in, though they could not be made before. */
    @Test
    void forgetsWhatCouldNotBeMadeOnceItGoes() throws Exception {
        try (var bench = new Bench(home.resolve("p"))) {
            var intake = intake(bench);
            var objects = new Made<String>();
            objects.bind(intake::add);
            objects.made(bench.ui);
            objects.unbind(intake::remove);
            objects.service = "it";
            objects.bind(intake::add);
            objects.made(bench.ui);
            assertEquals(List.of("it"), opened);
            objects.unbind(intake::remove);
            objects.bind(intake::add);
            objects.made(bench.ui);
            assertEquals(List.of("it"), opened);
            assertEquals(List.of("it"), objects.released);
        }
    }

    /** Whether it is answered with nothing or with an exception; once for all that is missing of one bundle. */
    @Test
    void whatCannotBeMadeIsMissedUntilItGoes() throws Exception {
        try (var bench = new Bench(home.resolve("p"))) {
            var intake = intake(bench);
            var well = new Made<String>();
            var nothing = new Made<String>();
            var throwing = new Made<String>();
            well.service = "it";
            throwing.throwing = true;
            well.bind(intake::add);
            well.made(bench.ui);
            assertEquals(List.of(), missed);
            for (var each : List.of(nothing, throwing)) {
                each.bind(intake::add);
                each.made(bench.ui);
                assertEquals(List.of(NAME), missed);
            }
            well.unbind(intake::remove);
            nothing.unbind(intake::remove);
            Made.heard(bench.ui);
            assertEquals(List.of(NAME), missed);
            throwing.unbind(intake::remove);
            Made.heard(bench.ui);
            assertEquals(List.of(), missed);
        }
    }

    @Test
    void whatHangsWhileItIsMadeIsMissedUntilItComesOrGoes() throws Exception {
        try (var bench = new Bench(home.resolve("p"))) {
            for (boolean comes : new boolean[] {true, false}) {
                opened.clear();
                var intake = intake(bench);
                var objects = new Made<String>();
                var release = new CountDownLatch(1);
                objects.hanging = release;
                objects.service = "it";
                objects.bind(intake::add);
                Made.heard(bench.ui);
                assertEquals(List.of(), missed, "it has not taken long yet");
                late(bench);
                assertEquals(List.of(NAME), missed);
                if (!comes) objects.unbind(intake::remove);
                Made.heard(bench.ui);
                assertEquals(comes ? List.of(NAME) : List.of(), missed);
                release.countDown();
                objects.made(bench.ui);
                assertEquals(comes ? List.of("it") : List.of(), opened);
                assertEquals(comes ? List.of() : List.of("it"), objects.released);
                assertEquals(List.of(), missed);
            }
        }
    }

    /** Neither when it should be there nor when it comes after all. */
    @Test
    void whatIsGoneIsNotMissed() throws Exception {
        try (var bench = new Bench(home.resolve("p"))) {
            var intake = intake(bench);
            for (boolean fails : new boolean[] {true, false}) {
                var objects = new Made<String>();
                var release = new CountDownLatch(1);
                objects.hanging = release;
                objects.service = fails ? null : "it";
                objects.bind(intake::add);
                objects.unbind(intake::remove);
                Made.heard(bench.ui); // it is gone by now, and not made yet
                late(bench);
                assertEquals(List.of(), missed);
                release.countDown();
                objects.made(bench.ui);
                assertEquals(List.of(), missed);
                assertEquals(List.of(), opened);
                assertEquals(fails ? List.of() : List.of("it"), objects.released);
            }
        }
    }

    @Test
    void whatIsMadeInTimeIsNotMissedLater() throws Exception {
        try (var bench = new Bench(home.resolve("p"))) {
            var intake = intake(bench);
            var objects = new Made<String>();
            objects.service = "it";
            objects.bind(intake::add);
            objects.made(bench.ui);
            late(bench);
            assertEquals(List.of(), missed);
            assertEquals(List.of("it"), opened);
        }
    }

    /** What was bound, unbound and bound again is opened once, whichever of both is made first. */
    @Test
    void whoComesAnewIsLetInThoughTheFormerStillHangs() throws Exception {
        try (var bench = new Bench(home.resolve("p"))) {
            var intake = intake(bench);
            var objects = new Made<String>();
            var release = new CountDownLatch(1);
            objects.hanging = release;
            objects.service = "former";
            objects.bind(intake::add);
            var former = objects.makers.take();
            objects.unbind(intake::remove);
            objects.hanging = new CountDownLatch(0);
            objects.service = "new";
            objects.bind(intake::add);
            objects.made(bench.ui);
            assertEquals(List.of("new"), opened);
            late(bench); // the former, of which nobody wants to hear
            assertEquals(List.of(), missed);
            release.countDown();
            former.join();
            Made.heard(bench.ui);
            assertEquals(List.of("new"), opened);
            assertEquals(List.of("former"), objects.released);
        }
    }

    /** One component may be a page and a theme: then it has one service for both. */
    @Test
    void oneServiceMayStandInTwoPlaces() throws Exception {
        try (var bench = new Bench(home.resolve("p"))) {
            var contributions = contributions(bench);
            var objects = new Made<String>();
            objects.service = "it";
            var places = List.of(contributions.intake(this::open), contributions.intake(this::open));
            for (var place : places) {
                objects.bind(place::add);
                objects.made(bench.ui);
            }
            assertEquals(List.of("it", "it"), opened);
            places.getFirst().remove(objects);
            Made.heard(bench.ui);
            assertEquals(List.of("it"), opened);
            objects.unbind(places.getLast()::remove);
            Made.heard(bench.ui);
            assertEquals(List.of(), opened);
        }
    }

    /** Else the first paint would be in another theme than the one that was chosen. */
    @Test
    void aThemeThatIsMadeIsThereBeforeTheWindowIs() throws Exception {
        try (var bench = new Bench(home.resolve("p"));
                var robot = new Robot(bench.display())) {
            var display = bench.display();
            var ui = new UiQueue(); // which runs nothing yet
            var preferences = new Preferences(home.resolve("q"));
            preferences.put("theme", "example.amber");
            var themes = new Themes(ui, preferences, new PatientContributions(ui, late::add));
            var amber = new RGB(40, 20, 0);
            var objects = new Made<Palette>(NAME, Map.of("parley.theme.id", "example.amber"));
            objects.service = _ -> amber;
            objects.bind(themes::addPalette);
            objects.makers.take().join();
            var first =
                    robot.ui(() -> {
                        themes.open(display);
                        var background = themes.color(Token.BACKGROUND).getRGB();
                        themes.close();
                        return background;
                    });
            assertEquals(amber, first);
        }
    }

    /** Whatever is contributed, who binds it does not wait for it; for the ways to begin see WaysInTest. */
    @Test
    void noKindHangsNorFailsWhoeverTakesItIn() throws Exception {
        try (var bench = new Bench(home.resolve("p"));
                var worker = Executors.newSingleThreadScheduledExecutor()) {
            var contributions = contributions(bench);
            var preferences = new Preferences(home.resolve("q"));
            var themes = new Themes(bench.ui, preferences, contributions);
            var finder = new Finder(bench.ui, new Keys(preferences), themes, preferences, contributions);
            var pages = new Pages(bench.ui, themes, contributions);
            var notifier = new Notifier(preferences, contributions, worker);
            this.<FinderSource>harmsNobody(bench, finder::addSource, finder::removeSource);
            this.<PreferencePage>harmsNobody(bench, pages::addPage, pages::removePage);
            this.<Palette>harmsNobody(bench, themes::addPalette, themes::removePalette);
            this.<NotificationChannel>harmsNobody(bench, notifier::addChannel, notifier::removeChannel);
        }
    }

    private <T> void harmsNobody(
            Bench bench, Consumer<ComponentServiceObjects<T>> add, Consumer<ComponentServiceObjects<T>> remove)
            throws Exception {
        var hanging = new Made<T>();
        hanging.hanging = new CountDownLatch(1);
        hanging.bind(add);
        assertNotEquals(Thread.currentThread(), hanging.makers.take());
        late(bench);
        assertEquals(List.of(NAME), missed);
        hanging.unbind(remove);
        Made.heard(bench.ui);
        assertEquals(List.of(), missed);
        hanging.hanging.countDown();
        var throwing = new Made<T>();
        throwing.throwing = true;
        throwing.bind(add);
        throwing.made(bench.ui);
        assertEquals(List.of(NAME), missed);
        throwing.unbind(remove);
        Made.heard(bench.ui);
        assertEquals(List.of(), missed);
        late.clear();
    }
}
