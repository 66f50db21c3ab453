package parley.desktop.api;

/** The fonts of the window by what they are for. */
public enum TextStyle {
    /** Text. */
    BODY,
    /** Words that stand for something that is not there. */
    ITALIC,
    /** A name, or a word that leads. */
    STRONG,
    /** The same, set apart once more. */
    STRONG_ITALIC,
    /** Code: letters of one width. */
    MONO,
    /** Times, hints, counts. */
    SMALL,
    /** The same as {@link #ITALIC}, in small text. */
    SMALL_ITALIC,
    /** A count in a badge, a word that leads in small text. */
    SMALL_STRONG,
    /** What a view is called. */
    TITLE,
    /** The one large line of a page. */
    HEADING,
    /** Emoji that stand alone. */
    LARGE_EMOJI
}
