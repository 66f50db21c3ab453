package parley.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.client.api.Governance;
import parley.client.api.Governance.LinkState;
import parley.protocol.wire.Bytes;

import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What an admin writes, and what is asked for then. */
class GovernCommandsTest {

    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

    @TempDir Path directory;

    private final TestClient client = new TestClient();
    private final List<Object> asked = new ArrayList<>();
    private final Commands commands = client.commands();

    {
        var governance =
                (Governance)
                        Proxy.newProxyInstance(
                                Governance.class.getClassLoader(),
                                new Class<?>[] {Governance.class},
                                (_, method, words) -> {
                                    assertEquals(TestClient.GROUP, words[0], method.getName());
                                    asked.add(method.getName());
                                    asked.addAll(Arrays.asList(words).subList(1, words.length));
                                    return switch (method.getName()) {
                                        case "link" -> TestClient.LINK;
                                        case "log" -> List.of();
                                        default -> null;
                                    };
                                });
        new GovernCommands(client.conversations, governance, client.pictures, () -> NOW).addTo(commands);
    }

    private Answer asks(List<Object> call, String line) throws CommandException {
        asked.clear();
        var answer = commands.run(Line.parse(line));
        assertEquals(call, asked);
        return answer;
    }

    private void refuses(String sentence, String line) {
        asked.clear();
        var refused = assertThrows(CommandException.class, () -> commands.run(Line.parse(line)), line);
        assertEquals(Code.USAGE, refused.code(), line);
        assertEquals(sentence, refused.getMessage(), line);
        assertEquals(List.of(), asked);
    }

    @Test
    void limitsALinkInTimeAndUses() throws Exception {
        var free = new LinkState(Optional.empty(), Optional.empty());
        assertEquals(TestClient.LINK.text(), asks(List.of("link", free), "group link 'Book club'").text());
        var minutes = new LinkState(Optional.of(NOW.plusSeconds(90 * 60)), Optional.of(1));
        asks(List.of("link", minutes), "group link --for 90m --uses 1 'Book club'");
        var weeks = new LinkState(Optional.of(NOW.plusSeconds(28 * 24 * 3600)), Optional.of(Governance.MAX_USES));
        asks(List.of("link", weeks), "group link --for 4w --uses 1000 'Book club'");
        for (var time : List.of("0m", "-1h", "12", "h", "1y", "9999999999d")) {
            refuses(
                    "--for takes a number and s, m, h, d or w, such as 8h or 2d",
                    "[\"group\",\"link\",\"--for\",\"" + time + "\",\"Book club\"]");
        }
        for (var uses : List.of("0", "1001", "-1", "x")) {
            refuses(
                    "--uses takes a number from 1 to 1000",
                    "[\"group\",\"link\",\"--uses\",\"" + uses + "\",\"Book club\"]");
        }
    }

    @Test
    void setsRules() throws Exception {
        asks(List.of("anybodyAdds", true), "group set 'Book club' anybody-adds on");
        asks(List.of("approves", false), "group set 'Book club' Approval off");
        asks(List.of("adminsWrite", true), "group set 'Book club' admins-write on");
        refuses("maybe is neither on nor off; write one", "group set 'Book club' approval maybe");
        refuses(
                "a group has no such rule; there are anybody-adds, approval and admins-write",
                "group set 'Book club' silence on");
    }

    @Test
    void takesAPictureOrNone() throws Exception {
        var file = Files.write(directory.resolve("club.png"), new byte[] {1, 2, 3});
        asks(
                List.of("picture", Optional.of(Bytes.wrap(new byte[] {1, 2}))), // bare
                "group picture 'Book club' '" + file + "'");
        asks(List.of("picture", Optional.empty()), "group picture 'Book club'");
        Files.write(file, new byte[Governance.MAX_PICTURE + 1]);
        var refused =
                assertThrows(
                        CommandException.class,
                        () -> commands.run(Line.parse("group picture 'Book club' '" + file + "'")));
        assertEquals(Code.TOO_LARGE, refused.code());
    }

    @Test
    void readsAsMuchOfTheLogAsIsWanted() throws Exception {
        asks(List.of("log", Long.MAX_VALUE, 50), "group log 'Book club'");
        asks(List.of("log", Long.MAX_VALUE, 1), "group log --last 1 'Book club'");
        asks(List.of("log", Long.MAX_VALUE, 10_000), "group log --last 10000 'Book club'");
        for (var last : List.of("0", "10001", "many")) {
            refuses("--last takes a number from 1 to 10000", "group log --last " + last + " 'Book club'");
        }
    }

    @Test
    void namesWhomItConcernsInertly() throws Exception {
        var answer = asks(List.of("ban", "\u202Ebob"), "[\"group\",\"ban\",\"Book club\",\"\u202Ebob\"]");
        assertTrue(answer.textBesideEvents().isEmpty(), "an event says it");
        assertEquals("\uFFFDbob stays out.", answer.text());
        asks(List.of("appoint", "bob", true), "group promote 'Book club' bob");
        asks(List.of("appoint", "bob", false), "group demote 'Book club' bob");
        asks(List.of("approve", "bob"), "group approve 'Book club' bob");
    }
}
