package parley.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;

import parley.launcher.Distribution;
import parley.launcher.RunningProduct;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Each product as the launcher starts it: every bundle runs, no component waits, and what must be absent is. */
class ProductsTest {

    @TempDir Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"relay", "terminal", "desktop"})
    void everyBundleRunsAndNoComponentWaits(String product) throws Exception {
        try (var running = start(Distribution.current(), product)) {
            var bundles = bundles(running);
            System.out.println("The " + product + " has " + bundles.size() + " bundles:");
            for (var bundle : bundles) System.out.println("  " + bundle.getSymbolicName() + " " + bundle.getVersion());

            assertEquals(List.of(), notRunning(bundles));
            assertEquals(List.of(), running.unsatisfied());
        }
    }

    /** The relay cannot read messages: no bundle it has could. */
    @Test
    void theRelayHasNothingThatCouldReadMessages() throws Exception {
        try (var relay = start(Distribution.current(), "relay")) {
            var forbidden =
                    Pattern.compile("(^|,)(parley\\.protocol\\.content|parley\\.mls|parley\\.client|org\\.eclipse\\.)");
            var wrong =
                    bundles(relay).stream()
                            .filter(bundle ->
                                    forbidden.matcher(header(bundle, Constants.IMPORT_PACKAGE)).find()
                                            || header(bundle, Constants.DYNAMICIMPORT_PACKAGE).contains("parley")
                                            || header(bundle, Constants.REQUIRE_BUNDLE).contains("parley"))
                            .toList();
            assertEquals(List.of(), wrong);
            assertTrue(bundles(relay).stream().noneMatch(bundle -> bundle.getSymbolicName().equals("parley.mls")));
        }
    }

    /** Without a relay of its own the desktop needs a remote one, but it runs. */
    @Test
    void theDesktopRunsWithoutAnyRelayBundle() throws Exception {
        var whole = Distribution.current().root();
        var without = Files.createDirectories(directory.resolve("without/features")).getParent();
        Files.createSymbolicLink(without.resolve("bundles"), whole.resolve("bundles"));
        var list = Files.readString(whole.resolve("features/desktop.json"));
        var shorter = list.replaceAll(" *\\{ \"id\": \"parley:parley\\.relay(\\.log|\\.blobs)?:[^\"]*\" },\\n", "");
        assertEquals(3, list.lines().count() - shorter.lines().count(), "relay bundles left out");
        Files.writeString(without.resolve("features/desktop.json"), shorter);

        try (var desktop = start(new Distribution(without), "desktop")) {
            assertTrue(
                    bundles(desktop).stream()
                            .noneMatch(bundle ->
                                    List.of("parley.relay", "parley.relay.log", "parley.relay.blobs")
                                            .contains(bundle.getSymbolicName())));
            assertEquals(List.of(), notRunning(bundles(desktop)));
            assertEquals(List.of(), desktop.unsatisfied());
        }
    }

    private RunningProduct start(Distribution distribution, String product) throws Exception {
        return RunningProduct.start(distribution, product, directory.resolve(product), List.of());
    }

    private static List<Bundle> bundles(RunningProduct product) {
        return Stream.of(product.framework().getBundleContext().getBundles())
                .filter(bundle -> bundle.getBundleId() != 0)
                .toList();
    }

    private static List<String> notRunning(List<Bundle> bundles) {
        var fragment = Bundle.RESOLVED;
        return bundles.stream()
                .filter(bundle ->
                        bundle.getState()
                                != (header(bundle, Constants.FRAGMENT_HOST).isEmpty() ? Bundle.ACTIVE : fragment))
                .filter(bundle -> bundle.getState() != Bundle.STARTING) // started lazily, by its own wish
                .map(bundle -> bundle.getSymbolicName() + " is in state " + bundle.getState())
                .toList();
    }

    private static String header(Bundle bundle, String name) {
        var value = bundle.getHeaders("").get(name);
        return value == null ? "" : value;
    }
}
