package parley.desktop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import parley.desktop.api.ViewInfo.Place;

class NoDisplayTest {

    @Test
    void isOneSentenceForPeopleAndOneLineForScripts() {
        assertTrue(NoDisplay.sentence(false).startsWith("parley: no display"));
        assertTrue(
                NoDisplay.sentence(true)
                        .startsWith("{\"event\":\"error\",\"code\":\"no_display\",\"text\":\"no display"));
        assertEquals(-1, NoDisplay.sentence(true).indexOf('\n'));
    }

    @Test
    void aPlaceNobodyKnowsIsTheMiddle() {
        assertEquals(Place.SIDE, Places.of("SIDE"));
        assertEquals(Place.CENTER, Places.of("ATTIC"));
        assertEquals(Place.CENTER, Places.of(null));
        assertEquals(Place.CENTER, Places.of(7));
    }
}
