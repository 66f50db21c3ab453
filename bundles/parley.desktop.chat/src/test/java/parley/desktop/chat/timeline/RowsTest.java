package parley.desktop.chat.timeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import parley.desktop.api.text.Language;
import parley.desktop.chat.paint.Icons;
import parley.desktop.chat.paint.Mark;
import parley.desktop.chat.paint.Wording;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;

class RowsTest {

    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");
    private final Wording wording = new Wording(Clock.fixed(NOON, ZoneOffset.UTC), Locale.ENGLISH);
    private final Rows rows = new Rows(wording);
    private int count;

    private Said said(String author, Instant at, String text) {
        count++;
        return new Said("m" + count, count, author, author, author.equals("me"), at, text, Mark.NONE, null);
    }

    @Test
    void startsADayWhereTheDateChanges() {
        rows.add(said("mira", NOON.minus(Duration.ofDays(1)), "one"));
        rows.add(said("mira", NOON.minusSeconds(60), "two"));
        rows.add(said("mira", NOON, "three"));
        assertNotNull(rows.day(0));
        assertNotNull(rows.day(1));
        assertNull(rows.day(2));
    }

    @Test
    void keepsTogetherWhatOnePersonSaysInOneGo() {
        rows.add(said("mira", NOON, "one"));
        rows.add(said("mira", NOON.plusSeconds(299), "two"));
        rows.add(said("mira", NOON.plusSeconds(299 + 300), "three"));
        rows.add(said("me", NOON.plusSeconds(600), "four"));
        assertTrue(rows.first(0));
        assertFalse(rows.first(1));
        assertTrue(rows.first(2));
        assertTrue(rows.first(3));
        assertFalse(rows.last(0));
        assertTrue(rows.last(1));
    }

    @Test
    void findsRowsAfterOthersCameBeforeOrBetween() {
        rows.add(said("mira", NOON, "one"));
        rows.add(said("mira", NOON, "two"));
        rows.prepend(List.of(said("mira", NOON, "older"), said("mira", NOON, "old")));
        assertEquals(0, rows.find("m3"));
        assertEquals(1, rows.find("m4"));
        assertEquals(2, rows.find("m1"));
        assertEquals(3, rows.find("m2"));
        rows.add(said("mira", NOON, "new"));
        assertEquals(4, rows.find("m5"));
        rows.insert(4, said("mira", NOON, "between"));
        assertEquals(5, rows.find("m5"));
        assertEquals(4, rows.find("m6"));
        assertEquals(-1, rows.find("m7"));
    }

    @Test
    void placesALateEntryByItsOrder() {
        rows.add(said("mira", NOON, "one"));
        rows.add(said("mira", NOON, "two"));
        assertEquals(2, rows.place(3));
        assertEquals(1, rows.place(1));
        assertEquals(0, rows.place(0));
    }

    @Test
    void copiesTheWordsOfOneRowAlone() {
        rows.add(said("mira", NOON, "hello there"));
        assertEquals("hello", new Marked(0, 0, 0, 5).text(rows, wording, row -> Rich.plain(rows.get(row).text())));
        assertEquals("hello", new Marked(0, 5, 0, 0).text(rows, wording, row -> Rich.plain(rows.get(row).text())));
        assertTrue(new Marked(0, 5, 0, 5).isEmpty());
    }

    @Test
    void copiesSeveralRowsWithTimeAndAuthorInEitherDirection() {
        rows.add(said("mira", NOON, "hello there"));
        rows.add(said("me", NOON, "two"));
        rows.add(
                new Said(
                        "f",
                        9,
                        "mira",
                        "mira",
                        false,
                        NOON,
                        "",
                        Mark.NONE,
                        new Card("lake.zip", 5, new Card.State.Offered())));
        var expected = "[12:00] mira: there\n[12:00] me: two\n[12:00] mira: lake.zip";
        assertEquals(expected, new Marked(0, 6, 2, 8).text(rows, wording, row -> Rich.plain(rows.get(row).text())));
        assertEquals(expected, new Marked(2, 8, 0, 6).text(rows, wording, row -> Rich.plain(rows.get(row).text())));
    }

