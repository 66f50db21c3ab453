package parley.relay.log;

import parley.protocol.AccountKey;
import parley.protocol.FollowerKey;
import parley.protocol.LogId;
import parley.protocol.relay.CommitBody.NewFollower;
import parley.protocol.relay.Frame;
import parley.protocol.relay.InboxItem;
import parley.protocol.relay.LogItem;
import parley.relay.api.GoneException;
import parley.relay.api.LogStore;
import parley.relay.api.StoreException;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The logs over the journal: hands to the writer what changes something, answers the rest at once. */
final class JournalLogs implements LogStore {

    private final LogTable logs;
    private final Journal journal;
    private final Writer writer;
    private final Projection projection;
    private final LogReader reader;

    JournalLogs(LogTable logs, Journal journal, Writer writer, Projection projection) {
        this.logs = logs;
        this.journal = journal;
        this.writer = writer;
        this.projection = projection;
        this.reader = new LogReader(journal);
    }

    @Override
    public void listen(Listener listener) {
        logs.listen(listener);
    }

    @Override
    public void open(LogId log, FollowerKey creator, Consumer<Outcome> done) {
        writer.submit(new OpenOp(logs, journal, log, creator, done));
    }

    @Override
    public void append(Frame.Append append, Consumer<Outcome> done) {
        writer.submit(new AppendOp(logs, journal, append, done));
    }

    @Override
    public void commit(Frame.Commit commit, Consumer<Outcome> done) {
        writer.submit(new CommitOp(logs, journal, projection, commit, done));
    }

    @Override
    public void deliver(LogId inbox, InboxItem.Letter letter, Consumer<Outcome> done) {
        writer.submit(new LetterOp(logs, journal, inbox, letter, done));
    }

    @Override
    public void setLink(Frame.SetLink link, Consumer<Outcome> done) {
        writer.submit(new LinkOp(logs, journal, link, done));
    }

    @Override
    public void request(Frame.RequestJoin request, AccountKey sender, Consumer<Outcome> done) {
        writer.submit(new RequestOp(logs, journal, request, sender, done));
    }

    @Override
    public void reached(LogId log, FollowerKey follower, long position) {
        var found = logs.find(log);
        if (found == null) return;
        synchronized (found) {
            var at = found.followers().find(follower);
            if (at >= 0) logs.reached(found, at, position);
            else logs.reached(found, follower, position);
        }
    }

    @Override
    public Optional<State> state(LogId log, FollowerKey follower) {
        var found = logs.find(log);
        if (found == null) return Optional.empty();
        synchronized (found) {
            return Optional.ofNullable(found.state(follower));
        }
    }

    @Override
    public List<LogItem> read(LogId log, FollowerKey follower, long after, int maxBytes)
            throws StoreException, GoneException {
        var found = logs.find(log);
        return found == null ? List.of() : reader.read(found, follower, after, maxBytes);
    }

    @Override
    public List<NewFollower> followers(LogId log) {
        var found = logs.find(log);
        if (found == null) return List.of();
        synchronized (found) {
            return found.followers().list();
        }
    }

    @Override
    public long settled(LogId log) {
        var found = logs.find(log);
        if (found == null) return 0;
        synchronized (found) {
            return found.settled();
        }
    }
}
