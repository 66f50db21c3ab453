package parley.mls;

import parley.protocol.wire.Bytes;

/** A node of the tree that is not blank. */
abstract sealed class Node permits LeafNode, ParentNode {

    /** The HPKE public key. */
    abstract Bytes publicKey();

    /** The parent hash; empty where there is none. */
    abstract Bytes parentHash();
}
