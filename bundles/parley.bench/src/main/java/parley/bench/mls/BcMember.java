package parley.bench.mls;

import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.mls.TreeKEM.LeafNode;
import org.bouncycastle.mls.TreeKEM.LifeTime;
import org.bouncycastle.mls.codec.Capabilities;
import org.bouncycastle.mls.codec.Credential;
import org.bouncycastle.mls.codec.KeyPackage;
import org.bouncycastle.mls.codec.MLSMessage;
import org.bouncycastle.mls.codec.Proposal;
import org.bouncycastle.mls.crypto.MlsCipherSuite;
import org.bouncycastle.mls.crypto.Secret;
import org.bouncycastle.mls.protocol.Group;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A member of bcmls's groups, before it joins. */
record BcMember(AsymmetricCipherKeyPair init, AsymmetricCipherKeyPair leaf, byte[] signature, KeyPackage keyPackage) {

    static final MlsCipherSuite SUITE = MlsCipherSuite.BCMLS_128_DHKEMX25519_AES128GCM_SHA256_Ed25519;
    private static final SecureRandom RANDOM = new SecureRandom();

    static BcMember of(String name) throws Exception {
        var init = SUITE.getHPKE().generatePrivateKey();
        var leafKeys = SUITE.getHPKE().generatePrivateKey();
        var signatureKeys = SUITE.generateSignatureKeyPair();
        var signature = SUITE.serializeSignaturePrivateKey(signatureKeys.getPrivate());
        var leaf =
                new LeafNode(
                        SUITE,
                        SUITE.getHPKE().serializePublicKey(leafKeys.getPublic()),
                        SUITE.serializeSignaturePublicKey(signatureKeys.getPublic()),
                        Credential.forBasic(name.getBytes(StandardCharsets.UTF_8)),
                        new Capabilities(),
                        new LifeTime(),
                        new ArrayList<>(),
                        signature);
        var initPublic = SUITE.getHPKE().serializePublicKey(init.getPublic());
        var keyPackage = new KeyPackage(SUITE, initPublic, leaf, new ArrayList<>(), signature);
        return new BcMember(init, leafKeys, signature, keyPackage);
    }

    static List<BcMember> of(int count) throws Exception {
        var made = new ArrayList<BcMember>();
        for (int i = 0; i < count; i++) made.add(of("member " + i));
        return made;
    }

    static Group alone() throws Exception {
        var own = of("founder");
        return new Group(
                new byte[] {1}, SUITE, own.leaf, own.signature, own.keyPackage.getLeafNode(), new ArrayList<>());
    }

    /** A commit that adds them; a path with new keys in any case. */
    static Group.GroupWithMessage commit(Group group, List<BcMember> added) throws Exception {
        var proposals = new ArrayList<Proposal>();
        for (var member : added) proposals.add(Proposal.add(member.keyPackage));
        var secret = new byte[SUITE.getKDF().getHashLength()];
        RANDOM.nextBytes(secret);
        return group.commit(
                new Secret(secret),
                new Group.CommitOptions(proposals, true, true, null),
                new Group.MessageOptions(true, new byte[0], 0),
                new Group.CommitParameters(Group.NORMAL_COMMIT_PARAMS));
    }

    Group join(MLSMessage made) throws Exception {
        return new Group(
                SUITE.getHPKE().serializePrivateKey(init.getPrivate()),
                leaf,
                signature,
                keyPackage,
                made.welcome,
                null,
                Map.of(),
                Map.of());
    }
}
