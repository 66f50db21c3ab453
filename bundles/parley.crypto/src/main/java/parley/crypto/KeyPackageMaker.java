package parley.crypto;

import parley.cipher.api.CipherException;
import parley.cipher.api.CipherSuite;
import parley.client.api.crypto.Groups.Member;
import parley.client.api.crypto.Groups.NewKeyPackage;
import parley.client.api.crypto.SuiteMissingException;
import parley.client.api.crypto.UntrustedException;
import parley.mls.Capabilities;
import parley.mls.Credential;
import parley.mls.KeyPackage;
import parley.mls.LeafParameters;
import parley.mls.Lifetime;
import parley.mls.MlsException;
import parley.mls.OwnKeyPackage;
import parley.protocol.Hash;
import parley.protocol.content.LeafData;
import parley.protocol.wire.Bytes;
import parley.protocol.wire.MalformedException;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Makes this device's leaves and KeyPackages, and checks those of others before they are added. */
final class KeyPackageMaker {

    /** How far a clock may be off (docs/architecture.md, First contact). */
    private static final Duration TOLERANCE = Duration.ofDays(1);

    private final PresentSuites suites;
    private final Members members;

    KeyPackageMaker(PresentSuites suites, Members members) {
        this.suites = suites;
        this.members = members;
    }

    NewKeyPackage create(
            IdentityState identity, int suiteId, LeafData leaf, Instant from, Duration lifetime, boolean lastResort)
            throws SuiteMissingException {
        var parameters = leaf(identity, suiteId, leaf);
        var span = new Lifetime(from.getEpochSecond(), from.plus(lifetime).getEpochSecond());
        return suites.use(
                suiteId,
                suite -> {
                    var own =
                            OwnKeyPackage.create(suite, parameters, span, GroupRules.keyPackageExtensions(lastResort));
                    return new NewKeyPackage(
                            reference(own.keyPackage().ref(suite)),
                            Bytes.wrap(own.keyPackage().toBytes()),
                            Bytes.wrap(own.toBytes()));
                });
    }

    /** What the leaf of this device shows in a group of {@code suiteId}. */
    LeafParameters leaf(IdentityState identity, int suiteId, LeafData data) throws SuiteMissingException {
        var key =
                suites.scheme(suiteId)
                        .flatMap(identity::leafKey)
                        .orElseThrow(
                                () -> new SuiteMissingException(suiteId)); // never completed while its bundle was there
        return new LeafParameters(
                key.pair(),
                Credential.basic(identity.chain(key).encode().shared()),
                capabilities(suiteId),
                GroupRules.leafExtensions(data));
    }

    private Capabilities capabilities(int suiteId) {
        var ids = new TreeSet<>(suites.ids()); // by number: a preference of ours is no business of the group's
        ids.add(suiteId);
        return Capabilities.of(List.copyOf(ids), GroupRules.EXTENSIONS);
    }

    /** A KeyPackageRef as the rest of Parley knows it: 32 bytes, whatever the suite's hash. */
    static Hash reference(byte[] ref) {
        return ref.length == Hash.LENGTH ? new Hash(Bytes.of(ref)) : Hash.of(ref);
    }

    static KeyPackage decode(Bytes message) throws UntrustedException {
        try {
            return KeyPackage.fromBytes(message.shared());
        } catch (MlsException e) {
            throw new UntrustedException("KeyPackage is malformed", e);
        }
    }

    /**
     * Checks everything of a KeyPackage that decides whether it may be added.
     *
     * @param now for its lifetime, which is not looked at if absent
     */
    Member check(KeyPackage keyPackage, Optional<Instant> now) throws SuiteMissingException, UntrustedException {
        try {
            suites.use(
                    keyPackage.suiteId(),
                    suite -> {
                        keyPackage.verify(suite);
                        return true;
                    });
            var leaf = keyPackage.leaf();
            require(!now.isPresent() || isCurrent(leaf.lifetime().orElseThrow(), now.get()), "lifetime");
            require(leaf.capabilities().extensions().containsAll(GroupRules.REQUIRED_EXTENSIONS), "capabilities");
            var member = members.read(-1, leaf, keyPackage.suiteId());
            require(member.trusted(), "identity chain");
            require(Ed25519Points.isKey(member.data().follower().bytes()), "follower key");
            suites.use(keyPackage.suiteId(), suite -> sealTo(suite, leaf.encryptionKey()));
            return member;
        } catch (MlsException e) {
            throw new UntrustedException("KeyPackage does not verify: " + e.getMessage(), e);
        } catch (MalformedException e) {
            throw new UntrustedException("KeyPackage's leaf is malformed: " + e.getMessage(), e);
        } catch (CipherException e) {
            throw new UntrustedException("KeyPackage's encryption key is none", e);
        }
    }

    private static boolean isCurrent(Lifetime lifetime, Instant now) {
        return lifetime.contains(now.getEpochSecond(), TOLERANCE.toSeconds());
    }

    /** A member with a key that nobody can seal to would follow no commit. */
    private static boolean sealTo(CipherSuite suite, byte[] key) throws CipherException {
        suite.hpkeSeal(key, new byte[0], new byte[0], new byte[0]);
        return true;
    }

    private static void require(boolean holds, String what) throws UntrustedException {
        if (!holds) throw new UntrustedException("KeyPackage fails the check of its " + what);
    }
}
