package parley.relay.api;

import java.io.IOException;

/** A store refuses or fails; the message is a sentence for the operator, with cause and next step. */
public final class StoreException extends IOException {

    private static final long serialVersionUID = 1;

    /** What a caller does about it. */
    public enum Kind {
        /** The directory is damaged: nothing is served from it. */
        DAMAGED,
        /** The disk is full: what was not acknowledged is not there. */
        DISK_FULL,
        /** Another process uses the directory. */
        IN_USE,
        /** Reading or writing failed otherwise. */
        FAILED
    }

    private final Kind kind;

    public StoreException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public StoreException(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }
}
