package parley.relay.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static parley.relay.log.Fixture.append;
import static parley.relay.log.Fixture.commit;
import static parley.relay.log.Fixture.follower;
import static parley.relay.log.Fixture.log;
import static parley.relay.log.Fixture.stored;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import parley.protocol.FollowerKey;
import parley.protocol.LogId;
import parley.protocol.relay.CommitBody.NewFollower;
import parley.protocol.relay.LogItem;
import parley.relay.api.StoreException;
import parley.relay.api.StoreException.Kind;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Journals damaged in every way: what comes back is a beginning of what was there, or a refusal that names the place.
 */
final class RecoveryTest {

    private static final LogId LOG = log(1);
    private static final FollowerKey ALICE = follower(1);

    @TempDir Path temporary;

    private Path original;
    private List<LogItem> items;
    private List<Path> segments;

    /** Three segments, closed as by a kill: without the record of an orderly end. */
    @BeforeEach
    void write() throws Exception {
        original = temporary.resolve("original");
        var killed = temporary.resolve("killed");
        try (var relay = new Fixture(original)) {
            stored(relay.open(LOG, ALICE));
            relay.person(1);
            var base =
                    stored(
                            relay.commit(
                                    commit(
                                            LOG,
                                            ALICE,
                                            0,
                                            "add",
                                            List.of(new NewFollower(follower(2), false)),
                                            List.of())));
            for (int i = 1; i <= 150; i++)
                stored(relay.append(append(LOG, ALICE, i, base, "m" + i + " ".repeat(1000))));
            items = relay.read(LOG, ALICE, 0);
            copy(original, killed);
        }
        original = killed;
        segments = segments(original);
        assertTrue(segments.size() >= 3);
    }

    private static List<Path> segments(Path home) throws IOException {
        try (var files = Files.list(home.resolve("journal"))) {
            return files.sorted().toList();
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to.resolve("journal"));
        for (var segment : segments(from)) Files.copy(segment, to.resolve("journal").resolve(segment.getFileName()));
    }

    /** What an attempt to open came to. */
    private sealed interface Result {
        record Read(int count) implements Result {}

        record Damaged(String message) implements Result {}
    }

    private int attempts;

    private Result open(int segment, byte[] bytes) throws Exception {
        var home = temporary.resolve("attempt" + attempts++);
        copy(original, home);
        Files.write(home.resolve("journal").resolve(segments.get(segment).getFileName()), bytes);
        return open(home);
    }

    private Result open(Path home) throws Exception {
        try (var relay = new Fixture(home)) {
            if (relay.stores.logs().state(LOG, ALICE).isEmpty()) return new Result.Read(0);
            var found = relay.read(LOG, ALICE, 0);
            assertEquals(items.subList(0, found.size()), found, "a beginning of what was there");
            assertEquals(
                    Math.max(0, found.size() - 1), relay.stores.logs().state(LOG, ALICE).orElseThrow().lastNumber());
            return new Result.Read(found.size());
        } catch (StoreException e) {
            assertEquals(Kind.DAMAGED, e.kind(), String.valueOf(e.getMessage()));
            return new Result.Damaged(e.getMessage());
        }
    }

    private byte[] bytes(int segment) throws IOException {
        return Files.readAllBytes(segments.get(segment));
    }

    /** The last segment ends in zeros written ahead. */
    private static byte[] withoutZeros(byte[] bytes) {
        var end = bytes.length;
        while (bytes[end - 1] == 0) end--;
        return Arrays.copyOf(bytes, end);
    }

    @Test
    void whatWasNotClosedInOrderIsWhole() throws Exception {
        assertEquals(new Result.Read(items.size()), open(0, bytes(0)));
    }

    @Test
    void cutsATornTailOffAndGoesOn() throws Exception {
        var last = segments.size() - 1;
        var whole = withoutZeros(bytes(last));
        for (int cut = 1; cut < 1100; cut += 53) {
            var result = (Result.Read) open(last, Arrays.copyOf(whole, whole.length - cut));
            assertTrue(result.count() == items.size() - 1 || result.count() == items.size() - 2);
        }
    }

    @Test
    void aTailOfGarbageIsCutOff() throws Exception {
        var last = segments.size() - 1;
        var whole = withoutZeros(bytes(last));
        var more = Arrays.copyOf(whole, whole.length + 5000);
        System.arraycopy(Fixture.bytes(5000, 1).toArray(), 0, more, whole.length, 5000);
        assertEquals(new Result.Read(items.size()), open(last, more));
    }

    @Test
    void damageBeforeALaterBatchIsNamedAndNotSkipped() throws Exception {
        for (int segment = 0; segment < segments.size(); segment++) {
            var whole = bytes(segment);
            whole[SegmentHeader.SIZE + 40] ^= 1;
            var result = (Result.Damaged) open(segment, whole);
            assertTrue(result.message().contains(segments.get(segment).getFileName().toString()), result.message());
            assertTrue(result.message().contains("at byte " + SegmentHeader.SIZE), result.message());
            assertTrue(result.message().contains("backup"), result.message());
        }
    }

