package parley.bench;

import parley.bench.mls.ClientCrypto;
import parley.protocol.GroupLink;
import parley.protocol.InviteLink;
import parley.transport.api.Endpoint;
import parley.transport.netty.NettyTransport;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * A large group through the products: the relay and three clients (the admin, one who joins last, one who is removed)
 * in processes of their own; all other members are played ({@link Played}), each an account with a TLS link of its own.
 */
final class GroupLoad {

    /** The fewest members: above 100 nobody sends receipts, and every entry is a message or a commit. */
    static final int LEAST = 110;

    /** Who ask at once: as many as one commit adds. */
    private static final int BATCH = 256;

    /** Messages said one after the other, each when everybody has the one before. */
    private static final int MESSAGES = 20;

    private static final int BURST = 50;
    private static final int REAL = 3;
    private static final int PATIENCE = 300;

    private final RelayDisk disk;
    private final Product relay;
    private final Product alice;
    private final Product bob;
    private final Product carol;
    private final int members;
    private final ClientCrypto crypto;
    private final Endpoint endpoint;
    private final InviteLink invite;
    private final List<Played> crowd = new ArrayList<>();
    private final Played watcher;
    private final Watch watch = new Watch();
    private final NettyTransport transport = new NettyTransport();
    private String group = "";

    private GroupLoad(Path home, List<Product> products, String listening, int members, int suite) throws Exception {
        this.disk = new RelayDisk(home.resolve("relay"));
        this.relay = products.get(0);
        this.alice = products.get(1);
        this.bob = products.get(2);
        this.carol = products.get(3);
        this.members = members;
        this.crypto = ClientCrypto.make(suite);
        this.endpoint = Endpoint.of(URI.create(Product.field(listening, "url").orElseThrow()));
        this.invite = InviteLink.parse(Product.field(listening, "invite").orElseThrow());
        this.watcher = new Played(crypto);
    }

    /**
     * @param connected how many of the played members are connected when something is said
     */
    static void run(Path parley, Path home, int members, int connected, boolean xWing) throws Exception {
        var began = System.nanoTime();
        try (var relay = Product.start(parley, home.resolve("relay"), "relay", "--json", "--listen", "127.0.0.1:0")) {
            var listening = relay.await("listening", _ -> true, PATIENCE);
            try (var alice = Product.start(parley, home.resolve("alice"), "terminal", "--json", "--gogo");
                    var bob = Product.start(parley, home.resolve("bob"), "terminal", "--json");
                    var carol = Product.start(parley, home.resolve("carol"), "terminal", "--json")) {
                var suite = xWing ? ClientCrypto.X_WING : 1;
                var load = new GroupLoad(home, List.of(relay, alice, bob, carol), listening, members, suite);
                Report.say(
                        "A group of %,d, suite %s: alice (admin), bob and carol are real terminals, %,d members are"
                                + " played.",
                        members, xWing ? "0xF00D (X-Wing)" : "1", members - REAL);
                load.accounts();
                load.found(xWing);
                load.grow();
                load.join();
                load.follow(Math.min(connected, members - REAL));
                load.talk();
                load.remove();
                Report.say("All of it took %.0f s.", (System.nanoTime() - began) / 1e9);
            }
        }
    }

    // ---- Growing ----

    private void accounts() throws Exception {
        var began = System.nanoTime();
        var cpu = relay.cpuSeconds();
        for (var i = 1; i < members - REAL; i++) crowd.add(new Played(crypto));
        crowd.addFirst(watcher);
        Crowd.each(crowd, (member, number) -> member.signUp(transport, endpoint, invite.secret(), "member" + number));
        row(
                "sign up, one TLS link each",
                "%,d in %.1f s, %.1f ms of relay CPU each",
                crowd.size(),
                seconds(began),
                (relay.cpuSeconds() - cpu) * 1000 / crowd.size());
    }

    private void found(boolean xWing) throws IOException, InterruptedException {
        for (var person : Map.of("alice", alice, "bob", bob, "carol", carol).entrySet()) {
            person.getValue().await("ready", _ -> true, PATIENCE);
            person.getValue().say("account", "create", person.getKey(), "--invite", invite.text());
            ok(person.getValue(), "account create");
        }
        if (!xWing) { // the only way to a weaker suite than everybody has
            alice.say("gogo", "stop parley.cipher.xwing");
            ok(alice, "gogo");
        }
        alice.say("group", "create", "crowd");
        group = Product.field(ok(alice, "group create"), "conversation").orElseThrow();
    }

    private GroupLink link() throws IOException, InterruptedException {
        alice.say("group", "invite", group);
        return GroupLink.parse(Product.field(ok(alice, "group invite"), "invite").orElseThrow());
    }

