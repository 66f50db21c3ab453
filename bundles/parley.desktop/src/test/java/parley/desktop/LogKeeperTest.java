package parley.desktop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

class LogKeeperTest {

    private static final LogWords WORDS = new LogWords(List.of("/home/robin/.parley", "/home/robin"));

    @Test
    void takesOutWhoAndWhereAndHowToComeIn() {
        for (var secret :
                new String[] {
                    "robin@relay.example",
                    "robin@relay.example:7463",
                    "https://relay.example:7463/i/AbCdEf0123456789AbCdEf",
                    "parley://relay.example/invite?t=abc",
                    "parley:relay.example/x",
                    "192.168.1.20",
                    "2001:db8::1",
                    "fe80::1c2f:aff:fe00:1%eth0",
                    "::1",
                    "3f5a9c0011223344556677889900aabb",
                    "q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJA",
                    "/home/robin/.parley/client/secret-name",
                    "/home/robin/Documents",
                }) {
            var clean = WORDS.clean("It failed for " + secret + " just now");
            assertFalse(clean.contains(secret), clean);
            assertFalse(clean.contains("robin"), clean);
            assertTrue(clean.startsWith("It failed for ") && clean.endsWith(" just now"), clean);
        }
        assertEquals("key 3f5a9c00… of two", WORDS.clean("key 3f5a9c0011223344556677889900aabb of two"));
        assertEquals("in ~/client and ~/x", WORDS.clean("in /home/robin/.parley/client and /home/robin/x"));
    }

    @Test
    void leavesWhatHelps() {
        for (var line :
                new String[] {
                    "parley.desktop.Preferences: the file is damaged: the window starts as new",
                    "java.lang.IllegalStateException: the relay said 503 at 10:42:07",
                    "org.apache.felix.scr.impl.manager.AbstractComponentManagerLongNameOfAClass$Inner.activateInternal",
                    "version 0.1.0, conversation 3f5a9c00",
                }) {
            assertEquals(line, WORDS.clean(line));
        }
    }

    @Test
    void isOneInertLineOfBoundedLength() {
        assertFalse(WORDS.clean("one\ntwo\u001b[2J \u202egnp").matches("(?s).*[\\n\u001b\u202e].*"));
        assertEquals("ab ".repeat(166) + "ab", WORDS.clean("ab ".repeat(166) + "ab"));
        assertEquals("z".repeat(500) + "…", WORDS.clean("z".repeat(501)));
        assertTrue(WORDS.clean("a b".repeat(1_000_000)).length() <= LogWords.LONGEST + 1);
        for (var hostile : new String[] {"0", "a:", ":", "@", "a@", "1.", "Aa0", "parley:", "f"}) {
            var seen = hostile.repeat(4 * LogWords.LONGEST).substring(0, 4 * LogWords.LONGEST);
            assertEquals(WORDS.clean(seen), WORDS.clean(hostile.repeat(1_000_000)), "what is behind is not looked at");
        }
    }

    @Test
    void keepsTheNewestLinesOfAllLoggersUntilItIsClosed() {
        var keeper = new LogKeeper("/home/robin/.parley", "/home/robin");
        var log = Logger.getLogger("parley.desktop.test");
        log.setUseParentHandlers(true);
        try {
            for (int i = 0; i < LogKeeper.MOST + 20; i++) log.log(Level.WARNING, "line {0} of robin@relay.example", i);
            var lines = keeper.lines();
            assertEquals(LogKeeper.MOST, lines.size());
            assertTrue(lines.getLast().endsWith("WARNING parley.desktop.test: line 519 of …@…"), lines.getLast());
            var record = new LogRecord(Level.SEVERE, "it failed");
            record.setLoggerName("parley.desktop.test");
            record.setThrown(new IllegalStateException("for 10.0.0.1", new RuntimeException("of robin@relay.example")));
            log.log(record);
            var all = String.join("\n", keeper.lines());
            assertTrue(all.contains("IllegalStateException: for …"), "the exception");
            assertTrue(all.contains("RuntimeException: of …@…"), "its cause");
            assertFalse(all.contains("robin"));
        } finally {
            keeper.close();
        }
        int before = keeper.lines().size();
        log.warning("afterwards");
        assertEquals(before, keeper.lines().size());
    }
}
