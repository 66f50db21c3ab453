package parley.mls;

import org.jspecify.annotations.Nullable;

import parley.cipher.api.CipherSuite;
import parley.mls.CredentialCheck.Occasion;

import java.util.List;

/**
 * A group as an outsider sees it, by a GroupInfo that a member signed (RFC 9420 §12.4.3): who is in it, and, if the
 * GroupInfo holds the external key, the way in. Immutable.
 *
 * <p>An outsider cannot tell whether the epoch shown is the newest, nor that the group exists: it trusts the signer.
 */
public final class GroupView {

    private final GroupInfo info;
    private final RatchetTree tree;
    private final Member signer;

    private GroupView(GroupInfo info, RatchetTree tree, Member signer) {
        this.info = info;
        this.tree = tree;
        this.signer = signer;
    }

    /**
     * Reads a GroupInfo and checks all that an outsider can (RFC 9420 §12.4.3.1, §12.4.3.2): the signature, the tree
     * and every leaf in it.
     *
     * @param suite the one that {@link MessageInfo.OfGroup} names
     * @param groupInfo an {@code MLSMessage}: {@link Group#groupInfo} or {@link PendingCommit#groupInfo}
     * @param tree the ratchet tree, where it travelled apart from the GroupInfo; else null
     * @throws MlsException if it is not what a member of such a group made
     */
    public static GroupView of(CipherSuite suite, byte[] groupInfo, byte @Nullable [] tree) throws MlsException {
        if (!(MlsMessage.decode(groupInfo) instanceof MlsMessage.OfGroupInfo(var info))) {
            throw new MlsException.Malformed("not a GroupInfo");
        }
        var checked = GroupInfoRules.check(new Labeled(suite), info, tree);
        return new GroupView(info, checked.tree(), checked.signer());
    }

    /** The group's suite (RFC 9420 §17.1). */
    public int suiteId() {
        return info.context().suiteId();
    }

    /** The group's id (RFC 9420 §8.1), a copy. */
    public byte[] groupId() {
        return info.context().groupId().toArray();
    }

    /** The epoch, unsigned. */
    public long epoch() {
        return info.context().epoch();
    }

    /** The member who signed the GroupInfo. */
    public Member signer() {
        return signer;
    }

    /** All members, by leaf. */
    public List<Member> members() {
        return tree.members();
    }

    /** The GroupContext extensions. */
    public List<Extension> extensions() {
        return info.context().extensions();
    }

    /** What the signer added to the GroupInfo, the tree and external key left out. */
    public List<Extension> groupInfoExtensions() {
        return info.ownExtensions();
    }

    /** Whether the GroupInfo holds the external key (RFC 9420 §12.4.3.2): {@link #join} needs it. */
    public boolean open() {
        return Extension.bytes(info.extensions(), Extension.EXTERNAL_PUB).isPresent();
    }

    /** What {@code check} finds wrong with members; to be asked before {@link #join}. */
    public List<Problem> problems(CredentialCheck check) {
        return Credentials.ofMembers(check, Occasion.JOINING, tree.members());
    }

    /**
     * Joins by an external commit (RFC 9420 §8.3, §12.4.3.2).
     *
     * @return the commit, and the state after it
     * @throws MlsException.Invalid if the group is not {@link #open}, or would not have such a member
     * @throws MlsException.MissingPsk if {@code psks} does not know a key that {@code request} names
     * @throws IllegalArgumentException if {@code suite} is not the group's
     */
    public PendingJoin join(CipherSuite suite, ExternalJoin request, PskLookup psks) throws MlsException {
        return new ExternalJoiner(Labeled.of(suite, suiteId()), info, tree, request).join(psks);
    }

    /** Names no key. */
    @Override
    public String toString() {
        return "GroupView of epoch " + Long.toUnsignedString(epoch());
    }
}
