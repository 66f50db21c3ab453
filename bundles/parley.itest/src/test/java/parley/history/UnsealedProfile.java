package parley.history;

import parley.client.api.CommandException;
import parley.client.api.store.Store;

import java.nio.file.Path;
import java.util.function.Consumer;

/** Opens the profile of a client that has ended, with the key that lies in it. */
public final class UnsealedProfile {

    private UnsealedProfile() {}

    public static void read(Path home, Consumer<Store> reader) throws CommandException {
        open(home, reader::accept);
    }

    /** All that no face has shown yet, as text. */
    public static String unshown(Path home) throws CommandException {
        var text = new StringBuilder();
        open(home, history -> history.after(0, Integer.MAX_VALUE).forEach(text::append));
        return text.toString();
    }

    private interface Reading {
        void of(SealedHistory history) throws CommandException;
    }

    private static void open(Path home, Reading reading) throws CommandException {
        var history = new SealedHistory(home);
        try {
            history.check();
            reading.of(history);
        } finally {
            history.close();
        }
    }
}
