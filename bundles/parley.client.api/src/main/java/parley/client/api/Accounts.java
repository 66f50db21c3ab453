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

    /**
     * The account, once there is one. Called from any thread; blocks until the profile is open, a moment when Parley
     * starts, and returns at once from then on.
     */
    Optional<Account> current();

    /**
     * The account of whoever cannot go on without one. Blocks as {@link #current} does.
     *
     * @throws CommandException NOT_FOUND if there is none yet
     */
    default Account need() throws CommandException {
        return current().orElseThrow(Accounts::missing);
    }

    /** What {@link #need} throws, for whoever sees in a transaction that there is no account. */
    static CommandException missing() {
        return new CommandException(
                CommandException.Code.NOT_FOUND,
                "there is no account in this profile yet; make one with account create NAME --invite LINK");
    }

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

    /**
     * Takes the link to the relay down and keeps it down, at later starts too, or has it come up again. What is said
     * meanwhile waits. Whoever signs up is online again. Blocks.
     */
    void stayOffline(boolean wanted) throws CommandException;

    /**
     * Whether the link is down because somebody wants that. Called from any thread; blocks as {@link #current} does.
     */
    boolean staysOffline();

    /** How the link to the relay stands. Called from any thread; returns at once. */
    Event.LinkChanged.State linkState();
}
