package parley.search;

import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

import parley.client.api.AppLock;
import parley.client.api.ClientListener;
import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.client.api.Conversations;
import parley.client.api.Event;
import parley.client.api.Search;
import parley.client.api.chat.Texts;
import parley.client.api.store.Store;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Finds messages by their words. A thread of its own reads what was said while nobody looks for anything, so that
 * neither the start nor a look waits for it.
 *
 * <p>Immediate, because it has to follow what is said.
 */
@Component(
        immediate = true,
        service = {Search.class, ClientListener.class, AppLock.Listener.class})
public final class WordSearch implements Search, ClientListener, AppLock.Listener {

    private static final System.Logger log = System.getLogger(WordSearch.class.getName());

    /** How long nothing more happens before what happened is read, and before it is saved. */
    private static final Duration PAUSE = Duration.ofSeconds(2);

    private static final Duration LONG_PAUSE = Duration.ofSeconds(60);

    private final Store store;
    private final Conversations conversations;
    private final Following following;
    private final Semaphore news = new Semaphore(0);
    private final Thread thread;

    @Activate
    public WordSearch(
            @Reference(service = Supplier.class, target = "(launcher.product=*)") Map<String, Object> launcher,
            @Reference Store store,
            @Reference Conversations conversations,
            @Reference Texts texts)
            throws SQLException {
        this(Path.of(String.valueOf(launcher.get("launcher.home"))), store, conversations, texts);
    }

    WordSearch(Path home, Store store, Conversations conversations, Texts texts) throws SQLException {
        this(store, conversations, new Following(conversations, texts, new IndexFile(home, store)));
    }

    WordSearch(Store store, Conversations conversations, Following following) {
        this.store = store;
        this.conversations = conversations;
        this.following = following;
        this.thread = Thread.ofVirtual().name("search").start(this::follow);
    }

    @Deactivate
    void close() throws InterruptedException, SQLException {
        thread.interrupt();
        thread.join();
        following.close();
    }

    @Override
    public void happened(Event event) {
        if (event instanceof Event.Durable && news.availablePermits() == 0) news.release();
    }

    /** While the profile is locked there is no word of it in memory. */
    @Override
    public void lockChanged(AppLock.State state) {
        if (state == AppLock.State.LOCKED) quietly(following::drop);
        else news.release();
    }

    private void follow() {
        try {
            var unused = news.tryAcquire(PAUSE.toMillis(), TimeUnit.MILLISECONDS); // the start is others'
            while (!quietly(store::check)) news.acquire(); // whoever looks for something hears why
            while (true) {
                quietly(following::load);
                quietly(following::catchUp);
                Thread.sleep(PAUSE); // a busy talk is read now and then, not message by message
                if (news.tryAcquire(LONG_PAUSE.toMillis(), TimeUnit.MILLISECONDS)) continue;
                quietly(following::save);
                news.acquire();
            }
        } catch (InterruptedException e) {
            quietly(following::end);
        }
    }

    private interface Step {
        void run() throws CommandException, SQLException, IOException;
    }

    private static boolean quietly(Step step) {
        try {
            step.run();
            return true;
        } catch (CommandException | SQLException | IOException e) { // tried again at the next change
            log.log(System.Logger.Level.DEBUG, "The index of words is behind: {0}", e.getMessage());
            return false;
        }
    }

    @Override
    public Page find(Query query, long next, int limit) throws CommandException {
        if (query.words().length() > MAX_WORDS) {
            throw new CommandException(
                    Code.USAGE, "at most " + MAX_WORDS + " characters can be looked for; leave some words out");
        }
        store.check();
        var wanted = Wanted.of(query.words());
        try {
            following.load();
            var whole = following.isWhole();
            if (whole) following.catchUp();
            else news.release();
            var cut = whole && following.isCut();
            var page = page(wanted, query, next, Math.clamp(limit, 1, MAX_PAGE));
            return new Page(page.found(), page.next(), whole && !cut, cut);
        } catch (SQLException | IOException e) {
            throw new CommandException(
                    Code.INTERNAL, "the index of words failed (" + e.getMessage() + "); start Parley again", e);
        }
    }

    private Page page(Wanted wanted, Query query, long next, int limit)
            throws CommandException, SQLException, IOException {
        if (wanted.rows().isEmpty()) return new Page(List.of(), OptionalLong.empty(), true);
        var found = new ArrayList<Found>();
        var below = next;
        while (true) {
            var hits = following.find(wanted, query, below, limit - found.size());
            for (var hit : hits) {
                below = hit.row();
                var message = conversations.message(hit.message());
                if (message.isEmpty()) continue; // gone this moment
                var marks = wanted.in(message.get().text());
                if (marks.isEmpty()) continue;
                found.add(new Found(message.get(), Excerpt.around(message.get().text(), marks.getFirst()), marks));
            }
            if (hits.isEmpty()) return new Page(found, OptionalLong.empty(), true);
            if (found.size() == limit) return new Page(found, OptionalLong.of(below), true);
        }
    }
}
