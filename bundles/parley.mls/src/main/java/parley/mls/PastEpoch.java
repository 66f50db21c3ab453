package parley.mls;

import java.util.Optional;
import parley.cipher.api.CipherSuite;

/**
 * What is left of an epoch that is over: enough to read its late application messages, and nothing to send with. The
 * caller drops it when late messages are no longer accepted. Immutable, like {@link Group}, and stored in two parts for
 * the same reason.
 */
public final class PastEpoch {

    private PastEpoch() {}

    /**
     * A late application message.
     *
     * @param past the state to keep in place of the former
     */
    @SuppressWarnings("ArrayRecordComponent") // fresh arrays, handed over to the caller
    public record Late(PastEpoch past, Member sender, byte[] data, byte[] authenticatedData) {}

    /** @throws MlsException.Malformed if the parts are not what a past epoch stored */
    public static PastEpoch fromBytes(byte[] epochBytes, byte[] ratchetBytes) throws MlsException.Malformed {
        throw new UnsupportedOperationException();
    }

    /** What never changes any more, secrets included: to be kept sealed. */
    public byte[] epochBytes() {
        throw new UnsupportedOperationException();
    }

    /** What every late message changes, secrets included: to be kept sealed. */
    public byte[] ratchetBytes() {
        throw new UnsupportedOperationException();
    }

    public int suiteId() {
        throw new UnsupportedOperationException();
    }

    public byte[] groupId() {
        throw new UnsupportedOperationException();
    }

    /** The epoch, unsigned. */
    public long epoch() {
        throw new UnsupportedOperationException();
    }

    public int selfLeaf() {
        throw new UnsupportedOperationException();
    }

    /** The member that was at {@code leaf} in that epoch. */
    public Optional<Member> member(int leaf) {
        throw new UnsupportedOperationException();
    }

    public byte[] epochAuthenticator() {
        throw new UnsupportedOperationException();
    }

    /** {@code MLS-Exporter} of that epoch (RFC 9420 §8.5). */
    public byte[] export(CipherSuite suite, String label, byte[] context, int length) {
        throw new UnsupportedOperationException();
    }

    /**
     * Reads a late application message.
     *
     * @throws MlsException why not; handshake messages are {@link MlsException.WrongEpoch}
     */
    public Late receive(CipherSuite suite, byte[] message) throws MlsException {
        throw new UnsupportedOperationException();
    }
}
