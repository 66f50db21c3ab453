package parley.search;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import parley.client.api.Conversations;
import parley.client.api.Message;
import parley.protocol.AccountKey;
import parley.protocol.MessageId;
import parley.protocol.wire.Bytes;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** When messages came, as far as those behind them tell. */
class BackwardsTest {

    private static final AccountKey ALICE = key(1);
    private static final AccountKey BOB = key(2);
    private static final AccountKey EVE = key(3);

    private final Backwards backwards =
            new Backwards(
                    new Conversations.Conversation(
                            FakeTalk.ONE,
                            Conversations.Kind.GROUP,
                            "a talk",
                            List.of(),
                            0,
                            0,
                            Optional.empty(),
                            Optional.empty(),
                            false,
                            1,
                            Instant.ofEpochMilli(1000)));

    private static AccountKey key(int value) {
        var bytes = new byte[32];
        bytes[0] = (byte) value;
        return new AccountKey(Bytes.wrap(bytes));
    }

    /** What the next message back is, and when it came at the latest. */
    private void came(long expected, AccountKey author, boolean own, long at) {
        var message =
                new Message(
                        new MessageId(Bytes.wrap(new byte[MessageId.LENGTH])),
                        FakeTalk.ONE,
                        1,
                        author,
                        FakeTalk.BOB,
                        own,
                        "word",
                        Instant.ofEpochMilli(at),
                        Message.State.RECEIVED,
                        Optional.empty(),
                        Optional.empty(),
                        List.of(),
                        false,
                        Optional.empty(),
                        false,
                        List.of(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty());
        assertEquals(expected, backwards.came(message));
    }

    @Test
    void nothingCameAfterTheLast() {
        came(1000, EVE, false, 9000);
        came(1000, EVE, false, 9000);
    }

    @Test
    void ourClockIsRight() {
        came(1000, ALICE, true, 800);
        came(800, EVE, false, 9000);
        came(800, ALICE, true, 900);
        came(800, ALICE, true, 300);
        came(300, EVE, false, 9000);
    }

    @Test
    void twoOthersSayWhenAndNobodyAlone() {
        came(1000, BOB, false, 700);
        came(1000, EVE, false, 9000);
        came(1000, EVE, false, 9000);
        came(1000, ALICE, false, 600);
        came(700, EVE, false, 9000);
        came(700, EVE, false, 1);
        came(600, EVE, false, 1);
        came(600, BOB, false, 500);
        came(500, BOB, false, 400);
        came(400, ALICE, false, 300);
    }
}
