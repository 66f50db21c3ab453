package parley.itest;

import org.jspecify.annotations.Nullable;

import parley.launcher.stage.Person;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/** What people say to one another: in turn in a group of all, and between the first two. */
final class Talk {

    /** How many may be under way for each hearer on average, and unanswered to each author, before talk pauses. */
    private static final int WINDOW = 20;

    private static final int UNANSWERED = 3;

    /**
     * What {@code author} said as the {@code number}th of theirs in a conversation.
     *
     * @param hearers whom it is for
     * @param line of the author's client
     */
    record Said(
            String author, String conversation, int number, List<String> hearers, int line, String text, long nanos) {}

    private final List<Person> people;
    private final String group;
    private final String mark;
    private final Random random;
    private final Hearing hearing;
    private final String direct;

    private final Object lock = new Object(); // guards the next four
    private final Map<String, Said> said = new HashMap<>(); // by text
    private final Map<String, Integer> numbers = new HashMap<>();
    private final Map<String, Integer> lines = new HashMap<>();
    private int expected;

    private volatile boolean over;
    private volatile @Nullable Throwable failure;

    /**
     * @param mark with which every text begins
     */
    Talk(List<Person> people, String group, String mark, Random random, Hearing hearing) {
        this.people = people;
        this.group = group;
        this.mark = mark;
        this.random = random;
        this.hearing = hearing;
        this.direct =
                people.getFirst().client().askOk("list").getJsonArray("conversations").stream()
                        .map(conversation -> conversation.asJsonObject().getString("id"))
                        .filter(id -> !id.equals(group))
                        .findFirst()
                        .orElseThrow();
    }

    /** Who is in both. */
    Person first() {
        return people.getFirst();
    }

    String direct() {
        return direct;
    }

    String group() {
        return group;
    }

    /** Talks at an even pace until {@link #end}; waits for no answer, but does not run away either. */
    void run(Duration pace) {
        try {
            var next = System.nanoTime();
            for (var i = 0; !over; i++) {
                for (var left = next - System.nanoTime(); left > 0; left = next - System.nanoTime())
                    LockSupport.parkNanos(left);
                next = Math.max(next + pace.toNanos(), System.nanoTime());
                var author = people.get(random.nextInt(i % 2 == 0 ? people.size() : 2));
                var name = author.client().name();
                if (hearing.answers(name) < spoken(name) - UNANSWERED) continue; // busy; somebody else goes on
                say(author, i % 2 == 0 ? group : direct);
                var room = expected() - WINDOW * people.size();
                while (!over && !hearing.await(Duration.ofSeconds(1), () -> over || hearing.count() > room)) {}
            }
        } catch (RuntimeException | InterruptedException e) {
            failure = e;
        }
    }

    /** Everybody says something everywhere once more. */
    void last() {
        for (var person : people) say(person, group);
        for (var person : people.subList(0, 2)) say(person, direct);
    }

    void end() {
        over = true;
    }

    /** Why it has ended by itself. */
    @Nullable Throwable failure() {
        return failure;
    }

    Said say(Person author, String conversation) {
        synchronized (lock) {
            var name = author.client().name();
            var number = numbers.merge(name + conversation, 1, Integer::sum);
            var text = mark + (conversation.equals(group) ? " all " : " two ") + name + " " + number;
            var nanos = System.nanoTime();
            var line = author.client().send("say", conversation, text);
            lines.merge(name, 1, Integer::sum);
            var words = new Said(name, conversation, number, hearers(name, conversation), line, text, nanos);
            said.put(text, words);
            expected += words.hearers().size();
            return words;
        }
    }

    private List<String> hearers(String author, String conversation) {
        var all = conversation.equals(group) ? people : people.subList(0, 2);
        return all.stream().map(person -> person.client().name()).filter(name -> !name.equals(author)).toList();
    }

    private int spoken(String name) {
        synchronized (lock) {
            return lines.getOrDefault(name, 0);
        }
    }

    /** How many arrivals there are to be. */
    int expected() {
        synchronized (lock) {
            return expected;
        }
    }

    int count() {
        synchronized (lock) {
            return said.size();
        }
    }

    /** All that was said, by its text. */
    Map<String, Said> said() {
        synchronized (lock) {
            return Map.copyOf(said);
        }
    }

    /** When this was said. */
    long saidAt(String text) {
        synchronized (lock) {
            return said.get(text).nanos();
        }
    }

    /** How many of those that were said were answered ok; waits for the answers. */
    int answeredOk() {
        var byAuthor =
                said().values().stream()
                        .collect(
                                Collectors.groupingBy(
                                        Said::author, Collectors.mapping(Said::line, Collectors.toSet())));
        var ok = 0;
        for (var person : people) {
            var its = byAuthor.getOrDefault(person.client().name(), new HashSet<>());
            for (var line : its) person.client().answer(line, Duration.ofSeconds(60));
            ok +=
                    (int)
                            person.client().events("ok").stream()
                                    .filter(event -> its.contains(event.getInt("line")))
                                    .count();
        }
        return ok;
    }
}
