package parley.protocol.relay;

import parley.protocol.FollowerKey;
import parley.protocol.Hash;
import parley.protocol.Limits;
import parley.protocol.wire.Bytes;
import parley.protocol.wire.MalformedException;
import parley.protocol.wire.WireReader;
import parley.protocol.wire.WireWriter;

/**
 * One entry of a log, as the hub orders it.
 *
 * @param position opaque, above that of every earlier entry of the log
 * @param author the follower that appended it; {@link FollowerKey#NOBODY} in an inbox and of a request
 * @param number the author's count of appends to this log, without gaps from 1; 0 for commits, requests and in an inbox
 * @param base the position of the last commit-slot entry the author had processed; 0 before the first
 * @param detached whether {@code body} is only the SHA-256 of a body that travels otherwise
 * @param body sealed bytes; for a commit the encoding of {@link CommitBody}; in an inbox of {@link InboxItem}; of a
 *     request what its sender sealed
 */
public record Entry(long position, Kind kind, FollowerKey author, long number, long base, boolean detached, Bytes body)
        implements LogItem {

    /** The largest body, in bytes. */
    public static final int MAX_BODY = 1 << 20;

    /** What an entry is to the hub. */
    public enum Kind {
        APPLICATION(1),
        COMMIT(2),
        INBOX(3),
        /** Somebody who is no member asks to become one. */
        REQUEST(4);

        private final int code;

        Kind(int code) {
            this.code = code;
        }

        /** The number on the wire and in the log's hash. */
        public int code() {
            return code;
        }

        public static Kind of(int code) throws MalformedException {
            return switch (code) {
                case 1 -> APPLICATION;
                case 2 -> COMMIT;
                case 3 -> INBOX;
                case 4 -> REQUEST;
                default -> throw new MalformedException("entry kind " + code + " is unknown");
            };
        }
    }

    public Entry {
        Limits.within(position, Long.MAX_VALUE, "as a position");
        Limits.within(number, Long.MAX_VALUE, "as an append's number");
        Limits.within(base, Long.MAX_VALUE, "as a base");
        Limits.within(body.length(), MAX_BODY, "bytes of entry");
        if (detached && body.length() != Hash.LENGTH)
            throw new IllegalArgumentException("detached entry without a hash");
    }

    /**
     * d(n) of the log's hash chain: SHA-256(position, kind, follower key, number, base, SHA-256(body)), numbers as u64,
     * kind as u8. The body of a detached entry counts by the hash it is.
     */
    @Override
    public Hash digest() {
        var bodyHash = detached ? new Hash(body) : Hash.of(body);
        var out = new WireWriter(96).u64(position).u8(kind.code());
        author.write(out);
        out.u64(number).u64(base);
        bodyHash.write(out);
        return Hash.of(out.toArray());
    }

    public static Entry read(WireReader in) throws MalformedException {
        return new Entry(
                in.size(), Kind.of(in.u8()), FollowerKey.read(in), in.size(), in.size(), in.bool(), in.opaqueBytes());
    }

    public void write(WireWriter out) {
        out.u64(position).u8(kind.code());
        author.write(out);
        out.u64(number).u64(base).bool(detached).opaque(body);
    }
}