    private void grow() throws Exception {
        var link = link();
        watcher.ask(link);
        watcher.device().hear(watch);
        await(
                "the first member is added",
                () -> {
                    try {
                        watcher.device().follow(link.log());
                        return true;
                    } catch (IllegalStateException e) { // not yet
                        return false;
                    }
                });
        var journal = disk.journal();
        var blobs = disk.blobs();
        var cpu = alice.cpuSeconds();
        var relayCpu = relay.cpuSeconds();
        var began = System.nanoTime();
        for (var from = 1; from < crowd.size(); from += BATCH) {
            var batch = crowd.subList(from, Math.min(crowd.size(), from + BATCH));
            Crowd.each(batch, (member, _) -> member.ask(link));
            await(
                    "everybody who asked is added",
                    () -> batch.stream().allMatch(member -> watch.added.contains(member.follower())));
        }
        var took = seconds(began);
        var adding = watch.commits.stream().filter(commit -> commit.added() > 1).toList();
        row("  and ask by link, are added", "%,d in %.1f s, %d commits", crowd.size() - 1, took, adding.size());
        row(
                "  alice's CPU, relay's CPU",
                "%.1f ms, %.1f ms for each who is added",
                (alice.cpuSeconds() - cpu) * 1000 / crowd.size(),
                (relay.cpuSeconds() - relayCpu) * 1000 / crowd.size());
        row(
                "  a commit that adds up to " + BATCH,
                "median %,d bytes, largest %,d",
                (long) Report.median(adding.stream().mapToDouble(Watch.Seen::bytes).toArray()),
                adding.stream().mapToInt(Watch.Seen::bytes).max().orElse(0));
        row(
                "  relay's disk for all of them",
                "journal %,d bytes (requests, commits, Welcomes), trees %,d bytes",
                disk.journal() - journal,
                disk.blobs() - blobs);
    }

    // ---- Joining ----

    private void join() throws Exception {
        for (var joiner : List.of(carol, bob)) { // what bob meets is measured: he is the last
            var last = joiner == bob;
            var link = link();
            var commits = watch.commits.size();
            var blobs = disk.blobs();
            var cpu = joiner.cpuSeconds();
            var adminsCpu = alice.cpuSeconds();
            var began = System.nanoTime();
            joiner.say("group", "join", link.text());
            joiner.await("conversation", line -> Product.is(line, "id", group), PATIENCE);
            var joined = System.nanoTime();
            if (!last) continue;
            var commit = watch.commits.get(commits);
            row("bob joins by link", "%.2f s from asking to being in", (joined - began) / 1e9);
            row(
                    "  until the commit is in the log",
                    "%.2f s, of it up to 0.5 s chance; %.2f s of alice's CPU; %,d bytes",
                    (commit.at() - began) / 1e9,
                    alice.cpuSeconds() - adminsCpu,
                    commit.bytes());
            row(
                    "  from there until he is in",
                    "%.2f s: fetches %,d bytes (Welcome and tree), checks every leaf and chain; %.2f s of CPU",
                    (joined - commit.at()) / 1e9,
                    disk.blobs() - blobs,
                    joiner.cpuSeconds() - cpu);
        }
        bob.say("group", "members", group);
        var listed = ok(bob, "group members").split("\"device\"", -1).length - 1;
        if (listed != members) throw new IllegalStateException("bob sees " + listed + " of " + members + " members");
    }

    // ---- What is said ----

    private List<Played> audience = List.of();

    private void follow(int connected) throws Exception {
        var log = link().log();
        var last = watch.commits.getLast().position();
        audience = crowd.subList(1, Math.max(2, connected));
        var began = System.nanoTime();
        var cpu = relay.cpuSeconds();
        Crowd.each(audience, (member, _) -> member.device().follow(log, last));
        row(
                "follow the log, each its own link",
                "%,d in %.1f s, %.1f ms of relay CPU each; the relay takes %d MB of memory",
                audience.size(),
                seconds(began),
                (relay.cpuSeconds() - cpu) * 1000 / audience.size(),
                relay.residentMegabytes());
    }

