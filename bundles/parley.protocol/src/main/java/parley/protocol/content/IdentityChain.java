package parley.protocol.content;

import parley.protocol.AccountKey;
import parley.protocol.DeviceKey;
import parley.protocol.Limits;
import parley.protocol.wire.Bytes;
import parley.protocol.wire.MalformedException;
import parley.protocol.wire.WireReader;
import parley.protocol.wire.WireWriter;

/**
 * The identity in an MLS basic credential (docs/protocol.md, Identity): the account key signs the device key, the
 * device key signs the leaf key. The leaf key itself is the leaf's signature key.
 *
 * @param deviceSignature the account key's, Ed25519, over {@link #deviceSigned}
 * @param leafSignature the device key's, Ed25519, over {@link #leafSigned}
 */
public record IdentityChain(AccountKey account, DeviceKey device, Bytes deviceSignature, Bytes leafSignature) {

    public static final int SIGNATURE = 64;

    public IdentityChain {
        if (deviceSignature.length() != SIGNATURE || leafSignature.length() != SIGNATURE) {
            throw new IllegalArgumentException("signature in an identity chain is not of 64 bytes");
        }
    }

    public static Bytes deviceSigned(AccountKey account, DeviceKey device) {
        var out = new WireWriter().text("Parley device 1");
        account.write(out);
        device.write(out);
        return out.toBytes();
    }

    /**
     * @param scheme the leaf key's signature scheme (RFC 8446 §4.2.3)
     */
    public static Bytes leafSigned(AccountKey account, DeviceKey device, int scheme, Bytes leafKey) {
        Limits.within(scheme, 0xFFFF, "as a signature scheme");
        var out = new WireWriter().text("Parley leaf 1");
        account.write(out);
        device.write(out);
        return out.u16(scheme).opaque(leafKey).toBytes();
    }

    public Bytes encode() {
        return Bytes.wrap(WireWriter.encode(this, (out, chain) -> chain.write(out)));
    }

    public static IdentityChain decode(Bytes bytes) throws MalformedException {
        return WireReader.decode(bytes, IdentityChain::read);
    }

    public static IdentityChain read(WireReader in) throws MalformedException {
        return new IdentityChain(
                AccountKey.read(in), DeviceKey.read(in), in.fixedBytes(SIGNATURE), in.fixedBytes(SIGNATURE));
    }

    public void write(WireWriter out) {
        account.write(out);
        device.write(out);
        out.fixed(deviceSignature).fixed(leafSignature);
    }
}
