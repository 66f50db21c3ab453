package parley.client.api.crypto;

/** A commit fails a check that every member makes alike: its position advances, the epoch does not. */
public final class VoidCommitException extends Exception {

    private static final long serialVersionUID = 1;

    public VoidCommitException(String message) {
        super(message);
    }

    public VoidCommitException(String message, Throwable cause) {
        super(message, cause);
    }
}
