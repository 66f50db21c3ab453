package parley.desktop.backup;

import org.jspecify.annotations.Nullable;

import parley.client.api.Backups.Progress;
import parley.client.api.CommandException;
import parley.client.api.Sentences;
import parley.desktop.api.UiThread;
import parley.desktop.api.control.Words;
import parley.desktop.api.text.Phrases;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Something with a backup, which takes its time: a virtual thread does it, and whoever watches hears how far it is.
 * What can be asked of it is for the UI thread.
 */
final class Task<T> {

    private static final Phrases T = Phrases.of(Task.class);
    private static final System.Logger log = System.getLogger(Task.class.getName());
    private static final int ALL = 100;

    /** What is to be done. */
    @FunctionalInterface
    interface Work<T> {
        T run(Progress progress) throws CommandException;
    }

    /** What came of it. */
    sealed interface Outcome<T> {

        record Done<T>(T it) implements Outcome<T> {}

        /** It did not work; {@code why} is a sentence for a person. */
        record Failed<T>(String why) implements Outcome<T> {}

        /** Nobody wanted it any more, and nothing is left of it. */
        record Cancelled<T>() implements Outcome<T> {}
    }

    private final UiThread ui;
    private final AtomicBoolean unwanted = new AtomicBoolean();
    private final AtomicInteger percent = new AtomicInteger();
    private @Nullable Outcome<T> outcome;
    private Runnable watcher = () -> {};

    private Task(UiThread ui) {
        this.ui = ui;
    }

    /** Begins {@code work}. */
    static <T> Task<T> start(UiThread ui, Work<T> work) {
        var task = new Task<T>(ui);
        Thread.ofVirtual().name("backup-task").start(() -> task.run(work));
        return task;
    }

    private void run(Work<T> work) {
        var end = outcome(work);
        ui.execute(() -> {
            outcome = end;
            watcher.run();
        });
    }

    private Outcome<T> outcome(Work<T> work) {
        try {
            return new Outcome.Done<>(work.run(this::at));
        } catch (CommandException e) {
            return unwanted.get() ? new Outcome.Cancelled<>() : new Outcome.Failed<>(sentence(e));
        } catch (RuntimeException | LinkageError e) {
            log.log(System.Logger.Level.ERROR, "What was asked for with a backup failed", e);
            return new Outcome.Failed<>(T.get("failed"));
        }
    }

    private boolean at(long done, long whole) {
        int now = whole <= 0 ? 0 : (int) Math.min(ALL, ALL * (done / (double) whole));
        if (percent.getAndSet(now) != now) ui.latest(this, () -> watcher.run());
        return !unwanted.get();
    }

    /** Why it failed, as a sentence of its own. */
    static String sentence(CommandException e) {
        return Sentences.of(Words.plain(String.valueOf(e.getMessage()))); // a file's name may be somebody else's
    }

    /** How far it is, of a hundred. */
    int percent() {
        return percent.get();
    }

    /** What came of it, once it is over. */
    Optional<Outcome<T>> outcome() {
        return Optional.ofNullable(outcome);
    }

    /** Has {@code changed}, and nobody else, hear from now on that it has come further, or is over. */
    void watch(Runnable changed) {
        watcher = changed;
    }

    /** Ends it as soon as it can be ended. */
    void cancel() {
        unwanted.set(true);
    }
}
