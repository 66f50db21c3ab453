package parley.itest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import parley.itest.Hearing.Heard;
import parley.launcher.stage.Person;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Swaps the cipher bundle in use under a running client in all ways there are, and measures how long talk waits. */
final class CipherSwaps {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** A line of {@code lb -s}, such as {@code 7|Active | 1|parley.cipher.xwing (0.1.0)|0.1.0}. */
    private static final Pattern ACTIVE = Pattern.compile("(?m)^ *([0-9]+)\\|Active *\\|[^|]*\\|([^ |]+)");

    private static final Pattern RESOLVED = Pattern.compile("(?m)^ *([0-9]+)\\|Resolved *\\|[^|]*\\|([^ |]+)");

    /** A suite that all have, of another bundle. */
    private static final int OTHER = 1;

    private interface Step {
        void run(Person person) throws Exception;
    }

    private record Kind(String name, Step step) {}

    /**
     * How one swap was felt.
     *
     * @param gap from its beginning to the first message after its end that its person heard, or was heard to say
     * @param silence the longest time meanwhile without either
     */
    private record Felt(long gap, long silence) {}

    private final CipherJars jars;
    private final Talk talk;
    private final Hearing hearing;
    private final List<Kind> kinds;
    private final Map<String, List<Felt>> felt = new TreeMap<>();

    CipherSwaps(CipherJars jars, Talk talk, Hearing hearing) {
        this.jars = jars;
        this.talk = talk;
        this.hearing = hearing;
        this.kinds =
                List.of(
                        new Kind("updated", this::update),
                        new Kind("stopped and started", this::stopAndStart),
                        new Kind("outranked", this::outrank),
                        new Kind("removed and put back", this::removeAndPutBack),
                        new Kind("another suite", _ -> change(OTHER)));
    }

    /** The {@code number}th swap, at the client of {@code person}. */
    void swap(int number, Person person) throws Exception {
        var kind = kinds.get(number % kinds.size());
        measure(kind, person);
        // So that the next one finds Parley's own name in use again; it is a swap of its own.
        if (kind.name().equals("outranked")) measure(new Kind("back from outranked", this::withdraw), person);
        if (kind.name().equals("another suite"))
            measure(new Kind("back from another suite", _ -> change(CipherJars.SUITE)), person);
    }

    /** The same bundle of a higher version. */
    private void update(Person person) throws Exception {
        person.client().askOk("plugin", "update", jars.update().toString(), "--accept", jars.fingerprint());
        assertEquals(CipherJars.OWN, provider(person));
    }

    /** While there is none, what its person says waits. */
    private void stopAndStart(Person person) throws Exception {
        var bundle = active(person, CipherJars.OWN);
        person.client().askOk("gogo", "stop " + bundle);
        sayInVain(person);
        person.client().askOk("gogo", "start " + bundle);
        awaitProvider(person, CipherJars.OWN);
    }

    private void outrank(Person person) throws Exception {
        person.client().askOk("plugin", "install", jars.second().toString(), "--accept", jars.fingerprint());
        awaitProvider(person, CipherJars.SECOND);
    }

    private void withdraw(Person person) {
        person.client().askOk("plugin", "remove", CipherJars.SECOND);
        awaitProvider(person, CipherJars.OWN);
    }

    private void removeAndPutBack(Person person) throws Exception {
        var installed =
                person.client().askOk("plugin", "list").getJsonArray("plugins").stream()
                        .anyMatch(plugin -> plugin.asJsonObject().getString("name").equals(CipherJars.OWN));
        if (installed) person.client().askOk("plugin", "remove", CipherJars.OWN);
        person.client().askOk("gogo", "uninstall " + active(person, CipherJars.OWN));
        sayInVain(person);
        person.client().askOk("gogo", "install " + CipherJars.own().toUri());
        person.client().askOk("gogo", "start " + CipherJars.OWN);
        awaitProvider(person, CipherJars.OWN);
    }

