package parley.desktop.spelling;

import org.apache.lucene.analysis.hunspell.Dictionary;
import org.apache.lucene.analysis.hunspell.Hunspell;
import org.apache.lucene.analysis.hunspell.SortingStrategy;
import org.apache.lucene.analysis.hunspell.TimeoutPolicy;

import parley.desktop.spelling.UnusableException.Reason;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.Character.UnicodeScript;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.text.ParseException;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * One dictionary in the memory. Nobody has checked its rules, and some take for ever: each word has a moment, and a
 * dictionary that was late too often is not asked again. May be called from any thread, by one at a time.
 */
final class Lexicon {

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    /** What that says where it does not count. */
    private static final long UNKNOWN = -1;

    /** How long one word may take of the processor: while that is busy with others, no word is harder. */
    private static final long MOMENT = TimeUnit.MILLISECONDS.toNanos(200);

    /** How long may be thought about what to suggest. */
    private static final long THOUGHT = TimeUnit.MILLISECONDS.toNanos(600);

    /** A dictionary that was late so often is asked no more. */
    private static final int PATIENCE = 10;

    private static final Pattern SET = Pattern.compile("(?m)^SET\\s+(\\S+)");

    /** So many lines of the words tell in which scripts they are. */
    private static final int SAMPLES = 2_000;

    /** Nobody waits for the answer any more, or it takes too long. */
    private static final class Stopped extends RuntimeException {

        private static final long serialVersionUID = 1;

        Stopped() {
            super("stopped", null, false, false);
        }
    }

    private final Hunspell hunspell;
    private final Set<UnicodeScript> scripts;
    private long until;
    private long busyUntil;
    private int late;

    private Lexicon(Dictionary dictionary, Set<UnicodeScript> scripts) {
        this.scripts = scripts;
        hunspell = new Hunspell(dictionary, TimeoutPolicy.RETURN_PARTIAL_RESULT, this::goOn);
    }

    /**
     * Reads {@code found}. Takes its time.
     *
     * @throws IOException if it is damaged, or larger than a dictionary is
     */
    static Lexicon read(Dictionaries.Found found) throws IOException {
        var rules = DictionaryBounds.read(found.aff(), DictionaryBounds.MOST_RULES);
        var words = DictionaryBounds.read(found.dic(), DictionaryBounds.MOST_WORDS);
        var readable = new String(rules, StandardCharsets.ISO_8859_1);
        DictionaryBounds.check(readable);
        try {
            var in = List.<InputStream>of(new ByteArrayInputStream(words));
            var dictionary = new Dictionary(new ByteArrayInputStream(rules), in, false, SortingStrategy.inMemory());
            return new Lexicon(dictionary, scripts(new String(words, charset(readable))));
        } catch (ParseException | RuntimeException | StackOverflowError e) {
            var damaged = new UnusableException(Reason.DAMAGED, "", "it is damaged");
            damaged.initCause(e);
            throw damaged;
        }
    }

    private static Charset charset(String rules) {
        var named = SET.matcher(rules);
        if (!named.find()) return StandardCharsets.ISO_8859_1;
        try {
            return Charset.forName(named.group(1).replace("microsoft-cp", "windows-"));
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            return StandardCharsets.ISO_8859_1;
        }
    }

    /** In which scripts the dictionary writes: of a list of words, those that are more than a few strangers. */
    private static Set<UnicodeScript> scripts(String words) {
        long lines = words.chars().filter(letter -> letter == '\n').count();
        long step = Math.max(1, lines / SAMPLES);
        var counts = new EnumMap<UnicodeScript, Integer>(UnicodeScript.class);
        long number = 0;
        int all = 0;
        for (int at = 0; at >= 0 && at < words.length(); at = words.indexOf('\n', at) + 1) {
            if (number++ % step == 0) {
                var script = UnicodeScript.of(words.codePointAt(at));
                if (script != UnicodeScript.COMMON) {
                    counts.merge(script, 1, Integer::sum);
                    all++;
                }
            }
            if (words.indexOf('\n', at) < 0) break;
        }
        var scripts = EnumSet.noneOf(UnicodeScript.class);
        for (var each : counts.entrySet()) if (each.getValue() * 20 >= all) scripts.add(each.getKey());
        return scripts;
    }

    /** Whether it judges words of {@code script}. */
    boolean writes(UnicodeScript script) {
        return scripts.contains(script);
    }

    /** Whether {@code word} is right, or it cannot be said in time. */
    synchronized boolean knows(String word) throws InterruptedException {
        return within(MOMENT, () -> hunspell.spell(word), true);
    }

    /** What {@code word} may have been meant to be, the most likely first. */
    synchronized List<String> suggestions(String word) throws InterruptedException {
        return within(THOUGHT, () -> List.copyOf(hunspell.suggest(word)), List.of());
    }

    private <T> T within(long nanos, Supplier<T> question, T otherwise) throws InterruptedException {
        if (late >= PATIENCE) return otherwise;
        until = System.nanoTime() + nanos;
        busyUntil = busy() + nanos;
        try {
            return question.get();
        } catch (Stopped e) {
            if (Thread.interrupted()) throw new InterruptedException();
            late++;
            return otherwise;
        } catch (RuntimeException | StackOverflowError e) { // rules that contradict each other
            late++;
            return otherwise;
        }
    }

    /**
     * Hunspell asks this again and again: first what costs least, as no thread has had more than the time that passed.
     */
    private void goOn() {
        if (Thread.currentThread().isInterrupted()) throw new Stopped();
        if (System.nanoTime() - until > 0 && busy() - busyUntil > 0) throw new Stopped();
    }

    /** How long this thread has had the processor; where nobody knows, as of a virtual one, all time counts. */
    private static long busy() {
        var busy = Thread.currentThread().isVirtual() ? UNKNOWN : THREADS.getCurrentThreadCpuTime();
        return busy == UNKNOWN ? System.nanoTime() : busy;
    }
}
