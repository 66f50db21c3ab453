package parley.plugins;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.ServiceEvent;
import org.osgi.framework.ServiceListener;

import parley.cipher.api.CipherSuite;
import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.client.api.Plugins.State;
import parley.plugins.samples.Hanging;
import parley.plugins.samples.Suite;
import parley.plugins.samples.Throwing;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** What becomes of jars, in a framework. */
@Timeout(60)
class InstalledPluginsTest {

    private static final Optional<String> NOBODY = Optional.empty();
    private static final Optional<String> ALICE = Optional.of(Publisher.ALICE.fingerprint());
    private static final Optional<String> BOB = Optional.of(Publisher.BOB.fingerprint());

    @TempDir Path directory;

    // ---- Publishers ----

    /** Who has said yes to one jar has not to the next, though it be of the same publisher and version. */
    @Test
    void takesInTheJarThatWasShownAndNoOther() throws Exception {
        try (var house = new House(directory)) {
            var jar = house.jar(Publisher.ALICE, new Jar("one", "1"));
            var bytes = Files.readAllBytes(jar);
            var shown = house.plugins.inspect(jar);
            Files.copy(
                    house.jar(Publisher.ALICE, new Jar("one", "1").header("Parley-Plugin-Uses", "network")),
                    jar,
                    StandardCopyOption.REPLACE_EXISTING);
            assertTrue(refused(() -> house.plugins.put(jar, shown)).contains("is not the file any more"));
            assertEquals(List.of(), house.plugins.list());
            assertFalse(house.plugins.inspect(jar).accepted(), "nor is the publisher");
            Files.write(jar, bytes);
            assertEquals(State.RUNNING, house.plugins.put(jar, shown).state());
            var next = house.jar(Publisher.ALICE, new Jar("one", "2"));
            assertEquals(Optional.of("2.0.0"), house.plugins.put(next, house.plugins.inspect(next)).version());
        }
    }

    @Test
    void asksBeforeItTrustsAPublisher() throws Exception {
        try (var house = new House(directory)) {
            var jar =
                    house.jar(
                            Publisher.ALICE,
                            new Jar("one", "1")
                                    .header("Parley-Plugin-Description", "Does things.")
                                    .header("Parley-Plugin-Uses", "network"));
            var refused = refused(() -> house.plugins.install(jar, NOBODY));
            for (var part : List.of(ALICE.get(), "Does things.", "network", "--accept")) {
                assertTrue(refused.contains(part), refused);
            }
            assertFalse(house.plugins.inspect(jar).accepted());
            assertEquals(List.of(), house.plugins.list());
            assertEquals(List.of(), house.running("one"));
            assertTrue(refused(() -> house.plugins.install(jar, BOB)).contains("not by the publisher"));

            var spaced = ALICE.get().toUpperCase(java.util.Locale.ROOT).replaceAll("(.{4})", "$1 ");
            var plugin = house.plugins.install(jar, Optional.of(spaced));
            assertEquals(State.RUNNING, plugin.state());
            assertEquals(List.of("network"), plugin.declares().uses());
            assertEquals(List.of("1.0.0"), house.running("one"));
            assertEquals(plugin, house.only());
            // from now on she may publish more
            assertTrue(house.plugins.inspect(jar).accepted());
            house.plugins.install(house.jar(Publisher.ALICE, new Jar("two", "1")), NOBODY);
            assertEquals(Map.of("one 1.0.0", "running", "two 1.0.0", "running"), house.list());
            // until the last of hers is removed
            house.plugins.remove("one");
            assertTrue(house.plugins.inspect(jar).accepted());
            house.plugins.remove("two");
            assertFalse(house.plugins.inspect(jar).accepted());
            assertEquals(List.of(), house.running("one"));
        }
    }

    @Test
    void trustsWhomTheProductTrusts() throws Exception {
        try (var house = new House(directory, House.TIMES, List.of(BOB.get()))) {
            house.plugins.install(house.jar(Publisher.BOB, new Jar("one", "1")), NOBODY);
            refused(() -> house.plugins.install(house.jar(Publisher.ALICE, new Jar("two", "1")), NOBODY));
        }
    }

