package parley.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.json.JsonObject;

import parley.launcher.stage.Actor;
import parley.launcher.stage.Person;
import parley.launcher.stage.StageException;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/**
 * A group of people whose clients are killed now and then, and what everybody in it must have heard. Used by one
 * thread.
 */
final class Circle {

    /** For what has to become so after all are there again. */
    static final Duration PATIENCE = Duration.ofSeconds(120);

    /**
     * @param hearers who must hear it, if it was answered ok
     */
    private record Said(String author, int number, String text, Actor life, int line, Set<String> hearers) {}

    private final Company company;
    private final Hearing hearing;
    final String group;

    /** By name. */
    final Map<String, Person> people = new LinkedHashMap<>();

    /** The names of who is in. */
    final Set<String> members = new TreeSet<>();

    private final Map<String, Integer> numbers = new HashMap<>();
    private final List<Said> open = new ArrayList<>();
    private final Map<String, Set<String>> due = new HashMap<>(); // texts by hearer
    private final Map<String, List<Actor>> lives = new HashMap<>();
    private int said;
    private int promised;

    Circle(Company company, Hearing hearing, List<Person> people) {
        this.company = company;
        this.hearing = hearing;
        for (var person : people) {
            this.people.put(name(person), person);
            due.put(name(person), new HashSet<>());
        }
        var first = people.getFirst();
        group = first.client().askOk("group", "create", "Storm").getString("conversation");
        members.add(name(first));
    }

    static String name(Person person) {
        return person.client().name();
    }

    int said() {
        return said;
    }

    int promised() {
        return promised;
    }

    /**
     * Says something if the author's client runs, and waits for no answer.
     *
     * @param subjects who come, go or lose what they have: they may miss it
     */
    void say(String author, Set<String> subjects) {
        var hearers = new TreeSet<>(members);
        hearers.removeAll(subjects);
        hearers.remove(author);
        var number = numbers.merge(author, 1, Integer::sum);
        var text = author + " says " + number;
        var life = people.get(author).client();
        try {
            var line = life.send("say", group, text);
            // Who goes may go before it does.
            open.add(new Said(author, number, text, life, line, subjects.contains(author) ? Set.of() : hearers));
            said++;
        } catch (StageException e) { // the client is dead
        }
    }

    /** Settles which of the things said were promised. */
    void settle() {
        for (var words : open) {
            if (!answeredOk(words.life(), words.line())) continue;
            promised++;
            for (var hearer : words.hearers()) due.get(hearer).add(words.text());
        }
        open.clear();
    }

    /** Whether the line was answered ok, in a life that may be over. */
    static boolean answeredOk(Actor life, int line) {
        try {
            return life.answer(line, PATIENCE).getString("event").equals("ok");
        } catch (StageException e) {
            if (life.isAlive()) throw e;
            return false;
        }
    }

    // ---- Lives ----

    void kill(String name) {
        people.get(name).client().kill();
    }

    /** Starts all whose clients do not run, at once. */
    void reviveAll() throws InterruptedException {
        var threads = new ArrayList<Thread>();
        var failures = new ArrayList<RuntimeException>();
        for (var person : people.values()) {
            if (person.client().isAlive()) continue;
            lives.computeIfAbsent(name(person), _ -> new ArrayList<>()).add(person.client());
            threads.add(
                    Thread.ofVirtual()
                            .start(() -> {
                                try {
                                    person.comeBack();
                                } catch (RuntimeException e) {
                                    synchronized (failures) {
                                        failures.add(e);
                                    }
                                }
                            }));
        }
        for (var thread : threads) thread.join();
        if (!failures.isEmpty()) throw failures.getFirst();
    }

    /** Everything that the client of {@code name} said since its {@code first} life. */
    List<JsonObject> events(String name, int first) {
        var all = lives.getOrDefault(name, List.of());
        var events = new ArrayList<JsonObject>();
        for (var life : all.subList(Math.min(first, all.size()), all.size())) events.addAll(life.events());
        events.addAll(people.get(name).client().events());
        return events;
    }

    int lives(String name) {
        return lives.getOrDefault(name, List.of()).size();
    }

    /**
     * Has {@code name} say something, and puts their profile back to what it was before. Their client does not run
     * afterwards.
     */
    void rollBack(String name) throws Exception {
        var person = people.get(name);
        var home = company.home(name);
        var copy = home.resolveSibling(name + ".copy");
        assertEquals(0, person.client().stop(PATIENCE));
        copy(home, copy);
        person.comeBack();
        var before = new HashSet<>(due.get(name));
        var text = name + " says " + numbers.merge(name, 1, Integer::sum);
        var id = person.client().askOk("say", group, text).getString("id");
        for (var other : members) if (!other.equals(name)) people.get(other).hear(id, PATIENCE);
        person.client().kill();
        due.put(name, before);
        delete(home);
        Files.move(copy, home);
    }

