package parley.terminal;

import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A line of input as words.
 *
 * @param command its name, such as {@code say} or {@code group create}; empty for an empty line
 * @param words what follows the name
 */
record Line(String command, List<String> words) {

    /** Names of two words. */
    private static final Set<String> FIRST =
            Set.of("account", "group", "cipher", "plugin", "profile", "privacy", "presence", "passphrase", "backup");

    /** Commands of which the rest of the line, from the given word on, is text to be taken as it stands. */
    private static final Set<String> VERBATIM = Set.of("say", "reply", "edit", "draft");

    Line {
        words = List.copyOf(words);
    }

    /**
     * Reads a line as docs say: an array of strings in JSON, or words as a POSIX shell splits them, without expansion.
     *
     * @throws CommandException USAGE if a quote or the array is not closed
     */
    static Line parse(String line) throws CommandException {
        var text = line.stripLeading();
        if (text.startsWith("/")) text = text.substring(1);
        if (text.startsWith("[")) {
            try {
                return of(Json.strings(text));
            } catch (Json.SyntaxException e) {
                throw new CommandException(
                        Code.USAGE,
                        "the line is no JSON array of strings ("
                                + e.getMessage()
                                + "); write it like [\"say\",\"bob\",\"hello\"]",
                        e);
            }
        }
        var first = firstWord(text);
        if (VERBATIM.contains(first)) return verbatim(first, text.substring(first.length()));
        if (first.equals("gogo")) return new Line("gogo", List.of(text.substring(4).strip()));
        return of(split(text));
    }

    private static String firstWord(String text) {
        var end = 0;
        while (end < text.length() && !isBlank(text.charAt(end))) end++;
        return text.substring(0, end);
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t' || c == '\n' || c == '\r';
    }

    static Line of(List<String> words) {
        if (words.isEmpty()) return new Line("", List.of());
        var first = words.getFirst();
        if (FIRST.contains(first) && words.size() > 1) {
            return new Line(first + " " + words.get(1), words.subList(2, words.size()));
        }
        return new Line(first, words.subList(1, words.size()));
    }

    /** One word, quoted or not, then the rest as it stands. */
    private static Line verbatim(String command, String rest) throws CommandException {
        var splitter = new Splitter(rest.stripLeading());
        var words = new ArrayList<String>();
        if (splitter.word()) {
            words.add(splitter.word.toString());
            var text = splitter.rest();
            if (!text.isBlank()) words.add(text);
        }
        return new Line(command, words);
    }

    private static List<String> split(String text) throws CommandException {
        var splitter = new Splitter(text);
        var words = new ArrayList<String>();
        while (splitter.word()) words.add(splitter.word.toString());
        return words;
    }

    /** Splits as POSIX.1-2017 §2.2 quotes: single quotes, double quotes, backslash. */
    private static final class Splitter {

        private final String text;
        private int at;
        private StringBuilder word = new StringBuilder();

        Splitter(String text) {
            this.text = text;
        }

        /** What is left behind the last word and the one blank that ended it. */
        String rest() {
            return at < text.length() ? text.substring(at + 1) : "";
        }

        boolean word() throws CommandException {
            while (at < text.length() && isBlank(text.charAt(at))) at++;
            if (at == text.length()) return false;
            word = new StringBuilder();
            while (at < text.length() && !isBlank(text.charAt(at))) {
                var c = text.charAt(at++);
                switch (c) {
                    case '\'' -> quoted('\'');
                    case '"' -> quoted('"');
                    case '\\' -> word.append(at < text.length() ? text.charAt(at++) : '\\');
                    default -> word.append(c);
                }
            }
            return true;
        }

        private void quoted(char quote) throws CommandException {
            while (at < text.length()) {
                var c = text.charAt(at++);
                if (c == quote) return;
                var escaped = quote == '"' && c == '\\' && at < text.length() && "\"\\$`".indexOf(text.charAt(at)) >= 0;
                word.append(escaped ? text.charAt(at++) : c);
            }
            throw new CommandException(Code.USAGE, "a quote is not closed; add " + quote + " where it ends");
        }
    }
}