    @Test
    void aNameStaysWithItsPublisher() throws Exception {
        try (var house = new House(directory, House.TIMES, List.of(BOB.get()))) {
            house.plugins.install(house.jar(Publisher.ALICE, new Jar("one", "1")), ALICE);
            var stolen = house.jar(Publisher.BOB, new Jar("one", "2"));
            assertTrue(refused(() -> house.plugins.update(stolen, NOBODY)).contains("change publishers"));
            assertTrue(refused(() -> house.plugins.update(stolen, BOB)).contains("change publishers"));
            assertEquals(List.of("1.0.0"), house.running("one"));
        }
    }

    // ---- Versions ----

    @Test
    void neverGoesBack() throws Exception {
        try (var house = new House(directory)) {
            var old = house.jar(Publisher.ALICE, new Jar("one", "1.9"));
            house.plugins.install(house.jar(Publisher.ALICE, new Jar("one", "1.10")), ALICE);
            assertTrue(refused(() -> house.plugins.update(old, NOBODY)).contains("is not newer than 1.10"));
            assertTrue(refused(() -> house.plugins.install(old, NOBODY)).contains("installed already"));
            house.plugins.remove("one");
            assertTrue(refused(() -> house.plugins.install(old, ALICE)).contains("is not newer than 1.10"));
            house.again();
            assertTrue(refused(() -> house.plugins.install(old, ALICE)).contains("is not newer than 1.10"));
            house.plugins.install(house.jar(Publisher.ALICE, new Jar("one", "1.10").entry("other", "x")), ALICE);
            assertEquals(List.of("1.10.0"), house.running("one"));
        }
    }

    /** Nobody is asked for a yes that changes nothing: neither by a question nor by advice. */
    @Test
    void refusesBeforeItAsksForAYes() throws Exception {
        try (var house = new House(directory)) {
            house.plugins.install(house.jar(Publisher.ALICE, new Jar("one", "2")), ALICE);
            house.plugins.remove("one"); // and nothing of hers is accepted any more
            var old = house.jar(Publisher.ALICE, new Jar("one", "1"));
            for (Attempt attempt :
                    List.<Attempt>of(
                            () -> house.plugins.inspect(old),
                            () -> house.plugins.install(old, NOBODY),
                            () -> house.plugins.install(old, BOB))) {
                assertTrue(refused(attempt).startsWith("one 1.0.0 is not newer than 2.0.0"), refused(attempt));
            }
            house.drop("old.jar", old);
            house.awaitTold("The file old.jar in plugins/ is not used: one 1.0.0 is not newer than 2.0.0");

            house.own(new Jar("parley.sample", "1"), "own");
            var own = house.jar(Publisher.ALICE, new Jar("parley.sample", "1"));
            assertTrue(refused(() -> house.plugins.inspect(own)).contains("is not newer than 1.0.0"));
            var newer = house.jar(Publisher.ALICE, new Jar("parley.sample", "2"));
            assertTrue(house.plugins.inspect(newer).replaces());
            assertTrue(refused(() -> house.plugins.install(newer, NOBODY)).contains("use plugin update"));
            var other = house.jar(Publisher.ALICE, new Jar("two", "1"));
            assertFalse(house.plugins.inspect(other).replaces());
            assertEquals(
                    Code.NOT_FOUND,
                    assertThrows(CommandException.class, () -> house.plugins.update(other, NOBODY)).code());
        }
    }

    @Test
    void updatesWhatIsThere() throws Exception {
        try (var house = new House(directory)) {
            var first = house.jar(Publisher.ALICE, new Jar("one", "1"));
            var none = assertThrows(CommandException.class, () -> house.plugins.update(first, ALICE));
            assertEquals(Code.NOT_FOUND, none.code());
            house.plugins.install(first, ALICE);
            for (var next : List.of(new Jar("one", "2"), new Jar("one", "2").entry("other", "x"))) {
                house.plugins.update(house.jar(Publisher.ALICE, next), NOBODY);
                assertEquals(List.of("2.0.0"), house.running("one"));
                assertEquals(Map.of("one 2.0.0", "running"), house.list());
                assertEquals(1, kept(house).size());
            }
        }
    }

