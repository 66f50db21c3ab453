package parley.crypto;

import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

import parley.cipher.api.CipherSuite;
import parley.client.api.Event;
import parley.client.api.Suites;
import parley.client.api.crypto.SuiteMissingException;
import parley.client.api.store.Store;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The suites that bundles provide at this moment and that have passed their self-tests. Suites come and go at any time:
 * whoever needs one asks for each operation anew. Of several providers of a suite the highest service ranking wins.
 *
 * <p>Self-tests run on virtual threads, one after the other, from when a suite appears; a suite that is needed is
 * tested out of turn, and waited for.
 */
@Component(service = {Suites.class, PresentSuites.class})
public final class PresentSuites implements Suites {

    /** How long a self-test is waited for. The slowest takes a fifth of a second, on a cold and busy machine a few. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** How long after the start suites that nobody has needed yet are left alone: a window is to be there first. */
    private static final Duration START = Duration.ofSeconds(10);

    /** Work with one suite. It may run twice, with two providers: it computes and changes nothing. */
    @FunctionalInterface
    interface Work<T extends @Nullable Object, X extends Exception> {
        T with(CipherSuite suite) throws X, SuiteMissingException;
    }

    /**
     * @param ranking and service: as the framework orders services
     * @param bundle the number of the one that registered it
     */
    private record Entry(Candidate candidate, int ranking, long service, long bundle) {}

    private static final Comparator<Entry> BEST_FIRST =
            Comparator.comparingInt(Entry::ranking).reversed().thenComparingLong(Entry::service);

    private static final Comparator<Candidate> BY_RANK =
            Comparator.comparingInt(candidate -> Schemes.rank(candidate.id()));

    /** For what several suites can do alike: X-Wing's self-test is the longest, and no start shall wait for it. */
    private static final Comparator<Candidate> LIGHT_FIRST =
            Comparator.<Candidate, Boolean>comparing(candidate -> candidate.id() == Schemes.X_WING)
                    .thenComparing(BY_RANK);

