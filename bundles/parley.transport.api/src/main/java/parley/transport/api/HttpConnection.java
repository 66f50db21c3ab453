package parley.transport.api;

import org.osgi.annotation.versioning.ProviderType;

import java.io.IOException;

/** One HTTP/1.1 connection, kept alive. Not thread-safe: one exchange at a time. */
@ProviderType
public interface HttpConnection extends AutoCloseable {

    /**
     * Sends {@code call} and waits for the answer, whatever its status. Blocks; call it from a virtual thread.
     *
     * @throws IOException if there is no answer: the connection is of no further use then. A relay closes one that has
     *     not been used for a minute
     * @throws IllegalArgumentException if {@code call} cannot be written as HTTP
     * @throws IllegalStateException if another exchange is under way
     */
    HttpReply exchange(HttpCall call) throws IOException;

    @Override
    void close();
}
