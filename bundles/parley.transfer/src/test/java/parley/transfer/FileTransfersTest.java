package parley.transfer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.client.api.Transfers.State;
import parley.protocol.ConversationId;
import parley.protocol.Hash;
import parley.protocol.MessageId;
import parley.protocol.content.Content.FileEnded;
import parley.protocol.content.Content.FileOffer;
import parley.protocol.relay.Frame;
import parley.protocol.relay.Problem;
import parley.protocol.wire.Bytes;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;

/** Commands, and two people who use them. */
class FileTransfersTest {

    static final int SEGMENT = Sealed.SEGMENT;

    @TempDir Path home;

    final ScriptedRelay relay = new ScriptedRelay();
    Person alice;
    Person bob;
    Path source;

    @BeforeEach
    void begin() throws Exception {
        alice = new Person("alice", relay, home.resolve("alice"));
        bob = new Person("bob", relay, home.resolve("bob"));
        var bytes = new byte[(3 << 20) + 1];
        new Random(3).nextBytes(bytes);
        source = Files.write(home.resolve("film.mkv"), bytes);
    }

    @AfterEach
    void end() throws Exception {
        bob.close();
        alice.close();
    }

    static void refuses(Code code, Executable command) {
        assertEquals(code, assertThrows(CommandException.class, command).code());
    }

    void talkUntil(String what, Eventually.Condition condition) throws Exception {
        Eventually.until(
                what,
                () -> {
                    bob.hear(alice);
                    alice.hear(bob);
                    return condition.holds();
                });
    }

    Sealed offered(int size) throws Exception {
        var file = new Sealed(size).at(relay);
        bob.hear(alice, file.id, file.offer);
        return file;
    }

    boolean isEmpty(Path folder) throws Exception {
        try (var names = Files.list(folder)) {
            return names.findAny().isEmpty();
        }
    }

    // ---- Two people ----

    @Test
    void aFileComesAcross() throws Exception {
        var file = alice.send(source);
        bob.hear(alice);
        bob.accept(file.id());
        talkUntil("it is delivered", () -> alice.wasDelivered(file.id()));
        assertEquals(State.DONE, alice.file(file.id()).state());
        var received = bob.file(file.id());
        assertEquals(State.DONE, received.state());
        assertArrayEquals(Files.readAllBytes(source), Files.readAllBytes(received.path().orElseThrow()));
        assertEquals(alice.file(file.id()).sha256(), received.sha256());
        assertEquals(received.size(), received.bytes());
    }

    /** Whatever its person removes is called nothing any more, and nowhere. */
    private void erases(Person person, MessageId id) throws Exception {
        person.store.run(tx -> person.files.erased(tx, id));
        assertEquals(Optional.empty(), person.files.find(id));
        assertEquals(List.of(), person.files.all());
        var kept = person.record(id).encode().hex();
        for (var part : List.of("film", "mkv", "holiday")) {
            var bytes = HexFormat.of().formatHex(part.getBytes(StandardCharsets.UTF_8));
            assertFalse(kept.contains(bytes), part);
        }
        assertEquals(0, person.store.transact(tx -> tx.ascending("transfer.told", id.bytes(), 0, 100)).size());
        person.store.run(tx -> person.files.erased(tx, id)); // once more is nothing
        for (var command :
                List.<Executable>of(
                        () -> person.accept(id),
                        () -> person.files.cancel(id),
                        () -> person.files.forward(id, Person.TALK))) {
            var none = assertThrows(CommandException.class, command);
            assertEquals(Code.NOT_FOUND, none.code());
        }
    }

