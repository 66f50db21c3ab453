package parley.chat;

import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;

import parley.cipher.aesgcm.Mls128P256;
import parley.cipher.aesgcm.Mls128X25519;
import parley.cipher.aesgcm.Mls256P384;
import parley.cipher.api.CipherSuite;
import parley.client.api.crypto.Groups;
import parley.client.api.crypto.Groups.Member;
import parley.client.api.crypto.Groups.View;
import parley.client.api.crypto.LostException;
import parley.client.api.crypto.SuiteMissingException;
import parley.client.api.crypto.UntrustedException;
import parley.crypto.AccountIdentities;
import parley.crypto.MlsGroups;
import parley.crypto.PresentSuites;
import parley.protocol.AccountKey;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** The real thing, with one suite or more, bound as Declarative Services would; each user can be made to miss them. */
final class Cryptography {

    static final int SUITE = 1;

    /** As strong. */
    static final int EQUAL = 2;

    /** Stronger. */
    static final int STRONG = 7;

    private static final Map<Integer, Supplier<CipherSuite>> ALL =
            Map.of(SUITE, Mls128X25519::new, EQUAL, Mls128P256::new, STRONG, Mls256P384::new);

    private static final Map<Set<Integer>, MlsGroups> GROUPS = new ConcurrentHashMap<>();
    private static final PresentSuites EVERY = suites(ALL.keySet());

    final AccountIdentities identities = new AccountIdentities(EVERY);

    private volatile Set<Integer> suites = Set.of(SUITE);

    /** The suite that conversations would begin in if nothing were missing. */
    volatile int first = SUITE;

    /** How many more operations of the suite succeed; below zero for no limit. */
    final AtomicInteger left = new AtomicInteger(-1);

    /** Whether the next commit of another's cannot be followed. */
    final AtomicBoolean loses = new AtomicBoolean();

    /** Whether the next Welcome into a successor leads elsewhere. */
    final AtomicBoolean misled = new AtomicBoolean();

    /** Accounts whose leaves' chains do not hold, as this user finds. */
    final Set<AccountKey> doubts = ConcurrentHashMap.newKeySet();

    final Groups groups =
            (Groups)
                    Proxy.newProxyInstance(
                            Groups.class.getClassLoader(),
                            new Class<?>[] {Groups.class},
                            (proxy, method, args) -> {
                                if (method.getName().equals("firstSuite")) return first;
                                var uses = List.of(method.getExceptionTypes()).contains(SuiteMissingException.class);
                                if (uses && left.get() == 0) throw new SuiteMissingException(SUITE);
                                if (uses && left.get() > 0) left.decrementAndGet();
                                if (method.getName().equals("process") && loses.compareAndSet(true, false)) {
                                    var author = ((Groups.Committed) method.invoke(of(suites), args)).author();
                                    throw new LostException("a path secret does not open", author, new Exception());
                                }
                                if (method.getName().equals("follow") && misled.compareAndSet(true, false))
                                    throw new UntrustedException("it has another pre-shared key");
                                try {
                                    var result = method.invoke(of(suites), args);
                                    return result instanceof View view ? doubted(view) : result;
                                } catch (InvocationTargetException e) {
                                    throw e.getCause();
                                }
                            });

    private View doubted(View view) {
        var members =
                view.members().stream()
                        .map(one ->
                                new Member(
                                        one.leaf(),
                                        one.account(),
                                        one.device(),
                                        one.trusted() && !doubts.contains(one.account()),
                                        one.data()))
                        .toList();
        return new View(view.suite(), view.epoch(), view.ownLeaf(), view.authenticator(), view.policy(), members);
    }

    /** From now on these suites are there, and no others. */
    void have(Integer... present) {
        suites = Set.of(present);
    }

    Set<Integer> suites() {
        return suites;
    }

    private static MlsGroups of(Set<Integer> present) {
        return GROUPS.computeIfAbsent(present, ids -> new MlsGroups(suites(ids)));
    }

    private static PresentSuites suites(Set<Integer> present) {
        var context =
                (BundleContext)
                        Proxy.newProxyInstance(
                                BundleContext.class.getClassLoader(),
                                new Class<?>[] {BundleContext.class},
                                (proxy, method, args) -> null);
        var suites = new PresentSuites(context);
        try {
            var bind = PresentSuites.class.getDeclaredMethod("bindSuite", CipherSuite.class, Map.class);
            bind.setAccessible(true);
            for (int id : present) {
                bind.invoke(
                        suites,
                        ALL.get(id).get(),
                        Map.of(
                                "parley.suite",
                                id,
                                Constants.SERVICE_ID,
                                (long) id,
                                Constants.SERVICE_BUNDLEID,
                                1L,
                                Constants.SERVICE_RANKING,
                                0));
            }
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
        return suites;
    }
}
