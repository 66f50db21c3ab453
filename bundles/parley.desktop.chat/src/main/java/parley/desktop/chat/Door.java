package parley.desktop.chat;

import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Component;

/** Opens the page for a new conversation, for whoever asks: a button, a key. Called on the UI thread. */
@Component(service = Door.class)
public final class Door {

    private @Nullable Runnable open;

    /** Says how it is opened; null when that is no longer possible. */
    void set(@Nullable Runnable changed) {
        open = changed;
    }

    boolean there() {
        return open != null;
    }

    void open() {
        if (open != null) open.run();
    }
}
