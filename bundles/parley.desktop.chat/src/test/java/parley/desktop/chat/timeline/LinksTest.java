package parley.desktop.chat.timeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import parley.desktop.Bench;

import java.util.List;

class LinksTest {

    @Test
    void findsAddressesWithoutTheSentenceAroundThem() {
        var links = Links.in("see (https://example.org/a?b=c), or HTTP://EXAMPLE.COM.");
        assertEquals(2, links.size());
        assertEquals("https://example.org/a?b=c", links.get(0).target());
        assertEquals("HTTP://EXAMPLE.COM", links.get(1).target());
    }

    @Test
    void takesNoSchemeThatStartsPrograms() {
        for (var text :
                new String[] {
                    "file:///etc/passwd",
                    "javascript:alert(1)",
                    "smb://srv/x",
                    "parley://h:1/join",
                    "https://",
                    "https:// x"
                }) {
            assertTrue(Links.in(text).isEmpty(), text);
        }
    }

    @Test
    void namesTheHostThatIsReallyMeant() {
        assertEquals("evil.example", Links.host("https://bank.example@evil.example/login"));
        assertEquals("", Links.host("https://ex ample"));
    }

    /** Letters that become many others when they are made comparable, and hosts of any length. */
    @Test
    void isNotStoppedByAHostThatNobodyCanHave() {
        for (var host : List.of("\u3300".repeat(251), "\uFDFA".repeat(63), "\u00E9".repeat(1001), "a".repeat(254))) {
            assertEquals("", Links.host("https://" + host), host);
            assertEquals(List.of(), Links.in("https://" + host + ".example/x"), host);
        }
        var longest = "a".repeat(63) + "." + "b".repeat(63) + "." + "c".repeat(63) + "." + "d".repeat(61);
        assertEquals(253, longest.length());
        assertEquals(longest, Links.host("https://" + longest + "/"));
    }

    @Test
    void saysTheEndOfALongHostAgain() {
        var host = "accounts.bank.example." + "w".repeat(60) + ".evil.example";
        assertEquals(
                List.of(
                        "Its name is very long. Whose it is, its end says: \u2066…"
                                + "w".repeat(17)
                                + ".evil.example\u2069"),
                Links.warnings("https://" + host + "/", "here"));
        assertEquals(List.of(), Links.warnings("https://" + "a".repeat(52) + ".example/", "here"), "60 letters");
        assertEquals(1, Links.warnings("https://" + "a".repeat(53) + ".example/", "here").size());
    }

    @Test
    void writesTheHostAsAResolverSeesIt() {
        assertEquals("xn--bcher-kva.example", Links.host("https://B\u00FCcher.example/a"));
        assertEquals(
                "https://xn--bcher-kva.example:81/\u00E4?q", Links.opened("https://B\u00FCcher.example:81/\u00E4?q"));
        assertEquals("[::1]", Links.host("http://[::1]:8080/x"));
        assertEquals("evil.example", Links.host("https://evil.example\\@bank.example/"));
        assertEquals("http://a.example/", Links.opened("HTTP://A.EXAMPLE/"));
    }

    @Test
    void warnsOfWhatPretends() {
        assertEquals(List.of(), Links.warnings("https://example.org/a", "https://example.org/a"));
        assertEquals(List.of(), Links.warnings("https://example.org/a", "the boats"));
        assertEquals(List.of(), Links.warnings("https://example.org/a", "example.org"));
        assertEquals(
                List.of("The message names another site: bank.example."),
                Links.warnings("https://evil.example/", "https://bank.example/login"));
        assertEquals(
                List.of("The message names another site: bank.example."),
                Links.warnings("https://evil.example/", "bank.example"));
        assertTrue(Links.warnings("https://\u0430pple.example/", "x").getFirst().contains("can look like others"));
        assertTrue(Links.warnings("https://bank.example@evil.example/", "x").getFirst().contains("before the @"));
    }

    @Test
    void isQuickWithEndlessText() {
        for (var endless : List.of("https://".repeat(8000), "https://a" + ".".repeat(65_000))) {
            long before = Bench.cpu();
            Links.in(endless);
            assertTrue(Bench.cpu() - before < 2 * Bench.TOO_LONG);
        }
    }
}
