package parley.plugins;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceEvent;
import org.osgi.framework.ServiceListener;

import parley.cipher.api.CipherSuite;
import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.client.api.Plugins.Plugin;
import parley.client.api.Plugins.State;
import parley.plugins.samples.Suite;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** What is kept, what was turned away, and what the disk does to both. */
@Timeout(60)
class ShelfTest {

    private static final Optional<String> NOBODY = Optional.empty();
    private static final Optional<String> ALICE = Optional.of(Publisher.ALICE.fingerprint());

    @TempDir Path directory;

    // ---- What was turned away ----

    @Test
    void aRefusedJarIsForgottenByItsNameOrItsFiles() throws Exception {
        try (var house = new House(directory)) {
            for (var name : List.of("first", "second")) {
                house.drop(name + ".jar", house.jar(Publisher.ALICE, new Jar(name, "1")));
                house.awaitTold("The file " + name + ".jar in plugins/ is not used");
            }
            assertEquals(Map.of("first 1.0.0", "refused", "second 1.0.0", "refused"), house.list());
            assertFalse(house.plugins.list().getFirst().installed());
            house.plugins.remove("first");
            assertEquals(Map.of("second 1.0.0", "refused"), house.list());
            house.plugins.forget("second.jar");
            assertEquals(Map.of(), house.list());
            for (var name : List.of("first", "second")) {
                assertTrue(Files.exists(house.home.resolve("plugins/" + name + ".jar")), "what is there stays there");
                for (Attempt again :
                        List.<Attempt>of(() -> house.plugins.forget(name), () -> house.plugins.remove(name))) {
                    assertEquals(Code.NOT_FOUND, assertThrows(CommandException.class, again::run).code());
                }
            }
        }
    }

    @Test
    void toForgetAJarLeavesTheInstalledOneOfItsName() throws Exception {
        try (var house = new House(directory, House.TIMES, List.of(ALICE.orElseThrow()))) {
            house.plugins.install(house.jar(Publisher.ALICE, new Jar("one", "2")), NOBODY);
            house.drop("old.jar", house.jar(Publisher.ALICE, new Jar("one", "1")));
            house.awaitTold("The file old.jar in plugins/ is not used: one 1.0.0 is not newer than 2.0.0");
            assertEquals(List.of(true, false), house.plugins.list().stream().map(Plugin::installed).toList());
            house.plugins.forget("one");
            assertEquals(Map.of("one 2.0.0", "running"), house.list());
            assertEquals(List.of("2.0.0"), house.running("one"));
            assertThrows(
                    CommandException.class, () -> house.plugins.forget("one"), "what is installed is not forgotten");
            house.plugins.remove("one");
            assertEquals(Map.of(), house.list());
        }
    }

    // ---- What cannot be written ----

    @Test
    void whatWasThereRunsOnIfAnUpdateCannotBeRemembered() throws Exception {
        try (var house = new House(directory)) {
            house.plugins.install(house.jar(Publisher.ALICE, new Jar("one", "2")), ALICE);
            var jam = new Jam(house);
            for (var next : List.of(new Jar("one", "3").entry("other", "x"), new Jar("one", "2").entry("other", "x"))) {
                var jar = house.jar(Publisher.ALICE, next);
                jam.begin();
                assertDiskFull(() -> house.plugins.update(jar, NOBODY));
                jam.end();
                assertEquals(List.of("2.0.0"), house.running("one"));
                assertNull(bundle(house, "one").getEntry("other"), "it is the new one that runs");
                assertEquals(Map.of("one 2.0.0", "running"), house.list());
                assertEquals(1, kept(house).length);
                house.again();
                assertEquals(Map.of("one 2.0.0", "running"), house.list());
            }
            house.plugins.update(house.jar(Publisher.ALICE, new Jar("one", "3")), NOBODY);
            assertEquals(List.of("3.0.0"), house.running("one"));
        }
    }

    @Test
    void aPartOfParleyComesBackIfWhatReplacesItCannotBeRemembered() throws Exception {
        try (var house = new House(directory)) {
            var name = "parley.cipher.sample";
            house.own(new Jar(name, "1").activator(Suite.class), "own");
            var jam = new Jam(house);
            var first = house.jar(Publisher.ALICE, new Jar(name, "1.1").activator(Suite.class));
            var second = house.jar(Publisher.ALICE, new Jar(name, "1.2").activator(Suite.class));
            jam.begin();
            assertDiskFull(() -> house.plugins.update(first, ALICE));
            jam.end();
            assertEquals(List.of("1.0.0"), house.running(name));
            assertEquals(Map.of(), house.list());
            house.plugins.update(first, ALICE);
            jam.begin();
            assertDiskFull(() -> house.plugins.update(second, NOBODY));
            jam.end();
            assertEquals(List.of("1.1.0"), house.running(name));
        }
    }

