package parley.launcher;

import org.apache.felix.framework.FrameworkFactory;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.wiring.BundleRevision;
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
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

/** A framework that runs one product. */
public final class RunningProduct implements AutoCloseable {

    /** How long a framework may take to stop. */
    static final Duration STOPPING = Duration.ofSeconds(10);

    /** How long it is waited for what will hardly stop. */
    private static final Duration VAIN = Duration.ofMillis(500);

    /** How long a bundle may take to start before a person is told which it is, at most twice that; less in tests. */
    static volatile Duration hanging = Duration.ofSeconds(30);

    private static final System.Logger log = System.getLogger(RunningProduct.class.getName());

    private static final String REFERENCE = "reference:";

    private static final String FACE =
            "(&(" + Constants.OBJECTCLASS + "=java.util.concurrent.Callable)(main.thread=true))";

    private final Framework framework;
    private final FrameworkCache cache;

    /** Done once all bundles run; fails with a {@link LaunchException} if one of them does not. */
    private final CompletableFuture<Void> complete = new CompletableFuture<>();

    /** What has not come back from its start yet. */
    private volatile @Nullable Bundle starting;

    private volatile boolean closing;

    private RunningProduct(Framework framework, FrameworkCache cache) {
        this.framework = framework;
        this.cache = cache;
    }

    /**
     * Starts {@code invocation}'s product: from the cache if that still fits, else by installing every bundle anew. Of
     * a desktop only what its window begins with may run then: the window is made while the rest starts.
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
    public Callable<?> face(Duration patience) throws LaunchException, InterruptedException {
        throwFailure();
        try {
            var tracker =
                    new ServiceTracker<Callable<?>, Callable<?>>(
                            framework.getBundleContext(), FrameworkUtil.createFilter(FACE), null);
            tracker.open();
            complete.exceptionally(_ -> {
                tracker.close(); // which ends the waiting
                return null;
            });
            var face = tracker.waitForService(patience.toMillis());
            if (face != null) return face;
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
        throwFailure();
        throw LaunchException.failed(
                "Nothing came up within "
                        + patience.toSeconds()
                        + " s that could run"
                        + unresolved()
                        + ": the machine may be overloaded; start Parley again, and install it again if that"
                        + " does not help.");
    }

    /**
     * Runs {@code face} on this thread until it ends.
     *
     * @throws LaunchException if it ended because something of the product did not start
     */
    public Object run(Callable<?> face) throws Exception {
        Object status;
        // Ends before the bundles stop: who starts Parley while its window closes wants one that opens.
        try (var _ = SingleInstance.listen(cache.socket(), face)) {
            status = face.call();
        } catch (Exception e) {
            throwFailure();
            throw e;
        }
        throwFailure();
        return status;
    }

    private void throwFailure() throws LaunchException {
        if (complete.isCompletedExceptionally()) throw (LaunchException) complete.exceptionNow();
    }

