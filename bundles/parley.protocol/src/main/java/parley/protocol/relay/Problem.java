package parley.protocol.relay;

import parley.protocol.wire.MalformedException;

/** Why a relay refuses. The number goes over the wire; the sentence beside it is for a person. */
public enum Problem {
    /** The frame is not what its type says, or came where it does not belong. */
    MALFORMED(1),
    /** No frame of this type is known here; the text names it. */
    UNKNOWN_TYPE(2),
    /** Sign in first. */
    NOT_SIGNED_IN(3),
    /** The invite, token, proof or signature does not hold. */
    DENIED(4),
    /** No such name, log, blob or token. */
    NOT_FOUND(5),
    /** The name belongs to another account. */
    NAME_TAKEN(6),
    /** A quota or a rate is used up; later it may pass. */
    TOO_MUCH(7),
    /** Larger than this relay takes. */
    TOO_LARGE(8),
    /** The relay's disk is full or does not answer. */
    NO_SPACE(9),
    /** The append's number is neither known nor the next; the answer names the one expected. */
    WRONG_NUMBER(10),
    /** The append's base is too old: seal it anew. */
    STALE_BASE(11),
    /** The log's tail is beyond the position asked for. */
    GONE(12),
    /** The relay is stopping. */
    LEAVING(13);

    private final int code;

    Problem(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }

    public static Problem of(int code) throws MalformedException {
        for (var problem : values()) if (problem.code == code) return problem;
        throw new MalformedException("problem " + code + " is unknown");
    }
}
