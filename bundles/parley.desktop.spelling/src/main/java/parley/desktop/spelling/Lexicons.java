package parley.desktop.spelling;

import static java.lang.System.Logger.Level.WARNING;

import parley.desktop.spelling.Dictionaries.Found;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * The dictionaries in use: each is read once, on a thread of its own, when it is wanted for the first time, and
 * forgotten when it is wanted no more. May be called from any thread.
 */
final class Lexicons {

    private static final System.Logger log = System.getLogger(Lexicons.class.getName());

    private final Map<Found, CompletableFuture<Lexicon>> read = new HashMap<>();

    /**
     * Those of {@code wanted} that can be used, in that order. Waits until they are read; that somebody waits no more
     * does not end the reading.
     */
    List<Lexicon> of(Collection<Found> wanted) throws InterruptedException {
        var usable = new ArrayList<Lexicon>();
        for (var each : begun(wanted)) {
            try {
                usable.add(each.get());
            } catch (ExecutionException e) {
                continue; // said when it was read, and on the page of the preferences
            }
        }
        return usable;
    }

    private synchronized List<CompletableFuture<Lexicon>> begun(Collection<Found> wanted) {
        read.keySet().retainAll(wanted);
        return wanted.stream().map(each -> read.computeIfAbsent(each, Lexicons::begin)).toList();
    }

    private static CompletableFuture<Lexicon> begin(Found found) {
        var lexicon = new CompletableFuture<Lexicon>();
        Runnable reading =
                () -> {
                    try {
                        lexicon.complete(Lexicon.read(found));
                    } catch (IOException e) {
                        log.log(WARNING, "the dictionary {0} is not used: {1}", found.id(), e.getMessage());
                        lexicon.completeExceptionally(e);
                    } catch (RuntimeException | Error e) { // whoever waits must not wait for ever
                        lexicon.completeExceptionally(e);
                        throw e;
                    }
                };
        // No virtual thread: it computes for a second, and has time.
        var thread = Thread.ofPlatform().daemon().name("spelling-" + found.id()).priority(Thread.MIN_PRIORITY);
        thread.start(reading);
        return lexicon;
    }

    /** Why {@code found} cannot be used, if that was tried and it cannot. */
    synchronized Optional<Throwable> trouble(Found found) {
        var known = read.get(found);
        if (known == null || !known.isCompletedExceptionally()) return Optional.empty();
        return Optional.of(known.exceptionNow());
    }

    /** Forgets them all. */
    synchronized void close() {
        read.clear();
    }
}
