package parley.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import parley.client.api.CommandException;
import parley.history.UnsealedProfile;
import parley.launcher.stage.Person;
import parley.protocol.wire.Bytes;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Messages flow between two and in a group, each person a process of their own, while the bundle of the suite in use is
 * updated, stopped, outranked and removed under one after the other, and both change their suite. Nothing is lost,
 * doubled, out of order, or said in plain text meanwhile.
 *
 * <p>Of its full size it is {@code -Dparley.soak.messages=10000 -Dparley.soak.swaps=50 -Dparley.soak.members=20}.
 */
@Timeout(7_200)
class SoakTest {

    private static final int MESSAGES = Integer.getInteger("parley.soak.messages", 300);
    private static final int SWAPS = Integer.getInteger("parley.soak.swaps", 5);
    private static final int MEMBERS = Integer.getInteger("parley.soak.members", 6);
    private static final Duration PACE = Duration.ofMillis(Integer.getInteger("parley.soak.pace", 50));
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Is in the clear where it may be, and found there: so the search finds what there is. */
    private static final String FIRST = "alice-of-the-soak";

    @TempDir Path directory;

    private final long seed = Long.getLong("parley.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final String mark = String.format("soak-%016x-", seed);
    private final Hearing hearing = new Hearing(mark);
    private final List<Person> people = new ArrayList<>();

    @Test
    void nothingIsLostWhileCiphersAreSwapped() throws Exception {
        System.out.println("SoakTest: -Dparley.seed=" + seed);
        var needles = new Needles().text("a message", mark).text("a name", FIRST);
        try (var company = new Company(directory, hearing, List.of("--plain"), "-Xmx128m")) {
            var port = URI.create(company.relay.await("listening").getString("url")).getPort();
            try (var tap = new Wiretap(port, needles)) {
                gather(company, company.invite().replace(":" + port, ":" + tap.port()));
                var talk = new Talk(people, aGroup(), mark, new Random(seed), hearing);
                var swaps = new CipherSwaps(new CipherJars(directory.resolve("jars")), talk, hearing);
                var talking = Thread.ofVirtual().name("talk").start(() -> talk.run(PACE));
                try {
                    swapAll(swaps, talk);
                    assertTrue(hearing.await(PATIENCE, () -> talk.count() >= MESSAGES || !talking.isAlive()));
                } finally {
                    talk.end();
                    talking.join();
                }
                talk.last();
                assertArrived(talk, swaps);
                for (var person : people) assertEquals(0, person.client().leave(PATIENCE));
                assertEquals(0, company.relay.stop(PATIENCE));
                assertSealed(company, tap, needles);
            }
        }
    }

    /** Signs up everybody, some at a time: each start takes a processor for a second. */
    private void gather(Company company, String invite) throws Exception {
        try (var some = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors())) {
            var joining = new ArrayList<Callable<Person>>();
            for (var i = 0; i < MEMBERS; i++) {
                var name = i == 0 ? FIRST : i == 1 ? "bob" : "member-" + i;
                joining.add(() -> Person.signUp(company.stranger(name, "--gogo"), invite));
            }
            for (var person : some.invokeAll(joining)) people.add(person.get());
        }
        people.get(0).befriend(people.get(1));
    }

    /** A group of all: bob is added, the others come by the link, all at once. */
    private String aGroup() {
        var alice = people.getFirst().client();
        var group = alice.askOk("group", "create", "Soak").getString("conversation");
        alice.askOk("group", "add", group, people.get(1).address());
        var link = alice.askOk("group", "invite", group).getString("invite");
        for (var person : people.subList(2, MEMBERS)) person.client().send("group", "join", link);
        for (var person : people)
            person.client()
                    .await(
                            "that " + person.client().name() + " is in the group",
                            PATIENCE,
                            event ->
                                    event.getString("event", "").equals("conversation")
                                            && event.getString("id").equals(group));
        for (var person : people) {
            assertTrue(
                    eventually(() ->
                            person.client().askOk("group", "members", group).getJsonArray("members").size()
                                    == MEMBERS));
            for (var conversation : person.client().askOk("list").getJsonArray("conversations")) {
                if (conversation.asJsonObject().getString("kind").equals("local")) continue; // it has none
                assertEquals(
                        CipherJars.SUITE, conversation.asJsonObject().getInt("suite"), "what is swapped is in use");
            }
        }
        return group;
    }

