package parley.transfer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.client.api.Conversations.Kind;
import parley.client.api.Transfers.State;
import parley.protocol.ConversationId;
import parley.protocol.Hash;
import parley.protocol.MessageId;
import parley.protocol.content.Content.FileComplete;
import parley.protocol.content.Content.FileEnded;
import parley.protocol.content.Content.FileLeaves;
import parley.protocol.content.Content.FileOffer;
import parley.protocol.content.Content.Text;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

class OffersTest {

    static final int SEGMENT = Sealed.SEGMENT;

    @TempDir Path home;

    final ScriptedRelay relay = new ScriptedRelay();
    Person alice;
    Person bob;
    Person mallory;

    @BeforeEach
    void begin() {
        alice = new Person("alice", relay, home.resolve("alice"));
        bob = new Person("bob", relay, home.resolve("bob"));
        mallory = new Person("mallory", relay, home.resolve("mallory"));
    }

    @AfterEach
    void end() throws Exception {
        bob.close();
        alice.close();
        mallory.close();
    }

    Sealed offered(int size) throws Exception {
        var file = new Sealed(size);
        bob.hear(alice, file.id, file.offer);
        return file;
    }

    List<Hash> leaves(Sealed file) throws Exception {
        return bob.store.transact(tx -> new Ledger(tx).leaves(file.id, 0, 100));
    }

    MessageId offer(Person author, ConversationId conversation) throws Exception {
        var id = MessageId.random();
        bob.hear(author, conversation, id, Sealed.offer(1, SEGMENT, "a.txt"));
        return id;
    }

    @Test
    void showsAnOfferUnderASafeName() throws Exception {
        var id = MessageId.random();
        var row = bob.hear(alice, id, Sealed.offer(7, SEGMENT, "..\\evil\u202Egpj.exe"));
        assertEquals(Optional.of("evil_gpj.exe"), row);
        var file = bob.file(id);
        assertEquals("evil_gpj.exe", file.name());
        assertEquals(7, file.size());
        assertEquals(alice.address, file.from());
        assertEquals(List.of(State.OFFERED), bob.states(id));
    }

    @Test
    void takesTheContentOfFilesOnly() {
        var id = MessageId.random();
        assertTrue(bob.files.takes(Sealed.offer(1, SEGMENT, "a")));
        assertTrue(bob.files.takes(new FileLeaves(id, 0, List.of())));
        assertTrue(bob.files.takes(new FileComplete(id, Hash.ZERO, Hash.ZERO)));
        assertTrue(bob.files.takes(new FileEnded(id, FileEnded.End.RECEIVED)));
        assertFalse(bob.files.takes(new Text("hello")));
    }

    @Test
    void takesAnOfferOnce() throws Exception {
        var file = offered(10);
        assertEquals(Optional.empty(), bob.hear(mallory, file.id, Sealed.offer(99, SEGMENT, "evil.exe")));
        assertEquals("holiday.jpg", bob.file(file.id).name());
        assertEquals(List.of(State.OFFERED), bob.states(file.id));
    }

    // ---- Who may say what ----

    @Test
    void believesOnlyTheAuthor() throws Exception {
        var file = offered(3 * SEGMENT);
        bob.hear(mallory, file.allLeaves());
        bob.hear(mallory, file.complete());
        for (var end : FileEnded.End.values()) bob.hear(mallory, new FileEnded(file.id, end));
        assertEquals(List.of(), leaves(file));
        assertEquals(Optional.empty(), bob.record(file.id).sha256());
        assertEquals(State.OFFERED, bob.file(file.id).state());
    }

    @Test
    void believesTheAuthorOnlyInItsConversation() throws Exception {
        var file = offered(3 * SEGMENT);
        var elsewhere = ConversationId.random();
        bob.hear(alice, elsewhere, MessageId.random(), file.allLeaves());
        bob.hear(alice, elsewhere, MessageId.random(), file.complete());
        bob.hear(alice, elsewhere, MessageId.random(), new FileEnded(file.id, FileEnded.End.CANCELLED));
        assertEquals(List.of(), leaves(file));
        assertEquals(Optional.empty(), bob.record(file.id).sha256());
        assertEquals(State.OFFERED, bob.file(file.id).state());
    }

    @Test
    void believesNothingOfFilesItDoesNotKnow() throws Exception {
        var file = new Sealed(10);
        bob.hear(alice, file.allLeaves());
        bob.hear(alice, file.complete());
        bob.hear(alice, new FileEnded(file.id, FileEnded.End.RECEIVED));
        assertEquals(0, bob.store.count("transfer.leaves"));
        assertTrue(bob.store.events.isEmpty());
    }

