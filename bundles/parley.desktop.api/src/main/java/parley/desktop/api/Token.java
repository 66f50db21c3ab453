package parley.desktop.api;

/** The colours of the window by what they are for. A {@link Palette} has one for each. */
public enum Token {
    /** Behind everything in the middle of the window. */
    BACKGROUND,
    /** Behind the column at the side. */
    SIDE,
    /** What lies on a background: fields, cards, the words of others. */
    RAISED,
    /** A row or a button under the pointer. */
    HOVER,
    /** The chosen row of a list. */
    SELECTED,
    /** Thin lines between parts. */
    LINE,
    /** Text. */
    TEXT,
    /** Text of second rank: times, hints, counts. */
    MUTED,
    /** Buttons and badges that call for attention. */
    ACCENT,
    /** Text and icons on {@link #ACCENT}. */
    ON_ACCENT,
    /** Links and small accents on a background. */
    ACCENT_TEXT,
    /** A large area in the person's own colour: their own words. */
    FILL,
    /** Text on {@link #FILL}. */
    ON_FILL,
    /** Text of second rank on {@link #FILL}. */
    FILL_MUTED,
    /** Selected text, behind its letters, on {@link #RAISED} or {@link #BACKGROUND}. */
    MARK,
    /** Selected text, behind its letters, on {@link #FILL}. */
    FILL_MARK,
    /** It is well: online, done. */
    GOOD,
    /** Somebody should look. */
    WARNING,
    /** It failed, or it destroys. */
    BAD,
    /** The ring around the control that has the keyboard. */
    FOCUS
}
