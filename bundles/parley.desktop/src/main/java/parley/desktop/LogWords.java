package parley.desktop;

import parley.desktop.api.control.Words;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Takes out of a line of the log what says who somebody is, where they are, or how to come in. Nothing of the kind is
 * logged on purpose; but what another system says in an exception is its own choice of words.
 */
final class LogWords {

    /** The longest line that is shown, in characters. */
    static final int LONGEST = 500;

    private record Rule(Pattern what, String instead) {}

    private static final List<Rule> RULES =
            List.of(
                    // A link, with all that it may carry.
                    new Rule(Pattern.compile("\\b([a-z][a-z0-9+.-]{1,20}://)\\S+"), "$1…"),
                    new Rule(Pattern.compile("\\bparley:\\S+"), "parley:…"),
                    // An address of a person.
                    new Rule(Pattern.compile("[^\\s@\"'<>(),]{1,200}@[\\w.:\\[\\]-]{1,200}"), "…@…"),
                    // Addresses of computers.
                    new Rule(Pattern.compile("\\b\\d{1,3}(?:\\.\\d{1,3}){3}\\b"), "…"),
                    new Rule(
                            Pattern.compile(
                                    "(?<![\\w:])(?=[0-9A-Fa-f:]*?(?:::|:[0-9A-Fa-f]+:[0-9A-Fa-f]+:))[0-9A-Fa-f]{0,4}(?::[0-9A-Fa-f]{0,4}){2,7}"
                                        + "(?:%\\w+)?(?![\\w:])"),
                            "…"),
                    // Keys and names of conversations, but for what a person needs to tell two apart.
                    new Rule(Pattern.compile("\\b([0-9a-fA-F]{8})[0-9a-fA-F]{8,}\\b"), "$1…"),
                    new Rule(
                            Pattern.compile(
                                    "(?<![\\w-])(?=[\\w+/=-]*\\d)(?=[\\w+/=-]*[a-z])(?=[\\w+/=-]*[A-Z])([\\w+-]{4})"
                                            + "[\\w+/=-]{20,}"),
                            "$1…"));

    private final List<String> folders;

    /**
     * @param folders whose names are nobody's business; the longest of them first
     */
    LogWords(List<String> folders) {
        this.folders = folders.stream().filter(folder -> folder.length() > 1).toList();
    }

    /** {@code line} without all that, on one line and not too long. */
    String clean(String line) {
        var bounded = line.length() > 4 * LONGEST ? line.substring(0, 4 * LONGEST) : line;
        for (var folder : folders) bounded = bounded.replace(folder, "~");
        var plain = Words.plain(bounded);
        for (var rule : RULES) plain = rule.what().matcher(plain).replaceAll(rule.instead());
        return Words.excerpt(plain, LONGEST);
    }
}
