package parley.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
