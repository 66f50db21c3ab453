package parley.mls;

import parley.protocol.wire.Bytes;
import parley.protocol.wire.MalformedException;
import parley.protocol.wire.WireReader;
import parley.protocol.wire.WireWriter;

/** What HPKE sealed for one key (RFC 9420 §7.6). */
record HpkeCiphertext(Bytes kemOutput, Bytes ciphertext) {

    static HpkeCiphertext read(WireReader in) throws MalformedException {
        return new HpkeCiphertext(in.opaqueBytes(), in.opaqueBytes());
    }

    void write(WireWriter out) {
        out.opaque(kemOutput).opaque(ciphertext);
    }
}
