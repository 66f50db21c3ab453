package parley.desktop.api.text;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** A Java file, as far as it matters for what it says to people. */
record Source(Path file, String code, List<Literal> literals) {

    /** What is no word of any language: names of programs, of fonts, of what Unicode and JFace have. */
    static final Set<String> NAMES =
            Set.of(
                    "Parley",
                    "Windows", // as Java says what the system is
                    "Mac",
                    "sudo apt install hunspell-en-us hunspell-de-de", // for a terminal
                    "Adobe", // the name of a marker in pictures
                    "parley: ", // before what a terminal reads
                    "English", // and what others call theirs
                    "Deutsch",
                    "Español",
                    "Inter",
                    "Consolas",
                    "Menlo",
                    "Monospace",
                    " Semi Bold",
                    "The window", // JFace wants a name for a context, which nobody sees
                    "Smileys & Emotion",
                    "People & Body",
                    "Animals & Nature",
                    "Food & Drink",
                    "Travel & Places",
                    "Activities",
                    "Objects",
                    "Symbols",
                    "Flags",
                    "Used lately");

    private static final Pattern WORDS =
            Pattern.compile(".*\\p{L}{2,}[,.:]? \\p{L}{2,}.*|\\p{Lu}\\p{Ll}+[.…:!?]? ?|.*\\p{L}{2,}[…:] ?$");

    /** What is read by those who look for a mistake, by a machine or in a terminal. */
    private static final Pattern UNSEEN =
            Pattern.compile(
                    "log\\.log\\(|note\\(|Exception\\(|Damaged\\(|@SuppressWarnings|Pattern\\.compile|\\.name\\(|throw "
                            + "|launcher\\.|TEXT =|ofPattern\\(|PROGRAMS =|\"event\"|Class\\.forName|getMethod");

    private static final Pattern ASKED = Pattern.compile("\\bT\\.(?:get|heard|list)\\(([^,;]*?)[,)]");
    private static final Pattern QUOTED = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"");
    private static final Pattern LABEL = Pattern.compile("\"%([\\w.-]+)\"");

    /**
     * A text in the code.
     *
     * @param before the statement up to it
     */
    record Literal(String text, String before) {

        /** Whether it looks like something that a person reads. */
        boolean isSaid() {
            return WORDS.matcher(text).matches() && !UNSEEN.matcher(before).find();
        }
    }

    static Source read(Path file) {
        try {
            var code = uncommented(Files.readString(file));
            return new Source(file, code, literals(code));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The keys that are asked for, as phrases or as labels. */
    Set<String> asked() {
        var keys = new TreeSet<String>();
        for (var call = ASKED.matcher(code); call.find(); ) {
            for (var key = QUOTED.matcher(call.group(1)); key.find(); ) keys.add(key.group(1));
        }
        for (var label = LABEL.matcher(code); label.find(); ) keys.add(label.group(1));
        return keys;
    }

    /** {@code code} without its comments; what is between quotes stays. */
    private static String uncommented(String code) {
        var found =
                Pattern.compile("\"(?:[^\"\\\\\n]|\\\\.)*\"|'(?:[^'\\\\]|\\\\.)+'|//[^\n]*|/\\*(?s:.*?)\\*/")
                        .matcher(code);
        return found.replaceAll(
                part -> part.group().startsWith("/") ? "" : java.util.regex.Matcher.quoteReplacement(part.group()));
    }

    private static List<Literal> literals(String code) {
        var all = new ArrayList<Literal>();
        for (var found = QUOTED.matcher(code); found.find(); ) {
            int from = found.start();
            while (from > 0 && ";{}".indexOf(code.charAt(from - 1)) < 0) from--;
            all.add(new Literal(found.group(1), code.substring(from, found.start())));
        }
        return all;
    }
}
