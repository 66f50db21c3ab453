package parley.desktop.chat;

import parley.desktop.api.text.Phrases;

import java.util.ArrayList;
import java.util.List;

/**
 * Cipher suites in plain words.
 *
 * @param called what people call it
 * @param strong what it withstands, as the rest of a sentence
 * @param rank a higher one is stronger
 */
record SuiteWords(String called, String strong, int rank) {

    private static final Phrases T = Phrases.of(SuiteWords.class);
    private static final int QUANTUM = 3, WIDE = 2, ROUND = 1;

    /** The words for the suite of this number (RFC 9420). */
    static SuiteWords of(int suite) {
        return switch (suite) {
            case 0xF00D -> new SuiteWords("X-Wing", T.get("suite.quantum"), QUANTUM);
            case 4 -> wide("AES-256", "X448");
            case 5 -> wide("AES-256", "P-521");
            case 6 -> wide("ChaCha20", "X448");
            case 7 -> wide("AES-256", "P-384");
            case 1 -> round("AES-128", "X25519");
            case 2 -> round("AES-128", "P-256");
            case 3 -> round("ChaCha20", "X25519");
            default ->
                    new SuiteWords(T.get("suite.number", "number", Integer.toString(suite)), T.get("suite.unknown"), 0);
        };
    }

    private static SuiteWords wide(String cipher, String exchange) {
        return new SuiteWords(called(cipher, exchange), T.get("suite.wide"), WIDE);
    }

    private static SuiteWords round(String cipher, String exchange) {
        return new SuiteWords(called(cipher, exchange), T.get("suite.round"), ROUND);
    }

    private static String called(String cipher, String exchange) {
        return T.get("suite.with", "cipher", cipher, "exchange", exchange);
    }

    /** What is lost by going from this to {@code other}: sentences, none if nothing is. */
    List<String> lost(SuiteWords other) {
        var lost = new ArrayList<String>();
        if (rank == QUANTUM && other.rank < QUANTUM) lost.add(T.get("suite.lost.quantum"));
        if (rank >= WIDE && other.rank < WIDE) lost.add(T.get("suite.lost.reserve"));
        return lost;
    }
}
