package parley.relay.api;

/** The entries asked for have been deleted; a device that needs them rejoins. */
public final class GoneException extends Exception {

    private static final long serialVersionUID = 1;

    private final long tail;

    /**
     * @param tail the position up to which (and including which) the log is gone
     */
    public GoneException(long tail) {
        super("the log is gone up to " + tail);
        this.tail = tail;
    }

    public long tail() {
        return tail;
    }
}
