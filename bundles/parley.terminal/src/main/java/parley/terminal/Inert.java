package parley.terminal;

/**
 * Makes what a peer wrote harmless on a terminal: no escape sequences, no direction tricks, no invisible characters.
 */
final class Inert {

    private Inert() {}

    /** One line: line breaks become a sign. */
    static String line(String text) {
        return text(text).replace("\n", " ⏎ ");
    }

    /** Keeps line breaks and tabs; every other control, override and invisible character becomes U+FFFD. */
    static String text(String text) {
        var out = new StringBuilder(text.length());
        text.codePoints()
                .forEach(c -> {
                    if (c == '\r') return;
                    out.appendCodePoint(c == '\n' || c == '\t' || !dangerous(c) ? c : 0xFFFD);
                });
        return out.toString();
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
            case Character.FORMAT -> c != 0x200C && c != 0x200D && (c < 0xE0020 || c > 0xE007F);
            default -> false;
        };
    }
}
