package parley.desktop.chat;

import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.client.api.Exports;
import parley.protocol.ConversationId;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Semaphore;

/** Copies that hold which conversation they are of, and no more; overwrites nothing, as the real one. */
final class FakeExports implements Exports {

    /** Each copy takes one; without limit unless a test takes them away. */
    final Semaphore copies = new Semaphore(1_000_000);

    private final FakeClient client;

    FakeExports(FakeClient client) {
        this.client = client;
    }

    @Override
    public Path export(ConversationId conversation, Format format, Path file) throws CommandException {
        client.note("export " + format);
        copies.acquireUninterruptibly();
        if (client.refusal.isPresent()) throw client.refusal.get();
        if (Files.exists(file))
            throw new CommandException(
                    Code.REFUSED, file + " is there already and is not overwritten; choose another name");
        try {
            return Files.writeString(file, conversation.hex()).toAbsolutePath();
        } catch (IOException e) {
            throw new CommandException(Code.DISK_FULL, "the disk is full; free some space", e);
        }
    }
}
