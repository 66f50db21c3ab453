package parley.launcher.stage;

/** A process did not do what it was to do, in time or at all; the message says what was heard from it instead. */
public final class StageException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public StageException(String message) {
        super(message);
    }

    StageException(String message, Throwable cause) {
        super(message, cause);
    }
}
