package parley.terminal;

import static parley.terminal.TestClient.file;

import parley.client.api.CommandException;
import parley.client.api.Transfers;
import parley.protocol.ConversationId;
import parley.protocol.MessageId;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Files as far as a face sees them. */
final class TestTransfers implements Transfers {

    private final TestClient client;

    TestTransfers(TestClient client) {
        this.client = client;
    }

    @Override
    public List<Transfer> all() {
        return client.files;
    }

    @Override
    public Optional<Transfer> find(MessageId id) {
        return client.files.stream().filter(file -> file.id().equals(id)).findFirst();
    }

    @Override
    public List<Transfer> send(ConversationId conversation, List<Path> paths) throws CommandException {
        client.note("send", paths);
        client.saying.go();
        return client.files;
    }

    @Override
    public Transfer forward(MessageId file, ConversationId to) throws CommandException {
        client.note("forward file", file.hex(), to.hex());
        client.saying.go();
        return file(7, true, State.OFFERED);
    }

    @Override
    public Transfer accept(MessageId id, Optional<Path> directory) {
        client.note("accept", id.hex(), directory);
        return find(id).orElseThrow();
    }

    @Override
    public Transfer decline(MessageId id) {
        client.note("decline", id.hex());
        return find(id).orElseThrow();
    }

    @Override
    public Transfer cancel(MessageId id) {
        client.note("cancel", id.hex());
        return find(id).orElseThrow();
    }

    @Override
    public Transfer pause(MessageId id) {
        client.note("pause", id.hex());
        return find(id).orElseThrow();
    }

    @Override
    public Transfer resume(MessageId id) {
        client.note("resume", id.hex());
        return find(id).orElseThrow();
    }
}
