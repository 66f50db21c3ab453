package parley.desktop.chat.emoji;

import org.jspecify.annotations.Nullable;

import parley.desktop.api.text.Language;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToIntFunction;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * All emoji that Unicode recommends for general interchange (UTS #51), by group, as {@code emoji.txt} has them, with
 * what they are called in the language of the window: {@code emoji_TAG.txt}, of Unicode's CLDR. Never changes; may be
 * used from any thread.
 */
public final class EmojiTable {

    /** The emoji of one kind, in the order of Unicode. */
    public record Group(String name, List<Emoji> emoji) {

        public Group {
            emoji = List.copyOf(emoji);
        }
    }

    /** An emoji, and its name as it is compared. */
    private record Sought(Emoji emoji, String name) {}

    private record Ranked(Emoji emoji, int rank) {}

    private static final Map<Language, EmojiTable> loaded = new ConcurrentHashMap<>();

    private static final int NOT = Integer.MAX_VALUE;

    /** No name is that long; what was pasted may be. */
    private static final int LONGEST = 200;

    private static final Pattern MARKS = Pattern.compile("\\p{Mn}+");

    private final List<Group> groups;
    private final Map<String, String> names = new HashMap<>();
    private final List<Sought> sought;

    EmojiTable(List<Group> groups) {
        this.groups = List.copyOf(groups);
        all().forEach(each -> {
            for (int tone = Emoji.TONES; tone >= 0; tone--) names.put(each.in(tone), each.name(tone));
        });
        sought = all().map(each -> new Sought(each, folded(each.name()))).toList();
    }

    /** The one table in the window's language; the first call reads it, in some milliseconds. */
    public static EmojiTable get() {
        return loaded.computeIfAbsent(Language.current(), EmojiTable::load);
    }

    private static EmojiTable load(Language language) {
        var english = parse(lines("emoji.txt"));
        return new EmojiTable(
                language == Language.ENGLISH ? english : called(english, lines("emoji_" + language.tag() + ".txt")));
    }

    private static List<String> lines(String name) {
        var file = Objects.requireNonNull(EmojiTable.class.getResourceAsStream(name), name);
        try (var lines = new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8))) {
            return lines.lines().filter(line -> !line.startsWith("#")).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * What is {@code english} in another language, whose {@code lines} have fields between tabs: text, name, {@link
     * #folded} words between {@code |}. What people look for by its English name or words is found as well.
     */
    private static List<Group> called(List<Group> english, List<String> lines) {
        var called = new HashMap<String, String[]>();
        for (var line : lines) {
            var fields = line.split("\t", -1);
            called.put(fields[0], fields);
        }
        return english.stream()
                .map(group ->
                        new Group(
                                group.name(),
                                group.emoji().stream().map(each -> called(each, called.get(each.text()))).toList()))
                .toList();
    }

    private static Emoji called(Emoji english, String @Nullable [] fields) {
        if (fields == null) return english;
        var words = new ArrayList<>(list(fields[2], "\\|"));
        words.add(folded(english.name()));
        words.addAll(english.words());
        return new Emoji(english.text(), fields[1], words, english.codes(), english.tones());
    }

    /** {@code text} as it is compared: without capitals and without the marks on its letters. */
    static String folded(String text) {
        if (text.chars().allMatch(each -> each < 0x80)) return text.toLowerCase(Locale.ROOT);
        return MARKS.matcher(Normalizer.normalize(text, Normalizer.Form.NFKD)).replaceAll("").toLowerCase(Locale.ROOT);
    }

    /**
     * The groups of {@code lines}: {@code =NAME} begins a group, and each emoji has a line of fields between tabs:
     * text, name, words between {@code |}, codes between {@code |}, tones between spaces.
     */
    private static List<Group> parse(List<String> lines) {
        var groups = new ArrayList<Group>();
        var name = new StringBuilder();
        var group = new ArrayList<Emoji>();
        lines.forEach(line -> {
            if (line.startsWith("=")) {
                if (!group.isEmpty()) groups.add(new Group(name.toString(), group));
                group.clear();
                name.setLength(0);
                name.append(line, 1, line.length());
            } else {
                group.add(emoji(line.split("\t", -1)));
            }
        });
        groups.add(new Group(name.toString(), group));
        return groups;
    }

    private static Emoji emoji(String[] fields) {
        return new Emoji(
                fields[0],
                fields[1],
                list(fields[2].toLowerCase(Locale.ROOT), "\\|"),
                list(fields[3], "\\|"),
                list(fields[4], " "));
    }

    private static List<String> list(String field, String between) {
        return field.isEmpty() ? List.of() : List.of(field.split(between));
    }

    public List<Group> groups() {
        return groups;
    }

    /** All of them, group by group. */
    public Stream<Emoji> all() {
        return groups.stream().flatMap(group -> group.emoji().stream());
    }

    /** What {@code text} is called, in any tone of skin; empty if it is none of these. */
    public Optional<String> name(String text) {
        return Optional.ofNullable(names.get(text));
    }

    /**
     * Those that {@code query} means, best first, at most {@code most}: each of its words begins a word of the name, a
     * code, or something else that people look for it by.
     */
    public List<Emoji> find(String query, int most) {
        var text = query.strip();
        if (text.length() > LONGEST) return List.of();
        var asked = folded(text);
        if (asked.isEmpty()) return List.of();
        var words = asked.split("[\\s_]+");
        return ranked(each -> rank(each, text, asked, words), most);
    }

    /** Those that have a short code beginning with {@code start}, best first, at most {@code most}. */
    public List<Emoji> coded(String start, int most) {
        var asked = start.toLowerCase(Locale.ROOT);
        return ranked(each -> codeRank(each.emoji(), asked), most);
    }

    /** The emoji that has exactly the short code {@code code}. */
    public Optional<Emoji> of(String code) {
        return all().filter(each -> each.codes().contains(code)).findFirst();
    }

    private List<Emoji> ranked(ToIntFunction<Sought> rank, int most) {
        return sought.stream()
                .map(each -> new Ranked(each.emoji(), rank.applyAsInt(each)))
                .filter(each -> each.rank() != NOT)
                .sorted(Comparator.comparingInt(Ranked::rank))
                .limit(most)
                .map(Ranked::emoji)
                .toList();
    }

    /** The code that fits best is the one that is longer than {@code start} by least. */
    private static int codeRank(Emoji emoji, String start) {
        return emoji.codes().stream()
                .filter(code -> code.startsWith(start))
                .mapToInt(code -> code.length() - start.length())
                .min()
                .orElse(NOT);
    }

    private static int rank(Sought sought, String text, String asked, String[] words) {
        var emoji = sought.emoji();
        if (emoji.text().equals(text) || emoji.tones().contains(text)) return 0;
        if (sought.name().equals(asked) || emoji.codes().contains(asked)) return 1;
        if (words.length == 1 && emoji.words().contains(asked) && !Character.isLetter(asked.charAt(0))) return 2;
        int worst = 0;
        for (var word : words) worst = Math.max(worst, rank(sought, word));
        return worst;
    }

    private static int rank(Sought sought, String word) {
        var emoji = sought.emoji();
        if (sought.name().startsWith(word)) return 2;
        if (begins(sought.name(), word)) return 3;
        if (emoji.words().contains(word)) return 4;
        for (var code : emoji.codes()) if (begins(code, word)) return 5;
        for (var each : emoji.words()) if (begins(each, word)) return 6;
        return NOT;
    }

    /** Whether a word of {@code text} begins with {@code start}; any sign of Chinese writing begins one. */
    static boolean begins(String text, String start) {
        if (Character.isIdeographic(start.codePointAt(0))) return text.contains(start);
        for (int at = text.indexOf(start); at >= 0; at = text.indexOf(start, at + 1)) {
            if (at == 0 || !Character.isLetterOrDigit(text.charAt(at - 1))) return true;
        }
        return false;
    }
}
