package parley.desktop.chat;

import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;

import parley.desktop.api.Spelling;
import parley.desktop.api.UiThread;

import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/**
 * Asks how words are written, off the UI thread. Who knows that may come and go; while nobody is there, nothing is
 * misspelt. Called on the UI thread, but for references; answers come there too.
 */
@Component(service = SpellingDesk.class)
public final class SpellingDesk {

    private static final System.Logger log = System.getLogger(SpellingDesk.class.getName());

    /** A question to whoever knows. */
    @FunctionalInterface
    private interface Question<T> {
        T ask(Spelling spelling) throws InterruptedException;
    }

    private final UiThread ui;

    /** A thread of the system: whoever knows computes, and counts how long. */
    private final ExecutorService asking =
            Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("spelling").factory());

    private volatile @Nullable Spelling spelling;
    private @Nullable Future<?> waiting;
    private @Nullable Corrections place;

    @Activate
    public SpellingDesk(@Reference UiThread ui) {
        this.ui = ui;
    }

    @Reference(
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void setSpelling(Spelling there) {
        spelling = there;
    }

    void unsetSpelling(Spelling gone) {
        if (spelling == gone) spelling = null;
    }

    @Deactivate
    void close() {
        asking.shutdownNow();
    }

    /** Whether there is somebody to ask. */
    boolean knows() {
        return spelling != null;
    }

    /** Asks what of {@code text} is misspelt, in place of any question that still waits for its answer. */
    void misspelt(String text, Consumer<List<Spelling.Range>> answer) {
        if (waiting != null) waiting.cancel(true);
        waiting = ask(it -> it.misspelt(text), answer);
    }

    /** Asks what {@code word} may have been meant to be. */
    void suggestions(String word, int most, Consumer<List<String>> answer) {
        ask(it -> it.suggestions(word, most), answer);
    }

    private <T> @Nullable Future<?> ask(Question<T> question, Consumer<T> answer) {
        var asked = spelling;
        if (asked == null || asking.isShutdown()) return null;
        return asking.submit(() -> {
            try {
                var found = question.ask(asked);
                ui.execute(() -> answer.accept(found));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt(); // somebody has written on
            } catch (RuntimeException e) { // a plug-in's mistake marks nothing
                log.log(System.Logger.Level.ERROR, "the spelling could not be asked", e);
            }
        });
    }

    /** {@code word} is right. */
    void learn(String word) {
        var there = spelling;
        if (there != null) there.learn(word);
    }

    /** One writes at {@code there} now. */
    void arrive(Corrections there) {
        place = there;
    }

    /** One writes at {@code there} no more. */
    void leave(Corrections there) {
        if (place == there) place = null;
    }

    /** Whether something misspelt stands where one writes. */
    boolean canCorrect() {
        return place != null && place.can();
    }

    /** Offers what the misspelt word nearest to the caret could be. */
    void correct() {
        if (place != null) place.offer();
    }
}
