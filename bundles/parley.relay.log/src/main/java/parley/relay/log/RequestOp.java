package parley.relay.log;

import org.jspecify.annotations.Nullable;

import parley.protocol.AccountKey;
import parley.protocol.Hash;
import parley.protocol.relay.Entry;
import parley.protocol.relay.Frame;
import parley.protocol.relay.Problem;
import parley.relay.api.LogStore.Outcome;

import java.io.IOException;
import java.util.function.Consumer;

/** Somebody's request to join a log by its link: an entry that its members read. */
final class RequestOp extends LogOp {

    private final LogTable logs;
    private final Journal journal;
    private final Frame.RequestJoin request;
    private final AccountKey sender;
    private final Hash token;
    private final Hash sealed;

    private @Nullable Log log;
    private @Nullable Entry entry;
    private long location;

    /** Hashes on the caller's thread. */
    RequestOp(LogTable logs, Journal journal, Frame.RequestJoin request, AccountKey sender, Consumer<Outcome> done) {
        super(done);
        this.logs = logs;
        this.journal = journal;
        this.request = request;
        this.sender = sender;
        this.token = request.token().hash();
        this.sealed = Hash.of(request.sealed());
    }

    @Override
    int cost() {
        return 512 + request.sealed().length();
    }

    @Override
    Verdict decide() throws IOException {
        var found = logs.find(request.log());
        if (logs.isOpening(request.log()) || found != null && found.pending) return Verdict.NEXT_BATCH;
        if (found == null) return denied();
        synchronized (found) {
            var door = found.door();
            if (found.inbox() || door == null || !door.opensBy(token)) return denied();
            var before = door.open().get(sender);
            if (sealed.equals(before)) return answer(THERE_ALREADY);
            if (before != null) {
                return refuse(
                        Problem.TOO_MUCH,
                        "You have asked to join this group already: wait until somebody in it is online.");
            }
            if (door.open().size() >= Door.MAX_OPEN) {
                return refuse(
                        Problem.TOO_MUCH, "Too many people have asked to join this group at once: try again later.");
            }
            if (logs.diskIsFull()) return refuse(Problem.NO_SPACE, Headroom.TEXT);
            location = journal.location();
            var payload = Entries.requested(request.log(), sender, request.sealed());
            var position = journal.add(RecordType.REQUESTED, payload);
            door.open().put(sender, sealed); // the batch's own next request is judged by it
            log = found;
            entry = Entries.requestEntry(position, request.sealed());
            return answer(new Outcome.Stored(position));
        }
    }

    /** Alike for all reasons: nobody learns here which logs there are, or which have a link. */
    private Verdict denied() {
        return refuse(Problem.DENIED, "This group link does not hold (any more): ask a member for a new one.");
    }

    @Override
    void publish() {
        if (log == null || entry == null) return;
        synchronized (log) {
            logs.stored(log, entry, location, Entries.requestedSize(entry));
        }
    }

    @Override
    void tell() {
        if (entry != null) logs.tell(request.log(), entry);
        super.tell();
    }

    @Override
    void fail(Problem problem, String text) {
        if (log != null && entry != null) {
            synchronized (log) {
                var door = log.door();
                if (door != null) door.open().remove(sender, sealed);
            }
        }
        super.fail(problem, text);
    }
}
