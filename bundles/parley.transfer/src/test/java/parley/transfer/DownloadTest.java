package parley.transfer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import parley.client.api.CommandException;
import parley.client.api.Transfers.State;
import parley.protocol.Hash;
import parley.protocol.MessageId;
import parley.protocol.content.Content.FileComplete;
import parley.protocol.content.Content.FileEnded;
import parley.protocol.content.Content.FileLeaves;
import parley.protocol.content.Content.FileOffer;
import parley.protocol.wire.Bytes;
import parley.testing.VolatileDisk;
import parley.transport.api.HttpCall;
import parley.transport.api.HttpReply;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

class DownloadTest {

    static final int SEGMENT = Sealed.SEGMENT;
    static final int SEALED = SEGMENT + 16;

    @TempDir Path home;

    final ScriptedRelay relay = new ScriptedRelay();
    Person alice;
    Person bob;

    @BeforeEach
    void begin() {
        alice = new Person("alice", relay, home.resolve("alice"));
        bob = new Person("bob", relay, home.resolve("bob"));
    }

    @AfterEach
    void end() throws Exception {
        bob.close();
        alice.close();
    }

    Sealed offered(int size) throws Exception {
        var file = new Sealed(size).at(relay);
        bob.hear(alice, file.id, file.offer);
        return file;
    }

    /** Offered, accepted, and all of it said. */
    Sealed accepted(int size) throws Exception {
        var file = offered(size);
        bob.accept(file.id);
        bob.hear(alice, file.allLeaves());
        bob.hear(alice, file.complete());
        return file;
    }

    Path part(Sealed file) {
        return bob.folder.resolve(".parley-" + file.id.hex() + ".part");
    }

    String reason(Sealed file) throws Exception {
        return bob.file(file.id).reason().orElseThrow();
    }

    List<String> landed() throws Exception {
        if (!Files.exists(bob.folder)) return List.of();
        try (var names = Files.list(bob.folder)) {
            return names.map(name -> name.getFileName().toString()).sorted().toList();
        }
    }

    /** The segment that a GET asks for. */
    static int index(HttpCall call) {
        return Integer.parseInt(call.header("range").orElseThrow().split("[=-]")[1]) / SEALED;
    }

    void failsAs(Sealed file, String reason) throws Exception {
        bob.await(file.id, State.FAILED);
        assertTrue(reason(file).contains(reason), reason(file));
        Eventually.until("nothing of it is left", () -> landed().isEmpty());
        assertEquals(List.of(FileEnded.End.FAILED), bob.said(FileEnded.class).stream().map(FileEnded::end).toList());
    }

    // ---- Well ----

    @ParameterizedTest
    @ValueSource(ints = {0, 1, SEGMENT - 1, SEGMENT, SEGMENT + 1, 10 * SEGMENT, 300 * SEGMENT + 7})
    void takesAFile(int size) throws Exception {
        var file = accepted(size);
        bob.await(file.id, State.DONE);
        var path = bob.folder.resolve("holiday.jpg");
        assertEquals(path, bob.file(file.id).path().orElseThrow());
        assertArrayEquals(file.plain, Files.readAllBytes(path));
        assertEquals(List.of("holiday.jpg"), landed());
        assertEquals(Hash.of(file.plain).hex(), bob.file(file.id).sha256().orElseThrow());
        assertEquals(List.of(State.OFFERED, State.RUNNING, State.DONE), bob.states(file.id));
        assertEquals(List.of(new FileEnded(file.id, FileEnded.End.RECEIVED)), bob.said(FileEnded.class));
        assertEquals(file.segments.size(), relay.calls("GET"));
        assertEquals(0, bob.store.count("transfer.here") + bob.store.count("transfer.leaves"));
    }

