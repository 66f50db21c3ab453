package parley.protocol.content;

import parley.protocol.Address;
import parley.protocol.FollowerKey;
import parley.protocol.Limits;
import parley.protocol.Token;
import parley.protocol.wire.Bytes;
import parley.protocol.wire.MalformedException;
import parley.protocol.wire.WireReader;
import parley.protocol.wire.WireWriter;

/**
 * What a leaf carries in the extension {@link #EXTENSION}: under which key its device follows the log, and how a member
 * reaches the account's inbox.
 *
 * @param address the account's, as it says itself
 * @param inboxKeyNumber the number of {@code inboxKey} in the account's device list
 * @param inboxKey HPKE public key (X25519)
 * @param deliver a token with the right to deliver to the inbox
 * @param take a token with the right to take KeyPackages
 */
public record LeafData(
        FollowerKey follower, Address address, long inboxKeyNumber, Bytes inboxKey, Token deliver, Token take) {

    /** The MLS extension type, for private use (RFC 9420 §17.3). */
    public static final int EXTENSION = 0xF701;

    public static final int INBOX_KEY = 32;

    public LeafData {
        Limits.within(inboxKeyNumber, 0xFFFF_FFFFL, "as an inbox key's number");
        if (inboxKey.length() != INBOX_KEY)
            throw new IllegalArgumentException("inbox key of " + inboxKey.length() + " bytes");
    }

    public Bytes encode() {
        return Bytes.wrap(WireWriter.encode(this, (out, data) -> data.write(out)));
    }

    public static LeafData decode(Bytes bytes) throws MalformedException {
        return WireReader.decode(bytes, LeafData::read);
    }

    public static LeafData read(WireReader in) throws MalformedException {
        return new LeafData(
                FollowerKey.read(in),
                new Address(in.text(), in.text()),
                in.u32(),
                in.fixedBytes(INBOX_KEY),
                Token.read(in),
                Token.read(in));
    }

    public void write(WireWriter out) {
        follower.write(out);
        out.text(address.name()).text(address.relay()).u32(inboxKeyNumber).fixed(inboxKey);
        deliver.write(out);
        take.write(out);
    }
}
