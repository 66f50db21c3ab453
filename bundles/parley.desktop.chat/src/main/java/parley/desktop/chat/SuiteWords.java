package parley.desktop.chat;

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

    private static final int QUANTUM = 3, WIDE = 2, ROUND = 1;

    /** The words for the suite of this number (RFC 9420). */
    static SuiteWords of(int suite) {
        return switch (suite) {
            case 0xF00D -> new SuiteWords("X-Wing", "withstands quantum computers too", QUANTUM);
            case 4 -> wide("AES-256 with X448");
            case 5 -> wide("AES-256 with P-521");
            case 6 -> wide("ChaCha20 with X448");
            case 7 -> wide("AES-256 with P-384");
            case 1 -> round("AES-128 with X25519");
            case 2 -> round("AES-128 with P-256");
            case 3 -> round("ChaCha20 with X25519");
            default -> new SuiteWords("number " + suite, "Parley knows nothing more of it", 0);
        };
    }

    private static SuiteWords wide(String called) {
        return new SuiteWords(called, "strong, with much in reserve", WIDE);
    }

    private static SuiteWords round(String called) {
        return new SuiteWords(called, "strong", ROUND);
    }

    /** What is lost by going from this to {@code other}: sentences, none if nothing is. */
    List<String> lost(SuiteWords other) {
        var lost = new ArrayList<String>();
        if (rank == QUANTUM && other.rank < QUANTUM)
            lost.add("Who records it today could read it one day with a quantum computer.");
        if (rank >= WIDE && other.rank < WIDE)
            lost.add("It has less in reserve against attacks that nobody knows yet.");
        return lost;
    }
}
