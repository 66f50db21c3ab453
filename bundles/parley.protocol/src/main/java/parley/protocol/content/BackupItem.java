package parley.protocol.content;

import parley.protocol.AccountKey;
import parley.protocol.Address;
import parley.protocol.ConversationId;
import parley.protocol.DeviceList;
import parley.protocol.Limits;
import parley.protocol.LogId;
import parley.protocol.MessageId;
import parley.protocol.RelayKey;
import parley.protocol.wire.Bytes;
import parley.protocol.wire.MalformedException;
import parley.protocol.wire.Parts;
import parley.protocol.wire.WireReader;
import parley.protocol.wire.WireWriter;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * What a backup holds, one after another (docs/protocol.md, Backups). An {@link Account} is the first, an {@link End}
 * the last; members and messages belong to the conversation before them. There is no state of a group, no device's key
 * and no inbox key: whoever restores a backup is a new device.
 *
 * <p>{@code parts} are for what later versions add; those of unknown types are kept. Items print nothing that a person
 * wrote, and no secret.
 */
public sealed interface BackupItem {

    /** The largest item, in bytes. */
    int MAX_BYTES = 1 << 20;

    /** What else this item has; only {@link Privacy} and {@link Message} know a type yet. */
    Parts parts();

    /**
     * The account.
     *
     * @param secret the private half of {@code account}: 32 bytes (RFC 8032)
     * @param url of the home relay, {@code wss://host:port}
     * @param devices the list when the backup was made
     * @param at when that was, in milliseconds since 1970
     */
    record Account(
            AccountKey account,
            Bytes secret,
            Address address,
            String url,
            RelayKey relay,
            DeviceList devices,
            long at,
            Parts parts)
            implements BackupItem {

        public static final int SECRET = 32;

        public Account {
            if (secret.length() != SECRET)
                throw new IllegalArgumentException("account's secret of " + secret.length() + " bytes");
            Limits.within(bytes(url), 2048, "bytes of the relay's address");
            Limits.within(at, Long.MAX_VALUE, "as a time");
            if (!devices.account().equals(account)) throw new IllegalArgumentException("devices of another account");
        }

        @Override
        public String toString() {
            return "Account " + account;
        }
    }

    /** How it stands with a person. */
    enum Standing {
        ASKS,
        REQUESTED,
        APPROVED,
        DENIED,
        BLOCKED
    }

    /** What a person has said to another key of somebody's address. */
    enum Answer {
        OPEN,
        ACCEPTED,
        KEPT
    }

    /** Another key that somebody's address has come with. */
    record OtherKey(AccountKey key, Answer answer) {}

    /**
     * A person.
     *
     * @param conversation between the two, once there is one
     * @param verified when the key was found to be theirs, in milliseconds since 1970
     * @param request the letter ({@link Letter.ContactRequest}) that they asked with, until it is answered
     */
    record Person(
            AccountKey account,
            Address address,
            Standing standing,
            Optional<ConversationId> conversation,
            Optional<Long> verified,
            Optional<OtherKey> other,
            Optional<Bytes> request,
            Parts parts)
            implements BackupItem {

        @Override
        public String toString() {
            return "Person " + account;
        }
    }

    /**
     * What somebody has said of themselves, the account's own as well.
     *
     * @param bioVersion of {@code bio}, which is said between two alone
     */
    record Profile(
            AccountKey account, long version, String name, Bytes picture, long bioVersion, String bio, Parts parts)
            implements BackupItem {

        public Profile {
            Limits.within(version, Long.MAX_VALUE, "as a version");
            Limits.within(bioVersion, Long.MAX_VALUE, "as a version");
            Limits.within(bytes(name), Content.Profile.MAX_NAME, "bytes of name");
            Limits.within(bytes(bio), Content.Profile.MAX_BIO, "bytes of bio");
            Limits.within(picture.length(), Content.Profile.MAX_PICTURE, "bytes of picture");
        }

        @Override
        public String toString() {
            return "Profile of " + account;
        }
    }

    /**
     * What the person tells everywhere: what they have read, that they write, that a message has come, that they are
     * there.
     */
    record Privacy(boolean receipts, boolean typing, Parts parts) implements BackupItem {

