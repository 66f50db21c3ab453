package parley.mls;

/** How a handshake message travels (RFC 9420 §6). */
public enum Framing {
    /** Encrypted as PrivateMessage: the rule. */
    PRIVATE,
    /** Signed and readable by whoever carries it, as PublicMessage. */
    PUBLIC
}