    @Test
    void aSuiteIsNeverMissingWhileAnUpdateIsTakenBack() throws Exception {
        try (var house = new House(directory)) {
            house.plugins.install(house.jar(Publisher.ALICE, new Jar("one", "1").activator(Suite.class)), ALICE);
            var now = new AtomicInteger(1);
            var least = new AtomicInteger(1);
            ServiceListener counts =
                    event -> {
                        if (event.getType() == ServiceEvent.REGISTERED) now.incrementAndGet();
                        if (event.getType() == ServiceEvent.UNREGISTERING) now.decrementAndGet();
                        least.accumulateAndGet(now.get(), Math::min);
                    };
            house.context().addServiceListener(counts, "(objectClass=" + CipherSuite.class.getName() + ")");
            var jam = new Jam(house);
            jam.begin();
            var second = house.jar(Publisher.ALICE, new Jar("one", "2").activator(Suite.class));
            assertDiskFull(() -> house.plugins.update(second, NOBODY));
            jam.end();
            assertEquals(List.of("1.0.0"), house.running("one"));
            assertEquals(1, now.get());
            assertEquals(1, least.get(), "there was a moment without the suite");
        }
    }

    @Test
    void whatDidNotRunIsNotStartedWhenItsUpdateIsTakenBack() throws Exception {
        try (var house = new House(directory)) {
            house.plugins.install(house.jar(Publisher.ALICE, new Jar("one", "1")), ALICE);
            house.plugins.close();
            var other = house.jar(Publisher.ALICE, new Jar("one", "1").entry("other", "x"));
            Files.copy(other, kept(house)[0], StandardCopyOption.REPLACE_EXISTING);
            house.plugins = house.open();
            var refused = house.only();
            assertEquals(State.REFUSED, refused.state());
            assertTrue(refused.installed());
            var jam = new Jam(house);
            jam.begin();
            var next = house.jar(Publisher.ALICE, new Jar("one", "2"));
            assertDiskFull(() -> house.plugins.update(next, NOBODY));
            jam.end();
            assertEquals(refused, house.only());
            assertEquals(List.of(), house.running("one"));
            assertTrue(house.plugins.inspect(next).replaces());
            house.plugins.update(next, NOBODY);
            assertEquals(Map.of("one 2.0.0", "running"), house.list());
        }
    }

    /** The profile's disk is what is full, not the jar's. */
    @Test
    void aCopyThatCannotBeWrittenIsOfTheProfile() throws Exception {
        try (var house = new House(directory)) {
            var jar = house.jar(Publisher.ALICE, new Jar("one", "1"));
            house.plugins.list();
            var copies = house.home.resolve("client/plugins");
            try (var files = Files.list(copies)) {
                for (var file : files.toList()) Files.delete(file);
            }
            Files.delete(copies);
            assertDiskFull(() -> house.plugins.install(jar, ALICE));
        }
    }

    // ---- What cannot be read ----

    @Test
    void aJarThatCannotBeReadIsNoFullDisk() throws Exception {
        var unreadable = Path.of("/proc/self/mem"); // whoever asks: there is nothing at its beginning
        assumeTrue(Files.isRegularFile(unreadable));
        try (var house = new House(directory)) {
            for (Attempt attempt :
                    List.<Attempt>of(
                            () -> house.plugins.inspect(unreadable),
                            () -> house.plugins.install(unreadable, ALICE),
                            () -> house.plugins.update(unreadable, ALICE))) {
                var failed = assertThrows(CommandException.class, attempt::run);
                assertEquals(Code.REFUSED, failed.code());
                assertTrue(
                        failed.getMessage().startsWith("/proc/self/mem cannot be read (Input/output error); let"),
                        failed::getMessage);
            }
            var missing =
                    assertThrows(
                            CommandException.class, () -> house.plugins.install(directory.resolve("no.jar"), ALICE));
            assertEquals(Code.NOT_FOUND, missing.code());

            house.plugins.install(house.jar(Publisher.ALICE, new Jar("one", "1")), ALICE);
            house.drop("one.jar", house.jar(Publisher.ALICE, new Jar("one", "2")));
            house.awaitTold("one 2.0.0");
            var link = house.home.resolve("plugins/one.jar");
            var fresh = Files.createSymbolicLink(directory.resolve("link"), unreadable);
            replace(link, fresh);
            house.awaitTold("The file one.jar in plugins/ is not used: " + link + " cannot be read");
            assertEquals(Map.of("one 2.0.0", "running", "one.jar", "refused"), house.list());
        }
    }

