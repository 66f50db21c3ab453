package parley.relay;

import parley.transport.api.Link;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The frames of one link that have come and are not answered yet. When there are too many the link is not read, and its
 * client feels it: no queue of the relay grows beyond this. Thread-safe; never blocks.
 */
final class Window {

    /** Reading stops at this many unanswered frames, and goes on at half of it. */
    static final int MAX_FRAMES = 128;

    /** Reading stops at this many unanswered bytes, and goes on at half of them. */
    static final int MAX_BYTES = 1 << 20;

    private final Link link;
    private final AtomicLong allLinks;
    private final long allLinksMax;
    private int frames;
    private long bytes;
    private boolean paused;
    private boolean closed;

    /**
     * @param allLinks the unanswered bytes of all links; while they exceed {@code allLinksMax}, a link with anything
     *     unanswered is not read
     */
    Window(Link link, AtomicLong allLinks, long allLinksMax) {
        this.link = link;
        this.allLinks = allLinks;
        this.allLinksMax = allLinksMax;
    }

    synchronized void begin(int weight) {
        if (closed) return;
        frames++;
        bytes += weight;
        if (allLinks.addAndGet(weight) > allLinksMax || frames >= MAX_FRAMES || bytes >= MAX_BYTES) pause(true);
    }

    synchronized void end(int weight) {
        if (closed) return;
        frames--;
        bytes -= weight;
        allLinks.addAndGet(-weight);
        resume();
    }

    /** The client does not read its answers: the relay does not read its frames. */
    synchronized void full() {
        pause(true);
    }

    synchronized void writable() {
        resume();
    }

    /** The link is gone: what it left unanswered counts no more. */
    synchronized void close() {
        if (!closed) allLinks.addAndGet(-bytes);
        closed = true;
    }

    private void resume() {
        if (!paused || !link.isWritable()) return;
        var few = frames <= MAX_FRAMES / 2 && bytes <= MAX_BYTES / 2 && allLinks.get() <= allLinksMax;
        if (few || frames == 0) pause(false);
    }

    private void pause(boolean pause) {
        if (paused == pause) return;
        paused = pause;
        link.setReading(!pause);
    }
}
