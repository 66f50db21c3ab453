package parley.admin;

/** A command that is not carried out; the message is a sentence for a person, with cause and next step. */
final class RefusedException extends Exception {

    private static final long serialVersionUID = 1;

    private final int status;
    private final String code;

    /**
     * @param status the process's exit status
     * @param code what scripts go by
     */
    RefusedException(int status, String code, String text) {
        super(text);
        this.status = status;
        this.code = code;
    }

    RefusedException(int status, String code, String text, Throwable cause) {
        super(text, cause);
        this.status = status;
        this.code = code;
    }

    int status() {
        return status;
    }

    String code() {
        return code;
    }

    String text() {
        return String.valueOf(getMessage());
    }
}
