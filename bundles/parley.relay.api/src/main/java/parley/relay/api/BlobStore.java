package parley.relay.api;

import org.osgi.annotation.versioning.ProviderType;

import parley.protocol.AccountKey;
import parley.protocol.BlobId;
import parley.protocol.Hash;
import parley.protocol.relay.Problem;
import parley.protocol.wire.Bytes;

import java.util.Optional;

/**
 * Sealed bytes on disk, written in any order and read in any range. Blocks; call it from a virtual thread.
 *
 * <p>A blob lives 30 days from its reservation, or 24 hours if it is not finished by then.
 */
@ProviderType
public interface BlobStore extends AutoCloseable {

    /** The largest range written or read at once, in bytes: a segment of 1 MiB and its tag. */
    int MAX_RANGE = (1 << 20) + 16;

    /**
     * Reserves room; the same again is accepted.
     *
     * @return why not, if not: {@link Problem#TOO_MUCH} (quota), {@link Problem#NO_SPACE}, {@link Problem#DENIED} (the
     *     id is another's, or of another size)
     */
    Optional<Problem> reserve(BlobId blob, AccountKey owner, long size, Hash write, Hash read) throws StoreException;

    /**
     * Writes a range; written ranges survive the relay's process at once and a power cut from {@link #finish} on.
     *
     * @return why not, if not: NOT_FOUND (no such blob, or the token does not fit: they look alike), MALFORMED (beyond
     *     the blob's end, or not within 1 and {@link #MAX_RANGE} bytes), DENIED (finished)
     */
    Optional<Problem> write(BlobId blob, Hash token, long offset, Bytes bytes) throws StoreException;

    /**
     * Reads a range, which must have been written wholly.
     *
     * @return empty if there is no such blob, the token does not fit, or any of it has not been written
     */
    Optional<Bytes> read(BlobId blob, Hash token, long offset, int length) throws StoreException;

    /**
     * The size stated at the reservation; empty if there is no such blob or the token fits neither reading nor writing.
     */
    Optional<Long> size(BlobId blob, Hash token) throws StoreException;

    /**
     * Which parts of {@code partSize} bytes are wholly here, lowest bit first; empty unless {@code owner} reserved it.
     */
    Optional<Bytes> parts(BlobId blob, AccountKey owner, int partSize) throws StoreException;

    /**
     * Makes the blob durable and unchangeable. MALFORMED if a part is missing, NOT_FOUND unless {@code owner} reserved
     * it.
     */
    Optional<Problem> finish(BlobId blob, AccountKey owner) throws StoreException;

    /** Deletes the blob. NOT_FOUND unless {@code owner} reserved it. */
    Optional<Problem> drop(BlobId blob, AccountKey owner) throws StoreException;

    @Override
    void close();
}
