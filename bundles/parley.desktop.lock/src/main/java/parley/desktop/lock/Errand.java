package parley.desktop.lock;

import parley.client.api.CommandException;
import parley.desktop.api.UiThread;

import java.util.function.Consumer;

/** Something of the app lock, which takes a second: done off the UI thread. */
@FunctionalInterface
interface Errand {

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
                    }
                });
    }
}