    /**
     * What Parley made to be sent is no file of the person's: nothing of it stays when no message offers it any more.
     */
    @Test
    void aCopyThatWasSentGoesWithItsLastMessage() throws Exception {
        var made = Files.createDirectories(alice.folder.resolve("sent"));
        var copy = Files.copy(source, made.resolve("copy.mkv"));
        var deep = Files.copy(source, Files.createDirectories(made.resolve("deep")).resolve("own.mkv"));
        var first = alice.send(copy).id();
        bob.hear(alice);
        bob.accept(first);
        talkUntil("it is delivered", () -> alice.wasDelivered(first));
        var again = alice.send(copy).id();
        var other = Files.copy(source, made.resolve("other.mkv"));
        for (var id : List.of(first, alice.send(source).id(), alice.send(deep).id(), alice.send(other).id()))
            alice.store.run(tx -> alice.files.erased(tx, id));
        Eventually.until("no message offers it", () -> !Files.exists(other));
        assertTrue(Files.exists(copy), "another message offers it");
        alice.store.run(tx -> alice.files.erased(tx, again));
        Eventually.until("now none does", () -> !Files.exists(copy));
        assertTrue(Files.exists(source), "the person's own file stays");
        assertTrue(Files.exists(deep), "and what somebody else keeps there");
    }

    @Test
    void whatIsErasedLeavesNoName() throws Exception {
        var file = alice.send(source);
        bob.hear(alice);
        bob.accept(file.id());
        talkUntil("it is delivered", () -> alice.wasDelivered(file.id()));
        var said = alice.said.size();
        erases(bob, file.id());
        erases(alice, file.id());
        assertEquals(said, alice.said.size(), "it had ended: nobody waits for it");
        assertTrue(Files.exists(source), "the person's own file stays");
        bob.restart();
        assertEquals(List.of(), bob.files.all());
    }

    /** Whoever waits for a file has it, however short messages last. */
    @Test
    void whatIsOverGoesOnceItMovesNoMore() throws Exception {
        var held = new CountDownLatch(1);
        relay.script =
                _ -> {
                    BlobsTest.await(held);
                    return null;
                };
        var file = alice.send(source);
        bob.hear(alice);
        bob.accept(file.id());
        assertEquals(State.RUNNING, bob.file(file.id()).state());
        assertFalse(bob.store.<Boolean>transact(tx -> bob.files.expired(tx, file.id())));
        held.countDown();
        talkUntil("it is delivered", () -> alice.wasDelivered(file.id()));
        assertTrue(bob.store.<Boolean>transact(tx -> bob.files.expired(tx, file.id())));
        assertTrue(bob.store.<Boolean>transact(tx -> bob.files.expired(tx, file.id())), "once more is nothing");
        erases(bob, file.id());
    }

    @Test
    void whatIsErasedWhileItMovesEnds() throws Exception {
        var held = new CountDownLatch(1);
        relay.script =
                _ -> {
                    BlobsTest.await(held);
                    return null;
                };
        var file = alice.send(source);
        bob.hear(alice);
        erases(bob, file.id());
        assertEquals(List.of(), bob.said(FileEnded.class), "the others hear nothing of it");
        erases(alice, file.id());
        assertEquals(
                List.of(FileEnded.End.CANCELLED), alice.said(FileEnded.class).stream().map(FileEnded::end).toList());
        held.countDown();
    }

    /** Its sender has taken it back: it ends without a word of us, and nothing of it is to be had. */
    private void deletes(Person person, MessageId id) throws Exception {
        var said = person.said.size();
        person.store.run(tx -> person.files.deleted(tx, id));
        assertEquals(Optional.empty(), person.files.find(id));
        assertEquals(said, person.said.size());
        refuses(Code.NOT_FOUND, () -> person.files.cancel(id));
        person.store.run(tx -> person.files.deleted(tx, id)); // once more is nothing
        erases(person, id); // as is this
    }

    @Test
    void whatIsDeletedBeforeItIsTakenIsNotToBeHad() throws Exception {
        var file = offered(SEGMENT);
        deletes(bob, file.id);
        refuses(Code.NOT_FOUND, () -> bob.accept(file.id));
        bob.hear(alice, file.leaves(0, 1));
        bob.restart();
        assertEquals(List.of(), bob.files.all());
        assertEquals(0, bob.store.count("transfer.leaves"));
    }

    @Test
    void whatIsDeletedWhileItComesLeavesNoPart() throws Exception {
        var file = offered(3 * SEGMENT);
        bob.accept(file.id);
        bob.hear(alice, file.leaves(0, 2));
        Eventually.until("some is here", () -> Files.exists(bob.folder) && !isEmpty(bob.folder));
        deletes(bob, file.id);
        Eventually.until("nothing of it is left", () -> isEmpty(bob.folder));
    }