    @Test
    void believesNoOneButItselfOfItsOwnFiles() throws Exception {
        relay.isUp = false;
        var path = Files.writeString(home.resolve("a.txt"), "hello");
        var own = bob.send(path);
        bob.hear(alice, new FileLeaves(own.id(), 0, List.of(Hash.of(new byte[1]))));
        bob.hear(alice, new FileComplete(own.id(), Hash.ZERO, Hash.of(new byte[1])));
        assertEquals(0, bob.store.count("transfer.leaves"));
        assertEquals(Optional.empty(), bob.record(own.id()).sha256());
        bob.hear(alice, ConversationId.random(), MessageId.random(), new FileEnded(own.id(), FileEnded.End.DECLINED));
        for (var end : List.of(FileEnded.End.CANCELLED, FileEnded.End.FAILED, FileEnded.End.CHANGED)) {
            bob.hear(alice, new FileEnded(own.id(), end));
        }
        assertEquals(State.OFFERED, bob.file(own.id()).state());
        // in a group, where others may want it
        bob.hear(alice, Person.TALK, Kind.GROUP, MessageId.random(), new FileEnded(own.id(), FileEnded.End.DECLINED));
        assertEquals(State.OFFERED, bob.file(own.id()).state());
        bob.hear(alice, new FileEnded(own.id(), FileEnded.End.DECLINED));
        assertEquals(State.DECLINED, bob.file(own.id()).state());
        assertEquals(alice.address + " declined it", bob.file(own.id()).reason().orElseThrow());
    }

    @Test
    void sayingItTwiceChangesNothing() throws Exception {
        var file = offered(3 * SEGMENT);
        bob.hear(alice, file.complete());
        bob.hear(alice, new FileComplete(file.id, Hash.ZERO, Hash.ZERO));
        assertEquals(Optional.of(file.root), bob.record(file.id).root());
        bob.hear(alice, file.allLeaves());
        bob.hear(alice, file.leaves(1, 3));
        assertEquals(file.leaves, leaves(file));
        bob.hear(alice, new FileEnded(file.id, FileEnded.End.CANCELLED));
        bob.hear(alice, new FileEnded(file.id, FileEnded.End.FAILED));
        assertEquals("its sender cancelled it", bob.file(file.id).reason().orElseThrow());
        assertEquals(List.of(State.OFFERED, State.FAILED), bob.states(file.id));
        bob.hear(alice, file.allLeaves());
        assertEquals(List.of(), leaves(file)); // of what has ended nothing is kept
    }

    @ParameterizedTest
    @EnumSource(FileEnded.End.class)
    void endsWhenItsAuthorSaysSo(FileEnded.End end) throws Exception {
        var file = offered(10);
        bob.hear(alice, new FileEnded(file.id, end));
        assertEquals(State.FAILED, bob.file(file.id).state());
        var e = assertThrows(CommandException.class, () -> bob.accept(file.id));
        assertEquals(Code.REFUSED, e.code());
    }

    // ---- Values at both sides of their limits ----

    @Test
    void takesNoLeavesBeyondTheLastSegment() throws Exception {
        var file = offered(3 * SEGMENT);
        bob.hear(alice, new FileLeaves(file.id, 2, List.of(file.leaves.get(2), Hash.of(new byte[1]))));
        bob.hear(alice, new FileLeaves(file.id, 3, List.of(Hash.of(new byte[1]))));
        bob.hear(alice, new FileLeaves(file.id, Integer.MAX_VALUE, List.of(Hash.of(new byte[1]))));
        assertEquals(0, bob.store.count("transfer.leaves"));
        bob.hear(alice, new FileLeaves(file.id, 2, List.of(file.leaves.get(2))));
        assertEquals(1, bob.store.count("transfer.leaves"));
        bob.hear(alice, new FileLeaves(file.id, 3, List.of())); // nothing, said at the end
        assertEquals(State.OFFERED, bob.file(file.id).state());
    }

    @Test
    void keepsNoLeavesOfAFileThatNobodyCouldTake() throws Exception {
        var id = MessageId.random();
        bob.hear(alice, id, Sealed.offer(FileOffer.MAX_SIZE, FileOffer.MAX_SEGMENT, "all of it"));
        var leaf = List.of(Hash.of(new byte[1]));
        bob.hear(alice, new FileLeaves(id, Segments.MAX_COUNT, leaf));
        bob.hear(alice, new FileLeaves(id, Integer.MAX_VALUE - 1, leaf));
        assertEquals(0, bob.store.count("transfer.leaves"));
        bob.hear(alice, new FileLeaves(id, Segments.MAX_COUNT - 1, leaf));
        assertEquals(1, bob.store.count("transfer.leaves"));
        var e = assertThrows(CommandException.class, () -> bob.accept(id));
        assertEquals(Code.TOO_LARGE, e.code());
        assertEquals(State.OFFERED, bob.file(id).state());
    }

