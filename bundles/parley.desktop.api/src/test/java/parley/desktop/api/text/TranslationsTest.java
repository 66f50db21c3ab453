package parley.desktop.api.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ibm.icu.text.MessageFormat;
import com.ibm.icu.text.MessagePattern;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads the phrases of every bundle and the sources that say them, as they lie in the repository. */
class TranslationsTest {

    private static final String FOLDER = "src/main/resources/OSGI-INF/l10n";
    private static final int[] NUMBERS = {0, 1, 2, 5, 100, 1_000_000};
    private static final Pattern NUMBERED = Pattern.compile("\\{(\\w+), *(?:plural|selectordinal|number)");

    static Stream<Path> bundles() throws IOException {
        try (var all = Files.list(Path.of(".."))) {
            return all.filter(each -> Files.isDirectory(each.resolve(FOLDER))).sorted().toList().stream();
        }
    }

    private static Map<String, String> phrases(Path bundle, Language language) {
        var ending = language == Language.ENGLISH ? "" : "_" + language.tag();
        var file = bundle.resolve(FOLDER).resolve(bundle.getFileName() + ending + ".properties");
        try (var in = Files.newBufferedReader(file)) {
            var read = new Properties();
            read.load(in);
            var phrases = new TreeMap<String, String>();
            read.stringPropertyNames().forEach(key -> phrases.put(key, read.getProperty(key)));
            return phrases;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What stands in {@code phrase}, also within its plurals, of which ICU's format itself says nothing. */
    private static Set<String> arguments(String phrase) {
        var pattern = new MessagePattern(phrase);
        var names = new TreeSet<String>();
        for (int at = 0; at < pattern.countParts(); at++) {
            var part = pattern.getPart(at);
            if (part.getType() == MessagePattern.Part.Type.ARG_NAME) names.add(pattern.getSubstring(part));
        }
        return names;
    }

    @ParameterizedTest
    @MethodSource("bundles")
    void everyLanguageSaysEverything(Path bundle) {
        var english = phrases(bundle, Language.ENGLISH);
        for (var language : Language.values()) {
            var phrases = phrases(bundle, language);
            assertEquals(english.keySet(), phrases.keySet(), language.tag());
            phrases.forEach((key, phrase) -> assertFalse(phrase.isBlank(), () -> language.tag() + ": " + key));
        }
    }

    @ParameterizedTest
    @MethodSource("bundles")
    void everyLanguageSaysItOfTheSameThings(Path bundle) {
        var english = phrases(bundle, Language.ENGLISH);
        for (var language : Language.values()) {
            phrases(bundle, language)
                    .forEach((key, phrase) ->
                            assertEquals(arguments(english.get(key)), arguments(phrase), language.tag() + ": " + key));
        }
    }

    @ParameterizedTest
    @MethodSource("bundles")
    void everyPhraseIsSaidOfEveryNumber(Path bundle) {
        for (var language : Language.values()) {
            phrases(bundle, language)
                    .forEach((key, phrase) -> {
                        var at = language.tag() + ": " + key;
                        assertFalse(phrase.contains("''") || phrase.contains("'{"), at + ": write ’ for an apostrophe");
                        for (int number : NUMBERS) said(at, phrase, language, number);
                    });
        }
    }

    private static void said(String at, String phrase, Language language, int number) {
        var counted = new TreeSet<String>();
        for (var found = NUMBERED.matcher(phrase); found.find(); ) counted.add(found.group(1));
        var values = new HashMap<String, Object>();
        for (var name : arguments(phrase)) values.put(name, counted.contains(name) ? number : "Mira");
        var said = new MessageFormat(phrase, Locale.of(language.tag())).format(values);
        assertFalse(said.isBlank() || said.contains("{") || said.contains("}") || said.contains("#"), at + ": " + said);
        for (var name : values.keySet()) {
            if (!counted.contains(name)) assertTrue(said.contains("Mira"), at + ": " + said);
        }
        boolean exact = phrase.contains("=" + number + " {") || phrase.contains("=" + number + "{");
        if (counted.isEmpty() || exact) return;
        var digits = com.ibm.icu.text.NumberFormat.getInstance(Locale.of(language.tag())).format(number);
        assertTrue(said.contains(digits), at + " does not say " + number + ": " + said);
    }

    @ParameterizedTest
    @MethodSource("bundles")
    void whatIsAskedForIsThereAndWhatIsThereIsAskedFor(Path bundle) throws IOException {
        var known = phrases(bundle, Language.ENGLISH).keySet();
        var asked = new TreeSet<String>();
        var literals = new TreeSet<String>();
        for (var source : sources(bundle.resolve("src/main/java"))) {
            asked.addAll(source.asked());
            source.literals().forEach(each -> literals.add(each.text().replaceFirst("^%", "")));
        }
        for (var key : asked) assertTrue(known.contains(key), () -> key + " is asked for and not there");
        for (var key : known) assertTrue(literals.contains(key), () -> key + " is there and nobody asks for it");
    }

    @ParameterizedTest
    @MethodSource("bundles")
    void nobodySaysAnythingBeforeTheLanguageIsKnown(Path bundle) throws IOException {
        for (var source : sources(bundle.resolve("src/main/java"))) {
            assertFalse(
                    Pattern.compile("static final [^;(]*=[^;]*\\bT\\.(?:get|heard)\\(").matcher(source.code()).find(),
                    () -> source.file() + " keeps a phrase in a constant");
        }
    }

    /** The sources in which nothing is said but by phrases. */
    static Stream<Path> swept() {
        return Stream.of(
                        "parley.desktop.api/src/main/java",
                        "parley.desktop/src/main/java",
                        "parley.desktop.lock/src/main/java",
                        "parley.desktop.backup/src/main/java",
                        "parley.desktop.notify.freedesktop/src/main/java",
                        "parley.desktop.spelling/src/main/java",
                        "parley.desktop.chat/src/main/java")
                .map(Path.of("..")::resolve);
    }

    @ParameterizedTest
    @MethodSource("swept")
    void noWordsAreLeftInTheSources(Path folder) throws IOException {
        var left = new ArrayList<String>();
        for (var source : sources(folder)) {
            for (var literal : source.literals()) {
                if (literal.isSaid() && !Source.NAMES.contains(literal.text()))
                    left.add(source.file() + ": " + literal);
            }
        }
        assertEquals(List.of(), left);
    }

    private static List<Source> sources(Path folder) throws IOException {
        try (var all = Files.walk(folder)) {
            return all.filter(each -> each.toString().endsWith(".java")).map(Source::read).toList();
        }
    }
}
