package parley.terminal;

import static java.lang.System.Logger.Level.WARNING;

import parley.client.api.CommandException;
import parley.client.api.Event;
import parley.client.api.Feed;
import parley.protocol.ConversationId;

import java.util.Optional;
import java.util.concurrent.Semaphore;

/** Shows the durable events, each once, in their order, and marks them shown behind the flush. */
final class FeedPrinter implements AutoCloseable {

    private static final System.Logger log = System.getLogger(FeedPrinter.class.getName());
    private static final int BATCH = 100;

    /** What a group is called; empty for a conversation of two, which its person names. */
    @FunctionalInterface
    interface Titles {
        Optional<String> group(ConversationId id);
    }

    private final Feed feed;
    private final Output output;
    private final Titles titles;
    private final Semaphore news = new Semaphore(1);
    private final Thread thread;
    private volatile boolean closed;

    FeedPrinter(Feed feed, Output output, Titles titles) {
        this.feed = feed;
        this.output = output;
        this.titles = titles;
        this.thread = Thread.ofVirtual().name("feed").start(this::run);
    }

    /** There is something new. Called from any thread; returns at once. */
    void wake() {
        if (news.availablePermits() == 0) news.release();
    }

    /** Shows what there is, then ends. */
    @Override
    public void close() {
        closed = true;
        news.release();
        try {
            thread.join(2000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        long last = 0;
        try {
            while (true) {
                news.acquire();
                news.drainPermits();
                var ending = closed;
                last = show(last);
                if (ending) return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (CommandException e) {
            log.log(WARNING, "Events are no longer shown ({0}); start Parley again", e.getMessage());
        }
    }

    private long show(long last) throws CommandException {
        var sequence = last;
        for (var items = feed.after(sequence, BATCH); !items.isEmpty(); items = feed.after(sequence, BATCH)) {
            for (var item : items) {
                print(output, item.event(), titles);
                sequence = item.sequence();
            }
            if (output.broken()) return sequence; // nobody reads: show them again another time
            feed.shown(sequence);
        }
        return sequence;
    }

    /** Shows an event that names no conversation. */
    static void print(Output output, Event event) {
        print(output, event, _ -> Optional.empty());
    }

    private static void print(Output output, Event event, Titles titles) {
        if (output.json()) {
            var object = EventFields.json(event);
            if (object != null) output.object(object);
        } else {
            EventFields.line(event, titles).ifPresent(output::line);
        }
    }
}
