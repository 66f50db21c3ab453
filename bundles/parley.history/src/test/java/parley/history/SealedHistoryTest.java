package parley.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import parley.client.api.CommandException;
import parley.client.api.Event;
import parley.client.api.store.Transaction;
import parley.client.api.store.Transaction.Row;
import parley.protocol.wire.Bytes;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;

class SealedHistoryTest {

    @TempDir Path home;

    SealedHistory history;

    @BeforeEach
    void open() {
        history = new SealedHistory(home);
    }

    @AfterEach
    void close() {
        history.close();
    }

    @Test
    void keepsRecordsOverARestart() throws Exception {
        write(tx -> {
            tx.put("chat.message", bytes("a"), bytes("one"));
            tx.put("chat.message", bytes("a"), 7, bytes("seven"));
            tx.put("chat.message", bytes("b"), Bytes.EMPTY);
        });
        reopen();
        write(tx -> {
            assertEquals(Optional.of(bytes("one")), tx.get("chat.message", bytes("a")));
            assertEquals(Optional.of(bytes("seven")), tx.get("chat.message", bytes("a"), 7));
            assertEquals(Optional.of(Bytes.EMPTY), tx.get("chat.message", bytes("b")));
            assertEquals(Optional.empty(), tx.get("chat.message", bytes("c")));
            assertEquals(Optional.empty(), tx.get("chat.other", bytes("a")));
            assertEquals(2, tx.ascending("chat.message", bytes("a"), 0, 10).size());
            assertEquals(List.of(), tx.ascending("chat.message", bytes("c"), 0, 10));
        });
    }

    @Test
    void replacesAndRemoves() throws Exception {
        write(tx -> {
            tx.put("s", bytes("a"), bytes("old"));
            tx.put("s", bytes("a"), bytes("new"));
            tx.put("s", bytes("a"), 1, bytes("gone"));
            tx.remove("s", bytes("a"), 1);
            tx.remove("s", bytes("never there"));
        });
        write(tx -> {
            assertEquals(Optional.of(bytes("new")), tx.get("s", bytes("a")));
            assertEquals(Optional.empty(), tx.get("s", bytes("a"), 1));
        });
    }

    @Test
    void pagesInBothDirections() throws Exception {
        write(tx -> {
            for (long order : new long[] {5, -3, 0, Long.MAX_VALUE, 2})
                tx.put("s", bytes("a"), order, bytes("v" + order));
            tx.put("s", bytes("b"), 1, bytes("another's"));
        });
        write(tx -> {
            assertEquals(List.of(0L, 2L), orders(tx.ascending("s", bytes("a"), 0, 2)));
            assertEquals(List.of(5L, Long.MAX_VALUE), orders(tx.ascending("s", bytes("a"), 3, 9)));
            assertEquals(List.of(5L, 2L), orders(tx.descending("s", bytes("a"), 5, 2)));
            assertEquals(List.of(0L, -3L), orders(tx.descending("s", bytes("a"), 1, 9)));
            assertEquals(List.of(Long.MAX_VALUE), orders(tx.descending("s", bytes("a"), Long.MAX_VALUE, 1)));
            assertEquals(List.of(), tx.ascending("s", bytes("a"), 0, 0));
            assertEquals(List.of(), tx.ascending("s", bytes("a"), 0, -1));
            assertEquals(bytes("v2"), tx.ascending("s", bytes("a"), 2, 1).getFirst().value());
        });
    }

    @Test
    void givesTheValuesOfASpace() throws Exception {
        write(tx -> {
            tx.put("s", bytes("a"), bytes("1"));
            tx.put("s", bytes("a"), 4, bytes("2"));
            tx.put("s", bytes("b"), bytes("3"));
            tx.put("t", bytes("a"), bytes("4"));
        });
        write(tx -> {
            assertEquals(Set.of(bytes("1"), bytes("2"), bytes("3")), new HashSet<>(tx.all("s")));
            assertEquals(List.of(), tx.all("none"));
        });
    }

    @Test
    void returnsWhatTheWorkReturns() throws Exception {
        assertEquals("it", history.transact(tx -> "it"));
    }