    // ---- What does not start ----

    @Test
    void aPluginThatThrowsIsNotKept() throws Exception {
        try (var house = new House(directory)) {
            house.plugins.install(house.jar(Publisher.ALICE, new Jar("one", "1")), ALICE);
            for (var version : List.of("2", "1")) {
                var bad = house.jar(Publisher.ALICE, new Jar("one", version).activator(Throwing.class));
                assertTrue(refused(() -> house.plugins.update(bad, NOBODY)).contains("no luck"));
                assertEquals(List.of("1.0.0"), house.running("one"), "what was there runs on");
            }
            assertEquals(1, kept(house).size());
            var reasons = house.plugins.list().stream().map(it -> it.reason().orElse("")).toList();
            assertTrue(reasons.getLast().contains("no luck"), reasons::toString);
        }
    }

    @Test
    void nobodyWaitsForAPluginThatHangs() throws Exception {
        var impatient = new InstalledPlugins.Times(Duration.ofSeconds(2), House.TIMES.rest(), House.TIMES.file());
        try (var house = new House(directory, impatient, List.of(ALICE.get()))) {
            var bad = house.jar(Publisher.ALICE, new Jar("one", "1").activator(Hanging.class));
            assertTrue(refused(() -> house.plugins.install(bad, NOBODY)).contains("did not come back"));
            assertEquals(Map.of("one 1.0.0", "refused"), house.list());
            house.plugins.install(house.jar(Publisher.ALICE, new Jar("two", "1")), NOBODY);
            assertEquals(List.of("1.0.0"), house.running("two"));
        }
    }

    @Test
    void saysOfAPluginThatItIsStillBeingStarted() throws Exception {
        var impatient = new InstalledPlugins.Times(Duration.ofSeconds(4), House.TIMES.rest(), House.TIMES.file());
        try (var house = new House(directory, impatient, List.of(ALICE.get()))) {
            house.plugins.install(house.jar(Publisher.ALICE, new Jar("two", "1")), NOBODY);
            house.drop("one.jar", house.jar(Publisher.ALICE, new Jar("one", "1").activator(Hanging.class)));
            House.await(
                    "that it waits", () -> house.list().equals(Map.of("one 1.0.0", "waiting", "two 1.0.0", "running")));
            House.await(
                    "that it is refused",
                    () -> house.list().equals(Map.of("one 1.0.0", "refused", "two 1.0.0", "running")));
        }
    }

    @Test
    void namesThePackageThatIsOfAnotherVersion() throws Exception {
        try (var house = new House(directory)) {
            var bad =
                    house.jar(
                            Publisher.ALICE,
                            new Jar("one", "1").header("Import-Package", "parley.cipher.api;version=\"[2,3)\""));
            var refused = refused(() -> house.plugins.install(bad, ALICE));
            assertTrue(refused.contains("needs the package parley.cipher.api in a version"), refused);
            assertFalse(house.plugins.inspect(bad).accepted(), "what was not installed accepts nobody");
        }
    }

