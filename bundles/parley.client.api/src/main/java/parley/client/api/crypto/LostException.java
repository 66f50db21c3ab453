package parley.client.api.crypto;

/** This device alone cannot follow a commit that others may: it has to rejoin. */
public final class LostException extends Exception {

    private static final long serialVersionUID = 1;

    public LostException(String message, Throwable cause) {
        super(message, cause);
    }
}