    @Test
    void whatIsDeletedWhilePausedLeavesNoPart() throws Exception {
        var file = offered(3 * SEGMENT);
        bob.accept(file.id);
        bob.hear(alice, file.leaves(0, 2));
        Eventually.until("some is here", () -> Files.exists(bob.folder) && !isEmpty(bob.folder));
        bob.files.pause(file.id);
        deletes(bob, file.id);
        Eventually.until("nothing of it is left", () -> isEmpty(bob.folder));
    }

    /** Whoever has saved a file keeps it; nobody gets it from the relay any more. */
    @Test
    void whatIsDeletedOnceItIsThereStaysWhereItWasSaved() throws Exception {
        var file = alice.send(source);
        bob.hear(alice);
        bob.accept(file.id());
        talkUntil("it is delivered", () -> alice.wasDelivered(file.id()));
        var saved = bob.file(file.id()).path().orElseThrow();
        deletes(bob, file.id());
        bob.restart();
        assertEquals(List.of(), bob.files.all());
        assertArrayEquals(Files.readAllBytes(source), Files.readAllBytes(saved));
        assertEquals(1, relay.blobs.size());
        assertEquals(List.of(), relay.asked(Frame.DropBlob.class), "it is its sender's");
        deletes(alice, file.id());
        Eventually.until("the relay has none of it", () -> relay.blobs.isEmpty());
        assertTrue(Files.exists(source), "the person's own file stays");
    }

    @Test
    void anUploadThatIsDeletedEnds() throws Exception {
        var asked = new CountDownLatch(1);
        var held = new CountDownLatch(1);
        relay.script =
                _ -> {
                    asked.countDown();
                    BlobsTest.await(held);
                    return null;
                };
        var file = alice.send(source);
        BlobsTest.await(asked);
        deletes(alice, file.id());
        assertEquals(List.of(), relay.asked(Frame.DropBlob.class)); // not before its mover has stopped
        held.countDown();
        Eventually.until("the relay has none of it", () -> relay.blobs.isEmpty());
        assertEquals(1, relay.asked(Frame.DropBlob.class).size());
        assertEquals(1, alice.said.size(), "nothing is said behind its offer");
        assertEquals(0, alice.store.count("transfer.leaves"));
        alice.restart();
        assertEquals(List.of(), alice.files.all());
    }

    /** Nobody else is to have it, so it is asked for until it is done, whatever comes in between. */
    @Test
    void aBlobIsDroppedOnceThereIsALink() throws Exception {
        var file = alice.send(source);
        alice.await(file.id(), State.DONE);
        relay.isUp = false;
        alice.files.down();
        deletes(alice, file.id());
        alice.restart();
        assertEquals(1, relay.blobs.size());
        relay.isUp = true;
        alice.wake();
        Eventually.until("the relay has none of it", () -> relay.blobs.isEmpty());
        Eventually.until("which is all that was kept of it", () -> alice.store.count("transfer.drop") == 0);
        alice.restart();
        alice.wake();
        asksForNoMore(1);
    }

    /** Whatever is to be dropped was asked for: another that comes behind it is. */
    private void asksForNoMore(int drops) throws Exception {
        var other = alice.send(source);
        alice.await(other.id(), State.DONE);
        deletes(alice, other.id());
        Eventually.until("it is dropped", () -> relay.blobs.isEmpty());
        assertEquals(drops + 1, relay.asked(Frame.DropBlob.class).size());
    }

    @Test
    void aBlobThatTheRelayDoesNotDropNowIsAskedForAgain() throws Exception {
        var file = alice.send(source);
        alice.await(file.id(), State.DONE);
        relay.answers =
                frame ->
                        frame instanceof Frame.DropBlob
                                ? new Frame.Refused(1, Problem.TOO_MUCH, "You ask too much.")
                                : null;
        deletes(alice, file.id());
        Eventually.until("it was asked for", () -> !relay.asked(Frame.DropBlob.class).isEmpty());
        assertEquals(1, alice.store.count("transfer.drop"));
        relay.answers = _ -> null;
        alice.wake();
        Eventually.until("the relay has none of it", () -> relay.blobs.isEmpty());
        Eventually.until("which is all that was kept of it", () -> alice.store.count("transfer.drop") == 0);
    }

