package parley.launcher;

import org.jspecify.annotations.Nullable;

/** A product cannot start; the message is one sentence for a person, with cause and next step. */
public final class LaunchException extends Exception {

    private static final long serialVersionUID = 1;

    /** Exit status of a failure. */
    static final int FAILED = 1;

    /** Exit status of a command line that means nothing. */
    static final int USAGE = 2;

    private final int status;
    private final String code;

    private LaunchException(int status, String code, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.status = status;
        this.code = code;
    }

    static LaunchException usage(String message) {
        return new LaunchException(USAGE, "usage", message, null);
    }

    static LaunchException noDisplay() {
        return new LaunchException(
                FAILED,
                "no_display",
                "There is no display to open a window on: start \"parley terminal\" instead, or set DISPLAY.",
                null);
    }

    static LaunchException failed(String message) {
        return new LaunchException(FAILED, "internal", message, null);
    }

    static LaunchException failed(String message, Throwable cause) {
        return new LaunchException(FAILED, "internal", message, cause);
    }

    /** What the process exits with. */
    int status() {
        return status;
    }

    /** The word scripts know this condition by. */
    String code() {
        return code;
    }
}
