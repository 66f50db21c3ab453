package parley.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A conversation of very many messages, which a terminal says to Echo, who answers each: they go through outbox,
 * hearing and database as all do, and wait for no relay. And how long that terminal searches them.
 */
final class LongTalk {

    static final String ECHO = "echo@device.internal";

    /** The text of the last two. */
    static final String LAST = "and that was the last of them";

    /** Messages of ours under way at once. */
    private static final int WINDOW = 64;

    /** Words that texts are made of, and how many of them a text has. */
    private static final int WORDS = 20_000;

    private static final int SHORTEST = 3;
    private static final int LONGEST = 22;

    /** Which words are typed, by how common they are; the pairs one after the other. */
    private static final int[] TYPED = {0, 3, 20, 150, 1100, 4000, 9000, 15_000};

    private static final int[][] PAIRS = {{0, 5}, {7, 300}, {40, 2}, {900, 1}};

    /** Messages that a window asks for at once. */
    private static final String PAGE = "50";

    private static final int PATIENCE = 120;

    private final Random random = new Random(3);
    private final List<String> words = IntStream.range(0, WORDS).mapToObj(_ -> word()).toList();
    private final Product person;

    LongTalk(Product person) {
        this.person = person;
    }

    private String word() {
        return random.ints(2 + random.nextInt(9), 'a', 'z' + 1)
                .mapToObj(Character::toString)
                .collect(Collectors.joining());
    }

    private String text() {
        return IntStream.rangeClosed(1, SHORTEST + random.nextInt(LONGEST - SHORTEST + 1))
                // Some words are far more common than others.
                .mapToObj(_ -> words.get((int) (WORDS * Math.pow(random.nextDouble(), 3))))
                .collect(Collectors.joining(" "));
    }

    /** Has {@code messages} said, of which Echo says every other. */
    void fill(int messages) throws IOException, InterruptedException {
        say(person, ECHO, messages / 2 - 1, _ -> text());
        say(person, ECHO, 1, _ -> LAST);
        until(
                "Echo's last answer",
                "read",
                line -> line.contains(LAST) && Product.is(line, "from", ECHO),
                ECHO,
                "--last",
                "1");
    }

    /** What a message is to say. */
    @FunctionalInterface
    interface Text {
        String of(int number);
    }

    /** Has {@code from} say so many messages to {@code to}, as many under way at once as keep it busy. */
    static void say(Product from, String to, int messages, Text text) throws IOException, InterruptedException {
        for (int said = 0, taken = 0; taken < messages; taken++) {
            for (; said < Math.min(messages, taken + WINDOW); said++) from.say("say", to, text.of(said));
            from.await("ok", line -> Product.is(line, "command", "say"), PATIENCE);
        }
    }

    /** How long each search took, as one types on, in milliseconds, from the line said to the answer read. */
    double[] search() throws IOException, InterruptedException {
        until("a whole index", "search", line -> !line.contains("\"complete\":false"), LAST);
        var took = new ArrayList<Double>();
        for (var typed : typed()) {
            var began = System.nanoTime();
            ask("search", typed);
            took.add((System.nanoTime() - began) / 1e6);
        }
        return took.stream().mapToDouble(each -> each).toArray();
    }

    /** The command's words, for every beginning of words and of second words. */
    private List<String[]> typed() {
        var all = new ArrayList<String[]>();
        for (var word : TYPED)
            for (var begun : beginnings(words.get(word))) all.add(new String[] {"--last", PAGE, begun});
        for (var pair : PAIRS)
            for (var begun : beginnings(words.get(pair[1])))
                all.add(new String[] {"--last", PAGE, words.get(pair[0]), begun});
        return all;
    }

    private static List<String> beginnings(String word) {
        return IntStream.rangeClosed(1, word.length()).mapToObj(end -> word.substring(0, end)).toList();
    }

    @FunctionalInterface
    private interface Wanted {
        boolean is(String line);
    }

    /** Asks until the answer is what is wanted. */
    private void until(String what, String command, Wanted wanted, String... words)
            throws IOException, InterruptedException {
        var deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE);
        while (!wanted.is(ask(command, words))) {
            if (System.nanoTime() > deadline) throw new IOException("no " + what + " within " + PATIENCE + " s");
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    private String ask(String command, String... words) throws IOException, InterruptedException {
        var line = new ArrayList<String>(List.of(command));
        line.addAll(List.of(words));
        person.say(line.toArray(String[]::new));
        return person.await("ok", answer -> Product.is(answer, "command", command), PATIENCE);
    }
}
