package parley.desktop.chat;

import org.jspecify.annotations.Nullable;

import parley.client.api.CommandException;
import parley.desktop.api.UiThread;

import java.util.function.Consumer;

/** Something a person asked for that may take its time: a virtual thread does it, the UI thread hears the answer. */
@FunctionalInterface
interface Errand<T> {

    T run() throws CommandException;

    /** Begins it; one of both hears what came of it. */
    default void start(UiThread ui, Consumer<T> done, Consumer<String> failed) {
        begin(ui, done, e -> failed.accept(sentence(e)));
    }

    /** As {@link #start}, where more of a failure is asked for than its sentence. */
    default void begin(UiThread ui, Consumer<T> done, Consumer<CommandException> failed) {
        Attempt attempt =
                () -> {
                    var answer = run();
                    ui.execute(() -> done.accept(answer));
                };
        Thread.ofVirtual().name("desk-errand").start(() -> attempt.orElse(e -> ui.execute(() -> failed.accept(e))));
    }

    /** Why it failed, for a person. */
    static String sentence(CommandException e) {
        @Nullable String text = e.getMessage();
        return text == null ? Texts.sentence(null) : text;
    }
}
