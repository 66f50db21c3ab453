package parley.desktop.backup;

import parley.client.api.BackupPhrase;
import parley.client.api.CommandException;
import parley.protocol.content.CheckWords;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * The words of a phrase, as far as they are typed: each whole, or by so much of its beginning as no other shares.
 *
 * @param text what was typed
 */
record Reading(String text, List<Word> words) {

    private static final Pattern LETTERS = Pattern.compile("\\p{L}+");

    /** Fewer letters than these are not made a word. */
    private static final int LEAST = 2;

    /** How it stands with a word. */
    enum State {
        KNOWN,
        /** It could become one: it is the last, and more may follow. */
        BEGUN,
        WRONG
    }

    /**
     * A word.
     *
     * @param shown what it is or, if that is not known, what was typed
     */
    record Word(String shown, State state) {}

    static Reading of(String text) {
        var words = new ArrayList<Word>();
        for (var found = LETTERS.matcher(text); found.find(); ) {
            var last = found.end() == text.length();
            words.add(read(found.group(), last));
        }
        return new Reading(text, List.copyOf(words));
    }

    private static Word read(String typed, boolean last) {
        var known = CheckWords.find(typed);
        if (known.isPresent()) return new Word(known.get(), State.KNOWN);
        boolean begun = last && !CheckWords.beginning(typed).isEmpty();
        return new Word(typed, begun ? State.BEGUN : State.WRONG);
    }

    /** The number of the first word that is wrong, from 1 on. */
    OptionalInt wrong() {
        for (var at = 0; at < words.size(); at++) {
            if (words.get(at).state == State.WRONG) return OptionalInt.of(at + 1);
        }
        return OptionalInt.empty();
    }

    /** The phrase, if all of it is there and nothing else. */
    Optional<BackupPhrase> phrase() {
        try {
            return Optional.of(BackupPhrase.parse(text));
        } catch (CommandException e) {
            return Optional.empty();
        }
    }

    /**
     * The whole word for the one that ends at {@code caret} and is only begun: if one word of the list, and no other,
     * begins so. The first letters of a longer word that are a word themselves stay what they are.
     */
    static Optional<Completed> completed(String text, int caret) {
        var start = caret;
        while (start > 0 && Character.isLetter(text.charAt(start - 1))) start--;
        var typed = text.substring(start, caret);
        if (typed.length() < LEAST) return Optional.empty();
        var found = CheckWords.find(typed);
        if (found.isEmpty()) {
            var all = CheckWords.beginning(typed);
            if (all.size() == 1) found = Optional.of(all.getFirst());
        }
        var from = start;
        return found.filter(word -> !word.equals(typed)).map(word -> new Completed(from, word));
    }

    /** The {@code word} that is to stand from {@code start} up to the caret. */
    record Completed(int start, String word) {}
}
