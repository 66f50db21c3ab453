package parley.protocol.relay;

/** A frame of a type that this version does not know: refused by name, so that the other end can do without. */
public final class UnknownFrameException extends Exception {

    private static final long serialVersionUID = 1;

    private final int type;

    public UnknownFrameException(int type) {
        super("frame type " + type + " is unknown");
        this.type = type;
    }

    public int type() {
        return type;
    }
}