    /** A line about what happened is nobody's: it parts what one person says, and stands without a name. */
    @Test
    void quietLinesAreNobodysWords() {
        rows.add(said("mira", NOON, "one"));
        rows.add(Said.quiet("q1", 1, NOON, "jonas joined"));
        rows.add(Said.quiet("q2", 1, NOON, "ana left"));
        rows.add(said("mira", NOON, "two"));
        assertTrue(rows.first(1));
        assertFalse(rows.first(2), "quiet lines stand together");
        assertTrue(rows.first(3));
        assertEquals("jonas joined, 12:00", rows.get(1).spoken("12:00"));
        assertEquals(
                "[12:00] mira: one\n[12:00] jonas joined\n[12:00] ana left\n[12:00] mira: two",
                new Marked(0, 0, 3, 3).text(rows, wording, row -> Rich.plain(rows.get(row).text())));
    }

    @Test
    void speaksInSentences() {
        var mine = new Said("a", 1, "me", "lea", true, NOON, "On it.", Mark.READ, null);
        assertEquals("You, 12:00, read: On it.", mine.spoken("12:00"));
        var file =
                new Said(
                        "b",
                        2,
                        "mira",
                        "mira",
                        false,
                        NOON,
                        "",
                        Mark.NONE,
                        new Card("lake.zip", 248_000_000, new Card.State.Running(153_800_000, 8_400_000)));
        assertEquals("mira, 12:00: File lake.zip, 153.8 of 248.0 MB · 8.4 MB/s · 12 s left", file.spoken("12:00"));
    }

    @Test
    void closesTheGapOfAnEntryThatGoes() {
        for (var text : List.of("one", "two", "three")) rows.add(said("mira", NOON, text));
        rows.prepend(List.of(said("mira", NOON, "older")));
        rows.remove(2);
        assertEquals(-1, rows.find("m2"));
        assertEquals(0, rows.find("m4"));
        assertEquals(2, rows.find("m3"));
        assertEquals(3, rows.size());
    }

    @Test
    void speaksOfWhatBecameOfIt() {
        var first = said("mira", NOON, "at seven");
        var fate = new Said.Fate(true, false, List.of(new Chip("👍", 2, true, List.of("You", "mira"))));
        var mine = new Said("a", 9, "me", "lea", true, NOON, "Fine", Mark.READ, null, Quote.of(first), fate);
        assertEquals(
                "You, 12:00, edited, read, replying to mira, “at seven”: Fine. Reactions: 👍 from You and mira",
                mine.spoken("12:00"));
        var gone = new Said.Fate(false, true, List.of());
        var deleted = new Said("b", 9, "mira", "mira", false, NOON, "", Mark.NONE, null, null, gone);
        assertEquals("mira, 12:00: This message was deleted", deleted.spoken("12:00"));
        assertEquals(Quote.State.DELETED, Quote.of(deleted).state());
        assertEquals(Quote.State.EDITED, Quote.of(mine).state());
        assertEquals("replying to You, “Fine”, edited since", Quote.of(mine).spoken());
        assertEquals("edited · 12:00", mine.stamp("12:00"));
    }

    @Test
    void saysWhatATimeIsThatCannotBe() {
        assertFalse(said("mira", NOON, "now").claims());
        var besides = new Said.Besides(List.of(), true, "", "Thursday, January 1, 1970", "");
        var said = new Said("b", 9, "mira", "mira", false, NOON, "so", Mark.NONE, null, null, Said.Fate.NONE, besides);
        assertTrue(said.claims());
        assertEquals(List.of(Icons.WARNING), said.signs());
        assertEquals("says that it was written on Thursday, January 1, 1970, which cannot be", said.tip());
        assertEquals("mira, 12:00, " + said.tip() + ", forwarded: so", said.spoken("12:00"));
    }

    @Test
    void saysWhatATimeOfAnEditIsThatCannotBe() {
        var written = "says that it was written on Friday, which cannot be";
        var edited = "says that it was edited on Monday, which cannot be";
        var one = edited(new Said.Besides(List.of(), false, "", "", "Monday"));
        assertTrue(one.claims());
        assertEquals(List.of(Icons.WARNING), one.signs());
        assertEquals(edited, one.tip());
        assertEquals("mira, 12:00, edited, " + edited + ": so", one.spoken("12:00"));
        var both = edited(new Said.Besides(List.of(), false, "", "Friday", "Monday"));
        assertEquals(List.of(Icons.WARNING), both.signs());
        assertEquals(written + ", " + edited, both.tip());
        assertEquals("mira, 12:00, " + written + ", edited, " + edited + ": so", both.spoken("12:00"));
    }

