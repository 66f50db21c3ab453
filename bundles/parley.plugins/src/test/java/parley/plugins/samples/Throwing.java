package parley.plugins.samples;

import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Fails. */
public final class Throwing implements BundleActivator {

    @Override
    public void start(BundleContext context) {
        throw new IllegalStateException("no luck");
    }

    @Override
    public void stop(BundleContext context) {}
}
