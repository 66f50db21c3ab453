package parley.desktop.chat.emoji;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import parley.desktop.api.text.Language;
import parley.protocol.wire.Bytes;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

class EmojiTableTest {

    private final EmojiTable table = in("en");

    @AfterEach
    void theLanguageOfTheSystem() {
        Language.choose(Language.SYSTEM);
    }

    private List<String> found(String query) {
        return found(table, query);
    }

    private static List<String> found(EmojiTable table, String query) {
        return table.find(query, 10).stream().map(Emoji::text).toList();
    }

    private static EmojiTable in(String language) {
        Language.choose(language);
        return EmojiTable.get();
    }

    @Test
    void theFileIsAsItsMakerMakesIt() throws Exception {
        try (var file = EmojiTable.class.getResourceAsStream("emoji.txt")) {
            var lines = new String(file.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
            assertEquals(new EmojiFile().lines(), lines);
        }
    }

    @Test
    void hasAllThatUnicodeRecommendsEachOnce() {
        assertTrue(table.all().count() > 1_900, "" + table.all().count());
        assertEquals(9, table.groups().size());
        var texts = new HashSet<String>();
        table.all()
                .forEach(each -> {
                    assertTrue(texts.add(each.text()), each.text());
                    for (var toned : each.tones()) assertTrue(texts.add(toned), toned);
                });
        assertTrue(texts.size() > 3_400, "" + texts.size());
    }

    @Test
    void findsByNameByCodeAndByWhatItIs() {
        assertEquals("😀", found("grinning face").getFirst());
        assertEquals("👍", found("thumbsup").getFirst());
        assertEquals("👍", found("+1").getFirst());
        assertEquals("❤️", found("red hea").getFirst());
        assertEquals("❤️", found("<3").getFirst());
        assertEquals("😄", found(":D").getFirst());
        assertTrue(found("fruit").contains("🍇"), "what it is");
        assertEquals("👍", found("👍🏽").getFirst());
        assertTrue(found("hand thumbs").contains("👍"), "in any order");
        assertEquals(List.of(), found("thumbs nonsense"));
        assertEquals(List.of(), found("umbs"), "words from their beginning");
        assertEquals(List.of(), found("  "));
    }

    @Test
    void findsWithoutCapitalsAndMarks() {
        assertEquals("🇩🇪", found("germany").getFirst());
        assertEquals("🇨🇮", found("Cote").getFirst());
        assertEquals("🪅", found("PIÑATA").getFirst());
        assertEquals(List.of(), found("\uFE0F"));
        assertEquals("😀", found("grinning" + " ".repeat(188) + "face").getFirst());
        assertEquals(List.of(), found("grinning" + " ".repeat(189) + "face"));
    }

    @Test
    void namesAllInEachLanguage() {
        for (var language : Language.values()) {
            var called = in(language.tag());
            assertEquals(table.all().map(Emoji::text).toList(), called.all().map(Emoji::text).toList());
            var other = new AtomicInteger();
            called.all()
                    .forEach(each -> {
                        assertFalse(each.name().isBlank(), each.text());
                        if (!each.name().equals(table.name(each.text()).orElseThrow())) other.incrementAndGet();
                        for (var word : each.words()) assertEquals(word.strip().toLowerCase(Locale.ROOT), word);
                    });
            if (language != Language.ENGLISH) assertTrue(other.get() > 1_700, language + " " + other);
        }
    }

    @Test
    void findsInTheLanguageOfTheWindowAndInEnglish() {
        var german = in("de");
        assertEquals("👍", found(german, "Daumen hoch").getFirst());
        assertEquals("❤️", found(german, "rotes herz").getFirst());
        assertTrue(found(german, "lächeln").contains("🙂"));
        assertEquals(found(german, "lächeln"), found(german, "LACHELN"));
        assertTrue(found(german, "thumbs up").contains("👍"));
        assertEquals("👍", found(german, "thumbsup").getFirst());
        assertEquals("👍", found(german, "+1").getFirst());
        assertEquals("❤️", found(in("es"), "corazon rojo").getFirst());
        assertEquals("❤️", found(in("es"), "corazón rojo").getFirst());
        assertEquals("❤️", found(in("fa"), "قلب قرمز").getFirst());
        assertTrue(found(in("zh"), "红心").contains("❤️"));
        assertTrue(in("zh").find("脸", 2_000).stream().anyMatch(each -> each.text().equals("😂")), "not its first sign");
    }

    @Test
    void namesTonesInTheLanguageOfTheWindow() {
        var thumb = in("de").of("thumbsup").orElseThrow();
        assertEquals("Daumen hoch", thumb.name(0));
        assertTrue(thumb.name(5).startsWith("Daumen hoch, "), thumb.name(5));
        assertEquals(thumb.name(5), EmojiTable.get().name("👍🏿").orElseThrow());
    }

    @Test
    void findsShortCodesTheNearestFirst() {
        assertEquals("😄", table.coded("smile", 5).getFirst().text());
        assertTrue(table.coded("smi", 20).stream().anyMatch(each -> each.text().equals("😏")), "smirk");
        assertEquals("😀", table.of("grinning").orElseThrow().text());
        assertTrue(table.of("grinnin").isEmpty());
        assertEquals(List.of(), table.coded("nothing_is_called_so", 5));
    }

    @Test
    void namesEachInEachTone() {
        var thumb = table.of("thumbsup").orElseThrow();
        assertEquals("👍🏿", thumb.in(5));
        assertEquals("thumbs up, dark skin tone", thumb.name(5));
        assertEquals("thumbs up, dark skin tone", table.name("👍🏿").orElseThrow());
        assertEquals("thumbs up", table.name("👍").orElseThrow());
        var face = table.of("grinning").orElseThrow();
        assertEquals("😀", face.in(3), "a face of no colour has no tones");
        assertEquals("grinning face", face.name(3));
        assertTrue(table.name("x").isEmpty());
    }

    @Test
    void remembersWhatWasUsedLastAndForgetsTheRest() {
        var state = EmojiMemory.State.NONE;
        for (var each : table.groups().getLast().emoji()) state = state.used(each.text());
        assertEquals(EmojiMemory.MOST, state.recent().size());
        state = new EmojiMemory.State(3, state.used("👍🏿").used("😀").used("👍🏿").recent());
        assertEquals(List.of("👍🏿", "😀"), state.recent().subList(0, 2));
        assertEquals(state, EmojiMemory.State.decoded(state.encoded()));
    }

    @Test
    void forgetsWhatIsDamagedOrNoEmoji() {
        for (var bytes : new byte[][] {{}, {1}, {2, 0}, {1, 6}, {1, -1}})
            assertEquals(EmojiMemory.State.NONE, EmojiMemory.State.decoded(Bytes.of(bytes)));
        var strange = new EmojiMemory.State(1, List.of("😀", "<script>", "x".repeat(5_000)));
        assertEquals(List.of("😀"), EmojiMemory.State.decoded(strange.encoded()).recent());
    }
}
