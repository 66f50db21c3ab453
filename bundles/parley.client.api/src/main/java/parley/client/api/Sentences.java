package parley.client.api;

import java.util.regex.Pattern;

/** Makes sentences for a person out of messages that are written for the end of a line, as those of exceptions are. */
public final class Sentences {

    /** What a sentence ends with, in any of the languages. */
    private static final String STOPS = ".!?…。！？؟";

    /** The name of a file, a bundle or a person, which is written as it is. */
    private static final Pattern NAME = Pattern.compile("\\S+[.@/\\\\]\\S");

    private Sentences() {}

    /**
     * {@code clause} as a sentence of its own, with a capital letter and a full stop unless it has them. A name at its
     * beginning ({@code sample.jar}) stays what it is. What is blank becomes the empty string.
     */
    public static String of(String clause) {
        if (clause.isBlank()) return "";
        var text = clause.strip();
        var whole = NAME.matcher(text).lookingAt() ? text : upperFirst(text);
        return STOPS.indexOf(whole.charAt(whole.length() - 1)) >= 0 ? whole : whole + ".";
    }

    /** {@code text} with a capital letter, if it begins with one that has any. */
    public static String upperFirst(String text) {
        if (text.isEmpty()) return text;
        int first = text.codePointAt(0);
        return Character.toString(Character.toTitleCase(first)) + text.substring(Character.charCount(first));
    }
}
