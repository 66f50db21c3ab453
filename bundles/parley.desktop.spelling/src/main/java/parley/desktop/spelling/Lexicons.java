package parley.desktop.spelling;

import static java.lang.System.Logger.Level.WARNING;

import parley.desktop.spelling.Dictionaries.Found;
import parley.desktop.spelling.UnusableException.Reason;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * The dictionaries in use: each is read once, on a thread of its own, when it is wanted for the first time, and
 * forgotten when it is wanted no more. May be called from any thread.
 */
final class Lexicons {

    private static final System.Logger log = System.getLogger(Lexicons.class.getName());

    /** A dictionary that is being read, or was. */
    private record Reading(long cost, CompletableFuture<Lexicon> lexicon) {}

    private final Map<Found, Reading> read = new HashMap<>();
    private final long room;

    /** They may take half of the memory that there can be: who runs out of it is ended. */
    Lexicons() {
        this(Runtime.getRuntime().maxMemory() / 2);
    }

    /**
     * @param room how much of the memory they may take together, in bytes
     */
    Lexicons(long room) {
        this.room = room;
    }

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
        boolean gone = read.keySet().retainAll(wanted);
        if (gone) read.values().removeIf(each -> each.cost == 0); // there may be room now
        long left = room - read.values().stream().mapToLong(Reading::cost).sum();
        for (var each : wanted) {
            if (read.containsKey(each)) continue;
            long cost = DictionaryBounds.cost(each);
            boolean fits = cost <= left;
            read.put(each, fits ? new Reading(cost, begin(each)) : new Reading(0, lacking(each)));
            if (fits) left -= cost;
        }
        return wanted.stream().map(each -> Objects.requireNonNull(read.get(each)).lexicon).toList();
    }

    private static CompletableFuture<Lexicon> lacking(Found found) {
        var why = new UnusableException(Reason.MEMORY, "", "there is too little memory for it");
        log.log(WARNING, "the dictionary {0} is not used: {1}", found.id(), why.getMessage());
        return CompletableFuture.failedFuture(why);
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
        if (known == null || !known.lexicon.isCompletedExceptionally()) return Optional.empty();
        return Optional.of(known.lexicon.exceptionNow());
    }

    /** Forgets them all. */
    synchronized void close() {
        read.clear();
    }
}
