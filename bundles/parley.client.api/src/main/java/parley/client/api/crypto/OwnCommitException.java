package parley.client.api.crypto;

/**
 * A commit names this member as its author, who cannot read it: one that it has made and does not know any more, or
 * another's forgery, which whoever reads it finds void. Who appended the entry tells which.
 */
public final class OwnCommitException extends Exception {

    private static final long serialVersionUID = 1;

    public OwnCommitException(Throwable cause) {
        super("it names this device as its author, which has not made it", cause);
    }
}
