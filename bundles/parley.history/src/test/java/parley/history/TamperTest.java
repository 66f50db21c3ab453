package parley.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import static parley.history.SealedHistoryTest.bytes;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sqlite.JDBC;

import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.client.api.Event;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;

/** Somebody with the disk in hand changes the database. */
class TamperTest {

    @TempDir Path home;

    @BeforeEach
    void fill() throws Exception {
        var history = new SealedHistory(home);
        history.transact(tx -> {
            tx.put("s", bytes("a"), 1, bytes("alice's"));
            tx.put("s", bytes("b"), 1, bytes("bob's"));
            tx.put("s", bytes("a"), 2, bytes("later"));
            tx.put("t", bytes("a"), 1, bytes("elsewhere"));
            tx.tell(new Event.Notice("first"));
            tx.tell(new Event.Notice("second"));
            return null;
        });
        history.close();
    }

    /** Each leaves a row where (s, a, 1) is read that was not written there. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE record SET value=zeroblob(60)",
                "UPDATE record SET value=zeroblob(0)",
                "UPDATE record SET value='text'",
                "UPDATE record SET value=substr(value,1,length(value)-1)",
                "UPDATE record SET value=value||x'00'",
                "UPDATE record SET value=x'02'||substr(value,2)",
                // The nonce's last byte, then the ciphertext's first
                "UPDATE record SET"
                        + " value=substr(value,1,24)||iif(substr(value,25,1)=x'5a',x'5b',x'5a')||substr(value,26)",
                "UPDATE record SET"
                        + " value=substr(value,1,25)||iif(substr(value,26,1)=x'5a',x'5b',x'5a')||substr(value,27)",
                // Another order's, another space's value
                "UPDATE record SET value=(SELECT value FROM record AS r WHERE r.space='s' AND r.ord=2) WHERE ord=1",
                "UPDATE record SET value=(SELECT value FROM record AS r WHERE r.space='t') WHERE space='s'",
            })
    void isNoticedWhereItIsRead(String change) throws Exception {
        alter(change);
        var history = new SealedHistory(home);
        var thrown = assertThrows(CommandException.class, () -> history.transact(tx -> tx.get("s", bytes("a"), 1)));
        assertEquals(Code.DAMAGED, thrown.code());
        history.close();
    }

    @Test
    void noticesThatTwoValuesWereSwapped() throws Exception {
        alter(
                "CREATE TEMP TABLE old AS SELECT id, value FROM record WHERE space='s' AND ord=1",
                "UPDATE record SET value=(SELECT value FROM old WHERE old.id<>record.id) WHERE space='s' AND ord=1");
        var history = new SealedHistory(home);
        for (var id : new String[] {"a", "b"}) {
            var thrown = assertThrows(CommandException.class, () -> history.transact(tx -> tx.get("s", bytes(id), 1)));
            assertEquals(Code.DAMAGED, thrown.code());
        }
        history.close();
    }

    /** A row's key changed: it is not found under the old one, and does not open under the new. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE record SET ord=9 WHERE space='s' AND ord=2",
                "UPDATE record SET space='s2' WHERE space='s' AND ord=2",
                "UPDATE record SET id=x'00112233445566778899aabbccddeeff' WHERE space='s' AND ord=2",
            })
    void cannotMoveARow(String change) throws Exception {
        alter(change);
        var history = new SealedHistory(home);
        assertEquals(Optional.empty(), history.transact(tx -> tx.get("s", bytes("a"), 2)));
        var thrown =
                assertThrows(
                        CommandException.class,
                        () -> history.transact(tx -> tx.all(change.contains("s2") ? "s2" : "s").size()));
        assertEquals(Code.DAMAGED, thrown.code());
        history.close();
    }

    @Test
    void oneBadValueCostsOnlyItsReaders() throws Exception {
        alter("UPDATE record SET value=zeroblob(60) WHERE space='t'");
        var history = new SealedHistory(home);
        assertThrows(CommandException.class, () -> history.transact(tx -> tx.get("t", bytes("a"), 1)));
        assertEquals(Optional.of(bytes("alice's")), history.transact(tx -> tx.get("s", bytes("a"), 1)));
        history.close();
    }

    @Test
    void nothingIsCommittedByWorkThatSwallowedTheFailure() throws Exception {
        alter("UPDATE record SET value=zeroblob(60) WHERE space='t'");
        var history = new SealedHistory(home);
        var thrown =
                assertThrows(
                        CommandException.class,
                        () ->
                                history.transact(tx -> {
                                    tx.put("s", bytes("new"), bytes("half"));
                                    assertThrows(RuntimeException.class, () -> tx.get("t", bytes("a"), 1));
                                    return null;
                                }));
        assertEquals(Code.DAMAGED, thrown.code());
        assertEquals(Optional.empty(), history.transact(tx -> tx.get("s", bytes("new"))));
        history.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE unshown SET event=zeroblob(60)",
                "UPDATE unshown SET event=(SELECT event FROM unshown AS u WHERE u.sequence=3-unshown.sequence)",
                "UPDATE unshown SET sequence=sequence+10",
            })
    void isNoticedInTheFeed(String change) throws Exception {
        alter(change);
        var history = new SealedHistory(home);
        assertEquals(Code.DAMAGED, assertThrows(CommandException.class, () -> history.after(0, 9)).code());
        history.close();
    }

    private void alter(String... changes) throws Exception {
        try (var connection = new JDBC().connect("jdbc:sqlite:" + home.resolve("client/history.db"), new Properties());
                var statement = connection.createStatement()) {
            for (var change : changes) statement.executeUpdate(change);
        }
    }
}
