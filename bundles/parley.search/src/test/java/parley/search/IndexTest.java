package parley.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import parley.client.api.Message;
import parley.client.api.Search.Query;
import parley.protocol.AccountKey;
import parley.protocol.MessageId;
import parley.protocol.Token;
import parley.protocol.content.Content;
import parley.protocol.wire.Bytes;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

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
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private static Message saying(int number, String text) {
        return new Message(
                new MessageId(Bytes.wrap(ByteBuffer.allocate(MessageId.LENGTH).putInt(12, number).array())),
                FakeTalk.ONE,
                number,
                new AccountKey(Token.random().bytes()),
                FakeTalk.BOB,
                false,
                text,
                NOON,
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

    private static int found(Index index, String words) throws Exception {
        return index.find(Wanted.of(words), Query.of(words), Long.MAX_VALUE, 10).size();
    }

    /** As many of {@code part} as go into a message, and {@code last}. */
    private static String full(String part, String last) {
        var room = Content.Text.MAX_BODY - last.getBytes(StandardCharsets.UTF_8).length;
        return part.repeat(room / part.getBytes(StandardCharsets.UTF_8).length) + last;
    }

    @Test
    void proseIsFoundToTheEndOfTheLongestMessage() throws Exception {
        for (var prose :
                List.of(
                        "the quick brown fox, ",
                        "a b c ",
                        "im Größenwahn über alle Maßen; ",
                        "می‌خواهم کتاب بخرم ",
                        "今天下午三点开会。",
                        "はやいキロメートル",
                        "한국어 문장 ",
                        "👍🏽🎉 ")) {
            try (var index = Index.empty()) {
                index.put(saying(1, full(prose, " ending")), Long.MAX_VALUE);
                assertEquals(1, found(index, "ending"), prose);
            }
        }
    }

    /** Seven letters of three bytes, and the space behind each: the message says 16,384 and half of them are found. */
    @Test
    void whatIsSpelledOutIsFoundAsFarAsThereIsRoom() throws Exception {
        var fit = (Index.MOST_WORDS + 1) / 8;
        try (var index = Index.empty()) {
            index.put(saying(1, "ﷻ ".repeat(fit - 1) + "ﷻ"), Long.MAX_VALUE);
            index.put(saying(2, "ﷻ ".repeat(fit - 1) + "ending78"), Long.MAX_VALUE);
            index.put(saying(3, "ﷻ ".repeat(fit - 1) + "ending789"), Long.MAX_VALUE);
            assertEquals(1, found(index, "ending78"), "one is a letter too long");
            assertEquals(3, found(index, "جلجلاله"));
        }
    }

    /** Whatever somebody says, a message of 64 KiB takes no more than 512 KiB. */
    @Test
    void noMessageTakesManyTimesItsLength() throws Exception {
        var random = new Random(5);
        for (var each :
                List.<IntFunction<String>>of(
                        _ -> "ﷺ ",
                        _ -> "ﷻ ",
                        _ -> "㌖",
                        _ -> Character.toString(0x4E00 + random.nextInt(20_000)),
                        _ -> Character.toString(0x20000 + random.nextInt(40_000)),
                        _ -> Integer.toString(random.nextInt(36 * 36 * 36), 36) + " ",
                        _ -> Integer.toString(random.nextInt(36 * 36 * 36 * 36), 36) + " ")) {
            try (var index = Index.empty()) {
                index.begin();
                for (var i = 0; i < 20; i++) {
                    var text = IntStream.range(0, 1 << 15).mapToObj(each).collect(Collectors.joining());
                    var bytes = text.getBytes(StandardCharsets.UTF_8);
                    if (bytes.length > Content.Text.MAX_BODY)
                        text = new String(bytes, 0, Content.Text.MAX_BODY, StandardCharsets.UTF_8);
                    index.put(saying(i, text), Long.MAX_VALUE);
                }
                index.commit();
                assertTrue(index.size() / 20 < 512 * 1024, each.apply(0) + " takes " + index.size() / 20);
                assertEquals(index.size(), index.bytes().length);
            }
        }
    }

    /** Were they beside one another, each would be put behind a look at all that came before it. */
    @Test
    void nobodyChoosesWhereAMessageStands() throws Exception {
        try (var index = Index.empty()) {
            for (var i = 0; i < MANY; i++) index.put(alike(i), NOON.toEpochMilli());
            var hits = index.find(Wanted.of("word"), Query.of("word"), Long.MAX_VALUE, MANY + 1);
            assertEquals(MANY, hits.size());
            var rows = new HashSet<Long>();
            hits.forEach(hit -> rows.add(hit.row()));
            assertEquals(MANY, rows.size());
            var neighbours = rows.stream().filter(row -> rows.contains(row + 1)).count();
            assertTrue(neighbours < MANY / 10, neighbours + " stand behind another");
            index.put(alike(5), NOON.toEpochMilli()); // as it was: it stays where it is
            var again = index.find(Wanted.of("word"), Query.of("word"), Long.MAX_VALUE, MANY + 1);
            assertEquals(hits, again);
        }
    }
}
