package parley.desktop.backup;

import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

import parley.client.api.Accounts;
import parley.client.api.AppLock;
import parley.client.api.BackupPhrase;
import parley.client.api.Backups;
import parley.client.api.Backups.Progress;
import parley.client.api.Backups.Summary;
import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.desktop.api.UiThread;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Does what a person asks for with backups. A backup that is being written goes on while they look at something else,
 * and ends when the profile is locked. For the UI thread.
 */
@Component(service = BackupDesk.class, reference = @Reference(name = "access", service = AppLock.Access.class))
public final class BackupDesk {

    /** A backup that is there now, and how many bytes it has. */
    record Written(Path file, long size, Summary summary) {}

    private final Backups backups;
    private final Accounts accounts;
    private final UiThread ui;
    private volatile boolean closed;
    private @Nullable Task<Written> writing;

    @Activate
    public BackupDesk(@Reference Backups backups, @Reference Accounts accounts, @Reference UiThread ui) {
        this.backups = backups;
        this.accounts = accounts;
        this.ui = ui;
    }

    @Deactivate
    void close() {
        closed = true;
    }

    UiThread ui() {
        return ui;
    }

    /** Whether there is something to keep. Blocks until the profile is open. */
    boolean hasAccount() {
        return accounts.current().isPresent();
    }

    BackupPhrase newPhrase() {
        return backups.newPhrase();
    }

    /** The backup that is being written, or of which nobody has {@link #seen} yet what came of it. */
    Optional<Task<Written>> writing() {
        return Optional.ofNullable(writing);
    }

    /** A person has seen what came of the backup. */
    void seen() {
        writing = null;
    }

    /** Begins to write a backup. */
    Task<Written> write(Path file, boolean replace, BackupPhrase phrase) {
        Task<Written> begun =
                Task.start(
                        ui,
                        progress -> {
                            var summary = backups.create(file, replace, phrase, open(progress));
                            return new Written(file, size(file), summary);
                        });
        writing = begun;
        return begun;
    }

    private static long size(Path file) throws CommandException {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new CommandException(Code.NOT_FOUND, "the backup " + file + " was written and is gone again", e);
        }
    }

    /** Begins to read all of a backup. */
    Task<Summary> check(Path file, BackupPhrase phrase) {
        return Task.start(ui, progress -> backups.check(file, phrase, open(progress)));
    }

    /** Begins to make this profile one of the backup's account. */
    Task<Summary> restore(Path file, BackupPhrase phrase) {
        return Task.start(ui, progress -> backups.restore(file, phrase, open(progress)));
    }

    /** Goes on for as long as the profile is there. */
    private Progress open(Progress progress) {
        return (done, whole) -> progress.at(done, whole) && !closed;
    }
}
