package parley.history;

import org.jspecify.annotations.Nullable;
import org.osgi.annotation.bundle.Capability;
import org.osgi.framework.BundleContext;

import parley.client.api.AppLock;

import java.util.function.Supplier;

/**
 * Registers {@link AppLock.Access} while it is so. By hand and not as a component, because who depends on it has ended
 * when {@link #end} returns. Thread-safe.
 */
@Capability(
        namespace = "osgi.service",
        effective = "active",
        attribute = "objectClass:List<String>=parley.client.api.AppLock$Access")
final class Admission {

    private final Supplier<Runnable> registering;
    private @Nullable Runnable ending;

    /**
     * @param registering registers it, and answers with how that is taken back
     */
    Admission(Supplier<Runnable> registering) {
        this.registering = registering;
    }

    static Admission in(BundleContext context) {
        return new Admission(() -> {
            var access = new AppLock.Access() {};
            return context.registerService(AppLock.Access.class, access, null)::unregister;
        });
    }

    synchronized void begin() {
        if (ending == null) ending = registering.get();
    }

    synchronized void end() {
        var begun = ending;
        ending = null;
        if (begun != null) begun.run();
    }
}
