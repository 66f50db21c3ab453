package parley.launcher;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.StreamHandler;
import java.util.stream.Collectors;

class RunningProductTest {

    static final Logger felix = Logger.getLogger("org.apache.felix.framework");
    static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir Path directory;

    Path home;
    PocketDistribution pocket;

    @BeforeEach
    void onePocket() throws Exception {
        home = directory.resolve("home");
        pocket = new PocketDistribution(directory.resolve("dist"));
    }

    @Test
    void runsTheFaceAndStopsItsBundle() throws Exception {
        pocket.bundle("face", FaceActivator.class);

        try (var product = start("status", "3")) {
            assertEquals(3, product.face(PATIENCE).call());
        }

        assertTrue(Files.exists(home.resolve("stopped")));
    }

    @Test
    void tellsBundlesHowItWasStarted() throws Exception {
        pocket.bundle("face", FaceActivator.class);

        for (var arguments : List.of(List.of("--listen", "127.0.0.1:0"), List.<String>of())) {
            Files.deleteIfExists(home.resolve("stopped"));
            try (var product = start(arguments.toArray(String[]::new))) {
                var context = product.framework().getBundleContext();
                var reference = context.getServiceReferences(Supplier.class, "(launcher.product=*)").iterator().next();
                assertEquals("pocket", reference.getProperty("launcher.product"));
                assertEquals(home.toString(), reference.getProperty("launcher.home"));
                assertArrayEquals(arguments.toArray(), (String[]) reference.getProperty("launcher.arguments"));
                assertArrayEquals(arguments.toArray(), (String[]) context.getService(reference).get());
                assertEquals(home.toString(), context.getProperty("launcher.home"));
            }
        }
    }

    @Test
    void whereThereIsNoWindowNothingWaitsForIt() throws Exception {
        pocket.bundle("face", FaceActivator.class);

        try (var product = start()) {
            var context = product.framework().getBundleContext();
            var reference =
                    context.getServiceReferences(CompletableFuture.class, "(launcher.shown=*)").iterator().next();
            assertTrue(context.getService(reference).isDone());
        }
        var window = LaunchServices.shown(true);
        assertFalse(window.isDone());
        window.complete(null);
        assertTrue(window.isDone());
    }

    @Test
    void installsAgainOnlyWhatHasChanged() throws Exception {
        pocket.bundle("face", FaceActivator.class);
        try (var product = start()) {
            assertEquals(Bundle.ACTIVE, bundles(product).get("face"));
            bundle(product, "face").stop(); // by hand: it is to come back with the next start
            var byHand = product.framework().getBundleContext().installBundle("by hand", aBundle("guest"));
            byHand.start(); // and this is to be gone
        }
        Files.createFile(home.resolve("cache/pocket/framework/mark"));

        Files.delete(home.resolve("stopped"));
        try (var product = start()) {
            assertEquals(Bundle.ACTIVE, bundles(product).get("face"));
            assertTrue(Files.exists(home.resolve("cache/pocket/framework/mark")), "used again");
            assertFalse(bundles(product).containsKey("guest"));
        }

        pocket.bundle("another", null);
        Files.delete(home.resolve("stopped"));
        try (var product = start()) {
            assertEquals(Bundle.ACTIVE, bundles(product).get("another"));
            assertFalse(Files.exists(home.resolve("cache/pocket/framework/mark")), "made anew");
        }
    }

    private void desktop() throws Exception {
        pocket = new PocketDistribution(directory.resolve("desktop"), "desktop");
        var offered = "osgi.service;objectClass:List<String>=\"java.util.concurrent.Callable\"";
        pocket.bundle("late", LateActivator.class);
        pocket.bundle("face", FaceActivator.class, "Provide-Capability", offered);
        start().close(); // from now on there is a cache
        for (var left : List.of("stopped", "stopped behind the face")) Files.delete(home.resolve(left));
    }

