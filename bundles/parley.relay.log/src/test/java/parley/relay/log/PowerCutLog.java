package parley.relay.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import parley.protocol.AccountKey;
import parley.protocol.FollowerKey;
import parley.protocol.LogId;
import parley.protocol.Token;
import parley.protocol.relay.Entry;
import parley.protocol.relay.Frame;
import parley.protocol.relay.LogItem;
import parley.protocol.wire.Bytes;
import parley.relay.api.LogStore.State;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** What a log must hold: what was acknowledged of it, and what may or may not be there. */
final class PowerCutLog {

    /** A follower and what it has said. */
    static final class Follower {
        final FollowerKey key;
        final Map<Long, String> said = new HashMap<>();
        long tried;
        volatile long acknowledged;

        Follower(FollowerKey key) {
            this.key = key;
        }
    }

    final LogId id;
    final Follower admin;
    final List<Follower> followers = new ArrayList<>();
    final Map<FollowerKey, Follower> everybody = new HashMap<>();
    final Map<Long, String> positions = Collections.synchronizedMap(new TreeMap<>());
    final Map<Long, Frame.Commit> commits = new TreeMap<>();
    private final List<Frame.Commit> uncounted = new ArrayList<>();
    boolean sure;
    long lastCommit;
    long reached;
    Frame.Commit pending;

    /** What is open to be answered, by who asked; and what was being asked or set when the power went. */
    final Map<AccountKey, String> requests = new HashMap<>();

    private final Map<Long, String> requestPositions = new TreeMap<>();
    Optional<Token> link = Optional.empty();
    Map.Entry<AccountKey, String> asking;
    Optional<Token> linking;

    PowerCutLog(LogId id, FollowerKey admin) {
        this.id = id;
        this.admin = new Follower(admin);
        followers.add(this.admin);
        everybody.put(admin, this.admin);
    }

    Map<Long, String> snapshot() {
        synchronized (positions) {
            return new TreeMap<>(positions);
        }
    }

    /** The pending commit is in the log at {@code position}. */
    void happened(long position) {
        var commit = pending;
        pending = null;
        commits.put(position, commit);
        uncounted.add(commit);
        lastCommit = position;
        requests.clear();
        followers.removeIf(follower -> commit.body().removed().contains(follower.key));
        for (var added : commit.body().added()) {
            var follower = new Follower(added.key());
            followers.add(follower);
            everybody.put(added.key(), follower);
        }
    }

    /** After a restart: whether the commit under way is there. */
    void resolve(long last) {
        if (last != lastCommit) {
            assertTrue(pending != null && last > lastCommit, "a commit is lost, or from nowhere");
            happened(last);
        }
        pending = null;
    }

    /** What was being asked stands in the log at {@code position}. */
    void requested(long position) {
        requests.put(asking.getKey(), asking.getValue());
        requestPositions.put(position, asking.getValue());
        asking = null;
    }

    /** The link being set is set. */
    void linked() {
        if (!link.equals(linking)) requests.clear();
        link = linking;
        linking = null;
    }

    /** After a restart: link and open requests are what was acknowledged, and perhaps what was under way. */
    void verify(List<LogItem> items, Log now) {
        for (var item : items) {
            if (((Entry) item).kind() != Entry.Kind.REQUEST) continue;
            if (asking != null && !requestPositions.containsKey(item.position())) requested(item.position());
            assertEquals(requestPositions.get(item.position()), Fixture.text(item), "a request from nowhere");
        }
        for (var position : requestPositions.keySet()) {
            var there = items.stream().anyMatch(item -> item.position() == position);
            assertTrue(position <= now.tail() || there, "a request is lost");
        }
        asking = null;
        if (linking != null && now.link().equals(linking.map(Token::hash))) linked();
        linking = null;
        assertEquals(link.map(Token::hash), now.link(), "link");
        var open = now.door() == null ? Map.of() : now.door().open();
        assertEquals(requests.keySet(), open.keySet(), "open requests");
    }

    void verify(List<LogItem> items, State now, Function<FollowerKey, Optional<State>> stateOf) {
        var there = new HashMap<Long, Entry>();
        var last = new HashMap<FollowerKey, Long>();
        for (var item : items) {
            var entry = (Entry) item;
            there.put(entry.position(), entry);
            if (entry.kind() == Entry.Kind.COMMIT) {
                var commit = commits.get(entry.position());
                assertTrue(commit != null && commit.body().encode().equals(entry.body()), "a commit from nowhere");
                continue;
            }
            if (entry.kind() == Entry.Kind.REQUEST) continue;
            var author = everybody.get(entry.author());
            assertEquals(author.said.get(entry.number()), Fixture.text(entry), "body");
            var before = last.put(entry.author(), entry.number());
            assertTrue(before == null || entry.number() == before + 1, "numbers have a gap, or one twice");
        }
        snapshot()
                .forEach((position, text) -> {
                    if (position <= now.tail()) return;
                    assertTrue(there.containsKey(position), "an acknowledged entry is lost");
                    assertEquals(text, Fixture.text(there.get(position)));
                });
        for (var position : commits.keySet()) {
            assertTrue(position <= now.tail() || there.containsKey(position), "a commit's entry is lost");
        }
        for (var follower : followers)
            verify(follower, stateOf.apply(follower.key).orElseThrow(), last.get(follower.key));
        commits.forEach((position, commit) -> { // nobody comes back under the same key
            for (var key : commit.body().removed()) {
                var gone = stateOf.apply(key).orElseThrow(() -> new AssertionError("who was removed is forgotten"));
                assertTrue(!gone.follows() && gone.head() == position, "read up to its removal");
            }
        });
        for (var item : items) {
            if (((Entry) item).kind() == Entry.Kind.APPLICATION) positions.put(item.position(), Fixture.text(item));
        }
    }

    private static void verify(Follower follower, State state, Long lastInLog) {
        assertTrue(
                state.lastNumber() >= follower.acknowledged && state.lastNumber() <= follower.tried,
                () -> "number " + state.lastNumber() + ", acknowledged " + follower.acknowledged);
        assertTrue(lastInLog == null || lastInLog == state.lastNumber(), "last number");
        follower.acknowledged = state.lastNumber();
        follower.tried = state.lastNumber();
    }

    /** Tokens that commits used since last asked. */
    int newUses(AccountKey account) {
        var count = 0;
        for (var commit : uncounted) {
            for (var welcome : commit.welcomes()) if (welcome.to().equals(account)) count++;
        }
        return count;
    }

    void counted() {
        uncounted.clear();
    }

    Map<List<Object>, Bytes> welcomesTo(AccountKey account) {
        var expected = new HashMap<List<Object>, Bytes>();
        commits.forEach((position, commit) -> {
            for (int i = 0; i < commit.welcomes().size(); i++) {
                var welcome = commit.welcomes().get(i);
                if (welcome.to().equals(account)) expected.put(List.of(id, position, i), welcome.sealed());
            }
        });
        return expected;
    }
}
