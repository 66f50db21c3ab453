package parley.relay.log;

import parley.protocol.LogId;
import parley.protocol.wire.Bytes;

import java.nio.ByteBuffer;

/** A log id as two numbers: small, and comparable, so that ids made to collide cost a map no more than others. */
record LogKey(long high, long low) implements Comparable<LogKey> {

    static LogKey of(LogId id) {
        var bytes = ByteBuffer.wrap(id.bytes().shared());
        return new LogKey(bytes.getLong(), bytes.getLong());
    }

    LogId id() {
        return new LogId(Bytes.wrap(ByteBuffer.allocate(LogId.LENGTH).putLong(high).putLong(low).array()));
    }

    @Override
    public int compareTo(LogKey other) {
        var order = Long.compare(high, other.high);
        return order != 0 ? order : Long.compare(low, other.low);
    }
}