    /** No other version of it would run where there is no window. */
    @Test
    void saysThatAPluginIsForTheDesktop() throws Exception {
        try (var house = new House(directory)) {
            for (var needed : List.of("parley.desktop.api", "org.eclipse.swt.widgets")) {
                var clocks =
                        house.jar(
                                Publisher.ALICE,
                                new Jar("clocks", "1").header("Import-Package", needed + ";version=\"1.0\""));
                assertEquals(
                        "clocks is for the desktop (it needs "
                                + needed
                                + "), and no desktop runs here: nothing was changed; start the desktop, and install it"
                                + " there",
                        refused(() -> house.plugins.install(clocks, ALICE)));
                assertFalse(house.plugins.inspect(clocks).accepted());
                assertFalse(house.only().installed());
            }
            var desktop = new Jar("window", "1").header("Export-Package", "parley.desktop.api;version=\"2.0\"");
            house.own(desktop, "own");
            var former = new Jar("clocks", "2").header("Import-Package", "parley.desktop.api;version=\"[1,2)\"");
            var jar = house.jar(Publisher.ALICE, former);
            var refused = refused(() -> house.plugins.install(jar, ALICE));
            assertTrue(refused.contains("needs the package parley.desktop.api in a version"), refused);
            var later = new Jar("clocks", "3").header("Import-Package", "parley.desktop.api.later");
            var another = house.jar(Publisher.ALICE, later);
            var lacks = refused(() -> house.plugins.install(another, ALICE));
            assertTrue(lacks.contains("needs the package parley.desktop.api.later in a version"), lacks);
        }
    }

    @Test
    void aSuiteThatFailsItsTestIsStoppedAndSaidWhy() throws Exception {
        try (var house = new House(directory)) {
            house.fault = Optional.of("refusal of a changed tag");
            var bad = house.jar(Publisher.ALICE, new Jar("one", "1").activator(Suite.class));
            var refused = refused(() -> house.plugins.install(bad, ALICE));
            assertTrue(refused.contains("the cipher suite 1 of one fails the check of its refusal"), refused);
            assertEquals(refused, house.only().reason().orElseThrow());
            assertEquals(State.REFUSED, house.only().state());
            assertEquals(List.of(), house.running("one"));
            assertEquals(List.of(), kept(house));
            house.fault = Optional.empty();
            house.plugins.install(bad, ALICE);
            assertEquals(State.RUNNING, house.only().state());
        }
    }

    // ---- Parts of Parley ----

    @Test
    void takesThePlaceOfAPartOfParleyWithoutAGap() throws Exception {
        try (var house = new House(directory)) {
            var own = house.own(new Jar("parley.cipher.sample", "1").activator(Suite.class), "own");
            var most = new AtomicInteger(1);
            var least = new AtomicInteger(1);
            var now = new AtomicInteger(1);
            ServiceListener counts =
                    event -> {
                        if (event.getType() == ServiceEvent.REGISTERED) now.incrementAndGet();
                        if (event.getType() == ServiceEvent.UNREGISTERING) now.decrementAndGet();
                        most.accumulateAndGet(now.get(), Math::max);
                        least.accumulateAndGet(now.get(), Math::min);
                    };
            house.context().addServiceListener(counts, "(objectClass=" + CipherSuite.class.getName() + ")");
            var jar = house.jar(Publisher.ALICE, new Jar("parley.cipher.sample", "1.1").activator(Suite.class));
            assertTrue(refused(() -> house.plugins.install(jar, ALICE)).contains("use plugin update"));
            var same = house.jar(Publisher.ALICE, new Jar("parley.cipher.sample", "1").activator(Suite.class));
            assertTrue(refused(() -> house.plugins.update(same, ALICE)).contains("is not newer than 1.0.0"));

            house.plugins.update(jar, ALICE);
            assertEquals(List.of("1.1.0"), house.running("parley.cipher.sample"));
            var next = house.jar(Publisher.ALICE, new Jar("parley.cipher.sample", "1.2").activator(Suite.class));
            house.plugins.update(next, NOBODY);
            assertEquals(List.of("1.2.0"), house.running("parley.cipher.sample"));
            house.fault = Optional.of("seal");
            var bad = house.jar(Publisher.ALICE, new Jar("parley.cipher.sample", "1.3").activator(Suite.class));
            refused(() -> house.plugins.update(bad, NOBODY));
            assertEquals(List.of("1.2.0"), house.running("parley.cipher.sample"));
            house.plugins.remove("parley.cipher.sample");
            assertEquals(Bundle.ACTIVE, own.getState());
            assertEquals(List.of("1.0.0"), house.running("parley.cipher.sample"));
            assertEquals(2, most.get());
            assertEquals(1, least.get(), "there was a moment without the suite");
        }
    }

