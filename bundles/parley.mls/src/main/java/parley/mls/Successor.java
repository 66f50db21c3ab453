package parley.mls;

import org.jspecify.annotations.Nullable;

import parley.cipher.api.CipherSuite;

import java.util.List;
import java.util.function.Function;

/**
 * What the group that follows a closed one is to be (RFC 9420 §11.2), for who starts it and for who joins it. Made from
 * the closed group's state, or from a ReInit commit that is not in force yet, so that commit and successor can travel
 * together and be dropped together. Immutable; holds the closed epoch's resumption secret.
 *
 * <pre>{@code
 * var closing = group.commit(suite, new CommitRequest().reInit(newId, newSuite.id(), extensions), psks, check);
 * var successor = Successor.of(closing.pending());
 * var request = new CommitRequest().add(bobsKeyPackageForTheNewSuite);
 * var started = successor.start(newSuite, ownLeafForTheNewSuite, request, psks, check);
 * // store closing and started; send closing.pending().message() and started.pending().welcome()
 * var next = started.group().apply(started.pending());       // once the ReInit is read in the log
 *
 * // another member, once it has processed the ReInit:
 * var joined = Successor.of(group).join(newSuite, welcome, ownKeyPackage, null, psks, check);
 * var membership = Successor.of(group).compare(joined.group().members(), leaf -> accountOf(leaf));
 * }</pre>
 */
public final class Successor {

    private final Link link;

    private Successor(Link link) {
        this.link = link;
    }

    /**
     * The successor of a group that is {@link Group#closed}.
     *
     * @throws IllegalArgumentException if it is not
     */
    public static Successor of(Group closed) {
        return new Successor(Link.reInit(closed));
    }

    /**
     * The successor of the group that {@code pending} will close.
     *
     * @throws IllegalArgumentException if it holds no ReInit
     */
    public static Successor of(PendingCommit pending) {
        return of(pending.next());
    }

    /**
     * @throws MlsException.Malformed if {@code bytes} are not what {@link #toBytes} made
     */
    public static Successor fromBytes(byte[] bytes) throws MlsException.Malformed {
        var link = Stored.decode(bytes, in -> Link.load(in, PskId.REINIT));
        if (link.reInit().isEmpty()) throw new MlsException.Malformed("a successor without its ReInit");
        return new Successor(link);
    }

    /** Everything, the closed epoch's resumption secret included: to be kept sealed. */
    public byte[] toBytes() {
        return link.toBytes();
    }

    /** What the committed ReInit says of the successor: id, version, suite and GroupContext extensions (§12.1.5). */
    public Received.ReInit parameters() {
        return Credentials.view(link.reInit().orElseThrow());
    }

    /** The members of the closed group, by leaf; the successor should have all of them. */
    public List<Member> formerMembers() {
        return link.members();
    }

    /**
     * Starts the successor: a group of one in epoch 0, and the commit that adds the others, bound to the closed group
     * by its resumption secret (usage {@code reinit}). Nobody reads that commit, so it can be applied as soon as the
     * ReInit is in force; what is to be sent is its Welcome. If others may start the successor as well, the first in
     * the log wins, and the others drop theirs.
     *
     * @param suite the successor's, as {@link #parameters} names it
     * @param self what this client's leaf shows there, with a signature key for {@code suite}
     * @param request adds the other members, with KeyPackages for {@code suite}; see {@link #compare} for who is
     *     missing
     * @return the successor in epoch 0, and the commit that leads to epoch 1
     * @throws MlsException.Invalid if the ReInit is of a version unknown here, or the proposals do not go together
     * @throws MlsException.BadCredential if {@code check} finds a problem with whom {@code request} adds
     * @throws IllegalArgumentException if {@code suite} is not the successor's
     */
    public Committing start(
            CipherSuite suite, LeafParameters self, CommitRequest request, PskLookup psks, CredentialCheck check)
            throws MlsException {
        var terms = link.reInit().orElseThrow();
        Labeled.of(suite, terms.suiteId());
        if (terms.version() != MlsMessage.MLS10) throw new MlsException.Invalid("the successor is of another version");
        return link.start(suite, terms.groupId().toArray(), terms.extensions(), self, request, psks, check);
    }

    /**
     * Joins the successor by a Welcome (RFC 9420 §11.2, §12.4.3.1). Beside all that {@link Group#join} checks: that the
     * Welcome names the closed group's last epoch, by the one pre-shared key for that use; that the successor is in
     * epoch 1; and that version, suite, id and extensions are those of the ReInit. Whether the members are the same is
     * for the caller to judge: see {@link #compare}.
     *
     * @param keyPackage made for the successor's suite
     * @param tree the ratchet tree, where it travelled apart from the Welcome; else null
     * @throws MlsException why not
     */
    public Joined join(
            CipherSuite suite,
            byte[] welcome,
            OwnKeyPackage keyPackage,
            byte @Nullable [] tree,
            PskLookup psks,
            CredentialCheck check)
            throws MlsException {
        return link.join(suite, welcome, keyPackage, tree, psks, check);
    }

    /**
     * Compares the closed group's members with {@code now}, those of the successor.
     *
     * @param client what all leaves of one client have in common, by {@code equals}, whatever the suite: usually
     *     something in its credential
     */
    public Membership compare(List<Member> now, Function<LeafNode, ?> client) {
        return link.compare(now, client);
    }

    /** Names no secret. */
    @Override
    public String toString() {
        return "Successor by " + link;
    }
}
