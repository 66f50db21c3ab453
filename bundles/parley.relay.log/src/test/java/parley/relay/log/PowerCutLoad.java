package parley.relay.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import parley.protocol.LogId;
import parley.protocol.Token;
import parley.protocol.relay.CommitBody.NewFollower;
import parley.protocol.relay.Entry;
import parley.protocol.relay.Frame;
import parley.protocol.relay.Frame.StoredKeyPackage;
import parley.protocol.relay.InboxItem;
import parley.protocol.relay.LogItem;
import parley.protocol.relay.Right;
import parley.protocol.wire.Bytes;
import parley.relay.api.Directory.Change;
import parley.relay.api.LogStore.Outcome;
import parley.relay.api.StoreException;
import parley.testing.VolatileDisk;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Phaser;

/** Random work on a relay's stores, and what must be true of them after each power cut. */
final class PowerCutLoad {

    private static final int LOGS = 6;

    private static final int USES = 1_000_000;

    private final Path home;
    private final Random random;
    private final VolatileDisk disk;
    private final Settings settings;
    private final List<PowerCutLog> logs = new ArrayList<>();
    private final List<PowerCutPerson> people = new ArrayList<>();
    private final List<Path> snapshots = new ArrayList<>();
    private final Map<LogId, Map<Long, Entry>> told = new HashMap<>();

    private OpenStores stores;
    private int seeds;
    private long acknowledged;
    private int cuts;
    private int cutsWhileOpening;
    private int rebuilt;
    private int compactions;

    PowerCutLoad(Path home, Random random) throws IOException {
        this.home = home.resolve("relay");
        this.random = random;
        this.disk = new VolatileDisk(new Random(random.nextLong()));
        this.settings = Fixture.settings(over(disk), new Fixture.Clock());
        stores = open();
    }

    static Disk over(VolatileDisk disk) {
        return new Disk() {
            @Override
            public FileChannel open(Path file, OpenOption... options) throws IOException {
                return disk.open(file, options);
            }

            @Override
            public void delete(Path file) throws IOException {
                disk.delete(file);
            }

            @Override
            public void syncDirectory(Path directory) throws IOException {
                disk.syncDirectory(directory);
            }

            @Override
            public List<Path> list(Path directory) throws IOException {
                return disk.list(directory);
            }
        };
    }

    private OpenStores open() throws StoreException {
        var opened = OpenStores.open(home, settings);
        opened.logs()
                .listen((log, entry) -> told.computeIfAbsent(log, _ -> new HashMap<>()).put(entry.position(), entry));
        return opened;
    }

    long acknowledged() {
        return acknowledged;
    }

    String summary() {
        return "cuts: "
                + cuts
                + " and "
                + cutsWhileOpening
                + " while opening, acknowledged: "
                + acknowledged
                + ", directory made anew: "
                + rebuilt
                + ", compactions begun: "
                + compactions
                + ", segments now: "
                + (stores.journal().currentSegment() - stores.journal().firstSegment() + 1)
                + " of "
                + stores.journal().currentSegment();
    }

    void close() {
        stores.close();
    }

    // ---- Work ----

    void runUntilTheCut() throws InterruptedException {
        disk.cutAfter(1 + random.nextInt(250));
        var waiting = new Phaser(1);
        while (!disk.isOff()) step(waiting);
        waiting.arriveAndAwaitAdvance();
        cuts++;
    }

    private void step(Phaser waiting) {
        var act = random.nextInt(100);
        if (logs.size() < LOGS) {
            var made = new PowerCutLog(Fixture.log(seeds++), Fixture.follower(seeds++));
            logs.add(made);
            open(made);
        }
        if (people.size() < 3 || act == 0) create(new PowerCutPerson(seeds++));
        var log = logs.get(random.nextInt(logs.size()));
        var person = people.get(random.nextInt(people.size()));
        if (!log.sure) open(log);
        else if (act < 62) append(log, waiting);
        else if (act < 67) request(log);
        else if (act < 70) link(log);
        else if (act < 78) commit(log, waiting);
        else if (act < 84) letter(person, waiting);
        else if (act < 94) directory(person, waiting);
        else if (act < 97) reached(log);
        else if (act < 98) compact();
        if (random.nextInt(8) == 0) settle(waiting);
    }

    private static void settle(Phaser waiting) {
        waiting.arriveAndAwaitAdvance();
    }

    private void compact() {
        compactions++;
        stores.compaction().start();
    }

