package parley.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import parley.client.api.CommandException;
import parley.client.api.CommandException.Code;
import parley.client.api.Profiles;
import parley.protocol.AccountKey;
import parley.protocol.wire.Bytes;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What people say of themselves as lines, and what scripts are answered. */
class ProfileCommandsTest {

    private static final Profiles.Profile NOTHING =
            new Profiles.Profile(TestClient.KEY, "", "", Bytes.EMPTY, Optional.empty(), false);

    @TempDir Path directory;

    private Profiles.Profile own = NOTHING;
    private Optional<Profiles.Profile> bobs = Optional.empty();
    private final Commands commands = commands();

    private Commands commands() {
        var all = new TestClient().commands();
        new ProfileCommands(new Kept()).addTo(all);
        return all;
    }

    private final class Kept implements Profiles {

        private Profile keep(String name, String bio, Bytes picture) {
            own = new Profile(TestClient.KEY, name, bio, picture, Optional.empty(), false);
            return own;
        }

        @Override
        public Profile own() {
            return own;
        }

        @Override
        public Optional<Profile> of(AccountKey account) {
            return bobs;
        }

        @Override
        public Optional<Profile> of(String addressOrLink) {
            return bobs;
        }

        @Override
        public Profile name(String name) {
            return keep(name, own.bio(), own.picture());
        }

        @Override
        public Profile bio(String bio) {
            return keep(own.name(), bio, own.picture());
        }

        @Override
        public Profile picture(byte[] file) {
            return keep(own.name(), own.bio(), Bytes.wrap(file));
        }

        @Override
        public Profile noPicture() {
            return keep(own.name(), own.bio(), Bytes.EMPTY);
        }
    }

    private Answer run(String line) throws CommandException {
        return commands.run(Line.parse(line));
    }

    private Code codeOf(String line) {
        return assertThrows(CommandException.class, () -> run(line), line).code();
    }

    @Test
    void saysWhoOneIs() throws Exception {
        assertEquals("{}", Json.write(run("profile show").fields()));
        assertEquals("{\"name\":\"Alice A.\"}", Json.write(run("profile name 'Alice A.'").fields()));
        assertEquals(
                "{\"name\":\"Alice A.\",\"bio\":\"--reads a lot\"}",
                Json.write(run("profile bio '--reads a lot'").fields()));
        var file = Files.write(directory.resolve("me.png"), new byte[7]);
        assertTrue(Json.write(run("profile picture '" + file + "'").fields()).endsWith("\"picture\":7}"));
        assertEquals("Alice A.\n--reads a lot\nwith a picture of 7 bytes", run("profile show").text());
        assertFalse(run("profile picture --none").fields().toString().contains("7"));
        assertEquals("(no name)\n--reads a lot", run("profile name ''").text());
    }

    @Test
    void refusesWhatIsNoPicture() throws Exception {
        assertEquals(Code.USAGE, codeOf("profile picture"));
        assertEquals(Code.USAGE, codeOf("profile picture --none x.png"));
        assertEquals(Code.NOT_FOUND, codeOf("profile picture '" + directory.resolve("none.png") + "'"));
        assertEquals(Code.NOT_FOUND, codeOf("profile picture '" + directory + "'"));
        var large = directory.resolve("large.png");
        try (var file = new java.io.RandomAccessFile(large.toFile(), "rw")) {
            file.setLength(Profiles.MAX_FILE + 1L);
        }
        assertEquals(Code.TOO_LARGE, codeOf("profile picture '" + large + "'"));
    }

    @Test
    void showsWhatOthersSayAndWarns() throws Exception {
        assertEquals("They have not said anything of themselves.", run("profile show bob").text());
        bobs =
                Optional.of(
                        new Profiles.Profile(
                                TestClient.KEY,
                                "Al\u202Eice ✓",
                                "\u001b[2Jone\ntwo",
                                Bytes.EMPTY,
                                Optional.of(TestClient.BOB),
                                true));
        var answer = run("profile show bob");
        assertEquals(
                List.of(
                        "Al\uFFFDice ✓",
                        "This name looks like that of bob@relay.example.",
                        "This name hides something, or pretends to be marked.",
                        "\uFFFD[2Jone",
                        "two"),
                answer.text().lines().toList());
        assertTrue(Json.write(answer.fields()).endsWith("\"lookalike\":\"bob@relay.example\",\"disguised\":true}"));
    }
}
