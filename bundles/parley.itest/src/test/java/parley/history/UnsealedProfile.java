package parley.history;

import parley.client.api.CommandException;
import parley.client.api.store.Store;

import java.nio.file.Path;
import java.util.function.Consumer;

/** Opens the profile of a client that has ended, with the key that lies in it. */
public final class UnsealedProfile {

    private UnsealedProfile() {}

    public static void read(Path home, Consumer<Store> reader) throws CommandException {
        var history = new SealedHistory(home);
        try {
            history.check();
            reader.accept(history);
        } finally {
            history.close();
        }
    }
}
