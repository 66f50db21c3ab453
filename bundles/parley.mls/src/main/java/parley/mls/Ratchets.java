package parley.mls;

import parley.mls.FramedContent.Sender;
import parley.protocol.wire.Bytes;
import parley.protocol.wire.MalformedException;
import parley.protocol.wire.WireReader;
import parley.protocol.wire.WireWriter;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What messages change within an epoch: keys used up, and proposals that no commit has taken up yet. */
record Ratchets(long epoch, SecretTree secretTree, List<Cached> proposals, List<OwnUpdate> ownUpdates) {

    private static final int FORM = 2;

    /** A proposal of this epoch, by its reference. */
    record Cached(Bytes ref, Sender sender, Proposal proposal) {

        static Cached load(WireReader in) throws MalformedException {
            return new Cached(in.opaqueBytes(), Sender.read(in), Proposal.read(in));
        }

        void store(WireWriter out) {
            sender.write(out.opaque(ref));
            proposal.write(out);
        }

        boolean isOutside() {
            return sender.type() != Sender.Type.MEMBER;
        }

        PendingProposal view() {
            var content =
                    switch (proposal) {
                        case Proposal.Add(var keyPackage) -> new PendingProposal.Content.Add(keyPackage);
                        case Proposal.Update(var leaf) -> new PendingProposal.Content.Update(leaf);
                        case Proposal.Remove(var leaf) -> new PendingProposal.Content.Remove((int) leaf);
                        case Proposal.GroupContextExtensions(var list) -> new PendingProposal.Content.Extensions(list);
                        case Proposal.ReInit it -> new PendingProposal.Content.ReInit(Credentials.view(it));
                        case Proposal.Psk _, Proposal.ExternalInit _ ->
                                new PendingProposal.Content.Other(proposal.type());
                    };
            return new PendingProposal(ref.toArray(), from(), content);
        }

        private PendingProposal.From from() {
            return switch (sender.type()) {
                case MEMBER -> new PendingProposal.From.Leaf((int) sender.index());
                case EXTERNAL -> new PendingProposal.From.External((int) sender.index());
                case NEW_MEMBER_PROPOSAL, NEW_MEMBER_COMMIT -> new PendingProposal.From.Newcomer();
            };
        }
    }

    /** The private keys of an Update that this member proposed. */
    record OwnUpdate(Bytes publicKey, Bytes privateKey, Bytes signaturePrivate) {

        static OwnUpdate load(WireReader in) throws MalformedException {
            return new OwnUpdate(in.opaqueBytes(), in.opaqueBytes(), in.opaqueBytes());
        }

        void store(WireWriter out) {
            out.opaque(publicKey).opaque(privateKey).opaque(signaturePrivate);
        }

        @Override
        public String toString() {
            return "OwnUpdate";
        }
    }

    Ratchets {
        proposals = List.copyOf(proposals);
        ownUpdates = List.copyOf(ownUpdates);
    }

    static Ratchets start(long epoch, SecretTree secretTree) {
        return new Ratchets(epoch, secretTree, List.of(), List.of());
    }

    Ratchets with(SecretTree after) {
        return new Ratchets(epoch, after, proposals, ownUpdates);
    }

    Ratchets with(OwnUpdate update) {
        var more = new ArrayList<>(ownUpdates);
        more.add(update);
        return new Ratchets(epoch, secretTree, proposals, more);
    }

    /**
     * @throws MlsException.Invalid if the epoch has seen too many
     */
    Ratchets with(Cached proposal) throws MlsException {
        if (find(proposal.ref()).isPresent()) return this;
        if (proposals.size() >= Group.MAX_PROPOSALS) throw new MlsException.Invalid("too many proposals in one epoch");
        if (proposal.isOutside()
                && proposals.stream().filter(Cached::isOutside).count() >= Group.MAX_OUTSIDE_PROPOSALS) {
            throw new MlsException.Invalid("too many proposals of outsiders in one epoch");
        }
        var more = new ArrayList<>(proposals);
        more.add(proposal);
        return new Ratchets(epoch, secretTree, more, ownUpdates);
    }

    Optional<Cached> find(Bytes ref) {
        return proposals.stream().filter(it -> it.ref().equals(ref)).findFirst();
    }

    Optional<OwnUpdate> ownUpdate(Bytes publicKey) {
        return ownUpdates.stream().filter(it -> it.publicKey().equals(publicKey)).findFirst();
    }

    static Ratchets load(WireReader in) throws MalformedException {
        Stored.version(in, FORM);
        return new Ratchets(in.u64(), SecretTree.load(in), in.vector(Cached::load), in.vector(OwnUpdate::load));
    }

    void store(WireWriter out) {
        out.u8(FORM).u64(epoch);
        secretTree.store(out);
        out.vector(proposals, (inner, it) -> it.store(inner));
        out.vector(ownUpdates, (inner, it) -> it.store(inner));
    }

    @Override
    public String toString() {
        return "Ratchets";
    }
}
