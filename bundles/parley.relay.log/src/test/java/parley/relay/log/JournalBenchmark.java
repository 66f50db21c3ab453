package parley.relay.log;

import parley.protocol.FollowerKey;
import parley.protocol.LogId;
import parley.protocol.relay.Frame;
import parley.protocol.wire.Bytes;
import parley.relay.api.LogStore.Outcome;

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;

/**
 * What durable appends of 256 bytes cost: {@code JournalBenchmark [directory] [appends]}. Two hundred logs, a window of
 * appends under way; prints appends per second and CPU-seconds of the whole process per 100,000.
 */
final class JournalBenchmark {

    private static final int LOGS = 200;

    private JournalBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        var home = arguments.length > 0 ? Path.of(arguments[0]) : Files.createTempDirectory("journal");
        var appends = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 300_000;
        var settings =
                new Settings(
                        Disk.REAL, InstantSource.system(), 64 << 20, 64 << 20, Duration.ofDays(30), 16 << 20, 32 << 20);
        try (var stores = OpenStores.open(home, settings)) {
            for (int window : new int[] {1, 32, 200, 2000}) {
                var count = window == 1 ? appends / 60 : appends;
                run(stores, count / 10, window); // warm
                var cpu = cpuNanos();
                var start = System.nanoTime();
                run(stores, count, window);
                var seconds = (System.nanoTime() - start) / 1e9;
                System.out.printf(
                        "window %4d: %,9.0f appends/s, %.3f CPU-s per 100,000%n",
                        window, count / seconds, (cpuNanos() - cpu) / 1e9 * 100_000 / count);
            }
        }
        try (var files = Files.walk(home)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
        }
    }

    private static void run(OpenStores stores, int count, int window) throws InterruptedException {
        var logs = new ArrayList<LogId>();
        var author = new FollowerKey(Fixture.bytes(32, 1));
        var opened = new CountDownLatch(LOGS);
        for (int i = 0; i < LOGS; i++) {
            logs.add(LogId.random());
            stores.logs().open(logs.get(i), author, _ -> opened.countDown());
        }
        opened.await();
        var body = Bytes.wrap(new byte[256]);
        var free = new Semaphore(window);
        var failures = new CountDownLatch(1);
        for (int i = 0; i < count; i++) {
            free.acquire();
            var append = new Frame.Append(logs.get(i % LOGS), author, 1 + i / LOGS, 0, false, body);
            stores.logs()
                    .append(
                            append,
                            outcome -> {
                                if (!(outcome instanceof Outcome.Stored)) failures.countDown();
                                free.release();
                            });
        }
        free.acquire(window);
        if (failures.getCount() == 0) throw new IllegalStateException("an append was refused");
    }

    private static long cpuNanos() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }
}
