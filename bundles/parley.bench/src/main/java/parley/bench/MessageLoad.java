package parley.bench;

import parley.protocol.InviteLink;
import parley.protocol.LogId;
import parley.protocol.relay.Entry;
import parley.protocol.relay.Frame;
import parley.protocol.wire.Bytes;
import parley.transport.api.Endpoint;
import parley.transport.netty.NettyTransport;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;

/**
 * Pairs of people who write to one another through a relay: TLS, sign-in, every message on disk before it is accepted.
 */
final class MessageLoad {

    /** Bytes of a sealed message. */
    private static final int BODY = 256;

    /** Messages of one pair under way at once, at full load. */
    private static final int WINDOW = 8;

    /** Messages a second of all pairs together, at moderate load. */
    private static final int MODERATE = 2000;

    private static final long WARM_UP_MESSAGES = 400_000;
    private static final int WARM_UP_SECONDS = 60;

    /** What is promised: relay CPU-seconds for 100,000 messages. */
    private static final double TARGET = 2.0;

    /** A pair: one writes, the other reads. Counters are shared, the rest belongs to whoever calls. */
    private static final class Pair implements Device.Ears {
        final Device writer = new Device();
        final Device reader = new Device();
        final LogId log = LogId.random();
        final Bytes body;
        final long[] sent = new long[1 << 16];
        final AtomicLong delivered = new AtomicLong();
        final AtomicLong accepted = new AtomicLong();
        long[] latencies = new long[1 << 16];
        long base;
        long last;
        long drained;
        volatile boolean full;

        Pair(SplittableRandom random) {
            var bytes = new byte[BODY];
            random.nextBytes(bytes);
            body = Bytes.wrap(bytes);
        }

        synchronized boolean isDrained() {
            return delivered.get() == last - drained && accepted.get() == last - drained;
        }

        synchronized void write() {
            last++;
            sent[(int) (last & sent.length - 1)] = System.nanoTime();
            writer.send(new Frame.Append(log, writer.follower(), last, base, false, body));
        }

        @Override
        public void entry(Entry entry) {
            var latency = System.nanoTime() - sent[(int) (entry.number() & sent.length - 1)];
            latencies[(int) (delivered.getAndIncrement() & latencies.length - 1)] = latency;
            if (full) write();
        }

        @Override
        public void accepted(long number) {
            accepted.incrementAndGet();
        }
    }

    private final List<Pair> pairs = new ArrayList<>();
    private final Product relay;

    private MessageLoad(Product relay) {
        this.relay = relay;
    }

    static void run(Path parley, Path home, int pairs, int seconds) throws IOException, InterruptedException {
        try (var relay = Product.start(parley, home, "relay", "--json", "--listen", "127.0.0.1:0")) {
            var listening = relay.await("listening", _ -> true, 120);
            var url = Product.field(listening, "url").orElseThrow();
            var invite = InviteLink.parse(Product.field(listening, "invite").orElseThrow());
            var load = new MessageLoad(relay);
            var began = System.nanoTime();
            var cpu = relay.cpuSeconds();
            load.join(Endpoint.of(java.net.URI.create(url)), invite, pairs);
            Report.say(
                    "%d people signed up and connected over TLS in %.1f s: %.2f ms of relay CPU each",
                    2 * pairs, (System.nanoTime() - began) / 1e9, (relay.cpuSeconds() - cpu) * 1000 / (2 * pairs));
            load.fullLoad(seconds);
            load.moderateLoad(Math.max(5, seconds / 2));
        }
    }

