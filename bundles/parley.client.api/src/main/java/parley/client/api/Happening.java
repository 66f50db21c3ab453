package parley.client.api;

import parley.protocol.AccountKey;
import parley.protocol.Address;
import parley.protocol.ConversationId;

import java.time.Instant;
import java.util.Optional;

/**
 * Something that was done with a conversation, beside what was said in it: a line of its own between the messages.
 *
 * @param order where it stands among the conversation's messages: in one count with {@link Message#order}
 * @param position of the entry that did it, in the conversation's log; 0 for what this device began
 * @param at when this device read it
 * @param by who did it, as the log proves; empty where nobody else than {@code who} did, and where it is not known
 * @param who whom it concerns, if it is somebody
 * @param text the new title, of RENAMED; else empty
 * @param number of LINK_MADE how many it lets in, 0 for any number; of ANYBODY_ADDS, APPROVAL and ADMINS_WRITE 1 for
 *     on; of LIFETIME what is in force from there on and of LIFETIME_WANTED what somebody said, in seconds, 0 for ever;
 *     of SUITE its RFC 9420 id; of DESCRIBED and PICTURED 0 for taken away; else 0
 */
public record Happening(
        ConversationId conversation,
        long order,
        long position,
        Instant at,
        Kind kind,
        Optional<Person> by,
        Optional<Person> who,
        String text,
        long number) {

    /**
     * Somebody, who may be no member any more.
     *
     * @param own whether it is this profile's account
     */
    public record Person(AccountKey account, Address address, boolean own) {}

    /** What happened. The code stands in records and never changes. */
    public enum Kind {
        CREATED(1),
        /** Somebody was added by who knows them. */
        ADDED(2),
        /** Somebody asked by the group link and was let in. */
        JOINED(3),
        LEFT(4),
        REMOVED(5),
        /** Somebody may not come back; they were removed with that, if they were in it. */
        BANNED(6),
        UNBANNED(7),
        PROMOTED(8),
        DEMOTED(9),
        RENAMED(10),
        DESCRIBED(11),
        PICTURED(12),
        ANYBODY_ADDS(13),
        APPROVAL(14),
        ADMINS_WRITE(15),
        LINK_MADE(16),
        LINK_ENDED(17),
        /** How long messages last changed: an admin has set it, or two have agreed. */
        LIFETIME(18),
        SUITE(19),
        /** It was opened anew. */
        RESTARTED(20),
        /** One of two has said how long messages are to last there, and that is not in force. */
        LIFETIME_WANTED(21);

        private final int code;

        Kind(int code) {
            this.code = code;
        }

        public int code() {
            return code;
        }

        /** Whether {@link Event.MemberChanged} tells of it. */
        public boolean isOfMembers() {
            return this == ADDED || this == JOINED || this == LEFT || this == REMOVED;
        }

        public static Optional<Kind> of(int code) {
            for (var kind : values()) if (kind.code == code) return Optional.of(kind);
            return Optional.empty();
        }
    }
}
