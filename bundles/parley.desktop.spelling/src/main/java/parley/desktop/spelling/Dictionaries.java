package parley.desktop.spelling;

import static java.lang.System.Logger.Level.DEBUG;

import org.jspecify.annotations.Nullable;

import parley.desktop.api.control.Words;
import parley.desktop.api.text.Language;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.text.Collator;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Which dictionaries of Hunspell there are on this computer: pairs of files {@code NAME.aff} and {@code NAME.dic} where
 * systems and LibreOffice keep them, and in a folder of the profile, which comes first. Blocks.
 */
final class Dictionaries {

    private static final System.Logger log = System.getLogger(Dictionaries.class.getName());

    /** The most files that are looked at in one folder. */
    private static final int MOST_FILES = 2_000;

    /** What such files are called: a language, mostly with a country. */
    private static final Pattern NAME = Pattern.compile("[a-z]{2,3}([_-][A-Za-z0-9]{1,12}){0,3}");

    /** A dictionary: the name of its files without their ends, such as {@code de_DE}. */
    record Found(String id, Path aff, Path dic) {

        private Locale locale() {
            return Locale.forLanguageTag(String.join("-", tags().subList(0, Math.min(2, tags().size()))));
        }

        private List<String> tags() {
            return List.of(id.split("[_-]"));
        }

        String language() {
            return tags().getFirst();
        }

        /** What people call it in the language of the window: {@code German (Germany)}. */
        String label() {
            var name = locale().getDisplayName(Language.locale());
            var more = tags().size() > 2 ? ", " + String.join(" ", tags().subList(2, tags().size())) : "";
            return Words.line((name.isEmpty() ? id : name) + more);
        }
    }

    private final List<Path> folders;

    /** Looks through {@code folders}; of two dictionaries of one name the first is meant. */
    Dictionaries(List<Path> folders) {
        this.folders = List.copyOf(folders);
    }

    /**
     * The folders of this system.
     *
     * @param own that of the profile
     * @param system the name of the system, as Java says it
     */
    static List<Path> folders(Path own, String system, Path home, Map<String, String> environment) {
        var all = new ArrayList<Path>();
        all.add(own);
        if (system.startsWith("Windows")) {
            for (var each : List.of("APPDATA", "LOCALAPPDATA")) below(all, environment.get(each), "hunspell");
            for (var each : List.of("ProgramFiles", "ProgramFiles(x86)"))
                below(all, environment.get(each), "LibreOffice/share/extensions");
        } else if (system.startsWith("Mac")) {
            all.add(home.resolve("Library/Spelling"));
            all.add(Path.of("/Library/Spelling"));
            all.add(Path.of("/Applications/LibreOffice.app/Contents/Resources/extensions"));
        } else {
            below(all, environment.get("XDG_DATA_HOME"), "hunspell");
            all.add(home.resolve(".local/share/hunspell"));
            for (var each : List.of("/usr/local/share/hunspell", "/usr/share/hunspell", "/usr/share/myspell"))
                all.add(Path.of(each));
            all.add(Path.of("/usr/share/myspell/dicts"));
            all.add(Path.of("/usr/lib/libreoffice/share/extensions"));
        }
        return all;
    }

    private static void below(List<Path> all, @Nullable String parent, String folder) {
        if (parent == null || parent.isBlank()) return;
        try {
            all.add(Path.of(parent).resolve(folder));
        } catch (InvalidPathException e) {
            log.log(DEBUG, "a folder of the environment has no name", e);
        }
    }

    /** All there are, by name. */
    Collection<Found> all() {
        var found = new TreeMap<String, Found>();
        for (var folder : folders) {
            take(folder, found);
            for (var inner : listed(folder, "dict-*")) take(inner, found); // how LibreOffice keeps them
        }
        return found.values().stream()
                .sorted(Comparator.comparing(Found::label, Collator.getInstance(Language.locale())))
                .toList();
    }

    private static void take(Path folder, Map<String, Found> found) {
        for (var aff : listed(folder, "*.aff")) {
            var file = String.valueOf(aff.getFileName());
            var id = file.substring(0, file.length() - ".aff".length());
            var dic = aff.resolveSibling(id + ".dic");
            if (NAME.matcher(id).matches() && Files.isRegularFile(aff) && Files.isRegularFile(dic))
                found.putIfAbsent(id, new Found(id, aff, dic));
        }
    }

    private static List<Path> listed(Path folder, String pattern) {
        if (!Files.isDirectory(folder)) return List.of();
        var files = new ArrayList<Path>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(folder, pattern)) {
            for (var each : all) {
                if (files.size() == MOST_FILES) break;
                files.add(each);
            }
        } catch (IOException | DirectoryIteratorException e) {
            log.log(DEBUG, "a folder of dictionaries cannot be read", e);
        }
        return files;
    }

    /** What somebody of {@code locale} writes who has chosen nothing: their language, and English. */
    static List<String> usual(Collection<Found> all, Locale locale) {
        var chosen = new ArrayList<String>();
        nearest(all, locale).ifPresent(each -> chosen.add(each.id()));
        if (!locale.getLanguage().equals("en")) nearest(all, Locale.US).ifPresent(each -> chosen.add(each.id()));
        return chosen;
    }

    private static Optional<Found> nearest(Collection<Found> all, Locale locale) {
        return all.stream()
                .filter(each -> each.language().equals(locale.getLanguage()))
                .min(
                        Comparator.comparing((Found each) -> !each.locale().getCountry().equals(locale.getCountry()))
                                .thenComparing(each -> !each.locale().getCountry().equalsIgnoreCase(each.language()))
                                .thenComparing(each -> !each.id().equals("en_US"))
                                .thenComparing(each -> each.id().length())
                                .thenComparing(Found::id));
    }
}
