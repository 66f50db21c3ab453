package parley.client.api;

import org.osgi.annotation.versioning.ProviderType;

import parley.client.api.Happening.Person;
import parley.protocol.ConversationId;
import parley.protocol.GroupLink;
import parley.protocol.content.Policy;
import parley.protocol.wire.Bytes;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a group is called and what holds in it, who governs it, and what was done with it. Blocks, up to half a minute
 * for the relay; call it from a virtual thread, never inside a transaction. Who is in it is with {@link Membership}.
 *
 * <p>A change is remembered at once and made when the relay is reached: NOT_REACHABLE of one means that it goes out
 * later by itself. It returns once the group's members have it. All but what only reads throw NOT_FOUND (no such
 * group), REFUSED (we are no admin; the conversation is direct, or over) and NOT_REACHABLE; what else is said there.
 */
@ProviderType
public interface Governance {

    /** The most bytes of UTF-8 in a description. */
    int MAX_DESCRIPTION = Policy.MAX_DESCRIPTION;

    /** The most bytes of a picture. */
    int MAX_PICTURE = Policy.MAX_PICTURE;

    /** The most accounts that are banned from a group. */
    int MAX_BANNED = Policy.MAX_BANNED;

    /** The most uses that a link is limited to. */
    int MAX_USES = Policy.LinkLimits.MAX_USES;

    /**
     * What holds in a group as it stands, or stood when this account left it.
     *
     * @param title as it was set: show it inert
     * @param description likewise; empty for none
     * @param picture the bytes of an image file, as somebody else made them: decode with bounds; empty for none
     * @param anybodyAdds whether members that are no admins may add others
     * @param approves whether an admin is asked before whoever has the link is let in
     * @param adminsWrite whether only admins write
     * @param link the group link, if there is one; its limits
     * @param banned who must not become a member
     * @param admin whether this account may change all this now
     * @param mayWrite whether this account may write, as far as these rules say
     */
    record Rules(
            String title,
            String description,
            Optional<Bytes> picture,
            boolean anybodyAdds,
            boolean approves,
            boolean adminsWrite,
            Optional<LinkState> link,
            List<Person> banned,
            boolean admin,
            boolean mayWrite) {

        public Rules {
            banned = List.copyOf(banned);
        }
    }

    /**
     * How long, and how often, a group link still lets somebody in.
     *
     * @param until empty for no end
     * @param uses how many more; empty for any number
     */
    record LinkState(Optional<Instant> until, Optional<Integer> uses) {}

    /**
     * Somebody who has the group's link and waits for an admin.
     *
     * @param since when this device read it
     */
    record Request(Person who, Instant since) {}

    /** What holds. Reads the profile only. */
    Rules rules(ConversationId group) throws CommandException;

    /**
     * @throws CommandException REFUSED also for an empty title, or one over {@link Membership#MAX_TITLE} bytes
     */
    void rename(ConversationId group, String title) throws CommandException;

    /**
     * @param text empty for none
     * @throws CommandException REFUSED also for one over {@link #MAX_DESCRIPTION} bytes
     */
    void describe(ConversationId group, String text) throws CommandException;

    /**
     * @param picture the bytes of a WebP, PNG or JPEG file; empty for none
     * @throws CommandException TOO_LARGE beyond {@link #MAX_PICTURE} bytes, REFUSED also for another format
     */
    void picture(ConversationId group, Optional<Bytes> picture) throws CommandException;

    void anybodyAdds(ConversationId group, boolean may) throws CommandException;

    void approves(ConversationId group, boolean asked) throws CommandException;

    void adminsWrite(ConversationId group, boolean only) throws CommandException;

    /**
     * Makes a member an admin, or one no more; oneself too, but never the last.
     *
     * @param member by address, name or contact link, as of {@link Membership#remove}
     * @throws CommandException NOT_FOUND also for no such member, AMBIGUOUS
     */
    void appoint(ConversationId group, String member, boolean admin) throws CommandException;

    /**
     * Keeps somebody out: a member is removed, and nobody, not even by the link, is let in under that account before
     * {@link #unban}.
     *
     * @param who a member, one who has asked to join, or a contact
     * @throws CommandException NOT_FOUND also for nobody such, AMBIGUOUS
     */
    void ban(ConversationId group, String who) throws CommandException;

    /** Lets somebody come back who was banned; adds nobody. */
    void unban(ConversationId group, String who) throws CommandException;

    /**
     * Makes a group link, in place of the one there is.
     *
     * @param limits how long and how often it lets somebody in; at most {@link #MAX_USES}
     * @throws CommandException REFUSED also for a time that is over, or a number beyond the most
     */
    GroupLink link(ConversationId group, LinkState limits) throws CommandException;

    /** Ends the group link: nobody is let in by it any more. */
    void endLink(ConversationId group) throws CommandException;

    /**
     * Who waits for an admin, whoever asked first first. Reads the profile only. Each admin's device has heard of those
     * who asked while it was in the group.
     */
    List<Request> requests(ConversationId group) throws CommandException;

    /**
     * Lets in somebody who waits.
     *
     * @throws CommandException NOT_FOUND also if nobody such waits, AMBIGUOUS, REFUSED also if the link has ended since
     */
    void approve(ConversationId group, String who) throws CommandException;

    /**
     * Lets somebody wait in vain: they are not told, and are not shown again while this link holds. Only for this
     * device: another admin may still let them in.
     */
    void deny(ConversationId group, String who) throws CommandException;

    /**
     * What was done with a conversation, also a direct one: the newest {@code limit} before {@code beforeOrder} ({@code
     * Long.MAX_VALUE} for the newest), oldest first. Reads the profile only. The last 10,000 are kept.
     */
    List<Happening> log(ConversationId conversation, long beforeOrder, int limit) throws CommandException;
}