    private void join(Endpoint endpoint, InviteLink invite, int count) throws IOException, InterruptedException {
        var transport = new NettyTransport();
        var random = new SplittableRandom(7);
        for (var i = 0; i < count; i++) pairs.add(new Pair(random));
        Crowd.each(
                pairs,
                (pair, number) -> {
                    pair.writer.join(transport, endpoint, invite.secret(), "alice" + number);
                    pair.reader.join(transport, endpoint, invite.secret(), "bob" + number);
                    pair.writer.open(pair.log);
                    pair.writer.follow(pair.log);
                    pair.writer.add(pair.log, pair.reader.follower());
                    pair.base = pair.reader.follow(pair.log);
                    pair.reader.hear(pair);
                    pair.writer.hear(
                            new Device.Ears() {
                                @Override
                                public void entry(Entry entry) {} // our own

                                @Override
                                public void accepted(long messageNumber) {
                                    pair.accepted(messageNumber);
                                }
                            });
                });
    }

    private void fullLoad(int seconds) throws IOException, InterruptedException {
        for (var pair : pairs) pair.full = true;
        for (var pair : pairs) for (var i = 0; i < WINDOW; i++) pair.write();
        var warmUp = System.nanoTime() + WARM_UP_SECONDS * 1_000_000_000L; // the relay's JVM compiles what is hot
        while (delivered() < WARM_UP_MESSAGES && System.nanoTime() < warmUp) TimeUnit.MILLISECONDS.sleep(100);
        var began = System.nanoTime();
        var cpu = relay.cpuSeconds();
        var before = delivered();
        TimeUnit.SECONDS.sleep(seconds);
        var messages = delivered() - before;
        var cpuUsed = relay.cpuSeconds() - cpu;
        var elapsed = (System.nanoTime() - began) / 1e9;
        for (var pair : pairs) pair.full = false;
        drain();
        var perHundredThousand = cpuUsed / messages * 100_000;
        Report.say("Full load, %d pairs, %d bytes, %d under way each, for %d s:", pairs.size(), BODY, WINDOW, seconds);
        Report.say("  %,.0f messages per second, each on disk before it was accepted", messages / elapsed);
        Report.say(
                "  %.2f relay CPU-seconds per 100,000 messages (at most %.1f: %s)",
                perHundredThousand, TARGET, Report.held(perHundredThousand, TARGET));
        latencies("  from sending to the other's link");
        Report.say("  the relay takes %d MB of memory", relay.residentMegabytes());
    }

    private void moderateLoad(int seconds) throws InterruptedException {
        for (var pair : pairs) {
            pair.latencies = new long[1 << 16];
            pair.delivered.set(0);
            pair.accepted.set(0);
        }
        var began = System.nanoTime();
        var count = (long) MODERATE * seconds;
        for (var i = 0L; i < count; i++) {
            var due = began + i * 1_000_000_000L / MODERATE;
            for (var wait = due - System.nanoTime(); wait > 50_000; wait = due - System.nanoTime()) {
                LockSupport.parkNanos(wait - 40_000);
            }
            pairs.get((int) (i % pairs.size())).write();
        }
        drain();
        Report.say("Moderate load, %,d messages per second:", MODERATE);
        latencies("  from sending to the other's link");
    }

    /** Waits until all that was sent has come and was accepted. */
    private void drain() throws InterruptedException {
        var deadline = System.nanoTime() + 30_000_000_000L;
        while (!pairs.stream().allMatch(Pair::isDrained)) {
            if (System.nanoTime() > deadline) throw new IllegalStateException("messages were lost");
            TimeUnit.MILLISECONDS.sleep(10);
        }
        for (var pair : pairs) pair.drained = pair.last;
    }

    private long delivered() {
        return pairs.stream().mapToLong(pair -> pair.delivered.get()).sum();
    }

    private void latencies(String what) {
        var all =
                pairs.stream()
                        .map(pair ->
                                Arrays.copyOf(
                                        pair.latencies, (int) Math.min(pair.latencies.length, pair.delivered.get())))
                        .flatMapToLong(LongStream::of)
                        .asDoubleStream()
                        .toArray();
        Report.say(
                "%s: p50 %.1f ms, p99 %.1f ms",
                what, Report.quantile(all, 0.50) / 1e6, Report.quantile(all, 0.99) / 1e6);
    }
}