    @Test
    void takesWhatIsSaidBitByBit() throws Exception {
        var file = offered(5 * SEGMENT);
        bob.accept(file.id);
        bob.hear(alice, file.leaves(2, 4)); // ahead of what comes first
        bob.hear(alice, file.leaves(0, 1));
        Eventually.until("the first is here", () -> bob.store.transact(tx -> new Ledger(tx).here(file.id)).get(0));
        assertEquals(1, relay.calls("GET"));
        bob.hear(alice, file.leaves(1, 3));
        Eventually.until("four are here", () -> bob.store.transact(tx -> new Ledger(tx).here(file.id)).get(3));
        bob.hear(alice, file.leaves(4, 5));
        Eventually.until("all are here", () -> bob.store.transact(tx -> new Ledger(tx).here(file.id)).get(4));
        assertEquals(State.RUNNING, bob.file(file.id).state()); // before it is complete it gets no name
        assertEquals(List.of(part(file).getFileName().toString()), landed());
        bob.hear(alice, file.complete());
        bob.await(file.id, State.DONE);
        assertEquals(5, relay.calls("GET"));
    }

    @Test
    void takesWhatWasAllSaidBeforeItWasAccepted() throws Exception {
        var file = offered(3 * SEGMENT);
        bob.hear(alice, file.allLeaves());
        bob.hear(alice, file.complete());
        assertEquals(0, relay.calls("GET")); // nothing is accepted by itself
        bob.accept(file.id);
        bob.await(file.id, State.DONE);
    }

    @Test
    void makesTheNameSafeAndItsOwn() throws Exception {
        for (var i = 0; i < 2; i++) {
            var file = new Sealed(10, "../../.ssh/authorized_keys").at(relay);
            bob.hear(alice, file.id, file.offer);
            bob.hear(alice, file.allLeaves());
            bob.hear(alice, file.complete());
            bob.accept(file.id);
            bob.await(file.id, State.DONE);
        }
        assertEquals(List.of("authorized_keys", "authorized_keys (1)"), landed());
    }

    /** Every so many segments their number is made durable; one that ended early must not be the last. */
    @Test
    void goesOnMakingItsProgressDurable() throws Exception {
        relay.script =
                call -> {
                    var times = index(call) / 200;
                    if (index(call) % 200 == 199) {
                        try {
                            Eventually.until("stored", () -> bob.store.puts("transfer.here") > times);
                        } catch (Exception e) {
                            throw new IOException(e);
                        }
                    }
                    return null;
                };
        var file = accepted(1000 * SEGMENT);
        bob.await(file.id, State.DONE);
    }

    // ---- Restarts ----

    /** The first {@code count} segments are said and here when the process ends; then the others are said. */
    Sealed halfWay(int size, int count) throws Exception {
        var file = offered(size);
        bob.accept(file.id);
        bob.hear(alice, file.leaves(0, count));
        Eventually.until(
                "half is here", () -> bob.store.transact(tx -> new Ledger(tx).here(file.id)).cardinality() == count);
        bob.files.close();
        bob.hear(alice, file.leaves(count, file.leaves.size()));
        bob.hear(alice, file.complete());
        relay.calls.clear();
        return file;
    }

    @Test
    void goesOnAfterARestart() throws Exception {
        var file = halfWay(10 * SEGMENT + 5, 4);
        assertEquals(4 * SEGMENT, bob.file(file.id).bytes());
        bob.restart();
        bob.await(file.id, State.DONE);
        assertEquals(7, relay.calls("GET"));
        assertArrayEquals(file.plain, Files.readAllBytes(bob.folder.resolve("holiday.jpg")));
    }

    @Test
    void fetchesAgainWhatWasCutOff() throws Exception {
        var file = halfWay(10 * SEGMENT, 6);
        try (var part = new RandomAccessFile(part(file).toFile(), "rw")) {
            part.setLength(2 * SEGMENT + 1);
        }
        bob.restart();
        bob.await(file.id, State.DONE);
        assertEquals(8, relay.calls("GET"));
        assertArrayEquals(file.plain, Files.readAllBytes(bob.folder.resolve("holiday.jpg")));
    }

