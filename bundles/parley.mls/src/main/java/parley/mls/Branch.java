package parley.mls;

import org.jspecify.annotations.Nullable;

import parley.cipher.api.CipherSuite;

import java.util.List;
import java.util.function.Function;

/**
 * A group of some members of another, bound to one of its epochs (RFC 9420 §11.3), for who starts it and for who joins
 * it. Take it from the parent's state of that epoch; the parent may go on. Immutable; holds that epoch's resumption
 * secret.
 */
public final class Branch {

    private final Link link;

    private Branch(Link link) {
        this.link = link;
    }

    /** A branch off {@code parent}'s present epoch. */
    public static Branch of(Group parent) {
        return new Branch(Link.branch(parent));
    }

    /**
     * @throws MlsException.Malformed if {@code bytes} are not what {@link #toBytes} made
     */
    public static Branch fromBytes(byte[] bytes) throws MlsException.Malformed {
        return new Branch(Stored.decode(bytes, in -> Link.load(in, PskId.BRANCH)));
    }

    /** Everything, the parent epoch's resumption secret included: to be kept sealed. */
    public byte[] toBytes() {
        return link.toBytes();
    }

    /** The parent's members in that epoch, by leaf: whom the branch can have. */
    public List<Member> parentMembers() {
        return link.members();
    }

    /**
     * Starts the branch: a group of one in epoch 0, and the commit that adds the others, bound to the parent by its
     * resumption secret (usage {@code branch}). Nobody reads that commit; what is to be sent is its Welcome.
     *
     * @param suite the parent's
     * @param groupId the branch's id, which no other group has
     * @param extensions the branch's GroupContext extensions
     * @param self what this client's leaf shows there; its signature key can be that of the parent
     * @param request adds the other members
     * @param client what all leaves of one client have in common, by {@code equals}
     * @return the branch in epoch 0, and the commit that leads to epoch 1
     * @throws MlsException.Invalid if somebody is no member of the parent, or the proposals do not go together
     * @throws IllegalArgumentException if {@code suite} is not the parent's
     */
    public Committing start(
            CipherSuite suite,
            byte[] groupId,
            List<Extension> extensions,
            LeafParameters self,
            CommitRequest request,
            Function<LeafNode, ?> client,
            PskLookup psks,
            CredentialCheck check)
            throws MlsException {
        Labeled.of(suite, link.suiteId());
        var started = link.start(suite, groupId, extensions, self, request, psks, check);
        checkMembers(started.pending().next(), client);
        return started;
    }

    /**
     * Joins the branch by a Welcome (RFC 9420 §11.3, §12.4.3.1). Beside all that {@link Group#join} checks: that the
     * Welcome names this epoch of the parent, by the one pre-shared key for that use; that the branch is in epoch 1 and
     * of the parent's suite; and that all its members are the parent's.
     *
     * @param tree the ratchet tree, where it travelled apart from the Welcome; else null
     * @param client what all leaves of one client have in common, by {@code equals}
     * @throws MlsException why not
     */
    public Joined join(
            CipherSuite suite,
            byte[] welcome,
            OwnKeyPackage keyPackage,
            byte @Nullable [] tree,
            Function<LeafNode, ?> client,
            PskLookup psks,
            CredentialCheck check)
            throws MlsException {
        var joined = link.join(suite, welcome, keyPackage, tree, psks, check);
        checkMembers(joined.group(), client);
        return joined;
    }

    private void checkMembers(Group branch, Function<LeafNode, ?> client) throws MlsException {
        if (!link.compare(branch.members(), client).strangers().isEmpty()) {
            throw new MlsException.Invalid("the branch has a member that its parent has not");
        }
    }

    /** Names no secret. */
    @Override
    public String toString() {
        return "Branch by " + link;
    }
}
