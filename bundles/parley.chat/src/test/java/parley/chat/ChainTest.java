package parley.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import parley.client.api.CommandException;
import parley.protocol.ConversationId;
import parley.protocol.Hash;
import parley.protocol.wire.Bytes;
import parley.protocol.wire.WireWriter;
import parley.testing.MemoryStore;

import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;

/** How many hashes of a log are kept. */
class ChainTest {

    private static final ConversationId ID = new ConversationId(Bytes.wrap(new byte[16]));
    private static final int MOST = 8;
    private static final long DAY = 24L * 60 * 60 * 1000;

    private final MemoryStore store = new MemoryStore();

    private static Hash hash(long of) {
        return Hash.of(new WireWriter().u64(of).toArray());
    }

    private List<Long> kept() throws CommandException {
        return store.transact(
                tx -> tx.ascending("chat.chain", ID.bytes(), 0, 1000).stream().map(row -> row.order()).toList());
    }

    /** In transactions of three. */
    private void put(long... positions) throws CommandException {
        for (int from = 0; from < positions.length; from += 3) {
            var some = LongStream.of(positions).skip(from).limit(3).toArray();
            store.run(tx -> {
                var chain = new Chain(tx, ID, MOST);
                for (var position : some) chain.put(position, hash(position), 0);
            });
        }
    }

    @Test
    void theNewestAreKept() throws Exception {
        put(10, 20, 30, 40, 50, 60, 70, 80);
        assertEquals(List.of(10L, 20L, 30L, 40L, 50L, 60L, 70L, 80L), kept());
        put(95);
        assertEquals(List.of(20L, 30L, 40L, 50L, 60L, 70L, 80L, 95L), kept());
        put(LongStream.range(1000, 2000).toArray());
        assertEquals(LongStream.range(1992, 2000).boxed().toList(), kept());
        store.run(tx -> {
            var chain = new Chain(tx, ID, MOST);
            assertEquals(1992, chain.oldest());
            assertEquals(Optional.of(hash(1999)), chain.at(1999));
            assertEquals(Optional.empty(), chain.at(1991));
        });
    }

    @Test
    void whatIsTooOldGoesAndMakesRoom() throws Exception {
        put(1, 2, 3, 4, 5);
        store.run(tx -> {
            var chain = new Chain(tx, ID, MOST);
            chain.put(6, hash(6), 31 * DAY);
            chain.prune(31 * DAY, 16);
        });
        assertEquals(List.of(6L), kept());
        put(7, 8, 9, 10, 11, 12, 13);
        assertEquals(MOST, kept().size());
        put(14);
        assertEquals(LongStream.rangeClosed(7, 14).boxed().toList(), kept());
    }

    /** A hash and its time, and no number. */
    @Test
    void whatAnEarlierProfileHasIsReadAndGoesFirst() throws Exception {
        store.run(tx -> {
            for (long position = 1; position <= 20; position++) {
                var value = new WireWriter().fixed(hash(position).bytes()).u64(DAY).toBytes();
                tx.put("chat.chain", ID.bytes(), position, value);
            }
        });
        put(LongStream.range(100, 100 + MOST).toArray());
        assertEquals(20 + MOST, kept().size(), "of those with a number there are not too many");
        store.run(tx -> assertEquals(Optional.of(hash(20)), new Chain(tx, ID, MOST).at(20)));
        put(LongStream.range(200, 240).toArray());
        assertEquals(LongStream.range(232, 240).boxed().toList(), kept());
    }
}
