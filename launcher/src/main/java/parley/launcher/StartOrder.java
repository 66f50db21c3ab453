package parley.launcher;

import org.osgi.framework.Bundle;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.framework.startlevel.FrameworkStartLevel;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRevision;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/**
 * Which bundles start first at a start from the cache: those that a face begins with, so that a window can be made
 * while the rest starts. Nothing else depends on it.
 */
final class StartOrder {

    private static final int FACE = 1;
    private static final int ALL = 2;

    private StartOrder() {}

    /** Has every bundle start with the rest, if it is not said otherwise. */
    static void configure(Map<String, Object> configuration) {
        configuration.put("felix.startlevel.bundle", String.valueOf(ALL));
    }

    /** Has those of {@code bundles} start first that do. */
    static void assign(Collection<Bundle> bundles) {
        for (var bundle : bundles) {
            if (offersFace(bundle) || runsComponents(bundle)) {
                bundle.adapt(BundleStartLevel.class).setStartLevel(FACE);
            }
        }
    }

    /** Starts what is to start and has not, in order, and waits until that has been tried. */
    static void reachAll(Framework framework) {
        var reached = new CompletableFuture<Void>();
        framework
                .adapt(FrameworkStartLevel.class)
                .setStartLevel(
                        ALL,
                        event -> {
                            if (event.getType() == FrameworkEvent.STARTLEVEL_CHANGED) reached.complete(null);
                        });
        reached.join();
    }

    static boolean offersFace(Bundle bundle) {
        return capabilities(bundle, "osgi.service")
                .anyMatch(service ->
                        service.getAttributes().get("objectClass") instanceof List<?> types
                                && types.contains(Callable.class.getName()));
    }

    private static boolean runsComponents(Bundle bundle) {
        return capabilities(bundle, "osgi.extender").findAny().isPresent();
    }

    private static Stream<BundleCapability> capabilities(Bundle bundle, String kind) {
        return bundle.adapt(BundleRevision.class).getDeclaredCapabilities(kind).stream();
    }
}