    private static void copy(Path from, Path to) throws Exception {
        try (var files = Files.walk(from)) {
            for (var file : files.toList()) {
                var target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) Files.createDirectories(target);
                else if (Files.isRegularFile(file)) Files.copy(file, target);
            }
        }
    }

    private static void delete(Path directory) throws Exception {
        try (var files = Files.walk(directory)) {
            for (var file : files.toList().reversed()) Files.delete(file);
        }
    }

    // ---- What must be so ----

    /** Waits until it is so; asked again after whatever anybody hears, or a moment. */
    void await(String what, BooleanSupplier so) throws InterruptedException {
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!so.getAsBoolean()) {
            if (System.nanoTime() > deadline) throw new AssertionError(what + "; " + stand());
            var heard = hearing.count();
            hearing.await(Duration.ofMillis(100), () -> hearing.count() > heard);
        }
    }

    /** All members have the same list of members, which is {@link #members}, and may speak. */
    void awaitAgreement() throws InterruptedException {
        for (var name : members) await("no agreement on " + members, () -> list(name).equals(members) && speaks(name));
    }

    /** Each member says something, and all others hear it. */
    void everybodyHearsEverybody() {
        var ids = new TreeMap<String, String>();
        for (var author : members) {
            var text = author + " says " + numbers.merge(author, 1, Integer::sum);
            ids.put(author, people.get(author).client().askOk("say", group, text).getString("id"));
            for (var hearer : members) if (!hearer.equals(author)) due.get(hearer).add(text);
            said++;
            promised++;
        }
        ids.forEach((author, id) -> {
            for (var hearer : members) {
                if (hearer.equals(author)) continue;
                try {
                    people.get(hearer).hear(id, PATIENCE);
                } catch (StageException e) {
                    throw new AssertionError(hearer + " does not hear " + author + "; " + stand(), e);
                }
            }
        });
    }

    /** What was promised to everybody is there, once, and each author's in order. */
    void assertHeard(int last) {
        for (var name : people.keySet()) {
            var history = history(name, last);
            var heard = history.heard;
            assertEquals(heard.size(), new HashSet<>(heard).size(), () -> "doubled at " + name + ": " + heard);
            if (history.whole) {
                var lost = new TreeSet<>(due.get(name));
                lost.removeAll(heard);
                assertEquals(Set.of(), lost, () -> "answered ok and lost at " + name + ": " + heard);
            }
            var numbers = new HashMap<String, Integer>();
            for (var text : heard) {
                var words = text.split(" ");
                var before = numbers.put(words[0], Integer.parseInt(words[2]));
                assertTrue(
                        before == null || before < Integer.parseInt(words[2]),
                        () -> "out of order at " + name + ": " + text + " in " + heard);
            }
        }
    }

    /**
     * What others said, as it stands in somebody's history.
     *
     * @param whole whether nothing older stands there
     */
    private record History(List<String> heard, boolean whole) {}

    private History history(String name, int last) {
        var person = people.get(name);
        var answer = person.client().ask("read", group, "--last", Integer.toString(last));
        if (answer.getString("code", "").equals("not_found")) return new History(List.of(), true); // never was in
        var messages = answer.getJsonArray("messages");
        var heard =
                messages.stream()
                        .map(message -> message.asJsonObject())
                        .filter(message -> !message.getString("from").equals(person.address()))
                        .map(message -> message.getString("text"))
                        .toList();
        return new History(heard, messages.size() < last);
    }

    /** Who is in, by name, as {@code name} has it. */
    Set<String> list(String name) {
        return membersAt(name).stream().map(this::nameOf).collect(Collectors.toCollection(TreeSet::new));
    }

    /** Who of those in is an admin. */
    Set<String> admins() {
        return membersAt(members.iterator().next()).stream()
                .filter(member -> member.getBoolean("admin", false))
                .map(this::nameOf)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private List<JsonObject> membersAt(String name) {
        var answer = people.get(name).client().ask("group", "members", group);
        if (!answer.containsKey("members")) return List.of();
        return answer.getJsonArray("members").stream().map(member -> member.asJsonObject()).toList();
    }

    private String nameOf(JsonObject member) {
        return member.getString("account").split("@")[0];
    }

    private boolean speaks(String name) {
        return people.get(name).client().askOk("list").getJsonArray("conversations").stream()
                .map(conversation -> conversation.asJsonObject())
                .anyMatch(conversation ->
                        conversation.getString("id").equals(group) && !conversation.containsKey("stopped"));
    }

    /** How it looks to everybody, for whoever finds that it is not as it should be. */
    String stand() {
        return people.keySet().stream()
                .map(name -> {
                    var events =
                            people.get(name).client().events().stream()
                                    .filter(event -> !Set.of("ok", "receipt").contains(event.getString("event", "")))
                                    .toList();
                    return name
                            + " has "
                            + list(name)
                            + (members.contains(name) && !speaks(name) ? ", may not speak" : "")
                            + ", heard last "
                            + events.subList(Math.max(0, events.size() - 6), events.size());
                })
                .collect(Collectors.joining("\n"));
    }
}
