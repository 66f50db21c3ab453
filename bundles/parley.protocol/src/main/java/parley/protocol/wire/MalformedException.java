package parley.protocol.wire;

/** Says why bytes from elsewhere are not what they should be; the message is fit for a log and holds no content. */
public final class MalformedException extends Exception {

    private static final long serialVersionUID = 1;

    public MalformedException(String message) {
        super(message);
    }

    public MalformedException(String message, Throwable cause) {
        super(message, cause);
    }
}
