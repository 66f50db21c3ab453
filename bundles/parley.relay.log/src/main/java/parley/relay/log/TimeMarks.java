package parley.relay.log;

import parley.protocol.wire.MalformedException;
import parley.protocol.wire.WireReader;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * What was written when, to within an hour: entries carry no time of their own. A mark says that everything before a
 * position is older than a time. Only for the writer.
 */
final class TimeMarks {

    static final Duration EVERY = Duration.ofHours(1);

    private final NavigableMap<Long, Long> timeOf = new TreeMap<>();
    private final Duration retention;

    TimeMarks(Duration retention) {
        this.retention = retention;
    }

    /** Whether something was written since the last mark, and that is long enough ago. */
    boolean due(long next, long now) {
        var last = timeOf.lastEntry();
        return last == null || next > last.getKey() + 1 && now >= last.getValue() + EVERY.toMillis();
    }

    byte[] encode(long position, long time) {
        return ByteBuffer.allocate(16).putLong(position).putLong(time).array();
    }

    void add(JournalRecord record) throws MalformedException {
        WireReader.decode(
                record.payload(),
                in -> {
                    add(in.size(), in.size());
                    return true;
                });
    }

    void add(long position, long time) {
        var before = timeOf.floorEntry(position);
        timeOf.put(position, before == null ? time : Math.max(time, before.getValue()));
    }

    /**
     * Everything before this position has been kept long enough; 0 if nothing has. Forgets marks that said so before.
     */
    long expired(long now) {
        long position = 0;
        for (Map.Entry<Long, Long> mark : timeOf.entrySet()) {
            if (mark.getValue() > now - retention.toMillis()) break;
            position = mark.getKey();
        }
        timeOf.headMap(position).clear();
        return position;
    }

    /** All marks as payloads, for compaction. */
    List<byte[]> all() {
        var payloads = new ArrayList<byte[]>();
        timeOf.forEach((position, time) -> payloads.add(encode(position, time)));
        return payloads;
    }
}
