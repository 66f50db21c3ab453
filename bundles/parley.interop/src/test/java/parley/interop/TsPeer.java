package parley.interop;

import java.util.List;
import java.util.Optional;

/** ts-mls, in a Node process. */
final class TsPeer implements Peer {

    private final Node node;
    private final String name;

    TsPeer(Node node, String name) {
        this.node = node;
        this.name = name;
    }

    private List<String> call(String call, Object... arguments) throws Exception {
        return node.call(name, call, arguments);
    }

    private byte[] bytes(String call, Object... arguments) throws Exception {
        return Node.bytes(call(call, arguments).getFirst()).orElseThrow();
    }

    private static Made made(List<String> words) {
        return new Made(
                Node.bytes(words.get(0)).orElseThrow(),
                Node.bytes(words.get(1)).orElse(null),
                Node.bytes(words.get(2)).orElseThrow());
    }

    @Override
    public byte[] keyPackage(int suite) throws Exception {
        return bytes("keyPackage", suite);
    }

    @Override
    public void knows(byte[] pskId, byte[] psk) throws Exception {
        call("knows", pskId, psk);
    }

    @Override
    public void create(int suite, byte[] groupId) throws Exception {
        call("create", suite, groupId);
    }

    @Override
    public void join(byte[] welcome, byte[] tree) throws Exception {
        call("join", welcome, tree);
    }

    /** What was proposed, ts-mls commits in any case. */
    @Override
    public Made commit(Wanted wanted) throws Exception {
        return made(call("commit", wanted.adds(), wanted.removes(), wanted.psks()));
    }

    @Override
    public byte[] proposeAdd(byte[] keyPackage) throws Exception {
        return bytes("proposeAdd", keyPackage);
    }

    @Override
    public byte[] proposeRemove(int leaf) throws Exception {
        return bytes("proposeRemove", leaf);
    }

    @Override
    public byte[] proposeUpdate() {
        throw new UnsupportedOperationException("ts-mls updates by commits only");
    }

    @Override
    public byte[] say(byte[] data) throws Exception {
        return bytes("say", data);
    }

    @Override
    public Optional<byte[]> take(byte[] message) throws Exception {
        return Node.bytes(call("take", message).getFirst());
    }

    @Override
    public byte[] epochAuthenticator() throws Exception {
        return bytes("epochAuthenticator");
    }

    @Override
    public int leaf() throws Exception {
        return Integer.parseInt(call("leaf").getFirst());
    }

    @Override
    public byte[] groupInfo() throws Exception {
        return bytes("groupInfo");
    }

    @Override
    public byte[] joinExternally(int suite, byte[] groupInfo) throws Exception {
        return bytes("joinExternally", suite, groupInfo);
    }

    @Override
    public byte[] reInit(byte[] groupId, int suite) throws Exception {
        return bytes("reInit", groupId, suite);
    }

    @Override
    public Made succeed(List<byte[]> keyPackages) throws Exception {
        return made(call("succeed", keyPackages));
    }

    @Override
    public void joinSuccessor(byte[] welcome, byte[] tree) throws Exception {
        call("joinSuccessor", welcome, tree);
    }
}
