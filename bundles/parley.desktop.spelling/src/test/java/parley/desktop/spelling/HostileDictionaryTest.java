package parley.desktop.spelling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;

/** Dictionaries come from anywhere: what is damaged or means harm costs a sentence and no more. */
class HostileDictionaryTest {

    @TempDir Path folder;

    private Lexicon read(String rules, String... words) throws IOException {
        Lexica.write(folder, "xx", rules, words);
        return Lexicon.read(Lexica.found(folder, "xx"));
    }

    private String refusal(String rules, String... words) {
        return String.valueOf(assertThrows(IOException.class, () -> read(rules, words)).getMessage());
    }

    @Test
    void refusesTablesThatClaimToBeLong() throws Exception {
        for (var table : new String[] {"AF", "AM", "REP", "MAP", "ICONV", "OCONV", "BREAK", "COMPOUNDRULE"}) {
            assertEquals("a table of it is longer than its file", refusal(table + " 2000000000\n", "a"), table);
            assertEquals("a table of it is longer than its file", refusal(table + "\t99999999999999999999\n", "a"));
        }
        assertEquals("a table of it is longer than its file", refusal("SFX A Y 2000000000\n", "a"));
        assertEquals("a table of it is longer than its file", refusal("PFX A Y 3\nPFX A 0 b .\n", "a"));
        assertTrue(read("SFX A Y 1\nSFX A 0 b .\n", "aa/A").knows("aab"), "as long as it says");
        assertTrue(read("AF 1\nAF AA\nSFX A Y 1\nSFX A 0 b .\n", "aa/1").knows("aa"));
    }

    @Test
    void refusesNegativeTables() {
        assertEquals("it is damaged", refusal("AF -1\n", "a"));
        assertEquals("it is damaged", refusal("COMPOUNDRULE -5\n", "a"));
    }

    @Test
    void refusesFilesAndLinesThatAreTooLarge() throws Exception {
        read("SET UTF-8\n", "word");
        for (var name : new String[] {"xx.aff", "xx.dic"}) {
            int most = name.equals("xx.aff") ? DictionaryBounds.MOST_RULES : DictionaryBounds.MOST_WORDS;
            var before = Files.readAllBytes(folder.resolve(name));
            try (var sparse = new RandomAccessFile(folder.resolve(name).toFile(), "rw")) {
                sparse.setLength(most + 1L);
            }
            var why = assertThrows(IOException.class, () -> Lexicon.read(Lexica.found(folder, "xx"))).getMessage();
            assertEquals(name + " is larger than any dictionary is", why);
            Files.write(folder.resolve(name), before);
        }
        assertFalse(refusal("SET UTF-8\nAF -1\n", "w".repeat(DictionaryBounds.LONGEST_LINE)).contains("too long"));
        assertTrue(refusal("SET UTF-8\n", "w".repeat(DictionaryBounds.LONGEST_LINE + 1)).contains("too long"));
    }

    @Test
    void refusesWhatIsNoFile() throws Exception {
        Files.createDirectories(folder.resolve("xx.aff"));
        Files.write(folder.resolve("xx.dic"), "1\na\n".getBytes(StandardCharsets.UTF_8));
        var why = assertThrows(IOException.class, () -> Lexicon.read(Lexica.found(folder, "xx"))).getMessage();
        assertEquals("there is no file xx.aff", why);
        assertThrows(IOException.class, () -> Lexicon.read(Lexica.found(folder, "yy")));
    }

    @Test
    void survivesWhateverStandsInIt() throws Exception {
        var random = new Random(7);
        var rules =
                (Lexica.UTF_8
                                + "FLAG long\nAF 2\nAF AaBb\nAF Bb\nREP 1\nREP a b\nMAP 1\nMAP (aä)\nBREAK 1\nBREAK -\n"
                                + "COMPOUNDRULE 1\nCOMPOUNDRULE (Aa)*(Bb)?\nPFX Aa Y 1\nPFX Aa 0 un .\n"
                                + "SFX Bb N 2\nSFX Bb y ies [^aeiou]y\nSFX Bb 0 s/Aa [sxzh]\nCHECKCOMPOUNDPATTERN 1\n"
                                + "CHECKCOMPOUNDPATTERN a b\nKEY qwer|asdf\nICONV 1\nICONV x y\n")
                        .getBytes(StandardCharsets.UTF_8);
        var words = "3\nhappy/1\nword/2\nfox/BbAa\n".getBytes(StandardCharsets.UTF_8);
        int read = 0, refused = 0;
        for (int round = 0; round < 1_500; round++) {
            Files.write(folder.resolve("xx.aff"), round % 3 == 0 ? rules : mutated(rules, random));
            Files.write(folder.resolve("xx.dic"), round % 3 == 1 ? words : mutated(words, random));
            try {
                var lexicon = Lexicon.read(Lexica.found(folder, "xx"));
                for (var word : new String[] {"happy", "unfoxs", "wordwordfox", "hpapy"}) lexicon.knows(word);
                if (round % 10 == 0) lexicon.suggestions("hapyp");
                read++;
            } catch (IOException e) {
                refused++;
            }
        }
        assertTrue(read > 100 && refused > 100, read + " were read, " + refused + " refused");
    }

    private static byte[] mutated(byte[] bytes, Random random) {
        var changed = bytes.clone();
        for (int change = random.nextInt(1, 6); change > 0; change--) {
            int at = random.nextInt(changed.length);
            if (random.nextBoolean()) changed[at] = (byte) random.nextInt(256);
            else changed = Arrays.copyOf(changed, Math.max(1, at));
        }
        return changed;
    }

    @Test
    void asksADictionaryNoMoreThatTakesForEver() throws Exception {
        var rules = new StringBuilder("SET UTF-8\nCOMPOUNDMIN 1\nCOMPOUNDRULE 1\nCOMPOUNDRULE ");
        rules.append("A*".repeat(14)).append("Z\n");
        var lexicon = read(rules.toString(), "a/A", "aa/A", "aaa/A", "z/Z");
        var threads = ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadCpuTime();
        for (int word = 0; word < 200; word++) lexicon.knows("a".repeat(40) + "b".repeat(1 + word % 15));
        double seconds = (threads.getCurrentThreadCpuTime() - before) / 1e9;
        assertTrue(seconds < 8, "200 words took " + seconds + " s of the processor");
        assertTrue(lexicon.knows("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab"), "it accuses nobody");
    }
}
