package parley.history;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import parley.client.api.ClientListener;
import parley.client.api.CommandException;
import parley.client.api.Event;
import parley.client.api.Event.Notice;
import parley.client.api.Event.SuitesPresent;
import parley.client.api.Feed.Item;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

class FeedTest {

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
    void keepsWhatWasNotShownOverARestart() throws Exception {
        tell("one", "two", "three");
        assertEquals(List.of("one", "two"), texts(history.after(0, 2)));
        assertEquals(List.of("three"), texts(history.after(2, 9)));
        history.shown(2);
        history.close();
        history = new SealedHistory(home);
        assertEquals(List.of("three"), texts(history.after(0, 9)));
        history.shown(3);
        history.close();
        history = new SealedHistory(home);
        assertEquals(List.of(), history.after(0, 9));
        tell("four");
        assertEquals(List.of(new Item(4, new Notice("four"))), history.after(0, 9));
        assertEquals(List.of(), history.after(0, -1));
    }

    @Test
    void aRolledBackEventLeavesNoGapAndNoSound() throws Exception {
        var heard = new LinkedBlockingQueue<Event>();
        history.listeners = List.of(heard::add);
        tell("one");
        try {
            history.transact(tx -> {
                tx.tell(new Notice("never"));
                throw new CommandException(CommandException.Code.REFUSED, "no");
            });
        } catch (CommandException e) {
            assertEquals("no", e.getMessage());
        }
        tell("two");
        assertEquals(List.of(new Item(1, new Notice("one")), new Item(2, new Notice("two"))), history.after(0, 9));
        assertEquals(new Notice("one"), heard.poll(30, TimeUnit.SECONDS));
        assertEquals(new Notice("two"), heard.poll(30, TimeUnit.SECONDS));
    }

    /** Listeners hear it all the same: they may show what it tells of. */
    @Test
    void whatIsTakenBackIsNotKept() throws Exception {
        var heard = new LinkedBlockingQueue<Event>();
        history.listeners = List.of(heard::add);
        var number = history.transact(tx -> tx.tell(new Notice("secret")));
        tell("two");
        assertTrue(history.<Boolean>transact(tx -> tx.untell(number)));
        assertFalse(history.<Boolean>transact(tx -> tx.untell(number)), "it is nothing by now");
        history.run(tx -> tx.tellNow(new Notice("at once")));
        assertEquals(List.of("two"), texts(history.after(0, 9)));
        for (var text : List.of("secret", "two", "at once")) {
            assertEquals(new Notice(text), heard.poll(30, TimeUnit.SECONDS));
        }
        // A face has it by now, and may have shown it: it comes no more, but was not kept from everybody.
        var three = history.transact(tx -> tx.tell(new Notice("shown")));
        history.after(0, 9);
        assertFalse(history.<Boolean>transact(tx -> tx.untell(three)));
        history.close();
        history = new SealedHistory(home);
        assertEquals(List.of("two"), texts(history.after(0, 9)));
        tell("three");
        assertEquals(List.of("two", "three"), texts(history.after(0, 9)));
    }

    @Test
    void tellsEveryListenerInTheOrderOfCommits() throws Exception {
        var heard = new LinkedBlockingQueue<Event>();
        ClientListener faulty =
                event -> {
                    throw new IllegalStateException("its own fault");
                };
        ClientListener gone =
                event -> {
                    throw new NoClassDefFoundError("its bundle is being taken away");
                };
        history.listeners = List.of(faulty, gone, heard::add);
        var writers = new ArrayList<CompletableFuture<Void>>();
        for (int w = 0; w < 4; w++)
            writers.add(
                    CompletableFuture.runAsync(() -> {
                        for (int i = 0; i < 50; i++) tell(i + "a", i + "b");
                    }));
        writers.forEach(CompletableFuture::join);
        history.publish(new SuitesPresent());
        var live = new ArrayList<Event>();
        while (live.size() < 401) live.add(heard.poll(30, TimeUnit.SECONDS));
        assertEquals(new SuitesPresent(), live.removeLast());
        assertEquals(live, history.after(0, 1000).stream().map(Item::event).toList());
    }

    /** It sees what it is told of, whatever thread it is on. */
    @Test
    void tellsAfterTheCommit() throws Exception {
        var seen = new CompletableFuture<Integer>();
        history.listeners =
                List.of(event -> {
                    try {
                        seen.complete(history.after(0, 9).size());
                    } catch (CommandException e) {
                        seen.completeExceptionally(e);
                    }
                });
        tell("one", "two");
        assertEquals(2, seen.get(30, TimeUnit.SECONDS));
    }

    @Test
    void aListenerThatHangsSlowsWritersButDoesNotStopThem() throws Exception {
        var hang = new CountDownLatch(1);
        history.listeners =
                List.of(event -> {
                    try {
                        assertTrue(hang.await(30, TimeUnit.SECONDS));
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
        var many = new String[5000];
        java.util.Arrays.fill(many, "x");
        tell(many);
        tell("one more");
        assertEquals(5001, history.after(0, 10_000).size());
        hang.countDown();
    }

    private void tell(String... texts) {
        try {
            history.transact(tx -> {
                for (var text : texts) tx.tell(new Notice(text));
                return null;
            });
        } catch (CommandException e) {
            throw new AssertionError(e);
        }
    }

    private static List<String> texts(List<Item> items) {
        return items.stream().map(item -> ((Notice) item.event()).text()).toList();
    }
}
