package parley.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import parley.chat.ConversationPoint;
import parley.client.api.CommandException;
import parley.history.UnsealedProfile;
import parley.launcher.stage.Actor;
import parley.launcher.stage.Person;
import parley.launcher.stage.StageException;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Clients and the relay are killed at any point of a change of who is in a group, of its suite, or of a cipher bundle,
 * while everybody talks. Afterwards all agree on who is in, hear one another, and have all that was promised, once.
 *
 * <p>Each kill is a run of its own; {@code -Dparley.kills=200} is many.
 */
@Timeout(7_200)
class ChangeStormTest {

    private static final int KILLS = Integer.getInteger("parley.kills", 3);

    /** For a run, from its change to what must be so. */
    private static final Duration RUN = Duration.ofMinutes(4);

    /** The time within which a change, a kill and talk fall together, in milliseconds. */
    private static final int TOGETHER = 800;

    private static final String RELAY = "relay";

    @TempDir Path directory;

    private final long seed = Long.getLong("parley.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final Hearing hearing = new Hearing("");
    private final Map<String, Integer> counts = new TreeMap<>();

    /** Since when each process runs, and when each profile was last let in again, in runs. */
    private final Map<String, Integer> startedIn = new HashMap<>();

    private final Map<String, Integer> rejoinedIn = new HashMap<>();

    /** What was done so far, to read what led to something that is wrong. */
    private final List<String> plans = new ArrayList<>();

    private Company company;
    private Circle circle;
    private CipherJars jars;

    /**
     * A change, and what makes sure that it is made after whatever was killed.
     *
     * @param by whose client is asked for it
     * @param subject whom it concerns, who may miss what is said meanwhile; empty for a swap
     * @param words to ask by; none to start {@code by}'s client, which was stopped before
     */
    private record Change(String kind, String by, Set<String> subject, List<String> words, Sure sure) {

        private interface Sure {
            void make(Change change) throws Exception;
        }

        @Override
        public String toString() {
            return kind + " of " + subject + " by " + by;
        }
    }

    @Test
    void allAgreeWhateverIsKilledDuringChanges() throws Exception {
        System.out.println("ChangeStormTest: -Dparley.seed=" + seed);
        jars = new CipherJars(directory.resolve("jars"));
        try (var all = new Company(directory, hearing, List.of(), "-Xmx128m")) {
            company = all;
            circle = gather();
            var slowest = Duration.ZERO;
            for (var run = 1; run <= KILLS; run++) {
                var begun = System.nanoTime();
                run(run);
                var took = Duration.ofNanos(System.nanoTime() - begun);
                if (took.compareTo(slowest) > 0) slowest = took;
                if (run % 20 == 0) System.out.println("ChangeStormTest: after " + run + " runs " + counts);
                assertTrue(took.compareTo(RUN) < 0, "run " + run + " took " + took);
            }
            for (var person : circle.people.values()) assertEquals(0, person.client().stop(Circle.PATIENCE));
            assertEquals(0, company.relay.stop(Circle.PATIENCE));
            company.relay = company.relay.again();
            company.relay.await("listening");
            circle.reviveAll();
            circle.awaitAgreement();
            circle.everybodyHearsEverybody();
            circle.assertHeard(10_000);
            for (var person : circle.people.values()) assertEquals(0, person.client().stop(Circle.PATIENCE));
            var points = points();
            System.out.printf(
                    "ChangeStormTest: %d runs %s; %d said, %d answered ok, 0 lost, 0 doubled; %d members in epoch %d;"
                            + " slowest run %.1f s; seed %d%n",
                    KILLS,
                    counts,
                    circle.said(),
                    circle.promised(),
                    circle.members.size(),
                    points.iterator().next().epoch(),
                    slowest.toMillis() / 1000.0,
                    seed);
            assertEquals(1, points.size(), () -> "one suite and epoch for all: " + points);
        }
    }

    private Circle gather() throws Exception {
        var people = new ArrayList<Person>();
        var names = List.of("alice", "bob", "carol", "dave", "erin");
        var starting = new ArrayList<Actor>();
        for (var name : names) starting.add(company.stranger(name, "--gogo"));
        for (var actor : starting) people.add(Person.signUp(actor, company.invite()));
        for (var other : people.subList(1, people.size())) people.getFirst().befriend(other);
        people.get(1).befriend(people.get(2)); // who may be the admin one day
        var circle = new Circle(company, hearing, people);
        for (var name : names.subList(1, 4)) {
            people.getFirst().client().askOk("group", "add", circle.group, name);
            circle.members.add(name);
        }
        circle.awaitAgreement();
        circle.everybodyHearsEverybody();
        for (var name : names) startedIn.put(name, 0);
        return circle;
    }

    private void run(int number) throws Exception {
        var change = choose(number);
        var victims = victims(change);
        var plan =
                "run "
                        + number
                        + " of seed "
                        + seed
                        + " with "
                        + circle.members
                        + ": "
                        + change
                        + ", and "
                        + victims
                        + " killed";
        plans.add(plan);
        try {
            storm(change, victims, number);
            change.sure().make(change);
            circle.settle();
            circle.awaitAgreement();
            circle.everybodyHearsEverybody();
            circle.assertHeard(500);
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError(
                    plan + ": " + e.getMessage() + "\n" + circle.stand() + "\n" + String.join("\n", plans), e);
        }
        counts.merge(change.kind(), 1, Integer::sum);
        for (var victim : victims)
            counts.merge(victim.equals(RELAY) ? "killed relays" : "killed clients", 1, Integer::sum);
    }

    // ---- What happens at once ----

    private record Step(long at, Runnable action) {}

    /** The change, the kills and what people say, each at its own moment; then all are started again. */
    private void storm(Change change, Set<String> victims, int number) throws Exception {
        var steps = new ArrayList<Step>();
        var line = new int[1];
        var life = new Actor[1];
        steps.add(
                new Step(
                        after(TOGETHER / 4),
                        () -> {
                            life[0] = circle.people.get(change.by()).client();
                            if (life[0].isAlive()) line[0] = send(life[0], change.words());
                        }));
        for (var victim : victims) {
            var at = after(TOGETHER);
            if (victim.equals(RELAY)) {
                steps.add(new Step(at, company.relay::kill));
                steps.add(new Step(at + after(TOGETHER / 2), () -> company.relay = company.relay.again()));
            } else {
                steps.add(new Step(at, () -> circle.kill(victim)));
            }
        }
        for (var name : circle.members)
            for (var i = 0; i < 2; i++) steps.add(new Step(after(TOGETHER), () -> circle.say(name, change.subject())));
        steps.sort(Comparator.comparingLong(Step::at));
        var restores = change.words().isEmpty();
        if (restores) Thread.ofVirtual().start(() -> circle.people.get(change.by()).comeBack()).join();
        var begun = System.nanoTime();
        for (var step : steps) {
            for (var left = begun + step.at() - System.nanoTime();
                    left > 0;
                    left = begun + step.at() - System.nanoTime()) LockSupport.parkNanos(left);
            step.action().run();
        }
        company.relay.await("listening");
        for (var name : circle.people.keySet())
            if (!circle.people.get(name).client().isAlive()) startedIn.put(name, number);
        circle.reviveAll();
    }

    private long after(int most) {
        return TimeUnit.MILLISECONDS.toNanos(random.nextInt(most));
    }

    private static int send(Actor actor, List<String> words) {
        try {
            return words.isEmpty() ? 0 : actor.send(words.toArray(String[]::new));
        } catch (StageException e) { // killed before
            return 0;
        }
    }

    /** The relay, who makes the change, whom it concerns, or anybody; sometimes two. */
    private Set<String> victims(Change change) {
        var victims = new TreeSet<String>();
        var wanted = random.nextInt(4) == 0 ? 2 : 1;
        var everybody = new ArrayList<>(circle.people.keySet());
        while (victims.size() < wanted) {
            switch (random.nextInt(4)) {
                case 0 -> victims.add(RELAY);
                case 1 -> victims.add(change.by());
                case 2 -> victims.addAll(change.subject());
                default -> victims.add(everybody.get(random.nextInt(everybody.size())));
            }
        }
        return victims;
    }

    // ---- Changes ----

    private Change choose(int run) throws Exception {
        while (true) {
            var made = propose(random.nextInt(8), run);
            if (made != null) return made;
        }
    }

    private Change propose(int kind, int run) throws Exception {
        var admins = circle.admins();
        var admin = any(admins);
        var others = new TreeSet<>(circle.people.keySet());
        others.removeAll(circle.members);
        var member = any(circle.members);
        return switch (kind) {
            case 0 -> others.isEmpty() || !admin.equals("alice") ? null : change("added", admin, any(others), "add");
            case 1 ->
                    circle.members.size() < 4 || member.equals(admin)
                            ? null
                            : change("removed", admin, member, "remove");
            case 2 -> circle.members.size() < 4 ? null : leave(member);
            case 3 -> others.isEmpty() ? null : join(any(others));
            case 4 -> rejoin(member, admins, run);
            case 5 -> update(member);
            case 6 -> changeSuite(admin);
            default -> stopAndStart(member);
        };
    }

    private String any(Set<String> names) {
        return List.copyOf(names).get(random.nextInt(names.size()));
    }

    private Change change(String kind, String by, String who, String word) {
        var address = circle.people.get(who).address();
        return new Change(
                kind,
                by,
                Set.of(who),
                List.of("group", word, circle.group, address),
                change -> {
                    var adds = word.equals("add");
                    repeat(change, adds ? "already" : "is not in");
                    if (adds) circle.members.add(who);
                    else circle.members.remove(who);
                });
    }

    private Change leave(String who) {
        return new Change(
                "left",
                who,
                Set.of(who),
                List.of("group", "leave", circle.group),
                change -> {
                    repeat(change, "not in Storm any more");
                    circle.members.remove(who);
                });
    }

    /** Asks for it until it is made, as a person would. */
    private void repeat(Change change, String made) throws InterruptedException {
        circle.await(
                change + " is not made",
                () -> {
                    var answer = circle.people.get(change.by()).client().ask(change.words().toArray(String[]::new));
                    return answer.getString("event").equals("ok") || answer.getString("text").contains(made);
                });
    }

    private Change join(String who) {
        return new Change(
                "joined",
                who,
                Set.of(who),
                List.of("group", "join", link()),
                change -> {
                    var client = circle.people.get(who).client();
                    circle.await(
                            change + " is not made",
                            () ->
                                    client.ask("group", "join", link()).getString("state", "").equals("joined")
                                            && circle.list(any(circle.members)).contains(who));
                    circle.members.add(who);
                });
    }

    private String link() {
        return circle.people
                .get(any(circle.admins()))
                .client()
                .askOk("group", "invite", circle.group)
                .getString("invite");
    }

    /** A profile is put back to what it was earlier. An admin lets nobody in again too often, but forgets whom. */
    private Change rejoin(String who, Set<String> admins, int run) throws Exception {
        if (admins.contains(who)) return null;
        var last = rejoinedIn.get(who);
        if (last != null && admins.stream().anyMatch(admin -> startedIn.get(admin) <= last)) return null;
        circle.rollBack(who);
        rejoinedIn.put(who, run);
        var first = circle.lives(who);
        return new Change(
                "rejoined",
                who,
                Set.of(who),
                List.of(),
                change ->
                        circle.await(
                                who + " is not let in again",
                                () ->
                                        circle.events(who, first).stream()
                                                .anyMatch(event ->
                                                        event.getString("text", "")
                                                                .startsWith("This device is in Storm again"))));
    }

    private Change update(String who) throws Exception {
        var jar = jars.update().toString();
        var words = List.of("plugin", "update", jar, "--accept", jars.fingerprint());
        return new Change("updated", who, Set.of(), words, change -> repeat(change, "no second time"));
    }

    /** To and fro between two suites. */
    private Change changeSuite(String admin) {
        var now =
                circle.people.get(admin).client().askOk("list").getJsonArray("conversations").stream()
                        .map(conversation -> conversation.asJsonObject())
                        .filter(conversation -> conversation.getString("id").equals(circle.group))
                        .findFirst()
                        .orElseThrow()
                        .getInt("suite");
        var next = Integer.toString(now == CipherJars.SUITE ? 1 : CipherJars.SUITE);
        var words = List.of("cipher", "use", "--weaker", "--wait", next, circle.group);
        return new Change(
                "another suite",
                admin,
                Set.of(),
                words,
                change -> {
                    var client = circle.people.get(admin).client();
                    circle.await(
                            change + " is not made",
                            () -> client.ask(words.toArray(String[]::new)).getString("state", "").equals("changed"));
                });
    }

    private Change stopAndStart(String who) {
        var bundle = CipherSwaps.active(circle.people.get(who), CipherJars.OWN);
        var words = List.of("gogo", "stop " + bundle);
        return new Change(
                "stopped and started",
                who,
                Set.of(),
                words,
                change -> {
                    var person = circle.people.get(who);
                    if (CipherSwaps.provider(person).isEmpty()) CipherSwaps.startLast(person, CipherJars.OWN);
                    CipherSwaps.awaitProvider(person, CipherJars.OWN);
                });
    }

    // ---- Afterwards ----

    /** Where the members' profiles stand, each once. */
    private Set<ConversationPoint> points() throws Exception {
        var points = new HashSet<ConversationPoint>();
        for (var name : circle.members) {
            UnsealedProfile.read(
                    company.home(name),
                    store -> {
                        try {
                            points.add(ConversationPoint.of(store, circle.group));
                        } catch (CommandException e) {
                            throw new IllegalStateException(e);
                        }
                    });
        }
        return points;
    }
}
