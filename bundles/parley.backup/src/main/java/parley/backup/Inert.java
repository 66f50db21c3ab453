package parley.backup;

/** Makes what somebody wrote harmless in a file that people read. */
final class Inert {

    private static final int REPLACEMENT = 0xFFFD;

    private Inert() {}

    /** Keeps line breaks and tabs; other controls, and what turns text around, become U+FFFD. */
    static String text(String text) {
        var out = new StringBuilder(text.length());
        text.codePoints().filter(c -> c != '\r').forEach(c -> out.appendCodePoint(isHarmless(c) ? c : REPLACEMENT));
        return out.toString();
    }

    private static boolean isHarmless(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL -> c == '\n' || c == '\t';
            case Character.SURROGATE, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> false;
            case Character.FORMAT -> !(c >= 0x202A && c <= 0x202E || c >= 0x2066 && c <= 0x2069);
            default -> true;
        };
    }

    /** One line. */
    static String line(String text) {
        return text(text).replace("\n", " ⏎ ");
    }
}
