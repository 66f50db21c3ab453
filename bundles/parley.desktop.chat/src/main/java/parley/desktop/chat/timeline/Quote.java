package parley.desktop.chat.timeline;

import parley.desktop.api.text.Phrases;

/**
 * What an entry answers, as it stands above its words.
 *
 * @param id of the entry that is quoted
 * @param name what its author is called; empty if that is not known
 * @param text the beginning of it on one line, or a sentence in its place
 */
public record Quote(String id, String name, String text, State state) {

    private static final Phrases T = Phrases.of(Quote.class);

    /** What there is of it. */
    public enum State {
        HERE,
        /**
         * Here, and its author gave it another text since they said it: what was answered may have been the earlier.
         */
        EDITED,
        /** Its author took it back. */
        DELETED,
        /** This profile does not have it. */
        MISSING
    }

    /** Quotes {@code said} as it is now. */
    public static Quote of(Said said) {
        var state = said.deleted() ? State.DELETED : said.fate().edited() ? State.EDITED : State.HERE;
        return new Quote(said.id(), said.who(), said.line(), state);
    }

    /** Stands for the entry {@code id}, which is not here: never came, or was removed. */
    public static Quote missing(String id) {
        return new Quote(id, "", T.get("quote.missing"), State.MISSING);
    }

    /** Whether what is quoted can be shown. */
    boolean leads() {
        return state != State.MISSING;
    }

    /** What a screen reader says for it. */
    String spoken() {
        return switch (state) {
            case HERE -> T.heard("quote.spoken", "name", name, "text", text);
            case EDITED -> T.heard("quote.spoken.edited", "name", name, "text", text);
            case DELETED -> T.heard("quote.spoken.deleted", "name", name);
            case MISSING -> T.get("quote.spoken.missing");
        };
    }
}
