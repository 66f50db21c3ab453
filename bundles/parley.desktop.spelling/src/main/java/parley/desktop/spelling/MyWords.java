package parley.desktop.spelling;

import static java.lang.System.Logger.Level.DEBUG;

import parley.client.api.CommandException;
import parley.client.api.store.Store;
import parley.protocol.wire.Bytes;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Words that a person has said are right, kept in the profile, sealed as everything there: among them are names. Asked
 * from any thread; the disk is read and written on a thread of its own. Where the profile cannot be used, they are
 * remembered while this runs.
 */
final class MyWords {

    /** The most that are kept; the oldest make room. */
    static final int MOST = 2_000;

    private static final System.Logger log = System.getLogger(MyWords.class.getName());
    private static final String SPACE = "desktop.spelling";
    private static final Bytes ID = Bytes.of(new byte[] {0});
    private static final byte VERSION = 1;

    private final Store store;
    private final ExecutorService disk =
            Executors.newSingleThreadExecutor(Thread.ofVirtual().name("my-words").factory());

    /** As they were written, the oldest first. */
    private volatile Set<String> words = Set.of();

    /** The same in capitals, as they stand in a heading. */
    private volatile Set<String> capitals = Set.of();

    /** Whether what the profile has is among them; until then nothing is written over it. Of the disk's thread. */
    private boolean known;

    MyWords(Store store) {
        this.store = store;
        disk.execute(this::read);
    }

    /** Ends after what was learned last is written. */
    void close() {
        disk.close();
    }

    /** All there are, the newest first. */
    List<String> all() {
        return new ArrayList<>(words).reversed();
    }

    /** Whether {@code word}, as {@link WordFinder#plain} has it, is one, also at the beginning of a sentence. */
    boolean has(String word) {
        if (words.isEmpty()) return false;
        if (words.contains(word)) return true;
        var small = word.toLowerCase(Locale.ROOT);
        boolean begins = Character.isUpperCase(word.codePointAt(0));
        if (begins && word.substring(1).equals(small.substring(1)) && words.contains(small)) return true;
        return word.equals(word.toUpperCase(Locale.ROOT)) && capitals.contains(word);
    }

    /** Takes {@code word} for right, or no more. */
    synchronized void set(String word, boolean right) {
        var plain = WordFinder.plain(word.strip());
        if (plain.isEmpty() || plain.length() > WordFinder.LONGEST || plain.lines().count() > 1) return;
        var now = new LinkedHashSet<>(words);
        now.remove(plain);
        if (right) now.add(plain);
        take(now);
        if (!disk.isShutdown()) disk.execute(this::write);
    }

    private void take(LinkedHashSet<String> now) {
        while (now.size() > MOST) now.removeFirst();
        words = now; // nobody changes it from here on
        var loud = new LinkedHashSet<String>();
        for (var each : now) loud.add(each.toUpperCase(Locale.ROOT));
        capitals = loud;
    }

    /** A version byte, then the words in UTF-8 between line feeds, the oldest first. */
    static Bytes encoded(Set<String> words) {
        var texts = String.join("\n", words).getBytes(StandardCharsets.UTF_8);
        var bytes = new byte[texts.length + 1];
        bytes[0] = VERSION;
        System.arraycopy(texts, 0, bytes, 1, texts.length);
        return Bytes.of(bytes);
    }

    /** As {@link #encoded} wrote it; nothing if it is of another version. */
    static LinkedHashSet<String> decoded(Bytes stored) {
        var bytes = stored.toArray();
        var words = new LinkedHashSet<String>();
        if (bytes.length == 0 || bytes[0] != VERSION) return words;
        new String(bytes, 1, bytes.length - 1, StandardCharsets.UTF_8)
                .lines()
                .filter(each -> !each.isBlank() && each.length() <= WordFinder.LONGEST)
                .limit(MOST)
                .forEach(words::add);
        return words;
    }

    private void read() {
        try {
            var stored = store.transact(tx -> tx.get(SPACE, ID));
            if (stored.isPresent()) merge(decoded(stored.get()));
            known = true;
        } catch (CommandException e) {
            log.log(DEBUG, "which words were learned cannot be read", e);
        }
    }

    /** Words that were learned before the profile was read stand behind those in it. */
    private synchronized void merge(LinkedHashSet<String> kept) {
        kept.removeAll(words);
        kept.addAll(words);
        take(kept);
    }

    /** Writes what there is by now, which may be more than whoever asked for it knew of. */
    private void write() {
        if (!known) read();
        if (!known) return;
        try {
            store.run(tx -> tx.put(SPACE, ID, encoded(words)));
        } catch (CommandException e) {
            log.log(DEBUG, "which words were learned cannot be kept", e);
        }
    }
}