    /** It has expired there. */
    @Test
    void aBlobThatTheRelayDoesNotHaveIsAskedForOnce() throws Exception {
        relay.isUp = false;
        var file = alice.send(source);
        deletes(alice, file.id());
        assertEquals(1, alice.store.count("transfer.drop"));
        relay.answers =
                frame ->
                        frame instanceof Frame.DropBlob
                                ? new Frame.Refused(1, Problem.NOT_FOUND, "There is no such blob.")
                                : null;
        relay.isUp = true;
        alice.wake();
        Eventually.until("nothing is kept of it", () -> alice.store.count("transfer.drop") == 0);
        relay.answers = _ -> null;
        asksForNoMore(1);
    }

    /** What was erased while more of it was kept. */
    @Test
    void whatWasErasedBeforeIsErasedAnew() throws Exception {
        var file = offered(SEGMENT);
        var before = nameless(bob.record(file.id));
        bob.store.run(tx -> new Ledger(tx).put(before));
        bob.restart();
        Eventually.until("it is erased", () -> bob.record(file.id).equals(before.erased()));
    }

    /** As it was kept once of a file that was erased. */
    private static FileRecord nameless(FileRecord file) throws CommandException {
        var record = file.failed(State.CANCELLED, "why");
        return new FileRecord(
                record.id(),
                record.conversation(),
                record.author(),
                record.from(),
                record.own(),
                "",
                record.offer().named(""),
                record.write(),
                record.modified(),
                record.since(),
                record.again(),
                record.progress());
    }

    /** The relay was asked once then, whether or not there was a link. */
    @Test
    void theBlobOfWhatWasErasedBeforeIsDropped() throws Exception {
        var file = alice.send(source);
        alice.await(file.id(), State.DONE);
        var before = nameless(alice.record(file.id()));
        alice.store.run(tx -> {
            new Ledger(tx).put(before);
            tx.remove("transfer.drop", Bytes.of((byte) 0), 1);
        });
        assertEquals(1, relay.blobs.size());
        alice.restart();
        Eventually.until("it is erased", () -> alice.record(file.id()).equals(before.erased()));
        alice.wake();
        Eventually.until("the relay has none of it", () -> relay.blobs.isEmpty());
    }

    @Test
    void aCopyThatWasSentGoesWithItsDeletion() throws Exception {
        var copy = Files.copy(source, Files.createDirectories(alice.folder.resolve("sent")).resolve("copy.mkv"));
        var id = alice.send(copy).id();
        deletes(alice, id);
        Eventually.until("no message offers it", () -> !Files.exists(copy));
    }

    @Test
    void forwardsWhatIsDoneAndHere() throws Exception {
        var file = alice.send(source);
        bob.hear(alice);
        var early = assertThrows(CommandException.class, () -> bob.files.forward(file.id(), Person.TALK));
        assertEquals(Code.REFUSED, early.code());
        bob.accept(file.id());
        talkUntil("it is done", () -> bob.file(file.id()).state() == State.DONE);
        var elsewhere = ConversationId.random();
        var anew = bob.files.forward(file.id(), elsewhere);
        assertEquals(elsewhere, anew.conversation());
        assertEquals("film.mkv", anew.name());
        assertTrue(anew.own() && !anew.id().equals(file.id()));
        Files.delete(bob.file(file.id()).path().orElseThrow());
        var gone = assertThrows(CommandException.class, () -> bob.files.forward(file.id(), elsewhere));
        assertEquals(Code.NOT_FOUND, gone.code());
    }

    @Test
    void goesIntoTheFolderAskedFor() throws Exception {
        var file = alice.send(source);
        bob.hear(alice);
        var wanted = home.resolve("down").resolve("loads");
        bob.files.accept(file.id(), Optional.of(wanted));
        talkUntil("it is done", () -> bob.file(file.id()).state() == State.DONE);
        assertEquals(wanted.resolve("film.mkv"), bob.file(file.id()).path().orElseThrow());
    }