    @Test
    void givesTheFaceOfADesktopWhileTheRestStarts() throws Exception {
        desktop();
        var hold = Files.createFile(home.resolve("hold"));

        try (var product = start("status", "3")) {
            assertEquals(3, product.face(PATIENCE).call());
            assertNotEquals(Bundle.ACTIVE, bundles(product).get("late"));
            Files.delete(hold);
            while (!Files.exists(home.resolve("cache/desktop/state"))) Thread.onSpinWait();
            assertEquals(Bundle.ACTIVE, bundles(product).get("late"));
        }
        assertTrue(Files.exists(home.resolve("stopped behind the face")));
    }

    @Test
    void endsADesktopOfWhichSomethingDoesNotStart() throws Exception {
        desktop();
        var hold = Files.createFile(home.resolve("hold"));
        Files.createFile(home.resolve("fail"));

        try (var product = start("wait")) {
            var face = product.face(PATIENCE);
            Files.delete(hold);
            var why = assertThrows(LaunchException.class, () -> product.run(face));
            assertTrue(why.getMessage().startsWith("The bundle late does not start"), why.getMessage());
            assertThrows(LaunchException.class, () -> product.face(PATIENCE));
        }
        Files.delete(home.resolve("fail"));
        Files.delete(home.resolve("stopped"));
        assertMadeAnewWith("late");
    }

    private void assertMadeAnewWith(String bundle) throws Exception {
        var mark = Files.createFile(home.resolve("cache").resolve(pocket.product()).resolve("framework/mark"));
        try (var product = start()) {
            assertEquals(Bundle.ACTIVE, bundles(product).get(bundle));
            assertFalse(Files.exists(mark), "made anew");
        }
    }

    /** As one ends that runs out of memory while it reads what was kept. */
    @Test
    void makesAnewFromWhatItCouldNotStart() throws Exception {
        pocket.bundle("face", FaceActivator.class);
        start().close();
        var cache = FrameworkCache.open(home, pocket.product());
        assertTrue(cache.isFresh(pocket.distribution().feature(pocket.product()), home));
        cache.tried();
        cache.close();
        Files.delete(home.resolve("stopped"));
        assertMadeAnewWith("face");
    }

    /** The rest is not started any more, and does not bring back what has stopped. */
    @Test
    void endsInTheMiddleOfAStart() throws Exception {
        desktop();
        pocket.bundle("later", null);
        start().close();
        for (var left : List.of("stopped", "stopped behind the face")) Files.delete(home.resolve(left));
        var hold = Files.createFile(home.resolve("hold"));
        var product = start();
        var closing = Thread.ofPlatform().start(product::close);
        while (!Files.exists(home.resolve("stopped"))) Thread.onSpinWait();
        Files.delete(hold);
        closing.join();
        assertEquals(Bundle.RESOLVED, product.framework().getState());
        assertFalse(Files.exists(home.resolve("cache/desktop/state")));
    }

    /** An older Parley may lie beside a newer one, and both use one profile. */
    @Test
    void installsAgainWhatAnotherDistributionHas() throws Exception {
        pocket.bundle("face", FaceActivator.class);
        start().close();
        var older = pocket;
        Files.delete(home.resolve("stopped"));
        pocket = new PocketDistribution(directory.resolve("newer"));
        pocket.bundle("face", FaceActivator.class).bundle("another", null);

        try (var product = start()) {
            assertEquals(Bundle.ACTIVE, bundles(product).get("another"));
        }
        Files.delete(home.resolve("stopped"));
        pocket = older;
        try (var product = start()) {
            assertFalse(bundles(product).containsKey("another"));
        }
    }

    /** As a plug-in may be: what was installed later is stopped earlier, and this one never is. */
    @Test
    void stopsItsOwnBundlesAlsoBesideAGuestThatHangs() throws Exception {
        new PocketDistribution(directory.resolve("elsewhere")).bundle("guest", HangingActivator.class);
        pocket.bundle("face", FaceActivator.class);
        var product = start();
        try (var jar =
                Files.newInputStream(directory.resolve("elsewhere/bundles/pocket/guest/1.0.0/guest-1.0.0.jar"))) {
            var guest = product.framework().getBundleContext().installBundle("by hand", jar);
            Thread.ofVirtual().start(() -> assertThrows(BundleException.class, guest::start));
            while (guest.getState() != Bundle.STARTING) Thread.onSpinWait();
        }

        assertTimeout(RunningProduct.STOPPING.dividedBy(2), product::close);

        assertTrue(Files.exists(home.resolve("stopped")));
    }

