package parley.mls;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * The same work on many items, over the machine's cores for as long as the call lasts. Its outcome is that of a plain
 * loop: results in order, and of several failures the first.
 */
final class Cores {

    /** Of signatures or sealings, some tenths of a millisecond each; fewer are done before another thread has begun. */
    private static final int WORTH_SHARING = 8;

    private Cores() {}

    /** What is done with one item; by several threads at once. */
    interface Work<T, R, X extends Exception> {
        R on(T item) throws X;
    }

    /** The results, in the order of {@code items}. */
    static <T, R, X extends Exception> List<R> map(List<T> items, Work<T, R, X> work) throws X {
        var results = new ArrayList<R>(items.size());
        if (items.size() < WORTH_SHARING) {
            for (var item : items) results.add(work.on(item));
            return results;
        }
        var found = new Found<R, X>(items.size());
        IntStream.range(0, items.size()).parallel().forEach(i -> found.take(i, items.get(i), work));
        found.into(results);
        return results;
    }

    /** Results and failures, each put in its own place by the one thread that has it. */
    private static final class Found<R, X extends Exception> {

        private final @Nullable Object[] results;
        private final @Nullable Exception[] failures;
        private final AtomicInteger first;

        Found(int count) {
            results = new @Nullable Object[count];
            failures = new @Nullable Exception[count];
            first = new AtomicInteger(count);
        }

        <T> void take(int i, T item, Work<T, R, X> work) {
            // What comes after a failure does not matter any more; what comes before may fail as well.
            if (i > first.get()) return;
            try {
                results[i] = work.on(item);
            } catch (Exception e) {
                failures[i] = e;
                first.accumulateAndGet(i, Math::min);
            }
        }

        @SuppressWarnings("unchecked") // they come from take, where they are of these types or unchecked
        void into(List<R> list) throws X {
            var failed = first.get();
            if (failed < failures.length) throw (X) failures[failed];
            for (var result : results) list.add((R) result);
        }
    }
}
