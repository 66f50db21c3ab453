package parley.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import static parley.history.SealedHistoryTest.bytes;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import parley.client.api.Event;
import parley.client.api.Feed;

import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.IntStream;

/** The process is killed (SIGKILL), at any moment. */
class CrashTest {

    @TempDir Path home;

    @Test
    void whatWasCommittedStaysAndNothingStaysByHalves() throws Exception {
        var said = 0;
        for (int round = 1; round <= 4; round++) {
            try (var child = Child.start("count", home)) {
                for (int i = 0; i < 40 * round; i++) said = Integer.parseInt(child.line());
                child.kill();
                for (var line = child.line(); line != null; line = child.line()) said = Integer.parseInt(line);
            }
            var history = new SealedHistory(home);
            var stored =
                    history.transact(tx -> {
                        var n = Integer.parseInt(SealedHistoryTest.text(tx.get("s", bytes("n")).orElseThrow()));
                        assertEquals(n, tx.ascending("s", bytes("row"), 0, Integer.MAX_VALUE).size());
                        assertEquals(n, tx.descending("s", bytes("row"), Long.MAX_VALUE, 1).getFirst().order());
                        return n;
                    });
            assertTrue(stored == said || stored == said + 1, "said " + said + ", stored " + stored);
            assertEquals(
                    IntStream.rangeClosed(1, stored).mapToObj(i -> new Event.Notice(String.valueOf(i))).toList(),
                    history.after(0, Integer.MAX_VALUE).stream().map(Feed.Item::event).toList());
            history.close();
            said = stored;
        }
    }

    @Test
    void whatWasNotCommittedIsGone() throws Exception {
        try (var child = Child.start("inside", home)) {
            assertEquals("inside", child.line());
        }
        var history = new SealedHistory(home);
        assertEquals(Optional.empty(), history.transact(tx -> tx.get("s", bytes("half"))));
        history.close();
    }
}
