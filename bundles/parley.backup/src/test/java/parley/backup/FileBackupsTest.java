package parley.backup;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import parley.client.api.BackupPhrase;
import parley.client.api.Backups.Progress;
import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.client.api.backup.BackupPart;
import parley.client.api.store.Transaction;
import parley.protocol.MessageId;
import parley.protocol.content.BackupItem;
import parley.protocol.wire.Bytes;
import parley.protocol.wire.Parts;
import parley.protocol.wire.WireWriter;
import parley.testing.MemoryStore;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Files of backups: what goes in comes out, and nothing else ever does. */
class FileBackupsTest {

    private static final BackupPhrase PHRASE = BackupPhrase.random();
    private static final String SPACE = "backup.test";

    @TempDir private Path home;

    private final MemoryStore store = new MemoryStore();
    private final FileBackups backups = new FileBackups(store);
    private final List<BackupItem> kept = new ArrayList<>();
    private Path file;

    /** One that keeps what it is told to, and stores each item that it takes. */
    private final class Part implements BackupPart {

        private final int place;

        Part(int place) {
            this.place = place;
        }

        private boolean isMine(BackupItem item) {
            return item instanceof BackupItem.Account == (place == FIRST);
        }

        @Override
        public int place() {
            return place;
        }

        @Override
        public long size() {
            return kept.size();
        }

        @Override
        public void save(Sink sink) throws CommandException {
            for (var item : kept) if (isMine(item)) sink.put(item);
        }

        @Override
        public Taker restore(Transaction tx) throws CommandException {
            if (tx.get(SPACE, Bytes.EMPTY, place).isPresent()) throw new CommandException(Code.REFUSED, "in use");
            var order = new AtomicInteger(1000);
            return item -> {
                if (!isMine(item) || item instanceof BackupItem.End) return false;
                tx.put(SPACE, Bytes.EMPTY, place, Bytes.EMPTY); // in use from now on
                tx.put(SPACE, Bytes.of((byte) place), order.incrementAndGet(), item.encode());
                return true;
            };
        }
    }

    @BeforeEach
    void setUp() {
        file = home.resolve("parley.backup");
        backups.parts = List.of(new Part(100), new Part(BackupPart.FIRST)); // in whatever order they came
        kept.addAll(Kept.ITEMS);
    }

    private static BackupItem.Message message(int number, int length) {
        var id = new byte[16];
        ByteBuffer.wrap(id).putInt(number);
        return new BackupItem.Message(
                new MessageId(Bytes.wrap(id)),
                Kept.ALICE,
                Kept.ADDRESS,
                1,
                BackupItem.Mark.SENT,
                false,
                false,
                false,
                "x".repeat(length),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                List.of(),
                Parts.NONE);
    }

    private void create() throws CommandException {
        backups.create(file, false, PHRASE, Progress.NONE);
    }

    private List<Bytes> restored() throws CommandException {
        return store.transact(tx -> tx.ascending(SPACE, Bytes.of((byte) 100), 0, Integer.MAX_VALUE)).stream()
                .map(Transaction.Row::value)
                .toList();
    }

    private CommandException fails(Code code, Path from) throws CommandException {
        var records = store.count(SPACE);
        var check = assertThrows(CommandException.class, () -> backups.check(from, PHRASE, Progress.NONE));
        var restore = assertThrows(CommandException.class, () -> backups.restore(from, PHRASE, Progress.NONE));
        assertEquals(check.getMessage(), restore.getMessage());
        assertEquals(code, restore.code(), restore.getMessage());
        assertEquals(records, store.count(SPACE));
        return restore;
    }

    // ---- What goes in comes out ----

    @Test
    void allItemsComeBackInOrderAndUnknownOnesAreCounted() throws Exception {
        for (var i = 0; i < 500; i++) kept.add(message(i, 1000));
        create();
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        var checked = backups.check(file, PHRASE, Progress.NONE);
        assertEquals(0, store.count(SPACE));
        var summary = backups.restore(file, PHRASE, Progress.NONE);
        assertEquals(checked, summary);
        assertEquals("alice@relay.example", summary.account().toString());
        assertEquals(1, summary.people());
        assertEquals(1, summary.conversations());
        assertEquals(501, summary.messages());
        assertEquals(1, summary.unknown());
        assertEquals(
                kept.stream().filter(item -> !(item instanceof BackupItem.Account)).map(BackupItem::encode).toList(),
                restored());
    }

