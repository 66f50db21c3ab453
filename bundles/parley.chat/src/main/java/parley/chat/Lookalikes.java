package parley.chat;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Whether a name is made to be taken for another. Two names look alike if they have one skeleton, after the manner of
 * UTS 39 with a table of our own: what compatibility decomposition leaves, without marks, spaces and what is not seen,
 * each letter as the Latin one that it looks like. Addresses have no other letters than those of the table's right
 * side.
 */
final class Lookalikes {

    /** Letters of other alphabets that look like Latin ones, small; capitals are made small first, or stand here. */
    private static final Map<Integer, String> ALIKE =
            pairs(
                    // Cyrillic
                    "аa вb еe кk мm нh оo рp сc тt уy хx ѕs іl јj һh ԁd ԛq ԝw гr пn ьb зe эe йn үy ғf ҽe ѵv ӏl ѡw ԍg "
                            // Greek
                            + "αa βb γy εe ηn ιl κk νv οo ρp τt υu χx ωw ϲc ϳj μu σo ζz ϱp "
                            // Armenian
                            + "օo սu ոn հh ցg զq յj տs աw քp ռn ձd "
                            // Latin beyond ASCII that does not decompose
                            + "ıl łl øo đd ħh ŧt ƒf ɑa ɡg ɩl ʏy ɴn ʀr ʜh ʙb ɢg ɪl ʟl ᴀa ᴄc ᴅd ᴇe ᴊj ᴋk ᴍm ᴏo ᴘp ᴛt ᴜu"
                            + " ᴠv ᴡw ᴢz ɓb ɗd ŋn ʋv ɯw "
                            // Cherokee and others, as capitals
                            + "ꭺa ꭻj ꮯc ꭼe ꮋh ꮶk ꮇm ꮲp ꮪs ꭲt ꮩv ꮃw ꮓz ꮖl ꮮl "
                            // Digits and signs
                            + "0o 1l il |l !l 5s $s");

    /** Signs that stand for "verified" elsewhere. */
    private static final String BADGES = "✓✔☑✅🗸🗹√☒⍻🔵🛡";

    /** Letters that are not seen. */
    private static final String BLANK = "\u00AD\u034F\u115F\u1160\u17B4\u17B5\u2800\u3164\uFFA0";

    private Lookalikes() {}

    private static Map<Integer, String> pairs(String table) {
        return Arrays.stream(table.split(" "))
                .collect(
                        Collectors.toUnmodifiableMap(
                                pair -> pair.codePointAt(0),
                                pair -> pair.substring(Character.charCount(pair.codePointAt(0)))));
    }

    /** What a name looks like; names that look alike have it in common. */
    static String skeleton(String name) {
        var skeleton = new StringBuilder();
        var plain = Normalizer.normalize(name, Normalizer.Form.NFKD).toLowerCase(Locale.ROOT);
        plain.codePoints()
                .filter(Lookalikes::isSeen)
                .forEach(c -> {
                    var alike = ALIKE.get(c);
                    if (alike == null) skeleton.appendCodePoint(c);
                    else skeleton.append(alike);
                });
        return skeleton.toString().replace("rn", "m").replace("vv", "w");
    }

    private static boolean isSeen(int c) {
        if (BLANK.indexOf(c) >= 0 || BADGES.indexOf(c) >= 0) return false;
        return switch (Character.getType(c)) {
            case Character.NON_SPACING_MARK,
                    Character.ENCLOSING_MARK,
                    Character.COMBINING_SPACING_MARK,
                    Character.FORMAT,
                    Character.CONTROL,
                    Character.SPACE_SEPARATOR,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.CONNECTOR_PUNCTUATION,
                    Character.DASH_PUNCTUATION ->
                    false;
            default -> c != '.' && c != '\'' && c != '’' && c != '·';
        };
    }

    /** Whether two names that are seen as something look alike. */
    static boolean alike(String one, String other) {
        var skeleton = skeleton(one);
        return !skeleton.isEmpty() && skeleton.equals(skeleton(other));
    }

    /**
     * Whether a name hides something or pretends to be marked, or to be an address: signs that are not seen or turn
     * text around, badges, an @, and words of letters from alphabets that are not mixed.
     */
    static boolean isDisguised(String name) {
        if (Normalizer.normalize(name, Normalizer.Form.NFKC).indexOf('@') >= 0) return true;
        if (hides(name) || name.codePoints().anyMatch(c -> BADGES.indexOf(c) >= 0)) return true;
        for (var word : name.split("[^\\p{L}\\p{M}\\p{N}]+")) if (isMixed(word)) return true;
        return false;
    }

    /** Whether a line has signs that are not seen, or turn text around. */
    static boolean hides(String line) {
        var letters = line.codePoints().toArray();
        for (var i = 0; i < letters.length; i++) {
            if (BLANK.indexOf(letters[i]) >= 0 || isHidden(letters, i)) return true;
        }
        return false;
    }

    private static boolean isHidden(int[] letters, int at) {
        return switch (Character.getType(letters[at])) {
            case Character.CONTROL,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    true;
            // Joiners make emoji and belong into Persian and Indian words: between two signs that are no Latin letters.
            case Character.FORMAT -> !isJoiner(letters[at]) || !joins(letters, at - 1) || !joins(letters, at + 1);
            default -> false;
        };
    }

    private static boolean isJoiner(int c) {
        return c == 0x200C || c == 0x200D;
    }

    private static boolean joins(int[] letters, int at) {
        if (at < 0 || at >= letters.length || letters[at] < 0x300) return false;
        return switch (Character.UnicodeScript.of(letters[at])) {
            case LATIN, CYRILLIC, GREEK -> false;
            default -> Character.getType(letters[at]) != Character.FORMAT;
        };
    }

    /** Latin, Cyrillic and Greek letters have each other's shapes, and no word has them mixed. */
    private static boolean isMixed(String word) {
        return word.codePoints()
                        .filter(Character::isLetter)
                        .mapToObj(Character.UnicodeScript::of)
                        .filter(script ->
                                script == Character.UnicodeScript.LATIN
                                        || script == Character.UnicodeScript.CYRILLIC
                                        || script == Character.UnicodeScript.GREEK
                                        || script == Character.UnicodeScript.ARMENIAN
                                        || script == Character.UnicodeScript.CHEROKEE)
                        .distinct()
                        .count()
                > 1;
    }
}
