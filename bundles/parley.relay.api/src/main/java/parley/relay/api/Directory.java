package parley.relay.api;

import org.osgi.annotation.versioning.ProviderType;

import parley.protocol.AccountKey;
import parley.protocol.DeviceKey;
import parley.protocol.DeviceList;
import parley.protocol.Hash;
import parley.protocol.relay.Frame.StoredKeyPackage;
import parley.protocol.relay.Frame.SuiteCount;
import parley.protocol.relay.Right;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The accounts of this relay, their devices, KeyPackages and tokens. Every change is a record of the journal and
 * durable when the method returns; what is asked here is answered from a projection of it. Blocks; call it from a
 * virtual thread.
 *
 * <p>Signatures are checked by the caller; the rules of order (versions, names, uses) are checked here.
 */
@ProviderType
public interface Directory {

    /** An account of this relay. */
    record Account(String name, DeviceList devices) {}

    /** Why a change was not made. */
    enum Change {
        MADE,
        /** The name belongs to another account, or the account has another name. */
        NAME_TAKEN,
        /** The device list's version is not above the one stored. */
        NOT_NEWER,
        /** A quota of the account or of the relay is used up. */
        TOO_MUCH,
        NOT_FOUND,
        /**
         * What is left of the disk is kept for what makes room again; what changes nothing, or ends a token, passes.
         */
        NO_SPACE
    }

    /**
     * Makes an account and opens its inbox with the devices of the list as followers; the same again is {@code MADE}.
     *
     * @param invite the hash of a token with {@link Right#SIGN_UP}, used up by one in the same record; empty where
     *     registration is open. {@code NOT_FOUND} if it is unknown, expired or used up
     */
    Change create(String name, DeviceList devices, Optional<Hash> invite) throws StoreException;

    Optional<Account> byName(String name) throws StoreException;

    Optional<Account> byKey(AccountKey account) throws StoreException;

    /** Replaces the device list; devices no longer in it lose their KeyPackages and stop following the inbox. */
    Change publish(DeviceList devices) throws StoreException;

    /** Adds KeyPackages; at most {@link #MAX_KEY_PACKAGES} a device and suite are kept, the oldest give way. */
    Change addKeyPackages(AccountKey account, List<StoredKeyPackage> keyPackages) throws StoreException;

    int MAX_KEY_PACKAGES = 50;

    List<SuiteCount> countKeyPackages(DeviceKey device) throws StoreException;

    /** Takes, and deletes unless of last resort, one KeyPackage a device for the first of {@code suites} it has. */
    List<StoredKeyPackage> takeKeyPackages(AccountKey account, List<Integer> suites) throws StoreException;

    /**
     * Notes a token's hash.
     *
     * @param owner whose things it opens; empty for the relay's own ({@link Right#SIGN_UP})
     * @param uses 0 for any number
     * @param lifetime zero for good
     */
    Change grant(Hash token, Right right, Optional<AccountKey> owner, long uses, Duration lifetime)
            throws StoreException;

    /** {@code NOT_FOUND} unless {@code owner} granted it. */
    Change revoke(Hash token, Optional<AccountKey> owner) throws StoreException;

    /** Uses a token up by one. False if it is unknown, expired, used up, or for another right or owner. */
    boolean use(Hash token, Right right, Optional<AccountKey> owner) throws StoreException;

    /** How many accounts there are. */
    long accounts() throws StoreException;
}
