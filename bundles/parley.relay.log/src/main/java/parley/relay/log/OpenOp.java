package parley.relay.log;

import parley.protocol.FollowerKey;
import parley.protocol.LogId;
import parley.protocol.relay.Problem;
import parley.relay.api.LogStore.Outcome;

import java.io.IOException;
import java.util.function.Consumer;

/** Opens a log. */
final class OpenOp extends LogOp {

    private final LogTable logs;
    private final Journal journal;
    private final LogId id;
    private final FollowerKey creator;
    private boolean written;

    OpenOp(LogTable logs, Journal journal, LogId id, FollowerKey creator, Consumer<Outcome> done) {
        super(done);
        this.logs = logs;
        this.journal = journal;
        this.id = id;
        this.creator = creator;
    }

    @Override
    Verdict decide() throws IOException {
        var found = logs.find(id);
        if (logs.isOpening(id) || found != null && found.pending) return Verdict.NEXT_BATCH;
        if (found != null) {
            synchronized (found) {
                return !found.inbox() && found.knows(creator)
                        ? answer(THERE_ALREADY)
                        : refuse(Problem.DENIED, "Another conversation has this id: make a new one.");
            }
        }
        if (logs.diskIsFull()) return refuse(Problem.NO_SPACE, Headroom.TEXT);
        journal.add(RecordType.OPENED, Entries.opened(id, creator));
        logs.opening(id, true);
        written = true;
        return answer(THERE_ALREADY);
    }

    @Override
    void publish() {
        if (!written) return;
        open(logs, id, creator);
        logs.opening(id, false);
    }

    static void open(LogTable logs, LogId id, FollowerKey creator) {
        var log = new Log(LogKey.of(id));
        log.open(false);
        log.followers().add(creator, true, 0, 0, 0);
        logs.put(log);
    }

    @Override
    void fail(Problem problem, String text) {
        if (written) logs.opening(id, false);
        super.fail(problem, text);
    }
}
