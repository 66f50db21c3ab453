package parley.relay;

import parley.protocol.FollowerKey;
import parley.protocol.LogId;
import parley.protocol.relay.CommitBody;
import parley.protocol.relay.Entry;
import parley.protocol.relay.Frame;
import parley.protocol.relay.FrameCodec;
import parley.protocol.relay.LogItem;
import parley.protocol.relay.Problem;
import parley.protocol.wire.Bytes;
import parley.protocol.wire.MalformedException;
import parley.relay.FanOutEvent.Read;
import parley.relay.FanOutEvent.ReadFailed;
import parley.relay.api.GoneException;
import parley.relay.api.LogStore;
import parley.relay.api.StoreException;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Reads from the store for a link that is behind. Blocks; call it from a virtual thread. */
final class CatchUp {

    /** About how many bytes are read at once. */
    static final int CHUNK = 64 * 1024;

    private static final System.Logger log = System.getLogger(CatchUp.class.getName());

    private final LogStore logs;

    CatchUp(LogStore logs) {
        this.logs = logs;
    }

    /**
     * The next items behind {@code after}, for whoever proved {@code keys}: the first of them that may read on does.
     * Who was removed is done behind the commit that did it.
     */
    FanOutEvent next(Subscription subscription, List<FollowerKey> keys, long after) {
        var id = subscription.log;
        var gone = new ArrayList<FollowerKey>();
        try {
            for (var key : keys) {
                // Asked before it reads: if it is removed in between, that is announced and read the next time.
                var state = logs.state(id, key);
                if (state.isEmpty() || !state.get().follows() && state.get().head() <= after) gone.add(key);
                else return read(subscription, logs.read(id, key, after, CHUNK), gone);
            }
            return read(subscription, List.of(), gone);
        } catch (GoneException e) {
            return new ReadFailed(subscription, new Frame.Goodbye(Problem.GONE, Sentences.GONE));
        } catch (StoreException | RuntimeException e) {
            log.log(System.Logger.Level.ERROR, "Log " + id + " cannot be read", e);
            return new ReadFailed(subscription, new Frame.Goodbye(Problem.NO_SPACE, Sentences.STORE_FAILS));
        }
    }

    private static Read read(Subscription subscription, List<LogItem> items, List<FollowerKey> gone) {
        return new Read(
                subscription, frames(subscription.log, items), items.isEmpty() ? 0 : items.getLast().position(), gone);
    }

    /** The followers that a commit removes. */
    static Set<FollowerKey> removedBy(Entry commit) {
        try {
            return Set.copyOf(CommitBody.decode(commit.body()).removed());
        } catch (MalformedException e) {
            throw new IllegalStateException("the store keeps a commit that is none", e);
        }
    }

    /** Items as frames, each within the limits of a frame. */
    static List<Bytes> frames(LogId id, List<LogItem> items) {
        var frames = new ArrayList<Bytes>(1);
        var from = 0;
        var bytes = 0L;
        for (var i = 0; i < items.size(); i++) {
            var size = items.get(i) instanceof Entry entry ? entry.body().length() : 0;
            if (i > from && (bytes + size > Frame.MAX_FRAME / 2 || i - from == Frame.Items.MAX_ITEMS)) {
                frames.add(FrameCodec.encode(new Frame.Items(id, items.subList(from, i))));
                from = i;
                bytes = 0;
            }
            bytes += size;
        }
        if (from < items.size()) frames.add(FrameCodec.encode(new Frame.Items(id, items.subList(from, items.size()))));
        return frames;
    }
}
