package parley.desktop.chat.paint;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import parley.desktop.api.text.Language;

import java.util.List;

class ListedTest {

    @AfterEach
    void speakAsBefore() {
        Language.choose(Language.SYSTEM);
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
        assertEquals("\u2068ana\u2069، \u2068kim\u2069 و \u2068jo\u2069", Listed.and(List.of("ana", "kim", "jo")));
        Language.choose("zh");
        assertEquals("ana、kim和jo", Listed.and(List.of("ana", "kim", "jo")));
    }
}
