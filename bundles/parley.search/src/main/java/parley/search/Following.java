package parley.search;

import parley.client.api.CommandException;
import parley.client.api.Conversations;
import parley.client.api.Message;
import parley.client.api.Search.Query;
import parley.client.api.chat.Texts;
import parley.protocol.MessageId;
import parley.search.Index.Hit;
import parley.search.IndexFile.Saved;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Keeps the index in step with the texts: reads what has changed since, or everything where that is not known. Its
 * methods block and may be called from any thread.
 */
final class Following implements AutoCloseable {

    /** Messages read at once: others may look for something, or write, in between. */
    private static final int AT_ONCE = 200;

    /** Messages read of one conversation before it is another's turn. */
    private static final int IN_TURN = 20;

    /** So many changes are worth saving at the end; fewer are quicker read again. */
    static final int WORTH_SAVING = 500;

    private static final long MAX = 512L << 20;

    private final Conversations conversations;
    private final Texts texts;
    private final IndexFile file;

    /** Bytes of an index, about; one that has more is made anew, of what is newest. */
    private final long most;

    /** Held while texts are read, which may take long; before the other. Guards the file. */
    private final ReentrantLock reading = new ReentrantLock();

    private boolean loaded;

    /** The last change that is in the file; negative if there is none. */
    private long saved = -1;

    /** Held for one look or one step. Guards all below. */
    private final ReentrantLock lock = new ReentrantLock();

    private Index index = Index.empty();

    /** The number of the last change that was taken in. */
    private long taken;

    /** Whether all that is older is in, too. */
    private boolean whole;

    /** Whether the file may have a text that is no more. */
    private boolean mustForget;

    /** With an index of at most half of what the process may take otherwise. */
    Following(Conversations conversations, Texts texts, IndexFile file) throws SQLException {
        this(conversations, texts, file, Math.min(MAX, Runtime.getRuntime().maxMemory() / 2));
    }

    Following(Conversations conversations, Texts texts, IndexFile file, long most) throws SQLException {
        this.conversations = conversations;
        this.texts = texts;
        this.file = file;
        this.most = most;
    }

    private interface Step<T> {
        T run() throws CommandException, SQLException, IOException;
    }

