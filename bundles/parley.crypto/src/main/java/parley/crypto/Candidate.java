package parley.crypto;

import static java.lang.System.Logger.Level.WARNING;

import parley.cipher.api.CipherSuite;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/** A suite that a bundle provides, and what its self-test said of it. Used from any thread. */
final class Candidate {

    private static final System.Logger log = System.getLogger(Candidate.class.getName());

    private final CipherSuite suite;
    private final int id;
    private final String provider;
    private final AtomicBoolean started = new AtomicBoolean();
    private volatile Optional<String> failure = Optional.empty();
    private final CompletableFuture<Optional<Admitted>> verdict = new CompletableFuture<>();

    /** What an honest suite says of itself, asked once. */
    record Admitted(String name, int scheme) {}

    Candidate(CipherSuite suite, int id, String provider) {
        this.suite = suite;
        this.id = id;
        this.provider = provider;
    }

    CipherSuite suite() {
        return suite;
    }

    int id() {
        return id;
    }

    /** The symbolic name of the bundle. */
    String provider() {
        return provider;
    }

    /** What the suite says of itself, if it has passed its self-test. */
    Optional<Admitted> admitted() {
        return verdict.getNow(Optional.empty());
    }

    /** The check that it failed, if it did. */
    Optional<String> failure() {
        return failure;
    }

    boolean undecided() {
        return !verdict.isDone();
    }

    /** Begins the self-test on a virtual thread, if nobody has yet. Returns at once. */
    void start() {
        if (started.compareAndSet(false, true)) Thread.ofVirtual().name("suite-test-" + id).start(this::test);
    }

    /** Waits for the verdict, begun if need be. Blocks for at most {@code limit}. */
    void await(Duration limit) {
        start();
        try {
            verdict.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            log.log(
                    WARNING,
                    "The cipher {0} of {1} is still in its self-test and not used",
                    Schemes.name(id),
                    provider);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Runs {@code action} once the verdict is in. */
    void whenDecided(Runnable action) {
        verdict.thenRun(action);
    }

    private void test() {
        var admitted = Optional.<Admitted>empty();
        try {
            var failure = suite.id() == id ? KnownAnswers.firstFailure(suite) : Optional.of("number");
            if (failure.isEmpty()) admitted = Optional.of(new Admitted(suite.name(), suite.signatureScheme()));
            else refuse(failure.get());
        } catch (RuntimeException | LinkageError | StackOverflowError e) {
            refuse("answer without an exception (" + e.getClass().getName() + ")");
        } finally {
            verdict.complete(admitted);
        }
    }

    private void refuse(String failure) {
        this.failure = Optional.of(failure);
        log.log(
                WARNING,
                "The cipher {0} of {1} is not used, as it fails the check of its {2}: update or remove that bundle",
                Schemes.name(id),
                provider,
                failure);
    }

    @Override
    public String toString() {
        return "Candidate " + id + " of " + provider;
    }
}
