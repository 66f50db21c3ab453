package parley.relay.log;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import parley.protocol.AccountKey;
import parley.protocol.DeviceKey;
import parley.protocol.DeviceList;
import parley.protocol.FollowerKey;
import parley.protocol.Hash;
import parley.protocol.LogId;
import parley.protocol.Token;
import parley.protocol.relay.CommitBody;
import parley.protocol.relay.CommitBody.NewFollower;
import parley.protocol.relay.Entry;
import parley.protocol.relay.Frame;
import parley.protocol.relay.InboxItem;
import parley.protocol.relay.LogItem;
import parley.protocol.wire.Bytes;
import parley.relay.api.GoneException;
import parley.relay.api.LogStore.Outcome;
import parley.relay.api.StoreException;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Stores in a directory, with short ways to say what tests say. */
final class Fixture implements AutoCloseable {

    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    /** A clock that moves when told. */
    static final class Clock implements InstantSource {
        private volatile Instant now = START;

        void pass(Duration time) {
            now = now.plus(time);
        }

        @Override
        public Instant instant() {
            return now;
        }
    }

    final Clock clock;
    final Settings settings;
    final Path home;
    OpenStores stores;

    Fixture(Path home) throws StoreException {
        this(home, settings(Disk.REAL, new Clock()));
    }

    Fixture(Path home, Settings settings) throws StoreException {
        this.home = home;
        this.settings = settings;
        this.clock = (Clock) settings.clock();
        this.stores = OpenStores.open(home, settings);
    }

    static Settings settings(Disk disk, Clock clock) {
        return new Settings(disk, clock, 64 * 1024, 1 << 20, Duration.ofDays(30), 256 * 1024, 8 << 20);
    }

    void reopen() throws StoreException {
        stores.close();
        stores = OpenStores.open(home, settings);
    }

    @Override
    public void close() {
        stores.close();
    }

    // ---- Values ----

    static Bytes bytes(int length, int seed) {
        var bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return Bytes.wrap(bytes);
    }

    static FollowerKey follower(int seed) {
        return new FollowerKey(bytes(32, seed));
    }

    static AccountKey account(int seed) {
        return new AccountKey(bytes(32, 1_000_000 + seed));
    }

    static DeviceKey device(int seed) {
        return new DeviceKey(bytes(32, 2_000_000 + seed));
    }

    static LogId log(int seed) {
        return new LogId(bytes(16, 3_000_000 + seed));
    }

    static Token token(int seed) {
        return new Token(bytes(32, 4_000_000 + seed));
    }

    static DeviceList devices(AccountKey account, long version, DeviceKey... devices) {
        return new DeviceList(account, version, List.of(devices), 1, bytes(32, 5), bytes(64, 6));
    }

    static Frame.Append append(LogId log, FollowerKey follower, long number, long base, String body) {
        return new Frame.Append(
                log, follower, number, base, false, Bytes.wrap(body.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    }

    static Frame.Commit commit(
            LogId log, FollowerKey author, long base, String body, List<NewFollower> added, List<FollowerKey> removed) {
        return new Frame.Commit(
                1,
                log,
                author,
                base,
                new CommitBody(
                        Bytes.wrap(body.getBytes(java.nio.charset.StandardCharsets.UTF_8)),
                        added,
                        removed,
                        Optional.empty()),
                List.of());
    }

    static Frame.Commit with(Frame.Commit commit, Frame.Welcome... welcomes) {
        return new Frame.Commit(1, commit.log(), commit.follower(), commit.base(), commit.body(), List.of(welcomes));
    }

    /** The same, and what it says of whether followers that are no admins may add others. */
    static Frame.Commit saying(Frame.Commit commit, boolean anybodyAdds) {
        return new Frame.Commit(
                1,
                commit.log(),
                commit.follower(),
                commit.base(),
                commit.body(),
                commit.welcomes(),
                Optional.of(anybodyAdds));
    }

    static String text(LogItem item) {
        var body = ((Entry) item).body().toArray();
        return new String(body, java.nio.charset.StandardCharsets.UTF_8);
    }

    // ---- Acts that wait for their outcome ----

    static <T> T await(CompletableFuture<T> future) {
        return future.orTimeout(30, TimeUnit.SECONDS).join();
    }

    private static Outcome outcome(Consumer<Consumer<Outcome>> act) {
        var outcome = new CompletableFuture<Outcome>();
        act.accept(outcome::complete);
        return await(outcome);
    }

    Outcome open(LogId log, FollowerKey creator) {
        return outcome(done -> stores.logs().open(log, creator, done));
    }

    Outcome append(Frame.Append append) {
        return outcome(done -> stores.logs().append(append, done));
    }

    Outcome commit(Frame.Commit commit) {
        return outcome(done -> stores.logs().commit(commit, done));
    }

    Outcome deliver(LogId inbox, String letter) {
        var sealed = Bytes.wrap(letter.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        return outcome(done -> stores.logs().deliver(inbox, new InboxItem.Letter(sealed), done));
    }

    Outcome setLink(LogId log, FollowerKey admin, Optional<Token> token) {
        var link = new Frame.SetLink(1, log, admin, token.map(Token::hash));
        return outcome(done -> stores.logs().setLink(link, done));
    }

    Outcome request(LogId log, Token token, AccountKey sender, String sealed) {
        return await(requesting(log, token, sender, sealed));
    }

    CompletableFuture<Outcome> requesting(LogId log, Token token, AccountKey sender, String sealed) {
        var done = new CompletableFuture<Outcome>();
        stores.logs().request(asking(log, token, sealed), sender, done::complete);
        return done;
    }

    static Frame.RequestJoin asking(LogId log, Token token, String sealed) {
        var bytes = Bytes.wrap(sealed.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        return new Frame.RequestJoin(1, log, token, bytes);
    }

    static long stored(Outcome outcome) {
        return assertInstanceOf(Outcome.Stored.class, outcome).position();
    }

    static Outcome.Refused refused(Outcome outcome) {
        return assertInstanceOf(Outcome.Refused.class, outcome);
    }

    List<LogItem> read(LogId log, FollowerKey follower, long after) throws StoreException, GoneException {
        var all = new ArrayList<LogItem>();
        var seen = new HashSet<Long>();
        for (var next = after; ; ) {
            var items = stores.logs().read(log, follower, next, 4096);
            if (items.isEmpty()) return all;
            for (var item : items) {
                if (item.position() <= next || !seen.add(item.position())) throw new AssertionError("not in order");
                next = item.position();
                all.add(item);
            }
        }
    }

    /** An account with one device, and its inbox. */
    AccountKey person(int seed) throws StoreException {
        var account = account(seed);
        stores.directory().create("person" + seed, devices(account, 1, device(seed)), Optional.empty());
        return account;
    }

    static FollowerKey inboxFollower(int seed) {
        return new FollowerKey(device(seed).bytes());
    }

    static Hash hash(int seed) {
        return token(seed).hash();
    }
}
