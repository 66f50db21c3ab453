package parley.relay;

import parley.protocol.FollowerKey;
import parley.protocol.LogId;
import parley.protocol.relay.Entry;
import parley.protocol.relay.Frame;
import parley.protocol.wire.Bytes;

import java.util.List;

/** What {@link FanOut} hears of. */
sealed interface FanOutEvent {

    /** An entry is durable. */
    record Stored(LogId log, Entry entry) implements FanOutEvent {}

    /** A frame that came is answered. {@code weight} is what it counted in the link's {@link Window}. */
    record Answered(Outlet outlet, Frame frame, int weight) implements FanOutEvent {}

    /**
     * The same with an encoded frame; its length and those of {@link Subscribe} are counted as {@link Outlet#underWay}.
     */
    record Replied(Outlet outlet, Bytes frame, int weight) implements FanOutEvent {}

    /** A follower reads on behind {@code cursor}; {@code frames}, the answer first, bring it there. */
    record Subscribe(Outlet outlet, LogId log, FollowerKey follower, long cursor, List<Bytes> frames, int weight)
            implements FanOutEvent {}

    /**
     * What a read brought.
     *
     * @param last the position of the last item; 0 if there is none
     * @param gone follower keys that have nothing behind it to read any more
     */
    record Read(Subscription subscription, List<Bytes> frames, long last, List<FollowerKey> gone)
            implements FanOutEvent {}

    record ReadFailed(Subscription subscription, Frame.Goodbye goodbye) implements FanOutEvent {}

    /** A link that was full may be filled again. */
    record Writable(Outlet outlet) implements FanOutEvent {}

    record Signalled(Outlet from, Frame.Signal signal) implements FanOutEvent {}

    /** The followers of a log have changed without an entry. */
    record Recheck(LogId log) implements FanOutEvent {}

    record Closed(Outlet outlet) implements FanOutEvent {}

    /** Time passes. */
    record Tick() implements FanOutEvent {}
}
