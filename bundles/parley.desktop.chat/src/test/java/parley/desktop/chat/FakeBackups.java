package parley.desktop.chat;

import parley.client.api.BackupPhrase;
import parley.client.api.Backups;
import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.protocol.Address;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;

/** Backups without a profile: a file holds its phrase and no more. */
final class FakeBackups implements Backups {

    static final Address ACCOUNT = new Address("lea", FakeClient.RELAY);
    static final Instant MADE = Instant.parse("2026-11-02T18:45:00Z");

    /** The phrases that were handed out, in their order. */
    final List<BackupPhrase> drawn = new ArrayList<>();

    /** Each step of something takes one; without limit unless a test takes them away. */
    final Semaphore steps = new Semaphore(1_000_000);

    volatile long unknown;
    volatile boolean restored;

    @Override
    public synchronized BackupPhrase newPhrase() {
        var phrase = BackupPhrase.random();
        drawn.add(phrase);
        return phrase;
    }

    @Override
    public Summary create(Path file, boolean replace, BackupPhrase phrase, Progress progress) throws CommandException {
        if (Files.exists(file) && !replace) throw new CommandException(Code.REFUSED, file + " is there already");
        work(progress);
        try {
            Files.writeString(file, String.join(" ", phrase.words()));
        } catch (IOException e) {
            throw new CommandException(Code.DISK_FULL, "the disk is full; free some space", e);
        }
        return summary();
    }

    @Override
    public Summary check(Path file, BackupPhrase phrase, Progress progress) throws CommandException {
        try {
            if (!Files.readString(file).equals(String.join(" ", phrase.words())))
                throw new CommandException(Code.REFUSED, "the phrase is not that of " + file);
        } catch (IOException e) {
            throw new CommandException(Code.NOT_FOUND, "there is no file " + file + "; look at its name", e);
        }
        work(progress);
        return summary();
    }

    @Override
    public void mayRestore() {}

    @Override
    public Summary restore(Path file, BackupPhrase phrase, Progress progress) throws CommandException {
        var summary = check(file, phrase, progress);
        restored = true;
        return summary;
    }

    private void work(Progress progress) throws CommandException {
        for (int done = 0; done <= 10; done++) {
            if (!progress.at(done, 10)) throw new CommandException(Code.REFUSED, "it was cancelled");
            steps.acquireUninterruptibly();
        }
        if (!progress.at(10, 10)) throw new CommandException(Code.REFUSED, "it was cancelled");
    }

    private Summary summary() {
        return new Summary(ACCOUNT, MADE, 3, 1, 1_234, unknown);
    }
}
