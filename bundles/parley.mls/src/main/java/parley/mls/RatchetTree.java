package parley.mls;

import org.jspecify.annotations.Nullable;

import parley.protocol.wire.Bytes;
import parley.protocol.wire.MalformedException;
import parley.protocol.wire.WireReader;
import parley.protocol.wire.WireWriter;

import java.util.ArrayList;
import java.util.List;

/** The tree of one epoch with all its hashes; never changes. */
final class RatchetTree extends Tree {

    private final @Nullable Node[] nodes;
    private final Bytes[] hashes;

    /** Both arrays are handed over, of equal length. */
    RatchetTree(@Nullable Node[] nodes, Bytes[] hashes) {
        this.nodes = nodes;
        this.hashes = hashes;
    }

    @Override
    int width() {
        return nodes.length;
    }

    @Override
    @Nullable Node node(int index) {
        return nodes[index];
    }

    @Override
    Bytes hash(Labeled suite, int node) {
        return hashes[node];
    }

    Bytes rootHash() {
        return hashes[root()];
    }

    /** A copy to change. */
    TreeDraft draft() {
        return new TreeDraft(nodes.clone(), hashes.clone());
    }

    /** Reads a {@code ratchet_tree} (RFC 9420 §12.4.3.3) and computes its hashes; nothing else is verified. */
    static RatchetTree decode(Labeled suite, byte[] encoded) throws MlsException.Malformed {
        return Stored.decode(encoded, RatchetTree::readNodes).freeze(suite);
    }

    static TreeDraft readNodes(WireReader in) throws MalformedException {
        var inner = in.inner();
        var list = new ArrayList<@Nullable Node>();
        while (inner.hasMore()) list.add(readNode(inner, list.size() % 2 == 0));
        if (list.size() % 2 == 0) throw new MalformedException("tree of " + list.size() + " nodes");
        if (list.getLast() == null) throw new MalformedException("tree ends with a blank node");
        var width = TreeMath.width(TreeMath.fullLeaves((list.size() + 1) / 2));
        var nodes = list.toArray(new @Nullable Node[width]);
        return new TreeDraft(nodes, new Bytes[width]);
    }

    private static @Nullable Node readNode(WireReader in, boolean leaf) throws MalformedException {
        if (!in.bool()) return null;
        var type = in.u8();
        if (type != (leaf ? 1 : 2)) throw new MalformedException("node of type " + type + " in a wrong place");
        return leaf ? LeafNode.read(in) : ParentNode.read(in);
    }

    /** With its hashes, so that reading it back costs none. */
    void store(WireWriter out) {
        out.fixed(encode());
        out.vector(List.of(hashes), WireWriter::opaque);
    }

    static RatchetTree load(WireReader in) throws MalformedException {
        var draft = readNodes(in);
        var hashes = in.vector(WireReader::opaqueBytes);
        if (hashes.size() != draft.width()) throw new MalformedException("tree and its hashes differ in number");
        return draft.with(hashes.toArray(Bytes[]::new));
    }
}