    @Test
    void acceptsNothingThatTheDiskHasNoRoomFor() throws Exception {
        var id = MessageId.random();
        bob.hear(alice, id, Sealed.offer(1L << 44, FileOffer.MAX_SEGMENT, "most of it"));
        var e = assertThrows(CommandException.class, () -> bob.accept(id));
        assertEquals(Code.DISK_FULL, e.code());
        assertEquals(State.OFFERED, bob.file(id).state());
    }

    @Test
    void livesThroughHostileValues() throws Exception {
        for (var name : List.of("", "\u0000", "a".repeat(255), "/".repeat(255), "\u202E".repeat(85))) {
            for (var size : new long[] {0, 1, Long.MAX_VALUE >> 12, (long) Integer.MAX_VALUE * SEGMENT}) {
                if (size > (long) Integer.MAX_VALUE * SEGMENT) continue;
                var id = MessageId.random();
                bob.hear(alice, id, Sealed.offer(size, SEGMENT, name));
                assertTrue(bob.file(id).name().length() > 0);
                var leaf = List.of(Hash.of(new byte[1]));
                bob.hear(alice, new FileLeaves(id, Integer.MAX_VALUE, leaf));
                bob.hear(alice, new FileLeaves(id, 0, Collections.nCopies(FileLeaves.MAX_LEAVES, Hash.ZERO)));
                bob.hear(alice, new FileComplete(id, Hash.ZERO, Hash.ZERO));
                bob.hear(alice, new FileEnded(id, FileEnded.End.FAILED));
                assertEquals(State.FAILED, bob.file(id).state());
            }
        }
        assertEquals(0, bob.store.count("transfer.leaves"));
    }

    @Test
    void acceptsAFileWhoseLeavesAreNothing() throws Exception {
        var file = new Sealed(SEGMENT).at(relay);
        bob.hear(alice, file.id, file.offer);
        bob.accept(file.id);
        bob.hear(alice, new FileLeaves(file.id, 0, List.of(Hash.ZERO))); // which is how a hole looks
        bob.hear(alice, file.complete());
        assertEquals(State.RUNNING, bob.file(file.id).state());
        assertEquals(0, relay.calls("GET"));
    }

    // ---- How many ----

    @Test
    void dropsWhatIsMoreThanAConversationMayOffer() throws Exception {
        MessageId last = null;
        for (var i = 0; i < Ledger.MAX_OPEN_EACH; i++) last = offer(mallory, Person.TALK);
        assertEquals(Ledger.MAX_OPEN_EACH, bob.files.all().size());
        assertEquals(List.of(), bob.notices());
        var dropped = MessageId.random();
        assertEquals(Optional.empty(), bob.hear(mallory, dropped, Sealed.offer(1, SEGMENT, "a.txt")));
        assertEquals(Optional.empty(), bob.files.find(dropped));
        offer(mallory, Person.TALK);
        assertEquals(1, bob.notices().size()); // said once
        assertTrue(bob.notices().getFirst().startsWith(mallory.address + " offers more files"));
        var elsewhere = offer(alice, ConversationId.random()); // others may go on
        assertEquals(State.OFFERED, bob.file(elsewhere).state());
        bob.files.decline(last);
        assertEquals(State.OFFERED, bob.file(offer(mallory, Person.TALK)).state()); // there is room again
        offer(mallory, Person.TALK);
        assertEquals(2, bob.notices().size());
    }

    @Test
    void countsAfterARestartToo() throws Exception {
        for (var i = 0; i < Ledger.MAX_OPEN_EACH; i++) offer(mallory, Person.TALK);
        bob.restart();
        assertEquals(Optional.empty(), bob.files.find(offer(mallory, Person.TALK)));
    }

    @Test
    void ownAndEndedFilesAreInNobodysWay() throws Exception {
        for (var i = 0; i < Ledger.MAX_OPEN_EACH + 5; i++) bob.files.decline(offer(mallory, Person.TALK));
        assertEquals(State.OFFERED, bob.file(offer(mallory, Person.TALK)).state());
        assertEquals(List.of(), bob.notices());
    }

    @Test
    void anOfferEndsAfterThirtyDays() throws Exception {
        var file = offered(10);
        bob.millis.addAndGet(java.time.Duration.ofDays(30).toMillis());
        bob.restart();
        Eventually.until("it was looked at", () -> bob.file(file.id).state() == State.OFFERED);
        bob.millis.addAndGet(java.time.Duration.ofDays(1).toMillis());
        bob.wake(); // no restart is needed
        bob.await(file.id, State.FAILED);
        assertTrue(bob.file(file.id).reason().orElseThrow().contains("30 days"));
        assertEquals(List.of(), bob.said(FileEnded.class));
    }
}
