package parley.transport.netty;

import java.io.Serial;

/** A request that is answered by the transport with {@code status} and this message, and not passed on. */
final class RefusedRequestException extends Exception {

    @Serial private static final long serialVersionUID = 1;

    final int status;
    final String why;

    RefusedRequestException(int status, String message) {
        super(message, null, false, false); // says what a peer did: our stack explains nothing
        this.status = status;
        this.why = message;
    }
}
