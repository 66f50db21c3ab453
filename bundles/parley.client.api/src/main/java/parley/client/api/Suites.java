package parley.client.api;

import org.osgi.annotation.versioning.ProviderType;

import java.util.List;
import java.util.Optional;

/** The cipher suites that can be used at this moment. Called from any thread; returns at once unless said. */
@ProviderType
public interface Suites {

    /**
     * @param provider the symbolic name of the bundle that provides it
     */
    record Suite(int id, String name, String provider) {}

    /**
     * What the self-test said of a suite.
     *
     * @param failure what it did not pass, such as {@code "refusal of a changed tag"}; empty if it may be used
     */
    record Verdict(int id, Optional<String> failure) {}

    /** Those that passed their self-tests, in the order in which a new conversation prefers them. */
    List<Suite> present();

    /** The numbers of those {@link #present}, and of those whose self-test is not over. */
    default List<Integer> registered() {
        return present().stream().map(Suite::id).toList();
    }

    /**
     * {@link #present} once each self-test is over, begun if need be. Blocks for a second or so, once; call it from a
     * virtual thread.
     */
    default List<Suite> awaitPresent() {
        return present();
    }

    /** What people call a suite, present or not: its name, or {@code "suite"} and its number if it has none here. */
    default String name(int suite) {
        return present().stream()
                .filter(one -> one.id() == suite)
                .map(Suite::name)
                .findFirst()
                .orElse("suite " + suite);
    }

    /**
     * What came of each suite that the bundle of this number registered; without those whose test has not come back.
     * Blocks until their tests are over; call it from a virtual thread.
     */
    default List<Verdict> verdicts(long bundle) {
        return List.of();
    }
}
