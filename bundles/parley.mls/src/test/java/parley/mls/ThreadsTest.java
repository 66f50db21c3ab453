package parley.mls;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;

/** Independent groups on many threads share nothing. */
class ThreadsTest {

    @Test
    void groupsDoNotDisturbOneAnother() throws Exception {
        var conversations = new ArrayList<Callable<Integer>>();
        for (int i = 0; i < 16; i++) {
            var suite = Suites.of(i % 2 == 0 ? 1 : 3);
            var number = i;
            conversations.add(
                    () -> talk(Peer.group(suite, "alice" + number, "bob" + number, "carol" + number), number));
        }
        var heard = 0;
        try (var threads = Executors.newFixedThreadPool(8)) {
            for (var result : threads.invokeAll(conversations)) heard += result.get();
        }
        assertEquals(16 * 25 * 2, heard);
    }

    private static int talk(List<Peer> peers, int number) throws Exception {
        var heard = 0;
        for (int i = 0; i < 25; i++) {
            var speaker = peers.get(i % 3);
            if (i % 5 == 0) Peer.all(peers, speaker, speaker.commit(new CommitRequest()));
            var text = "group " + number + " message " + i;
            var message = speaker.say(text);
            for (var peer : peers) {
                if (peer == speaker) continue;
                assertEquals(text, peer.hear(message));
                heard++;
            }
        }
        return heard;
    }

    /** One immutable state, read by many at once: every thread finds the same. */
    @Test
    void oneStateServesManyReaders() throws Exception {
        var peers = Peer.group(Suites.of(1), "alice", "bob");
        var message = peers.get(0).say("to whom it may concern");
        var state = peers.get(1).group;
        var readers = new ArrayList<Callable<Long>>();
        for (int i = 0; i < 32; i++) {
            readers.add(() -> {
                var received = state.receive(Suites.of(1), message, Peer.PSKS, CredentialCheck.none());
                return (long) ((Received.Application) received).data().length;
            });
        }
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var result : threads.invokeAll(readers)) assertEquals(22L, result.get());
        }
    }
}
