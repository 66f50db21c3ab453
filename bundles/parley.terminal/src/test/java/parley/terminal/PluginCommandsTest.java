package parley.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.client.api.Plugins;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

class PluginCommandsTest {

    private static final String PUBLISHER = "ab".repeat(32);
    private static final Path JAR = Path.of("sample.jar").toAbsolutePath();

    private final Shelf shelf = new Shelf();
    private final List<String> questions = new ArrayList<>();
    private Optional<Boolean> answer = Optional.empty();
    private boolean present = true;
    private final Commands commands = commands();

    /** Accepts nobody unless told to. */
    private static final class Shelf implements Plugins {

        final List<String> calls = new ArrayList<>();
        final List<Plugin> all = new ArrayList<>();
        boolean accepted;
        boolean replaces;
        Optional<CommandException> unfit = Optional.empty();

        @Override
        public List<Plugin> list() {
            return all;
        }

        @Override
        public Offer inspect(Path jar) throws CommandException {
            if (unfit.isPresent()) throw unfit.get();
            return new Offer(
                    "sample",
                    "1.0.0",
                    PUBLISHER,
                    accepted,
                    replaces,
                    new Declared("Does\u001b[2J things.", List.of("network")),
                    "");
        }

        @Override
        public Plugin put(Path jar, Offer shown) {
            throw new AssertionError("of the desktop alone");
        }

        @Override
        public Plugin install(Path jar, Optional<String> publisher) throws CommandException {
            calls.add("install " + jar + " " + publisher.orElse("nobody"));
            if (!accepted && publisher.isEmpty()) throw new CommandException(Code.REFUSED, "nobody has accepted");
            return running();
        }

        @Override
        public Plugin update(Path jar, Optional<String> publisher) {
            calls.add("update " + jar + " " + publisher.orElse("nobody"));
            return running();
        }

        @Override
        public void remove(String name) {
            calls.add("remove " + name);
        }

        @Override
        public void forget(String name) {
            calls.add("forget " + name);
        }

        private static Plugin running() {
            return new Plugin(
                    "sample",
                    Optional.of("1.0.0"),
                    Optional.of(PUBLISHER),
                    State.RUNNING,
                    Optional.empty(),
                    new Declared("Does things.", List.of("network")),
                    true,
                    Optional.empty());
        }
    }

    private Commands commands() {
        var client = new TestClient();
        var made = client.commands(Optional.empty(), (what, _) -> what);
        new PluginCommands(
                        () -> present ? Optional.of(shelf) : Optional.empty(),
                        question -> {
                            questions.add(question);
                            return answer;
                        })
                .addTo(made);
        return made;
    }

    private Answer run(String line) throws CommandException {
        return commands.run(Line.parse(line));
    }

    @Test
    void listsWithTheFieldsThatScriptsRead() throws Exception {
        assertEquals("There are no plug-ins.", run("plugin list").text());
        shelf.all.add(Shelf.running());
        shelf.all.add(
                new Plugins.Plugin(
                        "bad.jar",
                        Optional.empty(),
                        Optional.empty(),
                        Plugins.State.REFUSED,
                        Optional.of("bad.jar is not signed; sign it"),
                        new Plugins.Declared("", List.of()),
                        false,
                        Optional.empty()));
        var answer = run("plugin list");
        assertEquals(
                "{\"plugins\":[{\"name\":\"sample\",\"version\":\"1.0.0\",\"publisher\":\""
                        + PUBLISHER
                        + "\",\"state\":\"running\",\"installed\":true,\"declares\":{\"description\":\"Does"
                        + " things.\",\"uses\":[\"network\"]}},{\"name\":\"bad.jar\",\"state\":\"refused\",\"installed\":false,\"reason\":\"bad.jar"
                        + " is not signed; sign it\",\"declares\":{\"description\":\"\",\"uses\":[]}}]}",
                Json.write(answer.fields()));
        assertTrue(answer.text().contains("bad.jar  refused\n    bad.jar is not signed"), answer.text());
    }

    @Test
    void asksAPersonBeforeItAcceptsAPublisher() throws Exception {
        answer = Optional.of(true);
        assertEquals("running", run("plugin install sample.jar").fields().get("state"));
        assertEquals(List.of("install " + JAR + " " + PUBLISHER), shelf.calls);
        var question = questions.getFirst();
        for (var part : List.of("sample 1.0.0", "things.", "network", PUBLISHER, "all that Parley can")) {
            assertTrue(question.contains(part), question);
        }
        assertFalse(question.contains("\u001b"), "a terminal obeys it");

        shelf.calls.clear();
        shelf.replaces = true;
        answer = Optional.of(false);
        var refused = assertThrows(CommandException.class, () -> run("plugin update sample.jar"));
        assertEquals(Code.REFUSED, refused.code());
        assertEquals(List.of(), shelf.calls);
    }

    @Test
    void asksNobodyOfWhatIsRefusedWhateverTheySay() throws Exception {
        answer = Optional.of(true);
        shelf.unfit = Optional.of(new CommandException(Code.REFUSED, "sample 1.0.0 is not newer than 2.0.0"));
        for (var command : List.of("plugin install sample.jar", "plugin update sample.jar")) {
            var refused = assertThrows(CommandException.class, () -> run(command));
            assertTrue(String.valueOf(refused.getMessage()).contains("is not newer"), refused::getMessage);
        }
        assertEquals(List.of(), shelf.calls);
        // install of what is here, and update of what is not: whoever keeps the plug-ins says so
        shelf.unfit = Optional.empty();
        run("plugin update sample.jar");
        shelf.replaces = true;
        assertThrows(CommandException.class, () -> run("plugin install sample.jar"));
        assertEquals(List.of("update " + JAR + " nobody", "install " + JAR + " nobody"), shelf.calls);
        assertEquals(List.of(), questions);
    }

    @Test
    void asksNobodyWhereThereIsNobody() throws Exception {
        assertThrows(CommandException.class, () -> run("plugin install sample.jar"));
        assertEquals(List.of("install " + JAR + " nobody"), shelf.calls);
        run("plugin install sample.jar --accept " + PUBLISHER);
        run("plugin update --accept x sample.jar");
        assertEquals(List.of("install " + JAR + " " + PUBLISHER, "update " + JAR + " x"), shelf.calls.subList(1, 3));
        assertEquals(1, questions.size(), "a yes on the line is not asked for again");
        shelf.accepted = true;
        run("plugin install sample.jar");
        assertEquals(1, questions.size());
    }

    @Test
    void removes() throws Exception {
        run("plugin remove sample");
        assertEquals(List.of("remove sample"), shelf.calls);
        assertEquals(Code.USAGE, assertThrows(CommandException.class, () -> run("plugin remove")).code());
        assertTrue(run("help").text().contains("plugin install [--accept FINGERPRINT] JAR"));
    }

    @Test
    void saysThatNobodyKeepsPlugins() {
        present = false;
        assertEquals(Code.REFUSED, assertThrows(CommandException.class, () -> run("plugin list")).code());
    }
}
