package parley.transport.netty;

import java.io.Serial;

/**
 * The other end has sent what is no WebSocket frame that we take, or can take now; {@code code} is for its close frame
 * (RFC 6455 §7.4.1).
 */
final class BrokenFrameException extends Exception {

    static final int PROTOCOL_ERROR = 1002;
    static final int UNACCEPTABLE = 1003;
    static final int TOO_SLOW = 1008;
    static final int TOO_BIG = 1009;
    static final int BUSY = 1013;

    @Serial private static final long serialVersionUID = 1;

    final int code;
    final String why;

    BrokenFrameException(int code, String message) {
        super(message, null, false, false); // says what a peer did: our stack explains nothing
        this.code = code;
        this.why = message;
    }
}
