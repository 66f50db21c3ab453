package parley.crypto;

import parley.cipher.api.CipherSuite.KeyPair;
import parley.protocol.AccountKey;
import parley.protocol.DeviceKey;
import parley.protocol.DeviceList;
import parley.protocol.content.IdentityChain;
import parley.protocol.wire.Bytes;
import parley.protocol.wire.MalformedException;
import parley.protocol.wire.WireReader;
import parley.protocol.wire.WireWriter;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the opaque bytes of an identity hold.
 *
 * @param accountPrivate absent on a device that is no primary one
 * @param deviceSignature the account key's over this device's
 * @param leafKeys one for each signature scheme that was ever present
 * @param inboxKeys those whose letters can still be read, the current one last
 */
record IdentityState(
        AccountKey account,
        Optional<Bytes> accountPrivate,
        DeviceKey device,
        Bytes devicePrivate,
        Bytes deviceSignature,
        DeviceList devices,
        List<LeafKey> leafKeys,
        List<InboxKey> inboxKeys) {

    private static final int FORM = 1;

    /**
     * @param signature the device key's, over scheme and public key
     */
    record LeafKey(int scheme, Bytes privateKey, Bytes publicKey, Bytes signature) {

        KeyPair pair() {
            return new KeyPair(privateKey.toArray(), publicKey.toArray());
        }

        private static LeafKey read(WireReader in) throws MalformedException {
            return new LeafKey(in.u16(), in.opaqueBytes(), in.opaqueBytes(), in.fixedBytes(IdentityChain.SIGNATURE));
        }

        private static void write(WireWriter out, LeafKey key) {
            out.u16(key.scheme).opaque(key.privateKey).opaque(key.publicKey).fixed(key.signature);
        }
    }

    /**
     * @param replaced when another took its place, in seconds since 1970; 0 for the current one
     */
    record InboxKey(long number, Bytes privateKey, long replaced) {

        private static InboxKey read(WireReader in) throws MalformedException {
            return new InboxKey(in.u32(), in.opaqueBytes(), in.size());
        }

        private static void write(WireWriter out, InboxKey key) {
            out.u32(key.number).opaque(key.privateKey).u64(key.replaced);
        }
    }

    IdentityState {
        leafKeys = List.copyOf(leafKeys);
        inboxKeys = List.copyOf(inboxKeys);
    }

    Optional<LeafKey> leafKey(int scheme) {
        return leafKeys.stream().filter(key -> key.scheme() == scheme).findFirst();
    }

    Optional<InboxKey> inboxKey(long number) {
        return inboxKeys.stream().filter(key -> key.number() == number).findFirst();
    }

    IdentityChain chain(LeafKey key) {
        return new IdentityChain(account, device, deviceSignature, key.signature());
    }

    IdentityState with(LeafKey key) {
        var more = new ArrayList<>(leafKeys);
        more.add(key);
        return new IdentityState(
                account, accountPrivate, device, devicePrivate, deviceSignature, devices, more, inboxKeys);
    }

    IdentityState with(DeviceList list, List<InboxKey> keys) {
        return new IdentityState(account, accountPrivate, device, devicePrivate, deviceSignature, list, leafKeys, keys);
    }

    Bytes encode() {
        var out = new WireWriter(1024).u8(FORM);
        account.write(out);
        out.optional(accountPrivate, WireWriter::opaque);
        device.write(out);
        out.opaque(devicePrivate).fixed(deviceSignature);
        devices.write(out);
        return out.vector(leafKeys, LeafKey::write).vector(inboxKeys, InboxKey::write).toBytes();
    }

    /**
     * @throws IllegalArgumentException if this bundle did not make the bytes, or a newer version did
     */
    static IdentityState decode(Bytes bytes) {
        try {
            return WireReader.decode(
                    bytes,
                    in -> {
                        var form = in.u8();
                        if (form != FORM) throw new MalformedException("form " + form + " is unknown");
                        return new IdentityState(
                                AccountKey.read(in),
                                in.optional(WireReader::opaqueBytes),
                                DeviceKey.read(in),
                                in.opaqueBytes(),
                                in.fixedBytes(IdentityChain.SIGNATURE),
                                DeviceList.read(in),
                                in.vector(LeafKey::read),
                                in.vector(InboxKey::read));
                    });
        } catch (MalformedException e) {
            throw new IllegalArgumentException("the identity cannot be read: " + e.getMessage(), e);
        }
    }

    /** Names the account, and no secret. */
    @Override
    public String toString() {
        return "Identity of " + account;
    }
}
