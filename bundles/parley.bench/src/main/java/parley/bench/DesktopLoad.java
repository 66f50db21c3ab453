package parley.bench;

import parley.bench.WindowLoad.Talk;
import parley.protocol.InviteLink;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * What was promised of the desktop: how it starts and what it takes of a machine with 50 conversations and its own
 * relay; then, in the same profile, how it searches, opens and scrolls very many messages, and how it takes a burst of
 * them.
 */
final class DesktopLoad {

    /** How many messages the long conversation has. */
    static final int MESSAGES = 100_000;

    /**
     * For how long the idle desktop is measured, in seconds: all that it does now and then comes several times in each
     * half. In the first the compiler is still at what was done a few times only.
     */
    static final int IDLE = 240;

    /** And how long nothing happens before: what a start leaves for later is over. */
    private static final int SETTLED = 45;

    private static final int CONVERSATIONS = 50;
    private static final int STARTS = 5;

    private static final int PATIENCE = 120;

    private static final String ROBIN = "robin";
    private static final String MIRA = "mira";
    private static final Talk WITH_MIRA = new Talk(MIRA, "Hello from here");
    private static final Talk WITH_ECHO = new Talk("echo", LongTalk.LAST);

    /** What a frame may take at most, in milliseconds. */
    private static final double FRAME = 50;

    /**
     * A row of the table.
     *
     * @param most what is promised
     * @param beside what else was measured
     */
    private record Row(String what, double measured, double most, String unit, String beside) {

        String line() {
            return String.format(
                    Locale.ROOT,
                    "%-50s %8.2f %-2s  at most %6.2f  %-6s  %s",
                    what,
                    measured,
                    unit,
                    most,
                    Report.held(measured, most),
                    beside);
        }
    }

    private final Path parley;
    private final Path scratch;
    private final Path home;
    private final int messages;
    private final int idle;
    private final List<Row> rows = new ArrayList<>();

    private DesktopLoad(Path parley, Path scratch, int messages, int idle) {
        this.parley = parley;
        this.scratch = scratch;
        this.home = scratch.resolve("profile");
        this.messages = messages;
        this.idle = idle;
    }

    static void run(Path parley, Path scratch, int messages, int idle) throws Exception {
        Files.createDirectories(scratch);
        new DesktopLoad(parley, scratch, messages, idle).run();
    }

    private void run() throws Exception {
        var invite = fill();
        int port = InviteLink.parse(invite).relay().url().getPort();
        starts(port);
        try (var mira = Product.start(parley, scratch.resolve(MIRA), "terminal", "--json")) {
            var robin = talk(invite, port, mira);
            try (var desktop = Product.startHeard(parley, home, "desktop")) {
                desktop.awaitText("The window is painted", PATIENCE);
                window(new WindowLoad(desktop), mira, robin);
            }
        }
        Report.say("The desktop's promises, on this machine:");
        rows.sort(Comparator.comparing(Row::what)); // by their numbers
        for (var row : rows) System.out.println(row.line());
        Report.say(
                """
                1, 2, 6, 7: with %d conversations and the relay of one's own.
                1: of a profile whose desktop has never been started: what the framework keeps for it is made. The JVM's caches are
                   there, as where launcher/parley has built.
                3, 4, 5: in a conversation of %,d messages, every other of which Echo said, on disk in that profile.
                3: from the press on its row to the end of the first paint that has its newest message; another conversation
                   stood open before, and nothing is unread. Only the newest 60 messages are read for it.
                4: each letter of some words, and of a second word after a first, is one search; from the command said to a
                   terminal to its answer read, with the newest 50 that were found. A window's own painting of them is left out.
                5: with what is read from the disk meanwhile. What the screen's server does with a paint is left out of 3 and 5.
                8: what a client on this machine says, which has its share of the processors, as have the relay and the engine
                   within the desktop; a frame is from one turn of the window's loop to the next.
                Times are those that passed. Processor times are those of the window's thread in them, where nothing else is said;
                it queues for a processor while it could run and other threads and processes have them all.\
                """,
                CONVERSATIONS, messages);
    }

    /**
     * A profile that lives on the relay within it, as the desktop makes it, with conversations in which something was
     * said.
     *
     * @return the invite to that relay
     */
    private String fill() throws IOException, InterruptedException {
        try (var relay = Product.start(parley, home, "relay", "--json", "--plain", "--listen", "127.0.0.1:0");
                var person = Product.start(parley, home, "terminal", "--json")) {
            var invite = Product.field(relay.await("listening", _ -> true, PATIENCE), "invite").orElseThrow();
            signUp(person, ROBIN, invite);
            for (int i = 0; i < CONVERSATIONS; i++) {
                person.say("group", "create", "Conversation number " + i);
                var made = await(person, "group create");
                person.say(
                        "say", Product.field(made, "conversation").orElseThrow(), "Something was said in number " + i);
                await(person, "say");
            }
            return invite;
        }
    }

    /** Returns the address. */
    private static String signUp(Product person, String name, String invite) throws IOException, InterruptedException {
        person.await("ready", _ -> true, PATIENCE);
        person.say("account", "create", name, "--invite", invite);
        return Product.field(await(person, "account create"), "account").orElseThrow();
    }

    private static String await(Product person, String command) throws IOException, InterruptedException {
        return person.await("ok", line -> Product.is(line, "command", command), PATIENCE);
    }

