package parley.terminal;

import static java.lang.System.Logger.Level.WARNING;

import parley.client.api.CommandException;
import parley.client.api.Event;
import parley.client.api.Feed;
import parley.client.api.Message;
import parley.protocol.ConversationId;
import parley.protocol.MessageId;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/** Shows the durable events, each once, in their order, and marks them shown behind the flush. */
final class FeedPrinter implements AutoCloseable {

    private static final System.Logger log = System.getLogger(FeedPrinter.class.getName());
    private static final int BATCH = 100;

    /** What people call things of which events have the number. */
    interface Names {
        /** The title of a group; empty for a conversation of two, which its person names. */
        Optional<String> group(ConversationId id);

        String suite(int suite);

        /** A message, unless it is not here any more. */
        Optional<Message> message(MessageId id);

        /** What a message answers, if that is here. */
        Optional<Message> quoted(MessageId reply);
    }

    private final Feed feed;
    private final Output output;
    private final Names names;
    private final OnScreen screen;
    private final Semaphore news = new Semaphore(1);
    private final Thread thread;
    private volatile boolean closed;

    /**
     * Shows them from now on, on a thread of its own.
     *
     * @param screen is told of each, and whenever nothing is left
     */
    FeedPrinter(Feed feed, Output output, Names names, OnScreen screen) {
        this.feed = feed;
        this.output = output;
        this.names = names;
        this.screen = screen;
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
        for (var items = after(sequence); !items.isEmpty(); items = after(sequence)) {
            for (var item : items) {
                print(output, item.event(), names);
                screen.printed(item.event());
                sequence = item.sequence();
            }
            if (output.broken()) return sequence; // nobody reads: show them again another time
            feed.shown(sequence);
        }
        screen.caughtUp();
        return sequence;
    }

    /** While the profile is locked there is nothing to show. */
    private List<Feed.Item> after(long sequence) throws CommandException {
        try {
            return feed.after(sequence, BATCH);
        } catch (CommandException e) {
            if (e.code() == CommandException.Code.PASSPHRASE_NEEDED) return List.of();
            throw e;
        }
    }

    /** Shows an event, if it is for who reads here. */
    static void print(Output output, Event event, Names names) {
        if (output.json()) {
            var object = EventFields.json(event);
            if (object != null) output.object(object);
        } else {
            EventFields.line(event, names).ifPresent(output::line);
        }
    }
}