    /** Whoever looks at a backup is shown a day, whatever stands in it. */
    @Test
    void aDayThatCannotBeShownIsTheLastThatCan() throws Exception {
        var last = Instant.parse("9999-12-31T23:59:59.999Z").toEpochMilli();
        var account = (BackupItem.Account) kept.getFirst();
        for (var at : new long[] {last, last + 1}) {
            kept.set(
                    0,
                    new BackupItem.Account(
                            account.account(),
                            account.secret(),
                            account.address(),
                            account.url(),
                            account.relay(),
                            account.devices(),
                            at,
                            Parts.NONE));
            backups.create(file, true, PHRASE, Progress.NONE);
            var summary = backups.check(file, PHRASE, Progress.NONE);
            assertEquals(Instant.ofEpochMilli(Math.min(at, last)), summary.at());
        }
    }

    /** At the edges of a segment, where the last one is full, too. */
    @Test
    void everySizeIsWhole() throws Exception {
        var header = BackupHeader.create(PHRASE);
        for (var length : List.of(1, Segments.SIZE - 1, Segments.SIZE, Segments.SIZE + 1, 2 * Segments.SIZE)) {
            var item = new BackupItem.Unknown(99, Bytes.wrap(new byte[length - prefix(length)]));
            if (length > 4) assertEquals(length, item.encode().length());
            var out = new ByteArrayOutputStream();
            var writer = new BackupWriter(Channels.newChannel(out), header);
            writer.put(item);
            writer.end();
            Files.write(file, out.toByteArray());
            try (var reader = BackupReader.open(file, PHRASE)) {
                assertEquals(item, reader.next());
                reader.end();
                assertEquals(reader.size(), reader.done());
            }
        }
    }

    /** Bytes of type and length in front of the fields. */
    private static int prefix(int length) {
        return length < 5 ? length : 5;
    }

    @Test
    void twoBackupsOfTheSameHaveNothingInCommonAndSayNothing() throws Exception {
        create();
        var other = home.resolve("other");
        backups.create(other, false, PHRASE, Progress.NONE);
        var one = Files.readAllBytes(file);
        var two = Files.readAllBytes(other);
        assertArrayEquals(Arrays.copyOf(one, 9), Arrays.copyOf(two, 9));
        assertFalse(Arrays.equals(one, 9, 25, two, 9, 25));
        var text = new String(one, StandardCharsets.ISO_8859_1);
        for (var word : List.of("alice", "relay.example", "hello")) assertFalse(text.contains(word), word);
        for (var word : PHRASE.words()) if (word.length() > 4) assertFalse(text.contains(word));
    }

    // ---- Files ----

    @Test
    void noFileIsOverwrittenUnlessItIsAskedFor() throws Exception {
        Files.writeString(file, "mine");
        assertEquals(Code.REFUSED, assertThrows(CommandException.class, this::create).code());
        assertEquals("mine", Files.readString(file));
        backups.create(file, true, PHRASE, Progress.NONE);
        backups.check(file, PHRASE, Progress.NONE);
        var directory = Files.createDirectory(home.resolve("directory"));
        assertEquals(
                Code.REFUSED,
                assertThrows(CommandException.class, () -> backups.create(directory, true, PHRASE, Progress.NONE))
                        .code());
        var link = Files.createSymbolicLink(home.resolve("link"), file);
        assertEquals(
                Code.REFUSED,
                assertThrows(CommandException.class, () -> backups.create(link, true, PHRASE, Progress.NONE)).code());
        var nowhere = home.resolve("no/where");
        assertEquals(
                Code.NOT_FOUND,
                assertThrows(CommandException.class, () -> backups.create(nowhere, false, PHRASE, Progress.NONE))
                        .code());
        leftOvers("directory", "link", "parley.backup");
    }

    private void leftOvers(String... names) throws IOException {
        try (var files = Files.list(home)) {
            assertEquals(List.of(names), files.map(it -> it.getFileName().toString()).sorted().toList());
        }
    }

    @Test
    void whoCancelsLeavesNothing() throws Exception {
        for (var i = 0; i < 500; i++) kept.add(message(i, 10));
        for (var last : List.of(0, 1, 3)) {
            var told = new AtomicInteger();
            var failure =
                    assertThrows(
                            CommandException.class,
                            () -> backups.create(file, false, PHRASE, (_, _) -> told.getAndIncrement() < last));
            assertTrue(failure.getMessage().contains("cancelled"));
            leftOvers();
        }
        create();
        var told = new AtomicInteger();
        assertThrows(CommandException.class, () -> backups.restore(file, PHRASE, (_, _) -> told.getAndIncrement() < 3));
        assertEquals(0, store.count(SPACE));
    }

