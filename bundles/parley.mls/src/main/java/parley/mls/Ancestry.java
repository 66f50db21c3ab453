package parley.mls;

import parley.cipher.api.CipherSuite;

import java.util.Optional;

/**
 * The group that the group of a Welcome says it follows: {@link Successor#join} or {@link Branch#join} of that epoch
 * verifies it.
 *
 * @param branch whether it is a branch (RFC 9420 §11.3); otherwise a successor (§11.2)
 * @param groupId the former group's id
 * @param epoch the former group's epoch, unsigned
 */
@SuppressWarnings("ArrayRecordComponent") // a fresh array, handed over to the caller
public record Ancestry(boolean branch, byte[] groupId, long epoch) {

    /**
     * Looks into a Welcome for {@code keyPackage}.
     *
     * @return empty if the group follows none: {@link Group#join} is for that
     * @throws MlsException if it is no Welcome for {@code keyPackage}
     */
    public static Optional<Ancestry> of(CipherSuite suite, byte[] welcome, OwnKeyPackage keyPackage)
            throws MlsException {
        var joiner = new Joiner(new Labeled(suite), keyPackage, PskLookup.none(), Optional.empty());
        for (var id : joiner.openSecrets(Welcome.decode(welcome)).psks()) {
            if (id instanceof PskId.Resumption it && it.usage() != PskId.APPLICATION) {
                return Optional.of(new Ancestry(it.usage() == PskId.BRANCH, it.groupId().toArray(), it.epoch()));
            }
        }
        return Optional.empty();
    }
}
