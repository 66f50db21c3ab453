package parley.desktop.chat;

import parley.desktop.chat.Completion.Match;
import parley.desktop.chat.Completion.Offer;
import parley.desktop.chat.emoji.Emoji;
import parley.desktop.chat.emoji.EmojiMemory;
import parley.desktop.chat.emoji.EmojiTable;

import java.util.Locale;
import java.util.Optional;

/** Emoji by their short codes: {@code :smi} could become one, and so could {@code :smile:} when it is whole. */
final class ShortCodes implements Completion.Source {

    private static final int MOST = 6;

    /** Two letters of a code; after one there are too many, and {@code :D} is written as it is. */
    private static final int LEAST = 2;

    private static final int LONGEST = 60;

    private final EmojiMemory memory;

    ShortCodes(EmojiMemory memory) {
        this.memory = memory;
    }

    @Override
    public Optional<Match> at(String text, int caret) {
        boolean whole = caret > 0 && text.charAt(caret - 1) == ':';
        int end = whole ? caret - 1 : caret, start = start(text, end);
        if (start < 0) return Optional.empty();
        var code = text.substring(start + 1, end);
        if (code.length() < LEAST) return Optional.empty();
        var found = whole ? EmojiTable.get().of(code).stream() : EmojiTable.get().coded(code, MOST).stream();
        var offers = found.map(each -> offer(each, code)).toList();
        return Optional.of(new Match(start, caret, offers));
    }

    /** Where the colon is that begins a code ending at {@code caret}; -1 if none does, as in {@code 12:30}. */
    private static int start(String text, int caret) {
        for (int at = caret - 1; at >= 0 && caret - at < LONGEST; at--) {
            char letter = text.charAt(at);
            if (letter == ':') return at == 0 || Character.isWhitespace(text.charAt(at - 1)) ? at : -1;
            boolean part = letter < 128 && Character.isLetterOrDigit(letter) || "_+-".indexOf(letter) >= 0;
            if (!part) return -1;
        }
        return -1;
    }

    private Offer offer(Emoji emoji, String start) {
        var written = emoji.in(memory.tone());
        var lower = start.toLowerCase(Locale.ROOT);
        var code = emoji.codes().stream().filter(each -> each.startsWith(lower)).findFirst().orElse("");
        return new Offer(written, ":" + code + ":", written, "");
    }
}