    @Test
    void progressGrowsToItsEnd() throws Exception {
        for (var i = 0; i < 500; i++) kept.add(message(i, 10));
        for (var run :
                List.<Consumer<Progress>>of(
                        progress -> run(() -> backups.create(file, false, PHRASE, progress)),
                        progress -> run(() -> backups.check(file, PHRASE, progress)))) {
            var seen = new ArrayList<Long>();
            run.accept((done, whole) -> {
                assertTrue(0 <= done && done <= whole, done + " of " + whole);
                seen.add(done);
                return true;
            });
            assertEquals(seen.stream().sorted().toList(), seen);
            assertTrue(seen.size() > 5);
        }
    }

    private interface Action {
        void run() throws CommandException;
    }

    private static void run(Action action) {
        try {
            action.run();
        } catch (CommandException e) {
            throw new AssertionError(e);
        }
    }

    // ---- What is wrong with a file ----

    @Test
    void anotherPhraseOpensNothing() throws Exception {
        create();
        var words = new ArrayList<>(PHRASE.words());
        words.set(7, words.get(7).equals("zoo") ? "abandon" : "zoo");
        var other = BackupPhrase.parse(String.join(" ", words));
        var failure = assertThrows(CommandException.class, () -> backups.restore(file, other, Progress.NONE));
        assertEquals(Code.REFUSED, failure.code());
        assertTrue(failure.getMessage().contains("the phrase is not that of"));
        for (var word : words) assertFalse(failure.getMessage().contains(" " + word + " "), failure.getMessage());
        assertEquals(0, store.count(SPACE));
    }

    @Test
    void whatIsNoBackupOrALaterOneSaysSo() throws Exception {
        assertEquals(Code.NOT_FOUND, fails(Code.NOT_FOUND, home.resolve("nowhere")).code());
        assertEquals(Code.NOT_FOUND, fails(Code.NOT_FOUND, home).code());
        Files.writeString(file, "hello");
        assertTrue(fails(Code.REFUSED, file).getMessage().contains("is no backup"));
        Files.write(file, new byte[0]);
        assertTrue(fails(Code.REFUSED, file).getMessage().contains("is no backup"));
        Files.delete(file);
        create();
        var bytes = Files.readAllBytes(file);
        bytes[8] = 2;
        Files.write(file, bytes);
        assertTrue(fails(Code.REFUSED, file).getMessage().contains("later version"));
    }

    /** A header may not have whoever opens it fill their memory, or wait for hours. */
    @Test
    void aKeyBeyondAllMeasureIsNotMade() throws Exception {
        for (var sizes :
                List.of(
                        new long[] {0xFFFFFFFFL, 3},
                        new long[] {65536, 0xFFFFFFFFL},
                        new long[] {0, 1},
                        new long[] {8, 0},
                        new long[] {256 * 1024 + 1, 1},
                        new long[] {8, 17})) {
            var header =
                    new WireWriter()
                            .fixed("PARLEYBK".getBytes(StandardCharsets.US_ASCII))
                            .u8(1)
                            .fixed(new byte[16])
                            .u32(sizes[0])
                            .u32(sizes[1])
                            .fixed(new byte[16]);
            Files.write(file, header.toArray());
            assertTrue(fails(Code.REFUSED, file).getMessage().contains("is no backup"));
        }
    }

    @Test
    void everySegmentThatIsAlteredMovedOrMissingIsFound() throws Exception {
        for (var i = 0; i < 40; i++) kept.add(message(i, 6000));
        create();
        var whole = Files.readAllBytes(file);
        var sealed = Segments.SIZE + Segments.TAG;
        var count = (whole.length - BackupHeader.LENGTH + sealed - 1) / sealed;
        assertTrue(count >= 4, count + " segments");
        for (var i = 0; i < count; i++) {
            var at = BackupHeader.LENGTH + i * sealed;
            var altered = whole.clone();
            altered[at] ^= 1;
            broken(altered, "altered");
            broken(Arrays.copyOf(whole, at), "cut off");
            broken(Arrays.copyOf(whole, at + 5), "cut off");
            if (i + 1 < count) broken(without(whole, at, sealed), "altered");
        }
        var swapped = whole.clone();
        System.arraycopy(whole, BackupHeader.LENGTH, swapped, BackupHeader.LENGTH + sealed, sealed);
        System.arraycopy(whole, BackupHeader.LENGTH + sealed, swapped, BackupHeader.LENGTH, sealed);
        broken(swapped, "altered");
        broken(Arrays.copyOf(whole, whole.length + 1), "altered");
        broken(Arrays.copyOf(whole, whole.length - 1), "altered");
    }

    /** The key is made once a run; so few of the bytes that are not under the seals are tried. */
    @Test
    void anAlteredHeaderIsFound() throws Exception {
        create();
        var whole = Files.readAllBytes(file);
        for (var at : List.of(9, 24, 33, 48)) {
            var altered = whole.clone();
            altered[at] ^= 1;
            Files.write(file, altered);
            var failure = assertThrows(CommandException.class, () -> backups.check(file, PHRASE, Progress.NONE));
            assertEquals(Code.REFUSED, failure.code());
        }
    }