    @Test
    void rollsBackWhatThrows() throws Exception {
        var why = new CommandException(CommandException.Code.REFUSED, "no");
        var thrown =
                assertThrows(
                        CommandException.class,
                        () ->
                                history.transact(tx -> {
                                    tx.put("s", bytes("a"), bytes("never"));
                                    tx.tell(new Event.Notice("never"));
                                    tx.afterCommit(() -> {
                                        throw new AssertionError("ran after a roll-back");
                                    });
                                    throw why;
                                }));
        assertSame(why, thrown);
        assertThrows(
                IllegalStateException.class,
                () ->
                        history.transact(tx -> {
                            tx.put("s", bytes("a"), bytes("never"));
                            throw new IllegalStateException("a fault");
                        }));
        write(tx -> assertEquals(Optional.empty(), tx.get("s", bytes("a"))));
        assertEquals(List.of(), history.after(0, 10));
    }

    @Test
    void runsActionsAfterTheCommitInOrderAndOutsideTheTransaction() throws Exception {
        var ran = new ArrayList<String>();
        write(tx -> {
            tx.put("s", bytes("a"), bytes("v"));
            tx.afterCommit(() -> ran.add("first, sees " + found("a")));
            tx.afterCommit(() -> {
                throw new IllegalStateException("its own fault");
            });
            tx.afterCommit(() -> ran.add("third"));
            assertEquals(List.of(), ran);
        });
        assertEquals(List.of("first, sees true", "third"), ran);
    }

    @Test
    void refusesATransactionInsideATransaction() throws Exception {
        write(tx -> assertThrows(IllegalStateException.class, () -> history.transact(inner -> "never")));
        write(tx -> tx.put("s", bytes("a"), bytes("goes on")));
    }

    @Test
    void refusesATransactionThatHasEndedOrIsAnothersThread() throws Exception {
        var kept = new AtomicReference<Transaction>();
        write(tx -> {
            kept.set(tx);
            var elsewhere = CompletableFuture.runAsync(() -> tx.get("s", bytes("a")));
            assertThrows(CompletionException.class, elsewhere::join);
        });
        assertThrows(IllegalStateException.class, () -> kept.get().put("s", bytes("a"), bytes("late")));
        assertThrows(IllegalStateException.class, () -> kept.get().afterCommit(() -> {}));
    }

    @Test
    void saysThatItIsClosed() {
        history.close();
        var thrown = assertThrows(CommandException.class, () -> history.check());
        assertEquals("the profile is being closed; start Parley again", thrown.getMessage());
    }

    @Test
    void servesManyThreadsOneAtATime() throws Exception {
        write(tx -> tx.put("s", bytes("n"), bytes("0")));
        var all = new ArrayList<CompletableFuture<Void>>();
        for (int i = 0; i < 8; i++)
            all.add(
                    CompletableFuture.runAsync(() -> {
                        for (int n = 0; n < 25; n++) countUp();
                    }));
        all.forEach(CompletableFuture::join);
        write(tx -> assertEquals("200", text(tx.get("s", bytes("n")).orElseThrow())));
    }

    private void countUp() {
        try {
            write(tx -> {
                var n = Integer.parseInt(text(tx.get("s", bytes("n")).orElseThrow()));
                tx.put("s", bytes("n"), bytes(String.valueOf(n + 1)));
            });
        } catch (CommandException e) {
            throw new AssertionError(e);
        }
    }

    private boolean found(String id) {
        try {
            return history.transact(tx -> tx.get("s", bytes(id)).isPresent());
        } catch (CommandException e) {
            throw new AssertionError(e);
        }
    }

    private void reopen() throws Exception {
        history.close();
        assertFalse(java.nio.file.Files.exists(home.resolve("client/history.db-wal")), "the log was folded in");
        history = new SealedHistory(home);
    }

    interface Step {
        void in(Transaction tx) throws CommandException;
    }

    private void write(Step step) throws CommandException {
        history.transact(tx -> {
            step.in(tx);
            return null;
        });
    }

    private static List<Long> orders(List<Row> rows) {
        return rows.stream().map(Row::order).toList();
    }

    static Bytes bytes(String text) {
        return Bytes.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    static String text(Bytes bytes) {
        return new String(bytes.shared(), StandardCharsets.UTF_8);
    }
}
