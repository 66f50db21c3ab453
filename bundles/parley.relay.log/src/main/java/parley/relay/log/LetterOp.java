package parley.relay.log;

import org.jspecify.annotations.Nullable;

import parley.protocol.LogId;
import parley.protocol.relay.Entry;
import parley.protocol.relay.InboxItem;
import parley.protocol.relay.Problem;
import parley.protocol.wire.Bytes;
import parley.relay.api.LogStore.Outcome;

import java.io.IOException;
import java.util.function.Consumer;

/** A letter for an inbox. */
final class LetterOp extends LogOp {

    private final LogTable logs;
    private final Journal journal;
    private final LogId inbox;
    private final Bytes item;

    private @Nullable Log log;
    private @Nullable Entry entry;
    private long location;

    LetterOp(LogTable logs, Journal journal, LogId inbox, InboxItem.Letter letter, Consumer<Outcome> done) {
        super(done);
        this.logs = logs;
        this.journal = journal;
        this.inbox = inbox;
        this.item = letter.encode();
    }

    @Override
    int cost() {
        return 256 + item.length();
    }

    @Override
    Verdict decide() throws IOException {
        if (logs.isOpening(inbox)) return Verdict.NEXT_BATCH;
        var found = logs.find(inbox);
        if (found == null || !found.inbox()) return refuse(Problem.NOT_FOUND, "This relay has no such person.");
        if (logs.crowded(found, cost())) {
            return refuse(Problem.TOO_MUCH, "Their inbox is full: try again when they have read it.");
        }
        if (logs.diskIsFull()) return refuse(Problem.NO_SPACE, Headroom.TEXT);
        location = journal.location();
        var payload = Entries.letter(inbox, item);
        var position = journal.add(RecordType.LETTER, payload);
        log = found;
        found.promised += cost();
        entry = Entries.inboxEntry(position, item);
        return answer(new Outcome.Stored(position));
    }

    @Override
    void publish() {
        var stored = log;
        if (stored == null || entry == null) return;
        stored.promised -= cost();
        synchronized (stored) {
            logs.stored(stored, entry, location, JournalRecord.HEADER + LogId.LENGTH + item.length());
        }
    }

    @Override
    void fail(Problem problem, String text) {
        if (log != null) log.promised -= cost();
        super.fail(problem, text);
    }

    @Override
    void tell() {
        if (entry != null) logs.tell(inbox, entry);
        super.tell();
    }
}
