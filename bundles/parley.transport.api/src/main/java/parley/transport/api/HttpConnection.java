package parley.transport.api;

import org.osgi.annotation.versioning.ProviderType;

import java.io.IOException;

/** One HTTP/1.1 connection, kept alive. Not thread-safe: one exchange at a time. */
@ProviderType
public interface HttpConnection extends AutoCloseable {

    /** Sends {@code call} and waits for the answer, whatever its status. Blocks; call it from a virtual thread. */
    HttpReply exchange(HttpCall call) throws IOException;

    @Override
    void close();
}
