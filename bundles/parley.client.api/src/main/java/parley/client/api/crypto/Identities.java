package parley.client.api.crypto;

import org.osgi.annotation.versioning.ProviderType;

import parley.protocol.AccountKey;
import parley.protocol.Address;
import parley.protocol.ConversationId;
import parley.protocol.DeviceKey;
import parley.protocol.DeviceList;
import parley.protocol.FollowerKey;
import parley.protocol.LogId;
import parley.protocol.Token;
import parley.protocol.content.JoinRequest;
import parley.protocol.content.LeafData;
import parley.protocol.content.Letter;
import parley.protocol.wire.Bytes;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The identity chain and what is signed or sealed with it. An identity is opaque bytes that hold the account key, the
 * device key, a leaf key for each signature scheme, and the inbox keys; whoever holds the bytes stores them sealed.
 * Called from any thread; computes and returns.
 */
@ProviderType
public interface Identities {

    /** What an identity shows to others. */
    record View(AccountKey account, DeviceKey device, DeviceList devices) {}

    /** A follower key pair. */
    record Follower(FollowerKey key, Bytes privateKey) {}

    /** A new account key, device key, device list (version 1, inbox key 1) and leaf keys for the suites present. */
    Bytes create() throws SuiteMissingException;

    /** The private half of the account key, 32 bytes (RFC 8032); empty on a device that is no primary one. */
    Optional<Bytes> accountSecret(Bytes identity);

    /**
     * A new device of an account, from a backup: a device key, leaf keys and an inbox key of its own, in a device list
     * above {@code last} that has this device alone.
     *
     * @throws UntrustedException if {@code secret} is not the private half of the account key, or {@code last} is not
     *     signed by it
     */
    Bytes restore(Bytes secret, DeviceList last) throws SuiteMissingException, UntrustedException;

    /**
     * The identity with its device list above {@code newest}, which is its account's and signed by it.
     *
     * @throws UntrustedException if it is not
     */
    Bytes above(Bytes identity, DeviceList newest) throws SuiteMissingException, UntrustedException;

    /** The identity with leaf keys for every suite present now; the same instance if it has them all. */
    Bytes complete(Bytes identity) throws SuiteMissingException;

    View view(Bytes identity);

    /**
     * The identity with a new inbox key of the next number, in a device list of the next version. The private half of
     * the former stays for letters under way, until {@link #dropInboxKeys}.
     */
    Bytes renewInboxKey(Bytes identity, Instant now) throws SuiteMissingException;

    /**
     * The identity without the private halves of inbox keys replaced 31 days ago or earlier; the same instance if none
     * is.
     */
    Bytes dropInboxKeys(Bytes identity, Instant now);

    /** The device key's signature, Ed25519. */
    Bytes signAsDevice(Bytes identity, Bytes message) throws SuiteMissingException;

    Follower newFollower() throws SuiteMissingException;

    /** A follower key's signature, Ed25519. */
    Bytes signAsFollower(Bytes privateKey, Bytes message) throws SuiteMissingException;

    /** Whether an Ed25519 signature holds. */
    boolean verify(Bytes publicKey, Bytes message, Bytes signature) throws SuiteMissingException;

    /** Whether the list is signed by its account. */
    boolean verify(DeviceList list) throws SuiteMissingException;

    /** Seals a letter to the inbox key of {@code to}. */
    Bytes seal(Letter letter, DeviceList to) throws SuiteMissingException, UntrustedException;

    /**
     * Seals a letter to the inbox key that a leaf of {@code to} names.
     *
     * @param leaf of one whose chain holds
     * @throws UntrustedException if its inbox key is none
     */
    Bytes seal(Letter letter, AccountKey to, LeafData leaf) throws SuiteMissingException, UntrustedException;

    /**
     * Opens a letter to this account. A {@link Letter.ContactRequest} or {@link Letter.RejoinRequest} comes back only
     * if its chain, leaf signature, device list, KeyPackages' owner, recipient and inbox key number all hold; whether a
     * KeyPackage does, {@code Groups.check} finds.
     */
    Letter open(Bytes identity, Bytes sealed) throws SuiteMissingException, UntrustedException;

    /** A signed request to {@code to}. */
    Letter.ContactRequest request(Bytes identity, Address from, DeviceList to, List<Bytes> keyPackages, Token reply)
            throws SuiteMissingException;

    /**
     * A signed request to be added anew, for the inbox key that a leaf of {@code to} names.
     *
     * @param keyPackages of this device, fresh
     */
    Letter.RejoinRequest rejoinRequest(
            Bytes identity,
            ConversationId conversation,
            LogId log,
            Address from,
            List<Bytes> keyPackages,
            AccountKey to,
            LeafData leaf)
            throws SuiteMissingException;

    /**
     * A signed request to be added to the group of {@code log}, sealed with the secret of its link: the body of {@code
     * RequestJoin}.
     *
     * @param keyPackages of this device, fresh, one for each suite it has
     */
    Bytes sealJoinRequest(Bytes identity, Address from, List<Bytes> keyPackages, LogId log, Token secret)
            throws SuiteMissingException;

    /**
     * Opens a request to join. It comes back only if its log, chain, leaf signature and KeyPackages' owner hold.
     *
     * @throws SuiteMissingException if it is sealed by a suite that is not here
     */
    JoinRequest openJoinRequest(Bytes sealed, LogId log, Token secret) throws SuiteMissingException, UntrustedException;
}
