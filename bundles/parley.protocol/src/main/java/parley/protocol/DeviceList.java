package parley.protocol;

import parley.protocol.wire.Bytes;
import parley.protocol.wire.MalformedException;
import parley.protocol.wire.WireReader;
import parley.protocol.wire.WireWriter;

import java.util.List;

/**
 * The devices of an account and its inbox key, signed by the account key over {@link #signed()}. A list with a version
 * not above one already seen is never accepted.
 *
 * @param version counts up from 1
 * @param inboxKeyNumber counts up from 1 whenever the inbox key is replaced
 * @param inboxKey HPKE public key (X25519) of the account's inbox
 * @param signature Ed25519, 64 bytes
 */
public record DeviceList(
        AccountKey account,
        long version,
        List<DeviceKey> devices,
        long inboxKeyNumber,
        Bytes inboxKey,
        Bytes signature) {

    public static final int MAX_DEVICES = 32;
    public static final int INBOX_KEY = 32;
    public static final int SIGNATURE = 64;

    public DeviceList {
        devices = List.copyOf(devices);
        Limits.within(version, Long.MAX_VALUE, "as a device list's version");
        Limits.within(devices.size(), MAX_DEVICES, "devices");
        Limits.within(inboxKeyNumber, 0xFFFF_FFFFL, "as an inbox key's number");
        if (inboxKey.length() != INBOX_KEY)
            throw new IllegalArgumentException("inbox key of " + inboxKey.length() + " bytes");
        if (signature.length() != SIGNATURE)
            throw new IllegalArgumentException("signature of " + signature.length() + " bytes");
    }

    /** What the account key signs: a label and every field but the signature. */
    public static Bytes signed(
            AccountKey account, long version, List<DeviceKey> devices, long inboxKeyNumber, Bytes inboxKey) {
        var out = new WireWriter().text("Parley device list 1");
        fields(out, account, version, devices, inboxKeyNumber, inboxKey);
        return out.toBytes();
    }

    public Bytes signed() {
        return signed(account, version, devices, inboxKeyNumber, inboxKey);
    }

    public static DeviceList read(WireReader in) throws MalformedException {
        return new DeviceList(
                AccountKey.read(in),
                in.size(),
                in.vector(MAX_DEVICES, "devices", DeviceKey::read),
                in.u32(),
                in.fixedBytes(INBOX_KEY),
                in.fixedBytes(SIGNATURE));
    }

    public void write(WireWriter out) {
        fields(out, account, version, devices, inboxKeyNumber, inboxKey);
        out.fixed(signature);
    }

    private static void fields(
            WireWriter out, AccountKey account, long version, List<DeviceKey> devices, long number, Bytes inboxKey) {
        account.write(out);
        out.u64(version).vector(devices, (w, device) -> device.write(w)).u32(number).fixed(inboxKey);
    }
}
