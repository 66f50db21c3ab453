package parley.desktop.api;

import org.osgi.annotation.versioning.ConsumerType;

import java.util.List;

/**
 * Knows how words are written. Register one as a service: where people write, what it calls misspelt is marked, and
 * what it suggests is offered. Of several, the one of the highest service ranking is asked.
 *
 * <p>Called from any thread but the UI thread: an answer takes its time, the first one until dictionaries are read.
 * Whoever no longer wants it interrupts the thread that asked.
 */
@ConsumerType
public interface Spelling {

    /** The most letters of a text that are looked at, in UTF-16; what stands behind them is not. */
    int MOST_LETTERS = 20_000;

    /** The letters from {@code start} up to {@code end} of a text, in UTF-16. */
    record Range(int start, int end) {}

    /**
     * The words of {@code text} that are probably misspelt, in their order. Whatever is no prose, such as addresses and
     * code, the caller has replaced by spaces.
     *
     * @throws InterruptedException if the thread was interrupted
     */
    List<Range> misspelt(String text) throws InterruptedException;

    /**
     * What somebody who wrote {@code word} may have meant, the most likely first; at most {@code most}, and none twice.
     *
     * @throws InterruptedException if the thread was interrupted
     */
    List<String> suggestions(String word, int most) throws InterruptedException;

    /** Takes {@code word} for right from now on, and remembers that in the profile. Returns soon. */
    void learn(String word);
}
