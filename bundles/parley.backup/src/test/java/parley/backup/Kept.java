package parley.backup;

import parley.protocol.AccountKey;
import parley.protocol.Address;
import parley.protocol.ConversationId;
import parley.protocol.DeviceKey;
import parley.protocol.DeviceList;
import parley.protocol.LogId;
import parley.protocol.MessageId;
import parley.protocol.RelayKey;
import parley.protocol.content.BackupItem;
import parley.protocol.content.BackupItem.Settings;
import parley.protocol.content.BackupItem.Standing;
import parley.protocol.content.Policy;
import parley.protocol.wire.Bytes;
import parley.protocol.wire.Parts;

import java.util.List;
import java.util.Optional;

/** What a small backup holds: Alice, who talks with Bob. Nothing here is signed: whoever restores it looks at that. */
final class Kept {

    static final AccountKey ALICE = new AccountKey(bytes(32, 1));
    static final Address ADDRESS = new Address("alice", "relay.example");

    private static final AccountKey BOB = new AccountKey(bytes(32, 2));
    private static final Address OTHER = new Address("bob", "relay.example");
    private static final ConversationId TWO = ConversationId.direct(ALICE, BOB);

    static final List<BackupItem> ITEMS =
            List.of(
                    new BackupItem.Account(
                            ALICE,
                            bytes(32, 3),
                            ADDRESS,
                            "wss://relay.example:7463",
                            new RelayKey(bytes(32, 4)),
                            new DeviceList(
                                    ALICE, 1, List.of(new DeviceKey(bytes(32, 5))), 1, bytes(32, 6), bytes(64, 7)),
                            1_700_000_000_000L,
                            Parts.NONE),
                    new BackupItem.Person(
                            BOB,
                            OTHER,
                            Standing.APPROVED,
                            Optional.of(TWO),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            Parts.NONE),
                    new BackupItem.Privacy(true, true, Parts.NONE),
                    new BackupItem.Conversation(
                            new LogId(bytes(16, 8)),
                            "relay.example",
                            1,
                            false,
                            OTHER.toString(),
                            0,
                            1,
                            0,
                            new Policy(TWO, Policy.Kind.DIRECT, 1, "", List.of(ALICE, BOB), false, 64, Policy.NO_LINK),
                            new Settings(
                                    0,
                                    Optional.empty(),
                                    false,
                                    false,
                                    Optional.empty(),
                                    "",
                                    Optional.empty(),
                                    List.of()),
                            Parts.NONE),
                    new BackupItem.Member(BOB, OTHER, Optional.empty(), Parts.NONE),
                    new BackupItem.Message(
                            new MessageId(bytes(16, 9)),
                            BOB,
                            OTHER,
                            1,
                            BackupItem.Mark.READ,
                            false,
                            false,
                            false,
                            "hello",
                            Optional.empty(),
                            Optional.empty(),
                            List.of(),
                            List.of(),
                            Parts.NONE),
                    new BackupItem.Unknown(99, bytes(5, 10)));

    private Kept() {}

    private static Bytes bytes(int count, int first) {
        var bytes = new byte[count];
        for (var i = 0; i < count; i++) bytes[i] = (byte) (first + i);
        return Bytes.wrap(bytes);
    }
}
