package parley.client.api;

import org.osgi.annotation.versioning.ProviderType;

import parley.protocol.AccountKey;
import parley.protocol.Address;
import parley.protocol.DeviceKey;
import parley.protocol.InviteLink;
import parley.protocol.RelayAddress;

import java.net.URI;
import java.util.Optional;

/** The account of this profile. */
@ProviderType
public interface Accounts {

    /** An account on this device. */
    record Account(Address address, AccountKey key, DeviceKey device, RelayAddress relay) {}

    /** The account, once there is one. Called from any thread; returns at once. */
    Optional<Account> current();

    /**
     * Makes an identity and signs it up. Asked again after a failure half-way it goes on with the same identity.
     * Blocks; call it from a virtual thread.
     *
     * @throws CommandException REFUSED (name taken, invite used up or wrong, there is an account already), WRONG_KEY,
     *     NOT_REACHABLE, USAGE (no valid name)
     */
    Account create(String name, InviteLink invite) throws CommandException;

    /** The same at a relay with open registration. */
    Account create(String name, RelayAddress relay) throws CommandException;

    /** Says where the same relay (by its key) is reached from now on; the link follows. Blocks. */
    void relayMoved(URI url) throws CommandException;

    /** How the link to the relay stands. Called from any thread; returns at once. */
    Event.LinkChanged.State linkState();
}