    @Test
    void aJarHasALimitThatIsLookedAtFirst() throws Exception {
        try (var house = new House(directory, House.TIMES, List.of(ALICE.orElseThrow()))) {
            var most = sparse(directory.resolve("most.jar"), SignedJar.MAX_JAR);
            var noJar = assertThrows(CommandException.class, () -> house.plugins.inspect(most));
            assertTrue(noJar.getMessage().startsWith("most.jar is no jar"), noJar::getMessage);
            var more = sparse(directory.resolve("more.jar"), SignedJar.MAX_JAR + 1);
            var tooLarge = assertThrows(CommandException.class, () -> house.plugins.inspect(more));
            assertEquals(Code.TOO_LARGE, tooLarge.code());
            assertTrue(tooLarge.getMessage().startsWith("more.jar is larger"), tooLarge::getMessage);

            house.drop("one.jar", house.jar(Publisher.ALICE, new Jar("one", "1")));
            house.awaitTold("one 1.0.0");
            var huge = sparse(directory.resolve("huge"), 3L << 30); // more than an array has room for
            replace(house.home.resolve("plugins/one.jar"), huge);
            house.awaitTold("The file one.jar in plugins/ is not used: one.jar is larger than a plug-in may be");
            assertEquals(Map.of("one 1.0.0", "running", "one.jar", "refused"), house.list());
        }
    }

    // ---- A newer Parley ----

    @Test
    void aNewerPartOfParleyIsNotReplacedByAnOlderPluginAtAStart() throws Exception {
        try (var house = new House(directory)) {
            house.own(new Jar("parley.sample", "1"), "own 1");
            house.plugins.update(house.jar(Publisher.ALICE, new Jar("parley.sample", "2")), ALICE);
            for (var own : List.of("1.9", "2", "3")) {
                newParley(house, own);
                boolean above = own.equals("1.9");
                var plugin = house.only();
                assertEquals(above ? State.RUNNING : State.REFUSED, plugin.state());
                assertTrue(plugin.installed(), "it is kept");
                var version = above ? "2.0.0" : own + ".0.0";
                assertEquals(List.of(version), house.running("parley.sample"));
                if (above) continue;
                var reason = plugin.reason().orElseThrow();
                assertTrue(reason.contains("a part of Parley that is " + version + " by now"), reason);
                assertTrue(reason.contains("; update it to a version above that, or remove it"), reason);
            }
            var next = house.jar(Publisher.ALICE, new Jar("parley.sample", "3.1"));
            assertTrue(house.plugins.inspect(next).replaces());
            house.plugins.update(next, NOBODY);
            assertEquals(List.of("3.1.0"), house.running("parley.sample"));
            assertEquals(Map.of("parley.sample 3.1.0", "running"), house.list());
            newParley(house, "4");
            house.plugins.remove("parley.sample");
            assertEquals(Map.of(), house.list());
            assertEquals(List.of("4.0.0"), house.running("parley.sample"));
        }
    }

    /** Parley ends, has this version of its bundle when it starts again, and looks at its plug-ins. */
    private static void newParley(House house, String version) throws Exception {
        house.plugins.close();
        for (var bundle : house.context().getBundles()) {
            if ("parley.sample".equals(bundle.getSymbolicName())) bundle.uninstall();
        }
        house.own(new Jar("parley.sample", version), "own " + version);
        house.plugins = house.open();
    }

    /** Has the ledger not be written, as a full disk does. */
    private static final class Jam {

        private final Path state;
        private final Path aside;

        Jam(House house) {
            state = house.home.resolve("client/plugins/state");
            aside = house.home.resolve("state");
        }

        void begin() throws IOException {
            if (Files.exists(state)) Files.move(state, aside);
            Files.createDirectories(state.resolve("in the way"));
        }

        void end() throws IOException {
            Files.delete(state.resolve("in the way"));
            Files.delete(state);
            if (Files.exists(aside)) Files.move(aside, state);
        }
    }

    private interface Attempt {
        void run() throws CommandException;
    }

    private static void assertDiskFull(Attempt attempt) {
        var failed = assertThrows(CommandException.class, attempt::run);
        assertEquals(Code.DISK_FULL, failed.code(), failed::getMessage);
        assertTrue(failed.getMessage().contains("client/plugins"), failed::getMessage);
        assertTrue(failed.getMessage().contains("cannot be written ("), failed::getMessage);
    }

    /** Puts another file there so that nobody sees none. */
    private static void replace(Path file, Path fresh) throws IOException {
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static Path sparse(Path file, long length) throws IOException {
        try (var made = new RandomAccessFile(file.toFile(), "rw")) {
            made.setLength(length);
        }
        return file;
    }

    private static Bundle bundle(House house, String name) {
        return Arrays.stream(house.context().getBundles())
                .filter(it -> name.equals(it.getSymbolicName()))
                .findFirst()
                .orElseThrow();
    }

    private static Path[] kept(House house) throws IOException {
        try (var files = Files.list(house.home.resolve("client/plugins"))) {
            return files.filter(it -> it.toString().endsWith(".jar")).toArray(Path[]::new);
        }
    }
}
