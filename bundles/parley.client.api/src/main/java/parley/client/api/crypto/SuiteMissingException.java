package parley.client.api.crypto;

/** No provider of a suite is present: what needs it waits. */
public final class SuiteMissingException extends Exception {

    private static final long serialVersionUID = 1;

    private final int suite;

    public SuiteMissingException(int suite) {
        super("no bundle provides cipher suite " + suite + "; messages wait until one does");
        this.suite = suite;
    }

    public int suite() {
        return suite;
    }
}
