package example.desktop.clocks;

import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

import java.util.concurrent.CountDownLatch;

/** Waits for ever while its bundle starts. */
public final class Hanging implements BundleActivator {

    @Override
    public void start(BundleContext context) {
        Never.comes();
    }

    @Override
    public void stop(BundleContext context) {}

    /** Waits while it is initialised, which keeps a virtual thread on the one that carries it. */
    private static final class Never {

        static {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        static void comes() {}
    }
}
