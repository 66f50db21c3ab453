package parley.bench;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/** A file of 1 GiB from one person to another through a relay, beside scp, all on this machine. */
final class FileRace {

    private static final long SIZE = 1L << 30;

    /** What is promised: through the relay in at most so many times scp's time. */
    private static final double TARGET = 2.0;

    private static final int ROUNDS = 3;

    private FileRace() {}

    static void run(Path parley, Path scratch) throws IOException, InterruptedException {
        Files.createDirectories(scratch);
        var file = scratch.resolve("film.bin");
        write(file);
        if (!Sshd.isInstalled()) Report.say("No sshd here to compare with: install openssh-server.");
        try (var sshd = Sshd.isInstalled() ? Sshd.start(scratch.resolve("ssh")) : null;
                var relay = Product.start(parley, scratch.resolve("r"), "relay", "--json", "--listen", "127.0.0.1:0")) {
            if (sshd != null) sshd.copy(scratch.resolve("ssh/sshd_config"), scratch.resolve("warm"));
            var invite = Product.field(relay.await("listening", _ -> true, 120), "invite").orElseThrow();
            try (var alice = Product.start(parley, scratch.resolve("a"), "terminal", "--json");
                    var bob = Product.start(parley, scratch.resolve("b"), "terminal", "--json")) {
                race(file, scratch, sshd, new Company(relay, alice, bob, meet(alice, bob, invite)));
            }
        }
    }

    private record Company(Product relay, Product alice, Product bob, String bobAddress) {

        List<Double> cpuSeconds() throws IOException {
            return List.of(alice.cpuSeconds(), relay.cpuSeconds(), bob.cpuSeconds());
        }
    }

    /** Takes turns, so that what else this machine does meets both; the first turn meets programs just started. */
    private static void race(Path file, Path scratch, @Nullable Sshd sshd, Company company)
            throws IOException, InterruptedException {
        var theirs = new double[ROUNDS];
        var ours = new double[ROUNDS];
        for (var round = 0; round < ROUNDS; round++) {
            theirs[round] = sshd == null ? Double.NaN : scp(sshd, file, scratch.resolve("copy.bin"));
            ours[round] = send(company, file, scratch);
            Report.say(
                    "round %d: scp %.1f s; through the relay, sealed and verified, %.1f s: %.2f times",
                    round + 1, theirs[round], ours[round], ours[round] / theirs[round]);
        }
        if (sshd == null) return;
        var ratio = Report.median(ours) / Report.median(theirs);
        Report.say(
                "1 GiB through the relay: %.1f s, scp: %.1f s (medians of %d): %.2f times (at most %.1f: %s).",
                Report.median(ours), Report.median(theirs), ROUNDS, ratio, TARGET, Report.held(ratio, TARGET));
    }

    /** Random, so that no compression helps anybody. */
    private static void write(Path file) throws IOException {
        var random = new SplittableRandom(11);
        var bytes = new byte[1 << 20];
        try (var out = Files.newOutputStream(file)) {
            for (var written = 0L; written < SIZE; written += bytes.length) {
                random.nextBytes(bytes);
                out.write(bytes);
            }
        }
        sync(file);
    }

