package parley.crypto;

import static java.lang.System.Logger.Level.WARNING;

import org.osgi.framework.AllServiceListener;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceEvent;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

import parley.cipher.api.CipherSuite;
import parley.client.api.Event;
import parley.client.api.store.Store;

import java.util.HashSet;
import java.util.Set;

/**
 * Says so when a bundle registers suites of its own copy of {@code parley.cipher.api}: the framework, by design, shows
 * them to nobody else, and without a word they would just never be there.
 */
@Component(service = {})
public final class UnreachableSuites {

    private static final System.Logger log = System.getLogger(UnreachableSuites.class.getName());
    private static final String SUITE = CipherSuite.class.getName();

    private final BundleContext context;
    private final Store store;
    private final AllServiceListener listener = this::changed;
    private final Set<String> told = new HashSet<>();

    @Activate
    public UnreachableSuites(BundleContext context, @Reference Store store) throws InvalidSyntaxException {
        this.context = context;
        this.store = store;
        context.addServiceListener(listener, "(objectClass=" + SUITE + ")");
        var registered = context.getAllServiceReferences(SUITE, null);
        if (registered != null) for (var reference : registered) look(reference);
    }

    @Deactivate
    void close() {
        context.removeServiceListener(listener);
    }

    private void changed(ServiceEvent event) {
        if (event.getType() == ServiceEvent.REGISTERED) look(event.getServiceReference());
    }

    private void look(ServiceReference<?> reference) {
        var bundle = reference.getBundle();
        if (bundle == null || reference.isAssignableTo(context.getBundle(), SUITE)) return;
        var name = String.valueOf(bundle.getSymbolicName());
        synchronized (told) {
            if (!told.add(name + " " + bundle.getVersion())) return;
        }
        var text =
                "The cipher suites of "
                        + name
                        + " cannot be used, because it brings its own copy of the package "
                        + "parley.cipher.api: install a version of it that imports the package.";
        log.log(WARNING, text);
        store.publish(new Event.Warning(text));
    }
}
