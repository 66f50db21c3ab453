package parley.desktop.spelling;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Dictionaries are found where systems keep them. */
class DictionariesTest {

    @TempDir Path home;

    private List<String> ids(Path... folders) {
        return new Dictionaries(List.of(folders)).all().stream().map(Dictionaries.Found::id).toList();
    }

    private void write(Path folder, String... ids) throws IOException {
        for (var id : ids) Lexica.write(folder, id, "", "word");
    }

    @Test
    void findsPairsOfFilesAndThoseOfLibreOffice() throws IOException {
        var own = home.resolve("own");
        write(own, "en_US", "de_DE_frami", "sr-Latn-RS", "nolanguage", "x", "..", "En_us");
        write(home.resolve("office/dict-fr"), "fr");
        write(home.resolve("office/other"), "es");
        Files.delete(own.resolve("sr-Latn-RS.dic"));
        Files.writeString(own.resolve("hyph_de_DE.dic"), "UTF-8\n");
        assertEquals(
                List.of("en_US", "fr", "de_DE_frami").stream().sorted().toList(),
                ids(own, home.resolve("office")).stream().sorted().toList());
        assertEquals(List.of(), ids(home.resolve("none"), home.resolve("own/en_US.aff")));
    }

    @Test
    void takesTheOneOfTheProfileFirst() throws IOException {
        write(home.resolve("one"), "en_US");
        write(home.resolve("two"), "en_US");
        var all = new Dictionaries(List.of(home.resolve("one"), home.resolve("two"))).all();
        assertEquals(1, all.size());
        assertTrue(all.iterator().next().aff().startsWith(home.resolve("one")));
    }

    @Test
    void callsThemByTheirLanguage() {
        assertEquals("German (Germany)", Lexica.found(home, "de_DE").label());
        assertEquals("German (Germany), frami", Lexica.found(home, "de_DE_frami").label());
        assertEquals("French", Lexica.found(home, "fr").label());
        assertEquals("zzz", Lexica.found(home, "zzz").label());
    }

    private List<String> usual(Locale locale, String... ids) {
        return Dictionaries.usual(List.of(ids).stream().map(id -> Lexica.found(home, id)).toList(), locale);
    }

    @Test
    void choosesThePersonsLanguageAndEnglish() {
        assertEquals(
                List.of("de_CH", "en_US"), usual(Locale.of("de", "CH"), "de_AT", "de_CH", "de_DE", "en_GB", "en_US"));
        assertEquals(List.of("de_DE", "en_GB"), usual(Locale.of("de", "CH"), "de_AT", "de_DE", "en_GB"));
        assertEquals(List.of("en_GB"), usual(Locale.UK, "de_DE", "en_US", "en_GB"));
        assertEquals(List.of("en_US"), usual(Locale.of("en", "IE"), "en_GB", "en_US"));
        assertEquals(List.of("en_US"), usual(Locale.of("fa"), "de_DE", "en_US"));
        assertEquals(List.of(), usual(Locale.of("fa"), "de_DE"));
    }

    @Test
    void knowsTheFoldersOfEachSystem() {
        var own = home.resolve("dictionaries");
        var linux = Dictionaries.folders(own, "Linux", home, Map.of("XDG_DATA_HOME", ""));
        assertEquals(own, linux.getFirst());
        assertTrue(linux.contains(Path.of("/usr/share/hunspell")) && linux.contains(Path.of("/usr/share/myspell")));
        assertFalse(linux.contains(Path.of("hunspell")), "an empty variable is no folder");
        var mac = Dictionaries.folders(own, "Mac OS X", home, Map.of());
        assertTrue(mac.contains(home.resolve("Library/Spelling")));
        var windows = Dictionaries.folders(own, "Windows 11", home, Map.of("APPDATA", home.toString()));
        assertTrue(windows.contains(home.resolve("hunspell")));
        assertEquals(2, windows.size(), "what is not set is not looked for");
    }
}
