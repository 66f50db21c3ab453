package parley.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Many who are played by this process. */
final class Crowd {

    /** How many do something at once: more would only wait for one another. */
    private static final int AT_ONCE = 16;

    @FunctionalInterface
    interface Act<T> {

        void of(T one, int number) throws Exception;
    }

    private Crowd() {}

    /** Has each of {@code all} do something, each on a virtual thread; returns when the last has. */
    static <T> void each(List<T> all, Act<T> act) throws IOException, InterruptedException {
        try (var threads = Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory())) {
            var under = new ArrayList<Future<?>>();
            for (var i = 0; i < all.size(); i++) {
                var number = i;
                under.add(
                        threads.submit(() -> {
                            act.of(all.get(number), number);
                            return null;
                        }));
            }
            for (var one : under) one.get();
        } catch (ExecutionException e) {
            throw new IOException("one who is played failed: " + e.getCause(), e);
        }
    }
}
