package parley.desktop.chat.emoji;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;

import parley.desktop.api.text.Language;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.stream.Stream;

/**
 * Makes {@code emoji_TAG.txt} of what Unicode's CLDR calls emoji in the languages of the window. Run with three
 * directories after another version of {@code emoji.txt} or of CLDR has been taken: {@code annotations} and {@code
 * annotationsDerived} as the npm packages cldr-annotations-full and cldr-annotations-derived-full have them, and where
 * the files go.
 */
final class EmojiNamesFile {

    private final JsonObject annotations;
    private final JsonObject derived;

    private EmojiNamesFile(Path annotations, Path derived, Language language) throws IOException {
        this.annotations = read(annotations, "annotations", language);
        this.derived = read(derived, "annotationsDerived", language);
    }

    public static void main(String[] arguments) throws IOException {
        for (var language : Language.values()) {
            if (language == Language.ENGLISH) continue;
            var file = new EmojiNamesFile(Path.of(arguments[0]), Path.of(arguments[1]), language);
            Files.write(Path.of(arguments[2]).resolve("emoji_" + language.tag() + ".txt"), file.lines());
        }
    }

    private static JsonObject read(Path directory, String what, Language language) throws IOException {
        var file = directory.resolve(language.tag()).resolve("annotations.json");
        try (var in = Files.newInputStream(file);
                var reader = Json.createReader(in)) {
            return reader.readObject().getJsonObject(what).getJsonObject("annotations");
        }
    }

    private List<String> lines() {
        var lines = new ArrayList<String>();
        lines.add("# Made by EmojiNamesFile from Unicode's CLDR: do not edit.");
        EmojiTable.get().all().map(this::line).forEach(lines::add);
        return lines;
    }

    private String line(Emoji emoji) {
        var known = known(emoji.text());
        var name = strings(known.getJsonArray("tts")).findFirst().orElseThrow();
        var words = new LinkedHashSet<String>();
        var keywords = known.getJsonArray("default");
        if (keywords != null) strings(keywords).map(EmojiTable::folded).forEach(words::add);
        words.removeIf(word -> word.matches(".*[|\t].*") || EmojiTable.begins(EmojiTable.folded(name), word));
        return String.join("\t", emoji.text(), name, String.join("|", words));
    }

    /** CLDR leaves the sign out that asks for colours. */
    private JsonObject known(String text) {
        return Stream.of(text, text.replace("\uFE0F", ""))
                .flatMap(each -> Stream.of(annotations, derived).map(all -> all.getJsonObject(each)))
                .filter(each -> each != null)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("CLDR does not know " + text));
    }

    private static Stream<String> strings(JsonArray array) {
        return array.getValuesAs(JsonString.class).stream().map(JsonString::getString);
    }
}
