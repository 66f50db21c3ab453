package parley.protocol.text;

/**
 * Makes what others wrote harmless to show: no escape sequences, no direction tricks, no invisible characters.
 *
 * <p>Where what was taken out must be seen it becomes U+FFFD ({@link #text}, {@link #line}); a name in a window is
 * shown without it ({@link #plain}). The rule of what is taken is the same.
 */
public final class Inert {

    private static final int REPLACEMENT = 0xFFFD;

    /** The most marks one letter carries in a name: no script needs more, and piles of them cover other lines. */
    private static final int MAX_MARKS = 4;

    private Inert() {}

    /** Keeps line breaks and tabs; every other control, direction or invisible character becomes U+FFFD. */
    public static String text(String text) {
        var out = new StringBuilder(text.length());
        var rule = new Rule();
        for (int at = 0, c; at < text.length(); at += Character.charCount(c)) {
            c = text.codePointAt(at);
            var takes = rule.takes(c); // asked of each, since it depends on what stood before
            if (c == '\r') continue; // a terminal would write over what it has shown
            out.appendCodePoint(takes && c != '\n' && c != '\t' ? REPLACEMENT : c);
        }
        return out.toString();
    }

    /** As {@link #text} on one line: line breaks become a sign. */
    public static String line(String text) {
        return text(text).replace("\n", " ⏎ ");
    }

    /**
     * On one line, for a name, a title or a part of a message: controls and line breaks become one space, directions
     * and what is invisible are left out (what this JVM does not know becomes U+FFFD), and a letter has at most four
     * marks. Space at the ends stays.
     */
    public static String plain(String text) {
        var out = new StringBuilder(text.length());
        var rule = new Rule();
        var marks = 0;
        var broken = false;
        for (int at = 0, c; at < text.length(); at += Character.charCount(c)) {
            c = text.codePointAt(at);
            var taken = rule.takes(c);
            if (breaks(c)) {
                if (!broken) out.append(' ');
                broken = true;
                marks = 0;
            } else if (isMark(c)) {
                if (!taken && ++marks <= MAX_MARKS) out.appendCodePoint(c);
            } else if (!taken || Character.getType(c) == Character.UNASSIGNED) {
                out.appendCodePoint(taken ? REPLACEMENT : c); // what is newer than this JVM is still something
                broken = false;
                if (Character.getType(c) != Character.FORMAT) marks = 0; // marks behind a joiner pile up all the same
            }
        }
        return out.toString();
    }

    private static boolean isMark(int c) {
        return switch (Character.getType(c)) {
            case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK -> true;
            default -> false;
        };
    }

    private static boolean breaks(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }

    /** What is taken out of one text, read from its beginning. */
    private static final class Rule {

        private static final int ZERO_WIDTH_NON_JOINER = 0x200C;
        private static final int ZERO_WIDTH_JOINER = 0x200D;
        private static final int BLACK_FLAG = 0x1F3F4;
        private static final int FIRST_TAG = 0xE0020;
        private static final int CANCEL_TAG = 0xE007F;

        /** Whether a black flag stands before, with nothing but tags since. */
        private boolean flag;

        /** Whether {@code c}, the next character, is taken out. */
        boolean takes(int c) {
            var tag = c >= FIRST_TAG && c <= CANCEL_TAG;
            // Tags spell which flag a black flag stands for; anywhere else they hide a text of their own.
            flag = c == BLACK_FLAG || flag && tag;
            var takes = tag ? !flag : isDangerous(c);
            if (c == CANCEL_TAG) flag = false;
            return takes;
        }

        private static boolean isDangerous(int c) {
            return breaks(c)
                    || switch (Character.getType(c)) {
                        case Character.SURROGATE, Character.UNASSIGNED -> true;
                        // Joiners make emoji and Persian; the rest of the format characters turn text around or hide.
                        case Character.FORMAT -> c != ZERO_WIDTH_NON_JOINER && c != ZERO_WIDTH_JOINER;
                        default -> false;
                    };
        }
    }
}
