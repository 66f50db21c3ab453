package parley.terminal;

import parley.protocol.text.Inert;

/** Sets what others wrote apart from a line's own words: what it says ends where its marks do. */
final class Quotes {

    /** What makes an emoji of a digit before it. */
    private static final int KEYCAP = 0x20E3;

    private static final int ASCII = 0x80;

    private Quotes() {}

    /** One inert line in quotation marks, with none in it. */
    static String quoted(String text) {
        return "“" + Inert.line(text).replaceAll("[“”„‟]", "\"") + "”";
    }

    /** One inert line in brackets, with none in it. */
    static String bracketed(String text) {
        return "[" + Inert.line(text).replace('[', '(').replace(']', ')') + "]";
    }

    /** An emoji as it is; any other text, which may look like a line's own words, in quotation marks. */
    static String emoji(String text) {
        var last = text.isEmpty() ? 0 : text.codePointBefore(text.length());
        var plain =
                !text.isEmpty()
                        && text.codePoints()
                                .allMatch(c ->
                                        c < ASCII
                                                ? last == KEYCAP && Character.isEmojiComponent(c)
                                                : Character.isEmoji(c) || Character.isEmojiComponent(c));
        return plain && Inert.line(text).equals(text) ? text : quoted(text);
    }
}
