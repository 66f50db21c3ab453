package parley.mls;

/** A leaf of the tree in one epoch, and where it stands. */
public record Member(int leaf, LeafNode node) {}