        /** A part without bytes: it is not told that a message has come. */
        private static final int UNDELIVERED = 1;

        /** The same of that the person is there. */
        private static final int ABSENT = 2;

        public Privacy {
            for (var type : List.of(UNDELIVERED, ABSENT))
                if (parts.get(type).filter(value -> !value.isEmpty()).isPresent())
                    throw new IllegalArgumentException("part " + type + " has bytes");
        }

        public static Privacy of(boolean delivered, boolean receipts, boolean typing, boolean presence) {
            var parts = Parts.NONE;
            if (!delivered) parts = parts.with(UNDELIVERED, Bytes.EMPTY);
            if (!presence) parts = parts.with(ABSENT, Bytes.EMPTY);
            return new Privacy(receipts, typing, parts);
        }

        public boolean presence() {
            return parts.get(ABSENT).isEmpty();
        }

        public boolean delivered() {
            return parts.get(UNDELIVERED).isEmpty();
        }
    }

    /**
     * What a person has set for a conversation.
     *
     * @param pinned its place among the pinned ones; 0 for none
     * @param mutedUntil in milliseconds since 1970
     * @param receipts whether read marks are told there; empty for as everywhere
     * @param draft what is not said yet, and what it answers
     * @param pins messages kept at hand
     */
    record Settings(
            long pinned,
            Optional<Long> mutedUntil,
            boolean archived,
            boolean markedUnread,
            Optional<Boolean> receipts,
            String draft,
            Optional<MessageId> draftReplyTo,
            List<MessageId> pins) {

        public static final int MAX_PINS = 100;

        public Settings {
            pins = List.copyOf(pins);
            Limits.within(pinned, Long.MAX_VALUE, "as a place");
            mutedUntil.ifPresent(until -> Limits.within(until, Long.MAX_VALUE, "as a time"));
            Limits.within(bytes(draft), Content.Text.MAX_BODY, "bytes of draft");
            Limits.within(pins.size(), MAX_PINS, "pins");
        }

        @Override
        public String toString() {
            return "Settings";
        }
    }

    /**
     * A conversation; its id, kind and rules are its policy's, which has no group link.
     *
     * @param log that it was followed in
     * @param closed whether the account has left it, or was removed
     * @param title as the account's owner sees it: of two the other's address
     * @param unread how many messages were not read
     * @param activity when something was last said, in milliseconds since 1970
     * @param lifetime how long its owner wants messages between two to last, in seconds; 0 for ever
     */
    record Conversation(
            LogId log,
            String hub,
            int suite,
            boolean closed,
            String title,
            long unread,
            long activity,
            long lifetime,
            Policy policy,
            Settings settings,
            Parts parts)
            implements BackupItem {

        public Conversation {
            Limits.within(hub.length(), 255, "characters of hub");
            Limits.within(suite, 0xFFFF, "as a suite");
            Limits.within(bytes(title), 512, "bytes of title");
            Limits.within(unread, Integer.MAX_VALUE, "unread messages");
            Limits.within(activity, Long.MAX_VALUE, "as a time");
            Content.Lifetime.check(lifetime);
            if (!policy.link().equals(Policy.NO_LINK)) throw new IllegalArgumentException("a group link in a backup");
        }

        @Override
        public String toString() {
            return "Conversation " + policy.conversation();
        }
    }

    /**
     * Another account in the conversation.
     *
     * @param address as their leaf says it
     * @param leaf one leaf's data: how to ask them to let a device in again
     */
    record Member(AccountKey account, Address address, Optional<LeafData> leaf, Parts parts) implements BackupItem {

        @Override
        public String toString() {
            return "Member " + account;
        }
    }

    /** How far a message has come. */
    enum Mark {
        WAITING,
        SENT,
        DELIVERED,
        READ,
        RECEIVED,
        FAILED
    }

    /** That a part of a text means somebody, who was called so. */
    record Called(Mention mention, Address address) {}

    /** What somebody thinks of a message. */
    record Reaction(AccountKey author, Address address, String emoji) {

