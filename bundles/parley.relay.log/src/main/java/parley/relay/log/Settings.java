package parley.relay.log;

import java.time.Duration;
import java.time.InstantSource;

/**
 * How the stores run.
 *
 * @param segmentBytes a segment is full at this size
 * @param logQuota the bytes of journal that one log may take before its oldest entries go
 * @param retention how long an entry is kept at most
 * @param cacheBytes the memory for recent entries, of all logs together
 * @param queueBytes what may wait for the writer
 */
record Settings(
        Disk disk,
        InstantSource clock,
        long segmentBytes,
        long logQuota,
        Duration retention,
        long cacheBytes,
        long queueBytes) {

    Settings {
        if (segmentBytes < 4096 || segmentBytes > 1L << 31)
            throw new IllegalArgumentException("segments of " + segmentBytes);
    }
}
