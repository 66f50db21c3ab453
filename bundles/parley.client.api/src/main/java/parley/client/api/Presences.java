package parley.client.api;

import org.osgi.annotation.versioning.ProviderType;

import parley.client.api.Event.PresenceChanged.Presence;
import parley.protocol.AccountKey;
import parley.protocol.content.SignalContent;

import java.util.Optional;

/**
 * Who is there, and what people say of that: told to each other while they are connected, unless {@link Privacy}
 * forbids it; a status to approved contacts alone. What others say is not kept; {@link Event.PresenceChanged} tells of
 * changes.
 */
@ProviderType
public interface Presences {

    /** The most bytes of UTF-8 in a status. */
    int MAX_STATUS = SignalContent.Presence.MAX_STATUS;

    /**
     * What the person says of themselves; kept.
     *
     * @param status a line; empty for none
     */
    record Own(boolean away, String status) {}

    /**
     * What somebody else says.
     *
     * @param status as they wrote it, to be shown harmless; empty for none
     */
    record There(Presence presence, String status) {}

    /** Blocks (on the profile's disk), as do those that change it; call them from a virtual thread. */
    Own own() throws CommandException;

    Own away(boolean away) throws CommandException;

    /**
     * @param status empty for none
     * @throws CommandException USAGE (more than a line, or signs that are not seen), TOO_LARGE beyond {@link
     *     #MAX_STATUS}
     */
    Own status(String status) throws CommandException;

    /** The person is not at this face at the moment, which makes them away, or is there again. Returns at once. */
    void idle(boolean idle);

    /** What is known of somebody; empty if they are not there, as far as is known. Returns at once. */
    Optional<There> of(AccountKey account);
}
