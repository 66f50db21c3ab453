package parley.desktop.chat;

import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;

import parley.client.api.ClientListener;
import parley.client.api.Event;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Consumer;

/**
 * Hears what happens and passes it on to the desk. A component of its own, without references: those who tell are the
 * same that the desk needs, and neither may wait for the other.
 */
@Component(service = {ClientListener.class, Ear.class})
public final class Ear implements ClientListener {

    /** How many events wait for a desk. */
    private static final int MOST = 1000;

    private final Queue<Event> waiting = new ArrayDeque<>();
    private @Nullable Consumer<Event> desk;

    @Override
    public synchronized void happened(Event event) {
        if (desk != null) {
            desk.accept(event);
            return;
        }
        waiting.add(event);
        if (waiting.size() > MOST) waiting.remove(); // the desk reads the lists when it comes: only the newest matter
    }

    /** Passes everything on to {@code changed}, which returns at once; null keeps it for the next. */
    synchronized void passTo(@Nullable Consumer<Event> changed) {
        desk = changed;
        while (desk != null && !waiting.isEmpty()) desk.accept(waiting.remove());
    }
}
