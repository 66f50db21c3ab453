package parley.bench.mls;

import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;

import parley.cipher.aesgcm.Mls128X25519;
import parley.cipher.api.CipherSuite;
import parley.cipher.xwing.Mls256XWing;
import parley.crypto.AccountIdentities;
import parley.crypto.MlsGroups;
import parley.crypto.PresentSuites;

import java.lang.reflect.Proxy;
import java.util.Map;

/**
 * The components that clients have, put together by hand.
 *
 * @param suite the one of their groups
 */
public record ClientCrypto(MlsGroups groups, AccountIdentities identities, int suite) {

    /** The suite with X-Wing. */
    public static final int X_WING = 0xF00D;

    /**
     * @param suite 1 or {@link #X_WING}
     */
    public static ClientCrypto make(int suite) throws ReflectiveOperationException {
        var context =
                (BundleContext)
                        Proxy.newProxyInstance(
                                ClientCrypto.class.getClassLoader(),
                                new Class<?>[] {BundleContext.class},
                                (_, _, _) -> null);
        var suites = new PresentSuites(context);
        bind(suites, new Mls128X25519(), 1);
        if (suite == X_WING) bind(suites, new Mls256XWing(), suite);
        return new ClientCrypto(new MlsGroups(suites), new AccountIdentities(suites), suite);
    }

    private static void bind(PresentSuites suites, CipherSuite suite, int id) throws ReflectiveOperationException {
        // Not public, since only Declarative Services is to call it, and does so in this very way.
        var bind = PresentSuites.class.getDeclaredMethod("bindSuite", CipherSuite.class, Map.class);
        bind.setAccessible(true);
        long number = id;
        bind.invoke(
                suites,
                suite,
                Map.of("parley.suite", id, Constants.SERVICE_ID, number, Constants.SERVICE_BUNDLEID, number));
    }
}
