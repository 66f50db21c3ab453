package parley.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.osgi.framework.namespace.PackageNamespace.PACKAGE_NAMESPACE;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toCollection;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.BundleWire;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.test.common.annotation.InjectBundleContext;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Holds the architecture to its one import rule, by asking the framework how it wired the bundles. */
class LayersTest {

    /** Below the lower double line: the words that everybody may use. */
    private static final Set<String> VOCABULARY = Set.of("parley.protocol", "parley.mls", "parley.cipher.api");

    /** Between the double lines. */
    private static final Set<String> CONTRACTS =
            Set.of("parley.desktop.api", "parley.client.api", "parley.transport.api", "parley.relay.api");

    /** What no bundle that knows messages may be wired to a relay for. */
    private static final Set<String> RELAY =
            Set.of("parley.relay", "parley.relay.log", "parley.relay.blobs", "parley.relay.api", "parley.admin");

    private List<Bundle> ours = List.of();

    @BeforeEach
    void wireEverything(@InjectBundleContext BundleContext framework) {
        ours =
                Arrays.stream(framework.getBundles())
                        .filter(bundle -> bundle.getSymbolicName().startsWith("parley."))
                        .filter(bundle -> !bundle.getSymbolicName().equals("parley.itest"))
                        .toList();
        var unwired =
                ours.stream()
                        .filter(bundle -> bundle.adapt(BundleWiring.class) == null)
                        .map(Bundle::getSymbolicName)
                        .toList();
        assertEquals(List.of(), unwired, "bundles that are not resolved");
    }

    @Test
    void everyBundleOfTheHouseIsHere() {
        var names = names(ours);
        assertTrue(names.containsAll(VOCABULARY), () -> "vocabulary is missing from " + names);
        assertTrue(names.containsAll(CONTRACTS), () -> "contracts are missing from " + names);
        assertTrue(names.size() >= 20, () -> "few bundles: " + names);
    }

    /**
     * A bundle imports Parley's packages only from below the lower double line; what lies below keeps to its own order.
     */
    @Test
    void noArrowIsWrong() {
        var arrows = arrows().toList();
        assertFalse(arrows.isEmpty());
        System.out.println("Wires between Parley's bundles, " + arrows.size() + " packages:");
        arrows.stream()
                .collect(
                        groupingBy(
                                arrow -> arrow.from,
                                TreeMap::new,
                                mapping(arrow -> arrow.to, toCollection(TreeSet::new))))
                .forEach((from, to) -> System.out.println("  " + from + " -> " + String.join(", ", to)));

        var wrong = arrows.stream().filter(arrow -> !isAllowed(arrow)).toList();

        System.out.println(wrong.isEmpty() ? "No wrong arrow." : "Wrong: " + wrong);
        assertEquals(List.of(), wrong);
    }

    @Test
    void nothingRequiresABundleByName() {
        var wrong =
                ours.stream()
                        .filter(bundle ->
                                bundle.getHeaders("").get("Require-Bundle") != null
                                        || bundle.getHeaders("").get("DynamicImport-Package") != null
                                        || bundle.getHeaders("").get("Bundle-Activator") != null)
                        .toList();
        assertEquals(List.of(), wrong);
    }

    /** Implementations are reached by their services; an exported package would be a second way. */
    @Test
    void onlyContractsAndVocabularyExport() {
        var wrong =
                ours.stream()
                        .filter(bundle -> !isBelow(bundle.getSymbolicName()))
                        .flatMap(bundle -> packages(bundle).map(name -> bundle.getSymbolicName() + " exports " + name))
                        .toList();
        assertEquals(List.of(), wrong);
    }

    @Test
    void aPackageLivesInOneBundle() {
        var homes =
                ours.stream()
                        .flatMap(bundle -> packages(bundle).map(name -> new Arrow(name, bundle.getSymbolicName(), "")))
                        .collect(groupingBy(Arrow::from, TreeMap::new, mapping(Arrow::to, toCollection(TreeSet::new))));
        homes.values().removeIf(bundles -> bundles.size() == 1);
        assertEquals("{}", homes.toString());
    }

    /** The relay cannot read messages: it has no code that could. */
    @Test
    void noRelayBundleCanReadMessages() {
        var wrong =
                arrows(everything(), bundle -> RELAY.contains(bundle.getSymbolicName()))
                        .filter(arrow ->
                                arrow.name.startsWith("parley.protocol.content")
                                        || arrow.name.startsWith("parley.mls")
                                        || arrow.name.startsWith("parley.client.")
                                        || arrow.name.startsWith("org.eclipse."))
                        .toList();
        assertEquals(List.of(), wrong);
    }

