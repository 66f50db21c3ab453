package parley.protocol.content;

import parley.protocol.Limits;
import parley.protocol.relay.Frame;
import parley.protocol.wire.Bytes;
import parley.protocol.wire.MalformedException;
import parley.protocol.wire.WireReader;
import parley.protocol.wire.WireWriter;

/**
 * The body of a request in a group's log: a {@link JoinRequest} under a key that all have who have the group's link
 * (docs/protocol.md, Groups).
 *
 * @param suite the MLS cipher suite whose AEAD and KDF seal it: any that the sender has
 * @param nonce random, of the suite's length
 */
public record SealedRequest(int suite, Bytes nonce, Bytes ciphertext) {

    /** The longest nonce, in bytes: beyond that of every AEAD in use. */
    public static final int MAX_NONCE = 64;

    public SealedRequest {
        Limits.within(suite, 0xFFFF, "as a suite");
        Limits.within(nonce.length(), MAX_NONCE, "bytes of nonce");
        Limits.within(ciphertext.length(), Frame.RequestJoin.MAX_SEALED, "bytes of join request");
    }

    public Bytes encode() {
        return new WireWriter().u16(suite).opaque(nonce).opaque(ciphertext).toBytes();
    }

    public static SealedRequest decode(Bytes bytes) throws MalformedException {
        return WireReader.decode(bytes, in -> new SealedRequest(in.u16(), in.opaqueBytes(), in.opaqueBytes()));
    }
}