    private <T> T locked(Step<T> step) throws CommandException, SQLException, IOException {
        lock.lock();
        try {
            return step.run();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Begins with what was saved, if that is of use; nothing where it has begun. Does not wait for a {@link #catchUp}.
     */
    void load() throws CommandException, SQLException, IOException {
        if (!reading.tryLock()) return;
        try {
            if (loaded) return;
            var found = file.load();
            loaded = true;
            if (found.isEmpty()) return;
            var index = Index.of(found.get().index());
            saved = found.get().changes();
            locked(() -> begin(index, saved, true));
        } catch (SQLException e) {
            System.getLogger(Following.class.getName())
                    .log(System.Logger.Level.INFO, "The saved index is made anew: {0}", e.getMessage());
        } finally {
            reading.unlock();
        }
    }

    /** Keeps nothing in memory until {@link #load}. */
    void drop() throws CommandException, SQLException, IOException {
        reading.lock();
        try {
            loaded = false;
            locked(() -> begin(Index.empty(), 0, false));
        } finally {
            reading.unlock();
        }
    }

    private Index begin(Index with, long changes, boolean all) throws SQLException {
        index.close();
        index = with;
        taken = changes;
        whole = all;
        return with;
    }

    boolean isWhole() {
        lock.lock();
        try {
            return whole;
        } finally {
            lock.unlock();
        }
    }

    /** Whether the oldest texts were left out. */
    boolean isCut() throws CommandException, SQLException, IOException {
        return locked(() -> index.isCut());
    }

    /** Takes in all that has changed; where much has to be read anew, that takes seconds. */
    void catchUp() throws CommandException, SQLException, IOException {
        reading.lock();
        try {
            while (!isWhole() || !takeChanges()) readAll();
            if (!mustForget) return;
            file.forget();
            saved = -1;
            locked(() -> mustForget = false);
        } finally {
            reading.unlock();
        }
    }

    /** Returns whether it is known what has changed, and there was room for it. */
    private boolean takeChanges() throws CommandException, SQLException, IOException {
        while (true) {
            goOn();
            var changes = texts.since(taken, AT_ONCE);
            if (changes.isEmpty()) return false;
            if (changes.get().isEmpty()) return true;
            var now = new LinkedHashMap<MessageId, Optional<Message>>();
            for (var change : changes.get()) now.put(change.message(), conversations.message(change.message()));
            locked(() -> {
                whole = false; // should this fail, all is read anew
                index.begin();
                whole = take(now);
                index.commit();
                return taken = changes.get().getLast().number();
            });
            if (!isWhole()) return false;
        }
    }

    /** Returns whether there was room for them. */
    private boolean take(Map<MessageId, Optional<Message>> messages) throws SQLException {
        var came = System.currentTimeMillis();
        for (var message : messages.entrySet()) {
            if (index.size() > most) return false;
            var now = message.getValue();
            var changed = now.isEmpty() ? index.remove(message.getKey()) : index.put(now.get(), came);
            if (changed) mustForget = true;
        }
        return true;
    }

    /**
     * From the newest of each conversation backwards, in turn: where there is no room for all, who says much in one
     * takes nothing from the others. What changes meanwhile is taken in behind it.
     */
    private void readAll() throws CommandException, SQLException, IOException {
        var changes = texts.last();
        locked(() -> begin(Index.empty(), changes, false).begin());
        var unread = new ArrayDeque<Backwards>();
        for (var conversation : conversations.all()) unread.add(new Backwards(conversation));
        while (!unread.isEmpty()) {
            goOn();
            var next = unread.remove();
            var page = next.page(conversations, IN_TURN);
            if (page.isEmpty()) continue;
            unread.add(next);
            if (!locked(() -> take(page, next))) break;
        }
        locked(() -> {
            if (!unread.isEmpty()) index.cut();
            index.commit();
            mustForget = true;
            return whole = true;
        });
    }

    /** Returns whether there was room for them, and is left for what will be said. */
    private boolean take(List<Message> newestFirst, Backwards from) throws SQLException {
        for (var message : newestFirst) {
            if (index.size() > most / 4 * 3) return false;
            index.put(message, from.came(message));
        }
        return true;
    }

    List<Hit> find(Wanted wanted, Query query, long below, int limit)
            throws CommandException, SQLException, IOException {
        return locked(() -> index.find(wanted, query, below, limit));
    }

    /** Reading anew is not to hold up the end of Parley. */
    private static void goOn() throws InterruptedIOException {
        if (Thread.currentThread().isInterrupted()) throw new InterruptedIOException("Parley is ending");
    }

    /** Saves the index, if what is on disk is much older. */
    void save() throws CommandException, SQLException, IOException {
        reading.lock();
        try {
            if (!isWhole() || saved >= 0 && taken - saved < WORTH_SAVING) return;
            var now =
                    locked(() ->
                            index.size() > file.most
                                    ? Optional.<Saved>empty()
                                    : Optional.of(new Saved(taken, index.bytes())));
            if (now.isPresent()) file.save(now.get());
            else file.forget(); // it stays in memory, and is read anew at the next start
            saved = now.map(Saved::changes).orElse(-1L);
        } finally {
            reading.unlock();
        }
    }

    /** Takes in and saves what can be at once; at any rate no text that is gone stays on disk. */
    void end() throws CommandException, SQLException, IOException {
        if (!loaded && !endUnread()) return;
        load();
        if (!isWhole()) return;
        catchUp();
        save();
    }

    /**
     * A process that is one command does not read the index for that.
     *
     * @return whether so much has changed that it should
     */
    private boolean endUnread() throws CommandException, IOException {
        var changes = file.changes();
        if (changes.isEmpty()) return false;
        var since = texts.since(changes.getAsLong(), WORTH_SAVING);
        if (since.isEmpty()) {
            file.forget();
            return false;
        }
        for (var change : since.get()) {
            var now = conversations.message(change.message());
            if (now.isPresent() && !now.get().deleted() && now.get().edited().isEmpty()) continue;
            file.forget();
            return false;
        }
        return since.get().size() == WORTH_SAVING;
    }

    @Override
    public void close() throws SQLException {
        lock.lock();
        try {
            index.close();
        } finally {
            lock.unlock();
        }
    }
}