    @Test
    void beginsAgainWhereThePartIsGone() throws Exception {
        var file = halfWay(10 * SEGMENT, 6);
        Files.delete(part(file));
        bob.restart();
        bob.await(file.id, State.DONE);
        assertEquals(10, relay.calls("GET"));
        assertArrayEquals(file.plain, Files.readAllBytes(bob.folder.resolve("holiday.jpg")));
    }

    @Test
    void fetchesAgainWhatWasChangedOnDisk() throws Exception {
        var file = halfWay(10 * SEGMENT, 6);
        try (var part = new RandomAccessFile(part(file).toFile(), "rw")) {
            part.seek(100);
            part.write(file.plain[100] ^ 1);
        }
        bob.restart();
        bob.await(file.id, State.DONE);
        assertEquals(4 + 10, relay.calls("GET"));
        assertArrayEquals(file.plain, Files.readAllBytes(bob.folder.resolve("holiday.jpg")));
    }

    @Test
    void recognisesWhatLandedBeforeACrash() throws Exception {
        var landed = new CountDownLatch(1);
        bob.store.failing =
                told -> {
                    if (!told.toString().contains("DONE")) return null;
                    landed.countDown();
                    return new CommandException(CommandException.Code.PROFILE_IN_USE, "the power goes");
                };
        var file = accepted(3 * SEGMENT);
        BlobsTest.await(landed);
        bob.files.close();
        assertEquals(List.of("holiday.jpg"), landed());
        assertEquals(State.RUNNING, bob.file(file.id).state());
        bob.store.failing = _ -> null;
        bob.restart();
        bob.await(file.id, State.DONE);
        assertEquals(List.of("holiday.jpg"), landed());
        assertEquals(3, relay.calls("GET"));
        assertEquals(bob.folder.resolve("holiday.jpg"), bob.file(file.id).path().orElseThrow());
    }

    @Test
    void takesNoOtherFileForTheOneThatLanded() throws Exception {
        var file = halfWay(3 * SEGMENT, 2);
        var target = bob.folder.resolve("holiday.jpg");
        bob.store.run(tx -> {
            var ledger = new Ledger(tx);
            ledger.put(ledger.need(file.id).now(progress -> progress.landing(target)));
        });
        Files.delete(part(file));
        var other = new byte[3 * SEGMENT];
        Files.write(target, other);
        bob.restart();
        bob.await(file.id, State.DONE);
        assertEquals(List.of("holiday (1).jpg", "holiday.jpg"), landed());
        assertArrayEquals(other, Files.readAllBytes(target));
        assertArrayEquals(file.plain, Files.readAllBytes(bob.folder.resolve("holiday (1).jpg")));
    }

    @Test
    void clearsAwayWhatACrashLeft() throws Exception {
        var file = halfWay(3 * SEGMENT, 2);
        bob.store.run(tx -> {
            var ledger = new Ledger(tx);
            ledger.put(ledger.need(file.id).failed(State.FAILED, "and then the power went"));
        });
        assertTrue(Files.exists(part(file)));
        bob.restart();
        Eventually.until("it is cleared away", () -> landed().isEmpty());
    }

    // ---- The relay ----

    @Test
    void endsAfterFiveDamagedSegments() throws Exception {
        var file = new Sealed(3 * SEGMENT).at(relay);
        file.damage(relay, 1);
        bob.hear(alice, file.id, file.offer);
        bob.hear(alice, file.allLeaves());
        bob.accept(file.id);
        Eventually.until(
                "it is given up",
                () -> {
                    bob.wake();
                    return bob.file(file.id).state() == State.FAILED;
                });
        failsAs(file, "the relay keeps serving a damaged part");
        assertEquals(5, relay.calls.stream().filter(call -> index(call) == 1).count());
    }

    @Test
    void takesASegmentThatIsRightTheSecondTime() throws Exception {
        var file = new Sealed(3 * SEGMENT).at(relay);
        file.damage(relay, 1);
        bob.hear(alice, file.id, file.offer);
        bob.hear(alice, file.allLeaves());
        bob.hear(alice, file.complete());
        bob.accept(file.id);
        Eventually.until("the first is here", () -> bob.store.transact(tx -> new Ledger(tx).here(file.id)).get(0));
        file.damage(relay, 1); // which mends it
        bob.wake();
        bob.await(file.id, State.DONE);
        assertArrayEquals(file.plain, Files.readAllBytes(bob.folder.resolve("holiday.jpg")));
    }

