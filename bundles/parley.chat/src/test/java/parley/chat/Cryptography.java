package parley.chat;

import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;

import parley.cipher.aesgcm.Mls128X25519;
import parley.cipher.api.CipherSuite;
import parley.client.api.crypto.Groups;
import parley.client.api.crypto.LostException;
import parley.client.api.crypto.SuiteMissingException;
import parley.crypto.AccountIdentities;
import parley.crypto.MlsGroups;
import parley.crypto.PresentSuites;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** The real thing, with one suite, bound as Declarative Services would; each user can be made to miss it. */
final class Cryptography {

    static final int SUITE = 1;

    private static final PresentSuites SUITES = suites();
    private static final MlsGroups GROUPS = new MlsGroups(SUITES);

    final AccountIdentities identities = new AccountIdentities(SUITES);

    /** How many more operations of the suite succeed; below zero for no limit. */
    final AtomicInteger left = new AtomicInteger(-1);

    /** Whether the next commit of another's cannot be followed. */
    final AtomicBoolean loses = new AtomicBoolean();

    final Groups groups =
            (Groups)
                    Proxy.newProxyInstance(
                            Groups.class.getClassLoader(),
                            new Class<?>[] {Groups.class},
                            (proxy, method, args) -> {
                                var uses = List.of(method.getExceptionTypes()).contains(SuiteMissingException.class);
                                if (uses && left.get() == 0) throw new SuiteMissingException(SUITE);
                                if (uses && left.get() > 0) left.decrementAndGet();
                                if (method.getName().equals("process") && loses.compareAndSet(true, false)) {
                                    throw new LostException("a path secret does not open", new Exception());
                                }
                                try {
                                    return method.invoke(GROUPS, args);
                                } catch (InvocationTargetException e) {
                                    throw e.getCause();
                                }
                            });

    private static PresentSuites suites() {
        var context =
                (BundleContext)
                        Proxy.newProxyInstance(
                                BundleContext.class.getClassLoader(),
                                new Class<?>[] {BundleContext.class},
                                (proxy, method, args) -> null);
        var suites = new PresentSuites(context);
        var suite = new Mls128X25519();
        try {
            var bind = PresentSuites.class.getDeclaredMethod("bindSuite", CipherSuite.class, Map.class);
            bind.setAccessible(true);
            bind.invoke(
                    suites,
                    suite,
                    Map.of(
                            "parley.suite",
                            SUITE,
                            Constants.SERVICE_ID,
                            1L,
                            Constants.SERVICE_BUNDLEID,
                            1L,
                            Constants.SERVICE_RANKING,
                            0));
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
        return suites;
    }
}
