package parley.relay.blobs;

import parley.protocol.AccountKey;
import parley.protocol.BlobId;
import parley.protocol.Hash;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A blob as it stands. What changes is guarded by the object itself. */
final class Blob {

    /** How long a blob lives from its reservation. */
    static final Duration LIFE = Duration.ofDays(30);

    /** How long, if it is not finished. */
    static final Duration UNFINISHED_LIFE = Duration.ofHours(24);

    private final BlobId id;
    private final AccountKey owner;
    private final long size;
    private final Hash write;
    private final Hash read;
    private final long reserved;
    private final Ranges ranges = new Ranges();

    private boolean finished;
    private boolean gone;
    private boolean noted;
    private int notes;

    Blob(Meta meta) {
        id = meta.blob();
        owner = meta.owner();
        size = meta.size();
        write = meta.write();
        read = meta.read();
        reserved = meta.reserved();
        finished = meta.finished();
        if (finished && size > 0) ranges.add(0, size);
        for (var range : meta.ranges()) ranges.add(range.getKey(), range.getValue());
    }

    BlobId id() {
        return id;
    }

    AccountKey owner() {
        return owner;
    }

    long size() {
        return size;
    }

    Hash write() {
        return write;
    }

    Hash read() {
        return read;
    }

    Ranges ranges() {
        return ranges;
    }

    boolean finished() {
        return finished;
    }

    void finish() {
        finished = true;
    }

    /** Deleted: whoever still holds it must not touch its files. */
    boolean gone() {
        return gone;
    }

    void go() {
        gone = true;
    }

    /** Whether its file of notes has been begun. */
    boolean noted() {
        return noted;
    }

    void noted(boolean is) {
        noted = is;
        notes = 0;
    }

    /** How many its file of notes has since it was begun. */
    int notes() {
        return notes;
    }

    void addNote() {
        notes++;
    }

    boolean expired(long now) {
        return now >= reserved + (finished ? LIFE : UNFINISHED_LIFE).toMillis();
    }

    /** The bytes that it has yet to take of the disk. */
    long outstanding() {
        return finished ? 0 : size - ranges.total();
    }

    boolean isSame(AccountKey by, long ofSize, Hash writeToken, Hash readToken) {
        return owner.equals(by) && size == ofSize && write.equals(writeToken) && read.equals(readToken);
    }

    Meta meta() {
        List<Map.Entry<Long, Long>> written =
                finished
                        ? List.of()
                        : ranges.all().entrySet().stream()
                                .map(range -> Map.entry(range.getKey(), range.getValue()))
                                .toList();
        return new Meta(id, owner, size, write, read, reserved, finished, written);
    }
}
