package parley.relay.api;

import org.osgi.annotation.versioning.ProviderType;

import parley.protocol.AccountKey;
import parley.protocol.FollowerKey;
import parley.protocol.LogId;
import parley.protocol.relay.CommitBody;
import parley.protocol.relay.Entry;
import parley.protocol.relay.Frame;
import parley.protocol.relay.InboxItem;
import parley.protocol.relay.LogItem;
import parley.protocol.relay.Problem;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The logs that this relay is the hub of (docs/architecture.md, Logs). What a log accepts and in which order is decided
 * here, at one place, on the one thread that writes: followers, numbers, commit slots and bases.
 *
 * <p>The methods with a {@code Consumer} return at once; the consumer is called exactly once, after the outcome is
 * durable (fsync) where it changes anything, on the journal's thread, and must not keep it waiting. Outcomes of one
 * caller's calls come in the order of the calls.
 */
@ProviderType
public interface LogStore {

    /** What came of something handed over. */
    sealed interface Outcome {

        /** It is durable; {@code position} is its place in the log, 0 if it was there already or is no entry. */
        record Stored(long position) implements Outcome {}

        /** A commit lost its slot. */
        record Lost(long lastCommit) implements Outcome {}

        /** Refused by a rule; {@code expected} as in {@link Frame.AppendRefused}, else 0. */
        record Refused(Problem problem, long expected, String text) implements Outcome {}
    }

    /**
     * A log as it stands, for one follower.
     *
     * @param follows false of one that a commit removed: it reads up to that commit, where the log ends for it, and
     *     does nothing else
     */
    record State(long head, long tail, long lastCommit, boolean admin, long lastNumber, boolean follows) {}

    /**
     * Hears of every stored entry. Called on the journal's thread, which must not be kept waiting, in journal order.
     */
    @FunctionalInterface
    interface Listener {
        void stored(LogId log, Entry entry);
    }

    /** At most one listener; it hears what is stored from then on. */
    void listen(Listener listener);

    /** Opens a log, its creator an admin. The same again is {@code Stored}. */
    void open(LogId log, FollowerKey creator, Consumer<Outcome> done);

    void append(Frame.Append append, Consumer<Outcome> done);

    /** Stores the commit, and each of its Welcomes as an entry of the inbox it names, all or nothing. */
    void commit(Frame.Commit commit, Consumer<Outcome> done);

    /** Stores a letter in an inbox. {@code Refused} with NOT_FOUND if the account is not of this relay. */
    void deliver(LogId inbox, InboxItem.Letter letter, Consumer<Outcome> done);

    /**
     * Sets or ends the log's group link. DENIED unless the follower is an admin of it; the same again is {@code
     * Stored}.
     */
    void setLink(Frame.SetLink link, Consumer<Outcome> done);

    /**
     * Stores a request to join as an entry, if its token is that of the log's link. {@code sender} has one open at a
     * time: until the next commit or another link. The same again is {@code Stored}.
     */
    void request(Frame.RequestJoin request, AccountKey sender, Consumer<Outcome> done);

    /**
     * A hint that {@code follower}, or one that was removed, has read up to {@code position}; cheap, remembered lazily.
     */
    void reached(LogId log, FollowerKey follower, long position);

    /**
     * The log as {@code follower} sees it; empty if there is no such log, or the key neither follows it nor is known to
     * have followed it. A device that was removed from an inbox is not known any more. Never blocks.
     */
    Optional<State> state(LogId log, FollowerKey follower);

    /**
     * The next items behind {@code after} for {@code follower}, up to about {@code maxBytes} but at least one if there
     * is one: bare digests up to and including the commit that added the follower, entries behind it, and nothing
     * behind a commit that removed it. Blocks on the disk where the entries are not in memory; call it from a virtual
     * thread.
     *
     * @throws GoneException if entries behind {@code after} that the follower needs are deleted
     */
    List<LogItem> read(LogId log, FollowerKey follower, long after, int maxBytes) throws StoreException, GoneException;

    /**
     * The position up to which nothing of the log is waiting for anybody: everybody for whom it is kept has said that
     * they read that far, or the entries are deleted. 0 if nothing is known. Says whether a stranger's letter still
     * fills its slot. Never blocks.
     */
    default long settled(LogId log) {
        return 0;
    }

    /** Followers and bodies added or removed by a commit are in {@link CommitBody}; who follows now, says this. */
    List<CommitBody.NewFollower> followers(LogId log);
}