    private static void sync(Path file) throws IOException {
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    private static double scp(Sshd sshd, Path file, Path copy) throws IOException, InterruptedException {
        var cpu = sshd.cpuSeconds();
        var began = System.nanoTime();
        sshd.copy(file, copy);
        sync(copy);
        var seconds = (System.nanoTime() - began) / 1e9;
        Report.say("  CPU-seconds of scp, ssh and sshd: %.1f", sshd.cpuSeconds() - cpu);
        Files.delete(copy);
        return seconds;
    }

    /** Makes two accounts that may write to each other; the second one's address. */
    private static String meet(Product alice, Product bob, String invite) throws IOException, InterruptedException {
        var aliceAddress = join(alice, "alice", invite);
        var bobAddress = join(bob, "bob", invite);
        alice.say("connect", bobAddress);
        bob.await("contact", line -> Product.is(line, "state", "asks"), 60);
        bob.say("approve", aliceAddress);
        alice.await("contact", line -> Product.is(line, "state", "approved"), 60);
        return bobAddress;
    }

    private static String join(Product person, String name, String invite) throws IOException, InterruptedException {
        person.await("ready", _ -> true, 120);
        person.say("account", "create", name, "--invite", invite);
        var ok = person.await("ok", line -> Product.is(line, "command", "account create"), 60);
        return Product.field(ok, "account").orElseThrow();
    }

    /** The seconds from the word to send until the receiver has it whole, verified and on disk. */
    private static double send(Company company, Path file, Path scratch) throws IOException, InterruptedException {
        var folder = Files.createDirectories(scratch.resolve("received"));
        var before = company.cpuSeconds();
        var began = System.nanoTime();
        company.alice.say("send", company.bobAddress, file.toString());
        var id =
                Product.field(company.bob.await("file", line -> Product.is(line, "state", "offered"), 120), "id")
                        .orElseThrow();
        company.bob.say("accept", id, "--to", folder.toString());
        var done =
                company.bob.await(
                        "file", line -> Product.is(line, "state", "done") || Product.is(line, "state", "failed"), 600);
        if (!Product.is(done, "state", "done")) throw new IOException("the file did not arrive: " + done);
        var copy = Path.of(Product.field(done, "path").orElseThrow());
        sync(copy);
        var seconds = (System.nanoTime() - began) / 1e9;
        var after = company.cpuSeconds();
        Report.say(
                "  CPU-seconds of sender, relay and receiver: %.1f, %.1f and %.1f",
                after.get(0) - before.get(0), after.get(1) - before.get(1), after.get(2) - before.get(2));
        Files.delete(copy);
        return seconds;
    }

    /** An sshd of our own on a loopback port, with keys made for this run. */
    private static final class Sshd implements AutoCloseable {

        private static final Path SSHD = Path.of("/usr/sbin/sshd");

        private final Process process;
        private final Path directory;
        private final int port;

        private Sshd(Process process, Path directory, int port) {
            this.process = process;
            this.directory = directory;
            this.port = port;
        }

        static boolean isInstalled() {
            return Files.isExecutable(SSHD);
        }

        static Sshd start(Path directory) throws IOException, InterruptedException {
            Files.createDirectories(directory);
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
            for (var name : List.of("host", "user")) {
                run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", directory.resolve(name).toString());
            }
            int port;
            try (var free = new java.net.ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
                port = free.getLocalPort();
            }
            var config = directory.resolve("sshd_config");
            Files.write(
                    config,
                    List.of(
                            "Port " + port,
                            "ListenAddress 127.0.0.1",
                            "HostKey " + directory.resolve("host"),
                            "AuthorizedKeysFile " + directory.resolve("user.pub"),
                            "PidFile none",
                            "StrictModes no",
                            "UsePAM no",
                            "PermitRootLogin yes",
                            "PasswordAuthentication no",
                            "Subsystem sftp internal-sftp"));
            if (System.getProperty("user.name").equals("root")) { // sshd locks itself in there then
                Files.createDirectories(Path.of("/run/sshd"));
            }
            var process =
                    new ProcessBuilder(SSHD.toString(), "-D", "-e", "-f", config.toString())
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .redirectError(directory.resolve("log").toFile())
                            .start();
            var sshd = new Sshd(process, directory, port);
            for (var deadline = System.nanoTime() + 10_000_000_000L; !sshd.listens(); ) {
                if (System.nanoTime() > deadline || !process.isAlive()) {
                    sshd.close();
                    throw new IOException("sshd does not start: " + Files.readString(directory.resolve("log")));
                }
                TimeUnit.MILLISECONDS.sleep(50);
            }
            return sshd;
        }

        private boolean listens() {
            try (var socket = new java.net.Socket(java.net.InetAddress.getLoopbackAddress(), port)) {
                return socket.isConnected();
            } catch (IOException e) {
                return false;
            }
        }

        void copy(Path from, Path to) throws IOException, InterruptedException {
            run(
                    "scp",
                    "-q",
                    "-P",
                    Integer.toString(port),
                    "-i",
                    directory.resolve("user").toString(),
                    "-o",
                    "StrictHostKeyChecking=no",
                    "-o",
                    "UserKnownHostsFile=/dev/null",
                    "-o",
                    "LogLevel=ERROR",
                    from.toString(),
                    System.getProperty("user.name") + "@127.0.0.1:" + to);
        }

        /** Of all children of this process and of sshd that have ended. */
        double cpuSeconds() throws IOException {
            return Product.childrensCpuSeconds("self") + Product.childrensCpuSeconds(Long.toString(process.pid()));
        }

        private static void run(String... command) throws IOException, InterruptedException {
            var status = new ProcessBuilder(command).inheritIO().start().waitFor();
            if (status != 0) throw new IOException(command[0] + " failed with status " + status);
        }

        @Override
        public void close() {
            process.destroy();
        }
    }
}
