package parley.search;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import parley.client.api.Message;
import parley.client.api.Search.Query;
import parley.protocol.MessageId;
import parley.protocol.Token;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * 100,000 messages: prints how fast it is; and a letter typed costs no more than what it brings, however many have it.
 */
class SpeedTest {

    private static final int MESSAGES = 100_000;

    /** Steps of the database that a page of 50 takes at most: none of them is for what is not on it. */
    private static final int STEPS = 20_000;

    private int steps;

    @Test
    void findsWhileSomebodyTypes() throws Exception {
        var random = new Random(3);
        var words = new ArrayList<String>();
        for (var i = 0; i < 20_000; i++) {
            words.add(
                    random.ints(2 + random.nextInt(9), 'a', 'z' + 1)
                            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                            .toString());
        }
        var messages = new ArrayList<Message>();
        for (var i = 0; i < MESSAGES; i++) messages.add(message(i, text(words, random)));
        try (var index = Index.empty()) {
            var began = System.nanoTime();
            index.begin();
            for (var i = 0; i < MESSAGES; i += 200) {
                var part = messages.subList(i, i + 200);
                for (var message : part) index.put(message, Long.MAX_VALUE);
            }
            index.commit();
            print("100,000 messages taken in", began);
            began = System.nanoTime();
            var bytes = index.bytes();
            print("written out, " + bytes.length / 1024 / 1024 + " MiB", began);
            began = System.nanoTime();
            try (var again = Index.of(bytes)) {
                print("read in", began);
                again.watch(10, () -> steps += 10);
                for (var run = 0; run < 2; run++) {
                    for (var looked : List.of("a", "ab", "abc", words.get(1), words.get(1) + " a", "a b c", "e \"a")) {
                        for (var in :
                                List.of(Optional.<parley.protocol.ConversationId>empty(), Optional.of(FakeTalk.TWO))) {
                            var start = System.nanoTime();
                            steps = 0;
                            var query = new Query(looked, in, Optional.empty(), Optional.empty(), Optional.empty());
                            var hits = again.find(Wanted.of(looked), query, Long.MAX_VALUE, 50).size();
                            if (run == 1) print(hits + " for " + looked + (in.isPresent() ? " in one" : ""), start);
                            assertTrue(steps < STEPS, looked + " took " + steps + " steps");
                        }
                    }
                }
            }
        }
    }

    private static String text(List<String> words, Random random) {
        var text = new StringBuilder();
        for (var n = 3 + random.nextInt(20); n > 0; n--) {
            // Some words are far more common than others.
            text.append(words.get((int) (words.size() * Math.pow(random.nextDouble(), 3)))).append(' ');
        }
        return text.toString();
    }

    private static Message message(int number, String text) {
        return new Message(
                new MessageId(Token.random().bytes().slice(0, 16)),
                number % 50 == 0 ? FakeTalk.TWO : FakeTalk.ONE,
                number,
                new parley.protocol.AccountKey(Token.random().bytes()),
                FakeTalk.BOB,
                false,
                text,
                Instant.ofEpochMilli(1_700_000_000_000L + number * 60_000L),
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
    }

    private static void print(String what, long start) {
        System.out.printf("search: %s: %.1f ms%n", what, (System.nanoTime() - start) / 1e6);
    }
}
