package parley.terminal;

/**
 * Makes what a peer wrote harmless on a terminal: no escape sequences, no direction tricks, no invisible characters.
 */
final class Inert {

    private static final int BLACK_FLAG = 0x1F3F4;
    private static final int CANCEL_TAG = 0xE007F;
    private static final int REPLACEMENT = 0xFFFD;

    /** What makes an emoji of a digit before it. */
    private static final int KEYCAP = 0x20E3;

    private static final int ASCII = 0x80;

    private Inert() {}

    /** One line: line breaks become a sign. */
    static String line(String text) {
        return text(text).replace("\n", " ⏎ ");
    }

    /** One line in quotation marks, with none in it: what it says ends where they do. */
    static String quoted(String text) {
        return "“" + line(text).replaceAll("[“”„‟]", "\"") + "”";
    }

    /** One line in brackets, with none in it. */
    static String bracketed(String text) {
        return "[" + line(text).replace('[', '(').replace(']', ')') + "]";
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
        return plain && line(text).equals(text) ? text : quoted(text);
    }

    /** Keeps line breaks and tabs; every other control, override and invisible character becomes U+FFFD. */
    static String text(String text) {
        var out = new StringBuilder(text.length());
        var flag = false;
        for (var c : text.codePoints().toArray()) {
            if (c == '\r') continue;
            // Tags spell which flag a black flag stands for; anywhere else they hide a text of their own.
            flag = c == BLACK_FLAG || flag && isTag(c);
            var kept = c == '\n' || c == '\t' || (isTag(c) ? flag : !dangerous(c));
            out.appendCodePoint(kept ? c : REPLACEMENT);
            if (c == CANCEL_TAG) flag = false;
        }
        return out.toString();
    }

    private static boolean isTag(int c) {
        return c >= 0xE0020 && c <= CANCEL_TAG;
    }

    private static boolean dangerous(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    true;
            // Joiners make emoji and Persian; the rest of the format characters turn text around or hide.
            case Character.FORMAT -> c != 0x200C && c != 0x200D;
            default -> false;
        };
    }
}
