package parley.client.api;

import parley.client.api.CommandException.Code;
import parley.protocol.content.CheckWords;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The words that open one backup: {@link #COUNT} of a list of 2048, 88 bits that nobody can guess. They are shown to
 * the person and kept nowhere; {@link #toString} shows none.
 */
public final class BackupPhrase {

    /** How many words. */
    public static final int COUNT = 8;

    /** What is typed is shorter than this. */
    private static final int LONGEST = 1000;

    private final List<String> words;

    private BackupPhrase(List<String> words) {
        this.words = List.copyOf(words);
    }

    /** A new one. */
    public static BackupPhrase random() {
        return new BackupPhrase(CheckWords.random(COUNT));
    }

    /**
     * The one that was typed: the words in order, in whatever case, the first four letters of each at least, with
     * anything but letters between them, numbers too.
     *
     * @throws CommandException USAGE, naming by its number what is wrong, and never a word
     */
    public static BackupPhrase parse(String typed) throws CommandException {
        if (typed.length() > LONGEST) throw wrong("it has " + COUNT + " words, and this is much longer");
        var words = new ArrayList<String>();
        for (var word : typed.toLowerCase(Locale.ROOT).split("[^\\p{L}]+")) {
            if (word.isEmpty()) continue;
            var number = words.size() + 1;
            words.add(
                    CheckWords.find(word)
                            .orElseThrow(() -> wrong("word " + number + " is none of those that phrases are made of")));
        }
        if (words.size() != COUNT) throw wrong("it has " + COUNT + " words, and these are " + words.size());
        return new BackupPhrase(words);
    }

    private static CommandException wrong(String why) {
        return new CommandException(Code.USAGE, "this is no phrase of a backup: " + why + "; type it as it was shown");
    }

    /** To be shown once, to who is to write them down. */
    public List<String> words() {
        return words;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof BackupPhrase phrase && words.equals(phrase.words);
    }

    @Override
    public int hashCode() {
        return words.hashCode();
    }

    @Override
    public String toString() {
        return "BackupPhrase";
    }
}