    private synchronized void count(boolean is) {
        if (is) acknowledged++;
    }

    private void open(PowerCutLog log) {
        var done = new CompletableFuture<Outcome>();
        stores.logs().open(log.id, log.admin.key, done::complete);
        log.sure = Fixture.await(done) instanceof Outcome.Stored;
        count(log.sure);
    }

    private void append(PowerCutLog log, Phaser waiting) {
        var follower = log.followers.get(random.nextInt(log.followers.size()));
        var burst = 1 + random.nextInt(5);
        for (int i = 0; i < burst; i++) {
            long number = ++follower.tried;
            var text = follower.key.hex().substring(0, 8) + " says " + number + " ".repeat(random.nextInt(600));
            follower.said.put(number, text);
            waiting.register();
            stores.logs()
                    .append(
                            Fixture.append(log.id, follower.key, number, log.lastCommit, text),
                            outcome -> {
                                if (outcome instanceof Outcome.Stored(var position)) {
                                    follower.acknowledged = number;
                                    log.positions.put(position, text);
                                    count(true);
                                }
                                waiting.arriveAndDeregister();
                            });
        }
    }

    private void commit(PowerCutLog log, Phaser waiting) {
        settle(waiting); // a commit may make what is on its way stale, which is another test
        var author = log.admin;
        List<NewFollower> added = List.of();
        List<parley.protocol.FollowerKey> removed = List.of();
        var welcomes = new ArrayList<Frame.Welcome>();
        if (log.followers.size() > 4 && random.nextBoolean()) {
            removed = List.of(log.followers.get(1 + random.nextInt(log.followers.size() - 1)).key);
        } else if (random.nextInt(4) > 0) {
            int invited = random.nextInt(3);
            added = new ArrayList<>();
            for (int i = Math.max(1, invited); i > 0; i--) {
                added.add(new NewFollower(Fixture.follower(seeds++), false));
            }
            for (int i = invited; i > 0; i--) welcome(welcomes);
        }
        var commit =
                new Frame.Commit(
                        1,
                        log.id,
                        author.key,
                        log.lastCommit,
                        Fixture.commit(log.id, author.key, 0, "commit " + seeds++, added, removed).body(),
                        welcomes);
        log.pending = commit;
        var done = new CompletableFuture<Outcome>();
        stores.logs().commit(commit, done::complete);
        if (Fixture.await(done) instanceof Outcome.Stored(var position)) {
            log.happened(position);
            count(true);
        }
    }

    private void request(PowerCutLog log) {
        if (log.link.isEmpty()) return;
        var sender = Fixture.account(50_000 + random.nextInt(4));
        var before = log.requests.get(sender);
        var known = before != null;
        var again = known && random.nextBoolean();
        var text = again ? before : "request " + seeds++;
        var done = new CompletableFuture<Outcome>();
        if (!known) log.asking = Map.entry(sender, text);
        stores.logs().request(Fixture.asking(log.id, log.link.get(), text), sender, done::complete);
        var outcome = Fixture.await(done);
        if (!(outcome instanceof Outcome.Stored(var position))) return;
        assertTrue(again ? position == 0 : !known && position > 0, "a second request");
        if (!again) log.requested(position);
        count(true);
    }

    private void link(PowerCutLog log) {
        var token = random.nextInt(4) == 0 ? Optional.<Token>empty() : Optional.of(Fixture.token(20_000 + seeds++));
        var done = new CompletableFuture<Outcome>();
        log.linking = token;
        var link = new Frame.SetLink(1, log.id, log.admin.key, token.map(Token::hash));
        stores.logs().setLink(link, done::complete);
        if (!(Fixture.await(done) instanceof Outcome.Stored)) return;
        log.linked();
        count(true);
    }

    private void welcome(List<Frame.Welcome> welcomes) {
        var to = people.get(random.nextInt(people.size()));
        if (!to.sure || !to.granted) return;
        welcomes.add(
                new Frame.Welcome(
                        to.key, Fixture.token(10_000 + to.seed), Fixture.bytes(random.nextInt(300), seeds++)));
        to.triedUses++;
    }

