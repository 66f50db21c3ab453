package parley.protocol.content;

import parley.protocol.Limits;
import parley.protocol.wire.Bytes;
import parley.protocol.wire.MalformedException;
import parley.protocol.wire.WireReader;
import parley.protocol.wire.WireWriter;

import java.nio.charset.StandardCharsets;

/**
 * What a signal says of the present: shown for a while, then forgotten. All have one size, so that it tells a hub
 * nothing; but for the brief ones of former clients, which know no others.
 */
public sealed interface SignalContent {

    /** How many bytes each has that is not brief. */
    int SIZE = Presence.MAX_STATUS + 4;

    /**
     * How present the author is.
     *
     * @param status what they say of it; empty for nothing, as in one that is brief
     */
    record Presence(State state, String status, boolean brief) implements SignalContent {

        /** The most bytes of UTF-8 in a status. */
        public static final int MAX_STATUS = 160;

        public enum State {
            ONLINE(1),
            AWAY(2),
            OFFLINE(3);

            private final int code;

            State(int code) {
                this.code = code;
            }
        }

        public Presence {
            Limits.within(status.getBytes(StandardCharsets.UTF_8).length, MAX_STATUS, "bytes of status");
            if (brief && !status.isEmpty()) throw new IllegalArgumentException("a brief presence has no status");
        }

        public Presence(State state, String status) {
            this(state, status, false);
        }

        @Override
        public Presence inBrief() {
            return new Presence(state, "", true);
        }
    }

    /** Whether the author is writing something in this conversation. */
    record Typing(boolean typing, boolean brief) implements SignalContent {

        public Typing(boolean typing) {
            this(typing, false);
        }

        @Override
        public Typing inBrief() {
            return new Typing(typing, true);
        }
    }

    /** Whether it has the form that former clients say, and understand. */
    boolean brief();

    /** As much of it as former clients understand. */
    SignalContent inBrief();

    default Bytes encode() {
        var out = new WireWriter();
        switch (this) {
            case Presence(var state, var status, var brief) -> {
                out.u8(brief ? 1 : 3).u8(state.code);
                if (!brief) out.text(status);
            }
            case Typing(var typing, var brief) -> out.u8(brief ? 2 : 4).bool(typing);
        }
        return (brief() ? out : out.fixed(new byte[SIZE - out.length()])).toBytes();
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
                            case 1 -> new Presence(state(in.u8()), "", true);
                            case 2 -> new Typing(in.bool(), true);
                            case 3 -> padded(new Presence(state(in.u8()), in.text()), in);
                            case 4 -> padded(new Typing(in.bool()), in);
                            default -> throw new MalformedException("signal of an unknown kind");
                        });
    }

    private static SignalContent padded(SignalContent content, WireReader in) throws MalformedException {
        for (var left = SIZE - in.position(); left > 0; left--) {
            if (in.u8() != 0) throw new MalformedException("signal padded with something");
        }
        return content;
    }

    private static Presence.State state(int code) throws MalformedException {
        for (var state : Presence.State.values()) if (state.code == code) return state;
        throw new MalformedException("presence " + code + " is unknown");
    }
}
