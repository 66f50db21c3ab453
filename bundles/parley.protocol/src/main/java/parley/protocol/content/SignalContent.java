package parley.protocol.content;

import parley.protocol.wire.Bytes;
import parley.protocol.wire.MalformedException;
import parley.protocol.wire.WireReader;
import parley.protocol.wire.WireWriter;

/** What a signal says: how present its author is. */
public record SignalContent(Presence presence) {

    public enum Presence {
        ONLINE(1),
        AWAY(2),
        OFFLINE(3);

        private final int code;

        Presence(int code) {
            this.code = code;
        }
    }

    public Bytes encode() {
        return new WireWriter().u8(1).u8(presence.code).toBytes();
    }

    public static SignalContent decode(Bytes bytes) throws MalformedException {
        return WireReader.decode(
                bytes,
                in -> {
                    if (in.u8() != 1) throw new MalformedException("signal of an unknown kind");
                    var code = in.u8();
                    for (var presence : Presence.values())
                        if (presence.code == code) return new SignalContent(presence);
                    throw new MalformedException("presence " + code + " is unknown");
                });
    }
}