    private static boolean eventually(Callable<Boolean> so) {
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        try {
            while (!so.call()) if (System.nanoTime() > deadline) return false;
            return true;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Each kind in turn, at those of two conversations half of the time. */
    private void swapAll(CipherSwaps swaps, Talk talk) throws Exception {
        for (var i = 0; i < SWAPS; i++) {
            var due = (int) ((long) MESSAGES * (i + 1) / (SWAPS + 2));
            assertTrue(hearing.await(PATIENCE, () -> talk.count() >= due || talk.failure() != null), "talk goes on");
            if (talk.failure() != null) throw new AssertionError("the talk ended", talk.failure());
            swaps.swap(i, people.get(random.nextInt(random.nextBoolean() ? 2 : MEMBERS)));
        }
    }

    private void assertArrived(Talk talk, CipherSwaps swaps) throws Exception {
        var answered = talk.answeredOk();
        hearing.awaitCount(talk.expected(), PATIENCE);
        var said = talk.said();
        var tally = Tally.of(said, hearing.since(0));
        var inGroup = said.values().stream().filter(words -> words.conversation().equals(talk.group())).count();
        System.out.printf(
                "SoakTest: %d said (%d in a group of %d, %d between two), %d answered ok, %d arrivals; %d lost, %d"
                        + " doubled, %d out of order, %d astray; %d swaps%n",
                said.size(),
                inGroup,
                MEMBERS,
                said.size() - inGroup,
                answered,
                hearing.count(),
                tally.lost().size(),
                tally.doubled().size(),
                tally.disordered().size(),
                tally.astray().size(),
                SWAPS);
        System.out.println("SoakTest: " + swaps.report());
        assertEquals(said.size(), answered, "all is answered ok");
        assertEquals(new Tally(List.of(), List.of(), List.of(), List.of()), tally);
    }

    private void assertSealed(Company company, Wiretap tap, Needles needles) throws Exception {
        var clear = new TreeMap<String, Set<String>>();
        clear.put("wire", tap.found());
        clear.put("relay", needles.in(company.home("relay")));
        for (var person : people) {
            var name = person.client().name();
            var found = needles.in(company.home(name));
            found.removeIf(needle -> needle.startsWith("a name")); // their own business
            clear.put(name, found);
        }
        var readable = new AtomicInteger();
        UnsealedProfile.read(
                company.home(FIRST),
                store -> {
                    try {
                        store.run(tx ->
                                readable.set((int) tx.all("chat.message").stream().filter(this::isMarked).count()));
                    } catch (CommandException e) {
                        throw new IllegalStateException(e);
                    }
                });
        var messages = clear.values().stream().filter(names -> names.stream().anyMatch(it -> it.contains("message")));
        System.out.printf(
                "SoakTest: %d in plaintext (%d MB on the wire, %d MB on the relay's disk, %d profiles)%n",
                messages.count(), tap.bytes() >> 20, size(company.home("relay")) >> 20, people.size());
        assertTrue(readable.get() > 0, "what is sealed at alice's is there");
        assertEquals(Set.of("a name"), clear.remove("wire"), "on the wire, whose names the relay needs");
        assertEquals(Set.of("a name"), clear.remove("relay"), "on the relay's disk, which knows names");
        clear.forEach((name, found) -> assertEquals(Set.of(), found, "in the profile of " + name));
    }

    private boolean isMarked(Bytes bytes) {
        return new String(bytes.toArray(), StandardCharsets.ISO_8859_1).contains(mark);
    }

    private static long size(Path directory) throws Exception {
        try (var files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
        }
    }
}
