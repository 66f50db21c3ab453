package parley.launcher;

import org.apache.felix.framework.FrameworkFactory;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.wiring.FrameworkWiring;
import org.osgi.util.tracker.ServiceTracker;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;

/** A framework that runs one product. */
public final class RunningProduct implements AutoCloseable {

    /** How long a framework may take to stop. */
    static final Duration STOPPING = Duration.ofSeconds(10);

    /** How long it is waited for what will hardly stop. */
    private static final Duration VAIN = Duration.ofMillis(500);

    private static final System.Logger log = System.getLogger(RunningProduct.class.getName());

    private static final String REFERENCE = "reference:";

    private static final String FACE =
            "(&(" + Constants.OBJECTCLASS + "=java.util.concurrent.Callable)(main.thread=true))";

    private final Framework framework;
    private final FrameworkCache cache;

    /** Done once all bundles run; fails if one of them does not. */
    private final CompletableFuture<Void> complete = new CompletableFuture<>();

    private RunningProduct(Framework framework, FrameworkCache cache) {
        this.framework = framework;
        this.cache = cache;
    }

    /**
     * Starts {@code invocation}'s product: from the cache if that still fits, else by installing every bundle anew. A
     * desktop may return before all of it has started: the window is made meanwhile.
     *
     * @throws LaunchException if it cannot be started
     */
    static RunningProduct start(Distribution distribution, Invocation invocation) throws LaunchException {
        var cache = FrameworkCache.open(invocation.home(), invocation.product());
        try {
            if (cache.isFresh(distribution.feature(invocation.product()), invocation.home())) {
                try {
                    return again(invocation, cache);
                } catch (BundleException | IOException | LaunchException e) {
                    log.log(System.Logger.Level.DEBUG, "The cache cannot be used and is made anew", e);
                }
            }
            return anew(distribution, invocation, cache);
        } catch (LaunchException e) {
            cache.close();
            throw e;
        } catch (IOException | BundleException e) {
            cache.close();
            throw LaunchException.failed(
                    "The product "
                            + invocation.product()
                            + " could not be started ("
                            + e.getMessage()
                            + "): install Parley again.",
                    e);
        }
    }

