package parley.protocol.relay;

import parley.protocol.wire.MalformedException;

/** What a token allows. */
public enum Right {
    /** Sign up at this relay. The target is empty. Only the relay itself grants it. */
    SIGN_UP(1),
    /** Deliver to the granter's inbox. The target is the granter's account key. */
    DELIVER(2),
    /** Take KeyPackages of the granter. The target is the granter's account key. */
    TAKE_KEY_PACKAGE(3);

    private final int code;

    Right(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }

    public static Right of(int code) throws MalformedException {
        for (var right : values()) if (right.code == code) return right;
        throw new MalformedException("right " + code + " is unknown");
    }
}
