package parley.mls;

import parley.protocol.wire.Bytes;
import parley.protocol.wire.MalformedException;
import parley.protocol.wire.WireReader;
import parley.protocol.wire.WireWriter;

import java.util.List;

/** What all members agree on in one epoch (RFC 9420 §8.1). */
record GroupContext(
        int suiteId,
        Bytes groupId,
        long epoch,
        Bytes treeHash,
        Bytes confirmedTranscriptHash,
        List<Extension> extensions) {

    static GroupContext read(WireReader in) throws MalformedException {
        MlsMessage.version(in);
        return new GroupContext(
                in.u16(), in.opaqueBytes(), in.u64(), in.opaqueBytes(), in.opaqueBytes(), Extension.readList(in));
    }

    void write(WireWriter out) {
        out.u16(MlsMessage.MLS10)
                .u16(suiteId)
                .opaque(groupId)
                .u64(epoch)
                .opaque(treeHash)
                .opaque(confirmedTranscriptHash);
        Extension.writeList(out, extensions);
    }

    byte[] encode() {
        return WireWriter.encode(this, (out, it) -> it.write(out));
    }

    GroupContext withTranscript(Bytes confirmed) {
        return new GroupContext(suiteId, groupId, epoch, treeHash, confirmed, extensions);
    }
}
