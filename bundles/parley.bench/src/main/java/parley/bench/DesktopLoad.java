package parley.bench;

import parley.protocol.InviteLink;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** What the desktop takes of a machine: a profile of 50 conversations that runs its own relay. */
final class DesktopLoad {

    private static final int CONVERSATIONS = 50;
    private static final int STARTS = 5;

    /** For how long the idle desktop is measured, in seconds: all that it does now and then comes at least twice. */
    private static final int IDLE = 120;

    /** And how long nothing happens before: what a start leaves for later is over. */
    private static final int SETTLED = 45;

    private static final int PATIENCE = 120;

    /**
     * A row of the table.
     *
     * @param most what is promised
     */
    private record Row(String what, double measured, double most, String unit) {

        String line() {
            return String.format(
                    Locale.ROOT,
                    "%-48s %8.2f %-4s at most %6.2f  %s",
                    what,
                    measured,
                    unit,
                    most,
                    Report.held(measured, most));
        }
    }

    private DesktopLoad() {}

    static void run(Path parley, Path scratch) throws IOException, InterruptedException {
        Files.createDirectories(scratch);
        var home = scratch.resolve("profile");
        int port = fill(parley, home);
        var rows = new ArrayList<Row>();
        var seconds = new double[STARTS];
        var cpu = new double[STARTS];
        for (int start = 0; start < STARTS; start++) {
            var began = System.nanoTime();
            try (var desktop = Product.startHeard(parley, home, "desktop")) {
                desktop.awaitText("The window is painted", PATIENCE);
                seconds[start] = (System.nanoTime() - began) / 1e9;
                cpu[start] = desktop.cpuSeconds();
                if (start == STARTS - 1) idle(desktop, port, rows);
            }
        }
        rows.addFirst(new Row("later starts, the same (median)", Report.median(Report.later(seconds)), 0.8, "s"));
        rows.addFirst(new Row("first start, from the command to a painted window", seconds[0], 1.2, "s"));
        Report.say("The desktop with %d conversations and its own relay:", CONVERSATIONS);
        for (var row : rows) System.out.println(row.line());
        Report.say(
                "A start takes %.2f CPU-seconds (median); the first %.2f.", Report.median(Report.later(cpu)), cpu[0]);
        System.out.println(
                "What the window does within (a list of 100,000, scrolling, a burst) SpeedTest of parley.desktop.chat"
                        + " prints.");
    }

    /**
     * A profile that lives on the relay within it, as the desktop makes it, with conversations in which something was
     * said.
     *
     * @return where that relay listens
     */
    private static int fill(Path parley, Path home) throws IOException, InterruptedException {
        try (var relay = Product.start(parley, home, "relay", "--json", "--listen", "127.0.0.1:0");
                var person = Product.start(parley, home, "terminal", "--json")) {
            var invite = Product.field(relay.await("listening", _ -> true, PATIENCE), "invite").orElseThrow();
            person.await("ready", _ -> true, PATIENCE);
            person.say("account", "create", "robin", "--invite", invite);
            await(person, "account create");
            for (int i = 0; i < CONVERSATIONS; i++) {
                person.say("group", "create", "Conversation number " + i);
                var made = await(person, "group create");
                person.say(
                        "say", Product.field(made, "conversation").orElseThrow(), "Something was said in number " + i);
                await(person, "say");
            }
            return InviteLink.parse(invite).relay().url().getPort();
        }
    }

    private static String await(Product person, String command) throws IOException, InterruptedException {
        return person.await("ok", line -> Product.is(line, "command", command), PATIENCE);
    }

    private static void idle(Product desktop, int port, List<Row> rows) throws IOException {
        pause(SETTLED);
        // Fails if its relay does not run, without which nothing is measured.
        new Socket(InetAddress.getLoopbackAddress(), port).close();
        var before = desktop.cpuSeconds();
        pause(IDLE);
        rows.add(new Row("memory while nothing happens (RSS)", desktop.residentMegabytes(), 250, "MB"));
        rows.add(new Row("processor while nothing happens", (desktop.cpuSeconds() - before) * 100 / IDLE, 0.5, "%"));
    }

    private static void pause(int seconds) {
        var end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        for (long left; (left = end - System.nanoTime()) > 0; ) LockSupport.parkNanos(left);
    }
}