    @ParameterizedTest
    @ValueSource(ints = {404, 416})
    void saysWhatTheRelayNoLongerHas(int status) throws Exception {
        relay.script = _ -> HttpReply.of(status);
        failsAs(accepted(SEGMENT), status == 416 ? "has lost a part" : "no longer has it");
    }

    @Test
    void saysThatTheFileIsElsewhere() throws Exception {
        var offer = Sealed.offer(5, SEGMENT, "a");
        var id = MessageId.random();
        bob.hear(
                alice,
                id,
                new FileOffer(
                        "other.example",
                        offer.blob(),
                        offer.read(),
                        offer.key(),
                        offer.noncePrefix(),
                        5,
                        SEGMENT,
                        "a",
                        ""));
        bob.accept(id);
        bob.await(id, State.FAILED);
        assertTrue(bob.file(id).reason().orElseThrow().contains("another relay, other.example"));
        assertEquals(0, relay.calls("GET"));
    }

    @Test
    void losesNoFaultOfAFetch() throws Exception {
        relay.script =
                _ -> {
                    throw new IllegalStateException("a bug");
                };
        failsAs(accepted(SEGMENT), "inside");
    }

    // ---- The disk ----

    @Test
    void saysThatTheDiskIsFull() throws Exception {
        var disk = new VolatileDisk(new Random(1));
        disk.room(2 * SEGMENT + 10);
        bob.disk = disk::open;
        failsAs(accepted(5 * SEGMENT), "make room and ask for it again");
    }

    /** The word that segments are here finds no room; the word that it failed does. */
    @Test
    void endsWhereTheProfilesDiskIsFull() throws Exception {
        var stored = new AtomicInteger();
        bob.store.looking =
                _ -> {
                    if (bob.store.puts("transfer.here") > stored.getAndSet(bob.store.puts("transfer.here"))) {
                        throw new CommandException(
                                CommandException.Code.DISK_FULL, "the disk is full; make room on it");
                    }
                };
        failsAs(accepted(3 * SEGMENT), "the disk is full; make room on it");
    }

    @Test
    void followsNoLinkInPlaceOfThePart() throws Exception {
        var file = offered(SEGMENT);
        var victim = Files.writeString(home.resolve("victim"), "precious");
        Files.createDirectories(bob.folder);
        Files.createSymbolicLink(part(file), victim);
        bob.accept(file.id);
        bob.await(file.id, State.FAILED);
        Eventually.until("the link is gone", () -> landed().isEmpty());
        assertEquals("precious", Files.readString(victim));
    }

    // ---- The sender ----

    @Test
    void refusesAHashThatIsNotTheFiles() throws Exception {
        var file = offered(3 * SEGMENT);
        bob.hear(alice, file.allLeaves());
        bob.hear(alice, new FileComplete(file.id, file.root, Hash.of(new byte[1])));
        bob.accept(file.id);
        failsAs(file, "does not have the hash");
    }

    @Test
    void refusesAHashThatIsNotTheFilesAfterARestart() throws Exception {
        var file = halfWay(4 * SEGMENT, 2);
        bob.store.run(tx -> {
            var ledger = new Ledger(tx);
            var lie = Hash.of(new byte[1]);
            ledger.put(ledger.need(file.id).now(progress -> progress.complete(file.root, lie)));
        });
        bob.restart();
        failsAs(file, "does not have the hash");
        assertEquals(2 + 4, relay.calls("GET")); // once more, to be sure that it is not our disk
    }

    @Test
    void refusesARootThatIsNotTheLeaves() throws Exception {
        var file = offered(3 * SEGMENT);
        bob.hear(alice, file.allLeaves());
        bob.hear(alice, new FileComplete(file.id, Hash.of(new byte[1]), Hash.of(file.plain)));
        bob.accept(file.id);
        failsAs(file, "its hashes do not make what its sender said");
    }

