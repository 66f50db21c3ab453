package parley.protocol.content;

import parley.protocol.AccountKey;
import parley.protocol.Hash;
import parley.protocol.wire.Bytes;
import parley.protocol.wire.WireWriter;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What a live check hashes: the commitment, and the three words that both people see (docs/protocol.md, Verification).
 * Either side's random number is fixed before it has seen the other's, so that nobody can look for one that makes the
 * words come out alike: somebody in between is found out but once in 2^33 checks.
 */
public final class CheckWords {

    /** How many words there are. */
    public static final int COUNT = 3;

    /** How many there are to choose from. */
    public static final int LIST = 2048;

    private static final int BITS = 11;

    /** So many letters tell the words of the list apart; shorter ones are whole. */
    private static final int UNIQUE = 4;

    private CheckWords() {}

    /** Where the list is read, once. */
    private static final class Words {

        static final List<String> ALL = read();

        private static List<String> read() {
            try (var in = CheckWords.class.getResourceAsStream("words.txt")) {
                if (in == null) throw new IllegalStateException("the list of words is missing from this bundle");
                return new String(in.readAllBytes(), StandardCharsets.US_ASCII).lines().toList();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** What {@code asker} says first: it fixes the nonce, which shows only when it is revealed. */
    public static Hash commitment(Bytes check, AccountKey asker, AccountKey asked, Bytes nonce) {
        var out = new WireWriter().text("Parley check 1").fixed(check);
        asker.write(out);
        asked.write(out);
        return Hash.of(out.fixed(nonce).toBytes());
    }

    /**
     * The words of a check.
     *
     * @param askers the nonce of who asked, which fits the commitment
     * @param askeds the nonce of who was asked
     */
    public static List<String> words(Bytes check, AccountKey asker, AccountKey asked, Bytes askers, Bytes askeds) {
        var out = new WireWriter().text("Parley check words 1").fixed(check);
        out.fixed(SafetyNumber.sorted(asker, asked)).fixed(askers).fixed(askeds);
        var bits = Hash.of(out.toBytes()).bytes().view().getLong() >>> Long.SIZE - COUNT * BITS;
        return List.of(word(bits >>> 2 * BITS), word(bits >>> BITS), word(bits));
    }

    /** So many words of the list by chance, each as likely as any other: 11 bits that nobody can guess. */
    public static List<String> random(int count) {
        var random = new SecureRandom();
        return IntStream.range(0, count).mapToObj(_ -> word(random.nextInt(LIST))).toList();
    }

    /**
     * The word of the list that was typed: whole, or by its first four letters, which no two words share; in whatever
     * case.
     */
    public static Optional<String> find(String typed) {
        var folded = typed.toLowerCase(Locale.ROOT);
        return Words.ALL.stream()
                .filter(word -> word.equals(folded) || folded.length() == UNIQUE && word.startsWith(folded))
                .findFirst();
    }

    /** The words of the list that begin with what was typed, in whatever case; in the order of the list. */
    public static List<String> beginning(String typed) {
        var folded = typed.toLowerCase(Locale.ROOT);
        return Words.ALL.stream().filter(word -> word.startsWith(folded)).toList();
    }

    private static String word(long bits) {
        return Words.ALL.get((int) (bits & LIST - 1));
    }
}