    /**
     * The one service that wants the process's main thread.
     *
     * @throws LaunchException if none appears within {@code patience}
     */
    Callable<?> face(Duration patience) throws LaunchException, InterruptedException {
        try {
            var tracker =
                    new ServiceTracker<Callable<?>, Callable<?>>(
                            framework.getBundleContext(), FrameworkUtil.createFilter(FACE), null);
            tracker.open();
            var face = tracker.waitForService(patience.toMillis());
            if (face != null) return face;
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
        throw LaunchException.failed(
                "Nothing came up within "
                        + patience.toSeconds()
                        + " s that could run"
                        + unresolved()
                        + ": the machine may be overloaded; start Parley again, and install it again if that"
                        + " does not help.");
    }

    /** Why the product is not what it is to be, if something of it did not start after all; the face has ended then. */
    Optional<LaunchException> failure() {
        return complete.isCompletedExceptionally() && complete.exceptionNow() instanceof LaunchException failure
                ? Optional.of(failure)
                : Optional.empty();
    }

    /**
     * Waits until all of it runs.
     *
     * @throws LaunchException if something does not start
     */
    private void awaitComplete() throws LaunchException {
        try {
            complete.join();
        } catch (CompletionException e) {
            throw failure().orElseThrow(() -> e);
        }
    }

    /**
     * Stops all bundles, faces first, then the last installed, and waits for that at most {@link #STOPPING}. A guest
     * that has not come back from its start would keep those before it from being stopped at all: then the product's
     * own go first.
     */
    @Override
    public void close() {
        try {
            var guestHangs = bundles().anyMatch(it -> !isOwn(it) && it.getState() == Bundle.STARTING);
            stop(bundles().filter(it -> isOwn(it) && (guestHangs || StartOrder.offersFace(it))).toList());
            var patience = guestHangs ? VAIN : STOPPING;
            framework.stop();
            if (framework.waitForStop(patience.toMillis()).getType() == FrameworkEvent.WAIT_TIMEDOUT) {
                log.log(System.Logger.Level.WARNING, "Not everything has stopped");
            }
        } catch (BundleException e) {
            log.log(System.Logger.Level.WARNING, "The framework did not stop", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            cache.close();
        }
    }

    /** What is installed; none once it has stopped. */
    private Stream<Bundle> bundles() {
        var context = framework.getBundleContext();
        return context == null ? Stream.empty() : Arrays.stream(context.getBundles());
    }

    private static void stop(List<Bundle> bundles) throws InterruptedException {
        Thread.ofPlatform()
                .daemon()
                .name("stopping")
                .start(() -> {
                    for (var bundle : bundles.reversed()) {
                        if (bundle.getState() != Bundle.ACTIVE) continue;
                        try {
                            bundle.stop(Bundle.STOP_TRANSIENT);
                        } catch (BundleException e) {
                            log.log(System.Logger.Level.DEBUG, "A bundle did not stop in order", e);
                        }
                    }
                })
                .join(STOPPING);
    }

    private static boolean isOwn(Bundle bundle) {
        return bundle.getLocation().startsWith(REFERENCE);
    }

    /**
     * Starts {@code product} with the profile {@code home} as the launcher's command line would, and waits until all of
     * it runs.
     *
     * @throws LaunchException if it cannot be started
     */
    public static RunningProduct start(Distribution distribution, String product, Path home, List<String> arguments)
            throws LaunchException {
        var started = start(distribution, new Invocation(product, home, arguments));
        try {
            started.awaitComplete();
            return started;
        } catch (LaunchException e) {
            started.close();
            throw e;
        }
    }

    /** Names each component of Declarative Services that cannot run, with the references it lacks. */
    public List<String> unsatisfied() {
        return UnsatisfiedComponents.in(framework.getBundleContext());
    }

    /** The framework, for those who look inside. */
    public Framework framework() {
        return framework;
    }

    private static RunningProduct again(Invocation invocation, FrameworkCache cache)
            throws BundleException, IOException, LaunchException {
        var framework = init(invocation, cache);
        try {
            var bundles = new ArrayList<Bundle>();
            for (var jar : cache.installed()) {
                var bundle = framework.getBundleContext().getBundle(location(jar));
                if (bundle == null) throw new BundleException("the cache has lost " + jar);
                bundles.add(bundle);
            }
            // What came in by hand lasts until the end of the process; what is to stay, its owner puts in again.
            for (var bundle : framework.getBundleContext().getBundles()) {
                if (bundle.getBundleId() != Constants.SYSTEM_BUNDLE_ID && !bundles.contains(bundle)) bundle.uninstall();
            }
            framework
                    .adapt(FrameworkWiring.class)
                    .resolveBundles(null); // all at once costs less than each at its start
            framework.start();
            var product = new RunningProduct(framework, cache);
            if (invocation.product().equals(Invocation.DESKTOP)) {
                Thread.ofPlatform().daemon().name("start").start(() -> product.startRestOrEnd(bundles));
            } else {
                product.startRest(bundles);
            }
            return product;
        } catch (BundleException | IOException | LaunchException e) {
            halt(framework);
            throw e;
        }
    }

    private void startRest(Collection<Bundle> bundles) throws LaunchException {
        StartOrder.reachAll(framework);
        startAll(bundles);
        Milestones.passed("All bundles run");
        complete.complete(null);
    }

    private void startRestOrEnd(Collection<Bundle> bundles) {
        try {
            startRest(bundles);
        } catch (LaunchException | RuntimeException e) {
            if (framework.getState() != Bundle.ACTIVE) return; // it is being stopped
            complete.completeExceptionally(e);
            cache.forget(); // the next start installs all of it again
            close();
        }
    }

    private static RunningProduct anew(Distribution distribution, Invocation invocation, FrameworkCache cache)
            throws BundleException, IOException, LaunchException {
        var feature = ProductFeature.read(distribution, invocation.product(), invocation.home());
        cache.wipe();
        var framework = init(invocation, cache);
        try {
            framework.start();
            StartOrder.reachAll(framework); // of which nothing is there yet
            var product = new RunningProduct(framework, cache);
            var installed = install(framework, feature.bundles(), Platform.current());
            StartOrder.assign(installed.values());
            configure(framework, installed.values(), feature.configurations());
            product.startRest(installed.values());
            cache.filledWith(feature, installed.keySet(), invocation.home());
            return product;
        } catch (BundleException | IOException | LaunchException e) {
            halt(framework);
            throw e;
        }
    }

    private static Framework init(Invocation invocation, FrameworkCache cache) throws BundleException {
        var configuration = new HashMap<String, Object>();
        configuration.put(Constants.FRAMEWORK_STORAGE, cache.storage().toString());
        configuration.put("felix.cache.locking", "false"); // FrameworkCache locks
        StartOrder.configure(configuration);
        configuration.put("felix.log.logger", new FrameworkLog());
        configuration.put(LaunchServices.PRODUCT, invocation.product());
        configuration.put(LaunchServices.HOME, invocation.home().toString());
        // The map holds an object besides strings, which Felix wants and the standard's signature does not foresee.
        @SuppressWarnings({"unchecked", "rawtypes"})
        var framework = new FrameworkFactory().newFramework((Map) configuration);
        framework.init();
        Milestones.watch(framework.getBundleContext());
        LaunchServices.register(framework.getBundleContext(), invocation);
        return framework;
    }

    private static Map<Path, Bundle> install(Framework framework, List<Path> jars, Platform platform)
            throws BundleException {
        var context = framework.getBundleContext();
        var installed = new LinkedHashMap<Path, Bundle>();
        for (var jar : jars) {
            var bundle = context.installBundle(location(jar));
            if (fits(bundle, platform)) {
                installed.put(jar, bundle);
            } else {
                bundle.uninstall();
            }
        }
        return installed;
    }

    /** By reference: the framework reads the jar where it is instead of copying it. */
    private static String location(Path jar) {
        return REFERENCE + jar.toUri();
    }

    /** Says whether {@code bundle} is for this platform; one that does not say is for all of them. */
    static boolean fits(Bundle bundle, Platform platform) throws BundleException {
        var filter = bundle.getHeaders("").get("Eclipse-PlatformFilter");
        try {
            return filter == null || FrameworkUtil.createFilter(filter).match(platform.properties());
        } catch (InvalidSyntaxException e) {
            throw new BundleException(bundle.getSymbolicName() + " has a malformed Eclipse-PlatformFilter", e);
        }
    }

    private static void configure(
            Framework framework, Collection<Bundle> installed, Map<String, Map<String, Object>> configurations)
            throws BundleException, IOException, LaunchException {
        if (configurations.isEmpty()) return;
        for (var bundle : installed) {
            if (Configurations.PROVIDER.equals(bundle.getSymbolicName())) bundle.start();
        }
        Configurations.apply(framework.getBundleContext(), configurations);
    }

    /** Starts what is no fragment and not started yet, be it new or stopped by hand in an earlier run. */
    private static void startAll(Collection<Bundle> bundles) throws LaunchException {
        for (var bundle : bundles) {
            if (bundle.getState() == Bundle.ACTIVE || isFragment(bundle)) continue;
            try {
                bundle.start(Bundle.START_ACTIVATION_POLICY);
            } catch (BundleException e) {
                throw LaunchException.failed(
                        "The bundle "
                                + bundle.getSymbolicName()
                                + " does not start ("
                                + e.getMessage()
                                + "): install Parley again.",
                        e);
            }
        }
    }

    private static boolean isFragment(Bundle bundle) {
        return bundle.getHeaders("").get(Constants.FRAGMENT_HOST) != null;
    }

    private static void halt(Framework framework) {
        try {
            framework.stop();
            framework.waitForStop(STOPPING.toMillis());
        } catch (BundleException e) {
            log.log(System.Logger.Level.DEBUG, "The framework did not stop", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private String unresolved() {
        var waiting = unsatisfied();
        return waiting.isEmpty() ? "" : " (waiting: " + String.join("; ", waiting) + ")";
    }
}