    private static byte[] without(byte[] whole, int from, int length) {
        var rest = new byte[whole.length - length];
        System.arraycopy(whole, 0, rest, 0, from);
        System.arraycopy(whole, from + length, rest, from, whole.length - from - length);
        return rest;
    }

    private void broken(byte[] bytes, String word) throws Exception {
        Files.write(file, bytes);
        var failure = assertThrows(CommandException.class, () -> backups.restore(file, PHRASE, Progress.NONE));
        assertEquals(Code.DAMAGED, failure.code(), failure.getMessage());
        assertTrue(failure.getMessage().contains(word), failure.getMessage());
        assertEquals(0, store.count(SPACE));
    }

    /** Sealed by somebody who has the phrase, and wrong all the same. */
    @Test
    void whatDoesNotHoldTogetherInsideIsRefused() throws Exception {
        var header = BackupHeader.create(PHRASE);
        var account = kept.getFirst().encode();
        var conversation = one(BackupItem.Conversation.class).encode();
        var message = one(BackupItem.Message.class).encode();
        var member = one(BackupItem.Member.class).encode();
        var end = new BackupItem.End(0, 0, 0, Parts.NONE).encode();
        var hostile = new ArrayList<List<Bytes>>();
        hostile.add(List.of()); // empty
        hostile.add(List.of(end));
        hostile.add(List.of(account)); // without an end
        hostile.add(List.of(account, account, end));
        hostile.add(List.of(conversation, account, end));
        hostile.add(List.of(account, message, end));
        hostile.add(List.of(account, member, end));
        hostile.add(List.of(account, conversation, end)); // which counts none
        hostile.add(List.of(account, end, end));
        hostile.add(List.of(account, end, Bytes.of((byte) 0)));
        hostile.add(List.of(account, Bytes.ofHex("07bfffffff"))); // a message of a gigabyte
        hostile.add(List.of(account, Bytes.ofHex("63c0000000"))); // a length of eight bytes
        hostile.add(List.of(account, Bytes.ofHex("6380000001"), Bytes.of((byte) 0), end)); // not its shortest form
        hostile.add(List.of(account, Bytes.ofHex("0701ff"), end)); // no message
        for (var items : hostile) {
            var out = new ByteArrayOutputStream();
            write(out, header, items);
            Files.write(file, out.toByteArray());
            var failure = assertThrows(CommandException.class, () -> backups.restore(file, PHRASE, Progress.NONE));
            assertEquals(Code.DAMAGED, failure.code(), failure.getMessage());
            assertEquals(0, store.count(SPACE));
        }
        var out = new ByteArrayOutputStream();
        write(out, header, List.of(account, end));
        Files.write(file, out.toByteArray());
        assertEquals(0, backups.check(file, PHRASE, Progress.NONE).messages());
    }

    private <T extends BackupItem> T one(Class<T> type) {
        return kept.stream().filter(type::isInstance).map(type::cast).findFirst().orElseThrow();
    }

    private static void write(ByteArrayOutputStream out, BackupHeader.Keyed header, List<Bytes> items)
            throws IOException {
        var plain = new ByteArrayOutputStream();
        for (var item : items) plain.write(item.toArray());
        out.write(header.header().encode());
        out.write(new Segments(header).seal(0, true, plain.toByteArray(), plain.size()));
    }

    // ---- Parts ----

    @Test
    void whatNobodyTakesIsNotRestoredByHalf() throws Exception {
        create();
        backups.parts = List.of(new Part(BackupPart.FIRST));
        var failure = assertThrows(CommandException.class, () -> backups.restore(file, PHRASE, Progress.NONE));
        assertEquals(Code.REFUSED, failure.code());
        assertEquals(0, store.count(SPACE));
        backups.parts = List.of(new Part(100));
        assertEquals(
                Code.REFUSED,
                assertThrows(
                                CommandException.class,
                                () -> backups.create(home.resolve("x"), false, PHRASE, Progress.NONE))
                        .code());
        leftOvers("parley.backup");
    }

    @Test
    void aProfileInUseIsRefusedBeforeTheFileIsRead() throws Exception {
        create();
        backups.restore(file, PHRASE, Progress.NONE);
        var records = store.count(SPACE);
        var failure =
                assertThrows(
                        CommandException.class, () -> backups.restore(home.resolve("nowhere"), PHRASE, Progress.NONE));
        assertEquals(Code.REFUSED, failure.code());
        assertEquals(records, store.count(SPACE));
    }
}