    @Test
    void refusesWhatIsSealedWrongly() throws Exception {
        var file = new Sealed(2 * SEGMENT).at(relay);
        var blob = relay.blobs.get(file.offer.blob());
        blob.bytes[5] ^= 1;
        var forged = new ArrayList<>(file.leaves);
        forged.set(0, Hash.of(Bytes.wrap(blob.bytes).slice(0, SEALED)));
        bob.hear(alice, file.id, file.offer);
        bob.hear(alice, new FileLeaves(file.id, 0, forged));
        bob.accept(file.id);
        failsAs(file, "its sender sealed it wrongly");
    }

    @Test
    void endsWhatItsSenderContradicts() throws Exception {
        var file = offered(3 * SEGMENT);
        bob.accept(file.id);
        bob.hear(alice, file.leaves(0, 2));
        Eventually.until("two are here", () -> bob.store.transact(tx -> new Ledger(tx).here(file.id)).get(1));
        bob.hear(alice, new FileLeaves(file.id, 1, List.of(Hash.of(new byte[1]), file.leaves.get(2))));
        assertEquals(State.FAILED, bob.file(file.id).state());
        assertTrue(reason(file).contains("contradicted"));
        Eventually.until("nothing of it is left", () -> landed().isEmpty());
        bob.hear(alice, file.complete());
        assertEquals(State.FAILED, bob.file(file.id).state());
    }

    /** While a segment is under way the part may still be written: it is deleted behind whoever writes it. */
    @Test
    void deletesThePartBehindItsWriter() throws Exception {
        var asked = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        relay.script =
                call -> {
                    if (index(call) < 2) return null;
                    asked.countDown();
                    BlobsTest.await(goOn);
                    return null;
                };
        var file = accepted(3 * SEGMENT);
        BlobsTest.await(asked);
        Eventually.until("it is there", () -> Files.exists(part(file)));
        bob.hear(alice, new FileEnded(file.id, FileEnded.End.CANCELLED));
        assertEquals(State.FAILED, bob.file(file.id).state());
        assertEquals("its sender cancelled it", reason(file));
        assertTrue(Files.exists(part(file)));
        goOn.countDown();
        Eventually.until("it is gone", () -> landed().isEmpty());
        bob.files.close();
        assertEquals(List.of(), landed());
        assertEquals(List.of(State.OFFERED, State.RUNNING, State.FAILED), bob.states(file.id));
    }

    @Test
    void isNotToBeHadWhereItEndedAtTheLastMoment() throws Exception {
        var file = offered(SEGMENT);
        bob.store.looking =
                tx -> {
                    if (new Ledger(tx).need(file.id).path().isEmpty()) return;
                    bob.store.looking = _ -> {};
                    tx.afterCommit(() -> cancel(file.id)); // its name is stored, and not yet taken
                };
        bob.accept(file.id);
        bob.hear(alice, file.allLeaves());
        bob.hear(alice, file.complete());
        bob.await(file.id, State.CANCELLED);
        Eventually.until("nothing of it is left", () -> landed().isEmpty());
        bob.files.close();
        assertEquals(State.CANCELLED, bob.file(file.id).state());
        assertEquals(List.of(), landed());
        assertEquals(List.of(new FileEnded(file.id, FileEnded.End.DECLINED)), bob.said(FileEnded.class));
    }

    void cancel(MessageId id) {
        try {
            bob.files.cancel(id);
        } catch (CommandException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void answersWithAnotherLengthAreTriedAgain() throws Exception {
        var lies = new AtomicInteger();
        relay.script = _ -> lies.getAndIncrement() == 0 ? new HttpReply(206, Map.of(), Bytes.EMPTY) : null;
        var file = accepted(SEGMENT);
        bob.await(file.id, State.DONE);
        assertFalse(relay.calls.isEmpty());
    }
}
