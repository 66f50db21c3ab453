package parley.relay.log;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.LongSupplier;

/**
 * Says when so little of the disk is left that it belongs to what makes room again: compaction writes before it
 * deletes. Asks the disk once a second at most. Belongs to the writer.
 */
final class Headroom {

    /** What an operation is refused with. */
    static final String TEXT =
            "The relay's disk is almost full. Nothing is lost; try again when its operator has made room.";

    /** What is left of a large disk; of a small one an eighth. */
    private static final long PLENTY = 256 << 20;

    private static final long SECOND = 1_000_000_000L;

    private static final System.Logger log = System.getLogger(Headroom.class.getName());

    private final Disk disk;
    private final Path directory;
    private final LongSupplier nanoTime;

    private long askAt;
    private boolean reached;

    Headroom(Disk disk, Path directory, LongSupplier nanoTime) {
        this.disk = disk;
        this.directory = directory;
        this.nanoTime = nanoTime;
        this.askAt = nanoTime.getAsLong();
    }

    /** Whether the disk is full up to the headroom. */
    boolean isReached() {
        var now = nanoTime.getAsLong();
        if (now - askAt < 0) return reached;
        askAt = now + SECOND;
        try {
            var room = disk.room(directory);
            reached = room.free() < Math.min(PLENTY, room.total() / 8);
        } catch (IOException e) { // a disk that does not say is asked by writing
            reached = false;
            log.log(System.Logger.Level.DEBUG, "The disk does not say how much room it has", e);
        }
        return reached;
    }
}
