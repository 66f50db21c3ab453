package parley.bench.mls;

import parley.cipher.aesgcm.Mls128X25519;
import parley.cipher.api.CipherSuite;
import parley.mls.Capabilities;
import parley.mls.CommitRequest;
import parley.mls.Credential;
import parley.mls.CredentialCheck;
import parley.mls.Group;
import parley.mls.LeafParameters;
import parley.mls.Lifetime;
import parley.mls.MlsException;
import parley.mls.OwnKeyPackage;
import parley.mls.PskLookup;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Members of Parley's own groups. */
final class OwnMember {

    static final CipherSuite SUITE = new Mls128X25519();

    private OwnMember() {}

    static LeafParameters leaf(String name) {
        return new LeafParameters(
                SUITE.signatureKeyPair(),
                Credential.basic(name.getBytes(StandardCharsets.UTF_8)),
                Capabilities.of(List.of(1), List.of()),
                List.of());
    }

    static OwnKeyPackage keyPackage(String name) {
        var now = Instant.now().getEpochSecond();
        return OwnKeyPackage.create(SUITE, leaf(name), new Lifetime(now - 3600, now + 86_400), List.of());
    }

    static List<OwnKeyPackage> keyPackages(int count) {
        var made = new ArrayList<OwnKeyPackage>();
        for (int i = 0; i < count; i++) made.add(keyPackage("member " + i));
        return made;
    }

    static Group alone() throws MlsException {
        return Group.create(SUITE, new byte[] {1}, leaf("founder"), List.of());
    }

    /** A commit that adds all of them, its path's keys new. */
    static CommitRequest adding(List<OwnKeyPackage> keyPackages) {
        var request = new CommitRequest();
        for (var own : keyPackages) request.add(own.keyPackage());
        return request;
    }

    /** A founder, the Welcome that the others get, and who the others are. */
    record Founded(Group founder, byte[] welcome, List<OwnKeyPackage> others) {

        Group joined(int which) throws MlsException {
            return joined(which, SUITE);
        }

        Group joined(int which, CipherSuite suite) throws MlsException {
            return Group.join(suite, welcome, others.get(which), null, PskLookup.none(), CredentialCheck.none())
                    .group();
        }
    }

    static Founded group(int members) throws MlsException {
        var others = keyPackages(members - 1);
        var alone = alone();
        var made = alone.commit(SUITE, adding(others), PskLookup.none(), CredentialCheck.none());
        return new Founded(alone.apply(made.pending()), made.pending().welcome().orElseThrow(), others);
    }
}
