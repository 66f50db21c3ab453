package parley.relay.log;

import org.jspecify.annotations.Nullable;

import parley.protocol.relay.Entry;
import parley.protocol.relay.Frame;
import parley.protocol.relay.Problem;
import parley.relay.api.LogStore.Outcome;

import java.io.IOException;
import java.util.function.Consumer;

/** An append, the one operation that must be cheap. */
final class AppendOp extends LogOp {

    private static final String STALE = "The conversation has changed since this was sealed: seal it anew.";

    private final LogTable logs;
    private final Journal journal;
    private final Frame.Append append;

    private @Nullable Log log;
    private @Nullable Entry entry;
    private long location;

    AppendOp(LogTable logs, Journal journal, Frame.Append append, Consumer<Outcome> done) {
        super(done);
        this.logs = logs;
        this.journal = journal;
        this.append = append;
    }

    @Override
    int cost() {
        return 256 + append.body().length();
    }

    @Override
    Op withoutContent() {
        return new LogOp(done()) {
            @Override
            Verdict decide() {
                return Verdict.DECIDED;
            }
        };
    }

    @Override
    Verdict decide() throws IOException {
        var found = logs.find(append.log());
        if (logs.isOpening(append.log()) || found != null && found.pending) return Verdict.NEXT_BATCH;
        if (found == null) return refuse(Problem.NOT_FOUND, "This relay has no such conversation.");
        synchronized (found) {
            return decide(found);
        }
    }

    private Verdict decide(Log found) throws IOException {
        var followers = found.followers();
        var at = followers.find(append.follower());
        var last = at < 0 ? found.numberOf(append.follower()) : followers.tentative(at);
        if (append.number() >= 1 && append.number() <= last) return answer(THERE_ALREADY);
        // Who was removed reads so next, and then whether there is anything to seal anew.
        if (at < 0 && !found.inbox() && found.departed(append.follower()).until() > 0) {
            return refuse(Problem.STALE_BASE, STALE);
        }
        if (at < 0 || found.inbox()) {
            return refuse(Problem.DENIED, "This device does not follow the conversation (any more).");
        }
        if (append.number() != last + 1) {
            return answer(
                    new Outcome.Refused(
                            Problem.WRONG_NUMBER,
                            last + 1,
                            "Not the next message of this device: number " + (last + 1) + " is."));
        }
        if (!found.fresh(append.base())) {
            return refuse(Problem.STALE_BASE, STALE);
        }
        if (logs.diskIsFull()) return refuse(Problem.NO_SPACE, Headroom.TEXT);
        var head = new byte[Entries.APPENDED_HEAD];
        Entries.appendedHead(append, head);
        location = journal.location();
        var position = journal.add(RecordType.APPENDED, 1, head, head.length, append.body().shared());
        followers.tentative(at, append.number());
        log = found;
        entry = Entries.entry(append, position);
        return answer(new Outcome.Stored(position));
    }

    @Override
    void publish() {
        var stored = log;
        if (stored == null || entry == null) return;
        synchronized (stored) {
            var at = stored.followers().find(append.follower());
            stored.followers().last(at, append.number());
            var size = JournalRecord.HEADER + Entries.APPENDED_HEAD + append.body().length();
            logs.stored(stored, entry, location, size);
        }
    }

    @Override
    void tell() {
        if (entry != null) logs.tell(append.log(), entry);
        super.tell();
    }

    @Override
    void fail(Problem problem, String text) {
        var tried = log;
        if (tried != null) {
            synchronized (tried) {
                var at = tried.followers().find(append.follower());
                tried.followers().tentative(at, tried.followers().last(at));
            }
        }
        super.fail(problem, text);
    }
}
