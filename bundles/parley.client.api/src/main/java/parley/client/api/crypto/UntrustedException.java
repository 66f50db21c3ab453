package parley.client.api.crypto;

/** Something from a peer did not verify; the message names the check for a log and no content. */
public final class UntrustedException extends Exception {

    private static final long serialVersionUID = 1;

    public UntrustedException(String message) {
        super(message);
    }

    public UntrustedException(String message, Throwable cause) {
        super(message, cause);
    }
}
