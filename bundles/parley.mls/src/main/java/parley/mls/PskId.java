package parley.mls;

import parley.protocol.wire.Bytes;
import parley.protocol.wire.MalformedException;
import parley.protocol.wire.WireReader;
import parley.protocol.wire.WireWriter;

/** {@code PreSharedKeyID} (RFC 9420 §8.4). */
sealed interface PskId {

    int APPLICATION = 1;
    int REINIT = 2;
    int BRANCH = 3;

    Bytes nonce();

    record External(Bytes id, Bytes nonce) implements PskId {}

    record Resumption(int usage, Bytes groupId, long epoch, Bytes nonce) implements PskId {}

    static PskId read(WireReader in) throws MalformedException {
        var type = in.u8();
        return switch (type) {
            case 1 -> new External(in.opaqueBytes(), in.opaqueBytes());
            case 2 -> {
                var usage = in.u8();
                if (usage < APPLICATION || usage > BRANCH) throw new MalformedException("resumption usage is " + usage);
                yield new Resumption(usage, in.opaqueBytes(), in.u64(), in.opaqueBytes());
            }
            default -> throw new MalformedException("PSK type is " + type);
        };
    }

    default void write(WireWriter out) {
        switch (this) {
            case External(var id, _) -> out.u8(1).opaque(id);
            case Resumption(var usage, var groupId, var epoch, _) -> out.u8(2).u8(usage).opaque(groupId).u64(epoch);
        }
        out.opaque(nonce());
    }
}
