package parley.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.client.api.Exports;
import parley.client.api.Search;
import parley.client.api.Search.Found;
import parley.client.api.Search.Page;
import parley.client.api.Search.Query;
import parley.client.api.Search.Range;

import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** {@code search} and {@code export} as lines. */
class SearchCommandsTest {

    private static final String ID = "07".repeat(16);

    private final TestClient client = new TestClient();
    private final List<Query> asked = new ArrayList<>();
    private final List<String> paged = new ArrayList<>();
    private final List<String> written = new ArrayList<>();
    private Page page =
            new Page(
                    List.of(
                            new Found(
                                    TestClient.message(TestClient.id(7), "the red\u001b[2J house"),
                                    new Range(0, 16),
                                    List.of(new Range(4, 7)))),
                    OptionalLong.of(42),
                    true);
    private final Search search =
            (query, next, limit) -> {
                asked.add(query);
                paged.add(next + " " + limit);
                return page;
            };
    private final Exports exports =
            (conversation, format, file) -> {
                written.add(conversation.hex() + " " + format + " " + file);
                return Path.of("/there").resolve(file);
            };
    private Optional<Search> running = Optional.of(search);
    private final Commands commands = client.commands();

    {
        new SearchCommands(() -> running, client.conversations, client.accounts).addTo(commands);
        new ExportCommands(() -> Optional.of(exports), client.conversations).addTo(commands);
    }

    private Answer run(String line) throws CommandException {
        return commands.run(Line.parse(line));
    }

    @Test
    void looksForWordsAndPhrases() throws Exception {
        var answer = run("search red \"the house\"");
        assertEquals("red \"the house\"", asked.getFirst().words());
        assertEquals(
                "{\"messages\":[{\"event\":\"message\",\"id\":\""
                        + ID
                        + "\",\"conversation\":\""
                        + TestClient.TALK.hex()
                        + "\",\"from\":\"bob@relay.example\",\"text\":\"the red\\u001b[2J house\","
                        + "\"at\":\"2026-11-20T10:11:12.345Z\",\"marks\":[{\"start\":4,\"end\":7}]}],\"next\":42}",
                Json.write(answer.fields()));
        assertFalse(answer.text().contains("\u001b"));
        assertTrue(answer.text().contains("the red\uFFFD[2J house"), answer.text());
        assertTrue(answer.text().endsWith("There is more: --next 42"), answer.text());
    }

    @Test
    void looksWhereAndWhenAndAtWhomItIsTold() throws Exception {
        run("search --in bob --from carol --since 2026-11-01 --before 2026-11-20 --last 5 --next 42 tea");
        var day = LocalDate.of(2026, 11, 1).atStartOfDay(ZoneId.systemDefault()).toInstant();
        assertEquals(
                new Query(
                        "tea",
                        Optional.of(TestClient.TALK),
                        Optional.of(new parley.protocol.Address("carol", "relay.example")),
                        Optional.of(day),
                        Optional.of(LocalDate.of(2026, 11, 20).atStartOfDay(ZoneId.systemDefault()).toInstant())),
                asked.getFirst());
        assertEquals(List.of("42 5"), paged);
    }

    @Test
    void refusesWhatItCannotLookFor() throws Exception {
        for (var line :
                List.of(
                        "search",
                        "search --since yesterday tea",
                        "search --last 0 tea",
                        "search --last 201 tea",
                        "search --next x tea",
                        "search --from B@ tea",
                        "export bob",
                        "export bob --format pdf")) {
            assertEquals(Code.USAGE, assertThrows(CommandException.class, () -> run(line), line).code(), line);
        }
        running = Optional.empty();
        assertEquals(Code.NOT_FOUND, assertThrows(CommandException.class, () -> run("search tea")).code());
    }

    @Test
    void saysThatNothingWasFound() throws Exception {
        page = new Page(List.of(), OptionalLong.empty(), true);
        var answer = run("search tea");
        assertEquals("Nothing was found.", answer.text());
        assertEquals("{\"messages\":[]}", Json.write(answer.fields()));
    }

    /** At once: what was left out does not come while one waits. */
    @Test
    void saysThatNotAllIsSearched() throws Exception {
        page = new Page(List.of(), OptionalLong.empty(), false, true);
        var answer = run("search tea");
        assertEquals(
                "Nothing was found.\nThere are too many messages to search them all; the oldest were left out.",
                answer.text());
        assertEquals("{\"messages\":[],\"complete\":false,\"cut\":true}", Json.write(answer.fields()));
        assertEquals(1, paged.size());
    }

    @Test
    void exportsWhereItIsToldOrUnderAFreeName() throws Exception {
        var answer = run("export bob --format html --to /tmp/talk.html");
        assertEquals(
                "{\"conversation\":\"" + TestClient.TALK.hex() + "\",\"path\":\"/tmp/talk.html\"}",
                Json.write(answer.fields()));
        run("export bob --format text");
        assertEquals(
                List.of(
                        TestClient.TALK.hex() + " HTML /tmp/talk.html",
                        TestClient.TALK.hex() + " TEXT parley-bob-relay-example.txt"),
                written);
    }
}
