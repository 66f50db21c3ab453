package parley.desktop.lock;

import parley.client.api.CommandException;
import parley.desktop.api.UiThread;
import parley.desktop.api.text.Phrases;

import java.util.function.Consumer;

/** Something of the app lock, which takes a second: done off the UI thread. */
@FunctionalInterface
interface Errand {

    Phrases T = Phrases.of(Errand.class);
    System.Logger log = System.getLogger(Errand.class.getName());

    void run() throws CommandException;

    /** Runs it; {@code done} and {@code failed}, which hears why not, are called on the UI thread. */
    default void start(UiThread ui, Runnable done, Consumer<String> failed) {
        Thread.ofVirtual()
                .name("lock-errand")
                .start(() -> {
                    try {
                        run();
                        ui.execute(done);
                    } catch (CommandException e) {
                        ui.execute(() -> failed.accept(e.sentence()));
                    } catch (RuntimeException | LinkageError e) {
                        log.log(System.Logger.Level.ERROR, "What was asked for with the app lock failed", e);
                        ui.execute(() -> failed.accept(T.get("lock.failed")));
                    }
                });
    }
}