    private static Said edited(Said.Besides besides) {
        var fate = new Said.Fate(true, false, List.of());
        return new Said("b", 9, "mira", "mira", false, NOON, "so", Mark.NONE, null, null, fate, besides);
    }

    @Test
    void offersWhatCanBeDone() {
        assertEquals(
                List.of(
                        Said.Act.REPLY,
                        Said.Act.REACT,
                        Said.Act.EDIT,
                        Said.Act.FORWARD,
                        Said.Act.PIN,
                        Said.Act.ERASE,
                        Said.Act.DELETE),
                said("me", NOON, "mine").acts());
        var theirs = List.of(Said.Act.REPLY, Said.Act.REACT, Said.Act.FORWARD, Said.Act.PIN, Said.Act.ERASE);
        assertEquals(theirs, said("mira", NOON, "theirs").acts());
        var unpin = List.of(Said.Act.REPLY, Said.Act.REACT, Said.Act.FORWARD, Said.Act.UNPIN, Said.Act.ERASE);
        assertEquals(unpin, said("mira", NOON, "theirs").pinned(true).acts());
        var file = said("me", NOON, "").with(new Card("lake.zip", 5, new Card.State.Waiting()));
        var waiting = List.of(Said.Act.REPLY, Said.Act.REACT, Said.Act.PIN, Said.Act.ERASE, Said.Act.DELETE);
        assertEquals(waiting, file.acts(), "what is not all here is not forwarded");
        var offered = said("mira", NOON, "").with(new Card("lake.zip", 5, new Card.State.Offered()));
        assertEquals(List.of(Said.Act.REPLY, Said.Act.REACT, Said.Act.PIN, Said.Act.ERASE), offered.acts());
        var done = said("me", NOON, "").with(new Card("lake.zip", 5, new Card.State.Done("")));
        assertTrue(done.acts().contains(Said.Act.FORWARD));
        var gone = new Said.Fate(false, true, List.of());
        var deleted = new Said("b", 9, "me", "me", true, NOON, "", Mark.READ, null, null, gone);
        assertEquals(List.of(Said.Act.ERASE), deleted.acts());
        assertEquals(List.of(Said.Act.UNPIN, Said.Act.ERASE), deleted.pinned(true).acts());
        assertEquals(List.of(), Said.quiet("q", 1, NOON, "jonas joined").acts());
    }

    @Test
    void namesAFewOfManyWhoThinkTheSame() {
        assertEquals("👍 from You", new Chip("👍", 1, true, List.of("You")).spoken());
        assertEquals("👍 from ana, jonas and kim", new Chip("👍", 3, false, List.of("ana", "jonas", "kim")).spoken());
        assertEquals("👍 from ana and one more", new Chip("👍", 2, false, List.of("ana")).spoken());
        assertEquals(
                "ana, jonas and 998 more reacted with 👍", new Chip("👍", 1000, false, List.of("ana", "jonas")).tip());
        assertEquals(
                "\u2068\u2068علی\u2069 and jonas\u2069 reacted with 👍",
                new Chip("👍", 2, false, List.of("علی", "jonas")).tip());
    }

    /** Who did it decides how a language says it. */
    @Test
    void saysInGermanWhoReacted() {
        Language.choose("de");
        try {
            assertEquals("Du hast mit 👍 reagiert", new Chip("👍", 1, true, List.of("Du")).tip());
            assertEquals("ana hat mit 👍 reagiert", new Chip("👍", 1, false, List.of("ana")).tip());
            assertEquals("Du und ana haben mit 👍 reagiert", new Chip("👍", 2, true, List.of("Du", "ana")).tip());
            assertEquals("👍: ana und eine weitere Person", new Chip("👍", 2, false, List.of("ana")).spoken());
            var deleted = new Said.Fate(false, true, List.of());
            var gone = new Said("b", 9, "me", "lea", true, NOON, "", Mark.READ, null, null, deleted);
            assertEquals("Du, 12:00, gelesen: Diese Nachricht wurde gelöscht", gone.spoken("12:00"));
        } finally {
            Language.choose(Language.SYSTEM);
        }
    }
}
