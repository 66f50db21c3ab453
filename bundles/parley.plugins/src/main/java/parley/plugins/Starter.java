package parley.plugins;

import static parley.plugins.Refusals.refused;

import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.FrameworkWiring;

import parley.client.api.CommandException;
import parley.client.api.Suites;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Brings checked jars into the framework and takes them out again. What belongs to a bundle of somebody else, its
 * activator above all, runs on a thread of its own and is waited for only so long. Used by one thread.
 */
final class Starter {

    /** The location of a plug-in in the framework begins with this. */
    static final String LOCATION = "parley.plugins:";

    private static final System.Logger log = System.getLogger(Starter.class.getName());
    private static final String CIPHER_SUITE = "parley.cipher.api.CipherSuite";
    private static final Pattern MISSING_PACKAGE = Pattern.compile("osgi\\.wiring\\.package=([A-Za-z0-9_.]+)\\)");

    /** What somebody exports in every process with a window. */
    private static final String DESKTOP = "parley.desktop.api";

    /** What only such a process has begins so. */
    private static final List<String> OF_THE_DESKTOP =
            List.of("parley.desktop.", "org.eclipse.swt", "org.eclipse.jface");

    private final BundleContext context;
    private final Supplier<Optional<Suites>> suites;
    private final Duration patience;

    /**
     * @param patience how long a start or a stop is waited for
     */
    Starter(BundleContext context, Supplier<Optional<Suites>> suites, Duration patience) {
        this.context = context;
        this.suites = suites;
        this.patience = patience;
    }

    private interface Work {
        void run() throws BundleException;
    }

    /** The plug-in of this name, if it is in the framework. */
    Optional<Bundle> plugin(String name) {
        return bundles(name).filter(Starter::isPlugin).findFirst();
    }

    /** The bundle of this name that came with Parley. */
    Optional<Bundle> own(String name) {
        return bundles(name).filter(bundle -> !isPlugin(bundle)).findFirst();
    }

    private Stream<Bundle> bundles(String name) {
        return Arrays.stream(context.getBundles()).filter(bundle -> name.equals(bundle.getSymbolicName()));
    }

    private static boolean isPlugin(Bundle bundle) {
        return bundle.getLocation().startsWith(LOCATION);
    }

    /** Takes away what an earlier life of this component has left, and lets Parley's own come back. */
    void clear() {
        for (var bundle : context.getBundles()) {
            if (!isPlugin(bundle)) continue;
            var name = bundle.getSymbolicName();
            takeOut(bundle);
            if (name != null) own(name).ifPresent(this::startQuietly);
        }
    }

    /**
     * Why {@code own} may not give way to a plug-in, if it may not: others are wired to it, or the face would end
     * without what it provides. Cipher bundles may, since they are never missing in between.
     */
    Optional<String> irreplaceable(Bundle own) {
        var free =
                own.getSymbolicName().startsWith("parley.")
                        && !exports(own)
                        && !own.equals(context.getBundle())
                        && (providesSuites(own) || !holdsTheFace(own, new HashSet<>()));
        if (free) return Optional.empty();
        return Optional.of(
                own.getSymbolicName()
                        + " is a part of Parley that cannot be replaced while it runs; install a newer Parley");
    }

    /** Whether the face is of this bundle, or of one that uses its services, or the services of those. */
    private static boolean holdsTheFace(Bundle bundle, Set<Bundle> seen) {
        if (!seen.add(bundle)) return false;
        var references = bundle.getRegisteredServices();
        if (references == null) return false;
        for (var reference : references) {
            if (Boolean.TRUE.equals(reference.getProperty("main.thread"))) return true;
            var users = reference.getUsingBundles();
            if (users != null && Arrays.stream(users).anyMatch(user -> holdsTheFace(user, seen))) return true;
        }
        return false;
    }

