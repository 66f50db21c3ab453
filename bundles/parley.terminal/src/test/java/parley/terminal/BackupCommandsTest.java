package parley.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import parley.client.api.BackupPhrase;
import parley.client.api.Backups;
import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.protocol.Address;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Backups by command; a phrase stands in the answer that makes it, and in no line. */
class BackupCommandsTest {

    private static final BackupPhrase PHRASE = BackupPhrase.random();
    private static final Path FILE = Path.of("a.backup").toAbsolutePath();

    private static final class Recorded implements Backups {

        final List<String> calls = new ArrayList<>();
        long unknown;
        boolean taken;

        @Override
        public void mayRestore() throws CommandException {
            if (taken) throw new CommandException(Code.REFUSED, "this profile has an account already");
        }

        @Override
        public BackupPhrase newPhrase() {
            return PHRASE;
        }

        private Summary call(String name, Path file, BackupPhrase phrase, Progress progress) {
            assertEquals(PHRASE, phrase);
            calls.add(name + " " + file.getFileName());
            for (var done = 0; done <= 1000; done++) assertTrue(progress.at(done, 1000));
            return new Summary(new Address("alice", "relay.example"), Instant.EPOCH, 1, 2, 3, unknown);
        }

        @Override
        public Summary create(Path file, boolean replace, BackupPhrase phrase, Progress progress) {
            return call(replace ? "replace" : "create", file, phrase, progress);
        }

        @Override
        public Summary check(Path file, BackupPhrase phrase, Progress progress) {
            return call("check", file, phrase, progress);
        }

        @Override
        public Summary restore(Path file, BackupPhrase phrase, Progress progress) {
            return call("restore", file, phrase, progress);
        }
    }

    private final Recorded backups = new Recorded();
    private final Map<String, String> known = new HashMap<>();
    private final List<String> shown = new ArrayList<>();
    private final TestClient client = new TestClient();
    private final Commands commands =
            new Commands(
                    client.accounts,
                    client.contacts,
                    client.conversations,
                    client.membership,
                    client.transfers,
                    client.pictures,
                    () -> client.suites,
                    client.changes,
                    client.presences,
                    Optional.empty(),
                    (what, _) -> {
                        throw new AssertionError(what);
                    });

    {
        new BackupCommands(
                        () -> Optional.of(backups),
                        (what, variable) -> {
                            var value = known.get(variable);
                            if (value == null) throw new CommandException(Code.PASSPHRASE_NEEDED, what);
                            return value;
                        },
                        (command, percent) -> shown.add(command + " " + percent))
                .addTo(commands);
    }

    private Answer run(String line) throws CommandException {
        return commands.run(Line.parse(line));
    }

    @Test
    void asksForNoPhraseWhereThereIsAnAccount() {
        backups.taken = true;
        refuses(Code.REFUSED, "backup restore a.backup"); // no phrase is known: asking would say so
        assertEquals(List.of(), backups.calls);
    }

    private void refuses(Code code, String line) {
        assertEquals(code, assertThrows(CommandException.class, () -> run(line), line).code());
    }

    @Test
    void aNewPhraseIsShownOnceWithItsNumbers() throws Exception {
        var answer = run("backup create a.backup");
        assertEquals(PHRASE.words(), answer.fields().get("phrase"));
        assertEquals(FILE, answer.fields().get("path"));
        for (var i = 0; i < BackupPhrase.COUNT; i++) {
            assertTrue(answer.text().contains((i + 1) + "  " + PHRASE.words().get(i)), answer.text());
        }
        run("backup create a.backup --replace");
        assertEquals(List.of("create a.backup", "replace a.backup"), backups.calls);
    }

    @Test
    void aPhraseIsAskedForAndNeverPartOfTheLine() throws Exception {
        for (var command : List.of("check", "restore")) {
            refuses(Code.PASSPHRASE_NEEDED, "backup " + command + " a.backup");
            refuses(Code.USAGE, "backup " + command + " a.backup " + String.join(" ", PHRASE.words()));
        }
        known.put("PARLEY_BACKUP_PHRASE", "no phrase at all");
        refuses(Code.USAGE, "backup check a.backup");
        known.put("PARLEY_BACKUP_PHRASE", String.join("\n", PHRASE.words()).toUpperCase(java.util.Locale.ROOT));
        backups.unknown = 7;
        for (var command : List.of("check", "restore")) {
            var answer = run("backup " + command + " a.backup");
            assertEquals(
                    "{\"path\":"
                            + Json.write(Map.of("p", FILE)).replace("{\"p\":", "").replace("}", "")
                            + ",\"account\":\"alice@relay.example\",\"at\":\"1970-01-01T00:00:00Z\",\"people\":1,"
                            + "\"conversations\":2,\"messages\":3,\"unknown\":7}",
                    Json.write(answer.fields()));
            assertTrue(answer.text().contains("alice@relay.example"));
            assertTrue(answer.text().contains("7 things of a later version"));
            for (var word : PHRASE.words()) assertFalse(answer.fields().containsValue(word));
        }
        assertEquals(List.of("check a.backup", "restore a.backup"), backups.calls);
    }

    @Test
    void saysHowOneThatIsThereGivesWay(@TempDir Path directory) throws Exception {
        var file = Files.createFile(directory.resolve("a.backup"));
        var refused =
                assertThrows(
                        CommandException.class,
                        () -> commands.run(Line.of(List.of("backup", "create", file.toString()))));
        assertEquals(Code.REFUSED, refused.code());
        assertEquals(
                file + " is there already and is not overwritten; choose another name, or write --replace",
                refused.getMessage());
        assertEquals(List.of(), backups.calls);
        commands.run(Line.of(List.of("backup", "create", "--replace", file.toString())));
        assertEquals(List.of("replace a.backup"), backups.calls);
    }

    @Test
    void eachTenthIsSaidOnce() throws Exception {
        run("backup create a.backup");
        assertEquals(
                List.of(10, 20, 30, 40, 50, 60, 70, 80, 90).stream().map(it -> "backup create " + it).toList(), shown);
    }

    @Test
    void usageAndAbsence() {
        refuses(Code.USAGE, "backup create");
        refuses(Code.USAGE, "backup create a b");
        refuses(Code.USAGE, "backup restore");
        refuses(Code.UNKNOWN_COMMAND, "backup delete a");
        var without =
                new Commands(
                        client.accounts,
                        client.contacts,
                        client.conversations,
                        client.membership,
                        client.transfers,
                        client.pictures,
                        () -> client.suites,
                        client.changes,
                        client.presences,
                        Optional.empty(),
                        (what, _) -> what);
        new BackupCommands(Optional::empty, (what, _) -> what, (_, _) -> {}).addTo(without);
        var failure = assertThrows(CommandException.class, () -> without.run(Line.parse("backup create a")));
        assertEquals(Code.NOT_FOUND, failure.code());
    }
}
