package parley.plugins.samples;

import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

import parley.cipher.api.CipherSuite;

import java.lang.reflect.Proxy;

/** Registers a suite that can do nothing. */
public final class Suite implements BundleActivator {

    @Override
    public void start(BundleContext context) {
        var suite =
                (CipherSuite)
                        Proxy.newProxyInstance(
                                Suite.class.getClassLoader(),
                                new Class<?>[] {CipherSuite.class},
                                (_, _, _) -> {
                                    throw new UnsupportedOperationException();
                                });
        context.registerService(CipherSuite.class, suite, null);
    }

    @Override
    public void stop(BundleContext context) {}
}
