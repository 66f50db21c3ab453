package parley.transfer;

import static java.lang.System.Logger.Level.DEBUG;

import parley.client.api.CommandException;
import parley.client.api.store.Store;
import parley.client.api.store.Transaction;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The files that Parley made itself to be sent, in {@code files/sent} of the profile: unlike a person's own, they go
 * with the last message that offers them.
 */
final class SentCopies {

    private static final System.Logger log = System.getLogger(SentCopies.class.getName());

    private final Path folder;
    private final Store store;
    private final Tasks tasks;

    SentCopies(Path folder, Store store, Tasks tasks) {
        this.folder = place(folder);
        this.store = store;
        this.tasks = tasks;
    }

    /** {@code file}, as it was, is removed as part of {@code tx}. */
    void erased(Transaction tx, FileRecord file) {
        if (!file.own()) return;
        var copy = file.path().map(SentCopies::place).filter(path -> folder.equals(path.getParent()));
        if (copy.isPresent()) tx.afterCommit(() -> tasks.start("copy-" + file.id(), () -> remove(copy.get())));
    }

    private void remove(Path copy) {
        try {
            store.run(tx -> { // nothing is offered meanwhile
                if (!isOffered(tx, copy)) delete(copy);
            });
        } catch (CommandException | UncheckedIOException e) {
            log.log(DEBUG, "A copy that was sent stays until copies are tidied up: {0}", e.getMessage());
        }
    }

    private static void delete(Path copy) {
        try {
            Files.deleteIfExists(copy);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isOffered(Transaction tx, Path copy) throws CommandException {
        return new Ledger(tx)
                .files().stream()
                        .map(FileRecord::path)
                        .flatMap(Optional::stream)
                        .anyMatch(path -> place(path).equals(copy));
    }

    private static Path place(Path path) {
        return path.toAbsolutePath().normalize();
    }
}