    @Test
    void damageOfTheLastRecordShowsIfTheJournalWasClosedInOrder() throws Exception {
        var home = temporary.resolve("closed");
        copy(original, home);
        assertEquals(new Result.Read(items.size()), open(home));
        var last = home.resolve("journal").resolve(segments.getLast().getFileName());
        var whole = Files.readAllBytes(last);
        whole[whole.length - 4 * JournalRecord.HEADER - 200] ^= 1;
        Files.write(last, whole);
        assertTrue(open(home) instanceof Result.Damaged);
    }

    @Test
    void aMissingSegmentIsNamed() throws Exception {
        for (int segment = 0; segment < segments.size() - 1; segment++) {
            var home = temporary.resolve("missing" + segment);
            copy(original, home);
            Files.delete(home.resolve("journal").resolve(segments.get(segment).getFileName()));
            assertTrue(open(home) instanceof Result.Damaged);
        }
    }

    @Test
    void aSegmentCutShortInTheMiddleOfTheJournalIsNamed() throws Exception {
        var whole = bytes(0);
        assertTrue(open(0, Arrays.copyOf(whole, whole.length - 10)) instanceof Result.Damaged);
        // At a record's end nothing looks wrong but the numbers of what follows.
        var end = SegmentHeader.SIZE;
        for (var next = end; next < whole.length; next += length(whole, next)) end = next;
        assertTrue(end > whole.length - 2000 && end < whole.length);
        assertTrue(open(0, Arrays.copyOf(whole, end)) instanceof Result.Damaged);
    }

    private static int length(byte[] segment, int at) {
        return JournalRecord.HEADER + java.nio.ByteBuffer.wrap(segment).getInt(at + 8);
    }

    @Test
    void twoSegmentsChangedRoundAreNoticed() throws Exception {
        var home = temporary.resolve("swapped");
        copy(original, home);
        Files.write(home.resolve("journal").resolve(segments.get(0).getFileName()), bytes(1));
        Files.write(home.resolve("journal").resolve(segments.get(1).getFileName()), bytes(0));
        assertTrue(open(home) instanceof Result.Damaged);
    }

    @Test
    void aNewSegmentThatWasNeverBornIsForgotten() throws Exception {
        for (int length : new int[] {0, 1, SegmentHeader.SIZE - 1, SegmentHeader.SIZE}) {
            var home = temporary.resolve("unborn" + length);
            copy(original, home);
            var last = home.resolve("journal").resolve(segments.getLast().getFileName());
            Files.write(last, withoutZeros(Files.readAllBytes(last))); // as before every new segment
            Files.write(home.resolve("journal").resolve(Segment.fileName(segments.size() + 1)), new byte[length]);
            assertEquals(new Result.Read(items.size()), open(home));
        }
    }

    @Test
    void mutatedSegmentsAreRecoveredOrRefusedButNeverMisread() throws Exception {
        var random = new Random(42);
        var refusals = new ArrayList<String>();
        var rounds = Integer.getInteger("parley.fuzz", 120);
        for (int i = 0; i < rounds; i++) {
            var segment = random.nextInt(segments.size());
            var whole = mutate(bytes(segment), random);
            var result = open(segment, whole);
            if (result instanceof Result.Damaged(var message)) refusals.add(message);
            else if (segment < segments.size() - 1) assertEquals(new Result.Read(items.size()), result, "silent loss");
        }
        assertTrue(refusals.size() > rounds / 2, refusals.size() + " refusals");
    }

    private static byte[] mutate(byte[] bytes, Random random) {
        switch (random.nextInt(5)) {
            case 0 -> bytes[random.nextInt(bytes.length)] ^= (byte) (1 + random.nextInt(255));
            case 1 -> {
                return Arrays.copyOf(bytes, random.nextInt(bytes.length));
            }
            case 2 -> {
                var from = random.nextInt(bytes.length);
                Arrays.fill(bytes, from, Math.min(bytes.length, from + random.nextInt(4096)), (byte) 0);
            }
            case 3 -> { // a piece copied elsewhere
                var length = random.nextInt(4096);
                var from = random.nextInt(bytes.length - length);
                var to = random.nextInt(bytes.length - length);
                System.arraycopy(bytes.clone(), from, bytes, to, length);
            }
            default -> { // a piece cut out
                var from = random.nextInt(bytes.length - 100);
                var count = 1 + random.nextInt(99);
                System.arraycopy(bytes, from + count, bytes, from, bytes.length - from - count);
                return Arrays.copyOf(bytes, bytes.length - count);
            }
        }
        return bytes;
    }
}
