package parley.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

class InvocationTest {

    static final Set<String> PRODUCTS = Set.of("desktop", "terminal", "relay");
    static final Platform LINUX = Platform.of("Linux", "amd64");
    static final Path USER = Path.of("/home/alice");

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    relay --listen 127.0.0.1:0,            relay,    --listen 127.0.0.1:0
                    --json relay --plain,                  relay,    --json --plain
                    --home /p relay --json,                relay,    --json
                    relay --home=/p --json,                relay,    --json
                    terminal --json --gogo,                terminal, --json --gogo
                    say bob hello,                         terminal, say bob hello
                    say relay hello,                       terminal, say relay hello
                    --json account show --home /p,         terminal, --json account show
                    frobnicate,                            terminal, frobnicate
                    demo --json,                           demo,     --json
                    desktop --no-relay,                    desktop,  --no-relay
                    --json,                                terminal, --json
                    --gogo,                                terminal, --gogo
                    say bob -- --home x,                   terminal, say bob -- --home x
                    """)
    void takesOutTheProductAndTheHome(String line, String product, String arguments) throws Exception {
        var invocation = parse(Map.of(), line.split(" "));

        assertEquals(product, invocation.product());
        assertEquals(List.of(arguments.split(" ")), invocation.arguments());
    }

    @Test
    void takesAProfileByItsName() throws Exception {
        for (var words : List.of(List.of("--profile", "work", "list"), List.of("list", "--profile=work"))) {
            var invocation = parse(Map.of("XDG_DATA_HOME", "/data"), words.toArray(String[]::new));
            assertEquals(Path.of("/data/parley/profiles/work"), invocation.home());
            assertEquals(List.of("list"), invocation.arguments());
        }
        for (var name : List.of("", " ", ".", "..", "../x", "a/b", "-x", "Work", "a.b", "x".repeat(33))) {
            var thrown = assertThrows(LaunchException.class, () -> parse(Map.of(), "list", "--profile", name), name);
            assertTrue(String.valueOf(thrown.getMessage()).startsWith("--profile needs a name"), name);
        }
        assertThrows(LaunchException.class, () -> parse(Map.of(), "list", "--profile"));
        assertThrows(LaunchException.class, () -> parse(Map.of(), "--home", "/x", "--profile", "work"));
        assertEquals(
                Path.of("/data/parley/profiles/" + "x".repeat(32)),
                parse(Map.of("XDG_DATA_HOME", "/data"), "--profile", "x".repeat(32)).home());
    }

    @Test
    void listsTheProfilesThereAre(@TempDir Path data) throws Exception {
        var profiles = Profiles.of(LINUX, Map.of("XDG_DATA_HOME", data.toString()), USER);
        assertEquals(List.of(), profiles.names());
        for (var name : List.of("work", "home", "Not one")) {
            Files.createDirectories(data.resolve("parley/profiles").resolve(name));
        }
        Files.createFile(data.resolve("parley/profiles/file"));
        assertEquals(List.of("home", "work"), profiles.names());
    }

    @Test
    void isTheDesktopWhereThereIsADisplay() throws Exception {
        assertEquals("desktop", parse(Map.of("DISPLAY", ":0")).product());
        assertEquals("desktop", parse(Map.of("WAYLAND_DISPLAY", "wayland-0")).product());
        assertEquals("terminal", parse(Map.of("DISPLAY", " ")).product());
        assertEquals("terminal", parse(Map.of()).product());
        assertEquals("terminal", parse(Map.of("DISPLAY", ":0"), "--json").product());
        assertEquals("desktop", on("Mac OS X", Map.of()).product());
        assertEquals("desktop", on("Windows 11", Map.of()).product());
    }

    @Test
    void keepsProfilesWherePlatformsKeepData() throws Exception {
        assertEquals(Path.of("/home/alice/.local/share/parley"), parse(Map.of()).home());
        assertEquals(Path.of("/data/parley"), parse(Map.of("XDG_DATA_HOME", "/data")).home());
        assertEquals(Path.of("/home/alice/.local/share/parley"), parse(Map.of("XDG_DATA_HOME", "data")).home());
        assertEquals(Path.of("/home/alice/Library/Application Support/Parley"), on("Mac OS X", Map.of()).home());
        assertEquals(Path.of("/home/alice/AppData/Roaming/Parley"), on("Windows 11", Map.of()).home());
        assertEquals(Path.of("/roaming/Parley"), on("Windows 11", Map.of("APPDATA", "/roaming")).home());
    }

    @Test
    void makesTheHomeAbsolute() throws Exception {
        assertEquals(Path.of("profile").toAbsolutePath(), parse(Map.of(), "--home", "./x/../profile").home());
    }

    @Test
    void knowsWhatTheLauncherAnswers() {
        var asked =
                Map.of(
                        "--help",
                        List.of(
                                "--help",
                                "-h",
                                "--home x --help",
                                "--profile=x --json -h",
                                "--home -h --help",
                                "desktop --help",
                                "--home x terminal --json -h",
                                "demo -h"),
                        "version",
                        List.of("version", "--version", "--home x version", "--json --version"),
                        "profiles",
                        List.of("profiles", "--home version profiles"),
                        "",
                        List.of(
                                "relay --help",
                                "--home -h",
                                "--home --help list",
                                "say team -h",
                                "terminal say x -h",
                                "-- -h",
                                "terminal version",
                                "list version",
                                "--home profiles",
                                "x"));
        asked.forEach((word, lines) ->
                lines.forEach(line -> assertEquals(word, Invocation.asked(List.of(line.split(" "))), line)));
        assertEquals("", Invocation.asked(List.of()));
    }

    @Test
    void refusesAHomeWithoutADirectory() {
        for (var words : List.of(List.of("relay", "--home"), List.of("--home="), List.of("--home", " "))) {
            var thrown = assertThrows(LaunchException.class, () -> parse(Map.of(), words.toArray(String[]::new)));
            assertEquals("--home needs a directory: add one after it.", thrown.getMessage());
            assertEquals(2, thrown.status());
            assertEquals("usage", thrown.code());
        }
    }

    @Test
    void knowsThatScriptsRead() throws Exception {
        assertTrue(parse(Map.of(), "--json", "relay").json());
        assertFalse(parse(Map.of(), "relay").json());
    }

    private static Invocation parse(Map<String, String> environment, String... words) throws LaunchException {
        return Invocation.parse(List.of(words), PRODUCTS, LINUX, environment, USER);
    }

    private static Invocation on(String os, Map<String, String> environment) throws LaunchException {
        return Invocation.parse(List.of(), PRODUCTS, Platform.of(os, "aarch64"), environment, USER);
    }
}
