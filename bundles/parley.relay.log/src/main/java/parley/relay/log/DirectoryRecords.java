package parley.relay.log;

import parley.protocol.AccountKey;
import parley.protocol.DeviceKey;
import parley.protocol.DeviceList;
import parley.protocol.Hash;
import parley.protocol.relay.Frame.StoredKeyPackage;
import parley.protocol.relay.Right;
import parley.protocol.wire.MalformedException;
import parley.protocol.wire.WireReader;
import parley.protocol.wire.WireWriter;

import java.util.List;
import java.util.Optional;

/** The payloads of records that change the directory. */
final class DirectoryRecords {

    private DirectoryRecords() {}

    record NewAccount(String name, DeviceList devices, Optional<Hash> invite) {

        byte[] encode() {
            var out = new WireWriter().text(name);
            devices.write(out);
            return out.optional(invite, (w, hash) -> hash.write(w)).toArray();
        }

        static NewAccount read(WireReader in) throws MalformedException {
            return new NewAccount(in.text(), DeviceList.read(in), in.optional(Hash::read));
        }
    }

    record KeyPackages(AccountKey account, List<StoredKeyPackage> packages) {

        byte[] encode() {
            var out = new WireWriter();
            account.write(out);
            out.vector(
                    packages,
                    (w, stored) -> {
                        stored.device().write(w);
                        w.u16(stored.suite()).bool(stored.lastResort()).opaque(stored.keyPackage());
                    });
            return out.toArray();
        }

        static KeyPackages read(WireReader in) throws MalformedException {
            return new KeyPackages(
                    AccountKey.read(in),
                    in.vector(item ->
                            new StoredKeyPackage(DeviceKey.read(item), item.u16(), item.bool(), item.opaqueBytes())));
        }
    }

    /**
     * A token as the directory knows it.
     *
     * @param uses how many are left; 0 for any number
     * @param expires in milliseconds since 1970; 0 for never
     */
    record GrantedToken(Hash hash, Right right, Optional<AccountKey> owner, long uses, long expires) {

        byte[] encode() {
            var out = new WireWriter();
            hash.write(out);
            out.u8(right.code()).optional(owner, (w, key) -> key.write(w));
            return out.u64(uses).u64(expires).toArray();
        }

        static GrantedToken read(WireReader in) throws MalformedException {
            return new GrantedToken(
                    Hash.read(in), Right.of(in.u8()), in.optional(AccountKey::read), in.size(), in.size());
        }

        /** Whether it allows {@code wanted} of {@code whose} {@code count} times at {@code now}. */
        boolean allows(Right wanted, Optional<AccountKey> whose, long count, long now) {
            return right == wanted
                    && owner.equals(whose)
                    && (expires == 0 || expires > now)
                    && (uses == 0 || uses >= count);
        }
    }

    static byte[] ids(List<Long> ids) {
        return new WireWriter().vector(ids, (w, id) -> w.u64(id)).toArray();
    }

    static byte[] devices(DeviceList devices) {
        return WireWriter.encode(devices, (out, list) -> list.write(out));
    }

    static byte[] hash(Hash hash) {
        return hash.bytes().toArray();
    }
}
