package parley.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.client.api.crypto.SuiteMissingException;
import parley.testing.Eventually;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

class StepsTest {

    /** As many frames of items as may wait. */
    private static final int ROOM = 64;

    private final List<String> heard = new CopyOnWriteArrayList<>();
    private volatile boolean listenerFails;

    private final Steps steps =
            new Steps(
                    "test",
                    new Steps.Trouble() {
                        @Override
                        public void suiteMissing(SuiteMissingException e) {
                            hear("missing " + e.suite());
                        }

                        @Override
                        public void failed(Throwable e) {
                            hear("failed " + e.getMessage());
                        }

                        @Override
                        public void overflowed() {
                            hear("overflowed");
                        }

                        private void hear(String word) {
                            heard.add(word);
                            if (listenerFails) throw new IllegalStateException("the listener too");
                        }
                    });

    private final CountDownLatch gate = new CountDownLatch(1);

    @AfterEach
    void close() throws Exception {
        gate.countDown();
        steps.close();
        steps.join();
    }

    private void hold() throws InterruptedException {
        var held = new CountDownLatch(1);
        steps.add(() -> {
            held.countDown();
            await(gate);
        });
        held.await();
    }

    private static boolean await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return true;
    }

    @Test
    void stepsRunInOrderAndWhateverOneThrowsTheNextRuns() {
        listenerFails = true;
        steps.add(() -> heard.add("one"));
        steps.add(() -> {
            throw new SuiteMissingException(7);
        });
        steps.add(() -> {
            throw new CommandException(Code.INTERNAL, "command");
        });
        steps.add(() -> {
            throw new IllegalStateException("runtime");
        });
        steps.add(() -> {
            throw new NoClassDefFoundError("linkage");
        });
        steps.add(() -> heard.add("two"));
        Eventually.until("all", () -> heard.contains("two"));
        assertEquals(List.of("one", "missing 7", "failed command", "failed runtime", "failed linkage", "two"), heard);
    }

    @Test
    void whoBringsItemsWaitsForRoom() throws Exception {
        hold();
        for (var i = 0; i < ROOM; i++) assertTrue(steps.addItems(() -> heard.add("item")));
        var added = new CountDownLatch(1);
        var reader =
                Thread.ofVirtual()
                        .start(() -> {
                            if (steps.addItems(() -> heard.add("last"))) added.countDown();
                        });
        Eventually.until("waits", () -> reader.getState() == Thread.State.TIMED_WAITING);
        assertEquals(1, added.getCount());
        gate.countDown();
        assertTrue(added.await(30, TimeUnit.SECONDS));
        reader.join();
        Eventually.until("all", () -> heard.contains("last"));
        assertEquals(ROOM + 1, heard.size());
        assertFalse(heard.contains("overflowed"));
    }

    /** While a step waits for the relay, nothing is gained by keeping the reader: what does not fit comes again. */
    @Test
    void whoBringsItemsDoesNotWaitForOneThatWaitsForTheRelay() throws Exception {
        var held = new CountDownLatch(1);
        steps.add(() -> {
            steps.withRelay(() -> {
                held.countDown();
                return await(gate);
            });
        });
        held.await();
        var added = new ArrayList<Boolean>();
        for (var i = 0; i <= ROOM; i++) added.add(steps.addItems(() -> heard.add("item")));
        assertEquals(ROOM, added.stream().filter(yes -> yes).count());
        assertFalse(added.getLast());
        assertFalse(steps.addItems(() -> heard.add("item"))); // nor does what comes behind the gap
        gate.countDown();
        Eventually.until("overflow is told, once", () -> heard.size() == ROOM + 1);
        assertEquals("overflowed", heard.getFirst());
        assertTrue(steps.addItems(() -> heard.add("later")));
        Eventually.until("later", () -> heard.contains("later"));
    }

    @Test
    void whatMayBeLeftOutIsLeftOutInACrowd() throws Exception {
        hold();
        for (var i = 0; i < 300; i++) steps.offer(() -> heard.add("offered"));
        gate.countDown();
        steps.add(() -> heard.add("end"));
        Eventually.until("all", () -> heard.contains("end"));
        assertEquals(256 + 1, heard.size());
    }

    @Test
    void aFloodIsMadeGood() throws Exception {
        hold();
        for (var i = 0; i < 4097; i++) steps.addOrOverflow(() -> heard.add("step"));
        gate.countDown();
        Eventually.until("all", () -> heard.size() == 4097);
        assertEquals(4096, heard.stream().filter("step"::equals).count());
        assertEquals(1, heard.stream().filter("overflowed"::equals).count());
    }

    @Test
    void closeTakesWhatWaitsAndEndsOneThatHangs() throws Exception {
        steps.add(() -> heard.add("before"));
        steps.close();
        steps.join();
        assertEquals(List.of("before"), heard);
        assertTrue(steps.addItems(() -> heard.add("after")));
        for (var i = 1; i < ROOM; i++) steps.addItems(() -> heard.add("after"));
        assertFalse(steps.addItems(() -> heard.add("after"))); // nobody is kept waiting for a thread that has ended
        assertEquals(List.of("before"), heard);
    }
}
