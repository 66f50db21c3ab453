package parley.transfer;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

class TasksTest {

    @Test
    void stopsAndWaits() throws Exception {
        var tasks = new Tasks();
        var begun = new CountDownLatch(1);
        var ended = new AtomicBoolean();
        tasks.start(
                "waits",
                () -> {
                    begun.countDown();
                    try {
                        new CountDownLatch(1).await();
                    } catch (InterruptedException e) {
                        ended.set(true);
                    }
                });
        BlobsTest.await(begun);
        tasks.close();
        assertTrue(ended.get());
        assertFalse(tasks.start("late", () -> ended.set(false)));
        assertTrue(ended.get());
    }

    @Test
    void isNotWaitedForByItself() throws Exception {
        var tasks = new Tasks();
        var closed = new CountDownLatch(1);
        tasks.start(
                "closes",
                () -> {
                    try {
                        tasks.close();
                        closed.countDown();
                    } catch (InterruptedException e) {
                        throw new AssertionError(e);
                    }
                });
        BlobsTest.await(closed);
    }
}
