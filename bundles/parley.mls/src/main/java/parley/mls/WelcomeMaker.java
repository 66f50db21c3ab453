package parley.mls;

import org.jspecify.annotations.Nullable;

import parley.cipher.api.CipherException;
import parley.mls.EpochSecrets.Psk;
import parley.mls.EpochSecrets.Schedule;
import parley.mls.ProposalList.Outcome;
import parley.protocol.wire.Bytes;
import parley.protocol.wire.WireWriter;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Seals an epoch's secrets for those who were added (RFC 9420 §12.4.3.1). */
final class WelcomeMaker {

    private WelcomeMaker() {}

    static Welcome make(
            Labeled suite,
            GroupInfo groupInfo,
            Schedule schedule,
            Outcome outcome,
            TreeKem.@Nullable Made made,
            List<Psk> psks,
            int committer)
            throws MlsException {
        var key = key(suite, schedule.welcome());
        var sealed =
                suite.suite()
                        .seal(
                                key.key().shared(),
                                key.nonce().shared(),
                                new byte[0],
                                WireWriter.encode(groupInfo, (out, it) -> it.write(out)));
        var ids = psks.stream().map(Psk::id).toList();
        var entries =
                Cores.map(
                        IntStream.range(0, outcome.joiners().size()).boxed().toList(),
                        i -> {
                            var keyPackage = outcome.joiners().get(i);
                            var leaf = outcome.added().get(i).leaf();
                            var pathSecret =
                                    Optional.ofNullable(made).map(it -> Bytes.wrap(sharedSecret(it, committer, leaf)));
                            var secrets = new Welcome.GroupSecrets(schedule.joiner(), pathSecret, ids);
                            return new Welcome.Entry(
                                    keyPackage.reference(suite), seal(suite, keyPackage, sealed, secrets));
                        });
        return new Welcome(suite.suite().id(), List.copyOf(entries), Bytes.wrap(sealed));
    }

    /** Key and nonce of the encrypted GroupInfo. */
    static Ratchet.Key key(Labeled suite, Bytes welcomeSecret) {
        var none = new byte[0];
        return new Ratchet.Key(
                Bytes.wrap(suite.expand(welcomeSecret.shared(), "key", none, suite.suite().nk())),
                Bytes.wrap(suite.expand(welcomeSecret.shared(), "nonce", none, suite.suite().nn())));
    }

    private static HpkeCiphertext seal(
            Labeled suite, KeyPackage keyPackage, byte[] encryptedGroupInfo, Welcome.GroupSecrets secrets)
            throws MlsException {
        try {
            return suite.encrypt(
                    keyPackage.initKeyBytes(),
                    "Welcome",
                    encryptedGroupInfo,
                    WireWriter.encode(secrets, (out, it) -> it.write(out)));
        } catch (CipherException e) {
            throw new MlsException.Invalid("a KeyPackage's init key is none: " + e.getMessage());
        }
    }

    /** The path secret of the lowest node above both. */
    private static byte[] sharedSecret(TreeKem.Made made, int committer, int joiner) {
        for (var secret :
                made.secrets().entrySet().stream()
                        .sorted((a, b) -> TreeMath.level(a.getKey()) - TreeMath.level(b.getKey()))
                        .toList()) {
            if (TreeMath.covers(secret.getKey(), joiner)) return secret.getValue();
        }
        throw new IllegalStateException("no path from " + committer + " to " + joiner);
    }
}
