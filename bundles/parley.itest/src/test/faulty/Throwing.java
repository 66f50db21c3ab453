package example.desktop.clocks;

import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** Fails while its bundle starts. */
public final class Throwing implements BundleActivator {

    @Override
    public void start(BundleContext context) {
        throw new IllegalStateException("no clock ticks");
    }

    @Override
    public void stop(BundleContext context) {}
}
