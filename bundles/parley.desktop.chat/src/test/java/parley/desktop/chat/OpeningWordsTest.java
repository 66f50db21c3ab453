package parley.desktop.chat;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import parley.desktop.api.text.Language;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;

/** What is said as the window opens, and as what is said there. */
class OpeningWordsTest {

    private static final Path FOLDER = Path.of("src/main/resources/OSGI-INF/l10n");

    /** Of the pages that the window may open with: the list, a conversation, where one writes. */
    private static final List<String> SHOWN =
            List.of(
                    "banner.",
                    "card.",
                    "composer.",
                    "happened.",
                    "head.",
                    "left.",
                    "link.",
                    "mark.",
                    "names.last",
                    "names.next",
                    "news.",
                    "pin.",
                    "quote.",
                    "rich.",
                    "said.",
                    "size.",
                    "strip.",
                    "talk.",
                    "time.",
                    "timeline.",
                    "typing",
                    "when.");

    /** The first phrase with grammar loads ICU, which takes longer than the window may. */
    @Test
    void nothingThatTheWindowOpensWithLoadsIcu() throws IOException {
        for (var language : Language.values()) {
            var ending = language == Language.ENGLISH ? "" : "_" + language.tag();
            var phrases = new Properties();
            try (var in = Files.newBufferedReader(FOLDER.resolve("parley.desktop.chat" + ending + ".properties"))) {
                phrases.load(in);
            }
            for (var beginning : SHOWN) {
                var keys = phrases.stringPropertyNames().stream().filter(key -> key.startsWith(beginning)).toList();
                assertFalse(keys.isEmpty(), beginning);
                for (var key : keys) {
                    var rest = phrases.getProperty(key).replaceAll("\\{\\w+}", "");
                    assertFalse(rest.contains("{"), language.tag() + ": " + key);
                }
            }
        }
    }

    @Test
    void aSentenceEndsAsItsLanguageEndsIt() {
        assertEquals("That did not work.", Texts.sentence(null));
        assertEquals("It is full.", Texts.sentence("it is full"));
        for (var whole : List.of("没有成功。", "要删除吗？", "این چیست؟", "Wirklich?")) {
            assertEquals(whole, Texts.sentence(whole));
        }
        try {
            for (var language : Language.values()) {
                Language.choose(language.tag());
                var said = Texts.sentence(null);
                assertTrue(".。".indexOf(said.charAt(said.length() - 1)) >= 0 && !said.endsWith("。."), said);
            }
        } finally {
            Language.choose(Language.SYSTEM);
        }
    }
}
