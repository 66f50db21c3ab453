package parley.desktop.backup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import org.eclipse.swt.widgets.Widget;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.desktop.api.UiThread;
import parley.desktop.backup.Task.Outcome;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** How a task is watched and ended. */
@Timeout(60)
class TaskTest {

    private final ExecutorService thread = Executors.newSingleThreadExecutor();

    private final UiThread ui =
            new UiThread() {
                @Override
                public void execute(Runnable task) {
                    thread.execute(task);
                }

                @Override
                public void update(Widget widget, Runnable task) {
                    thread.execute(task);
                }

                @Override
                public void latest(Object key, Runnable task) {
                    thread.execute(task);
                }

                @Override
                public boolean here() {
                    return false;
                }
            };

    @AfterEach
    void end() {
        thread.close();
    }

    private <T> Outcome<T> outcome(Task<T> task) throws Exception {
        var found = new CompletableFuture<Outcome<T>>();
        Runnable look = () -> task.outcome().ifPresent(found::complete);
        thread.execute(() -> {
            task.watch(look);
            look.run();
        });
        return found.get();
    }

    @Test
    void itTellsHowFarItIsAndWhatCameOfIt() throws Exception {
        var go = new CountDownLatch(1);
        var seen = new ArrayList<Integer>();
        Task<String> task =
                Task.start(
                        ui,
                        progress -> {
                            await(go);
                            for (var at : new long[] {0, 1, 500, 500, 1000}) progress.at(at, 1000);
                            progress.at(7, 0); // nothing to do at all
                            return "whole";
                        });
        var found = new CompletableFuture<Outcome<String>>();
        thread.submit(() ->
                        task.watch(() -> {
                            if (task.outcome().isEmpty()) seen.add(task.percent());
                            task.outcome().ifPresent(found::complete);
                        }))
                .get(); // one watcher throughout: another would take the place of this one before it has heard
        go.countDown();
        assertEquals(new Outcome.Done<>("whole"), found.get());
        assertEquals(3, seen.size(), "at 50, at 100 and at nothing: where it stays, nobody is told");
        assertEquals(List.of(), seen.stream().filter(each -> each < 0 || each > 100).toList());
    }

    @Test
    void whatFailedIsASentence() throws Exception {
        Task<String> said =
                Task.start(
                        ui,
                        _ -> {
                            throw new CommandException(Code.DAMAGED, "it was altered; make another");
                        });
        assertEquals(new Outcome.Failed<>("It was altered; make another."), outcome(said));
        Task<String> named =
                Task.start(
                        ui,
                        _ -> {
                            throw new CommandException(Code.REFUSED, "/home/é is no backup");
                        });
        assertEquals(new Outcome.Failed<>("/home/é is no backup."), outcome(named), "a file's name stays what it is");
    }

    @Test
    void aMistakeInsideIsSaidAndNotSwallowed() throws Exception {
        Task<String> task =
                Task.start(
                        ui,
                        _ -> {
                            throw new IllegalStateException("on purpose");
                        });
        var failed = assertInstanceOf(Outcome.Failed.class, outcome(task));
        assertEquals("Something failed inside. The log has the details, and you can try again.", failed.why());
    }

    @Test
    void whoCancelsIsNotToldOfAFailure() throws Exception {
        var begun = new CountDownLatch(1);
        Task<String> task =
                Task.start(
                        ui,
                        progress -> {
                            begun.countDown();
                            while (progress.at(1, 2)) Thread.onSpinWait();
                            throw new CommandException(Code.REFUSED, "it was cancelled");
                        });
        begun.await();
        task.cancel();
        assertEquals(new Outcome.Cancelled<>(), outcome(task));
    }

    @Test
    void whatWasDoneAlreadyIsNotCancelled() throws Exception {
        var go = new CountDownLatch(1);
        Task<String> task =
                Task.start(
                        ui,
                        _ -> {
                            await(go);
                            return "restored";
                        });
        task.cancel();
        go.countDown();
        assertEquals(new Outcome.Done<>("restored"), outcome(task));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
