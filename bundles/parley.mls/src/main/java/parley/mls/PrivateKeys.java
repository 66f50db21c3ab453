package parley.mls;

import parley.protocol.wire.Bytes;
import parley.protocol.wire.MalformedException;
import parley.protocol.wire.WireReader;
import parley.protocol.wire.WireWriter;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The private keys that a member holds: its leaf's and those of nodes above it, by node index. Immutable. */
final class PrivateKeys {

    private final TreeMap<Integer, NodeKey> keys;

    /** A private key and the public key that it is for. */
    record NodeKey(Bytes publicKey, Bytes privateKey) {
        @Override
        public String toString() {
            return "NodeKey";
        }
    }

    private PrivateKeys(TreeMap<Integer, NodeKey> keys) {
        this.keys = keys;
    }

    static PrivateKeys ofLeaf(int leaf, Bytes publicKey, Bytes privateKey) {
        return new PrivateKeys(new TreeMap<>(Map.of(2 * leaf, new NodeKey(publicKey, privateKey))));
    }

    /** By node index. */
    static PrivateKeys of(Map<Integer, NodeKey> keys) {
        return new PrivateKeys(new TreeMap<>(keys));
    }

    /** The key for {@code node}, if it is for {@code publicKey}. */
    Optional<Bytes> find(int node, Bytes publicKey) {
        var key = keys.get(node);
        return key != null && key.publicKey.equals(publicKey) ? Optional.of(key.privateKey) : Optional.empty();
    }

    PrivateKeys with(int node, NodeKey key) {
        var more = new TreeMap<>(keys);
        more.put(node, key);
        return new PrivateKeys(more);
    }

    /** Without the keys of nodes that {@code tree} holds no more, or with another key. */
    PrivateKeys retain(Tree tree) {
        var kept = new TreeMap<>(keys);
        kept.entrySet()
                .removeIf(entry -> {
                    var node = entry.getKey() < tree.width() ? tree.node(entry.getKey()) : null;
                    return node == null || !node.publicKey().equals(entry.getValue().publicKey);
                });
        return new PrivateKeys(kept);
    }

    Map<Integer, NodeKey> all() {
        return keys;
    }

    static PrivateKeys load(WireReader in) throws MalformedException {
        var keys = new TreeMap<Integer, NodeKey>();
        var inner = in.inner();
        while (inner.hasMore()) {
            var node = inner.u32();
            if (node > Integer.MAX_VALUE) throw new MalformedException("node " + node + " is out of range");
            keys.put((int) node, new NodeKey(inner.opaqueBytes(), inner.opaqueBytes()));
        }
        return new PrivateKeys(keys);
    }

    void store(WireWriter out) {
        out.vector(
                keys.entrySet(),
                (WireWriter inner, Map.Entry<Integer, NodeKey> entry) ->
                        inner.u32(entry.getKey())
                                .opaque(entry.getValue().publicKey)
                                .opaque(entry.getValue().privateKey));
    }
}