    /** The group and the conversation of two go on in another suite, by whoever began them. */
    private void change(int suite) {
        for (var conversation : List.of(talk.group(), talk.direct())) {
            var answer =
                    talk.first()
                            .client()
                            .askOk("cipher", "use", "--weaker", "--wait", Integer.toString(suite), conversation);
            assertEquals("changed", answer.getString("state"));
        }
    }

    /** Says something that waits, and makes sure that the suite is away. */
    private void sayInVain(Person person) {
        assertEquals("", provider(person), "there is none");
        person.client().answer(talk.say(person, talk.group()).line(), PATIENCE);
    }

    private void measure(Kind kind, Person person) throws Exception {
        var before = hearing.count();
        var begun = System.nanoTime();
        kind.step().run(person);
        var done = System.nanoTime();
        var name = person.client().name();
        var first =
                hearing.await(
                        before,
                        PATIENCE,
                        heard -> concerns(heard, name) && heard.nanos() >= done && talk.saidAt(heard.text()) >= begun);
        if (first == null) throw new AssertionError("nothing comes after " + kind.name() + " at " + name);
        var silence = 0L;
        var last = begun;
        for (var heard : hearing.since(before)) {
            if (!concerns(heard, name)) continue;
            silence = Math.max(silence, heard.nanos() - last);
            last = heard.nanos();
            if (heard.equals(first)) break;
        }
        felt.computeIfAbsent(kind.name(), _ -> new ArrayList<>()).add(new Felt(first.nanos() - begun, silence));
    }

    /** Whether {@code name} heard it, or said it. */
    private static boolean concerns(Heard heard, String name) {
        return heard.by().equals(name) || heard.text().contains(" " + name + " ");
    }

    /** Who provides the suite; empty if nobody does. */
    static String provider(Person person) {
        return person.client().askOk("cipher", "list").getJsonArray("suites").stream()
                .map(suite -> suite.asJsonObject())
                .filter(suite -> suite.getInt("suite") == CipherJars.SUITE)
                .map(suite -> suite.getString("provider"))
                .findFirst()
                .orElse("");
    }

    /** A suite counts once it has passed its self-tests; each question gives them a moment. */
    static void awaitProvider(Person person, String provider) {
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!provider(person).equals(provider))
            assertTrue(System.nanoTime() < deadline, () -> provider + " does not provide the suite");
    }

    /** The number of the running bundle {@code name}. */
    static String active(Person person, String name) {
        var matcher = ACTIVE.matcher(person.client().askOk("gogo", "lb -s").getString("output"));
        while (matcher.find()) if (matcher.group(2).equals(name)) return matcher.group(1);
        throw new AssertionError(name + " does not run");
    }

    /** Starts the newest bundle {@code name} that is there. */
    static void startLast(Person person, String name) {
        var matcher = RESOLVED.matcher(person.client().askOk("gogo", "lb -s").getString("output"));
        var last = "";
        while (matcher.find()) if (matcher.group(2).equals(name)) last = matcher.group(1);
        person.client().askOk("gogo", "start " + last);
    }

    /** For each kind: how often, and median and worst in milliseconds. */
    String report() {
        return felt.entrySet().stream()
                .map(entry ->
                        String.format(
                                "%s %dx: first message after %s ms, silence of %s ms",
                                entry.getKey(),
                                entry.getValue().size(),
                                medianAndWorst(entry.getValue().stream().map(Felt::gap).sorted().toList()),
                                medianAndWorst(entry.getValue().stream().map(Felt::silence).sorted().toList())))
                .collect(Collectors.joining("; ", "median/worst: ", ""));
    }

    private static String medianAndWorst(List<Long> sorted) {
        return TimeUnit.NANOSECONDS.toMillis(sorted.get((sorted.size() - 1) / 2))
                + "/"
                + TimeUnit.NANOSECONDS.toMillis(sorted.getLast());
    }
}