    private final LongFunction<String> bundleNames;
    private final long quietUntil;
    private final ScheduledExecutorService tests =
            Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().name("suite-tests").factory());

    /** All that are registered, the best first; replaced, never changed. */
    private volatile List<Entry> entries = List.of();

    /** What of them is told to others. */
    private record Told(List<Suite> present, List<Integer> registered) {}

    private Told told = new Told(List.of(), List.of());

    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    volatile @Nullable Store store;

    @Activate
    public PresentSuites(BundleContext context) {
        this(
                bundle ->
                        Optional.ofNullable(context.getBundle(bundle))
                                .flatMap(it -> Optional.ofNullable(it.getSymbolicName()))
                                .orElse("bundle " + bundle),
                START);
    }

    /**
     * @param bundleNames symbolic names by bundle id
     * @param quiet how long from now on only suites that are needed are tested
     */
    PresentSuites(LongFunction<String> bundleNames, Duration quiet) {
        this.bundleNames = bundleNames;
        this.quietUntil = System.nanoTime() + quiet.toNanos();
    }

    @Deactivate
    void close() {
        tests.shutdownNow();
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    void bindSuite(CipherSuite suite, Map<String, Object> properties) {
        var id = properties.get("parley.suite") instanceof Integer stated ? stated : suite.id();
        var candidate = new Candidate(suite, id, bundleNames.apply(bundle(properties)));
        change(list -> list.add(entry(candidate, properties)));
        candidate.whenDecided(this::tell);
        run(() -> candidate.await(PATIENCE), Math.max(0, quietUntil - System.nanoTime()));
    }

    void updatedSuite(CipherSuite suite, Map<String, Object> properties) {
        change(list ->
                list.replaceAll(entry ->
                        entry.candidate().suite() == suite && entry.service() == service(properties)
                                ? entry(entry.candidate(), properties)
                                : entry));
        run(this::tell, 0);
    }

    void unbindSuite(CipherSuite suite, Map<String, Object> properties) {
        change(list ->
                list.removeIf(entry -> entry.candidate().suite() == suite && entry.service() == service(properties)));
        run(this::tell, 0);
    }

    @Override
    public List<Suite> present() {
        var best = new ArrayList<Suite>();
        for (var entry : entries) {
            var candidate = entry.candidate();
            var admitted = candidate.admitted();
            if (admitted.isEmpty() || best.stream().anyMatch(suite -> suite.id() == candidate.id())) continue;
            best.add(new Suite(candidate.id(), admitted.get().name(), candidate.provider()));
        }
        best.sort(Comparator.<Suite>comparingInt(suite -> Schemes.rank(suite.id())).thenComparingInt(Suite::id));
        return List.copyOf(best);
    }

    @Override
    public List<Suite> awaitPresent() {
        candidates().filter(Candidate::undecided).sorted(BY_RANK).forEach(candidate -> candidate.await(PATIENCE));
        return present();
    }

    @Override
    public List<Verdict> verdicts(long bundle) {
        var verdicts = new ArrayList<Verdict>();
        for (var entry : entries) {
            if (entry.bundle() != bundle) continue;
            entry.candidate().await(PATIENCE);
            if (entry.candidate().undecided()) continue;
            verdicts.add(new Verdict(entry.candidate().id(), entry.candidate().failure()));
        }
        return List.copyOf(verdicts);
    }

    /** The numbers of the suites present, once they are all tested. Blocks for a second or so, once. */
    List<Integer> ids() {
        return awaitPresent().stream().map(Suite::id).toList();
    }

    /** The light and preferred first. */
    @Override
    public List<Integer> registered() {
        return candidates()
                .filter(candidate -> candidate.undecided() || candidate.admitted().isPresent())
                .sorted(LIGHT_FIRST)
                .map(Candidate::id)
                .distinct()
                .toList();
    }

    /** Whether suite {@code id} is present, once it is tested. */
    boolean has(int id) {
        return admitted(candidate -> candidate.id() == id).isPresent();
    }

    /** What its provider calls a suite that is present, else what everybody does. */
    @Override
    public String name(int id) {
        return present().stream()
                .filter(suite -> suite.id() == id)
                .map(Suite::name)
                .findFirst()
                .orElseGet(() -> Schemes.name(id));
    }

    /** The signature scheme of a suite that is known, or present. */
    Optional<Integer> scheme(int id) {
        var known = Schemes.of(id);
        if (known.isPresent()) return Optional.of(known.getAsInt());
        return candidates()
                .filter(candidate -> candidate.id() == id)
                .flatMap(candidate -> candidate.admitted().stream())
                .map(Candidate.Admitted::scheme)
                .findFirst();
    }

    /** Works with suite {@code id}. */
    <T extends @Nullable Object, X extends Exception> T use(int id, Work<T, X> work) throws X, SuiteMissingException {
        return use(candidate -> candidate.id() == id, id, work);
    }

    /** Works with any suite that signs with Ed25519. */
    <T extends @Nullable Object, X extends Exception> T useEd25519(Work<T, X> work) throws X, SuiteMissingException {
        return use(PresentSuites::signsWithEd25519, 1, work);
    }

    /** Works with a suite that has DHKEM(X25519) of 32-byte keys, and Ed25519. */
    <T extends @Nullable Object, X extends Exception> T useX25519(Work<T, X> work) throws X, SuiteMissingException {
        return use(candidate -> candidate.id() == 1 || candidate.id() == 3, 1, work);
    }

    private static boolean signsWithEd25519(Candidate candidate) {
        var known = Schemes.of(candidate.id());
        if (known.isPresent()) return known.getAsInt() == Schemes.ED25519;
        // Of one not tested yet it is not known: it is waited for, and asked again.
        return candidate.admitted().map(it -> it.scheme() == Schemes.ED25519).orElse(candidate.undecided());
    }

    private <T extends @Nullable Object, X extends Exception> T use(
            Predicate<Candidate> fits, int missing, Work<T, X> work) throws X, SuiteMissingException {
        while (true) {
            var candidate = admitted(fits).orElseThrow(() -> new SuiteMissingException(missing));
            try {
                return work.with(candidate.suite());
            } catch (RuntimeException | LinkageError e) {
                // A bundle that goes in the middle of an operation may fail as it likes: another provider does it
                // again.
                if (candidates().anyMatch(it -> it == candidate)) throw e;
            }
        }
    }

    private Optional<Candidate> admitted(Predicate<Candidate> fits) {
        var inOrder = candidates().filter(fits).sorted(LIGHT_FIRST).toList();
        for (var candidate : inOrder) if (candidate.admitted().isPresent()) return Optional.of(candidate);
        for (var candidate : inOrder) {
            if (!candidate.undecided()) continue;
            candidate.await(PATIENCE);
            if (candidate.admitted().isPresent() && fits.test(candidate)) return Optional.of(candidate);
        }
        return Optional.empty();
    }

    private Stream<Candidate> candidates() {
        return entries.stream().map(Entry::candidate);
    }

    private interface Edit {
        void of(List<Entry> list);
    }

    private synchronized void change(Edit edit) {
        var list = new ArrayList<>(entries);
        edit.of(list);
        list.sort(BEST_FIRST);
        entries = List.copyOf(list);
    }

    private static Entry entry(Candidate candidate, Map<String, Object> properties) {
        var ranking = properties.get(Constants.SERVICE_RANKING) instanceof Integer number ? number : 0;
        return new Entry(candidate, ranking, service(properties), bundle(properties));
    }

    private static long bundle(Map<String, Object> properties) {
        return properties.get(Constants.SERVICE_BUNDLEID) instanceof Long number ? number : -1;
    }

    private static long service(Map<String, Object> properties) {
        return properties.get(Constants.SERVICE_ID) instanceof Long number ? number : 0;
    }

    /** Leaves the framework's thread. */
    private void run(Runnable action, long delayNanos) {
        try {
            tests.schedule(action, delayNanos, TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            // closed: nobody asks any more
        }
    }

    private void tell() {
        synchronized (this) {
            var now = new Told(present(), registered());
            if (now.equals(told)) return;
            told = now;
        }
        var listening = store;
        if (listening != null && !tests.isShutdown()) listening.publish(new Event.SuitesPresent());
    }
}