    private void starts(int port) throws IOException, InterruptedException {
        var seconds = new double[STARTS];
        var cpu = new double[STARTS];
        for (int start = 0; start < STARTS; start++) {
            var began = System.nanoTime();
            try (var desktop = Product.startHeard(parley, home, "desktop")) {
                desktop.awaitText("The window is painted", PATIENCE);
                seconds[start] = (System.nanoTime() - began) / 1e9;
                cpu[start] = desktop.cpuSeconds();
                if (start == STARTS - 1) idle(desktop, port);
            }
        }
        row(
                "1  first start, from the command to the window",
                seconds[0],
                1.2,
                "s",
                "%.2f s of processor in all threads",
                cpu[0]);
        var later = Report.later(seconds);
        row(
                "2  later starts, the same (median)",
                Report.median(later),
                0.8,
                "s",
                "of %d, longest %.2f; %.2f s of processor in all threads",
                later.length,
                longest(later),
                Report.median(Report.later(cpu)));
    }

    private void idle(Product desktop, int port) throws IOException {
        pause(SETTLED);
        // Fails if its relay does not run, without which nothing is measured.
        new Socket(InetAddress.getLoopbackAddress(), port).close();
        var halves = new double[2];
        for (int half = 0; half < 2; half++) {
            var before = desktop.cpuSeconds();
            pause(idle / 2);
            halves[half] = (desktop.cpuSeconds() - before) * 100 / (idle / 2.0);
        }
        row("6  memory while nothing happens (RSS)", desktop.residentMegabytes(), 250, "MB", "");
        row(
                "7  processor while nothing happens",
                (halves[0] + halves[1]) / 2,
                0.5,
                "%",
                "in %d s, of one processor; %.2f and %.2f in its halves",
                idle,
                halves[0],
                halves[1]);
    }

    /**
     * Fills the long conversation and searches it; has mira know the person.
     *
     * @return the person's address
     */
    private String talk(String invite, int port, Product mira) throws IOException, InterruptedException {
        try (var relay = Product.start(parley, home, "relay", "--json", "--plain", "--listen", "127.0.0.1:" + port);
                var person = Product.start(parley, home, "terminal", "--json")) {
            relay.await("listening", _ -> true, PATIENCE);
            person.await("ready", _ -> true, PATIENCE);
            var address = signUp(mira, MIRA, invite);
            var robin = ROBIN + address.substring(address.indexOf('@'));
            mira.say("connect", robin);
            person.await("contact", line -> Product.is(line, "state", "asks"), PATIENCE);
            person.say("approve", address);
            mira.await("contact", line -> Product.is(line, "state", "approved"), PATIENCE);
            mira.say("say", robin, WITH_MIRA.text());
            person.await("message", line -> Product.is(line, "text", WITH_MIRA.text()), PATIENCE);
            var talk = new LongTalk(person);
            var began = System.nanoTime();
            talk.fill(messages);
            Report.say("%,d messages were said in %.0f s.", messages, (System.nanoTime() - began) / 1e9);
            var took = talk.search();
            row(
                    "4  a search while typing (p95)",
                    Report.quantile(took, 0.95),
                    50,
                    "ms",
                    "of %d, median %.2f, longest %.2f",
                    took.length,
                    Report.median(took),
                    longest(took));
            for (var read : List.of(address, LongTalk.ECHO)) {
                person.say("read", read); // the window has nothing new to begin at
                await(person, "read");
            }
            return robin;
        }
    }

    private void window(WindowLoad window, Product mira, String robin) throws Exception {
        var opened = window.opened(WITH_ECHO, WITH_MIRA);
        row(
                "3  opening the long conversation (median)",
                Report.median(opened.passed()),
                150,
                "ms",
                "of %d, first %.1f, longest %.1f; %.1f of processor",
                opened.count(),
                opened.passed()[0],
                longest(opened.passed()),
                Report.median(opened.processor()));
        var paints = window.scrolled();
        row(
                "5  a paint while scrolling there (p95)",
                Report.quantile(paints.passed(), 0.95),
                6,
                "ms",
                "of %d, median %.2f, longest %.1f; %.2f of processor, %.2f less queueing for one (p95 each)",
                paints.count(),
                Report.median(paints.passed()),
                longest(paints.passed()),
                Report.quantile(paints.processor(), 0.95),
                Report.quantile(paints.unqueued(), 0.95));
        var turns = window.burst(mira, robin, WITH_MIRA);
        row(
                "8  a frame while 1,000 messages come in (longest)",
                longest(turns.passed()),
                FRAME,
                "ms",
                "%d of %d above that, within %.1f s; %.1f of processor, %.1f less queueing for one (longest each)",
                Arrays.stream(turns.passed()).filter(each -> each > FRAME).count(),
                turns.count(),
                Arrays.stream(turns.passed()).sum() / 1e3,
                longest(turns.processor()),
                longest(turns.unqueued()));
    }

    private static double longest(double[] times) {
        return Report.quantile(times, 1);
    }

    private void row(String what, double measured, double most, String unit, String beside, Object... values) {
        rows.add(new Row(what, measured, most, unit, String.format(Locale.ROOT, beside, values)));
    }

    private static void pause(int seconds) {
        var end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        for (long left; (left = end - System.nanoTime()) > 0; ) LockSupport.parkNanos(left);
    }
}