    private void talk() throws Exception {
        var text = "x".repeat(200);
        alice.say("say", group, text); // what is compiled and fetched for the first one is not counted
        alice.await("receipt", line -> Product.is(line, "state", "sent"), PATIENCE);
        bob.await("message", line -> Product.is(line, "conversation", group), PATIENCE);
        everybodyHas(1);
        var accepted = new long[MESSAGES];
        var first = new long[MESSAGES];
        var half = new long[MESSAGES];
        var all = new long[MESSAGES];
        var reader = new long[MESSAGES];
        var journal = disk.journal();
        var relayCpu = relay.cpuSeconds();
        var profile = alice.bytesWritten();
        var bytes = received();
        for (var i = 0; i < MESSAGES; i++) {
            var began = System.nanoTime();
            alice.say("say", group, text);
            alice.await("receipt", line -> Product.is(line, "state", "sent"), PATIENCE);
            accepted[i] = System.nanoTime() - began;
            bob.await("message", line -> Product.is(line, "conversation", group), PATIENCE);
            reader[i] = System.nanoTime() - began;
            var index = i + 1;
            everybodyHas(index + 1);
            var times = audience.stream().mapToLong(member -> member.time(index) - began).sorted().toArray();
            first[i] = times[0];
            half[i] = times[times.length / 2];
            all[i] = times[times.length - 1];
        }
        row(
                "alice says 200 characters",
                "on the relay's disk and told her after %.1f ms (median of %d)",
                millis(accepted),
                MESSAGES);
        row(
                "  at the " + String.format(Locale.ROOT, "%,d", audience.size()) + " played who are connected",
                "first %.1f ms, half of them %.1f ms, the last %.1f ms",
                millis(first),
                millis(half),
                millis(all));
        row("  read by bob, whole client", "%.1f ms", millis(reader));
        row(
                "  bytes",
                "%,d sealed, %,d to each member, %,d on the relay's disk once, %,d written by alice's client",
                watch.said,
                (received() - bytes) / MESSAGES / audience.size(),
                (disk.journal() - journal) / MESSAGES,
                (alice.bytesWritten() - profile) / MESSAGES);
        row("  relay CPU", "%.1f ms a message", (relay.cpuSeconds() - relayCpu) * 1000 / MESSAGES);
        var began = System.nanoTime();
        for (var i = 0; i < BURST; i++) alice.say("say", group, text);
        everybodyHas(1 + MESSAGES + BURST);
        row(
                BURST + " said at once",
                "all at everybody's after %.2f s: %,.0f deliveries a second",
                seconds(began),
                BURST * audience.size() / seconds(began));
    }

    // ---- Removing ----

    private void remove() throws Exception {
        var before = 1 + MESSAGES + BURST;
        var journal = disk.journal();
        var adminsCpu = alice.cpuSeconds();
        var readersCpu = bob.cpuSeconds();
        var relayCpu = relay.cpuSeconds();
        var began = System.nanoTime();
        alice.say("group", "remove", group, "carol");
        ok(alice, "group remove");
        var done = seconds(began);
        bob.await("member", line -> Product.is(line, "change", "removed"), PATIENCE);
        var read = seconds(began);
        var told = carol.await("member", line -> Product.is(line, "change", "removed"), PATIENCE);
        var learned = seconds(began);
        everybodyHas(before + 1);
        var times = audience.stream().mapToLong(member -> member.time(before) - began).sorted().toArray();
        var commit = watch.commits.getLast();
        row(
                "alice removes carol",
                "%.2f s until it is done; %.2f s of her CPU; %,d bytes",
                done,
                alice.cpuSeconds() - adminsCpu,
                commit.bytes());
        row(
                "  at the others",
                "first %.2f s, half of them %.2f s, the last %.2f s: %,d MB on the wire",
                times[0] / 1e9,
                times[times.length / 2] / 1e9,
                times[times.length - 1] / 1e9,
                (long) commit.bytes() * audience.size() / 1_000_000);
        row("  read by bob, whole client", "after %.2f s; %.2f s of CPU", read, bob.cpuSeconds() - readersCpu);
        row("  carol, who is removed, reads it", "after %.2f s: %s", learned, Product.field(told, "change").orElse(""));
        row("  relay", "%,d bytes on disk, %.1f s of CPU", disk.journal() - journal, relay.cpuSeconds() - relayCpu);
        var afterwards = System.nanoTime();
        alice.say("say", group, "without carol");
        bob.await("message", line -> Product.is(line, "text", "without carol"), PATIENCE);
        everybodyHas(before + 2);
        var last = seconds(afterwards);
        carol.say("read", group, "--last", "1000");
        var silent = !ok(carol, "read").contains("without carol");
        row("  what is said then", "at everybody's after %.2f s; carol has it: %s", last, silent ? "no" : "YES");
    }

    // ---- Waiting, measuring ----

    private void everybodyHas(int entries) throws IOException, InterruptedException {
        await(
                entries + " entries are at everybody's",
                () -> audience.stream().allMatch(member -> member.count() >= entries));
    }

    private static void await(String what, BooleanSupplier condition) throws IOException, InterruptedException {
        var deadline = System.nanoTime() + PATIENCE * 1_000_000_000L;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) throw new IOException("not within " + PATIENCE + " s: " + what);
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }

    private long received() {
        return audience.stream().mapToLong(member -> member.device().received()).sum();
    }

    private static String ok(Product product, String command) throws IOException, InterruptedException {
        return product.await("ok", line -> Product.is(line, "command", command), PATIENCE);
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }

    private static double millis(long[] nanoseconds) {
        return Report.median(Arrays.stream(nanoseconds).asDoubleStream().toArray()) / 1e6;
    }

    private static void row(String what, String format, Object... values) {
        Report.say("%-38s %s", what, String.format(Locale.ROOT, format, values));
    }
}
