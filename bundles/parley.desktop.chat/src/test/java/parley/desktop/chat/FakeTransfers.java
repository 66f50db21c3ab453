package parley.desktop.chat;

import parley.client.api.CommandException;
import parley.client.api.Event;
import parley.client.api.Message;
import parley.client.api.Transfers;
import parley.protocol.ConversationId;
import parley.protocol.MessageId;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The files of a {@link FakeClient}. */
final class FakeTransfers implements Transfers {

    private final FakeClient client;
    private final Map<MessageId, Transfer> files = new LinkedHashMap<>();

    /** Where files lie that have come; those that are shown must be there. */
    Path folder = Path.of("/tmp/files");

    FakeTransfers(FakeClient client) {
        this.client = client;
    }

    /** The file that {@code message} offers. */
    void add(Message message, String name, long size, State state, long bytes) {
        synchronized (client) {
            files.put(
                    message.id(),
                    new Transfer(
                            message.id(),
                            message.conversation(),
                            message.author(),
                            message.from(),
                            message.own(),
                            name,
                            size,
                            state,
                            bytes,
                            path(state, name),
                            Optional.empty(),
                            Optional.empty()));
        }
    }

    private Optional<Path> path(State state, String name) {
        return state == State.DONE ? Optional.of(folder.resolve(name)) : Optional.empty();
    }

    /** What became of a file in the end: its hash, or why it failed. */
    void ended(MessageId id, Optional<String> sha256, Optional<String> reason) {
        synchronized (client) {
            var was = files.get(id);
            files.put(
                    id,
                    new Transfer(
                            was.id(),
                            was.conversation(),
                            was.author(),
                            was.from(),
                            was.own(),
                            was.name(),
                            was.size(),
                            was.state(),
                            was.bytes(),
                            was.path(),
                            sha256,
                            reason));
        }
    }

    Transfer get(MessageId id) {
        return find(id).orElseThrow();
    }

    /** Moves a file on, and tells the window. */
    void progress(MessageId id, State state, long bytes) {
        var now = move(id, state, bytes);
        client.ear.happened(state == State.RUNNING ? new Event.FileProgress(now) : new Event.FileChanged(now));
    }

    private Transfer move(MessageId id, State state, long bytes) {
        synchronized (client) {
            var was = files.get(id);
            var now =
                    new Transfer(
                            was.id(),
                            was.conversation(),
                            was.author(),
                            was.from(),
                            was.own(),
                            was.name(),
                            was.size(),
                            state,
                            bytes,
                            path(state, was.name()),
                            was.sha256(),
                            was.reason());
            files.put(id, now);
            return now;
        }
    }

    private Transfer asked(String call, MessageId id, State state, long bytes) {
        client.note(call);
        return move(id, state, bytes);
    }

    @Override
    public List<Transfer> all() {
        synchronized (client) {
            return List.copyOf(files.values());
        }
    }

    @Override
    public Optional<Transfer> find(MessageId id) {
        synchronized (client) {
            return Optional.ofNullable(files.get(id));
        }
    }

    @Override
    public List<Transfer> send(ConversationId conversation, List<Path> paths) throws CommandException {
        if (client.refusal.isPresent()) throw client.refusal.get();
        var sent = new ArrayList<Transfer>();
        var me = client.mine().name();
        for (var path : paths) {
            var name = String.valueOf(path.getFileName());
            var message =
                    client.file(conversation, me, name, 1000, State.OFFERED, 0, Instant.now(), Message.State.SENT);
            sent.add(get(message.id()));
        }
        return sent;
    }

    @Override
    public Transfer forward(MessageId file, ConversationId to) throws CommandException {
        client.note("forward file");
        return send(to, List.of(Path.of(get(file).name()))).getFirst();
    }

    @Override
    public Transfer accept(MessageId id, Optional<Path> directory) {
        return asked("accept", id, State.RUNNING, 0);
    }

    @Override
    public Transfer decline(MessageId id) {
        return asked("decline", id, State.DECLINED, 0);
    }

    @Override
    public Transfer cancel(MessageId id) {
        return asked("cancel", id, State.CANCELLED, 0);
    }

    @Override
    public Transfer pause(MessageId id) {
        return asked("pause", id, State.PAUSED, get(id).bytes());
    }

    @Override
    public Transfer resume(MessageId id) {
        return asked("resume", id, State.RUNNING, get(id).bytes());
    }
}
