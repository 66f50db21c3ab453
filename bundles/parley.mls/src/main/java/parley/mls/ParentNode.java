package parley.mls;

import parley.protocol.wire.Bytes;
import parley.protocol.wire.MalformedException;
import parley.protocol.wire.WireReader;
import parley.protocol.wire.WireWriter;

import java.util.Arrays;
import java.util.List;

/** An inner node (RFC 9420 §7.1). */
final class ParentNode extends Node {

    private static final int[] NONE = {};

    private final Bytes publicKey;
    private final Bytes parentHash;
    private final int[] unmerged;

    ParentNode(Bytes publicKey, Bytes parentHash) {
        this(publicKey, parentHash, NONE);
    }

    private ParentNode(Bytes publicKey, Bytes parentHash, int[] unmerged) {
        this.publicKey = publicKey;
        this.parentHash = parentHash;
        this.unmerged = unmerged;
    }

    @Override
    Bytes publicKey() {
        return publicKey;
    }

    @Override
    Bytes parentHash() {
        return parentHash;
    }

    /** The leaf indices that do not know the private key, ascending; the caller does not change it. */
    int[] unmerged() {
        return unmerged;
    }

    boolean isUnmerged(int leaf) {
        return Arrays.binarySearch(unmerged, leaf) >= 0;
    }

    ParentNode withUnmerged(int leaf) {
        var at = Arrays.binarySearch(unmerged, leaf);
        if (at >= 0) return this;
        at = -at - 1;
        var more = new int[unmerged.length + 1];
        System.arraycopy(unmerged, 0, more, 0, at);
        more[at] = leaf;
        System.arraycopy(unmerged, at, more, at + 1, unmerged.length - at);
        return new ParentNode(publicKey, parentHash, more);
    }

    /** The node as it was before {@code leaves} (ascending) became unmerged here. */
    ParentNode withoutUnmerged(int[] leaves) {
        var fewer = Arrays.stream(unmerged).filter(leaf -> Arrays.binarySearch(leaves, leaf) < 0).toArray();
        return fewer.length == unmerged.length ? this : new ParentNode(publicKey, parentHash, fewer);
    }

    static ParentNode read(WireReader in) throws MalformedException {
        var publicKey = in.opaqueBytes();
        var parentHash = in.opaqueBytes();
        List<Integer> leaves = in.vector(ParentNode::leafIndex);
        var unmerged = leaves.stream().mapToInt(Integer::intValue).toArray();
        for (int i = 1; i < unmerged.length; i++) {
            if (unmerged[i - 1] >= unmerged[i]) throw new MalformedException("unmerged leaves are not ascending");
        }
        return new ParentNode(publicKey, parentHash, unmerged);
    }

    void write(WireWriter out) {
        out.opaque(publicKey).opaque(parentHash).varint(4 * unmerged.length);
        for (int leaf : unmerged) out.u32(leaf);
    }

    /** Leaf indices are u32 on the wire; a tree in memory ends long before 2^24. */
    static int leafIndex(WireReader in) throws MalformedException {
        var index = in.u32();
        if (index >= 1 << 24) throw new MalformedException("leaf index " + index + " is out of range");
        return (int) index;
    }
}
