package parley.mls;

import parley.protocol.wire.Bytes;
import parley.protocol.wire.MalformedException;
import parley.protocol.wire.WireReader;
import parley.protocol.wire.WireWriter;

import java.util.List;
import java.util.Optional;

/** What lets the added join (RFC 9420 §12.4.3.1). */
record Welcome(int suiteId, List<Entry> secrets, Bytes encryptedGroupInfo) {

    /** GroupSecrets, sealed for one KeyPackage. */
    record Entry(Bytes keyPackageRef, HpkeCiphertext encryptedGroupSecrets) {

        static Entry read(WireReader in) throws MalformedException {
            return new Entry(in.opaqueBytes(), HpkeCiphertext.read(in));
        }

        void write(WireWriter out) {
            out.opaque(keyPackageRef);
            encryptedGroupSecrets.write(out);
        }
    }

    /** The secrets of an epoch, for one joiner. */
    record GroupSecrets(Bytes joinerSecret, Optional<Bytes> pathSecret, List<PskId> psks) {

        static GroupSecrets read(WireReader in) throws MalformedException {
            return new GroupSecrets(in.opaqueBytes(), in.optional(WireReader::opaqueBytes), in.vector(PskId::read));
        }

        void write(WireWriter out) {
            out.opaque(joinerSecret);
            out.optional(pathSecret, WireWriter::opaque);
            out.vector(psks, (inner, psk) -> psk.write(inner));
        }
    }

    /** Takes one out of an {@code MLSMessage}. */
    static Welcome decode(byte[] message) throws MlsException.Malformed {
        if (MlsMessage.decode(message) instanceof MlsMessage.OfWelcome(var welcome)) return welcome;
        throw new MlsException.Malformed("not a Welcome");
    }

    static Welcome read(WireReader in) throws MalformedException {
        return new Welcome(in.u16(), in.vector(Entry::read), in.opaqueBytes());
    }

    void write(WireWriter out) {
        out.u16(suiteId).vector(secrets, (inner, entry) -> entry.write(inner)).opaque(encryptedGroupInfo);
    }
}
