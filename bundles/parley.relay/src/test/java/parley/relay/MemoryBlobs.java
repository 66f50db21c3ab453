package parley.relay;

import parley.protocol.AccountKey;
import parley.protocol.BlobId;
import parley.protocol.Hash;
import parley.protocol.relay.Problem;
import parley.protocol.wire.Bytes;
import parley.relay.api.BlobStore;
import parley.relay.api.BlobStores;

import java.nio.file.Path;
import java.util.BitSet;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Blobs in memory, for tests that are about the relay. */
final class MemoryBlobs implements BlobStores, BlobStore {

    private static final class Blob {
        final AccountKey owner;
        final byte[] bytes;
        final BitSet written = new BitSet();
        final Hash write;
        final Hash read;
        boolean finished;

        Blob(AccountKey owner, int size, Hash write, Hash read) {
            this.owner = owner;
            this.bytes = new byte[size];
            this.write = write;
            this.read = read;
        }
    }

    private final Map<BlobId, Blob> blobs = new ConcurrentHashMap<>();

    @Override
    public BlobStore open(Path directory, long quota) {
        return this;
    }

    @Override
    public Optional<Problem> reserve(BlobId id, AccountKey owner, long size, Hash write, Hash read) {
        var blob = blobs.computeIfAbsent(id, _ -> new Blob(owner, (int) size, write, read));
        return blob.owner.equals(owner) && blob.bytes.length == size ? Optional.empty() : Optional.of(Problem.DENIED);
    }

    @Override
    public Optional<Problem> write(BlobId id, Hash token, long offset, Bytes bytes) {
        var blob = blobs.get(id);
        if (blob == null || !blob.write.equals(token)) return Optional.of(Problem.NOT_FOUND);
        if (blob.finished) return Optional.of(Problem.DENIED);
        if (offset + bytes.length() > blob.bytes.length) return Optional.of(Problem.MALFORMED);
        System.arraycopy(bytes.shared(), 0, blob.bytes, (int) offset, bytes.length());
        blob.written.set((int) offset, (int) offset + bytes.length());
        return Optional.empty();
    }

    @Override
    public Optional<Bytes> read(BlobId id, Hash token, long offset, int length) {
        var blob = blobs.get(id);
        if (blob == null || !blob.read.equals(token)) return Optional.empty();
        if (blob.written.nextClearBit((int) offset) < offset + length) return Optional.empty();
        return Optional.of(Bytes.of(blob.bytes).slice((int) offset, (int) offset + length));
    }

    @Override
    public Optional<Long> size(BlobId id, Hash token) {
        return Optional.ofNullable(blobs.get(id))
                .filter(blob -> blob.read.equals(token) || blob.write.equals(token))
                .map(blob -> (long) blob.bytes.length);
    }

    @Override
    public Optional<Bytes> parts(BlobId id, AccountKey owner, int partSize) {
        var blob = blobs.get(id);
        if (blob == null || !blob.owner.equals(owner)) return Optional.empty();
        var parts = new BitSet();
        for (var from = 0; from < blob.bytes.length; from += partSize) {
            parts.set(from / partSize, blob.written.nextClearBit(from) >= Math.min(blob.bytes.length, from + partSize));
        }
        return Optional.of(Bytes.wrap(parts.toByteArray()));
    }

    @Override
    public Optional<Problem> finish(BlobId id, AccountKey owner) {
        var blob = blobs.get(id);
        if (blob == null || !blob.owner.equals(owner)) return Optional.of(Problem.NOT_FOUND);
        if (blob.written.nextClearBit(0) < blob.bytes.length) return Optional.of(Problem.MALFORMED);
        blob.finished = true;
        return Optional.empty();
    }

    @Override
    public Optional<Problem> drop(BlobId id, AccountKey owner) {
        var blob = blobs.get(id);
        if (blob == null || !blob.owner.equals(owner)) return Optional.of(Problem.NOT_FOUND);
        blobs.remove(id);
        return Optional.empty();
    }

    @Override
    public void close() {}
}
