package parley.desktop.chat.emoji;

import net.fellbaum.jemoji.Emoji;
import net.fellbaum.jemoji.EmojiGroup;
import net.fellbaum.jemoji.EmojiManager;
import net.fellbaum.jemoji.EmojiSubGroup;
import net.fellbaum.jemoji.Qualification;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Makes {@code emoji.txt} of what JEmoji knows, so that the program itself carries a tenth of that. Run with the file's
 * path after another version of JEmoji has been taken.
 */
final class EmojiFile {

    private static final List<String> TONES = List.of("light", "medium-light", "medium", "medium-dark", "dark");
    private static final String SKIN = " skin tone";

    /** All that Unicode recommends, by what they are called. */
    private final Map<String, Emoji> named =
            EmojiManager.getAllEmojis().stream()
                    .filter(each -> each.getQualification() == Qualification.FULLY_QUALIFIED)
                    .collect(Collectors.toMap(Emoji::getDescription, Function.identity()));

    public static void main(String[] arguments) throws IOException {
        Files.write(Path.of(arguments[0]), new EmojiFile().lines());
    }

    List<String> lines() {
        var lines = new ArrayList<String>();
        lines.add("# Made by EmojiFile from JEmoji, whose data is that of Unicode (UTS #51): do not edit.");
        for (var group : EmojiGroup.values()) {
            if (group == EmojiGroup.COMPONENT) continue;
            lines.add("=" + group.getName());
            for (var part : EmojiSubGroup.values()) {
                named.values().stream()
                        .filter(each -> each.getGroup() == group && each.getSubgroup() == part)
                        .filter(each -> !each.getDescription().contains(SKIN))
                        .sorted(Comparator.comparing(Emoji::getEmoji, EmojiFile::compare))
                        .map(this::line)
                        .forEach(lines::add);
            }
        }
        return lines;
    }

    /** As Unicode counts, not as Java's strings do. */
    private static int compare(String one, String other) {
        return Arrays.compare(one.codePoints().toArray(), other.codePoints().toArray());
    }

    private String line(Emoji emoji) {
        var codes = new LinkedHashSet<String>();
        var words = new LinkedHashSet<String>(List.of(emoji.getSubgroup().getName().split("-")));
        for (var aliases : List.of(emoji.getGithubAliases(), emoji.getDiscordAliases(), emoji.getSlackAliases())) {
            aliases.forEach(alias -> sort(alias, codes, words));
        }
        words.removeIf(word -> emoji.getDescription().toLowerCase(Locale.ROOT).contains(word));
        var name = emoji.getDescription();
        return String.join(
                "\t",
                emoji.getEmoji(),
                name,
                String.join("|", words),
                String.join("|", codes),
                String.join(" ", tones(name)));
    }

    /** A code stands between colons; what does not, such as {@code <3}, people may look for all the same. */
    private static void sort(String alias, Set<String> codes, Set<String> words) {
        if (alias.matches(":[a-z0-9_+\\-]+:")) codes.add(alias.substring(1, alias.length() - 1));
        else if (!alias.contains(":") || alias.length() <= 3) words.add(alias.replace('|', 'I'));
    }

    private List<String> tones(String name) {
        var tones = new ArrayList<String>();
        for (var tone : TONES) toned(name, tone + SKIN).ifPresent(each -> tones.add(each.getEmoji()));
        return tones.size() == TONES.size() ? tones : List.of();
    }

    /** "thumbs up" is "thumbs up: TONE", and "person: red hair" is "person: TONE, red hair" or the other way round. */
    private Optional<Emoji> toned(String name, String tone) {
        int colon = name.indexOf(": ");
        var names =
                colon < 0
                        ? List.of(name + ": " + tone)
                        : List.of(
                                name.substring(0, colon + 2) + tone + ", " + name.substring(colon + 2),
                                name + ", " + tone);
        return names.stream().map(named::get).filter(each -> each != null).findFirst();
    }
}
