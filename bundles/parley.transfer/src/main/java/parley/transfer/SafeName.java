package parley.transfer;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Set;

/**
 * Makes a file name that a peer chose safe to show and to save under on every system: one path component, no control or
 * direction characters, no device name, no stream, nothing hidden, not too long, never empty.
 */
final class SafeName {

    /** Bytes of UTF-8 that a name may have, with room for a counter below the 255 of most file systems. */
    private static final int MAX = 200;

    /** Names that Windows takes for devices, with any extension. */
    private static final Set<String> DEVICES =
            Set.of(
                    "CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$", "COM0", "COM1", "COM2", "COM3", "COM4", "COM5",
                    "COM6", "COM7", "COM8", "COM9", "LPT0", "LPT1", "LPT2", "LPT3", "LPT4", "LPT5", "LPT6", "LPT7",
                    "LPT8", "LPT9", "COM¹", "COM²", "COM³", "LPT¹", "LPT²", "LPT³");

    /** Letters and signs that show as nothing: Hangul fillers, the blank of Braille, the grapheme joiner. */
    private static final String BLANK = "\u115F\u1160\u3164\uFFA0\u2800\u034F";

    private SafeName() {}

    static String of(String name) {
        var last = Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\'));
        var text = Normalizer.normalize(name.substring(last + 1), Normalizer.Form.NFC);
        var out = new StringBuilder(text.length());
        text.codePoints().forEach(c -> out.appendCodePoint(allowed(c) ? c : '_'));
        var safe = strip(out.toString());
        safe = shorten(safe);
        if (safe.codePoints().noneMatch(Character::isLetterOrDigit))
            safe = "file" + (safe.startsWith("_") ? "" : "_") + safe;
        var dot = safe.indexOf('.');
        var stem = (dot < 0 ? safe : safe.substring(0, dot)).strip().toUpperCase(Locale.ROOT);
        return DEVICES.contains(stem) ? "_" + safe : safe;
    }

    /** {@code name} with a counter before its extension: {@code report (2).pdf}. */
    static String numbered(String name, int counter) {
        var dot = name.lastIndexOf('.');
        return dot <= 0
                ? name + " (" + counter + ")"
                : name.substring(0, dot) + " (" + counter + ")" + name.substring(dot);
    }

    private static boolean allowed(int c) {
        if ("<>:\"/\\|?*".indexOf(c) >= 0 || BLANK.indexOf(c) >= 0) return false;
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    c == 0x200C || c == 0x200D;
            default -> true;
        };
    }

    /** No blanks around, no dots at the start (hidden) or the end (Windows drops them). */
    private static String strip(String text) {
        var from = 0;
        var to = text.length();
        while (from < to && (Character.isWhitespace(text.charAt(from)) || text.charAt(from) == '.')) from++;
        while (to > from && (Character.isWhitespace(text.charAt(to - 1)) || text.charAt(to - 1) == '.')) to--;
        return text.substring(from, to);
    }

    /** Cuts the stem, not the extension, at a whole character. */
    private static String shorten(String text) {
        if (bytes(text) <= MAX) return text;
        var dot = text.lastIndexOf('.');
        var extension = dot > 0 && bytes(text.substring(dot)) <= 20 ? text.substring(dot) : "";
        var stem = text.substring(0, text.length() - extension.length());
        while (bytes(stem) + bytes(extension) > MAX)
            stem = stem.substring(0, stem.offsetByCodePoints(stem.length(), -1));
        return strip(stem + extension);
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
