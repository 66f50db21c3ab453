package parley.relay;

import parley.protocol.FollowerKey;
import parley.protocol.LogId;

import java.util.ArrayList;
import java.util.List;

/** One link's reading of one log. Belongs to {@link FanOut}'s thread, but for the final fields. */
final class Subscription {

    /** How the next items come. */
    enum Mode {
        /** All up to {@link #cursor} has been sent and nothing lies behind it: entries are sent as they are stored. */
        LIVE,
        /** Waits for its turn to read, or for the link to become writable. */
        WAITING,
        /** A virtual thread reads the next items from the store. */
        READING,
        ENDED
    }

    final Outlet outlet;
    final LogId log;

    /** The follower keys proved for this log, in the order in which they were proved: the first reads. */
    final List<FollowerKey> keys = new ArrayList<>(1);

    Mode mode = Mode.WAITING;

    /** The position of the last item handed to the link. */
    long cursor;

    /** The highest position that the store has announced; what lies between it and the cursor is to be read. */
    long announced;

    /** Reads that found nothing although something had been announced. */
    int empty;

    Subscription(Outlet outlet, LogId log, FollowerKey key, long cursor) {
        this.outlet = outlet;
        this.log = log;
        this.keys.add(key);
        this.cursor = cursor;
    }
}
