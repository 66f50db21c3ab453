package parley.client.api.session;

import org.osgi.annotation.versioning.ProviderType;

import parley.client.api.CommandException;
import parley.client.api.store.Transaction;
import parley.protocol.Hash;
import parley.protocol.Token;
import parley.protocol.content.LeafData;
import parley.protocol.wire.Bytes;

import java.util.List;
import java.util.Optional;

/**
 * This device's identity and KeyPackages: 20 published for each suite and one of last resort, and fresh ones to hand
 * out.
 */
@ProviderType
public interface KeyPackages {

    /**
     * A KeyPackage of this device with its private half.
     *
     * @param reference its KeyPackageRef (RFC 9420 §5.2)
     * @param keyPackage the MLSMessage
     * @param secret opaque, for {@code Groups.join}
     * @param followerPrivate the private half of {@code leaf.follower()}
     */
    record Own(
            Hash reference,
            int suite,
            boolean lastResort,
            Bytes keyPackage,
            Bytes secret,
            Bytes followerPrivate,
            LeafData leaf) {}

    /**
     * The identity's opaque state (crypto's), with leaf keys for every suite present. Empty before sign-up.
     *
     * @throws CommandException DAMAGED
     */
    Optional<Bytes> identity(Transaction tx) throws CommandException;

    /**
     * Makes one KeyPackage of every suite present, unpublished, stored, and its tokens granted at the relay. Blocks;
     * call it from a virtual thread outside a transaction.
     */
    List<Own> fresh() throws CommandException;

    /**
     * Makes the data of a leaf of this device with a new follower key and granted tokens, for creating a group or
     * replacing a leaf. Blocks; outside a transaction.
     */
    NewLeaf newLeaf() throws CommandException;

    record NewLeaf(LeafData leaf, Bytes followerPrivate) {}

    /**
     * The KeyPackage of this reference, if it is one of ours and not used yet.
     *
     * @throws CommandException DAMAGED
     */
    Optional<Own> find(Transaction tx, Hash reference) throws CommandException;

    /**
     * Its init key is used: deletes it, unless of last resort. The session publishes a new one in its place.
     *
     * @throws CommandException DAMAGED
     */
    void used(Transaction tx, Hash reference) throws CommandException;

    /**
     * A token that lets its holder deliver to this account's inbox, granted at the relay. Blocks; outside a
     * transaction.
     */
    Token grantDelivery() throws CommandException;
}
