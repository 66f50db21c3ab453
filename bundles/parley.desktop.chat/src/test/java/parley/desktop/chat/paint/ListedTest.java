package parley.desktop.chat.paint;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import parley.desktop.api.text.Language;

import java.util.List;

/** Names as people list them. */
class ListedTest {

    private static final String RIGHT_TO_LEFT = "\u200F", ISOLATE = "\u2068", ISOLATED = "\u2069";

    @AfterEach
    void speakAsBefore() {
        Language.choose(Language.SYSTEM);
    }

    @Test
    void endWithAnAnd() {
        Language.choose("en");
        assertEquals("ana", Listed.and(List.of("ana")));
        assertEquals("ana and noor", Listed.and(List.of("ana", "noor")));
        assertEquals("ana, noor and otis", Listed.and(List.of("ana", "noor", "otis")));
        assertEquals("ana, noor, otis", Listed.of(List.of("ana", "noor", "otis")));
    }

    @Test
    void areCountedBeyondTheMost() {
        Language.choose("en");
        var names = List.of("ana", "noor", "otis", "sam");
        assertEquals("ana, noor, otis and sam", Listed.and(names, 4));
        assertEquals("ana, noor, otis and 1 more", Listed.and(names, 3));
        assertEquals("ana and 3 more", Listed.and(names, 1));
        Language.choose("de");
        assertEquals("ana, noor, otis und 1 weitere Person", Listed.and(names, 3));
        assertEquals("ana, noor und 2 weitere", Listed.and(names, 2));
    }

    /** Names that run the other way neither turn each other around nor what stands between them. */
    @Test
    void runAsTheLanguageDoes() {
        Language.choose("fa");
        var three = Listed.of(List.of("ana", "noor", "otis"));
        assertEquals("ana، noor، otis", bare(three));
        assertEquals(2, three.split(RIGHT_TO_LEFT, -1).length - 1, "each comma says which way it runs");
        assertEquals("ana، noor و otis", bare(Listed.and(List.of("ana", "noor", "otis"))));
        Language.choose("en");
        assertEquals(ISOLATE + "مریم" + ISOLATED + " and ana", Listed.and(List.of("مریم", "ana")));
    }

    @Test
    void saysOneSeveralAndNone() {
        assertEquals("", Listed.of(List.of()));
        assertEquals("", Listed.and(List.of()));
        assertEquals("ana", Listed.and(List.of("ana")));
        assertEquals("ana and kim", Listed.and(List.of("ana", "kim")));
        assertEquals("ana, kim and jo", Listed.and(List.of("ana", "kim", "jo")));
        assertEquals("ana, kim, jo", Listed.of(List.of("ana", "kim", "jo")));
    }

    @Test
    void aNameHasADirectionOfItsOwn() {
        assertEquals("\u2068علی\u2069, kim", Listed.of(List.of("علی", "kim")));
        Language.choose("fa");
        assertEquals(
                "\u2068ana\u2069،\u200F \u2068kim\u2069 و \u2068jo\u2069", Listed.and(List.of("ana", "kim", "jo")));
        Language.choose("zh");
        assertEquals("ana、kim和jo", Listed.and(List.of("ana", "kim", "jo")));
    }

    private static String bare(String text) {
        return text.replace(RIGHT_TO_LEFT, "").replace(ISOLATE, "").replace(ISOLATED, "");
    }
}
