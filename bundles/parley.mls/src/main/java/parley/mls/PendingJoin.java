package parley.mls;

import parley.protocol.wire.Bytes;
import parley.protocol.wire.WireWriter;

/**
 * An external commit that its author has made and not seen in the log yet, with the state that it leads to (RFC 9420
 * §12.4.3.2). Store it before {@link #message} leaves. Use {@link #group} once the commit is read in the log; if
 * another commit of the same epoch came first, drop it and join anew by a GroupInfo of the next epoch.
 */
public final class PendingJoin {

    private static final int FORM = 1;

    private final Bytes message;
    private final Group group;

    PendingJoin(Bytes message, Group group) {
        this.message = message;
        this.group = group;
    }

    /**
     * @throws MlsException.Malformed if {@code bytes} are not what {@link #toBytes} made
     */
    public static PendingJoin fromBytes(byte[] bytes) throws MlsException.Malformed {
        record Parts(Bytes message, Bytes epochBytes, Bytes ratchetBytes) {}
        var parts =
                Stored.decode(
                        bytes,
                        in -> {
                            Stored.version(in, FORM);
                            return new Parts(in.opaqueBytes(), in.opaqueBytes(), in.opaqueBytes());
                        });
        return new PendingJoin(parts.message, Group.fromBytes(parts.epochBytes.shared(), parts.ratchetBytes.shared()));
    }

    /** Everything, the new state's secrets included: to be kept sealed. */
    public byte[] toBytes() {
        return new WireWriter(4096)
                .u8(FORM)
                .opaque(message)
                .opaque(group.epochBytes())
                .opaque(group.ratchetBytes())
                .toArray();
    }

    /** The commit to send to the group: an {@code MLSMessage} of a PublicMessage. */
    public byte[] message() {
        return message.toArray();
    }

    /** The state after the commit, to be used once it was read in the log. */
    public Group group() {
        return group;
    }

    /** Names no secret. */
    @Override
    public String toString() {
        return "PendingJoin to " + group;
    }
}
