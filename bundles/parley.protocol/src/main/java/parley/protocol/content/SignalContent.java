package parley.protocol.content;

import parley.protocol.wire.Bytes;
import parley.protocol.wire.MalformedException;
import parley.protocol.wire.WireReader;
import parley.protocol.wire.WireWriter;

/** What a signal says of the present: shown for a while, then forgotten. */
public sealed interface SignalContent {

    /** How present the author is. */
    record Presence(State state) implements SignalContent {

        public enum State {
            ONLINE(1),
            AWAY(2),
            OFFLINE(3);

            private final int code;

            State(int code) {
                this.code = code;
            }
        }
    }

    /** Whether the author is writing something in this conversation. */
    record Typing(boolean typing) implements SignalContent {}

    default Bytes encode() {
        return switch (this) {
            case Presence(var state) -> new WireWriter().u8(1).u8(state.code).toBytes();
            case Typing(var typing) -> new WireWriter().u8(2).bool(typing).toBytes();
        };
    }

    /**
     * Reads one.
     *
     * @throws MalformedException also for one of a newer kind, which is passed over like any that does not fit
     */
    static SignalContent decode(Bytes bytes) throws MalformedException {
        return WireReader.decode(
                bytes,
                in ->
                        switch (in.u8()) {
                            case 1 -> new Presence(state(in.u8()));
                            case 2 -> new Typing(in.bool());
                            default -> throw new MalformedException("signal of an unknown kind");
                        });
    }

    private static Presence.State state(int code) throws MalformedException {
        for (var state : Presence.State.values()) if (state.code == code) return state;
        throw new MalformedException("presence " + code + " is unknown");
    }
}