    /**
     * Starts {@code jar} in the place of an earlier plug-in of its name, or of Parley's own bundle. Where those provide
     * cipher suites, they end only when the new ones have passed their self-tests. If it does not start, all is as it
     * was.
     *
     * @param kept the profile's own copy of the jar
     * @param before the profile's copy of the earlier plug-in
     * @throws CommandException REFUSED
     */
    void start(PluginJar jar, Path kept, Optional<Path> before) throws CommandException {
        var earlier = plugin(jar.name());
        var same = earlier.filter(bundle -> bundle.getVersion().equals(jar.version()));
        var previous = earlier.or(() -> own(jar.name()).filter(it -> it.getState() == Bundle.ACTIVE));
        // The framework knows no two bundles of one name and version.
        same.ifPresent(this::takeOut);
        var overlaps = same.isEmpty() && previous.isPresent() && providesSuites(previous.get());
        Optional<Bundle> installed = Optional.empty();
        try {
            installed = Optional.of(install(jar, kept));
            if (!overlaps && same.isEmpty() && previous.isPresent()) stop(previous.get());
            run(jar.name(), installed.get());
        } catch (CommandException e) {
            installed.ifPresent(this::takeOut);
            if (same.isPresent() && before.isPresent()) restore(jar, before.get());
            else previous.filter(it -> it.getState() != Bundle.UNINSTALLED).ifPresent(this::startQuietly);
            throw e;
        }
        if (overlaps) stop(previous.get());
        if (same.isEmpty()) earlier.ifPresent(this::takeOut);
    }

    private void restore(PluginJar jar, Path before) {
        try (var in = Files.newInputStream(before)) {
            startQuietly(context.installBundle(LOCATION + jar.name() + ":" + before.getFileName(), in));
        } catch (IOException | BundleException e) {
            log.log(System.Logger.Level.WARNING, jar.name() + " could not be brought back", e);
        }
    }

    /** Ends the plug-in {@code name}; Parley's own bundle of that name, if there is one, comes back. */
    void remove(String name) {
        var plugin = plugin(name);
        var own = own(name);
        if (plugin.isEmpty() || providesSuites(plugin.get())) {
            own.ifPresent(this::startQuietly);
            plugin.ifPresent(this::takeOut);
        } else {
            takeOut(plugin.get());
            own.ifPresent(this::startQuietly);
        }
    }

    private Bundle install(PluginJar jar, Path kept) throws CommandException {
        Bundle bundle;
        try (var in = Files.newInputStream(kept)) {
            bundle = context.installBundle(LOCATION + jar.name() + ":" + jar.digest(), in);
        } catch (IOException | BundleException e) {
            throw refused(
                    jar + " is not taken by the framework (" + firstLine(e) + "); ask its publisher for another", e);
        }
        var revision = bundle.adapt(BundleRevision.class);
        var asChecked =
                jar.name().equals(bundle.getSymbolicName())
                        && jar.version().equals(bundle.getVersion())
                        && (revision.getTypes() & BundleRevision.TYPE_FRAGMENT) == 0
                        && revision.getDeclaredCapabilities(PackageNamespace.PACKAGE_NAMESPACE).stream()
                                .map(it -> String.valueOf(it.getAttributes().get(PackageNamespace.PACKAGE_NAMESPACE)))
                                .noneMatch(PluginJar::isCommon);
        if (asChecked) return bundle;
        takeOut(bundle);
        throw refused(
                jar
                        + " is read otherwise by the framework than by the check; ask its publisher for a plainer"
                        + " manifest");
    }

    private void run(String name, Bundle bundle) throws CommandException {
        try {
            bounded(() -> bundle.start(Bundle.START_TRANSIENT | Bundle.START_ACTIVATION_POLICY));
        } catch (TimeoutException e) {
            throw refused(
                    name
                            + " did not come back from its start within "
                            + patience.toSeconds()
                            + " s and is not kept; start Parley anew to be rid of what it began, and tell its"
                            + " publisher",
                    e);
        } catch (BundleException e) {
            throw refused(unstarted(name, e), e);
        }
        var failure = suiteFailure(name, bundle);
        if (failure.isPresent()) throw refused(failure.get());
    }

    private String unstarted(String name, BundleException e) {
        if (e.getType() != BundleException.RESOLVE_ERROR) {
            return name + " failed at its start (" + firstLine(e) + ") and is not kept; tell its publisher";
        }
        var missing = MISSING_PACKAGE.matcher(String.valueOf(e.getMessage()));
        var what = missing.find() ? missing.group(1) : "";
        if (OF_THE_DESKTOP.stream().anyMatch(what::startsWith) && !hasDesktop()) {
            return name
                    + " is for the desktop (it needs "
                    + what
                    + "), and no desktop runs here: nothing was changed; start the desktop, and install it there";
        }
        return name
                + " needs "
                + (what.isEmpty() ? "something" : "the package " + what)
                + " in a version that this Parley does not have; ask its publisher for one for this Parley";
    }

