package parley.relay.blobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import parley.protocol.AccountKey;
import parley.protocol.BlobId;
import parley.protocol.Hash;
import parley.protocol.relay.Problem;
import parley.protocol.wire.Bytes;
import parley.relay.api.BlobStore;
import parley.relay.api.StoreException;
import parley.relay.api.StoreException.Kind;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;

final class FileBlobStoreTest {

    private static final Optional<Problem> DONE = Optional.empty();
    private static final long QUOTA = 10_000_000;
    private static final int MAX_BLOBS = 120;
    private static final int MAX_RANGES = 400;
    private static final AccountKey ALICE = new AccountKey(bytes(32, 1));
    private static final AccountKey MALLORY = new AccountKey(bytes(32, 2));
    private static final Hash WRITE = Hash.of(bytes(32, 3));
    private static final Hash READ = Hash.of(bytes(32, 4));
    private static final BlobId BLOB = new BlobId(bytes(16, 5));

    @TempDir Path home;

    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final InstantSource clock = () -> now;
    private long room = 1L << 40;
    private FileBlobStore store;

    @BeforeEach
    void open() throws StoreException {
        store = FileBlobStore.open(home, QUOTA, MAX_BLOBS, MAX_RANGES, clock, _ -> room);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private static Bytes bytes(int length, int seed) {
        var bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return Bytes.wrap(bytes);
    }

    private static BlobId blob(int seed) {
        return new BlobId(bytes(16, 100 + seed));
    }

    private void reserve(long size) throws StoreException {
        assertEquals(DONE, store.reserve(BLOB, ALICE, size, WRITE, READ));
    }

    private static Optional<Problem> no(Problem problem) {
        return Optional.of(problem);
    }

    @Test
    void takesRangesInAnyOrderAndServesThem() throws Exception {
        reserve(3000);
        var content = bytes(3000, 9);
        assertEquals(DONE, store.write(BLOB, WRITE, 2000, content.slice(2000, 3000)));
        assertEquals(DONE, store.write(BLOB, WRITE, 0, content.slice(0, 1000)));
        assertEquals(Optional.empty(), store.read(BLOB, READ, 500, 1000), "a hole in it");
        assertEquals(no(Problem.MALFORMED), store.finish(BLOB, ALICE));
        assertEquals(DONE, store.write(BLOB, WRITE, 900, content.slice(900, 2100)));
        assertEquals(DONE, store.finish(BLOB, ALICE));
        assertEquals(DONE, store.finish(BLOB, ALICE), "the same again");
        assertEquals(Optional.of(content), store.read(BLOB, READ, 0, 3000));
        assertEquals(Optional.of(content.slice(2999, 3000)), store.read(BLOB, READ, 2999, 1));
        assertEquals(no(Problem.DENIED), store.write(BLOB, WRITE, 0, content.slice(0, 10)));
        reopen();
        assertEquals(Optional.of(content), store.read(BLOB, READ, 0, 3000));
        assertEquals(DONE, store.finish(BLOB, ALICE));
    }

    private void reopen() throws StoreException {
        store.close();
        open();
    }

    @Test
    void holdsTheLimitsOfARange() throws Exception {
        reserve(BlobStore.MAX_RANGE + 10L);
        assertEquals(no(Problem.MALFORMED), store.write(BLOB, WRITE, 0, Bytes.EMPTY));
        assertEquals(no(Problem.MALFORMED), store.write(BLOB, WRITE, 0, Bytes.wrap(new byte[BlobStore.MAX_RANGE + 1])));
        assertEquals(DONE, store.write(BLOB, WRITE, 0, Bytes.wrap(new byte[BlobStore.MAX_RANGE])));
        assertEquals(DONE, store.write(BLOB, WRITE, BlobStore.MAX_RANGE, Bytes.wrap(new byte[10])));
        assertEquals(no(Problem.MALFORMED), store.write(BLOB, WRITE, BlobStore.MAX_RANGE, Bytes.wrap(new byte[11])));
        assertEquals(no(Problem.MALFORMED), store.write(BLOB, WRITE, -1, Bytes.wrap(new byte[1])));
        assertEquals(no(Problem.MALFORMED), store.write(BLOB, WRITE, Long.MAX_VALUE, Bytes.wrap(new byte[1])));
        assertTrue(store.read(BLOB, READ, 0, BlobStore.MAX_RANGE).isPresent());
        assertEquals(Optional.empty(), store.read(BLOB, READ, 0, BlobStore.MAX_RANGE + 1));
        assertEquals(Optional.empty(), store.read(BLOB, READ, 0, 0));
        assertEquals(Optional.empty(), store.read(BLOB, READ, 0, -1));
        assertEquals(Optional.empty(), store.read(BLOB, READ, -1, 1));
        assertEquals(Optional.empty(), store.read(BLOB, READ, Long.MAX_VALUE, 1));
        assertEquals(Optional.empty(), store.read(BLOB, READ, BlobStore.MAX_RANGE, 11));
    }

    @Test
    void showsNothingToWhoHasNotTheToken() throws Exception {
        reserve(10);
        store.write(BLOB, WRITE, 0, bytes(10, 1));
        assertEquals(no(Problem.NOT_FOUND), store.write(BLOB, READ, 0, bytes(10, 1)));
        assertEquals(no(Problem.NOT_FOUND), store.write(blob(1), WRITE, 0, bytes(10, 1)));
        assertEquals(Optional.empty(), store.read(BLOB, WRITE, 0, 10));
        assertEquals(Optional.empty(), store.size(BLOB, Hash.ZERO));
        assertEquals(Optional.of(10L), store.size(BLOB, READ));
        assertEquals(Optional.of(10L), store.size(BLOB, WRITE));
        assertEquals(no(Problem.NOT_FOUND), store.finish(BLOB, MALLORY));
        assertEquals(no(Problem.NOT_FOUND), store.drop(BLOB, MALLORY));
        assertEquals(Optional.empty(), store.parts(BLOB, MALLORY, 5));
    }

    @Test
    void anIdBelongsToWhoReservedIt() throws Exception {
        reserve(10);
        reserve(10);
        assertEquals(no(Problem.DENIED), store.reserve(BLOB, MALLORY, 10, WRITE, READ));
        assertEquals(no(Problem.DENIED), store.reserve(BLOB, ALICE, 11, WRITE, READ));
        assertEquals(no(Problem.DENIED), store.reserve(BLOB, ALICE, 10, READ, READ));
        assertEquals(DONE, store.drop(BLOB, ALICE));
        assertEquals(no(Problem.NOT_FOUND), store.drop(BLOB, ALICE));
        assertEquals(DONE, store.reserve(BLOB, MALLORY, 10, WRITE, READ));
    }

    @Test
    void chargesTheSizeStatedToTheAccount() throws Exception {
        reserve(QUOTA - 10);
        assertEquals(no(Problem.TOO_MUCH), store.reserve(blob(1), ALICE, 11, WRITE, READ));
        assertEquals(no(Problem.TOO_MUCH), store.reserve(blob(1), ALICE, Long.MAX_VALUE, WRITE, READ));
        assertEquals(no(Problem.MALFORMED), store.reserve(blob(1), ALICE, -1, WRITE, READ));
        assertEquals(DONE, store.reserve(blob(1), ALICE, 10, WRITE, READ));
        assertEquals(DONE, store.reserve(blob(2), MALLORY, QUOTA, WRITE, READ), "each has its own");
        reopen();
        assertEquals(no(Problem.TOO_MUCH), store.reserve(blob(3), ALICE, 1, WRITE, READ));
        assertEquals(DONE, store.drop(BLOB, ALICE));
        assertEquals(DONE, store.reserve(blob(3), ALICE, QUOTA - 10, WRITE, READ));
    }

    @Test
    void promisesNoMoreThanTheDiskHas() throws Exception {
        room = FileBlobStore.HEADROOM + 1000;
        assertEquals(DONE, store.reserve(blob(1), ALICE, 600, WRITE, READ));
        assertEquals(no(Problem.NO_SPACE), store.reserve(blob(2), ALICE, 401, WRITE, READ));
        assertEquals(DONE, store.reserve(blob(2), ALICE, 400, WRITE, READ));
        store.write(blob(1), WRITE, 0, bytes(600, 1));
        room -= 600; // as the file system now says
        assertEquals(no(Problem.NO_SPACE), store.reserve(blob(3), ALICE, 1, WRITE, READ));
        store.drop(blob(2), ALICE);
        assertEquals(DONE, store.reserve(blob(3), ALICE, 400, WRITE, READ));
    }

    @Test
    void limitsHowManyBlobsAnAccountHas() throws Exception {
        for (int i = 0; i < MAX_BLOBS; i++) assertEquals(DONE, store.reserve(blob(i), ALICE, 0, WRITE, READ));
        assertEquals(no(Problem.TOO_MUCH), store.reserve(blob(MAX_BLOBS), ALICE, 0, WRITE, READ));
        assertEquals(DONE, store.reserve(blob(MAX_BLOBS), MALLORY, 0, WRITE, READ));
        assertEquals(DONE, store.drop(blob(1), ALICE));
        assertEquals(DONE, store.reserve(blob(1), ALICE, 0, WRITE, READ));
        assertEquals(DONE, store.finish(blob(0), ALICE), "an empty blob is whole");
        assertEquals(Optional.of(0L), store.size(blob(0), READ));
    }

    @Test
    void aBlobLivesThirtyDaysAndUnfinishedOneDay() throws Exception {
        reserve(10);
        store.write(BLOB, WRITE, 0, bytes(10, 1));
        store.finish(BLOB, ALICE);
        assertEquals(DONE, store.reserve(blob(1), ALICE, QUOTA - 10, WRITE, READ));
        store.write(blob(1), WRITE, 0, bytes(10, 1));
        now = now.plus(Duration.ofHours(24)).minusMillis(1);
        store.sweep();
        assertTrue(store.size(blob(1), READ).isPresent());
        now = now.plusMillis(1);
        assertTrue(store.size(blob(1), READ).isEmpty(), "even before it is swept");
        assertEquals(DONE, store.reserve(blob(1), ALICE, 20, WRITE, READ), "the id and the quota are free again");
        assertEquals(Optional.empty(), store.read(blob(1), READ, 0, 10));
        now = now.plus(Duration.ofDays(29)).minusMillis(1);
        store.sweep();
        assertTrue(store.read(BLOB, READ, 0, 10).isPresent());
        now = now.plusMillis(1);
        store.sweep();
        assertTrue(store.read(BLOB, READ, 0, 10).isEmpty());
        assertEquals(0, files().size(), "nothing is left");
    }

    private List<Path> files() throws IOException {
        try (var files = Files.walk(home)) {
            return files.filter(Files::isRegularFile).filter(file -> !file.endsWith("lock")).toList();
        }
    }

    @Test
    void saysWhichPartsAreHere() throws Exception {
        reserve(1005);
        store.write(BLOB, WRITE, 0, bytes(100, 1));
        store.write(BLOB, WRITE, 250, bytes(150, 1));
        store.write(BLOB, WRITE, 1000, bytes(5, 1));
        var parts = store.parts(BLOB, ALICE, 100).orElseThrow();
        assertEquals(2, parts.length());
        assertEquals(0b0000_1001, parts.get(0) & 0xFF);
        assertEquals(0b0000_0100, parts.get(1) & 0xFF);
        assertEquals(1, store.parts(BLOB, ALICE, Integer.MAX_VALUE).orElseThrow().length());
        assertEquals(Optional.empty(), store.parts(BLOB, ALICE, 0));
        assertEquals(DONE, store.reserve(blob(1), ALICE, 9_000_000, WRITE, READ));
        assertTrue(store.parts(blob(1), ALICE, 1).isPresent());
        assertEquals(DONE, store.drop(blob(1), ALICE));
    }

    @Test
    void knowsAfterAKillWhatWasWritten() throws Exception {
        reserve(1000);
        store.write(BLOB, WRITE, 0, bytes(400, 1));
        var killed = home.resolveSibling(home.getFileName() + "-killed");
        copy(killed);
        store.close();
        store = FileBlobStore.open(killed, QUOTA, MAX_BLOBS, MAX_RANGES, clock, _ -> room);
        assertEquals(Optional.of(bytes(400, 1)), store.read(BLOB, READ, 0, 400));
        assertEquals(Optional.empty(), store.read(BLOB, READ, 0, 401));
        assertEquals(DONE, store.write(BLOB, WRITE, 400, bytes(600, 2)));
        assertEquals(DONE, store.finish(BLOB, ALICE));
    }

    private void copy(Path to) throws IOException {
        for (var file : files()) {
            var copy = to.resolve(home.relativize(file).toString());
            Files.createDirectories(copy.getParent());
            Files.copy(file, copy);
        }
    }

    @Test
    void claimsNothingAfterThePowerWentThatWasNotMadeDurable() throws Exception {
        reserve(1000);
        store.write(BLOB, WRITE, 0, bytes(400, 1));
        reopen(); // what was written before is durable now
        store.write(BLOB, WRITE, 400, bytes(400, 1));
        var killed = home.resolveSibling(home.getFileName() + "-cut");
        copy(killed);
        store.close();
        try (var notes = Files.walk(killed)) {
            for (var file : notes.filter(each -> each.toString().endsWith(".notes")).toList()) {
                var bytes = Files.readAllBytes(file);
                bytes[0] ^= 1; // another boot
                Files.write(file, bytes);
            }
        }
        store = FileBlobStore.open(killed, QUOTA, MAX_BLOBS, MAX_RANGES, clock, _ -> room);
        assertTrue(store.read(BLOB, READ, 0, 400).isPresent());
        assertTrue(store.read(BLOB, READ, 400, 1).isEmpty());
    }

    @Test
    void damagedFilesAreNeverAnythingButIgnoredOrRefused() throws Exception {
        reserve(1000);
        store.write(BLOB, WRITE, 0, bytes(1000, 1));
        var unfinished = home.resolveSibling(home.getFileName() + "-unfinished");
        copy(unfinished);
        store.close();
        var random = new Random(3);
        List<Path> files;
        try (var walk = Files.walk(unfinished)) {
            files =
                    walk.filter(file -> file.toString().endsWith(".meta") || file.toString().endsWith(".notes"))
                            .toList();
        }
        assertEquals(2, files.size());
        for (int i = 0; i < 60; i++) {
            var target = home.resolveSibling(home.getFileName() + "-damaged" + i);
            copyTree(unfinished, target);
            var file = target.resolve(unfinished.relativize(files.get(i % 2)).toString());
            var bytes = Files.readAllBytes(file);
            if (random.nextBoolean()) bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
            else bytes[random.nextInt(bytes.length)] ^= (byte) (1 + random.nextInt(255));
            Files.write(file, bytes);
            try (var damaged = FileBlobStore.open(target, QUOTA, MAX_BLOBS, MAX_RANGES, clock, _ -> room)) {
                damaged.read(BLOB, READ, 0, 1000).ifPresent(read -> assertEquals(bytes(1000, 1), read));
            }
        }
    }

    private static void copyTree(Path from, Path to) throws IOException {
        List<Path> all;
        try (var walk = Files.walk(from)) {
            all = walk.filter(Files::isRegularFile).toList();
        }
        for (var file : all) {
            var copy = to.resolve(from.relativize(file).toString());
            Files.createDirectories(copy.getParent());
            Files.copy(file, copy);
        }
    }

    @Test
    void onlyHexNamesAreEverWritten() throws Exception {
        var hostile = new BlobId(Bytes.wrap("../../../etc/pas".getBytes(java.nio.charset.StandardCharsets.US_ASCII)));
        assertEquals(DONE, store.reserve(hostile, MALLORY, 10, WRITE, READ));
        store.write(hostile, WRITE, 0, bytes(10, 1));
        for (var file : files()) assertTrue(file.getFileName().toString().matches("[0-9a-f]{32}\\.(data|meta|notes)"));
    }

    @Test
    void twoCannotOpenOneDirectory() {
        var refused =
                assertThrows(
                        StoreException.class,
                        () -> FileBlobStore.open(home, QUOTA, MAX_BLOBS, MAX_RANGES, clock, _ -> room));
        assertEquals(Kind.IN_USE, refused.kind());
    }

    @Test
    void manyWriteAndReadManyBlobsAtOnce() throws Exception {
        var work = new ArrayList<Callable<Boolean>>();
        for (int i = 0; i < 100; i++) {
            int seed = i;
            work.add(() -> {
                var content = bytes(5000, seed);
                assertEquals(DONE, store.reserve(blob(seed), ALICE, 5000, WRITE, READ));
                for (int at = 4000; at >= 0; at -= 1000) {
                    assertEquals(DONE, store.write(blob(seed), WRITE, at, content.slice(at, at + 1000)));
                    assertEquals(Optional.of(content.slice(at, at + 1000)), store.read(blob(seed), READ, at, 1000));
                }
                assertEquals(DONE, store.finish(blob(seed), ALICE));
                return store.read(blob(seed), READ, 0, 5000).equals(Optional.of(content));
            });
        }
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var done : threads.invokeAll(work)) assertTrue(done.get());
        }
    }

    @Test
    void aBlobHasAsManySeparateRangesAsItsSizeAllows() throws Exception {
        assertEquals(FileBlobStore.FEW_RANGES, FileBlobStore.maxRanges(0));
        assertEquals(FileBlobStore.FEW_RANGES, FileBlobStore.maxRanges(FileBlobStore.BYTES_PER_RANGE - 1));
        assertEquals(FileBlobStore.FEW_RANGES + 1, FileBlobStore.maxRanges(FileBlobStore.BYTES_PER_RANGE));
        assertEquals(FileBlobStore.MAX_RANGES, FileBlobStore.maxRanges(1L << 50));
        reserve(1000);
        for (int i = 0; i < FileBlobStore.FEW_RANGES; i++) assertEquals(DONE, writeByte(BLOB, 2 * i));
        assertEquals(no(Problem.TOO_MUCH), writeByte(BLOB, 500));
        assertEquals(DONE, writeByte(BLOB, 1), "it joins two");
        assertEquals(DONE, writeByte(BLOB, 500));
        assertEquals(no(Problem.TOO_MUCH), writeByte(BLOB, 502));
    }

    private Optional<Problem> writeByte(BlobId blob, long at) throws StoreException {
        return store.write(blob, WRITE, at, Bytes.of((byte) 1));
    }

    @Test
    void anAccountHasSoManySeparateRangesInAll() throws Exception {
        store.close();
        store = FileBlobStore.open(home, QUOTA, MAX_BLOBS, 40, clock, _ -> room);
        for (int i = 0; i < 4; i++) assertEquals(DONE, store.reserve(blob(i), ALICE, 1000, WRITE, READ));
        for (int i = 0; i < 40; i++) assertEquals(DONE, writeByte(blob(i % 3), 2 * i));
        assertEquals(no(Problem.TOO_MUCH), writeByte(blob(3), 0));
        assertEquals(DONE, writeByte(blob(0), 1), "next to another");
        assertEquals(DONE, store.reserve(BLOB, MALLORY, 1000, WRITE, READ));
        assertEquals(DONE, writeByte(BLOB, 0), "another account's are another matter");
        store.close();
        store = FileBlobStore.open(home, QUOTA, MAX_BLOBS, 40, clock, _ -> room);
        assertEquals(no(Problem.TOO_MUCH), writeByte(blob(3), 0));
        assertEquals(DONE, store.drop(blob(0), ALICE));
        for (int i = 0; i < 14; i++) assertEquals(DONE, writeByte(blob(3), 2 * i));
        assertEquals(no(Problem.TOO_MUCH), writeByte(blob(3), 900));
    }

    @Test
    void whatIsHereAlreadyIsNotNotedAgainAndNotesStayFew() throws Exception {
        reserve(1000);
        for (int i = 0; i < 50; i++) assertEquals(DONE, writeByte(BLOB, 7));
        assertEquals(Hash.LENGTH + 20, Files.size(notes()));
        var largest = 0L;
        for (int i = 8; i < 500; i++) {
            assertEquals(DONE, writeByte(BLOB, i));
            if (Files.exists(notes())) largest = Math.max(largest, Files.size(notes()));
        }
        assertTrue(
                largest > Hash.LENGTH + 20 * 40 && largest < Hash.LENGTH + 20 * 4 * FileBlobStore.FEW_RANGES,
                "" + largest);
        reopen();
        assertTrue(store.read(BLOB, READ, 7, 493).isPresent());
        assertEquals(Optional.empty(), store.read(BLOB, READ, 6, 1));
    }

    private Path notes() {
        return home.resolve(BLOB.hex().substring(0, 2)).resolve(BLOB.hex() + ".notes");
    }

    @Test
    void rangesAreASetOfBytes() {
        var random = new Random(5);
        for (int round = 0; round < 50; round++) {
            var ranges = new Ranges();
            var expected = new boolean[200];
            for (int i = 0; i < 30; i++) {
                var from = random.nextInt(199);
                var to = from + 1 + random.nextInt(Math.min(20, 200 - from));
                ranges.add(from, to);
                Arrays.fill(expected, from, to, true);
                var count = 0;
                var total = 0;
                for (int at = 0; at < 200; at++) {
                    assertEquals(expected[at], ranges.has(at, at + 1));
                    if (expected[at]) total++;
                    if (expected[at] && (at == 0 || !expected[at - 1])) count++;
                }
                assertEquals(count, ranges.count());
                assertEquals(total, ranges.total());
            }
            assertFalse(ranges.wouldExceed(0, 200, 1), "it touches what is there");
        }
        var few = new Ranges();
        few.add(0, 1);
        few.add(10, 11);
        assertTrue(few.wouldExceed(5, 6, 2));
        assertFalse(few.wouldExceed(1, 6, 2));
        assertFalse(few.wouldExceed(5, 6, 3));
    }
}
