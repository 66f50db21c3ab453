package parley.desktop.spelling;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Small dictionaries of our own. */
final class Lexica {

    static final String UTF_8 = "SET UTF-8\nTRY esianrtolcdugmphbyfvkwzxq\n";

    private Lexica() {}

    /** Writes a dictionary called {@code id} into {@code folder}. */
    static void write(Path folder, String id, String rules, String... words) throws IOException {
        write(folder, id, StandardCharsets.UTF_8, rules, words);
    }

    static void write(Path folder, String id, Charset charset, String rules, String... words) throws IOException {
        Files.createDirectories(folder);
        Files.write(folder.resolve(id + ".aff"), rules.getBytes(charset));
        var list = words.length + "\n" + String.join("\n", words) + "\n";
        Files.write(folder.resolve(id + ".dic"), list.getBytes(charset));
    }

    static Dictionaries.Found found(Path folder, String id) {
        return new Dictionaries.Found(id, folder.resolve(id + ".aff"), folder.resolve(id + ".dic"));
    }

    /** English: plurals by a rule. */
    static void english(Path folder) throws IOException {
        write(
                folder,
                "en_US",
                UTF_8 + "SFX S Y 1\nSFX S 0 s .\nICONV 1\nICONV ’ '\n",
                "the",
                "house/S",
                "is",
                "green",
                "don't",
                "word/S",
                "London",
                "etc.");
    }

    /** German, in the letters of before Unicode. */
    static void german(Path folder) throws IOException {
        write(
                folder,
                "de_DE",
                StandardCharsets.ISO_8859_1,
                "SET ISO8859-1\nTRY esianrtolcdugmphbyfvkwzxqäöü\nSFX E Y 1\nSFX E 0 er .\n",
                "das",
                "Haus",
                "ist",
                "grün/E",
                "schön",
                "Wort");
    }
}
