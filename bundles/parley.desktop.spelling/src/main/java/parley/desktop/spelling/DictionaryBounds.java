package parley.desktop.spelling;

import parley.desktop.spelling.UnusableException.Reason;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/**
 * Reads the two files of a dictionary, and refuses what would cost more than any dictionary does: tables are made as
 * long as their first line says before the rest of them is read.
 */
final class DictionaryBounds {

    /** The largest file of rules, in bytes: four times the largest that is known. */
    static final int MOST_RULES = 8 << 20;

    /** The largest file of words, in bytes. */
    static final int MOST_WORDS = 16 << 20;

    /** The longest line of either, in bytes. */
    static final int LONGEST_LINE = 16 << 10;

    /** Rules whose first line says in its second field how many lines follow. */
    private static final Set<String> TABLES =
            Set.of(
                    "AF",
                    "AM",
                    "REP",
                    "MAP",
                    "ICONV",
                    "OCONV",
                    "BREAK",
                    "PHONE",
                    "COMPOUNDRULE",
                    "CHECKCOMPOUNDPATTERN");

    /**
     * What a dictionary takes of the memory while it is read, at most, for each byte of its files: 36 where each word
     * is one letter, less than 20 where they are words.
     */
    static final int COST = 40;

    private DictionaryBounds() {}

    /** How much of the memory {@code found} takes at most while it is read, in bytes; at least 1. */
    static long cost(Dictionaries.Found found) {
        return Math.max(1, COST * (size(found.aff(), MOST_RULES) + size(found.dic(), MOST_WORDS)));
    }

    /** Of one that is larger than {@code most} nothing is kept. */
    private static long size(Path file, int most) {
        try {
            return Math.min(Files.size(file), most);
        } catch (IOException e) { // whoever reads it says so
            return 0;
        }
    }

    /**
     * The bytes of {@code file}.
     *
     * @throws IOException if it cannot be read, has more than {@code most}, or a line is longer than any is
     */
    static byte[] read(Path file, int most) throws IOException {
        var name = String.valueOf(file.getFileName());
        if (!Files.isRegularFile(file)) throw new UnusableException(Reason.MISSING, name, "there is no file " + name);
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(most + 1);
        }
        if (bytes.length > most)
            throw new UnusableException(Reason.LARGE, name, name + " is larger than any dictionary is");
        int start = 0;
        for (int at = 0; at < bytes.length; at++) {
            if (bytes[at] == '\n' || bytes[at] == '\r') start = at + 1;
            if (at - start >= LONGEST_LINE)
                throw new UnusableException(Reason.LINE, name, name + " has a line that is too long");
        }
        return bytes;
    }

    /** Refuses {@code rules} of which a table claims to have more lines than the whole file. */
    static void check(String rules) throws IOException {
        long lines = rules.lines().count();
        var seen = new HashSet<String>();
        for (var line : (Iterable<String>) rules.lines()::iterator) {
            var fields = line.strip().split("\\s+", 6);
            boolean affix = fields[0].equals("PFX") || fields[0].equals("SFX");
            int place = affix ? 3 : 1;
            if (fields.length <= place || !affix && !TABLES.contains(fields[0])) continue;
            if (!seen.add(affix ? fields[0] + " " + fields[1] : fields[0])) continue; // a line of the table
            if (number(fields[place]) > lines)
                throw new UnusableException(Reason.TABLE, "", "a table of it is longer than its file");
        }
    }

    /** The number that {@code field} is; 0 if it is none, which whoever reads the table finds out. */
    private static long number(String field) {
        if (!field.chars().allMatch(letter -> letter >= '0' && letter <= '9') || field.isEmpty()) return 0;
        return field.length() > 18 ? Long.MAX_VALUE : Long.parseLong(field);
    }
}