    @Test
    void aPartOfParleyStopsBeforeAnotherTakesItsPlace() throws Exception {
        try (var house = new House(directory)) {
            var own = house.own(new Jar("parley.sample", "1"), "own");
            var bad = house.jar(Publisher.ALICE, new Jar("parley.sample", "2").activator(Throwing.class));
            refused(() -> house.plugins.update(bad, ALICE));
            assertEquals(Bundle.ACTIVE, own.getState());
            house.plugins.update(house.jar(Publisher.ALICE, new Jar("parley.sample", "2")), ALICE);
            assertEquals(List.of("2.0.0"), house.running("parley.sample"));
            house.again();
            assertEquals(Map.of("parley.sample 2.0.0", "running"), house.list());
            assertEquals(List.of("2.0.0"), house.running("parley.sample"));
        }
    }

    @Test
    void doesNotReplaceWhatOthersAreWiredTo() throws Exception {
        try (var house = new House(directory)) {
            house.own(new Jar("parley.sample.api", "1").header("Export-Package", "some.where"), "one");
            house.own(new Jar("library", "1"), "two");
            for (var name : List.of("parley.sample.api", "library")) {
                var jar = house.jar(Publisher.ALICE, new Jar(name, "2"));
                assertTrue(refused(() -> house.plugins.update(jar, ALICE)).contains("cannot be replaced"));
                assertEquals(List.of("1.0.0"), house.running(name));
            }
        }
    }

    @Test
    void doesNotReplaceWhatTheFaceNeeds() throws Exception {
        try (var house = new House(directory)) {
            var face = house.own(new Jar("parley.sample.face", "1"), "face");
            face.getBundleContext()
                    .registerService(Runnable.class, () -> {}, new java.util.Hashtable<>(Map.of("main.thread", true)));
            var below = house.own(new Jar("parley.sample.below", "1"), "below");
            var service = below.getBundleContext().registerService(Runnable.class, () -> {}, null);
            var jar = house.jar(Publisher.ALICE, new Jar("parley.sample.below", "2"));
            face.getBundleContext().getService(service.getReference());
            assertTrue(refused(() -> house.plugins.update(jar, ALICE)).contains("cannot be replaced"));
            var itself = house.jar(Publisher.ALICE, new Jar("parley.sample.face", "2"));
            assertTrue(refused(() -> house.plugins.update(itself, ALICE)).contains("cannot be replaced"));
            face.getBundleContext().ungetService(service.getReference());
            house.plugins.update(jar, ALICE);
            assertEquals(List.of("2.0.0"), house.running("parley.sample.below"));
        }
    }

    @Test
    void whatCannotBeRememberedIsNotInstalled() throws Exception {
        try (var house = new House(directory)) {
            var jar = house.jar(Publisher.ALICE, new Jar("one", "1"));
            house.plugins.list();
            var state = Files.createDirectories(house.home.resolve("client/plugins/state/in the way"));
            var failed = assertThrows(CommandException.class, () -> house.plugins.install(jar, ALICE));
            assertEquals(Code.DISK_FULL, failed.code());
            assertEquals(List.of(), house.running("one"));
            assertEquals(Map.of(), house.list());
            assertFalse(house.plugins.inspect(jar).accepted());
            Files.delete(state);
            Files.delete(state.getParent());
            house.plugins.install(jar, ALICE);
        }
    }

    // ---- Starts ----

