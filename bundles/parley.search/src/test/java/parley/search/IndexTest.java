package parley.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import parley.client.api.Message;
import parley.client.api.Search.Query;
import parley.protocol.AccountKey;
import parley.protocol.MessageId;
import parley.protocol.Token;
import parley.protocol.wire.Bytes;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/** Where the index puts what somebody chooses the ids and the times of. */
class IndexTest {

    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");
    private static final int MANY = 2000;

    /** All of one millisecond, and alike in all that their author could have sought out. */
    private static Message alike(int number) {
        var id = ByteBuffer.allocate(MessageId.LENGTH).putInt(0x7FFF_FFFF).putInt(number).putLong(7);
        return new Message(
                new MessageId(Bytes.wrap(id.array())),
                FakeTalk.ONE,
                number,
                new AccountKey(Token.random().bytes()),
                FakeTalk.BOB,
                false,
                "word",
                NOON,
                Message.State.RECEIVED,
                Optional.empty(),
                Optional.empty(),
                List.of(),
                false,
                Optional.empty(),
                false,
                List.of());
    }

    /** Were they beside one another, each would be put behind a look at all that came before it. */
    @Test
    void nobodyChoosesWhereAMessageStands() throws Exception {
        try (var index = Index.empty()) {
            for (var i = 0; i < MANY; i++) index.put(alike(i));
            var hits = index.find(Wanted.of("word"), Query.of("word"), Long.MAX_VALUE, MANY + 1);
            assertEquals(MANY, hits.size());
            var rows = new HashSet<Long>();
            hits.forEach(hit -> rows.add(hit.row()));
            assertEquals(MANY, rows.size());
            var neighbours = rows.stream().filter(row -> rows.contains(row + 1)).count();
            assertTrue(neighbours < MANY / 10, neighbours + " stand behind another");
            index.put(alike(5)); // as it was: it stays where it is
            var again = index.find(Wanted.of("word"), Query.of("word"), Long.MAX_VALUE, MANY + 1);
            assertEquals(hits, again);
        }
    }
}
