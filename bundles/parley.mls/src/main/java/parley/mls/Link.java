package parley.mls;

import org.jspecify.annotations.Nullable;

import parley.cipher.api.CipherSuite;
import parley.protocol.wire.Bytes;
import parley.protocol.wire.MalformedException;
import parley.protocol.wire.WireReader;
import parley.protocol.wire.WireWriter;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What ties a new group to one epoch of a former (RFC 9420 §8.6, §11.2, §11.3), and the terms that the new one must be
 * on.
 *
 * @param usage {@link PskId#REINIT} or {@link PskId#BRANCH}
 * @param secret the former epoch's resumption secret
 * @param members the former epoch's
 * @param reInit the committed ReInit; empty for a branch
 */
record Link(
        int usage,
        int suiteId,
        Bytes groupId,
        long epoch,
        Bytes secret,
        List<Member> members,
        Optional<Proposal.ReInit> reInit) {

    private static final int FORM = 1;

    static Link reInit(Group closed) {
        if (!closed.closed()) throw new IllegalArgumentException("no ReInit was committed");
        return of(PskId.REINIT, closed);
    }

    static Link branch(Group parent) {
        return of(PskId.BRANCH, parent);
    }

    private static Link of(int usage, Group group) {
        var epoch = group.standing();
        return new Link(
                usage,
                epoch.context().suiteId(),
                epoch.context().groupId(),
                epoch.context().epoch(),
                epoch.secrets().resumption(),
                group.members(),
                usage == PskId.REINIT ? epoch.reInit() : Optional.empty());
    }

    /** Sets up the group that follows, in epoch 0, and its first commit, which welcomes the others. */
    Committing start(
            CipherSuite suite,
            byte[] newGroupId,
            List<Extension> extensions,
            LeafParameters self,
            CommitRequest request,
            PskLookup psks,
            CredentialCheck check)
            throws MlsException {
        if (newGroupId.length == groupId.length() && Bytes.of(newGroupId).equals(groupId)) {
            throw new MlsException.Invalid("the new group has the id of the former");
        }
        var founded = Group.create(suite, newGroupId, self, extensions);
        var labeled = new Labeled(suite);
        var id = new PskId.Resumption(usage, groupId, epoch, Bytes.wrap(labeled.randomSecret()));
        return new CommitMaker(labeled, founded.standing(), founded.ratchets(), request, Optional.of(id))
                .make(lookup(psks), check);
    }

    Joined join(
            CipherSuite suite,
            byte[] welcome,
            OwnKeyPackage keyPackage,
            byte @Nullable [] tree,
            PskLookup psks,
            CredentialCheck check)
            throws MlsException {
        return new Joiner(new Labeled(suite), keyPackage, lookup(psks), Optional.of(this))
                .join(Welcome.decode(welcome), tree, check);
    }

    /** Whether {@code id} is the pre-shared key of this link. */
    boolean names(PskId.Resumption id) {
        return id.usage() == usage && id.groupId().equals(groupId) && id.epoch() == epoch;
    }

    /** Checks that the new group is on the terms of this link (RFC 9420 §11.2, §11.3). */
    void check(GroupContext context) throws MlsException {
        if (context.epoch() != 1) throw new MlsException.Invalid("the new group is not in its first epoch");
        if (reInit.isEmpty()) {
            if (context.suiteId() != suiteId) throw new MlsException.Invalid("the branch is of another suite");
            if (context.groupId().equals(groupId)) throw new MlsException.Invalid("the branch has its parent's id");
            return;
        }
        var terms = reInit.get();
        // The version is 1 in whatever was read; a ReInit to another cannot be followed.
        if (terms.version() != MlsMessage.MLS10
                || terms.suiteId() != context.suiteId()
                || !terms.groupId().equals(context.groupId())
                || !terms.extensions().equals(context.extensions())) {
            throw new MlsException.Invalid("the successor is not what the ReInit says");
        }
    }

    /** Compares the members of the former group with those of the new one. */
    Membership compare(List<Member> now, Function<LeafNode, ?> client) {
        var before = new HashSet<Object>();
        for (var member : members) before.add(client.apply(member.node()));
        var after = new HashSet<Object>();
        var strangers = new ArrayList<Member>();
        for (var member : now) {
            var it = client.apply(member.node());
            after.add(it);
            if (!before.contains(it)) strangers.add(member);
        }
        var missing = members.stream().filter(member -> !after.contains(client.apply(member.node()))).toList();
        return new Membership(missing, strangers);
    }

    /** Finds the resumption secret of this link, and in {@code others} whatever else a commit or Welcome names. */
    private PskLookup lookup(PskLookup others) {
        return new PskLookup() {
            @Override
            public Optional<byte[]> external(byte[] id) {
                return others.external(id);
            }

            @Override
            public Optional<byte[]> resumption(byte[] ofGroup, long ofEpoch) {
                return ofEpoch == epoch && Bytes.of(ofGroup).equals(groupId)
                        ? Optional.of(secret.toArray())
                        : others.resumption(ofGroup, ofEpoch);
            }
        };
    }

    static Link load(WireReader in, int usage) throws MalformedException {
        Stored.version(in, FORM);
        var stored = in.u8();
        if (stored != usage) throw new MalformedException("link is of usage " + stored);
        return new Link(
                usage,
                in.u16(),
                in.opaqueBytes(),
                in.u64(),
                in.opaqueBytes(),
                in.vector(item -> new Member(ParentNode.leafIndex(item), LeafNode.read(item))),
                in.optional(Epoch::loadReInit));
    }

    byte[] toBytes() {
        var out = new WireWriter(4096).u8(FORM).u8(usage).u16(suiteId).opaque(groupId).u64(epoch).opaque(secret);
        out.vector(members, (inner, it) -> it.node().write(inner.u32(it.leaf())));
        return out.optional(reInit, Epoch::storeReInit).toArray();
    }

    /** Names no secret. */
    @Override
    public String toString() {
        return "Link to epoch " + Long.toUnsignedString(epoch);
    }
}
