package parley.protocol.samples;

import static parley.protocol.samples.Fixed.*;

import parley.protocol.Address;
import parley.protocol.MessageId;
import parley.protocol.content.BackupItem;
import parley.protocol.content.BackupItem.Account;
import parley.protocol.content.BackupItem.Answer;
import parley.protocol.content.BackupItem.Called;
import parley.protocol.content.BackupItem.Conversation;
import parley.protocol.content.BackupItem.End;
import parley.protocol.content.BackupItem.Mark;
import parley.protocol.content.BackupItem.Member;
import parley.protocol.content.BackupItem.Message;
import parley.protocol.content.BackupItem.OtherKey;
import parley.protocol.content.BackupItem.Person;
import parley.protocol.content.BackupItem.Privacy;
import parley.protocol.content.BackupItem.Profile;
import parley.protocol.content.BackupItem.Reaction;
import parley.protocol.content.BackupItem.Settings;
import parley.protocol.content.BackupItem.Standing;
import parley.protocol.content.BackupItem.Unknown;
import parley.protocol.content.LeafData;
import parley.protocol.content.Mention;
import parley.protocol.wire.Bytes;
import parley.protocol.wire.Parts;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Samples of what a backup holds. */
public final class BackupSamples {

    private static final Address BOB = new Address("bob", "relay.example");
    private static final MessageId OTHER_MESSAGE = new MessageId(bytes(16, 0x50));

    private static final Settings NOTHING_SET =
            new Settings(0, Optional.empty(), false, false, Optional.empty(), "", Optional.empty(), List.of());

    private BackupSamples() {}

    public static Map<String, BackupItem> items() {
        var all = new LinkedHashMap<String, BackupItem>();
        all.put(
                "Account",
                new Account(
                        ACCOUNT,
                        bytes(32, 1),
                        ADDRESS,
                        "wss://relay.example:7463",
                        RELAY,
                        DEVICES,
                        1_700_000_000_000L,
                        Parts.NONE));
        all.put(
                "Account with a part of a later version",
                new Account(
                        ACCOUNT,
                        bytes(32, 1),
                        ADDRESS,
                        "ws://127.0.0.1:7463",
                        RELAY,
                        DEVICES,
                        0,
                        Parts.NONE.with(200, bytes(3, 7))));
        all.put("Person who asks", person(Standing.ASKS, Optional.empty(), Optional.empty(), Optional.of(bytes(9, 1))));
        all.put(
                "Person who is verified",
                person(Standing.APPROVED, Optional.of(5L), Optional.empty(), Optional.empty()));
        all.put(
                "Person whose address has come with another key",
                person(
                        Standing.BLOCKED,
                        Optional.empty(),
                        Optional.of(new OtherKey(ACCOUNT, Answer.KEPT)),
                        Optional.empty()));
        all.put("Profile", new Profile(OTHER_ACCOUNT, 7, "Bob ☀", bytes(20, 1), 6, "here\nand there", Parts.NONE));
        all.put("Profile, empty", new Profile(ACCOUNT, 0, "", Bytes.EMPTY, 0, "", Parts.NONE));
        all.put("Privacy", Privacy.of(true, true, false, true));
        all.put("Privacy that does not tell what has come", Privacy.of(false, true, false, true));
        all.put("Privacy that does not tell who is there", Privacy.of(true, true, true, false));
        all.put("Conversation between two", conversation("Direct", false, 60, NOTHING_SET));
        all.put(
                "Conversation, a group that was left, with everything set",
                conversation(
                        "Group",
                        true,
                        0,
                        new Settings(
                                3,
                                Optional.of(9L),
                                true,
                                true,
                                Optional.of(false),
                                "later",
                                Optional.of(MESSAGE),
                                List.of(MESSAGE, OTHER_MESSAGE))));
        all.put(
                "Member",
                new Member(
                        OTHER_ACCOUNT,
                        BOB,
                        Optional.of(new LeafData(FOLLOWER, BOB, 3, INBOX_KEY, TOKEN, OTHER_TOKEN)),
                        Parts.NONE));
        all.put("Member of no leaf", new Member(OTHER_ACCOUNT, BOB, Optional.empty(), Parts.NONE));
        all.put("Message", message("hello", false, false, Optional.empty(), List.of(), List.of()));
        all.put("Message that was deleted", message("", true, false, Optional.empty(), List.of(), List.of()));
        all.put("Message that offers a file", message("a.txt", false, true, Optional.empty(), List.of(), List.of()));
        all.put(
                "Message that answers, was edited, mentions, and is thought of",
                message(
                        "@bob yes",
                        false,
                        false,
                        Optional.of(OTHER_MESSAGE),
                        List.of(new Called(new Mention(0, 4, OTHER_ACCOUNT), BOB)),
                        List.of(new Reaction(OTHER_ACCOUNT, BOB, "👍"), new Reaction(ACCOUNT, ADDRESS, "👍"))));
        all.put("End", new End(2, 2, 4, Parts.NONE));
        all.put("Unknown, of a later version", new Unknown(99, bytes(5, 1)));
        return all;
    }

    private static Person person(
            Standing standing, Optional<Long> verified, Optional<OtherKey> other, Optional<Bytes> request) {
        return new Person(
                OTHER_ACCOUNT,
                BOB,
                standing,
                standing == Standing.APPROVED ? Optional.of(CONVERSATION) : Optional.empty(),
                verified,
                other,
                request,
                Parts.NONE);
    }

    private static Conversation conversation(String policy, boolean closed, long lifetime, Settings settings) {
        var rules = ContentSamples.policies().get(policy);
        return new Conversation(
                LOG,
                "relay.example",
                0xF00D,
                closed,
                rules.title().isEmpty() ? BOB.toString() : rules.title(),
                2,
                1_700_000_000_000L,
                lifetime,
                rules.withLink(parley.protocol.content.Policy.NO_LINK),
                settings,
                Parts.NONE);
    }

    private static Message message(
            String text,
            boolean deleted,
            boolean file,
            Optional<MessageId> replyTo,
            List<Called> mentions,
            List<Reaction> reactions) {
        return new Message(
                MESSAGE,
                ACCOUNT,
                ADDRESS,
                1_700_000_000_000L,
                Mark.DELIVERED,
                file,
                deleted,
                replyTo.isPresent(),
                text,
                replyTo,
                replyTo.map(_ -> 1_700_000_000_001L),
                mentions,
                reactions,
                Parts.NONE);
    }
}
