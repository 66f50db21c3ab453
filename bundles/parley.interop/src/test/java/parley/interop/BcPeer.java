package parley.interop;

import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.mls.TreeKEM.LeafIndex;
import org.bouncycastle.mls.TreeKEM.LeafNode;
import org.bouncycastle.mls.TreeKEM.LifeTime;
import org.bouncycastle.mls.TreeKEM.TreeKEMPublicKey;
import org.bouncycastle.mls.codec.Capabilities;
import org.bouncycastle.mls.codec.ContentType;
import org.bouncycastle.mls.codec.Credential;
import org.bouncycastle.mls.codec.KeyPackage;
import org.bouncycastle.mls.codec.MLSInputStream;
import org.bouncycastle.mls.codec.MLSMessage;
import org.bouncycastle.mls.codec.MLSOutputStream;
import org.bouncycastle.mls.codec.PreSharedKeyID;
import org.bouncycastle.mls.codec.Proposal;
import org.bouncycastle.mls.codec.ProtocolVersion;
import org.bouncycastle.mls.crypto.MlsCipherSuite;
import org.bouncycastle.mls.crypto.Secret;
import org.bouncycastle.mls.protocol.Group;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Bouncy Castle's bcmls. It changes a group in place where a message is read, and gives a new one for a commit; a group
 * is told of a proposal of its own by handling it.
 */
final class BcPeer implements Peer {

    private static final SecureRandom RANDOM = new SecureRandom();

    /** A KeyPackage with its private keys. */
    private record Own(
            MlsCipherSuite suite,
            AsymmetricCipherKeyPair init,
            AsymmetricCipherKeyPair leaf,
            AsymmetricCipherKeyPair signature,
            KeyPackage keyPackage) {

        byte[] initPrivate() {
            return suite.getHPKE().serializePrivateKey(init.getPrivate());
        }

        byte[] signaturePrivate() {
            return suite.serializeSignaturePrivateKey(signature.getPrivate());
        }
    }

    private final String name;
    private final Map<Secret, byte[]> psks = new HashMap<>();
    private final Map<Long, Group> past = new HashMap<>();
    private Optional<Own> own = Optional.empty();
    private Optional<Group> group = Optional.empty();
    private Optional<Group.Tombstone> closed = Optional.empty();

    BcPeer(String name) {
        this.name = name;
    }

    private Group group() {
        return group.orElseThrow();
    }

    private void become(Group next) {
        group.ifPresent(before -> past.put(before.getEpoch(), before));
        psks.forEach(next::insertExternalPsk);
        group = Optional.of(next);
    }

    private Own fresh(int suiteId) throws Exception {
        var suite = MlsCipherSuite.getSuite((short) suiteId);
        var init = suite.getHPKE().generatePrivateKey();
        var leafKeys = suite.getHPKE().generatePrivateKey();
        var signature = suite.generateSignatureKeyPair();
        var signaturePrivate = suite.serializeSignaturePrivateKey(signature.getPrivate());
        var leaf =
                new LeafNode(
                        suite,
                        suite.getHPKE().serializePublicKey(leafKeys.getPublic()),
                        suite.serializeSignaturePublicKey(signature.getPublic()),
                        Credential.forBasic(name.getBytes(StandardCharsets.UTF_8)),
                        new Capabilities(),
                        new LifeTime(),
                        new ArrayList<>(),
                        signaturePrivate);
        var keyPackage =
                new KeyPackage(
                        suite,
                        suite.getHPKE().serializePublicKey(init.getPublic()),
                        leaf,
                        new ArrayList<>(),
                        signaturePrivate);
        var made = new Own(suite, init, leafKeys, signature, keyPackage);
        own = Optional.of(made);
        return made;
    }

