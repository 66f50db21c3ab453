package parley.cipher.api;

/**
 * Says that bytes from elsewhere did not pass: a tag that does not fit, a key that is no point of the curve, a shared
 * secret of zeros. It deliberately says nothing more to whoever sent them.
 */
public final class CipherException extends Exception {

    private static final long serialVersionUID = 1;

    /**
     * @param message what kind of check failed, without any secret: {@code "tag does not fit"}
     */
    public CipherException(String message) {
        super(message);
    }

    public CipherException(String message, Throwable cause) {
        super(message, cause);
    }
}