    private void letter(PowerCutPerson to, Phaser waiting) {
        if (!to.sure) return;
        var text = "letter " + seeds++;
        to.letters.put(text, false);
        waiting.register();
        var letter = new InboxItem.Letter(Bytes.wrap(text.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        stores.logs()
                .deliver(
                        LogId.inboxOf(to.key),
                        letter,
                        outcome -> {
                            if (outcome instanceof Outcome.Stored) {
                                to.letters.put(text, true);
                                count(true);
                            }
                            waiting.arriveAndDeregister();
                        });
    }

    private void create(PowerCutPerson person) {
        people.add(person);
        person.triedVersion = 1;
        settled(() -> {
            var made =
                    stores.directory()
                            .create(
                                    "p" + person.seed,
                                    Fixture.devices(person.key, 1, Fixture.device(person.seed)),
                                    Optional.empty());
            person.sure = made == Change.MADE;
            person.version = 1;
        });
    }

    private void directory(PowerCutPerson person, Phaser waiting) {
        settle(waiting);
        switch (random.nextInt(5)) {
            case 0 -> {
                if (!person.sure) create(person.seed, person);
            }
            case 1 ->
                    settled(() -> {
                        if (!person.sure) return;
                        person.triedVersion = Math.max(person.triedVersion, person.version) + 1;
                        var devices = Fixture.devices(person.key, person.triedVersion, Fixture.device(person.seed));
                        if (stores.directory().publish(devices) == Change.MADE) person.version = person.triedVersion;
                    });
            case 2 ->
                    settled(() -> {
                        if (!person.sure || person.granted) return;
                        var change =
                                stores.directory()
                                        .grant(
                                                person.limited,
                                                Right.DELIVER,
                                                Optional.of(person.key),
                                                USES,
                                                Duration.ZERO);
                        person.granted = change == Change.MADE;
                    });
            case 3 ->
                    settled(() -> {
                        if (!person.granted) return;
                        person.triedUses++;
                        assertTrue(stores.directory().use(person.limited, Right.DELIVER, Optional.of(person.key)));
                        person.uses++;
                    });
            default -> keyPackages(person);
        }
    }

    private void create(int seed, PowerCutPerson person) {
        settled(() -> {
            var devices = Fixture.devices(person.key, 1, Fixture.device(seed));
            person.sure = stores.directory().create("p" + seed, devices, Optional.empty()) == Change.MADE;
            person.version = Math.max(1, person.version);
        });
    }

    private void keyPackages(PowerCutPerson person) {
        if (!person.sure) return;
        if (person.added.size() - person.taken.size() < 10) {
            var fresh = Fixture.bytes(200, seeds++);
            settled(() -> {
                var stored = new StoredKeyPackage(Fixture.device(person.seed), 1, false, fresh);
                if (stores.directory().addKeyPackages(person.key, List.of(stored)) == Change.MADE)
                    person.added.add(fresh);
            });
        } else {
            person.triedTakes++;
            settled(() -> {
                for (var taken : stores.directory().takeKeyPackages(person.key, List.of(1))) {
                    assertTrue(person.taken.add(taken.keyPackage()), "a KeyPackage was handed out twice");
                }
                person.triedTakes--;
            });
        }
    }

    private interface Act {
        void run() throws StoreException;
    }

    /** The act counts if it returns; a power cut in the middle leaves it open. */
    private void settled(Act act) {
        try {
            act.run();
            count(true);
        } catch (StoreException e) {
            if (!disk.isOff()) throw new AssertionError(e);
        }
    }

    private void reached(PowerCutLog log) {
        var positions = new ArrayList<>(log.snapshot().keySet());
        if (positions.isEmpty()) return;
        var to = positions.get(random.nextInt(positions.size()));
        log.reached = Math.max(log.reached, to);
        for (var follower : log.followers) stores.logs().reached(log.id, follower.key, to);
    }

    // ---- Restart ----

    void restart() throws IOException {
        stores.close();
        disk.restore();
        setBack();
        if (random.nextInt(5) == 0) {
            disk.cutAfter(1 + random.nextInt(6));
            try {
                stores = open();
                disk.cut();
                stores.close();
            } catch (StoreException e) {
                assertTrue(disk.isOff(), () -> "refused without a cut: " + e);
            }
            cutsWhileOpening++;
            disk.restore();
        }
        stores = open();
    }

    /** Sets the directory's file back to how it was after an earlier cut, or worse. */
    private void setBack() throws IOException {
        var file = home.resolve("directory.sqlite");
        var copy = home.resolveSibling("snapshot" + snapshots.size());
        Files.copy(file, copy);
        snapshots.add(copy);
        for (var suffix : List.of("", "-wal", "-shm")) Files.deleteIfExists(home.resolve("directory.sqlite" + suffix));
        var choice = random.nextInt(10);
        if (choice == 0) rebuilt++;
        else if (choice == 1) Files.write(file, Fixture.bytes(5000, seeds).toArray());
        else Files.copy(snapshots.get(random.nextInt(snapshots.size())), file);
    }

    // ---- Truth ----

    void verify() throws Exception {
        for (var log : logs) verify(log);
        for (var person : people) verify(person);
        for (var log : logs) log.counted();
        told.clear();
    }

    private void verify(PowerCutLog log) throws Exception {
        var state = stores.logs().state(log.id, log.admin.key);
        if (!log.sure) {
            if (state.isEmpty()) return;
            log.sure = true;
        }
        var now = state.orElseThrow(() -> new AssertionError("a log is lost"));
        log.resolve(now.lastCommit());
        assertTrue(now.tail() <= log.reached, "deleted what not all had");
        var followers = new HashSet<>(stores.logs().followers(log.id));
        var expected = new HashSet<NewFollower>();
        for (var follower : log.followers) expected.add(new NewFollower(follower.key, follower == log.admin));
        assertEquals(expected, followers, "followers");
        var items = read(log.id, log.admin.key, now.tail());
        log.verify(items, Objects.requireNonNull(stores.table().find(log.id)));
        log.verify(items, now, key -> stores.logs().state(log.id, key));
        for (var entry : told.getOrDefault(log.id, Map.of()).values()) {
            assertTrue(entry.position() <= now.tail() || items.contains(entry), "an entry that was told is lost");
        }
    }

    private List<LogItem> read(LogId log, parley.protocol.FollowerKey follower, long after) throws Exception {
        var all = new ArrayList<LogItem>();
        for (var next = after; ; ) {
            var items = stores.logs().read(log, follower, next, 100_000);
            if (items.isEmpty()) return all;
            for (var item : items) {
                assertTrue(item.position() > next, "order");
                next = item.position();
            }
            all.addAll(items);
        }
    }

    private void verify(PowerCutPerson person) throws Exception {
        var account = stores.directory().byKey(person.key);
        if (!person.sure && account.isEmpty()) return;
        person.sure = true;
        var version = account.orElseThrow(() -> new AssertionError("an account is lost")).devices().version();
        assertTrue(version >= Math.max(1, person.version) && version <= person.triedVersion, "device list " + version);
        person.version = version;
        assertEquals(account, stores.directory().byName("p" + person.seed));
        verifyTokens(person);
        verifyInbox(person);
    }

    private void verifyTokens(PowerCutPerson person) throws Exception {
        var token = stores.projection().read(tables -> tables.token(person.limited));
        if (token.isEmpty()) {
            assertTrue(!person.granted, "a token is lost");
            return;
        }
        person.granted = true;
        for (var log : logs) person.uses += log.newUses(person.key);
        var used = USES - token.get().uses();
        assertTrue(
                used >= person.uses && used <= person.triedUses,
                "token used " + used + " times, acknowledged " + person.uses);
        person.uses = used;
        person.triedUses = used;
    }

    private void verifyInbox(PowerCutPerson person) throws Exception {
        var inbox = LogId.inboxOf(person.key);
        var items = read(inbox, Fixture.inboxFollower(person.seed), 0);
        var letters = new HashSet<String>();
        var welcomes = new HashMap<List<Object>, Bytes>();
        for (var item : items) {
            switch (InboxItem.decode(((Entry) item).body())) {
                case InboxItem.Letter(var sealed) ->
                        assertTrue(
                                letters.add(new String(sealed.toArray(), java.nio.charset.StandardCharsets.UTF_8)),
                                "doubled");
                case InboxItem.Welcomed(var log, var position, var index, var sealed) ->
                        assertTrue(welcomes.put(List.of(log, position, index), sealed) == null, "doubled");
            }
        }
        person.letters.forEach((text, sure) -> assertTrue(!sure || letters.contains(text), "a letter is lost"));
        assertTrue(person.letters.keySet().containsAll(letters), "a letter from nowhere");
        for (var letter : letters) person.letters.put(letter, true);
        var expected = new HashMap<List<Object>, Bytes>();
        for (var log : logs) expected.putAll(log.welcomesTo(person.key));
        assertEquals(expected, welcomes, "welcomes");
        for (var entry : told.getOrDefault(inbox, Map.of()).values())
            assertTrue(items.contains(entry), "told and lost");
        assertTrue(stores.logs().state(inbox, Fixture.inboxFollower(person.seed)).isPresent(), "an inbox is lost");
    }
}
