package parley.client.api;

import org.osgi.annotation.versioning.ProviderType;

import parley.protocol.AccountKey;
import parley.protocol.Address;
import parley.protocol.ConversationId;
import parley.protocol.DeviceKey;
import parley.protocol.GroupLink;
import parley.protocol.content.Policy;

import java.util.List;
import java.util.Optional;

/**
 * Groups and who is in them. Blocks, up to half a minute for the relay; call it from a virtual thread, never inside a
 * transaction. What is said in a group, and which groups there are, is with {@link Conversations}.
 *
 * <p>A change of the members is remembered at once and made when the relay is reached: NOT_REACHABLE of {@link #add},
 * {@link #remove} and {@link #leave} means that it goes out later by itself, unless the sentence says otherwise.
 */
@ProviderType
public interface Membership {

    /** The most bytes of UTF-8 in a title. */
    int MAX_TITLE = Policy.MAX_TITLE;

    /**
     * One device of a member; a person with two devices stands here twice.
     *
     * @param address as a conversation's messages name them
     * @param device the key of the device
     * @param admin whether the account may add, remove and invite
     * @param own whether the account is this profile's
     */
    record Member(Address address, AccountKey account, DeviceKey device, boolean admin, boolean own) {}

    /**
     * A group as it stands, or as it stood when this account left it.
     *
     * @param members in no order worth relying on
     * @param mayAdd whether this account may add others now
     * @param mayRemove whether it may remove others now
     * @param mayInvite whether it may ask for the group link now
     * @param mayLeave whether it is still in the group
     * @param mayRestart whether the group does not go on and this account may open it anew, or somebody else has
     * @param link whether there is a group link
     */
    record Group(
            ConversationId id,
            String title,
            List<Member> members,
            boolean mayAdd,
            boolean mayRemove,
            boolean mayInvite,
            boolean mayLeave,
            boolean mayRestart,
            boolean link) {

        public Group {
            members = List.copyOf(members);
        }
    }

    /** How far joining by a link has come. */
    enum JoinState {
        JOINED,
        /** The request waits for somebody in the group who may add others. */
        REQUESTED
    }

    /**
     * What came of joining by a link.
     *
     * @param conversation the group, once joined
     */
    record Join(JoinState state, Optional<Conversations.Conversation> conversation) {}

    /**
     * Makes a group of this account alone, its first admin.
     *
     * @param title shown as it is to all members; no relay sees it
     * @throws CommandException REFUSED (an empty title, or one over {@link #MAX_TITLE} bytes; no cipher suite present),
     *     NOT_REACHABLE: then no group was made
     */
    Conversations.Conversation create(String title) throws CommandException;

    /**
     * Adds an approved contact, by address ({@code name@relay}, or {@code name} at one's own relay) or contact link,
     * with all their devices that have the group's cipher suite. Returns once the group's members have it.
     *
     * @throws CommandException NOT_FOUND (no such group or contact), NOT_APPROVED (they have not approved us, or we
     *     them), WRONG_KEY (the address has had more than one key: a contact link says which), REFUSED (we are no
     *     admin; they are a member already; they lack the suite, which is named; the group is full; the conversation is
     *     direct, or over), NOT_REACHABLE
     */
    void add(ConversationId group, String addressOrLink) throws CommandException;

    /**
     * Removes a member with all their devices, by address (or the name alone, where one member has it) or contact link.
     * They keep what they have read, and read nothing that is said from then on; the group link ends with it. Returns
     * once the group's members have it.
     *
     * @throws CommandException NOT_FOUND (no such group or member), AMBIGUOUS (several members have the name), REFUSED
     *     (we are no admin; it is ourselves; the conversation is direct, or over), NOT_REACHABLE
     */
    void remove(ConversationId group, String address) throws CommandException;

    /**
     * Leaves. What was said stays readable here. The last admin's place goes to the member who has been there longest,
     * first. Returns once the group's members have it.
     *
     * @throws CommandException NOT_FOUND, REFUSED (the conversation is direct, or over), NOT_REACHABLE
     */
    void leave(ConversationId group) throws CommandException;

    /**
     * The group's link: the one there is, else (for an admin) a new one. Whoever has it can ask to join; it ends when
     * somebody is removed.
     *
     * @throws CommandException NOT_FOUND, REFUSED (there is no link and we are no admin; the conversation is direct, or
     *     over), NOT_REACHABLE
     */
    GroupLink invite(ConversationId group) throws CommandException;

    /**
     * Asks to join by a link, and waits some seconds for an answer. It may come later: then the conversation opens by
     * itself.
     *
     * @throws CommandException REFUSED (the link does not hold any more; too many have asked; the group is at another
     *     relay than ours), NOT_REACHABLE
     */
    Join join(GroupLink link) throws CommandException;

    /** What came of opening a conversation anew. */
    sealed interface Restart {

        /**
         * It begins anew here; the others are let in by and by.
         *
         * @param without the members it is opened without: who made it stop, was on their way out, or could not be let
         *     in; {@link #add} brings them back
         */
        record Begun(List<Address> without) implements Restart {
            public Begun {
                without = List.copyOf(without);
            }
        }

        /**
         * Somebody has opened it anew already: this device goes there, by and by, in whatever cipher that has.
         *
         * @param opener an admin, as this device knows the group
         */
        record Following(Address opener) implements Restart {}
    }

    /**
     * Opens a conversation anew that this device can neither read on nor change: its members go on in a log of its own,
     * without whoever has made it so. What was said stays; the group link ends. Members who still go on in the former
     * one, or have not asked there in vain to be let in again, do not follow by themselves. Where an admin has opened
     * it anew already, follows them instead, also for a member who is no admin, and whether it goes on here or not. An
     * admin opens it anew instead of following where the one who has is in a cipher that is missing, or, as the relay
     * has it, has made it stop. Returns once it is stored. Blocks longer than the others, for up to three minutes: a
     * relay hands out only so many KeyPackages at a time.
     *
     * @param conversation also one between two people, where it is for the smaller account key to do
     * @param weaker whether it may go on in a weaker cipher, where the one it had is not here
     * @throws CommandException NOT_FOUND, REFUSED (it goes on as it is; others are yet to be asked to let this device
     *     in again; another has to do it; its cipher would be weaker; it is over), NOT_REACHABLE
     */
    Restart restart(ConversationId conversation, boolean weaker) throws CommandException;

    /**
     * The group as it stands. Reads the profile only.
     *
     * @throws CommandException NOT_FOUND, REFUSED (the conversation is direct)
     */
    Group group(ConversationId group) throws CommandException;
}