    @Test
    void survivesACacheThatIsDamaged() throws Exception {
        pocket.bundle("face", FaceActivator.class);
        start().close();
        Files.delete(home.resolve("stopped"));
        felix.setLevel(Level.OFF); // it complains at length, and is right
        try (var files = Files.walk(home.resolve("cache/pocket/framework"))) {
            for (var file : files.filter(Files::isRegularFile).toList()) Files.writeString(file, "?");
        }

        try (var product = start("status", "4")) {
            assertEquals(4, product.face(PATIENCE).call());
        }
    }

    @Test
    void startsBesideAnotherProcessOfTheSameProfile() throws Exception {
        pocket.bundle("face", FaceActivator.class);

        try (var first = start();
                var second = start("status", "5")) {
            assertEquals(5, second.face(PATIENCE).call());
            Files.deleteIfExists(home.resolve("stopped"));
            second.close();
            assertEquals(0, first.face(PATIENCE).call());
            Files.delete(home.resolve("stopped"));
        }

        try (var files = Files.list(home.resolve("cache"))) {
            assertEquals(List.of(home.resolve("cache/pocket")), files.toList());
        }
    }

    @Test
    void installsOnlyFragmentsThatFitThePlatform() throws Exception {
        var here = Platform.current();
        pocket.bundle("face", FaceActivator.class)
                .bundle("host", null)
                .bundle("fits", null, "Fragment-Host", "host", "Eclipse-PlatformFilter", filter(here.os(), here.arch()))
                .bundle("other", null, "Fragment-Host", "host", "Eclipse-PlatformFilter", filter(here.os(), "pdp11"));

        try (var product = start()) {
            assertEquals(
                    Map.of("face", Bundle.ACTIVE, "host", Bundle.ACTIVE, "fits", Bundle.RESOLVED), bundles(product));
        }
    }

    @Test
    void namesTheBundleThatDoesNotResolve() throws Exception {
        pocket.bundle("face", FaceActivator.class).bundle("lonely", null, "Import-Package", "not.there");

        var thrown = assertThrows(LaunchException.class, this::start);

        assertTrue(thrown.getMessage().startsWith("The bundle lonely does not start ("), thrown.getMessage());
        assertTrue(thrown.getMessage().contains("not.there"), thrown.getMessage());
        assertTrue(thrown.getMessage().contains("): start Parley again, and install it again"), thrown.getMessage());
        assertEquals(1, thrown.status());
    }

    @Test
    void namesTheBundleThatIsMissing() throws Exception {
        pocket.bundle("face", FaceActivator.class);
        var jar = directory.resolve("dist/bundles/pocket/face/1.0.0/face-1.0.0.jar");
        Files.delete(jar);

        var thrown = assertThrows(LaunchException.class, this::start);

        assertEquals("The bundle face-1.0.0 is missing (no " + jar + "): install Parley again.", thrown.getMessage());
    }

    @Test
    void saysThatAListIsDamaged() throws Exception {
        pocket.bundle("face", FaceActivator.class);
        var list = Files.writeString(directory.resolve("dist/features/pocket.json"), "{\"bundles\": [");

        var thrown = assertThrows(LaunchException.class, this::start);

        assertEquals(
                "The list of pocket's bundles (" + list + ") is damaged: install Parley again.", thrown.getMessage());
    }

    @Test
    void saysThatNothingCameUp() throws Exception {
        pocket.bundle("host", null);

        try (var product = start()) {
            var thrown = assertThrows(LaunchException.class, () -> product.face(Duration.ofMillis(10)));
            assertTrue(thrown.getMessage().startsWith("Nothing came up within 0 s"), thrown.getMessage());
        }
    }