    /** The folder of the profile is its owner's alone; one that they chose stays as they have it. */
    @Test
    void whatIsReceivedIsNotOthersToRead() throws Exception {
        var open = PosixFilePermissions.fromString("rwxr-xr-x");
        Files.setPosixFilePermissions(Files.createDirectories(bob.folder), open);
        var wanted = Files.createDirectories(home.resolve("shared"));
        Files.setPosixFilePermissions(wanted, open);
        bob.restart();
        Eventually.until("closed", () -> !Files.getPosixFilePermissions(bob.folder).equals(open));
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(bob.folder)));
        var file = alice.send(source);
        bob.hear(alice);
        bob.files.accept(file.id(), Optional.of(wanted));
        talkUntil("it is done", () -> bob.file(file.id()).state() == State.DONE);
        var received = bob.file(file.id()).path().orElseThrow();
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(received)));
        assertEquals(open, Files.getPosixFilePermissions(wanted));
    }

    /** Whoever goes offline is: no file goes on over connections of its own. */
    @Test
    void aDownloadStopsWithTheLinkAndGoesOnWithIt() throws Exception {
        var asked = new CountDownLatch(4); // as many as are asked for ahead
        var held = new CountDownLatch(1);
        var ended = new CountDownLatch(4);
        relay.script =
                _ -> {
                    asked.countDown();
                    BlobsTest.await(held);
                    ended.countDown();
                    return null;
                };
        var file = offered(10 * SEGMENT);
        bob.accept(file.id);
        bob.hear(alice, file.allLeaves());
        bob.hear(alice, file.complete());
        BlobsTest.await(asked);
        assertEquals(4, relay.opened.get());
        relay.isUp = false;
        bob.files.down();
        assertEquals(4, relay.closed.get()); // at once, in the middle
        held.countDown();
        BlobsTest.await(ended);
        assertEquals(State.RUNNING, bob.file(file.id).state());
        assertEquals(4, relay.calls("GET"));
        relay.isUp = true;
        bob.wake();
        bob.await(file.id, State.DONE);
        assertArrayEquals(file.plain, Files.readAllBytes(bob.file(file.id).path().orElseThrow()));
        assertEquals(4 + 10, relay.calls("GET"), "nothing of what was under way had come");
    }

    @Test
    void anUploadStopsWithTheLinkAndGoesOnWithIt() throws Exception {
        var asked = new CountDownLatch(4); // as many as are sent at once
        var held = new CountDownLatch(1);
        relay.script =
                _ -> {
                    asked.countDown();
                    BlobsTest.await(held);
                    return null;
                };
        var file = alice.send(source);
        BlobsTest.await(asked);
        assertEquals(4, relay.opened.get());
        relay.isUp = false;
        alice.files.down();
        assertEquals(4, relay.closed.get()); // at once, in the middle
        held.countDown();
        relay.isUp = true;
        alice.wake();
        alice.await(file.id(), State.DONE);
    }

    @Test
    void aDeclinedFileIsNotSent() throws Exception {
        var held = new CountDownLatch(1);
        relay.script =
                _ -> {
                    BlobsTest.await(held);
                    return null;
                };
        var file = alice.send(source);
        bob.hear(alice);
        assertEquals(State.DECLINED, bob.files.decline(file.id()).state());
        talkUntil("it is declined", () -> alice.file(file.id()).state() == State.DECLINED);
        held.countDown();
        Eventually.until("the relay's room is free", () -> relay.blobs.isEmpty());
        refuses(Code.REFUSED, () -> bob.accept(file.id()));
        assertEquals(List.of(State.OFFERED, State.DECLINED), bob.states(file.id()));
    }

    // ---- Commands ----

    @Test
    void sendsOnlyFilesThatCanBeRead() throws Exception {
        refuses(Code.USAGE, () -> alice.send(home));
        refuses(Code.NOT_FOUND, () -> alice.send(home.resolve("nothing")));
        refuses(Code.NOT_FOUND, () -> alice.files.send(Person.TALK, List.of(source, home.resolve("nothing"))));
        alice.refuses = true;
        refuses(Code.REFUSED, () -> alice.send(source));
        assertEquals(List.of(), alice.files.all());
        assertEquals(List.of(), alice.said);
        assertEquals(List.of(), alice.store.events);
    }

    @Test
    void saysWhatIsNotThere() {
        var id = MessageId.random();
        refuses(Code.NOT_FOUND, () -> bob.accept(id));
        refuses(Code.NOT_FOUND, () -> bob.files.decline(id));
        refuses(Code.NOT_FOUND, () -> bob.files.cancel(id));
        refuses(Code.NOT_FOUND, () -> bob.files.pause(id));
        refuses(Code.NOT_FOUND, () -> bob.files.resume(id));
    }

    @Test
    void ownFilesAreNotAccepted() throws Exception {
        var file = alice.send(source);
        refuses(Code.USAGE, () -> alice.accept(file.id()));
        refuses(Code.USAGE, () -> alice.files.decline(file.id()));
    }

    @Test
    void acceptingTwiceIsAcceptingOnce() throws Exception {
        relay.isUp = false;
        var file = offered(SEGMENT);
        assertEquals(State.RUNNING, bob.accept(file.id).state());
        assertEquals(State.RUNNING, bob.files.accept(file.id, Optional.of(home.resolve("other"))).state());
        assertEquals(List.of(State.OFFERED, State.RUNNING), bob.states(file.id));
        assertEquals(Optional.of(bob.folder), bob.record(file.id).directory());
    }

    @Test
    void cancelsAnUploadAndFreesTheRelaysRoom() throws Exception {
        var asked = new CountDownLatch(1);
        var held = new CountDownLatch(1);
        relay.script =
                _ -> {
                    asked.countDown();
                    BlobsTest.await(held);
                    return null;
                };
        var file = alice.send(source);
        BlobsTest.await(asked);
        assertEquals(State.CANCELLED, alice.files.cancel(file.id()).state());
        assertEquals(List.of(), relay.asked(Frame.DropBlob.class)); // not before its mover has stopped
        held.countDown();
        Eventually.until("its room is free", () -> relay.blobs.isEmpty());
        assertEquals(List.of(State.OFFERED, State.RUNNING, State.CANCELLED), alice.states(file.id()));
        assertEquals(List.of(new FileEnded(file.id(), FileEnded.End.CANCELLED)), alice.said(FileEnded.class));
        assertEquals(State.CANCELLED, alice.files.cancel(file.id()).state());
        assertEquals(1, alice.said(FileEnded.class).size());
    }

    @Test
    void keepsNothingOfAFileThatEndsBetweenTwoLooks() throws Exception {
        relay.answers =
                frame -> {
                    if (frame instanceof Frame.AskBlob) cancelQuietly(alice.store);
                    return null;
                };
        var file = alice.send(source);
        Eventually.until("its mover has ended", () -> relay.asked(Frame.DropBlob.class).size() == 1);
        assertEquals(State.CANCELLED, alice.file(file.id()).state());
        assertEquals(0, alice.store.count("transfer.leaves"));
    }

    @Test
    void cancelsADownloadAndDeletesThePart() throws Exception {
        var file = offered(3 * SEGMENT);
        bob.accept(file.id);
        bob.hear(alice, file.leaves(0, 2));
        Eventually.until("some is here", () -> Files.exists(bob.folder) && !isEmpty(bob.folder));
        assertEquals(State.CANCELLED, bob.files.cancel(file.id).state());
        Eventually.until("nothing of it is left", () -> isEmpty(bob.folder));
        assertEquals(List.of(new FileEnded(file.id, FileEnded.End.DECLINED)), bob.said(FileEnded.class));
    }

    /** Ends all files as a cancel does, but does not come to stop their movers. */
    static void cancelQuietly(FaultyStore store) {
        try {
            store.run(tx -> {
                var ledger = new Ledger(tx);
                for (var file : ledger.files()) ledger.put(file.failed(State.CANCELLED, "you cancelled it"));
            });
        } catch (CommandException e) {
            throw new AssertionError(e);
        }
    }

    /** Between looking and ending nothing may happen: what is done stays done, what is cancelled stays cancelled. */
    @Test
    void anEndIsTheOnlyOne() throws Exception {
        relay.isUp = false;
        for (var own : new boolean[] {true, false}) {
            var person = own ? alice : bob;
            var id = own ? alice.send(source).id() : offered(SEGMENT).id;
            if (!own) bob.accept(id);
            person.store.afterNext.set(() -> finish(person, id));
            var returned = person.files.cancel(id).state();
            assertEquals(returned, person.file(id).state());
            assertEquals(1, person.states(id).stream().filter(FileTransfersTest::isLast).count());
        }
        var offer = offered(SEGMENT);
        bob.store.afterNext.set(() -> finish(bob, offer.id));
        assertEquals(bob.files.decline(offer.id).state(), bob.file(offer.id).state());
        assertEquals(1, bob.states(offer.id).stream().filter(FileTransfersTest::isLast).count());
    }

    static boolean isLast(State state) {
        return switch (state) {
            case OFFERED, RUNNING, PAUSED -> false;
            case DONE, DECLINED, CANCELLED, FAILED -> true;
        };
    }

    /** What a mover does when it is done, if the file has not ended. */
    static void finish(Person person, MessageId id) {
        try {
            person.store.run(tx -> {
                var ledger = new Ledger(tx);
                var file = ledger.need(id);
                if (file.ended()) return;
                var done = file.done(Path.of("/tmp/done"));
                ledger.put(done);
                tx.tell(new parley.client.api.Event.FileChanged(done.toTransfer()));
            });
        } catch (CommandException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void whatIsDoneIsNotCancelled() throws Exception {
        var file = alice.send(source);
        alice.await(file.id(), State.DONE);
        assertEquals(State.DONE, alice.files.cancel(file.id()).state());
        assertEquals(List.of(), alice.said(FileEnded.class));
        refuses(Code.REFUSED, () -> alice.files.pause(file.id()));
        refuses(Code.REFUSED, () -> alice.files.resume(file.id()));
        assertEquals(State.DONE, alice.file(file.id()).state());
    }

    // ---- Pause and resume ----

    @Test
    void aDownloadRestsAndMovesOn() throws Exception {
        var file = offered(6 * SEGMENT);
        refuses(Code.REFUSED, () -> bob.files.pause(file.id));
        refuses(Code.REFUSED, () -> bob.files.resume(file.id));
        bob.accept(file.id);
        bob.hear(alice, file.leaves(0, 3));
        Eventually.until("three are here", () -> bob.store.transact(tx -> new Ledger(tx).here(file.id)).get(2));
        assertEquals(State.RUNNING, bob.files.resume(file.id).state()); // it moves anyway
        assertEquals(State.PAUSED, bob.files.pause(file.id).state());
        assertEquals(State.PAUSED, bob.files.pause(file.id).state());
        bob.hear(alice, file.leaves(3, 6));
        bob.hear(alice, file.complete());
        bob.restart();
        bob.wake();
        assertEquals(State.PAUSED, bob.file(file.id).state());
        assertEquals(3, relay.calls("GET"));
        assertEquals(State.RUNNING, bob.files.resume(file.id).state());
        bob.await(file.id, State.DONE);
        assertEquals(6, relay.calls("GET"));
        assertEquals(
                List.of(State.OFFERED, State.RUNNING, State.PAUSED, State.RUNNING, State.DONE), bob.states(file.id));
        assertArrayEquals(file.plain, Files.readAllBytes(bob.folder.resolve("holiday.jpg")));
    }

    /** The mover that stops is still writing when the next one is wanted. */
    @Test
    void resumesBehindTheOneThatStops() throws Exception {
        var asked = new CountDownLatch(1);
        var held = new CountDownLatch(1);
        relay.script =
                _ -> {
                    asked.countDown();
                    BlobsTest.await(held);
                    return null;
                };
        var file = alice.send(source);
        BlobsTest.await(asked);
        alice.files.pause(file.id());
        alice.files.resume(file.id());
        assertEquals(1, relay.asked(Frame.AskBlob.class).size()); // no second one beside the first
        held.countDown();
        alice.await(file.id(), State.DONE);
        assertEquals(2, relay.asked(Frame.AskBlob.class).size());
        bob.hear(alice);
        bob.accept(file.id());
        bob.await(file.id(), State.DONE);
        assertEquals(Hash.of(Files.readAllBytes(source)).hex(), bob.file(file.id()).sha256().orElseThrow());
    }

    @Test
    void aPausedUploadStaysPaused() throws Exception {
        relay.isUp = false;
        var file = alice.send(source);
        assertEquals(State.PAUSED, alice.files.pause(file.id()).state());
        relay.isUp = true;
        alice.restart();
        alice.wake();
        Eventually.until("nobody moves it", () -> relay.asked.isEmpty());
        assertEquals(State.CANCELLED, alice.files.cancel(file.id()).state());
        Eventually.until("its room is free", () -> relay.asked(Frame.DropBlob.class).size() == 1);
    }

    @Test
    void acceptMovesAPausedFileOn() throws Exception {
        var file = offered(SEGMENT);
        bob.accept(file.id);
        bob.files.pause(file.id);
        bob.hear(alice, file.allLeaves());
        bob.hear(alice, file.complete());
        assertEquals(State.RUNNING, bob.accept(file.id).state());
        bob.await(file.id, State.DONE);
    }

    @Test
    void aPausedFileIsClearedAwayWhenItEnds() throws Exception {
        var file = offered(3 * SEGMENT);
        bob.accept(file.id);
        bob.hear(alice, file.leaves(0, 2));
        Eventually.until("two are here", () -> bob.store.transact(tx -> new Ledger(tx).here(file.id)).get(1));
        bob.files.pause(file.id);
        bob.hear(alice, new FileEnded(file.id, FileEnded.End.FAILED));
        Eventually.until("nothing of it is left", () -> isEmpty(bob.folder));
    }

    // ---- Its life ----

    @Test
    void keepsNobodyWaitingWhileItStarts() throws Exception {
        alice.close();
        var begun = new CountDownLatch(1);
        var held = new CountDownLatch(1);
        var store =
                Thread.ofVirtual()
                        .start(() -> {
                            try {
                                alice.store.run(_ -> {
                                    begun.countDown();
                                    BlobsTest.await(held);
                                });
                            } catch (CommandException e) {
                                throw new AssertionError(e);
                            }
                        });
        BlobsTest.await(begun);
        var opened = new CountDownLatch(1);
        Thread.ofVirtual()
                .start(() -> {
                    try {
                        alice.restart();
                        alice.wake();
                        opened.countDown();
                    } catch (Exception e) {
                        throw new AssertionError(e);
                    }
                });
        try {
            BlobsTest.await(opened); // while the store is busy
        } finally {
            held.countDown();
            store.join();
        }
    }

    @Test
    void goesOnOnceTheProfileCanBeRead() throws Exception {
        relay.isUp = false;
        var file = alice.send(source);
        alice.store.failing = _ -> new CommandException(Code.PROFILE_IN_USE, "another process has it");
        alice.restart();
        relay.isUp = true;
        alice.store.failing = _ -> null;
        alice.wake();
        Eventually.until(
                "it is done",
                () -> {
                    alice.wake();
                    return alice.file(file.id()).state() == State.DONE;
                });
    }

    @Test
    void movesNothingOnceItIsClosed() throws Exception {
        alice.files.close();
        var file = alice.send(source);
        alice.wake();
        assertEquals(State.OFFERED, alice.file(file.id()).state());
        assertTrue(relay.asked.isEmpty());
        alice.restart();
        alice.await(file.id(), State.DONE);
        assertFalse(alice.said(FileOffer.class).isEmpty());
    }

    @Test
    void stopsWhatMovesWhenItCloses() throws Exception {
        var asked = new CountDownLatch(1);
        relay.script =
                _ -> {
                    asked.countDown();
                    throw new java.io.IOException("lost");
                };
        var file = alice.send(source);
        BlobsTest.await(asked);
        alice.files.close();
        var calls = relay.calls.size();
        assertEquals(State.RUNNING, alice.file(file.id()).state());
        relay.script = _ -> null;
        alice.restart();
        alice.await(file.id(), State.DONE);
        assertTrue(relay.calls.size() > calls);
    }
}