    private static byte[] random(int length) {
        var bytes = new byte[length];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    private static Secret leafSecret(MlsCipherSuite suite) {
        return new Secret(random(suite.getKDF().getHashLength()));
    }

    private static Group.MessageOptions encrypted() {
        return new Group.MessageOptions(true, new byte[0], 0);
    }

    private static MLSMessage decode(byte[] message) throws Exception {
        return (MLSMessage) MLSInputStream.decode(message, MLSMessage.class);
    }

    private static TreeKEMPublicKey tree(byte[] tree, MlsCipherSuite suite) throws Exception {
        var decoded = (TreeKEMPublicKey) MLSInputStream.decode(tree, TreeKEMPublicKey.class);
        decoded.setSuite(suite);
        decoded.setHashAll();
        return decoded;
    }

    @Override
    public byte[] keyPackage(int suite) throws Exception {
        return MLSOutputStream.encode(MLSMessage.keyPackage(fresh(suite).keyPackage()));
    }

    @Override
    public void knows(byte[] pskId, byte[] psk) {
        psks.put(new Secret(pskId), psk);
        group.ifPresent(it -> it.insertExternalPsk(new Secret(pskId), psk));
    }

    @Override
    public void create(int suite, byte[] groupId) throws Exception {
        var mine = fresh(suite);
        become(
                new Group(
                        groupId,
                        mine.suite(),
                        mine.leaf(),
                        mine.signaturePrivate(),
                        mine.keyPackage().getLeafNode(),
                        new ArrayList<>()));
    }

    @Override
    public void join(byte[] welcome, byte[] tree) throws Exception {
        var mine = own.orElseThrow();
        become(
                new Group(
                        mine.initPrivate(),
                        mine.leaf(),
                        mine.signaturePrivate(),
                        mine.keyPackage(),
                        decode(welcome).welcome,
                        tree(tree, mine.suite()),
                        psks,
                        Map.of()));
    }

    @Override
    public Made commit(Wanted wanted) throws Exception {
        var proposals = new ArrayList<Proposal>();
        for (var keyPackage : wanted.adds()) proposals.add(Proposal.add(decode(keyPackage).keyPackage));
        for (var leaf : wanted.removes()) proposals.add(Proposal.remove(new LeafIndex(leaf)));
        for (var id : wanted.psks()) {
            var nonce = random(group().getSuite().getKDF().getHashLength());
            proposals.add(Proposal.preSharedKey(PreSharedKeyID.external(id, nonce)));
        }
        var made =
                group().commit(
                                leafSecret(group().getSuite()),
                                new Group.CommitOptions(proposals, false, true, null),
                                encrypted(),
                                new Group.CommitParameters(Group.NORMAL_COMMIT_PARAMS));
        become(made.group);
        return made(made);
    }

    /** bcmls keeps commit and Welcome in one object. */
    private Made made(Group.GroupWithMessage made) throws Exception {
        var welcome = made.message.welcome;
        made.message.welcome = null;
        var commit = MLSOutputStream.encode(made.message);
        return new Made(commit, welcome == null ? null : encode(welcome), MLSOutputStream.encode(group().getTree()));
    }

    private static byte[] encode(org.bouncycastle.mls.codec.Welcome welcome) throws Exception {
        var message = new MLSMessage(org.bouncycastle.mls.codec.WireFormat.mls_welcome);
        message.welcome = welcome;
        return MLSOutputStream.encode(message);
    }

    @Override
    public byte[] proposeAdd(byte[] keyPackage) throws Exception {
        return proposed(group().add(decode(keyPackage).keyPackage, encrypted()));
    }

    @Override
    public byte[] proposeRemove(int leaf) throws Exception {
        return proposed(group().remove(new LeafIndex(leaf), encrypted()));
    }

    @Override
    public byte[] proposeUpdate() throws Exception {
        var keys = group().getSuite().getHPKE().generatePrivateKey();
        return proposed(group().update(group().updateProposal(keys, new Group.LeafNodeOptions()), encrypted()));
    }

    private byte[] proposed(MLSMessage message) throws Exception {
        var bytes = MLSOutputStream.encode(message);
        group().handle(bytes, null);
        return bytes;
    }

    @Override
    public byte[] say(byte[] data) throws Exception {
        return MLSOutputStream.encode(group().protect(new byte[0], data, 0));
    }

    @Override
    public Optional<byte[]> take(byte[] bytes) throws Exception {
        var message = decode(bytes);
        if (message.getContentType() == ContentType.APPLICATION) {
            var of = message.getEpoch() == group().getEpoch() ? group() : past.get(message.getEpoch());
            return Optional.of(of.unprotect(message)[1]);
        }
        var next = group().handle(bytes, null);
        if (next != null) become(next);
        return Optional.empty();
    }

    @Override
    public byte[] epochAuthenticator() {
        return closed.map(Group.Tombstone::getEpochAuthenticator).orElseGet(() -> group().getEpochAuthenticator());
    }

    @Override
    public int leaf() {
        return group().getIndex().value();
    }

    @Override
    public byte[] groupInfo() throws Exception {
        return MLSOutputStream.encode(group().getGroupInfo(true));
    }

    @Override
    public byte[] joinExternally(int suite, byte[] groupInfo) throws Exception {
        var mine = fresh(suite);
        var joined =
                Group.externalJoin(
                        leafSecret(mine.suite()),
                        mine.signature(),
                        mine.keyPackage(),
                        decode(groupInfo).groupInfo,
                        null,
                        new Group.MessageOptions(false, new byte[0], 0),
                        null,
                        Map.of());
        become(joined.group);
        return MLSOutputStream.encode(joined.message);
    }

    @Override
    public byte[] reInit(byte[] groupId, int suite) throws Exception {
        var proposal =
                Proposal.reInit(
                        groupId, ProtocolVersion.mls10, MlsCipherSuite.getSuite((short) suite), new ArrayList<>());
        var made =
                group().reinitCommit(
                                random(group().getSuite().getKDF().getHashLength()),
                                new Group.CommitOptions(
                                        new ArrayList<>(List.of(proposal)), false, true, new Group.LeafNodeOptions()),
                                encrypted());
        closed = Optional.of(made);
        return MLSOutputStream.encode(made.getMessage());
    }

    /** A ReInit commit of somebody else's; bcmls has it read in another way than other commits. */
    void takeReInit(byte[] commit) throws Exception {
        closed = Optional.of(group().handleReinitCommit(decode(commit)));
    }

    @Override
    public Made succeed(List<byte[]> keyPackages) throws Exception {
        var tombstone = closed.orElseThrow();
        var mine = fresh(tombstone.getSuite().getSuiteID());
        var others = new ArrayList<KeyPackage>();
        for (var keyPackage : keyPackages) others.add(decode(keyPackage).keyPackage);
        var made =
                tombstone.createWelcome(
                        mine.leaf(),
                        mine.signaturePrivate(),
                        mine.keyPackage().getLeafNode(),
                        others,
                        random(mine.suite().getKDF().getHashLength()),
                        new Group.CommitOptions(new ArrayList<>(), false, true, new Group.LeafNodeOptions()));
        follow(made.group);
        return new Made(new byte[0], MLSOutputStream.encode(made.message), MLSOutputStream.encode(group().getTree()));
    }

    @Override
    public void joinSuccessor(byte[] welcome, byte[] tree) throws Exception {
        var mine = own.orElseThrow();
        follow(
                closed.orElseThrow()
                        .handleWelcome(
                                mine.init(),
                                mine.leaf(),
                                mine.signature(),
                                mine.keyPackage(),
                                decode(welcome),
                                tree(tree, mine.suite())));
    }

    private void follow(Group successor) {
        past.clear();
        closed = Optional.empty();
        group = Optional.of(successor);
    }
}
