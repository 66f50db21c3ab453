package parley.transfer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import parley.client.api.Transfers.State;
import parley.client.api.chat.Companion;
import parley.protocol.ConversationId;
import parley.protocol.Hash;
import parley.protocol.MessageId;
import parley.protocol.content.Content.FileComplete;
import parley.protocol.content.Content.FileLeaves;
import parley.protocol.content.Content.FileOffer;
import parley.protocol.wire.Bytes;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Random;

/** Files that are offered to a companion, and handed back: there is no relay at all. */
class LocalTest {

    @TempDir Path home;

    private final ScriptedRelay relay = new ScriptedRelay();
    private Person alice;
    private Person echo;

    @BeforeEach
    void begin() {
        relay.isUp = false;
        alice = new Person("alice", relay, home.resolve("files"));
        echo = new Person("echo", relay, home.resolve("echo"));
    }

    @AfterEach
    void end() throws Exception {
        echo.close();
        alice.close();
        assertEquals(List.of(), relay.calls);
        assertEquals(List.of(), relay.asked);
        assertTrue(alice.said(FileLeaves.class).isEmpty() && alice.said(FileComplete.class).isEmpty());
    }

    private Path file(String name, int size) throws Exception {
        var bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return Files.write(home.resolve(name), bytes);
    }

    private MessageId send(Path file) throws Exception {
        return alice.files.send(Person.HERE, List.of(file)).getFirst().id();
    }

    /** Hands back what was offered last. */
    private MessageId handBack(ConversationId where) throws Exception {
        var id = MessageId.random();
        alice.hear(echo, where, id, alice.said(FileOffer.class).getLast());
        return id;
    }

    private MessageId handBack() throws Exception {
        return handBack(Person.HERE);
    }

    private void fails(MessageId id, String reason) throws Exception {
        alice.await(id, State.FAILED);
        assertTrue(alice.file(id).reason().orElseThrow().contains(reason), alice.file(id)::toString);
        Eventually.until("nothing of it is left", () -> left().isEmpty());
    }

    private List<Path> left() throws Exception {
        try (var left = Files.list(alice.folder)) {
            return left.toList();
        }
    }

    @Test
    void isSentAndComesBack() throws Exception {
        for (var size : List.of(0, 1, (1 << 20) - 1, 1 << 20, (3 << 20) + 7)) {
            var path = file("file" + size, size);
            var sent = send(path);
            assertEquals(Companion.RELAY, alice.said(FileOffer.class).getLast().relay());
            alice.await(sent, State.DONE);
            var sha256 = Hash.of(Bytes.wrap(Files.readAllBytes(path))).hex();
            assertEquals(sha256, alice.file(sent).sha256().orElseThrow());
            assertEquals(List.of(State.OFFERED, State.DONE), alice.states(sent));
            var back = handBack();
            assertEquals(State.OFFERED, alice.file(back).state());
            alice.accept(back);
            alice.await(back, State.DONE);
            assertEquals(sha256, alice.file(back).sha256().orElseThrow());
            assertEquals((long) size, alice.file(back).bytes());
            assertArrayEquals(Files.readAllBytes(path), Files.readAllBytes(alice.file(back).path().orElseThrow()));
        }
    }

    @Test
    void isTakenOnceWhatWasSentIsKnown() throws Exception {
        alice.restart();
        alice.files.close(); // nothing moves
        var path = file("file", 5);
        var sent = send(path);
        var back = handBack();
        alice.accept(back);
        assertEquals(State.OFFERED, alice.file(sent).state());
        alice.restart(); // now both do, in any order
        alice.await(back, State.DONE);
        alice.await(sent, State.DONE);
    }

    @Test
    void whatHasChangedSinceIsNotTaken() throws Exception {
        var path = file("file", 5);
        alice.await(send(path), State.DONE);
        var back = handBack();
        Files.writeString(path, "other");
        alice.accept(back);
        fails(back, "not what it was");
        var again = handBack();
        Files.writeString(path, "other and much longer than it ever was");
        alice.accept(again);
        fails(again, "not what it was");
        var gone = handBack();
        Files.delete(path);
        alice.accept(gone);
        fails(gone, "not there any more");
    }

    @Test
    void whatChangesWhileItIsReadIsOfferedAnew() throws Exception {
        alice.files.close();
        var path = file("file", 5);
        var sent = send(path);
        Files.setLastModifiedTime(path, FileTime.fromMillis(1_000_000_000_000L));
        alice.restart();
        alice.await(sent, State.FAILED);
        Eventually.until("offered anew", () -> alice.said(FileOffer.class).size() == 2);
        assertEquals(Companion.RELAY, alice.said(FileOffer.class).getLast().relay());
        var back = handBack();
        alice.accept(back);
        alice.await(back, State.DONE);
    }

    @Test
    void whatIsCancelledOrRemovedIsNotHandedBack() throws Exception {
        alice.files.close();
        var sent = send(file("file", 5));
        var back = handBack();
        alice.accept(back);
        alice.files.cancel(sent);
        alice.restart();
        alice.await(back, State.FAILED);
        var other = send(file("other", 6));
        alice.await(other, State.DONE);
        var handed = handBack();
        alice.store.run(tx -> alice.files.erased(tx, other));
        alice.accept(handed);
        fails(handed, "not there any more");
    }

    @Test
    void nobodyElseGetsAtAFileByIt() throws Exception {
        alice.await(send(file("secret", 5)), State.DONE);
        var elsewhere = handBack(Person.TALK);
        alice.accept(elsewhere);
        fails(elsewhere, "not there any more");
    }
}
