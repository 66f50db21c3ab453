package parley.desktop.chat.timeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.time.Duration;

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

    @Test
    void isQuickWithEndlessText() {
        assertTimeout(Duration.ofSeconds(2), () -> Links.in("https://".repeat(8000)));
        assertTimeout(Duration.ofSeconds(2), () -> Links.in("https://a" + ".".repeat(65_000)));
    }
}