    @Test
    void namesTheBundleThatKeepsTheFaceFromComing() throws Exception {
        pocket = new PocketDistribution(directory.resolve("desktop"), "desktop").bundle("late", LateActivator.class);
        start().close();
        var hold = Files.createFile(home.resolve("hold"));

        try (var product = start()) {
            while (bundles(product).get("late") != Bundle.STARTING) Thread.onSpinWait();
            var thrown = assertThrows(LaunchException.class, () -> product.face(Duration.ofMillis(10)));
            assertTrue(
                    thrown.getMessage()
                            .startsWith(
                                    "Nothing came up within 0 s that could run (waiting: late does not come back from"
                                            + " its start): "),
                    thrown.getMessage());
            Files.delete(hold);
        }
    }

    /** Where nothing can be done before it has started: nobody would be told. */
    @Test
    void namesTheBundleThatKeepsTheStartFromEnding() throws Exception {
        pocket.bundle("late", LateActivator.class).bundle("face", FaceActivator.class);
        var hold = Files.createDirectories(home).resolve("hold");
        Files.createFile(hold);
        var told = new LinkedBlockingQueue<String>();
        var listening =
                new StreamHandler() {
                    @Override
                    public synchronized void publish(LogRecord record) {
                        told.add(getFormatter().formatMessage(record));
                    }
                };
        var log = Logger.getLogger(RunningProduct.class.getName());
        var before = RunningProduct.hanging;
        log.addHandler(listening);
        RunningProduct.hanging = Duration.ofMillis(10);
        try {
            var starting = CompletableFuture.supplyAsync(this::started);
            assertEquals(
                    "The bundle late does not come back from its start: end Parley and start it again, and install it"
                            + " again if that does not help",
                    told.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS));
            Files.delete(hold);
            try (var product = starting.get()) {
                assertEquals(Bundle.ACTIVE, bundles(product).get("face"), "it was waited for");
            }
        } finally {
            Files.deleteIfExists(hold);
            RunningProduct.hanging = before;
            log.removeHandler(listening);
        }
    }

    private RunningProduct started() {
        try {
            return start();
        } catch (LaunchException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void saysWhereItMayNotWrite() throws Exception {
        pocket.bundle("face", FaceActivator.class);
        Files.writeString(home, "a file where the profile should be");

        var thrown = assertThrows(LaunchException.class, this::start);

        assertEquals(home + " is no directory: name another one with --home.", thrown.getMessage());
        assertEquals(1, thrown.status());
    }

    @Test
    void keepsTheProfileToItsOwner() throws Exception {
        pocket.bundle("face", FaceActivator.class);
        start().close();

        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(home)));
    }

    @Test
    void resolvesTheHomeInConfigurations() throws Exception {
        pocket.bundle("face", FaceActivator.class)
                .write(Map.of("parley.history", "{\"directory\": \"${launcher.home}/client\", \"pages:Integer\": 3}"));

        var feature = ProductFeature.read(pocket.distribution(), "pocket", home);

        assertEquals(
                Map.of("parley.history", Map.of("directory", home + "/client", "pages", 3)), feature.configurations());
    }

    private RunningProduct start(String... arguments) throws LaunchException {
        return RunningProduct.start(pocket.distribution(), new Invocation(pocket.product(), home, List.of(arguments)));
    }

    private static Map<String, Integer> bundles(RunningProduct product) {
        return Arrays.stream(product.framework().getBundleContext().getBundles())
                .filter(bundle -> bundle.getBundleId() != 0)
                .collect(Collectors.toMap(Bundle::getSymbolicName, Bundle::getState));
    }

    private static Bundle bundle(RunningProduct product, String name) {
        return Arrays.stream(product.framework().getBundleContext().getBundles())
                .filter(bundle -> Objects.equals(bundle.getSymbolicName(), name))
                .findFirst()
                .orElseThrow();
    }

    private static InputStream aBundle(String name) throws IOException {
        var manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Bundle-ManifestVersion", "2");
        manifest.getMainAttributes().putValue("Bundle-SymbolicName", name);
        var bytes = new ByteArrayOutputStream();
        new JarOutputStream(bytes, manifest).close();
        return new ByteArrayInputStream(bytes.toByteArray());
    }

    private static String filter(String os, String arch) {
        return "(&(osgi.os=" + os + ")(osgi.arch=" + arch + "))";
    }
}