    /**
     * Stops all bundles, the last installed first, and waits for that at most {@link #STOPPING}. A guest that has not
     * come back from its start would keep those before it from being stopped at all: then the product's own go first.
     */
    @Override
    public void close() {
        closing = true;
        try {
            var patience = STOPPING;
            if (guestHangs()) {
                stopOwn();
                patience = VAIN;
            }
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

    /** Whether a bundle that is none of the product's is still at its start, which keeps it locked. */
    private boolean guestHangs() {
        var context = framework.getBundleContext();
        if (context == null) return false; // it has stopped already
        return Arrays.stream(context.getBundles()).anyMatch(it -> !isOwn(it) && it.getState() == Bundle.STARTING);
    }

    private void stopOwn() throws InterruptedException {
        var own = Arrays.stream(framework.getBundleContext().getBundles()).filter(RunningProduct::isOwn).toList();
        Thread.ofPlatform()
                .daemon()
                .name("stopping")
                .start(() -> {
                    for (var bundle : own.reversed()) {
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
        started.complete.exceptionally(_ -> null).join();
        started.throwFailure();
        return started;
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
            cache.tried();
            framework
                    .adapt(FrameworkWiring.class)
                    .resolveBundles(null); // all at once costs less than each at its start
            framework.start();
            var product = new RunningProduct(framework, cache);
            if (invocation.product().equals(Invocation.DESKTOP)) {
                product.startAll(bundles.stream().filter(RunningProduct::isOfTheFace).toList());
                Thread.ofPlatform().daemon().name("start").start(() -> product.startRest(bundles));
            } else {
                product.startAll(bundles);
                product.completed();
            }
            return product;
        } catch (BundleException | IOException | LaunchException e) {
            halt(framework);
            throw e;
        }
    }

    /** Whether it offers a face, or runs the components of others. */
    private static boolean isOfTheFace(Bundle bundle) {
        return provides(bundle, "osgi.extender", "osgi.extender", "osgi.component")
                || provides(bundle, "osgi.service", Constants.OBJECTCLASS, Callable.class.getName());
    }

    private static boolean provides(Bundle bundle, String kind, String attribute, String value) {
        return bundle.adapt(BundleRevision.class).getDeclaredCapabilities(kind).stream()
                .map(capability -> capability.getAttributes().get(attribute))
                .anyMatch(given -> value.equals(given) || given instanceof Collection<?> all && all.contains(value));
    }

    /** What does not start ends the face, too. */
    private void startRest(Collection<Bundle> bundles) {
        try {
            startAll(bundles);
            if (!closing) completed();
        } catch (LaunchException | RuntimeException | LinkageError e) {
            if (closing) return; // which it may be because of
            log.log(System.Logger.Level.ERROR, "Not everything starts", e);
            complete.completeExceptionally(
                    e instanceof LaunchException known
                            ? known
                            : LaunchException.failed("Not everything of Parley starts: start it again.", e));
            close();
        }
    }

    private void completed() {
        Milestones.passed("All bundles run");
        cache.stands();
        complete.complete(null);
    }

    private static RunningProduct anew(Distribution distribution, Invocation invocation, FrameworkCache cache)
            throws BundleException, IOException, LaunchException {
        var feature = ProductFeature.read(distribution, invocation.product(), invocation.home());
        cache.wipe();
        var framework = init(invocation, cache);
        try {
            framework.start();
            var installed = install(framework, feature.bundles(), Platform.current());
            configure(framework, installed.values(), feature.configurations());
            var product = new RunningProduct(framework, cache);
            product.startAll(installed.values());
            cache.filledWith(feature, installed.keySet(), invocation.home());
            product.completed();
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
            if (Configurations.PROVIDER.equals(bundle.getSymbolicName())) bundle.start(Bundle.START_TRANSIENT);
        }
        Configurations.apply(framework.getBundleContext(), configurations);
    }

    /**
     * Starts what is no fragment and not started yet. What was started is not remembered: the framework starts nothing
     * by itself.
     */
    private void startAll(Collection<Bundle> bundles) throws LaunchException {
        var watch = Thread.ofPlatform().daemon().name("start-watch").start(this::nameWhatHangs);
        try {
            for (var bundle : bundles) {
                if (closing) return;
                if (bundle.getState() == Bundle.ACTIVE || isFragment(bundle)) continue;
                starting = bundle;
                try {
                    bundle.start(Bundle.START_TRANSIENT | Bundle.START_ACTIVATION_POLICY);
                } catch (BundleException e) {
                    throw LaunchException.failed(
                            "The bundle "
                                    + bundle.getSymbolicName()
                                    + " does not start ("
                                    + e.getMessage()
                                    + "): start Parley again, and install it again if that does not help.",
                            e);
                }
            }
        } finally {
            starting = null;
            watch.interrupt();
        }
    }

    /** What hangs cannot be ended, and may only be slow: it is waited for, and a person knows for what. */
    private void nameWhatHangs() {
        try {
            @Nullable Bundle before;
            @Nullable Bundle now = starting;
            do {
                before = now;
                Thread.sleep(hanging);
                now = starting;
            } while (now == null || now != before);
            log.log(
                    System.Logger.Level.WARNING,
                    "The bundle {0} does not come back from its start: end Parley and start it again, and install it"
                            + " again if that does not help",
                    now.getSymbolicName());
        } catch (InterruptedException e) {
            // all have started, or one has failed
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
        var waiting = new ArrayList<>(unsatisfied());
        var late = starting;
        if (late != null) waiting.addFirst(late.getSymbolicName() + " does not come back from its start");
        return waiting.isEmpty() ? "" : " (waiting: " + String.join("; ", waiting) + ")";
    }
}
