package parley.relay.log;

import org.jspecify.annotations.Nullable;

import parley.protocol.FollowerKey;
import parley.protocol.relay.Digest;
import parley.protocol.relay.Entry;
import parley.protocol.relay.Frame;
import parley.protocol.relay.LogItem;
import parley.protocol.wire.MalformedException;
import parley.relay.api.GoneException;
import parley.relay.api.StoreException;
import parley.relay.api.StoreException.Kind;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Reads entries: from memory what is there, the rest from the disk, neighbours together. Any thread. */
final class LogReader {

    /** Entries of one log lie among those of others: up to this gap it is cheaper to read on than to read anew. */
    private static final int GAP = 16 * 1024;

    private static final int CHUNK = 512 * 1024;

    private static final int ATTEMPTS = 8;

    private final Journal journal;

    LogReader(Journal journal) {
        this.journal = journal;
    }

    /** What to read, taken while holding the log. */
    private record Plan(long[] positions, long[] locations, int[] sizes, @Nullable Entry[] entries, long bareUpTo) {}

    List<LogItem> read(Log log, FollowerKey follower, long after, int maxBytes) throws StoreException, GoneException {
        for (int attempt = 0; ; attempt++) {
            try {
                var plan = plan(log, follower, after, maxBytes);
                if (plan == null) return List.of();
                fetch(plan);
                return items(plan);
            } catch (ClosedChannelException e) { // compaction moved it in between
                if (attempt == ATTEMPTS || !journal.isOpen()) throw failed(e);
            } catch (StoreException e) {
                throw e;
            } catch (IOException e) {
                throw failed(e);
            }
        }
    }

    private static @Nullable Plan plan(Log log, FollowerKey follower, long after, int maxBytes) throws GoneException {
        synchronized (log) {
            var at = log.followers().find(follower);
            var gone = at < 0 ? log.departed(follower) : null;
            if (gone != null && after >= gone.until()) return null;
            var until = gone == null ? Long.MAX_VALUE : gone.until();
            var joined = gone == null ? log.followers().joined(at) : gone.joined();
            // A new device needs of an inbox only what came since; a log's hash has no gaps.
            if (log.tail() > (log.inbox() ? Math.max(after, joined) : after)) {
                throw new GoneException(Math.min(log.tail(), until));
            }
            var index = log.index();
            var bareUpTo = log.inbox() ? 0 : joined;
            var from = index.after(after);
            var to = from;
            for (long bytes = 0; to < index.count() && to - from < Frame.Items.MAX_ITEMS; to++) {
                if (index.position(to) > until) break;
                bytes += index.position(to) <= bareUpTo ? 48 : index.size(to);
                if (bytes > maxBytes && to > from) break;
            }
            var count = to - from;
            var plan = new Plan(new long[count], new long[count], new int[count], new Entry[count], bareUpTo);
            for (int i = 0; i < count; i++) {
                plan.positions()[i] = index.position(from + i);
                plan.locations()[i] = index.location(from + i);
                plan.sizes()[i] = index.size(from + i);
            }
            var recent = log.recent();
            var behind = index.count() - to; // what is remembered are the newest
            for (int i = count - 1, j = recent.size() - 1 - behind; i >= 0 && j >= 0; i--, j--) {
                if (recent.get(j).position() == plan.positions()[i]) plan.entries()[i] = recent.get(j);
            }
            return plan;
        }
    }

    private void fetch(Plan plan) throws IOException {
        for (int from = 0; from < plan.positions().length; ) {
            if (plan.entries()[from] != null) {
                from++;
                continue;
            }
            var to = from + 1;
            while (to < plan.positions().length && shareRecord(plan, from, to)) to++;
            if (to > from + 1) {
                fetchShared(plan, from, to);
            } else {
                while (to < plan.positions().length && neighbours(plan, from, to)) to++;
                fetch(plan, from, to);
            }
            from = to;
        }
    }

    private static boolean shareRecord(Plan plan, int first, int next) {
        return plan.entries()[next] == null && plan.locations()[next] == plan.locations()[first];
    }

    /** Welcomes of one commit in one inbox: the record is read and parsed once. */
    private void fetchShared(Plan plan, int from, int to) throws IOException {
        var record = journal.read(plan.locations()[from], plan.sizes()[from]);
        try {
            var entries = Entries.at(record, Arrays.copyOfRange(plan.positions(), from, to));
            for (int i = from; i < to; i++) plan.entries()[i] = entries.get(i - from);
        } catch (MalformedException e) {
            throw damaged(e);
        }
    }

    private static boolean neighbours(Plan plan, int first, int next) {
        var before = plan.locations()[next - 1] + plan.sizes()[next - 1];
        var at = plan.locations()[next];
        return plan.entries()[next] == null
                && Journal.segmentOf(at) == Journal.segmentOf(plan.locations()[first])
                && at >= before
                && at - before <= GAP
                && at + plan.sizes()[next] - plan.locations()[first] <= CHUNK;
    }

    private void fetch(Plan plan, int from, int to) throws IOException {
        var start = plan.locations()[from];
        if (to == from + 1) {
            plan.entries()[from] = entry(journal.read(start, plan.sizes()[from]), plan.positions()[from]);
            return;
        }
        var end = plan.locations()[to - 1] + plan.sizes()[to - 1];
        var bytes = journal.readBytes(start, (int) (end - start));
        for (int i = from; i < to; i++) {
            var location = plan.locations()[i];
            // Entries that share a commit's record are smaller than it: then it is read by itself.
            var record = journal.parse(bytes, (int) (location - start), location);
            if (record == null) record = journal.read(location, plan.sizes()[i]);
            plan.entries()[i] = entry(record, plan.positions()[i]);
        }
    }

    private static Entry entry(JournalRecord record, long position) throws StoreException {
        try {
            return Entries.at(record, position);
        } catch (MalformedException e) {
            throw damaged(e);
        }
    }

    private static StoreException damaged(MalformedException cause) {
        return new StoreException(
                Kind.DAMAGED,
                "The relay's journal holds an entry that makes no sense. Restore the relay's directory from a"
                        + " backup.",
                cause);
    }

    private static List<LogItem> items(Plan plan) {
        var items = new ArrayList<LogItem>(plan.positions().length);
        for (var entry : plan.entries()) {
            if (entry == null) throw new IllegalStateException("an entry was not read");
            items.add(entry.position() <= plan.bareUpTo() ? new Digest(entry.position(), entry.digest()) : entry);
        }
        return items;
    }

    /** The entry at {@code location}, for compaction. */
    Entry entry(long location, int size, long position) throws IOException {
        return entry(journal.read(location, size), position);
    }

    private static StoreException failed(IOException cause) {
        return new StoreException(
                Kind.FAILED, "The relay's journal cannot be read. Check the disk, then restart the relay.", cause);
    }
}