    private boolean hasDesktop() {
        return Arrays.stream(context.getBundles())
                .map(bundle -> bundle.adapt(BundleRevision.class))
                .filter(Objects::nonNull)
                .flatMap(it -> it.getDeclaredCapabilities(PackageNamespace.PACKAGE_NAMESPACE).stream())
                .anyMatch(it -> DESKTOP.equals(it.getAttributes().get(PackageNamespace.PACKAGE_NAMESPACE)));
    }

    private static String firstLine(Throwable e) {
        var cause = e.getCause() != null ? e.getCause() : e;
        var text = cause.getClass().getSimpleName() + (cause.getMessage() == null ? "" : ": " + cause.getMessage());
        var line = text.lines().findFirst().orElse("");
        return line.substring(0, Math.min(line.length(), 200));
    }

    /** What the self-tests have against its suites; they are waited for. */
    private Optional<String> suiteFailure(String name, Bundle bundle) {
        var expected = suiteCount(bundle);
        var judge = suites.get();
        if (expected == 0 || judge.isEmpty()) return Optional.empty();
        var verdicts = judge.get().verdicts(bundle.getBundleId());
        var failed = verdicts.stream().filter(it -> it.failure().isPresent()).findFirst();
        if (failed.isPresent()) {
            return Optional.of(
                    "the cipher "
                            + judge.get().name(failed.get().id())
                            + " of "
                            + name
                            + " fails the check of its "
                            + failed.get().failure().orElse("")
                            + ", so it is not used; ask its publisher for a mended one");
        }
        if (verdicts.size() < expected) {
            return Optional.of(
                    "a cipher suite of "
                            + name
                            + " cannot be made, or does not come back from its self-test; "
                            + "ask its publisher for a mended one");
        }
        return Optional.empty();
    }

    private static boolean providesSuites(Bundle bundle) {
        return suiteCount(bundle) > 0;
    }

    private static long suiteCount(Bundle bundle) {
        var references = bundle.getRegisteredServices();
        if (references == null) return 0;
        return Arrays.stream(references)
                .filter(it -> List.of((String[]) it.getProperty(Constants.OBJECTCLASS)).contains(CIPHER_SUITE))
                .count();
    }

    private void stop(Bundle bundle) {
        quietly("stop", bundle, () -> bundle.stop(Bundle.STOP_TRANSIENT));
    }

    private void startQuietly(Bundle bundle) {
        quietly("start", bundle, () -> bundle.start(Bundle.START_TRANSIENT | Bundle.START_ACTIVATION_POLICY));
    }

    /** Stops and uninstalls; one whose start has not come back goes when it does. */
    private void takeOut(Bundle bundle) {
        var exports = bundle.getState() != Bundle.UNINSTALLED && exports(bundle);
        quietly("go", bundle, bundle::uninstall);
        if (exports) {
            context.getBundle(0).adapt(FrameworkWiring.class).refreshBundles(List.of(bundle), (FrameworkEvent _) -> {});
        }
    }

    private static boolean exports(Bundle bundle) {
        var revision = bundle.adapt(BundleRevision.class);
        return revision != null && !revision.getDeclaredCapabilities(PackageNamespace.PACKAGE_NAMESPACE).isEmpty();
    }

    private void quietly(String what, Bundle bundle, Work work) {
        try {
            bounded(work);
        } catch (BundleException | TimeoutException | IllegalStateException e) {
            log.log(System.Logger.Level.WARNING, bundle.getSymbolicName() + " did not " + what + " in order", e);
        }
    }

    /**
     * Runs what may throw anything or never come back: no virtual thread, since one that hangs in native code or while
     * a class is initialised keeps one of the few that carry all others.
     */
    private void bounded(Work work) throws BundleException, TimeoutException {
        var done = new CompletableFuture<Void>();
        Thread.ofPlatform()
                .daemon()
                .name("plug-in")
                .start(() -> {
                    try {
                        work.run();
                        done.complete(null);
                    } catch (BundleException | RuntimeException | LinkageError | StackOverflowError e) {
                        done.completeExceptionally(e);
                    }
                });
        try {
            done.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            var cause = Objects.requireNonNullElse(e.getCause(), e);
            if (cause instanceof BundleException failed) throw failed;
            throw new BundleException("it threw " + cause.getClass().getSimpleName(), cause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BundleException("Parley is ending", e);
        }
    }
}
