package parley.desktop.chat.timeline;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import parley.desktop.chat.paint.Mark;
import parley.desktop.chat.paint.Wording;

import java.time.Instant;

class NewsTest {

    private final News news = new News();
    private final Rows rows = new Rows(Wording.ofThisSystem());

    @BeforeEach
    void tenRowsOfWhichFourAreNew() {
        for (int at = 0; at < 10; at++) add(at == 8 ? "me" : "mira");
        news.open("m6", 4, 6);
    }

    private void add(String who) {
        var id = "m" + rows.size();
        rows.add(new Said(id, rows.size(), who, who, who.equals("me"), Instant.EPOCH, id, Mark.NONE, null));
    }

    @Test
    void countsWhatOthersSaidAndNobodySaw() {
        assertEquals("4 new messages", news.text());
        assertEquals(3, news.unseen(rows, 0, 10), "one of them is ours");
        news.saw(4, 6);
        assertEquals(2, news.unseen(rows, 0, 10));
        assertEquals(7, news.next());
    }

    @Test
    void remembersWhatWasPassedOver() {
        news.saw(8, 9);
        assertEquals(6, news.next());
        assertEquals(2, news.unseen(rows, 0, 8));
        news.saw(3, 9);
        assertEquals(10, news.next());
        assertEquals(0, news.unseen(rows, 0, 10));
    }

    @Test
    void keepsItsPlaceUntilAllWasSeen() {
        add("mira");
        news.came("m10", 10);
        assertEquals("m6", news.first());
        assertEquals("5 new messages", news.text());
        news.saw(0, 10);
        add("mira");
        news.came("m11", 11);
        assertEquals("m11", news.first());
        assertEquals("1 new message", news.text());
    }

    @Test
    void movesWithItsRows() {
        news.prepended(5);
        assertEquals(11, news.next());
        news.inserted(3);
        assertEquals(12, news.next());
        news.inserted(12);
        assertEquals(12, news.next());
        news.removed(2);
        assertEquals(11, news.next());
        news.removed(11);
        assertEquals(11, news.next());
        news.clear();
        assertEquals("", news.first());
        assertEquals(0, news.next());
    }

    @Test
    void stopsCountingAboveTheMost() {
        for (int more = 0; more < 89; more++) add("mira");
        news.open("m0", 99, 0);
        assertEquals("98", News.badge(news.unseen(rows, 0, rows.size())));
        add("mira");
        assertEquals("99", News.badge(news.unseen(rows, 0, rows.size())));
        add("mira");
        assertEquals("99+", News.badge(news.unseen(rows, 0, rows.size())));
        for (int more = 0; more < 1000; more++) add("mira");
        assertEquals("99+", News.badge(news.unseen(rows, 0, rows.size())));
    }
}
