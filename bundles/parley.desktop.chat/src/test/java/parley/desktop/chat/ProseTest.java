package parley.desktop.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import parley.desktop.Bench;
import parley.protocol.content.Mention;

import java.util.List;

/** What is no prose is not spelled. */
class ProseTest {

    private static String prose(String text) {
        var prose = Prose.of(text, List.of());
        assertEquals(text.length(), prose.length(), "places stay");
        return prose.strip().replaceAll("\\s+", " ");
    }

    @Test
    void leavesOutWhatNobodySpells() {
        assertEquals("see (now)", prose("see https://example.com/a_b?c=d (now)"));
        assertEquals("ask or", prose("ask @mira or mira@relay.example"));
        assertEquals("well :) at 12:30 ,", prose("well :) at 12:30 :smile: :thumbsup::tada: ,"));
        assertEquals("in and", prose("in /etc/hosts C:\\Windows and/or and a_name"));
        assertEquals("the is", prose("the example.com file.txt e.g. is #tag"));
        assertEquals("End. Next… stays", prose("End. Next… stays"));
    }

    @Test
    void leavesOutCode() {
        assertEquals("run now", prose("run `mvn -q verfy` now"));
        assertEquals("run now", prose("run ``a ` b`` now"));
        assertEquals("a `b c` d", prose("a `b\nc` d"), "a line ends it");
        assertEquals("a d", prose("a ```b\nc``` d"));
        assertEquals("a ```b c", prose("a ```b\nc"));
        assertEquals("``` `x", prose("``` `x"));
    }

    @Test
    void leavesOutNamesOfSeveralWords() {
        var text = "😀 ask @Mira Brgmann then";
        var mention = new Mention(6, 13, FakeClient.key("mira"));
        assertEquals("😀 ask then", Prose.of(text, List.of(mention)).replaceAll("\\s+", " ").strip());
    }

    @Test
    void takesTimeInProportionToTheText() {
        for (var hostile : List.of("`", "` ", "```\n", "``\n```", ":a", ":aa", "@", "\u202E", "a.", "/", "😀")) {
            var text = hostile.repeat(1_000_000 / hostile.length());
            long before = Bench.cpu();
            Prose.of(text, List.of());
            assertTrue(Bench.cpu() - before < 4 * Bench.TOO_LONG, hostile);
        }
    }
}
