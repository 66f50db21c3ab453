package parley.relay.log;

import org.jspecify.annotations.Nullable;

import parley.protocol.relay.Frame;
import parley.protocol.relay.Problem;
import parley.relay.api.LogStore.Outcome;

import java.io.IOException;
import java.util.function.Consumer;

/** Sets a log's group link, or ends it. */
final class LinkOp extends LogOp {

    private final LogTable logs;
    private final Journal journal;
    private final Frame.SetLink link;

    private @Nullable Log log;

    LinkOp(LogTable logs, Journal journal, Frame.SetLink link, Consumer<Outcome> done) {
        super(done);
        this.logs = logs;
        this.journal = journal;
        this.link = link;
    }

    @Override
    Verdict decide() throws IOException {
        var found = logs.find(link.log());
        if (logs.isOpening(link.log()) || found != null && found.pending) return Verdict.NEXT_BATCH;
        if (found == null) return denied();
        synchronized (found) {
            var at = found.followers().find(link.follower());
            if (found.inbox() || at < 0 || !found.followers().admin(at)) return denied();
            if (found.link().equals(link.token())) return answer(THERE_ALREADY);
        }
        if (logs.diskIsFull()) return refuse(Problem.NO_SPACE, Headroom.TEXT);
        journal.add(RecordType.LINKED, Entries.linked(link.log(), link.token()));
        log = found;
        found.pending = true;
        return answer(THERE_ALREADY);
    }

    private Verdict denied() {
        return refuse(Problem.DENIED, "Only an admin of the conversation makes or ends its link.");
    }

    @Override
    void publish() {
        if (log == null) return;
        synchronized (log) {
            log.link(link.token());
        }
        log.pending = false;
    }

    @Override
    void fail(Problem problem, String text) {
        if (log != null) log.pending = false;
        super.fail(problem, text);
    }
}
