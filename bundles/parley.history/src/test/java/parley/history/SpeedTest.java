package parley.history;

import static org.junit.jupiter.api.Assertions.assertEquals;

import static parley.history.SealedHistoryTest.bytes;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

/** Prints how fast it is; asserts nothing about it. */
class SpeedTest {

    private static final int ROWS = 100_000;

    @TempDir Path home;

    @Test
    void aHundredThousandMessages() throws Exception {
        var history = new SealedHistory(home);
        var value = bytes("m".repeat(256));
        var start = System.nanoTime();
        history.transact(tx -> {
            for (int i = 0; i < ROWS; i++) tx.put("chat.message", bytes("conversation " + i % 50), i, value);
            return null;
        });
        print("100,000 rows written in one transaction", start);
        start = System.nanoTime();
        for (int i = 0; i < 300; i++) {
            var n = i;
            history.transact(tx -> {
                tx.put("chat.message", bytes("conversation 1"), ROWS + n, value);
                tx.put("chat.state", bytes("conversation 1"), bytes("s".repeat(4000)));
                tx.put("chat.position", bytes("conversation 1"), bytes("p"));
                return null;
            });
        }
        print("300 transactions of three rows, each on disk", start);
        start = System.nanoTime();
        var page = history.transact(tx -> tx.descending("chat.message", bytes("conversation 7"), Long.MAX_VALUE, 100));
        assertEquals(100, page.size());
        print("the newest 100 of a conversation", start);
        history.close();
        start = System.nanoTime();
        var again = new SealedHistory(home);
        var everything = again.transact(tx -> tx.ascending("chat.message", bytes("conversation 7"), 0, 10_000));
        assertEquals(2000, everything.size());
        print("opened again, and read all of a conversation", start);
        again.close();
    }

    private static void print(String what, long start) {
        System.out.printf("history: %s: %.1f ms%n", what, (System.nanoTime() - start) / 1e6);
    }
}
