package parley.launcher;

import org.osgi.framework.BundleContext;

import java.nio.file.Path;
import java.util.Hashtable;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What bundles learn of how they were started, and what the launcher does for them, as services of Java's own types.
 */
final class LaunchServices {

    /** The property of the service that tells bundles how they were started; its value is the product's name. */
    static final String PRODUCT = "launcher.product";

    static final String ARGUMENTS = "launcher.arguments";
    static final String HOME = "launcher.home";

    /** The profile's name; empty if it has none; its home if that lies elsewhere. */
    static final String PROFILE = "launcher.profile";

    /** The property of the service that lists further profiles and opens their windows, {@link ProfileWindows}. */
    static final String PROFILES = "launcher.profiles";

    /** The property of the service that is done once the window has been painted: what may wait until then does. */
    static final String SHOWN = "launcher.shown";

    /** Nothing waits longer, in seconds: a window may never come. */
    private static final int SHOWN_WITHIN = 10;

    private LaunchServices() {}

    static void register(BundleContext context, Invocation invocation) {
        var profiles = Profiles.of(Platform.current(), System.getenv(), Path.of(System.getProperty("user.home")));
        var arguments = invocation.arguments().toArray(String[]::new);
        Supplier<String[]> service = arguments::clone;
        var home = invocation.home().toString();
        var properties = new Hashtable<String, Object>();
        properties.put(PRODUCT, invocation.product());
        properties.put(HOME, home);
        properties.put(PROFILE, profiles.nameOf(invocation.home()).orElse(home));
        properties.put(ARGUMENTS, arguments);
        context.registerService(Supplier.class, service, properties);
        var desktop = invocation.product().equals(Invocation.DESKTOP);
        context.registerService(CompletableFuture.class, shown(desktop), new Hashtable<>(Map.of(SHOWN, Boolean.TRUE)));
        if (!desktop) return;
        var kinds = new String[] {Supplier.class.getName(), Function.class.getName()};
        var windows = new ProfileWindows(profiles, ProfileWindows::jvm, invocation.arguments());
        context.registerService(kinds, windows, new Hashtable<>(Map.of(PROFILES, Boolean.TRUE)));
    }

    /** Done from the beginning where there is no window. */
    static CompletableFuture<Void> shown(boolean desktop) {
        return desktop
                ? new CompletableFuture<Void>().completeOnTimeout(null, SHOWN_WITHIN, TimeUnit.SECONDS)
                : CompletableFuture.completedFuture(null);
    }
}
