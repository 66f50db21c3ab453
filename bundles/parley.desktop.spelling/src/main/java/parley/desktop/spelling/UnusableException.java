package parley.desktop.spelling;

import parley.desktop.api.text.Phrases;

import java.io.IOException;

/** A dictionary cannot be used, and why. The message is for the log. */
final class UnusableException extends IOException {

    private static final Phrases T = Phrases.of(UnusableException.class);
    private static final long serialVersionUID = 1;

    /** What is wrong with it. */
    enum Reason {
        MISSING,
        LARGE,
        LINE,
        TABLE,
        DAMAGED,
        MEMORY
    }

    private final Reason reason;
    private final String file;

    /**
     * @param file the name of the one that is meant; empty if that does not matter
     */
    UnusableException(Reason reason, String file, String message) {
        super(message);
        this.reason = reason;
        this.file = file;
    }

    /** Why a dictionary cannot be used of which {@code trouble} came, and what to do about it, for a person. */
    static String words(Throwable trouble) {
        if (!(trouble instanceof UnusableException it))
            return T.get("spelling.trouble.other", "why", String.valueOf(trouble.getMessage()));
        return switch (it.reason) {
            case MISSING -> T.get("spelling.trouble.missing", "file", it.file);
            case LARGE -> T.get("spelling.trouble.large", "file", it.file);
            case LINE -> T.get("spelling.trouble.line", "file", it.file);
            case TABLE -> T.get("spelling.trouble.table");
            case DAMAGED -> T.get("spelling.trouble.damaged");
            case MEMORY -> T.get("spelling.trouble.memory");
        };
    }
}
