package parley.mls;

import parley.protocol.wire.Bytes;
import parley.protocol.wire.MalformedException;
import parley.protocol.wire.WireReader;
import parley.protocol.wire.WireWriter;

import java.util.List;
import java.util.Optional;

/** Proposals, and new keys for the committer's path (RFC 9420 §12.4). */
record Commit(List<ProposalOrRef> proposals, Optional<UpdatePath> path) {

    /** A proposal, or the hash of the message that brought one. */
    sealed interface ProposalOrRef {
        record ByValue(Proposal proposal) implements ProposalOrRef {}

        record ByReference(Bytes ref) implements ProposalOrRef {}

        static ProposalOrRef read(WireReader in) throws MalformedException {
            var type = in.u8();
            return switch (type) {
                case 1 -> new ByValue(Proposal.read(in));
                case 2 -> new ByReference(in.opaqueBytes());
                default -> throw new MalformedException("proposal-or-reference type is " + type);
            };
        }

        default void write(WireWriter out) {
            switch (this) {
                case ByValue(var proposal) -> {
                    out.u8(1);
                    proposal.write(out);
                }
                case ByReference(var ref) -> out.u8(2).opaque(ref);
            }
        }
    }

    /** New keys along the committer's filtered direct path (RFC 9420 §7.6). */
    record UpdatePath(LeafNode leaf, List<PathNode> nodes) {

        static UpdatePath read(WireReader in) throws MalformedException {
            return new UpdatePath(LeafNode.read(in), in.vector(PathNode::read));
        }

        void write(WireWriter out) {
            leaf.write(out);
            out.vector(nodes, (inner, node) -> node.write(inner));
        }
    }

    /** A node's new key, and its path secret once for each node of the copath child's resolution. */
    record PathNode(Bytes publicKey, List<HpkeCiphertext> secrets) {

        static PathNode read(WireReader in) throws MalformedException {
            return new PathNode(in.opaqueBytes(), in.vector(HpkeCiphertext::read));
        }

        void write(WireWriter out) {
            out.opaque(publicKey).vector(secrets, (inner, secret) -> secret.write(inner));
        }
    }

    static Commit read(WireReader in) throws MalformedException {
        return new Commit(in.vector(ProposalOrRef::read), in.optional(UpdatePath::read));
    }

    void write(WireWriter out) {
        out.vector(proposals, (inner, proposal) -> proposal.write(inner));
        out.optional(path, (inner, it) -> it.write(inner));
    }
}