    /** Chat, transfers, settings and status arrive in the workbench as contributions. */
    @Test
    void theWorkbenchKnowsNothingOfChat() {
        var known =
                arrows().filter(arrow -> arrow.from.equals("parley.desktop") || arrow.from.equals("parley.desktop.api"))
                        .map(arrow -> arrow.to)
                        .filter(to -> !to.equals("parley.desktop.api"))
                        .toList();
        assertEquals(List.of(), known);
    }

    /** Nothing of the client needs a relay in the same framework, so that either may be left out. */
    @Test
    void onlyRelayBundlesAreWiredToTheRelaysContract() {
        var others =
                arrows().filter(arrow -> arrow.to.equals("parley.relay.api"))
                        .map(arrow -> arrow.from)
                        .filter(from -> !RELAY.contains(from))
                        .distinct()
                        .toList();
        // parley.transfer may provide a BlobSource; the chat perspective offers "a relay of your own" where there is
        // one.
        assertTrue(
                Set.of("parley.transfer", "parley.desktop.chat").containsAll(others),
                () -> "wired to parley.relay.api: " + others);
    }

    @Test
    void aWrongArrowWouldBeSeen() {
        assertFalse(isAllowed(new Arrow("parley.chat", "parley.session", "parley.session")));
        assertFalse(isAllowed(new Arrow("parley.relay", "parley.cipher.aesgcm", "parley.cipher.aesgcm")));
        assertFalse(isAllowed(new Arrow("parley.client.api", "parley.relay.api", "parley.relay.api")));
        assertFalse(isAllowed(new Arrow("parley.protocol", "parley.cipher.api", "parley.cipher.api")));
        assertFalse(isAllowed(new Arrow("parley.mls", "parley.protocol", "parley.protocol.wire")));
        assertFalse(isAllowed(new Arrow("parley.cipher.api", "parley.protocol", "parley.protocol")));
        assertFalse(isAllowed(new Arrow("parley.client.api", "parley.cipher.api", "parley.cipher.api")));
        assertTrue(isAllowed(new Arrow("parley.mls", "parley.cipher.api", "parley.cipher.api")));
        assertTrue(isAllowed(new Arrow("parley.client.api", "parley.protocol", "parley.protocol")));
        assertTrue(isAllowed(new Arrow("parley.chat", "parley.client.api", "parley.client.api")));
        assertTrue(isAllowed(new Arrow("parley.relay", "parley.cipher.api", "parley.cipher.api")));
    }

    private static boolean isAllowed(Arrow arrow) {
        if (arrow.from.equals("parley.mls")) return arrow.to.equals("parley.cipher.api");
        if (VOCABULARY.contains(arrow.from)) return false;
        if (CONTRACTS.contains(arrow.from))
            return VOCABULARY.contains(arrow.to) && !arrow.to.equals("parley.cipher.api");
        return isBelow(arrow.to);
    }

    private static boolean isBelow(String name) {
        return VOCABULARY.contains(name) || CONTRACTS.contains(name);
    }

    private Stream<Arrow> arrows() {
        return arrows(provider -> provider.startsWith("parley."), _ -> true);
    }

    private Stream<Arrow> arrows(Predicate<String> provider, Predicate<Bundle> requirer) {
        return ours.stream()
                .filter(requirer)
                .flatMap(bundle -> bundle.adapt(BundleWiring.class).getRequiredWires(PACKAGE_NAMESPACE).stream())
                .map(LayersTest::arrow)
                .filter(arrow -> provider.test(arrow.to) && !arrow.from.equals(arrow.to));
    }

    private static Predicate<String> everything() {
        return _ -> true;
    }

    private static Stream<String> packages(Bundle bundle) {
        return bundle.adapt(BundleRevision.class).getDeclaredCapabilities(PACKAGE_NAMESPACE).stream()
                .map(capability -> String.valueOf(capability.getAttributes().get(PACKAGE_NAMESPACE)));
    }

    private static Arrow arrow(BundleWire wire) {
        return new Arrow(
                wire.getRequirer().getBundle().getSymbolicName(),
                wire.getProvider().getBundle().getSymbolicName(),
                String.valueOf(wire.getCapability().getAttributes().get(PACKAGE_NAMESPACE)));
    }

    private static Set<String> names(List<Bundle> bundles) {
        return bundles.stream().map(Bundle::getSymbolicName).collect(toCollection(TreeSet::new));
    }

    /** One bundle's import of a package from another. */
    private record Arrow(String from, String to, String name) {

        @Override
        public String toString() {
            return Stream.of(from, to).collect(joining(" -> ")) + " (" + name + ")";
        }
    }
}