    @Test
    void startsAgainWhatItKept() throws Exception {
        try (var house = new House(directory)) {
            var jar = house.jar(Publisher.ALICE, new Jar("one", "1"));
            house.plugins.install(jar, ALICE);
            Files.delete(jar);
            house.again();
            assertEquals(Map.of("one 1.0.0", "running"), house.list());
            assertEquals(List.of("1.0.0"), house.running("one"));

            house.plugins.close();
            var other = house.jar(Publisher.ALICE, new Jar("one", "1").entry("other", "x"));
            Files.copy(other, kept(house).getFirst(), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            house.plugins = house.open();
            assertEquals(Map.of("one 1.0.0", "refused"), house.list());
            assertTrue(house.only().reason().orElseThrow().contains("was altered"));
            assertEquals(List.of(), house.running("one"));
            house.plugins.remove("one");
            assertEquals(Map.of(), house.list());
        }
    }

    @Test
    void saysWhatWasStoppedByHand() throws Exception {
        try (var house = new House(directory)) {
            house.plugins.install(house.jar(Publisher.ALICE, new Jar("one", "1")), ALICE);
            for (var bundle : house.context().getBundles()) {
                if ("one".equals(bundle.getSymbolicName())) bundle.stop();
            }
            assertEquals(Map.of("one 1.0.0", "stopped"), house.list());
        }
    }

    @Test
    void aProfileHasOneProcess() throws Exception {
        try (var house = new House(directory)) {
            house.plugins.list();
            var second = house.open();
            var refused = assertThrows(CommandException.class, second::list);
            assertEquals(Code.PROFILE_IN_USE, refused.code());
            second.close();
        }
    }

    @Test
    void aDamagedLedgerRunsNothing() throws Exception {
        try (var house = new House(directory)) {
            house.plugins.install(house.jar(Publisher.ALICE, new Jar("one", "1")), ALICE);
            house.plugins.close();
            Files.writeString(house.home.resolve("client/plugins/state"), "accepted x\n");
            house.plugins = house.open();
            var damaged = assertThrows(CommandException.class, house.plugins::list);
            assertEquals(Code.DAMAGED, damaged.code());
            assertEquals(List.of(), house.running("one"));
        }
    }

    // ---- The folder ----

    @Test
    void whatIsDroppedRunsAndGoesWithItsFile() throws Exception {
        try (var house = new House(directory, House.TIMES, List.of(ALICE.get()))) {
            var file = house.drop("a b.jar", house.jar(Publisher.ALICE, new Jar("one", "1")));
            house.awaitTold("The plug-in one 1.0.0 from plugins/ is running");
            assertEquals(Map.of("one 1.0.0", "running"), house.list());
            house.drop("a b.jar", house.jar(Publisher.ALICE, new Jar("one", "2")));
            house.awaitTold("The plug-in one 2.0.0 from plugins/ is running");
            assertEquals(List.of("2.0.0"), house.running("one"));
            house.again();
            assertEquals(Map.of("one 2.0.0", "running"), house.list());
            Files.delete(file);
            house.awaitTold("The plug-in one 2.0.0 is gone");
            assertEquals(Map.of(), house.list());
            assertEquals(List.of(), house.running("one"));
        }
    }

    @Test
    void aFileThatWentMeanwhileTakesItsPluginAlong() throws Exception {
        try (var house = new House(directory, House.TIMES, List.of(ALICE.get()))) {
            var file = house.drop("one.jar", house.jar(Publisher.ALICE, new Jar("one", "1")));
            house.awaitTold("one 1.0.0");
            house.plugins.close();
            Files.delete(file);
            house.plugins = house.open();
            assertEquals(Map.of(), house.list());
            assertEquals(List.of(), house.running("one"));
        }
    }

    @Test
    void whatIsDroppedAndNotAcceptedCanBeAcceptedThen() throws Exception {
        try (var house = new House(directory)) {
            var file = house.drop("one; 'two; 'too.jar", house.jar(Publisher.ALICE, new Jar("one", "1")));
            house.awaitTold(
                    "The file one; 'two; 'too.jar in plugins/ is not used: nobody has accepted the publisher of one"
                            + " 1.0.0 yet. Look at it on the desktop's page of plug-ins, or use plugin install '"
                            + file.toAbsolutePath().toString().replace("'", "'\\''")
                            + "'.");
            var named = refused(() -> house.plugins.install(file, NOBODY));
            assertTrue(named.endsWith("; if you trust them, repeat it with --accept " + ALICE.get()), named);
            assertEquals(Map.of("one 1.0.0", "refused"), house.list());
            assertEquals(Optional.of(file), house.plugins.list().getFirst().file());
            house.plugins.install(file, ALICE);
            assertEquals(Map.of("one 1.0.0", "running"), house.list());
            assertEquals(Optional.empty(), house.plugins.list().getFirst().file());
            house.plugins.remove("one");
            assertFalse(Files.exists(file), "else it would come back");
            House.await("the file's absence to be seen", () -> house.list().isEmpty());
        }
    }

    @Test
    void whatIsDroppedAndBadIsNamedWithItsReason() throws Exception {
        try (var house = new House(directory, House.TIMES, List.of(ALICE.get()))) {
            house.drop("good.jar", house.jar(Publisher.ALICE, new Jar("one", "2")));
            house.awaitTold("one 2.0.0");
            var unsigned = new Jar("one", "3").write(directory.resolve("unsigned"));
            house.drop("good.jar", unsigned);
            house.awaitTold(
                    "The file good.jar in plugins/ is not used: good.jar is not signed. Ask its publisher for a signed"
                            + " one, or sign your own with jarsigner.");
            assertEquals(Map.of("one 2.0.0", "running", "good.jar", "refused"), house.list());

            var altered = house.jar(Publisher.ALICE, new Jar("two", "1"));
            Jar.spoil(altered, (name, bytes) -> name.equals("plugin.txt") ? new byte[] {1} : bytes, Map.of());
            var file = house.drop("two.jar", altered);
            house.awaitTold(
                    "The file two.jar in plugins/ is not used: two.jar was altered after its publisher signed it. Get"
                            + " it anew from its publisher.");
            assertTrue(house.plugins.list().stream().allMatch(it -> it.file().isEmpty()));
            house.drop("old.jar", house.jar(Publisher.ALICE, new Jar("one", "1")));
            house.awaitTold("The file old.jar in plugins/ is not used: one 1.0.0 is not newer than 2.0.0");
            Files.delete(file);
            House.await("two.jar to be forgotten", () -> !house.list().containsKey("two.jar"));
        }
    }

    @Test
    void waitsForAFileThatIsBeingWritten() throws Exception {
        var patient = new InstalledPlugins.Times(House.TIMES.start(), House.TIMES.rest(), Duration.ofSeconds(50));
        try (var house = new House(directory, patient, List.of(ALICE.get()))) {
            var jar = Files.readAllBytes(house.jar(Publisher.ALICE, new Jar("one", "1")));
            var file = Files.createDirectories(house.home.resolve("plugins")).resolve("one.jar");
            Files.write(file, java.util.Arrays.copyOf(jar, jar.length / 2));
            House.await("the half file to be seen", () -> house.list().equals(Map.of("one.jar", "waiting")));
            Files.write(file, jar);
            house.awaitTold("one 1.0.0");
            assertEquals(Map.of("one 1.0.0", "running"), house.list());
        }
    }

    @Test
    void aHalfFileThatStaysSoIsRefused() throws Exception {
        try (var house = new House(directory)) {
            Files.write(Files.createDirectories(house.home.resolve("plugins")).resolve("one.jar"), new byte[1000]);
            house.awaitTold(
                    "The file one.jar in plugins/ is not used: one.jar is no jar, or a damaged one. Get it anew");
        }
    }

    private interface Attempt {
        void run() throws CommandException, java.io.IOException;
    }

    private static String refused(Attempt attempt) {
        var refused = assertThrows(CommandException.class, attempt::run);
        assertEquals(Code.REFUSED, refused.code());
        return refused.getMessage();
    }

    private static List<Path> kept(House house) throws Exception {
        try (var files = Files.newDirectoryStream(house.home.resolve("client/plugins"), "*.jar")) {
            var all = new java.util.ArrayList<Path>();
            files.forEach(all::add);
            return all;
        }
    }
}
