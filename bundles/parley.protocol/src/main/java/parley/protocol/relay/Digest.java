package parley.protocol.relay;

import parley.protocol.Hash;
import parley.protocol.Limits;

/** An entry from before the reader joined, of which it gets no more than d(n), to continue the log's hash. */
public record Digest(long position, Hash digest) implements LogItem {

    public Digest {
        Limits.within(position, Long.MAX_VALUE, "as a position");
    }
}
