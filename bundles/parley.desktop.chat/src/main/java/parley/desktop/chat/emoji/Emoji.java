package parley.desktop.chat.emoji;

import parley.desktop.api.text.Phrases;

import java.util.List;

/**
 * One emoji.
 *
 * @param text what is written
 * @param name what it is called: {@code "thumbs up"}
 * @param words what else people look for it by, in lower case
 * @param codes its short codes, without colons: {@code "thumbsup"}
 * @param tones the same in the five tones of skin, from light to dark; empty if it has none
 */
public record Emoji(String text, String name, List<String> words, List<String> codes, List<String> tones) {

    private static final Phrases T = Phrases.of(Emoji.class);

    /** How many tones of skin there are besides the plain one. */
    public static final int TONES = 5;

    public Emoji {
        words = List.copyOf(words);
        codes = List.copyOf(codes);
        tones = List.copyOf(tones);
    }

    /** What is written for it in the skin tone {@code tone}: 0 for the plain one, up to {@link #TONES}. */
    public String in(int tone) {
        return tone == 0 || tones.isEmpty() ? text : tones.get(tone - 1);
    }

    /** What it is called in the skin tone {@code tone}. */
    public String name(int tone) {
        return tone == 0 || tones.isEmpty() ? name : T.heard("emoji.toned", "name", name, "tone", toneName(tone));
    }

    /** What the skin tone {@code tone} is called by itself. */
    public static String toneName(int tone) {
        return switch (tone) {
            case 1 -> T.get("emoji.tone.light");
            case 2 -> T.get("emoji.tone.medium-light");
            case 3 -> T.get("emoji.tone.medium");
            case 4 -> T.get("emoji.tone.medium-dark");
            case 5 -> T.get("emoji.tone.dark");
            default -> T.get("emoji.tone.plain");
        };
    }
}