        public Reaction {
            var length = bytes(emoji);
            if (length < 1) throw new IllegalArgumentException("reaction without an emoji");
            Limits.within(length, Content.Reaction.MAX_EMOJI, "bytes of emoji");
        }

        @Override
        public String toString() {
            return "Reaction of " + author;
        }
    }

    /**
     * A message, in the order in which it stood.
     *
     * @param file whether it offered a file; {@code text} is its name then
     * @param edited when it got this text, in milliseconds since 1970
     * @param deleted whether its author took it back; there is no text then
     * @param reactions at most {@link #MAX_REACTIONS}, in the order in which they came
     */
    record Message(
            MessageId id,
            AccountKey author,
            Address from,
            long at,
            Mark mark,
            boolean file,
            boolean deleted,
            boolean forwarded,
            String text,
            Optional<MessageId> replyTo,
            Optional<Long> edited,
            List<Called> mentions,
            List<Reaction> reactions,
            Parts parts)
            implements BackupItem {

        public static final int MAX_REACTIONS = 1024;

        /** A part: when its author says that they wrote it, where that could not be. */
        private static final int CLAIMED = 1;

        /** A part: when they say that they gave it this text, where that could not be. */
        private static final int EDIT_CLAIMED = 2;

        public Message {
            mentions = List.copyOf(mentions);
            reactions = List.copyOf(reactions);
            Limits.within(at, Long.MAX_VALUE, "as a time");
            edited.ifPresent(when -> Limits.within(when, Long.MAX_VALUE, "as a time"));
            Limits.within(bytes(text), Content.Text.MAX_BODY, "bytes of text");
            if (deleted && !text.isEmpty()) throw new IllegalArgumentException("text of a deleted message");
            Mention.in(text, mentions.stream().map(Called::mention).toList());
            Limits.within(reactions.size(), MAX_REACTIONS, "reactions");
            if (new HashSet<>(reactions).size() != reactions.size())
                throw new IllegalArgumentException("a reaction twice");
            claimed(parts, CLAIMED);
            claimed(parts, EDIT_CLAIMED);
        }

        /** Parts that say so of the message and of its edit, in milliseconds since 1970. */
        public static Parts claiming(Optional<Long> written, Optional<Long> edited) {
            return with(with(Parts.NONE, CLAIMED, written), EDIT_CLAIMED, edited);
        }

        private static Parts with(Parts parts, int number, Optional<Long> millis) {
            return millis.map(it -> parts.with(number, new WireWriter().u64(it).toBytes())).orElse(parts);
        }

        /** In milliseconds since 1970. */
        public Optional<Long> claimed() {
            return claimed(parts, CLAIMED);
        }

        /** In milliseconds since 1970. */
        public Optional<Long> editClaimed() {
            return claimed(parts, EDIT_CLAIMED);
        }

        private static Optional<Long> claimed(Parts parts, int number) {
            try {
                return parts.get(number, WireReader::size);
            } catch (MalformedException e) {
                throw new IllegalArgumentException("part " + number + " is no time", e);
            }
        }

        @Override
        public String toString() {
            return "Message " + id;
        }
    }

    /** The backup is whole; how many there are of each. */
    record End(long persons, long conversations, long messages, Parts parts) implements BackupItem {

        public End {
            Limits.within(persons, Long.MAX_VALUE, "persons");
            Limits.within(conversations, Long.MAX_VALUE, "conversations");
            Limits.within(messages, Long.MAX_VALUE, "messages");
        }
    }

    /** Of a later version: passed over. */
    record Unknown(int number, Bytes fields) implements BackupItem {

        public Unknown {
            if (BackupItemCodec.isKnown(number)) throw new IllegalArgumentException("item " + number + " is known");
            Limits.within(number, 0xFF, "as an item's type");
        }

        @Override
        public Parts parts() {
            return Parts.NONE;
        }

        @Override
        public String toString() {
            return "Unknown " + number;
        }
    }

    /** Its type, and its fields as a vector. */
    default Bytes encode() {
        return BackupItemCodec.encode(this);
    }

    static BackupItem decode(Bytes bytes) throws MalformedException {
        return WireReader.decode(bytes, BackupItemCodec::read);
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
