package parley.itest;

import jakarta.json.JsonObject;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/** Writes down who heard what that begins with a mark, in which order, and when. May be used from any thread. */
final class Hearing implements BiConsumer<String, JsonObject> {

    /**
     * A message that came to {@code by}.
     *
     * @param nanos of {@link System#nanoTime}
     */
    record Heard(String by, String conversation, String text, long nanos) {}

    private final String mark;
    private final List<Heard> heard = new ArrayList<>(); // guarded by this, as is the next
    private final Map<String, Integer> answers = new HashMap<>();

    Hearing(String mark) {
        this.mark = mark;
    }

    @Override
    public synchronized void accept(String name, JsonObject event) {
        switch (event.getString("event", "")) {
            case "message" -> {
                var text = event.getString("text");
                if (!text.startsWith(mark)) return;
                heard.add(new Heard(name, event.getString("conversation"), text, System.nanoTime()));
            }
            case "ok", "error" -> {
                if (event.getString("command").equals("say")) answers.merge(name, 1, Integer::sum);
            }
            default -> {
                return;
            }
        }
        notifyAll();
    }

    /** How many have come, to all together. */
    synchronized int count() {
        return heard.size();
    }

    /** How many of the things that {@code name} said were answered. */
    synchronized int answers(String name) {
        return answers.getOrDefault(name, 0);
    }

    /** What came after the first {@code number}, to each in the order in which it came to them. */
    synchronized List<Heard> since(int number) {
        return List.copyOf(heard.subList(number, heard.size()));
    }

    /** Waits for a message after the first {@code number}; null if it does not come. */
    synchronized @Nullable Heard await(int number, Duration patience, Predicate<Heard> fits)
            throws InterruptedException {
        var next = new int[] {number};
        var found =
                await(
                        patience,
                        () -> {
                            while (next[0] < heard.size() && !fits.test(heard.get(next[0]))) next[0]++;
                            return next[0] < heard.size();
                        });
        return found ? heard.get(next[0]) : null;
    }

    /**
     * Waits until it is so; asked after each message or answer that comes to anybody.
     *
     * @return whether it came to be so in time
     */
    synchronized boolean await(Duration patience, BooleanSupplier so) throws InterruptedException {
        var deadline = System.nanoTime() + patience.toNanos();
        while (!so.getAsBoolean()) {
            var left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (left <= 0) return false;
            wait(left);
        }
        return true;
    }

    /** Waits until there are {@code wanted}, as long as more come within {@code patience}. */
    synchronized boolean awaitCount(int wanted, Duration patience) throws InterruptedException {
        while (count() < wanted) {
            var before = count();
            if (!await(patience, () -> count() > before)) return false;
        }
        return true;
    }
}
